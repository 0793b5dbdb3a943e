"""Texts of a column as 64 bits each, for finding those that are alike.

Nothing of it is kept but what is mixed with the pseudonym of a record. What is kept must be found again: how the bits
are made may never change.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Longs = npt.NDArray[np.int64]
_EIGHT = 8
_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)  # odd, with ones and noughts mixed
_HALF = np.uint64(32)


def hashed(column: pa.Array | None, rows: int) -> Longs:
    """Each value as 64 bits, the same in every batch and whether or not it is in a dictionary; no column is all 0.

    Two values of ten million have the same with odds of one in three hundred thousand.
    """
    if column is None:
        return np.zeros(rows, np.int64)
    if isinstance(column, pa.DictionaryArray):
        words = hashed(column.dictionary.cast(pa.string()), len(column.dictionary))
        return words[column.indices.to_numpy(zero_copy_only=False)] if len(words) else np.zeros(rows, np.int64)
    return _of_texts(column.cast(pa.string()))


def mixed(one: Longs, other: Longs) -> Longs:
    """Two numbers as one: the order of the two matters."""
    with np.errstate(over="ignore"):
        return one * np.int64(6364136223846793005) + other


def _of_texts(texts: pa.Array) -> Longs:
    """Eight bytes of every text at a time, for as many texts as are so long."""
    if not len(texts):
        return np.zeros(0, np.int64)
    ends = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    starts, lengths = ends[:-1], np.diff(ends)
    eights = _eights(texts.buffers()[2], int(ends[0]), int(ends[-1]))
    made = lengths.astype(np.uint64)
    whole = int(lengths.min()) // _EIGHT * _EIGHT  # so far no text ends
    for done in range(0, whole, _EIGHT):
        made = _stirred(made ^ eights[starts - ends[0] + done])
    for done in range(whole, int(lengths.max()), _EIGHT):
        at = np.flatnonzero(lengths > done)
        left = np.minimum(lengths[at] - done, _EIGHT).astype(np.uint64)
        part = eights[starts[at] - ends[0] + done] & (~np.uint64(0) >> (np.uint64(64) - left * np.uint64(_EIGHT)))
        made[at] = _stirred(made[at] ^ part)
    found: Longs = _stirred(made).view(np.int64)
    return found


def _eights(data: pa.Buffer | None, first: int, last: int) -> npt.NDArray[np.uint64]:
    """The eight bytes from each byte on; after the last byte come noughts."""
    octets = np.zeros(last - first + _EIGHT, np.uint8)
    if data is not None:
        octets[: last - first] = np.frombuffer(data, np.uint8)[first:last]
    return np.ndarray((len(octets) - _EIGHT + 1,), np.dtype("<u8"), octets.data, strides=(1,))


def _stirred(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    values = (values ^ (values >> _HALF)) * _FIRST
    values = (values ^ (values >> _HALF)) * _SECOND
    stirred: npt.NDArray[np.uint64] = values ^ (values >> _HALF)
    return stirred
