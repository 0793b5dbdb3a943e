"""Pseudonyms: the same value gives the same number in every file, and without the key nobody can tell the value.

A pseudonym is HMAC-SHA256 of `PURPOSE 0x1F VALUE` under the key, its first 63 bits as a positive number. The purpose
keeps a person and a record of the same identifier apart. With sixty million persons the odds that any two share a
number are about one in five thousand. DuckDB computes the sums for a whole column, in memory and on all cores; it is
told to have no place on the disk.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ouzel.activity.gate.detecting import plainly
from ouzel.activity.gate.key import Key
from ouzel.activity.gate.nhs_numbers import DIGITS, written_out
from ouzel.activity.gate.sums import first_of_sums
from ouzel.activity.gate.texts import Texts

BETWEEN = "\x1f"

_DRESSED = r"^[^0-9A-Za-z]*[0-9](?:[^0-9A-Za-z]{0,3}[0-9]){9}[^0-9A-Za-z]*$"
_POWER = r"^[0-9]\.[0-9]{1,9}[eE]\+?0?9$"
_WHOLE = r"^([0-9]{10})\.0*$"
_UNKNOWN = pa.array(["0", *(str(digit) * DIGITS for digit in range(10))], pa.string())


def pseudonyms(values: pa.Array, *, key: Key, purpose: str) -> npt.NDArray[np.int64]:
    """A number from 1 to 2^63 - 1 for each text (or 0 where it is blank), of a text or dictionary column.

    The same under the same key and purpose, whatever else is in the column. Texts are taken as they are: see
    `undressed` for NHS numbers.
    """
    texts = Texts.of(values)
    numbers = _sums(texts.words, key=key, purpose=purpose)
    return texts.spread(numbers)


def undressed(words: pa.Array) -> pa.Array:
    """NHS numbers in any dress as ten digits; ten equal digits and 0 (not known) as nothing; other texts stripped."""
    words = pc.utf8_trim_whitespace(words)
    lengths = pc.binary_length(words)
    if pc.any(pc.greater(lengths, DIGITS)).as_py():
        words = pc.replace_substring_regex(_written_out(plainly(words)), pattern=_WHOLE, replacement=r"\1")
        dressed = pc.match_substring_regex(words, _DRESSED)
        bare = pc.replace_substring_regex(words, pattern=r"[^0-9]", replacement="")
        words = pc.if_else(dressed, bare, words)
    unknown = pc.is_in(words, value_set=_UNKNOWN)
    return pc.if_else(unknown, "", words) if pc.any(unknown).as_py() else words


def _written_out(words: pa.Array) -> pa.Array:
    """Numbers that a spreadsheet wrote as powers of ten in digits."""
    power = pc.match_substring_regex(words, _POWER)
    if not pc.any(power).as_py():
        return words
    return pc.replace_with_mask(words, power, pa.array(map(written_out, words.filter(power).to_pylist()), pa.string()))


def _sums(words: pa.Array, *, key: Key, purpose: str) -> npt.NDArray[np.int64]:
    said = pc.greater(pc.binary_length(words), 0).to_numpy(zero_copy_only=False)
    numbers: npt.NDArray[np.int64] = np.zeros(len(words), np.int64)
    if not said.any():
        return numbers
    some = words.filter(pa.array(said)) if not said.all() else words
    inner, outer = key.pads
    made = first_of_sums(some.cast(pa.binary()), inner=inner + f"{purpose}{BETWEEN}".encode(), outer=outer)
    cut = (made & np.uint64(2**63 - 1)).astype(np.int64)
    cut[cut == 0] = 1
    numbers[said] = cut
    return numbers
