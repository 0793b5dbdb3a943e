"""CSV files (also packed with gzip) as batches of text columns."""

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

import pyarrow as pa
import pyarrow.csv

from ouzel.activity.readers.columns import SAMPLE, WORDS, alike, blank, settled, together
from ouzel.activity.readers.formats import Format
from ouzel.activity.readers.source import HEAD, Source
from ouzel.core.errors import ContentError

_BLOCK = 1 << 20  # bytes parsed at once: what stays in the processor's cache is parsed twice as fast
_TOGETHER = 32  # of these in a batch: fewer would have the same words again and again


def names_of_csv(source: Source, layout: Format | None) -> list[str]:
    """What stands in the first line that is not empty."""
    encoding, separator, skip = (layout.encoding, layout.separator, layout.skip) if layout else ("utf-8", ",", 0)
    head = source.head()
    try:
        text = head.decode(encoding)
    except UnicodeDecodeError as error:
        if len(head) < HEAD or error.start < HEAD - 4:
            raise _not_text(source) from None
        text = head[: error.start].decode(encoding)
    for row in _rows_of(text, separator, skip):
        if row:
            return row
    raise ContentError("the file is empty", source.name, right="Its first line must name the columns")


def read_csv(source: Source, layout: Format, names: list[str]) -> Iterator[pa.RecordBatch]:
    """All of it, batch by batch; ContentError names the line that cannot be read."""
    read = pa.csv.ReadOptions(
        block_size=_BLOCK, skip_rows=layout.skip, encoding="utf8" if layout.encoding == "utf-8" else layout.encoding
    )
    parse = pa.csv.ParseOptions(delimiter=layout.separator, newlines_in_values=True)
    worded = layout.worded(names)
    first = _first(source, layout, names)
    encoded = (worded | alike(first)) - blank(first)  # a column that stays blank costs least as text
    types = {name: WORDS if name in encoded else pa.string() for name in names}
    convert = pa.csv.ConvertOptions(column_types=types, strings_can_be_null=False)
    try:
        with source.open() as stream, pa.csv.open_csv(stream, read, parse, convert) as reader:
            for batch in together(reader, by=_TOGETHER):
                yield settled(batch, worded)
    except (pa.ArrowInvalid, UnicodeDecodeError, OSError):
        raise _why(source, layout, len(names)) from None


def _first(source: Source, layout: Format, names: list[str]) -> pa.Table:
    """The first rows, as far as they can be read: only to see which columns repeat themselves."""
    text = source.head().decode(layout.encoding, errors="ignore")
    rows: list[list[str]] = []
    with suppress(csv.Error):  # the reader of the whole file says what is wrong
        rows += islice((row for row in _rows_of(text, layout.separator, layout.skip) if row), SAMPLE)
    whole = [row for row in rows[1:-1] if len(row) == len(names)]
    return pa.table([pa.array([row[at] for row in whole], pa.string()) for at in range(len(names))], names)


def _rows_of(text: str, separator: str, skip: int) -> Iterator[list[str]]:
    lines = io.StringIO(text.removeprefix("\ufeff"), newline="")
    for _ in range(skip):
        lines.readline()
    return csv.reader(lines, delimiter=separator)


def _why(source: Source, layout: Format, columns: int) -> ContentError:
    """What is wrong with a CSV file, by reading it again slowly: the fast reader does not tell the line."""
    try:
        text = (line.decode(layout.encoding) for line in _lines(source))
        reader = csv.reader(text, delimiter=layout.separator, strict=True)
        rows = 0
        for row in reader:
            rows += bool(row) and reader.line_num > layout.skip
            if row and reader.line_num > layout.skip and len(row) != columns:
                return ContentError(
                    f"this line has {len(row)} columns, the headings have {columns}", source.name, reader.line_num,
                    right="Each line needs as many; a value with a comma in it stands in quotation marks",
                )  # fmt: skip
    except _TooLong:
        return ContentError(
            f"this line is longer than {_BLOCK // 1024:,} KB", source.name, reader.line_num + 1,
            right="No record is so long: see whether a quotation mark is not closed, or the lines do not end",
        )  # fmt: skip
    except UnicodeDecodeError:
        return _not_text(source)
    except csv.Error as error:
        return ContentError(f"this line cannot be read as CSV: {error}", source.name, reader.line_num)
    except OSError:
        return ContentError("the file is damaged: it cannot be unpacked to its end", source.name)
    if rows == 1:  # headings alone that no line break ends
        return no_row(source)
    return ContentError("the file cannot be read as CSV", source.name, right="Save it as CSV UTF-8")


def no_row(source: Source) -> ContentError:
    """What is said of headings alone."""
    return ContentError("there is no row under the headings", source.name, right="Leave the file out, or send its rows")


class _TooLong(Exception):
    """A line that is longer than what is read at once."""


def _lines(source: Source) -> Iterator[bytes]:
    """The lines one by one, none longer than a block: a small packed file may unpack to one line of gigabytes."""
    with source.lines() as stream:
        while line := stream.readline(_BLOCK + 1):
            if len(line) > _BLOCK:
                raise _TooLong
            yield line


def _not_text(source: Source) -> ContentError:
    return ContentError(
        "the file is not text in UTF-8", source.name,
        right="Save it as CSV UTF-8, or name its encoding in a mapping file (encoding = \"cp1252\")",
    )  # fmt: skip
