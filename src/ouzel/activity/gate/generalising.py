"""Coarser values: a date of birth becomes an age, a postcode a small area."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ouzel.activity.gate.births import months_of_birth
from ouzel.activity.gate.postcodes import whole_postcodes
from ouzel.activity.gate.texts import Texts

Mask = npt.NDArray[np.bool_]
OLDEST = 130  # years; what comes out older is a placeholder, such as 1 January 1801
MIDDLE = 15  # the day of the month that stands for one that is not known
BFPO = "BFPO"

_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"
_WAYS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y%m%d", "%d%b%Y", "%d %b %Y", "%d-%b-%Y", "%d %B %Y", "%Y/%m/%d")
_AREA = r"^([EWSNJLM][0-9]{8}|95[A-Z]{2}[0-9]{2}[A-Z][0-9])$"
_PSEUDO = r"^(ZZ[0-9]{2}) ?([0-9][A-Z]{2})$"
_FORCES = r"^BF[0-9][0-9A-Z]?[^A-Z0-9]{0,3}[0-9][A-Z]{2}$"


class Postcodes(Protocol):
    """What is known of postcodes."""

    def areas(self, values: Sequence[str]) -> list[str]:
        """Of each full postcode its small area, or what else stands for it; "" where it is not known."""

    def establishments(self, values: Sequence[str]) -> Sequence[str]:
        """Of each full postcode the code of the prison or other place of detention there; "" where it is of none."""


@dataclass(frozen=True)
class Residences:
    """What distinct residences become, and the codes of establishments at them ("": none). `full` were full postcodes;
    `lost` were neither postcode nor area."""

    words: pa.Array
    establishments: pa.Array
    full: Mask
    lost: Mask


def residences(words: pa.Array, postcodes: Postcodes | None) -> Residences:
    """Small areas for the distinct residences of a file; without `postcodes` a full postcode becomes blank.

    Pseudo-postcodes stay (as `ZZ99 3VZ`), and so do codes of areas; BFPO addresses are all one.
    """
    stripped = pc.utf8_upper(pc.utf8_trim_whitespace(words))
    full = whole_postcodes(stripped)
    made = _coarse(stripped)
    places = _blank(words)
    if full.any():
        asked = stripped.filter(pa.array(full))
        forces = pc.match_substring_regex(asked, _FORCES)
        known = _blank(asked)
        if postcodes is not None:
            spaced = _spaced(asked).to_pylist()
            known = pa.array(postcodes.areas(spaced), pa.string())
            found = pa.array(postcodes.establishments(spaced), pa.string())
            places = pc.replace_with_mask(places, pa.array(full), found)
        made = pc.replace_with_mask(made, pa.array(full), pc.if_else(forces, BFPO, known))
    lost = pc.and_not(pc.and_(pc.equal(made, ""), pc.not_equal(stripped, "")), pa.array(full))
    return Residences(made, places, full, lost.to_numpy(zero_copy_only=False))


def _coarse(words: pa.Array) -> pa.Array:
    """Pseudo-postcodes and codes of areas as they are written; of anything else nothing."""
    pseudo = pc.match_substring_regex(words, _PSEUDO)
    kept = pc.or_(pc.equal(words, BFPO), pc.match_substring_regex(words, _AREA))
    made = pc.if_else(kept, words, "")
    if not pc.any(pseudo).as_py():
        return made
    return pc.if_else(pseudo, pc.replace_substring_regex(words, pattern=_PSEUDO, replacement=r"\1 \2"), made)


def _blank(words: pa.Array) -> pa.Array:
    return pa.repeat(pa.scalar("", pa.string()), len(words))


def _spaced(words: pa.Array) -> pa.Array:
    bare = pc.replace_substring_regex(words, pattern=r"[^A-Z0-9]", replacement="")
    return pc.binary_join_element_wise(
        pc.utf8_slice_codeunits(bare, 0, -3), pc.utf8_slice_codeunits(bare, -3, None), " "
    )


@dataclass(frozen=True)
class Births:
    """Distinct dates of birth as numbers (0 where not known). `full` are days, `months` months of a year alone."""

    year: npt.NDArray[np.int32]
    day: npt.NDArray[np.int32]  # month * 100 + day
    full: Mask
    months: Mask


def read_births(words: pa.Array) -> Births:
    """Distinct dates, in the ways that files write them; of a month alone its 15th. Two-digit years are not guessed."""
    count = len(words)
    year, day = np.zeros(count, np.int32), np.zeros(count, np.int32)
    iso = pc.match_substring_regex(words, _ISO).to_numpy(zero_copy_only=False)
    if iso.any():
        cut = pc.utf8_slice_codeunits(words.filter(pa.array(iso)), 0, 10).cast(pa.binary()).cast(pa.binary(10))
        octets = np.frombuffer(cut.buffers()[1], np.uint8)[cut.offset * 10 :][: len(cut) * 10].reshape(-1, 10)
        digits = octets.astype(np.int32) - 48
        year[iso] = digits[:, 0] * 1000 + digits[:, 1] * 100 + digits[:, 2] * 10 + digits[:, 3]
        day[iso] = (digits[:, 5] * 10 + digits[:, 6]) * 100 + digits[:, 8] * 10 + digits[:, 9]
    months = months_of_birth(words) & ~iso
    full = iso.copy()
    for position in np.flatnonzero(~iso):
        text = words[int(position)].as_py().strip()
        if not text:
            continue
        if months[position]:
            year[position], day[position] = _month(text)
            continue
        full[position] = True  # whatever it is, it was given as a date of birth
        year[position], day[position] = _other(text)
    return Births(year, day, full, months)


def _month(text: str) -> tuple[int, int]:
    digits = re.sub(r"[^0-9]", "", text)
    year, month = (digits[:4], digits[4:]) if re.match(r"[0-9]{4}-", text) else (digits[2:], digits[:2])
    return int(year), int(month) * 100 + MIDDLE


def _other(text: str) -> tuple[int, int]:
    text = re.sub(r"[T ][0-9:.]+Z?$", "", text)
    for way in _WAYS:
        try:
            on = datetime.strptime(text, way)  # noqa: DTZ007  (a day has no time zone)
        except ValueError:
            continue
        return on.year, on.month * 100 + on.day
    return 0, 0


def ages(births: Texts, starts: Texts) -> tuple[npt.NDArray[np.int16], Births]:
    """Years of age at the start, for each row; -1 where either is not known or no age comes of them."""
    born, began = read_births(births.words), read_births(starts.words)
    born_year, began_year = births.spread(born.year), starts.spread(began.year)
    born_day, began_day = births.spread(born.day), starts.spread(began.day)
    years = began_year - born_year - (began_day < born_day)
    good = (born_year > 0) & (began_year > 0) & (years >= 0) & (years <= OLDEST)
    return np.where(good, years, -1).astype(np.int16), born


def merged_ages(worked_out: npt.NDArray[np.int16], given: Texts | None) -> tuple[pa.Array, int]:
    """Ages as text: that of the birth date, else the one in the file. Also in how many rows the two differ."""
    words = ["", *(str(age) for age in range(OLDEST + 1))]
    index: Mapping[str, int] = {word: at for at, word in enumerate(words)}
    codes = worked_out.astype(np.int32) + 1
    differing = 0
    if given is not None:
        texts = pc.utf8_trim_whitespace(given.words).to_pylist()
        extra = [text for text in dict.fromkeys(texts) if text not in index]
        index = {**index, **{text: len(words) + at for at, text in enumerate(extra)}}
        words += extra
        in_file = given.spread(np.array([index[text] for text in texts], np.int32))
        differing = int(np.count_nonzero((codes > 0) & (in_file > 0) & (in_file <= OLDEST + 1) & (codes != in_file)))
        codes = np.where(codes > 0, codes, in_file).astype(np.int32)
    used = np.flatnonzero(np.bincount(codes, minlength=len(words)))
    compact = np.zeros(len(words), np.int32)
    compact[used] = np.arange(len(used), dtype=np.int32)
    kept = pa.array([words[at] for at in used], pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(compact[codes]), kept), differing
