"""Small files of each format, written by the tests themselves from real rows."""

import gzip
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Assertion, Evidence, Reading
from ouzel.register.readers import recognise

PUBLISHED = date(2026, 2, 28)


def row27(
    code: str,
    *,
    name: str = "THE SURGERY",
    region: str = "Y61",
    geography: str = "QHG",
    opened: str = "19740401",
    closed: str = "",
    status: str = "A",
    subtype: str = "B",
    parent: str = "M1J4Y",
    joined: str = "20210401",
    left: str = "",
    setting: str = "4",
) -> list[str]:
    """One row of a 27-column file: by default an open GP practice in the dialect until 2025."""
    address = ["1 HIGH STREET", "", "LUTON", "", ""]
    row = [code, name, region, geography, *address, "LU1 1AA", opened, closed, status, subtype, parent, joined, left]
    return [*row, "01582 000000", "", "", "", "0", "", parent, "", setting, ""]


def text(rows: Iterable[Sequence[str]], *, end: str = "\r\n") -> str:
    """Rows as comma-separated text in the quotes of the ODS."""
    return "".join(",".join(f'"{cell}"' for cell in row) + end for row in rows)


def write(folder: Path, rows: Iterable[Sequence[str]], *, name: str = "file") -> Path:
    """A file of such rows. Its name says nothing, since files are recognised by their content."""
    path = folder / name
    path.write_bytes(text(rows).encode())
    return path


def packed(folder: Path, rows: Iterable[Sequence[str]]) -> Path:
    """The same, packed by gzip."""
    path = folder / "packed"
    path.write_bytes(gzip.compress(text(rows).encode()))
    return path


def workbook(folder: Path, sheets: dict[str, list[list[object]]]) -> Path:
    """A workbook of these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = folder / "book"
    with path.open("wb") as file:
        book.save(file)
    return path


def read(path: Path, *, published: date = PUBLISHED) -> Reading:
    """What the reader that recognises the file makes of it, with the assertions drawn."""
    reader = recognise(path)
    assert reader is not None, "not recognised"
    reading = reader.read(path, published=published)
    reading.assertions = list(reading.assertions)
    return reading


def said(reading: Reading, subject: str, attribute: Attribute) -> list[tuple[Evidence, date, date | None, str]]:
    """What is said of one attribute of one body."""
    return [
        (one.evidence, one.start, one.until, one.value)
        for one in reading.assertions
        if one.subject == subject and one.attribute == attribute
    ]


def meaning(reading: Reading) -> set[Assertion]:
    """The assertions without their lines: what two layouts of the same facts share."""
    return {one._replace(row=0) for one in reading.assertions}
