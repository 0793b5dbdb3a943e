"""Full postcodes among the distinct values of a column, and codes that only look so told apart.

The shape is that of BS 7666 as Royal Mail's programmers' guide has it: one of the 124 areas (or BF, British forces), a
district, and an inward part of a digit and two letters without C I K M O V. Pseudo-postcodes (ZZ99 3VZ) have no area.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

_ALL = (
    "AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK "
    "FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP "
    "NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W "
    "WA WC WD WF WN WR WS WV YO ZE"
)
AREAS = tuple(_ALL.split())

_ONE = [area for area in AREAS if len(area) == 1]
_TWO = [area for area in AREAS if len(area) == 2]
_SHORT = rf"(?:{'|'.join(_ONE)})[1-9]"
_LONGER = rf"(?:(?:{'|'.join(_ONE)})[1-9][0-9A-HJKMNP-Y]|(?:{'|'.join(_TWO)})[0-9][0-9A-HJKMNP-Y]?)"
_INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"
_BEFORE, _AFTER = r"(?i)(?:^|[^A-Z0-9])", r"(?:$|[^A-Z0-9])"
PARTED = rf"{_BEFORE}(?:{_SHORT}|{_LONGER})[^A-Z0-9]{{1,3}}{_INWARD}{_AFTER}"
COMPACT = rf"{_BEFORE}{_LONGER}{_INWARD}{_AFTER}"
FIVE = rf"{_BEFORE}{_SHORT}{_INWARD}{_AFTER}"
WHOLE = rf"(?i)^(?:{_SHORT}|{_LONGER})[^A-Z0-9]{{0,3}}{_INWARD}$"
SHORTEST = 5


class Postcodes(NamedTuple):
    """Which distinct values hold a full postcode: `certain` with its two parts apart, `bare` in one."""

    certain: npt.NDArray[np.bool_]
    bare: npt.NDArray[np.bool_]


def find_postcodes(values: pa.Array) -> Postcodes:
    """Full postcodes in distinct texts without nulls.

    Five signs in one (M11AE) are as often a code: N10AF is a community nursing currency, E17LL an old site. They count
    only beside postcodes that are told by themselves.
    """
    certain = _matches(values, PARTED)
    bare = _matches(values, COMPACT) & ~certain
    if certain.any() or bare.any():
        bare |= _matches(values, FIVE) & ~certain
    return Postcodes(certain, bare)


def whole_postcodes(values: pa.Array) -> npt.NDArray[np.bool_]:
    """Which texts are a full postcode and nothing else, five signs in one included."""
    return _matches(values, WHOLE)


def _matches(values: pa.Array, pattern: str) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = pc.match_substring_regex(values, pattern).to_numpy(zero_copy_only=False)
    return found
