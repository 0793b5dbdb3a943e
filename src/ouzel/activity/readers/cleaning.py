"""Making values canonical: always over the distinct values of a batch, never row by row in Python."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

ISO = "%Y-%m-%d"


@dataclass(frozen=True)
class Cleaner:
    """How the values of one column are made canonical, in this order.

    Spaces around a value go. `replace` are regular expressions and what is put for them; `whole` turns 59.0 into 59;
    `dates` are the ways in which dates are written (as `datetime.strptime` reads them): what is written in none stays
    as it is, for the checks to tell; `values` gives another value for some; `shape` is a regular expression of what
    counts at all: anything else is not said.
    """

    replace: tuple[tuple[str, str], ...] = ()
    whole: bool = False
    dates: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    shape: str = ""

    def clean(self, array: pa.Array, *, many: bool) -> pa.Array:
        """The column, canonical: a dictionary (int32 to text) of distinct values, or text where there are `many`."""
        if many and not pa.types.is_dictionary(array.type):
            return self._each(_text(array))
        return _over_distinct(array, self._each)

    def _each(self, values: pa.Array) -> pa.Array:
        values = pc.ascii_trim_whitespace(pc.fill_null(values, ""))
        for pattern, instead in self.replace:
            values = pc.replace_substring_regex(values, pattern=pattern, replacement=instead)
        if self.whole:
            values = pc.replace_substring_regex(values, pattern=r"^(-?[0-9]+)\.0*$", replacement=r"\1")
        if self.dates:
            values = _dates(values, self.dates)
        if self.values:
            keys = pa.array(list(self.values), pa.string())
            at = pc.index_in(values, value_set=keys)
            found = pc.take(pa.array(list(self.values.values()), pa.string()), at)
            values = pc.coalesce(found, values)
        if self.shape:
            values = pc.if_else(pc.match_substring_regex(values, self.shape), values, "")
        return values


def _text(array: pa.Array) -> pa.Array:
    return array if array.type == pa.string() else array.cast(pa.string())


def _over_distinct(array: pa.Array, change: Callable[[pa.Array], pa.Array]) -> pa.Array:
    encoded = array if pa.types.is_dictionary(array.type) else pc.dictionary_encode(array)
    words = change(_text(encoded.dictionary))
    indices = encoded.indices.cast(pa.int32())
    if indices.null_count:
        words = pa.concat_arrays([words, pa.array([""], pa.string())])
        indices = pc.fill_null(indices, len(words) - 1)
    again = pc.dictionary_encode(words)
    if len(again.dictionary) == len(words):
        return pa.DictionaryArray.from_arrays(indices, words)
    return pa.DictionaryArray.from_arrays(pc.take(again.indices.cast(pa.int32()), indices), again.dictionary)


def _dates(values: pa.Array, ways: tuple[str, ...]) -> pa.Array:
    distinct = pc.dictionary_encode(values)
    words = distinct.dictionary
    if ways[0] == ISO:  # what is written so stays as it is, whether there is such a day or not
        done = pc.match_substring_regex(words, r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")
        if pc.all(done).as_py():
            return values
    words = pa.array([iso_date(value, ways) for value in words.to_pylist()], pa.string())
    return pc.take(words, distinct.indices)


@lru_cache(maxsize=1 << 16)
def iso_date(text: str, ways: tuple[str, ...]) -> str:
    """A date as 2025-04-01, of the first way it is written in; as it stands if it is none.

    >>> iso_date("01/04/2025", ("%Y-%m-%d", "%d/%m/%Y"))
    '2025-04-01'
    """
    for way in ways:
        try:
            return datetime.strptime(text, way).date().isoformat()  # noqa: DTZ007  (a day has no time zone)
        except ValueError:
            continue
    return text


def coalesced(arrays: Sequence[pa.Array]) -> pa.Array:
    """Of several columns the first value that is not blank."""
    first = arrays[0]
    for other in arrays[1:]:
        blank = pc.equal(_plain(first), "")
        if not pc.any(blank).as_py():
            return first
        chosen = pc.if_else(blank, _plain(other), _plain(first))
        first = pc.dictionary_encode(chosen) if pa.types.is_dictionary(first.type) else chosen
    return first


def joined(arrays: Sequence[pa.Array], between: str) -> pa.Array:
    """Several columns put together, the blank ones left out."""
    # Arrow's own way of leaving nulls out loses the rows in which all are null, so each part brings its sign along.
    saying = [array for array in arrays if not _silent(array)] or list(arrays[:1])
    parts = [_plain(_with_sign(array, between)) for array in saying]
    return pc.utf8_slice_codeunits(pc.binary_join_element_wise(*parts, ""), start=len(between))


def _with_sign(array: pa.Array, sign: str) -> pa.Array:
    if pa.types.is_dictionary(array.type):
        return pa.DictionaryArray.from_arrays(array.indices, _with_sign(array.dictionary, sign))
    return pc.if_else(pc.equal(array, ""), "", pc.binary_join_element_wise(sign, array, ""))


def _silent(array: pa.Array) -> bool:
    return bool(pa.types.is_dictionary(array.type)) and array.dictionary[:2].to_pylist() == [""]


def _plain(array: pa.Array) -> pa.Array:
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array
