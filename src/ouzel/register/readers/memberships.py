"""Membership history of practices (epcmem): every commissioner a practice has had since 1999, with dates.

Six columns without headings: practice, parent, kind of parent, joined, left (inclusive, or empty), amended. Parents may
be bodies nobody has described; they are asserted all the same.
"""

from datetime import date
from pathlib import Path

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Assertion, Evidence, Reading
from ouzel.register.readers.base import Reader, Sniff
from ouzel.register.readers.tables import rows
from ouzel.register.readers.values import bad_code, blame_day, day, day_after

_DAYS = {3: "joined", 4: "left"}


def _is_membership(row: list[str]) -> bool:
    return len(row) == 6 and len(row[2]) == 1 and len(row[3]) == 8 and row[3].isdecimal()


def _parse(path: Path, published: date) -> Reading:
    assertions: list[Assertion] = []
    seen: dict[tuple[str, str, str], tuple[str, int]] = {}
    repeats = count = 0
    commissioner, since, interval = Attribute.COMMISSIONER, Evidence.SINCE, Evidence.INTERVAL
    for line, row in rows(path, width=6):
        practice, parent, _, joined, left, _ = row
        if not count and not joined.isdecimal() and "code" in practice.lower():
            continue
        count += 1
        if not practice.isalnum():
            raise bad_code(path, line, "practice", practice)
        if not parent.isalnum():
            raise bad_code(path, line, "parent", parent)
        try:
            start = day(joined)
            until = day_after(left) if left else None
        except ValueError:
            raise _bad_day(path, line, row) from None
        if until is not None and until <= start:
            raise ContentError(
                "left before it joined", path.name, line, "left", left, f"A leaving date on or after {joined}"
            )
        first = seen.setdefault((practice, parent, joined), (left, line))
        if first[1] != line:
            if first[0] != left:
                raise ContentError(
                    f"two rows for one joining that do not agree: lines {first[1]} and {line}",
                    path.name, line, "left", left, "One row for each joining: remove the one that is wrong",
                )  # fmt: skip
            repeats += 1
            continue
        kind = since if until is None and start <= published else interval
        assertions.append(Assertion(practice, commissioner, kind, start, until, parent, line))
    if not count:
        raise ContentError("no rows", path.name, right="Fetch the file again from its publisher")
    notes = [f"{repeats} rows are repeated word for word, and counted once"] if repeats else []
    return Reading("memberships", "ods:epcmem", assertions, rows=count, notes=notes)


def _bad_day(path: Path, line: int, row: list[str]) -> ContentError:
    if not row[3]:
        return ContentError("no joining date", path.name, line, "joined", right="A date such as 20130401")
    return blame_day(path, line, row, _DAYS)


def _matches(sniff: Sniff) -> bool:
    return len(sniff.rows) > 0 and sniff.mostly(_is_membership)


READER = Reader("membership history of practices (epcmem)", _matches, _parse)
