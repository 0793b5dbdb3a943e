"""Numbers and codes as files write them, kept exact; a gap is a value of its own."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from ouzel.core.errors import ContentError
from ouzel.measures.readers.base import MISSING, SUPPRESSED, Figure
from ouzel.register.readers.values import bad_code

PLACES, DIGITS = 16, 18  # after and before the point: what the database keeps

GAPS = {"": MISSING, "na": MISSING, "n/a": MISSING, "null": MISSING, "missing": MISSING, ":": MISSING, "..": MISSING,
        "x": MISSING, "*": SUPPRESSED, "c": SUPPRESSED, "[c]": SUPPRESSED, "suppressed": SUPPRESSED}  # fmt: skip
"""What stands where a figure is wanting, in small letters."""

_NUMBER = re.compile(r"-?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9:-]{1,39}")


def number(path: Path, line: int, field: str, text: str) -> tuple[Decimal | None, str]:
    """The number, or None and which gap it is. ContentError for anything else."""
    text = text.strip()
    if (gap := GAPS.get(text.lower())) is not None:
        return None, gap
    found = _NUMBER.fullmatch(text)
    if found is None or len(found[1].replace(",", "")) > DIGITS or len(found[2] or "") > PLACES + 1:
        raise ContentError(
            "not a number", path.name, line, field, text[:60],
            f"A number such as 1234, 1,234 or 12.50, of at most {DIGITS} digits before the point and {PLACES} after; "
            "* where it is suppressed, empty where it is missing",
        )  # fmt: skip
    return Decimal(text.replace(",", "")), ""


def percentage(path: Path, line: int, field: str, text: str) -> tuple[Decimal | None, str]:
    """A number written with or without the sign for per cent."""
    return number(path, line, field, text.strip().removesuffix("%"))


def count(path: Path, line: int, field: str, text: str) -> tuple[Decimal | None, str]:
    """A number of people: whole, and not below nought."""
    value, gap = number(path, line, field, text)
    if value is not None and (value < 0 or value != int(value)):
        raise ContentError("not a number of people", path.name, line, field, text, "A whole number")
    return value, gap


def code(path: Path, line: int, field: str, text: str) -> str:
    """The code of a body. ContentError if it cannot be one."""
    found = text.strip()
    if not _CODE.fullmatch(found):
        raise bad_code(path, line, field, text)
    return found


def once(path: Path, figures: Iterable[Figure], field: str) -> Iterator[Figure]:
    """The figures, refused where a body stands twice in one measure."""
    lines: dict[tuple[str, str], int] = {}
    for figure in figures:
        key = figure.unit, figure.measure
        if key in lines:
            raise ContentError(
                f"it stands twice for {figure.measure}: lines {lines[key]} and {figure.row}",
                path.name, figure.row, field, figure.unit, "One figure for each body",
            )  # fmt: skip
        lines[key] = figure.row
        yield figure
