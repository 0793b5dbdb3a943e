"""The 27-column files of the Organisation Data Service: the columns they share, and one row of them.

Both dialects: the monthly files until 2025 (status A, C, D, P; setting 4) and the export since (ACTIVE, RO76), with or
without a row of headings. Dates are YYYYMMDD; closing and leaving dates are the last day, inclusive.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Assertion, Evidence
from ouzel.register.readers.base import Sniff
from ouzel.register.readers.tables import rows
from ouzel.register.readers.values import bad_code, blame_day, day, day_after

WIDTH = 27
CODE, NAME, REGION, GEOGRAPHY, ADDRESS, POSTCODE, OPENED, CLOSED = 0, 1, 2, 3, slice(4, 9), 9, 10, 11
STATUS, SUBTYPE, PARENT, JOINED, LEFT, SETTING = 12, 13, 14, 15, 16, 25
DAYS = {OPENED: "open date", CLOSED: "close date", JOINED: "join parent date", LEFT: "left parent date"}

OPEN = "open"  # value of a lifespan

_SIGHTING, _INTERVAL, _SINCE = Evidence.SIGHTING, Evidence.INTERVAL, Evidence.SINCE
_LIFESPAN, _NAME, _PRINTED = Attribute.LIFESPAN, Attribute.NAME, Attribute.PRINTED_NAME
_ADDRESS, _POSTCODE = Attribute.ADDRESS, Attribute.POSTCODE


def is_record(row: list[str]) -> bool:
    """Whether a row has the width and the open date of the 27-column files."""
    return len(row) == WIDTH and row[OPENED].isdecimal() and len(row[OPENED]) == 8


def is_ods27(sniff: Sniff) -> bool:
    """Whether most rows are of the 27-column kind: a broken one among them is found when the file is read."""
    return len(sniff.rows) > 0 and sniff.mostly(lambda row: abs(len(row) - WIDTH) <= 1 and is_record(_padded(row)))


def _padded(row: list[str]) -> list[str]:
    return [*row, ""][:WIDTH]


def records(path: Path, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Each row of the file once, without headings. ContentError if one code has two rows that differ."""
    seen: dict[str, tuple[int, list[str]]] = {}
    repeats = 0
    for line, row in rows(path, width=WIDTH):
        code = row[CODE] = row[CODE].strip()
        if not seen and not row[OPENED].isdecimal() and "code" in code.lower():
            continue
        if not code.isalnum():
            raise bad_code(path, line, "organisation code", code)
        first = seen.setdefault(code, (line, row))
        if first[1] is not row:
            if first[1] != row:
                raise ContentError(
                    f"two rows for one code that do not agree: lines {first[0]} and {line}",
                    path.name,
                    line,
                    "organisation code",
                    code,
                    "One row for each code: remove the one that is wrong",
                )
            repeats += 1
            continue
        yield line, row
    if not seen:
        raise ContentError("no rows", path.name, right="Fetch the file again from its publisher")
    if repeats:
        notes.append(f"{repeats} rows are repeated word for word, and counted once")


def wrong_order(path: Path, line: int, field: str, value: str, *, before: str, after: str) -> ContentError:
    """The error for a range whose end comes before its beginning."""
    return ContentError(f"{field} before {before}", path.name, line, field, value, f"A {field} on or after {after}")


def lifespan(path: Path, line: int, row: list[str]) -> tuple[date | None, date | None]:
    """First day and first day no longer, of the opening and closing columns. ContentError if they are not in order."""
    try:
        opened = day(row[OPENED]) if row[OPENED] else None
        until = day_after(row[CLOSED]) if row[CLOSED] else None
    except ValueError:
        raise blame_day(path, line, row, DAYS) from None
    if opened and until and until <= opened:
        raise wrong_order(path, line, "close date", row[CLOSED], before="the open date", after=row[OPENED])
    return opened, until


def describe(
    add: Callable[[Assertion], None],
    line: int,
    row: list[str],
    *,
    opened: date | None,
    until: date | None,
    is_open: bool,
    published: date,
) -> None:
    """Add what every 27-column row says: lifespan, name, address.

    What is printed beside a closed body is the present, so it is evidence of nothing but the name that is printed.
    """
    code, name = row[CODE], row[NAME].strip()
    if opened is not None and (is_open or until is not None):
        # An opening after the day of publication cannot be "since": it had not begun.
        kind = _SINCE if until is None and opened <= published else _INTERVAL
        add(Assertion(code, _LIFESPAN, kind, opened, until, OPEN, line))
    elif is_open:
        add(Assertion(code, _LIFESPAN, _SIGHTING, published, None, OPEN, line))
    if not is_open:
        if name:
            add(Assertion(code, _PRINTED, _SIGHTING, published, None, name, line))
        return
    if name:
        add(Assertion(code, _NAME, _SIGHTING, published, None, name, line))
    address = ", ".join([part for cell in row[ADDRESS] if (part := cell.strip())])
    if address:
        add(Assertion(code, _ADDRESS, _SIGHTING, published, None, address, line))
    postcode = row[POSTCODE].strip()
    if postcode:
        add(Assertion(code, _POSTCODE, _SIGHTING, published, None, postcode, line))


def belonging(
    path: Path,
    line: int,
    row: list[str],
    attribute: Attribute,
    *,
    until: date | None,
    is_open: bool,
    published: date,
) -> Assertion | None:
    """What the parent columns say: from joining until leaving, else until the body closed, else since.

    Without a joining date it is a sighting for an open body, and nothing for a closed one. ContentError if the body
    left before it joined.
    """
    parent = row[PARENT].strip()
    if not parent:
        return None
    if not parent.isalnum():
        raise bad_code(path, line, "parent organisation code", parent)
    try:
        joined = day(row[JOINED]) if row[JOINED] else None
        left = day_after(row[LEFT]) if row[LEFT] else None
    except ValueError:
        raise blame_day(path, line, row, DAYS) from None
    if joined is None:
        seen = is_open and left is None
        return Assertion(row[CODE], attribute, _SIGHTING, published, None, parent, line) if seen else None
    if left is not None and left <= joined:
        raise wrong_order(path, line, "left parent date", row[LEFT], before="the join parent date", after=row[JOINED])
    end = left or until
    if end is not None and end <= joined:
        return None  # joined after it had closed: the row says nothing that can hold
    kind = _SINCE if end is None and joined <= published else _INTERVAL
    return Assertion(row[CODE], attribute, kind, joined, end, parent, line)
