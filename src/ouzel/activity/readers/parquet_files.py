"""Parquet files as batches of text columns."""

from collections.abc import Iterator
from itertools import islice

import pyarrow as pa
import pyarrow.parquet as pq

from ouzel.activity.readers.columns import SAMPLE, alike, settled, together
from ouzel.activity.readers.formats import Format
from ouzel.activity.readers.source import Source
from ouzel.core.errors import ContentError


def names_of_parquet(source: Source) -> list[str]:
    """The columns of its schema."""
    try:
        schema = pq.read_schema(source.seekable())
    except (pa.ArrowException, OSError):
        raise ContentError("the file is damaged: it is no whole Parquet file", source.name) from None
    return list(schema.names)


def read_parquet(source: Source, layout: Format, rows: int) -> Iterator[pa.RecordBatch]:
    """All of it, batch by batch."""
    schema = pq.read_schema(source.seekable())
    nested = [field.name for field in schema if pa.types.is_nested(field.type)]
    if nested:
        raise ContentError("a column holds lists or records, not values", source.name, field=nested[0])
    worded = layout.worded(schema.names)
    texts = [field.name for field in schema if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)]
    try:
        first = pq.ParquetFile(source.seekable()).iter_batches(batch_size=SAMPLE, columns=texts)
        same = alike(pa.Table.from_batches(islice(first, 1), pa.schema([schema.field(name) for name in texts])))
        file = pq.ParquetFile(source.seekable(), read_dictionary=sorted({*texts} & (worded | same)))
        for groups in _groups(file.metadata, rows // 2):
            # Arrow's dictionaries grow from group to group for as long as one reading goes on.
            blocks = file.iter_batches(batch_size=rows, row_groups=groups)
            for batch in together(blocks, by=len(groups)):
                yield settled(batch, worded)
    except (pa.ArrowException, OSError):
        raise ContentError("the file is damaged, or holds values that are no text", source.name) from None


def _groups(file: pq.FileMetaData, rows: int) -> Iterator[list[int]]:
    """Row groups that are read as one: small ones together, as long as they have not more rows."""
    held: list[int] = []
    count = 0
    for group in range(file.num_row_groups):
        size = file.row_group(group).num_rows
        if held and count + size > rows:
            yield held
            held, count = [], 0
        held.append(group)
        count += size
    if held:
        yield held
