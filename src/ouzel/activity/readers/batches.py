"""A file as batches of text columns, named as in the file: CSV (also packed with gzip) and Parquet."""

from collections.abc import Iterator

import pyarrow as pa

from ouzel.activity.readers.csv_files import names_of_csv, no_row, read_csv
from ouzel.activity.readers.formats import Format
from ouzel.activity.readers.parquet_files import names_of_parquet, read_parquet
from ouzel.activity.readers.source import Readable, Source
from ouzel.core.errors import ContentError

ROWS = 1 << 18
"""Rows of a batch at most: enough to make columns pay, few enough to keep many columns in memory."""


def batches(source: Readable | Source, layout: Format, *, rows: int = ROWS) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Each batch with the number of its first row; rows count from 1, the headings and empty lines do not.

    All columns are text. Those of fields with few values are dictionaries of text, and so are others half of whose
    values in a batch are alike. ContentError for a file that cannot be read to its end; it names the line, and never
    shows it: what it holds may be personal.
    """
    found = Source.of(source)
    names = headings(found, layout)
    if missing := layout.missing(names):
        refuse_other_separator(names, layout.separator, file=found.name)
        raise ContentError(
            f"a file of {layout.name} has more columns than this one", found.name, field="headings",
            right=f"Missing: {', '.join(missing)}",
        )  # fmt: skip
    row = 1
    read = read_parquet(found, layout, rows) if found.is_parquet else read_csv(found, layout, names)
    for batch in read:
        for start in range(0, len(batch), rows):
            part = batch.slice(start, rows)
            yield row, part
            row += len(part)
    if row == 1:
        raise no_row(found)


SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars"}


def refuse_other_separator(names: list[str], separator: str, *, file: str) -> None:
    """ContentError where headings that were read with one separator hold more of another."""
    for sign, words in SEPARATORS.items():
        if sign != separator and sum(name.count(sign) for name in names) >= max(len(names), 1):
            raise ContentError(
                f"its columns are parted by {words}, not by {SEPARATORS.get(separator, repr(separator))}", file, 1,
                "headings",
                right=f"Save it with commas, or name the separator in a mapping file (separator = {_toml(sign)})",
            )  # fmt: skip


def _toml(sign: str) -> str:
    return '"\\t"' if sign == "\t" else f'"{sign}"'


def headings(source: Readable | Source, layout: Format | None = None) -> list[str]:
    """The column names of a file, as they stand in it; ContentError if there are none, or one stands twice."""
    found = Source.of(source)
    names = names_of_parquet(found) if found.is_parquet else names_of_csv(found, layout)
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
