"""Columns of a batch as text, and as dictionaries of text where work is to be done once for each different value."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

SAMPLE = 2_000
"""Rows looked at beforehand."""

WORDS = pa.dictionary(pa.int32(), pa.string())

_DIFFERENT = 0.95  # share of different values in a sample from which there are no two alike
_FEW = 0.5  # share of different values in a batch up to which a dictionary saves work


def alike(first: pa.Table) -> set[str]:
    """The columns whose first values are not all different."""
    return {name for name in first.column_names if len(first[name].unique()) <= _DIFFERENT * first.num_rows}


def blank(first: pa.Table) -> set[str]:
    """The columns that say nothing in the first rows."""
    return {name for name in first.column_names if first[name].unique().to_pylist() in ([], [""])}


def together(blocks: Iterable[pa.RecordBatch], *, by: int) -> Iterator[pa.RecordBatch]:
    """So many blocks as one batch, each column with one dictionary."""
    waiting = iter(blocks)
    while held := list(islice(waiting, by)):
        yield from pa.Table.from_batches(held).unify_dictionaries().combine_chunks().to_batches()


def settled(batch: pa.RecordBatch, worded: Collection[str]) -> pa.RecordBatch:
    """All columns as text, or as dictionaries of text where these are asked for or save work."""
    columns = []
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        text = as_text(column)
        if isinstance(text, pa.DictionaryArray):
            if name not in worded and len(text.dictionary) > _FEW * len(text):
                text = text.dictionary_decode()
            elif len(text.dictionary) > len(text):  # words of other batches too
                text = text.dictionary_decode().dictionary_encode()
        elif _bytes(text) == 0:
            text = constant("", len(text))
        elif name in worded:
            text = text.dictionary_encode()
        columns.append(text)
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def constant(value: str, count: int) -> pa.Array:
    """One value for all rows, as a dictionary of one."""
    return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), count), pa.array([value], pa.string()))


def _bytes(texts: pa.Array) -> int:
    ends = np.frombuffer(texts.buffers()[1], np.int32)
    return int(ends[texts.offset + len(texts)] - ends[texts.offset])


def as_text(array: pa.Array) -> pa.Array:
    """A column as text, or as a dictionary of it; what is null is blank, as it is in CSV."""
    if pa.types.is_dictionary(array.type):
        array = array.cast(WORDS) if array.type != WORDS else array
        if not array.null_count:
            return array
        words = pa.concat_arrays([array.dictionary, pa.array([""], pa.string())])
        return pa.DictionaryArray.from_arrays(pc.fill_null(array.indices, len(words) - 1), words)
    text = array if array.type == pa.string() else array.cast(pa.string())
    return pc.fill_null(text, "") if text.null_count else text
