"""A file as batches of text columns, named as in the file: CSV (also packed with gzip) and Parquet."""

import csv
import io
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from ouzel.activity.readers.formats import Format
from ouzel.activity.readers.source import HEAD, Readable, Source
from ouzel.core.errors import ContentError

ROWS = 1 << 18
"""Rows of a batch at most: enough to make columns pay, few enough to keep many columns in memory."""

_BLOCK = 1 << 24  # bytes of CSV parsed at once
_WORDS = pa.dictionary(pa.int32(), pa.string())


def batches(source: Readable | Source, layout: Format, *, rows: int = ROWS) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Each batch with the number of its first row; rows count from 1, the headings and empty lines do not.

    All columns are text, those of fields with few values as dictionaries of text. ContentError for a file that cannot
    be read to its end; it names the line, and never shows it: what it holds may be personal.
    """
    found = Source.of(source)
    names = headings(found, layout)
    if missing := layout.missing(names):
        raise ContentError(
            f"a file of {layout.name} has more columns than this one", found.name, field="headings",
            right=f"Missing: {', '.join(missing)}",
        )  # fmt: skip
    row = 1
    read = _parquet(found, layout, names, rows) if found.is_parquet else _csv(found, layout, names)
    for batch in read:
        for start in range(0, len(batch), rows):
            part = batch.slice(start, rows)
            yield row, part
            row += len(part)
    if row == 1:
        raise ContentError(
            "there is no row under the headings", found.name, right="Leave the file out, or send its rows"
        )


def headings(source: Readable | Source, layout: Format | None = None) -> list[str]:
    """The column names of a file, as they stand in it; ContentError if there are none, or one stands twice."""
    found = Source.of(source)
    names = _parquet_names(found) if found.is_parquet else _csv_names(found, layout)
    seen: dict[str, int] = {}
    for number, name in enumerate(names, 1):
        if not name.strip():
            raise ContentError(f"column {number} has no heading", found.name, 1, right="Give each column its name")
        if name in seen:
            raise ContentError(
                f"columns {seen[name]} and {number} have the same heading",
                found.name,
                1,
                right="Leave one out, and see that the first line names the columns: else a record is taken for it",
            )
        seen[name] = number
    return names


def _csv_names(source: Source, layout: Format | None) -> list[str]:
    encoding, separator, skip = (layout.encoding, layout.separator, layout.skip) if layout else ("utf-8", ",", 0)
    head = source.head()
    try:
        text = head.decode(encoding)
    except UnicodeDecodeError as error:
        if len(head) < HEAD or error.start < HEAD - 4:
            raise _not_text(source) from None
        text = head[: error.start].decode(encoding)
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    for _ in range(skip):
        lines.readline()
    for row in csv.reader(lines, delimiter=separator):
        if row:
            return row
    raise ContentError("the file is empty", source.name, right="Its first line must name the columns")


def _parquet_names(source: Source) -> list[str]:
    try:
        schema = pq.read_schema(source.seekable())
    except (pa.ArrowException, OSError):
        raise ContentError("the file is damaged: it is no whole Parquet file", source.name) from None
    return list(schema.names)


def _types(layout: Format, names: list[str]) -> dict[str, pa.DataType]:
    few = layout.worded(names)
    return {name: _WORDS if name in few else pa.string() for name in names}


def _csv(source: Source, layout: Format, names: list[str]) -> Iterator[pa.RecordBatch]:
    read = pa.csv.ReadOptions(
        block_size=_BLOCK, skip_rows=layout.skip, encoding="utf8" if layout.encoding == "utf-8" else layout.encoding
    )
    parse = pa.csv.ParseOptions(delimiter=layout.separator, newlines_in_values=True)
    convert = pa.csv.ConvertOptions(column_types=_types(layout, names), strings_can_be_null=False)
    try:
        with source.open() as stream, pa.csv.open_csv(stream, read, parse, convert) as reader:
            yield from reader
    except (pa.ArrowInvalid, UnicodeDecodeError, OSError):
        raise _why(source, layout, len(names)) from None


def _why(source: Source, layout: Format, columns: int) -> ContentError:
    """What is wrong with a CSV file, by reading it again slowly: the fast reader does not tell the line."""
    try:
        text = (line.decode(layout.encoding) for line in source.lines())
        reader = csv.reader(text, delimiter=layout.separator, strict=True)
        for row in reader:
            if row and reader.line_num > layout.skip and len(row) != columns:
                return ContentError(
                    f"this line has {len(row)} columns, the headings have {columns}", source.name, reader.line_num,
                    right="Each line needs as many; a value with a comma in it stands in quotation marks",
                )  # fmt: skip
    except UnicodeDecodeError:
        return _not_text(source)
    except csv.Error as error:
        return ContentError(f"this line cannot be read as CSV: {error}", source.name, reader.line_num)
    except OSError:
        return ContentError("the file is damaged: it cannot be unpacked to its end", source.name)
    return ContentError("the file cannot be read as CSV", source.name, right="Save it as CSV UTF-8")


def _not_text(source: Source) -> ContentError:
    return ContentError(
        "the file is not text in UTF-8", source.name,
        right="Save it as CSV UTF-8, or name its encoding in a mapping file (encoding = \"cp1252\")",
    )  # fmt: skip


def _parquet(source: Source, layout: Format, names: list[str], rows: int) -> Iterator[pa.RecordBatch]:
    schema = pq.read_schema(source.seekable())
    nested = [field.name for field in schema if pa.types.is_nested(field.type)]
    if nested:
        raise ContentError("a column holds lists or records, not values", source.name, field=nested[0])
    types = _types(layout, names)
    wordy = [
        field.name for field in schema
        if types[field.name] == _WORDS and (pa.types.is_string(field.type) or pa.types.is_large_string(field.type))
    ]  # fmt: skip
    try:
        file = pq.ParquetFile(source.seekable(), read_dictionary=wordy)
        for batch in file.iter_batches(batch_size=rows):
            yield pa.RecordBatch.from_arrays([_as_text(column) for column in batch.columns], names=names)
    except (pa.ArrowException, OSError):
        raise ContentError("the file is damaged, or holds values that are no text", source.name) from None


def _as_text(array: pa.Array) -> pa.Array:
    """A column as text, or as a dictionary of it; what is null is blank, as it is in CSV."""
    if pa.types.is_dictionary(array.type):
        array = array.cast(_WORDS) if array.type != _WORDS else array
        if not array.null_count:
            return array
        words = pa.concat_arrays([array.dictionary, pa.array([""], pa.string())])
        return pa.DictionaryArray.from_arrays(pc.fill_null(array.indices, len(words) - 1), words)
    text = array if array.type == pa.string() else array.cast(pa.string())
    return pc.fill_null(text, "") if text.null_count else text
