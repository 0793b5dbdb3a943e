"""Plain text, Markdown and tables: read as UTF-8, and a table's cells may not be formulas."""

import csv
import io
import re

from ouzel.core.errors import ContentError
from ouzel.core.spreadsheets import runs
from ouzel.governance.papers import kinds
from ouzel.governance.papers.kinds import Kind

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_PROGRAMS = re.compile(r"\s*(#!|<\?|<!doctype|<html|<svg|<script|\{\\rtf|%!PS|%PDF-|PK\x03)", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?[£$€]?[\d,.\s]*\d%?")


def read(content: bytes, kind: Kind, *, name: str) -> str:
    """The text. ContentError where it is no text, or a table with a cell that a spreadsheet would work out."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ContentError(
            "this is no text in UTF-8", name, content.count(b"\n", 0, error.start) + 1,
            right="Save it as UTF-8; it may be another kind of file under this name",
        ) from None  # fmt: skip
    if not text.strip():
        raise ContentError("there is nothing in it", name)
    found = _CONTROLS.search(text)
    if found or _PROGRAMS.match(text):
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        raise ContentError("this is no plain text", name, line, right=kinds.RIGHT)
    if kind == kinds.CSV:
        _refuse_formulas(text, name)
    return text


def rows(text: str) -> list[list[str]]:
    """The rows of a table, without empty ones."""
    return [row for row in csv.reader(io.StringIO(text, newline="")) if any(cell.strip() for cell in row)]


def _refuse_formulas(text: str, name: str) -> None:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            for cell in row:
                if runs(cell) and _works_out(cell):
                    raise ContentError(
                        "a spreadsheet would take this cell for a formula", name, reader.line_num, value=cell[:40],
                        right="Save the table with values, and begin no text with = + - or @",
                    )  # fmt: skip
    except csv.Error as problem:
        raise ContentError(f"this is no table: {problem}", name, reader.line_num) from None


def _works_out(cell: str) -> bool:
    """Whether a cell that begins as a formula does is more than a number, a telephone number or a dash."""
    return bool(cell.strip("-−–— ")) and not _NUMBER.fullmatch(cell.strip())
