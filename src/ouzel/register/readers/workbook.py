"""Sheets of an Excel workbook, as values; and which of their cells are formulas."""

import html
import posixpath
import re
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import python_calamine

from ouzel.core.errors import ContentError
from ouzel.register.readers import content
from ouzel.register.readers.tables import plain

_DEPTH = 10  # rows among which the headings are looked for: some workbooks put a title above them
_FORMULA = re.compile(rb"<(?:\w+:)?c\s(?:[^>]*\s)?r=\"([A-Z]+)(\d+)\"[^>]*>\s*<(?:\w+:)?f[\s/>]")
_PLACE = re.compile(rb"\sr=[\"']([A-Z]*)(\d+)[\"']")
_CELLS = 5_000_000  # width times height of a sheet: one cell in a far corner would take up the memory of all before it
_ATTRIBUTE = re.compile(r"""(?:\w+:)?(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True)
class Sheet:
    """One sheet: its headings (the first row with three texts or more) and the rows below."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, list[Any]], ...]  # line of the sheet, counted from 1, and its cells

    def at(self, *words: str) -> int | None:
        """The position of the heading that has all these words; the shortest, where there are several."""
        fits = [
            (len(found), position)
            for position, heading in enumerate(self.headings)
            if set(words) <= (found := set(plain(heading).split())) and "non" not in found
        ]
        return min(fits)[1] if fits else None


def sheets(path: Path) -> tuple[Sheet, ...]:
    """Every sheet of the workbook that has headings. ContentError if it is damaged or unpacks beyond the bounds."""
    stat = path.stat()
    return _sheets(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=1)  # a workbook is recognised by its headings, then read: one parse serves both
def _sheets(path: Path, changed: int, size: int) -> tuple[Sheet, ...]:
    content.check_archive(path)
    _check_extent(path)
    try:
        book = python_calamine.CalamineWorkbook.from_path(path)
        return tuple(sheet for name in book.sheet_names if (sheet := _sheet(book, name)))
    except python_calamine.CalamineError as error:
        raise ContentError(f"the workbook cannot be read: {error}", file=path.name) from None


def _check_extent(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        for member in archive.namelist():
            if member.startswith("xl/worksheets/") and member.endswith(".xml"):
                places = set(_PLACE.findall(archive.read(member)))
                height = max((int(line) for _, line in places), default=0)
                width = max((_position(letters.decode()) + 1 for letters, _ in places), default=0)
                if height * max(width, 1) > _CELLS:
                    raise ContentError(
                        f"a sheet of {height} rows and {width} columns is far more than a register holds",
                        file=path.name,
                        right="Delete the empty rows and columns, and save the workbook again",
                    )


def _sheet(book: python_calamine.CalamineWorkbook, name: str) -> Sheet | None:
    cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    for index, row in enumerate(cells[:_DEPTH]):
        if sum(isinstance(cell, str) and bool(cell.strip()) for cell in row) >= 3:
            below = tuple((line, row) for line, row in enumerate(cells[index + 1 :], index + 2) if any(row))
            return Sheet(name, tuple(map(str, row)), below)
    return None


def refuse_formulas(path: Path, sheet: Sheet, columns: set[int]) -> None:
    """ContentError if a cell of these columns is a formula: its value is only what some program last made of it."""
    with zipfile.ZipFile(path) as archive:
        xml = archive.read(_member(archive, sheet.name))
    for match in _FORMULA.finditer(xml):
        letters, line = match[1].decode(), int(match[2])
        if _position(letters) in columns:
            raise ContentError(
                f"cell {letters}{line} of the sheet {sheet.name!r} is a formula",
                path.name,
                line,
                sheet.headings[_position(letters)].replace("\n", " ")
                if _position(letters) < len(sheet.headings)
                else "",
                right="Save the workbook with values in place of formulas",
            )


def _position(letters: str) -> int:
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - 64
    return position - 1


def _member(archive: zipfile.ZipFile, name: str) -> str:
    """The member of the archive that holds the sheet; KeyError if the workbook does not say."""
    link = {found["name"]: found["id"] for found in _elements(archive, "xl/workbook.xml", "sheet")}[name]
    targets = {
        found["Id"]: found["Target"] for found in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    target = targets[link]
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _elements(archive: zipfile.ZipFile, member: str, tag: str) -> list[dict[str, str]]:
    """The attributes of each element of that tag, without prefixes; plain matching, so that no entity is expanded."""
    text = archive.read(member).decode("utf-8", errors="replace")
    return [
        {name: html.unescape(double or single) for name, double, single in _ATTRIBUTE.findall(inside)}
        for inside in re.findall(rf"<(?:\w+:)?{tag}\s([^>]*)>", text)
    ]
