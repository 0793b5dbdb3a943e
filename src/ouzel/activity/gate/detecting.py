"""What tells of a person in the distinct values of a column.

A find is *certain* (it cannot well be anything else) or *bare* (a code may look so by chance). What bare finds come to
depends on the column: see `chance.py`. The filters run in Arrow over the distinct values, the cheapest first, so that
twenty million lines cost little.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ouzel.activity.gate.births import find_births, headed_births
from ouzel.activity.gate.kinds import Kind
from ouzel.activity.gate.names import find_names, headed_names
from ouzel.activity.gate.nhs_numbers import CANDIDATE, find_numbers
from ouzel.activity.gate.postcodes import SHORTEST, find_postcodes, whole_postcodes

Mask = npt.NDArray[np.bool_]

WORTH_A_LOOK = (
    rf"{CANDIDATE}|[0-9][A-Za-z]{{2}}(?:[^A-Za-z0-9]|$)|[A-Za-z\x{{C0}}-\x{{24F}}]{{2}}[^A-Za-z0-9]{{1,4}}[A-Za-z0-9\x{{C0}}-\x{{24F}}]"
    r"|(?i:d[. ]{0,2}o[. ]{0,2}b|born|birth)"
)
"""What any find has at the least: ten digits, the end of a postcode, two words, or a word of birth."""

_SIGNS = re.compile(r"[^A-Z0-9]+")
_NHS = re.compile(r"\bNHS ?(?:NUMBER|NO|NUM|NBR)\b|\bNHSN\b")
_POSTCODE = re.compile(r"\bPOST ?CODE\b|\bPCDS?\b|\bPCD2\b")


@dataclass(frozen=True)
class Heading:
    """What the heading of a column says of its values."""

    number: bool = False
    postcode: bool = False
    birth: bool = False
    name: bool = False


@cache
def read_heading(text: str) -> Heading:
    """What a heading says: `Pt_Surname`, `NHS NUMBER`, `MYDOB`, `postCode` ..."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    words = f"{_SIGNS.sub(' ', parted.upper()).strip()} | {_SIGNS.sub(' ', text.upper()).strip()}"
    return Heading(
        number=bool(_NHS.search(words)),
        postcode=bool(_POSTCODE.search(words)),
        birth=headed_births(words),
        name=headed_names(words),
    )


@dataclass(frozen=True)
class Found:
    """Which distinct values hold one kind; `tried` are those that a bare find was sought among."""

    certain: Mask
    bare: Mask
    tried: Mask

    @property
    def any(self) -> Mask:
        return self.certain | self.bare


@dataclass
class Finds:
    """What was found in distinct values, by kind. Kinds without a find are left out, unless something was tried."""

    by_kind: dict[Kind, Found] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        return any(found.any.any() for found in self.by_kind.values())

    def mask(self, count: int) -> Mask:
        """Which of the `count` values hold anything at all."""
        mask = np.zeros(count, bool)
        for found in self.by_kind.values():
            mask |= found.any
        return mask


def detect(values: pa.Array, *, heading: str = "") -> Finds:
    """What tells of a person in distinct texts without nulls, headed `heading` in the file."""
    finds, says = Finds(), read_heading(heading)
    count = len(values)
    if not count:
        return finds
    headed = says.birth or says.name
    values = pa.concat_arrays([values])  # of its own, so that its bytes can be looked at
    if not headed:
        if longest(values) < SHORTEST:
            return finds
        at = np.flatnonzero(pc.match_substring_regex(values, WORTH_A_LOOK).to_numpy(zero_copy_only=False))
        ascii_only = pc.string_is_ascii(values).to_numpy(zero_copy_only=False)
        at = np.union1d(at, np.flatnonzero(~ascii_only))
    else:
        at = np.arange(count)
    if not len(at):
        return finds
    some = plainly(values.take(pa.array(at)))
    numbers, postcodes = find_numbers(some), find_postcodes(some)
    if says.postcode:  # M11AE is a postcode where the heading says so
        postcodes = postcodes._replace(certain=postcodes.certain | whole_postcodes(some))
    births, names = find_births(some, headed=says.birth), find_names(some, headed=says.name)
    wide = _widen(at, count)
    none, every = np.zeros(count, bool), np.ones(count, bool)
    pairs = {
        Kind.NHS_NUMBER: (*_surely(numbers.certain, numbers.bare, said=says.number), numbers.candidates),
        Kind.POSTCODE: (*_surely(postcodes.certain, postcodes.bare, said=says.postcode), None),
        Kind.BIRTH_DATE: (births, births & False, None),
        Kind.NAME: (names.certain, names.likely, None),
    }
    for kind, (certain, bare, tried) in pairs.items():
        if certain.any() or bare.any() or (tried is not None and tried.any()):
            wide_bare = wide(bare) if bare.any() else none
            finds.by_kind[kind] = Found(wide(certain), wide_bare, every if tried is None else wide(tried))
    return finds


def longest(values: pa.Array) -> int:
    """Bytes of the longest text; 0 where there is none."""
    return int(pc.max(pc.binary_length(values)).as_py() or 0) if len(values) else 0


def plainly(values: pa.Array) -> pa.Array:
    """Texts with letters and digits in their plain form: a full-width 9 is a 9, a hard space a space."""
    odd = np.flatnonzero(~pc.string_is_ascii(values).to_numpy(zero_copy_only=False))
    if not len(odd):
        return values
    words = values.to_pylist()
    for position in odd:
        words[position] = "".join(map(_plain, unicodedata.normalize("NFKC", words[position])))
    return pa.array(words, pa.string())


def _plain(sign: str) -> str:
    digit = unicodedata.digit(sign, -1)
    if digit >= 0:
        return str(digit)
    return "" if unicodedata.category(sign) == "Cf" else sign  # signs without width, such as a soft hyphen


def _surely(certain: Mask, bare: Mask, *, said: bool) -> tuple[Mask, Mask]:
    """Where the heading says what the values are, bare finds are certain."""
    return (certain | bare, bare & False) if said else (certain, bare)


def _widen(at: npt.NDArray[np.int64], count: int) -> Callable[[Mask], Mask]:
    def widen(mask: Mask) -> Mask:
        wide = np.zeros(count, bool)
        wide[at] = mask
        return wide

    return widen
