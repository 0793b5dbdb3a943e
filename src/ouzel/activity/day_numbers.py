"""Columns of days as ordinals: days written 2025-04-01 all at once, the few written otherwise one by one."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ouzel.activity.numbers import FIRST, LAST, Longs, day

_ISO = len("2025-04-01")
_EPOCH = 719163  # the ordinal of 1 January 1970
_DIGITS = (0, 1, 2, 3, 5, 6, 8, 9)
_one_by_one = lru_cache(maxsize=1 << 14)(day)


def days(column: pa.Array | None, rows: int) -> tuple[Longs, npt.NDArray[np.bool_]]:
    """The day ordinal of each row as `numbers.day` reads it, 0 where none is said, and which rows say one."""
    if column is None:
        return np.zeros(rows, np.int64), np.zeros(rows, bool)
    held = column if isinstance(column, pa.DictionaryArray) else column.dictionary_encode()
    words = pc.fill_null(held.dictionary.cast(pa.string()), "")
    found = np.append(of_texts(words), 0)  # the last is of null
    indices = pc.fill_null(held.indices.cast(pa.int32()), len(words)) if held.indices.null_count else held.indices
    values: Longs = found[indices.to_numpy(zero_copy_only=False)]
    return values, values > 0


def of_texts(texts: pa.Array) -> Longs:
    """`numbers.day` of each text (no nulls)."""
    found = np.zeros(len(texts), np.int64)
    if not len(texts):
        return found
    long = np.flatnonzero(pc.greater_equal(pc.binary_length(texts), _ISO).to_numpy(zero_copy_only=False))
    octets = _beginnings(texts, long)
    digits = octets[:, _DIGITS].astype(np.int64) - ord("0")
    iso = ((digits >= 0) & (digits <= 9)).all(axis=1) & (octets[:, 4] == ord("-")) & (octets[:, 7] == ord("-"))
    found[long[iso]] = _ordinals(digits[iso])
    otherwise = np.ones(len(texts), bool)
    otherwise[long[iso]] = False
    at = np.flatnonzero(otherwise)
    found[at] = [_one_by_one(text) for text in texts.take(pa.array(at)).to_pylist()]
    return found


def _beginnings(texts: pa.Array, at: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    """The first ten bytes of these texts, a row each."""
    if not len(at):
        return np.zeros((0, _ISO), np.uint8)
    starts = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts)]
    beginnings: npt.NDArray[np.uint8] = np.frombuffer(texts.buffers()[2], np.uint8)[starts[at, None] + np.arange(_ISO)]
    return beginnings


def _ordinals(digits: Longs) -> Longs:
    """Of the eight digits of each day its ordinal; 0 where there is no such day, or it is a filler."""
    year, month, of_month = digits[:, :4] @ [1000, 100, 10, 1], digits[:, 4:6] @ [10, 1], digits[:, 6:] @ [10, 1]
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    first, last = (each.astype("datetime64[D]").astype(np.int64) for each in (months, months + 1))
    ordinal = first + of_month - 1 + _EPOCH
    there = (month >= 1) & (month <= 12) & (of_month >= 1) & (of_month <= last - first)
    within = (ordinal >= FIRST.toordinal()) & (ordinal < LAST.toordinal())
    found: Longs = np.where(there & within, ordinal, 0)
    return found
