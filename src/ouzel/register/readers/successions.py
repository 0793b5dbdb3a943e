"""Successions: the ODS archive (succ, succarc) as published and under headings, and lists that say the kind of each.

Each row says that one body was succeeded by another from a day. A body that is said to succeed itself was only
described anew: the row is left out. Whether successions go round in a circle is for the register to see, since it may
take two files.
"""

from datetime import date
from pathlib import Path

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Assertion, Evidence, Reading
from ouzel.register.readers.base import Reader
from ouzel.register.readers.tables import Row, headed, rows
from ouzel.register.readers.values import DATE_FORMS, bad_code, day

_ODS = 5  # old code, new code, reason, day it took effect, indicator
_PLAIN = {"old code", "new code", "date"}
_TYPED = {"predecessor ods code", "successor ods code", "succession date"}


def _is_ods(row: list[str]) -> bool:
    return len(row) == _ODS and len(row[3]) == 8 and row[3].isdecimal() and row[0].isalnum() and row[1].isalnum()


def _read(path: Path, found: list[Row], series: str, places: tuple[int, int, int, int | None]) -> Reading:
    """Successions from rows where `places` are those of the old code, the new one, the day and the kind or reason."""
    old_at, new_at, day_at, note_at = places
    assertions: list[Assertion] = []
    seen: set[tuple[str, str, str, str]] = set()
    selves = repeats = 0
    for line, row in found:
        old, new, text = row[old_at].strip(), row[new_at].strip(), row[day_at].strip()
        note = row[note_at].strip() if note_at is not None else ""
        if not old.isalnum():
            raise bad_code(path, line, "predecessor", old)
        if not new.isalnum():
            raise bad_code(path, line, "successor", new)
        try:
            start = day(text)
        except ValueError:
            raise ContentError("not a day in the calendar", path.name, line, "date", text, DATE_FORMS) from None
        if old == new:
            selves += 1
        elif (key := (old, new, text, note)) in seen:
            repeats += 1
        else:
            seen.add(key)
            assertions.append(Assertion(old, Attribute.SUCCESSOR, Evidence.SINCE, start, None, new, line, None, note))
    if not found:
        raise ContentError("no rows", path.name, right="Fetch the file again from its publisher")
    notes = []
    if selves:
        notes.append(f"{selves} rows say that a body succeeded itself: left out")
    if repeats:
        notes.append(f"{repeats} rows are repeated word for word, and counted once")
    return Reading("successions", series, assertions, rows=len(found), notes=notes)


def _parse_ods(path: Path, published: date) -> Reading:
    return _read(path, list(rows(path, width=_ODS)), "ods:succ", (0, 1, 3, 2))


def _parse_plain(path: Path, published: date) -> Reading:
    table = headed(path)
    places = (table.need("old code"), table.need("new code"), table.need("date"), table.at("reason", "reason code"))
    return _read(path, list(table.rows), "ods:succ", places)


def _parse_typed(path: Path, published: date) -> Reading:
    table = headed(path)
    new, on = table.need("successor ods code"), table.need("succession date")
    places = (table.need("predecessor ods code"), new, on, table.at("succession type"))
    reading = _read(path, list(table.rows), "nhse:successions", places)
    # A successor bears its name from the day it succeeds; of the days before the list says nothing.
    names: dict[tuple[str, str, date], int] = {}
    if (name := table.at("successor name")) is not None:
        for line, row in table.rows:
            if row[name]:
                names.setdefault((row[new].strip(), row[name].strip(), day(row[on].strip())), line)
    named = [
        Assertion(c, Attribute.NAME, Evidence.SIGHTING, start, None, n, line) for (c, n, start), line in names.items()
    ]
    reading.assertions = [*reading.assertions, *named]
    return reading


READERS = (
    Reader("successions with their kind", lambda sniff: sniff.headings >= _TYPED, _parse_typed),
    Reader("successions (succ), under headings", lambda sniff: sniff.headings >= _PLAIN, _parse_plain),
    Reader("successions (succ, succarc)", lambda sniff: len(sniff.rows) > 0 and sniff.mostly(_is_ods), _parse_ods),
)
