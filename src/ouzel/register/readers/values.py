"""The values every format writes its own way: days, and codes of bodies."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from ouzel.core.errors import ContentError

EARLIEST, LATEST = date(1850, 1, 1), date(2199, 12, 31)

DATE_FORMS = "A date such as 20210401, 2021-04-01, 01Apr2021 or 01-Apr-21, that is in the calendar"

_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_FIGURES = re.compile(r"(\d{4})-(\d\d)-(\d\d)")  # date.fromisoformat also takes weeks, and 20210401.0
_WORDED = re.compile(r"(\d{1,2})[- ]?([A-Za-z]{3})[- ]?(\d{4}|\d{2})")
_SHORTENED = re.compile(r"\d\w\w00")


@lru_cache(maxsize=1 << 16)
def day(text: str) -> date:
    """The day written as 20210401, 2021-04-01, 01JAN2021, 01Jan2022 or 01-Sep-20; ValueError for any other.

    Two figures of a year mean this century. A day before 1850 or after 2199 is taken for a slip.
    """
    if len(text) == 8 and text.isdecimal():
        found = date(int(text[:4]), int(text[4:6]), int(text[6:]))
    elif figures := _FIGURES.fullmatch(text):
        found = date(int(figures[1]), int(figures[2]), int(figures[3]))
    elif worded := _WORDED.fullmatch(text):
        year = worded[3] if len(worded[3]) == 4 else f"20{worded[3]}"
        found = date(int(year), _MONTHS.get(worded[2].lower(), 0), int(worded[1]))
    else:
        raise ValueError(f"{text!r} is not a day")
    if not EARLIEST <= found <= LATEST:
        raise ValueError(f"{text!r} is out of range")
    return found


@lru_cache(maxsize=1 << 16)
def day_after(text: str) -> date:
    """The first day after an inclusive last day: where a half-open range ends."""
    return day(text) + timedelta(days=1)


def cell_day(cell: object) -> str:
    """A day as a workbook holds it (20191001.0, "20191001", a date) in the form `day` reads; "" for an empty cell."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()


def short_code(code: str) -> str:
    """A commissioner's code without the two noughts that payment files add: 06F00 is 06F.

    Only a figure, two figures or letters and 00 are shortened. No commissioner's own code has that shape: those of five
    characters begin with a letter (M1J4Y) or, for primary care groups, do not end in 00 (4NP98). Use it for columns of
    commissioners only: RC900 in a column of sites would be a site.
    """
    return code[:3] if _SHORTENED.fullmatch(code) else code


def blame_day(path: Path, line: int, row: Sequence[str], fields: Mapping[int, str]) -> ContentError:
    """The error for the row in which one of the `fields` (position, name) is not a day."""
    for position, name in fields.items():
        text = row[position].strip()
        try:
            if text:
                day(text)
        except ValueError:
            return ContentError("not a day in the calendar", path.name, line, name, text, DATE_FORMS)
    return ContentError("a row that cannot be read", path.name, line, right="Fetch the file again from its publisher")


def bad_code(path: Path, line: int, field: str, value: str) -> ContentError:
    """The error for what should be the code of a body and is not."""
    return ContentError(
        "not the code of an organisation",
        path.name,
        line,
        field,
        value,
        "A code has letters and figures only, such as M1J4Y",
    )


def extract_day(path: Path, line: int, text: str) -> date:
    """The day of an extract, as a column of it says; ContentError if it is none."""
    try:
        return day(text.strip())
    except ValueError:
        raise ContentError("not a day in the calendar", path.name, line, "EXTRACT_DATE", text, DATE_FORMS) from None
