"""Workbooks of primary care networks (ePCN): the networks, and the practices that are their partners.

The publisher has renamed and broken up the headings more than once (of clinical commissioning groups, then of sub-ICB
locations), so columns are found by the words in their headings, in any order. Closing and ending dates are inclusive.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Assertion, Evidence, Reading
from ouzel.register.readers import workbook
from ouzel.register.readers.base import Reader, Sniff
from ouzel.register.readers.tables import plain
from ouzel.register.readers.values import DATE_FORMS, bad_code, cell_day, day, day_after
from ouzel.register.readers.workbook import Sheet

NETWORK = "RO272"

_DETAILS = {"code": ("pcn", "code"), "opened": ("open", "date"), "closed": ("close", "date"), "postcode": ("postcode",)}
_PARTNERS = {
    "practice": ("partner", "code"), "network": ("pcn", "code"), "start": ("start", "date"), "end": ("end", "date"),
}  # fmt: skip
_NAME = ("pcn", "name")
_COMMISSIONER = (("current", "ccg", "code"), ("current", "commissioning", "code"), ("current", "icb", "code"))
_ADDRESS = tuple(("address", str(number)) for number in range(1, 6))


def _has(headings: frozenset[str], columns: Mapping[str, tuple[str, ...]]) -> bool:
    words = [set(heading.split()) for heading in headings if "non" not in heading.split()]
    return all(any(set(wanted) <= found for found in words) for wanted in columns.values())


def _matches(sniff: Sniff) -> bool:
    return any(_has(sheet, _PARTNERS) for sheet in sniff.sheets) and any(
        _has(sheet, _DETAILS) for sheet in sniff.sheets
    )


def _parse(path: Path, published: date) -> Reading:
    assertions: list[Assertion] = []
    notes: list[str] = []
    rows = 0
    for sheet in workbook.sheets(path):
        headings = frozenset(map(plain, sheet.headings))
        if _has(headings, _PARTNERS):
            rows += _partners(path, sheet, published, assertions, notes)
        elif _has(headings, _DETAILS):
            rows += _networks(path, sheet, published, assertions, notes)
    return Reading("primary care networks (ePCN)", "ods:epcn", assertions, rows=rows, notes=notes)


def _columns(path: Path, sheet: Sheet, wanted: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    found = {name: position for name, words in wanted.items() if (position := sheet.at(*words)) is not None}
    workbook.refuse_formulas(path, sheet, set(found.values()))
    if not sheet.rows:
        raise ContentError(f"no rows in the sheet {sheet.name!r}", path.name, right="Fetch it again from its publisher")
    return found


def _cell(row: list[Any], position: int | None) -> str:
    return "" if position is None or row[position] is None else str(row[position]).strip()


def _span(path: Path, sheet: Sheet, line: int, row: list[Any], first: int, last: int) -> tuple[date, date | None]:
    """First day and first day no longer. ContentError names the sheet and the cell's heading."""
    texts = cell_day(row[first]), cell_day(row[last])
    try:
        start = day(texts[0])
        until = day_after(texts[1]) if texts[1] else None
    except ValueError:
        wrong = 0 if not _is_day(texts[0]) else 1
        field = f"{sheet.name}: {plain(sheet.headings[(first, last)[wrong]])}"
        raise ContentError("not a day in the calendar", path.name, line, field, texts[wrong], DATE_FORMS) from None
    if until is not None and until <= start:
        field = f"{sheet.name}: {plain(sheet.headings[last])}"
        raise ContentError(
            "it ends before it begins", path.name, line, field, texts[1], f"A day on or after {texts[0]}"
        )
    return start, until


def _is_day(text: str) -> bool:
    try:
        day(text)
    except ValueError:
        return False
    return True


def _kind(start: date, until: date | None, published: date) -> Evidence:
    return Evidence.SINCE if until is None and start <= published else Evidence.INTERVAL


def _networks(path: Path, sheet: Sheet, published: date, assertions: list[Assertion], notes: list[str]) -> int:
    commissioner = next((words for words in _COMMISSIONER if sheet.at(*words) is not None), _COMMISSIONER[0])
    address = {" ".join(words): words for words in _ADDRESS}
    at = _columns(path, sheet, {**_DETAILS, "name": _NAME, "commissioner": commissioner, **address})
    seen: dict[str, tuple[int, list[Any]]] = {}
    add = assertions.append
    for line, row in sheet.rows:
        code = _cell(row, at["code"])
        if not code.isalnum():
            raise bad_code(path, line, f"{sheet.name}: PCN code", code)
        first = seen.setdefault(code, (line, row))
        if first[0] != line:
            if first[1] != row:
                raise _two_rows(path, sheet, first[0], line, code)
            notes.append(f"network {code} stands twice, word for word, and is counted once")
            continue
        start, until = _span(path, sheet, line, row, at["opened"], at["closed"])
        kind = _kind(start, until, published)
        add(Assertion(code, Attribute.LIFESPAN, kind, start, until, "open", line))
        add(Assertion(code, Attribute.ROLE, kind, start, until, NETWORK, line))
        is_open = until is None or until > published
        present = {Attribute.NAME if is_open else Attribute.PRINTED_NAME: _cell(row, at.get("name"))}
        if is_open:
            lines = (_cell(row, at.get(name)) for name in address)
            present[Attribute.ADDRESS] = ", ".join(filter(None, lines))
            present[Attribute.POSTCODE] = _cell(row, at["postcode"])
            present[Attribute.COMMISSIONER] = _cell(row, at.get("commissioner"))
        for attribute, value in present.items():
            if value:
                add(Assertion(code, attribute, Evidence.SIGHTING, published, None, value, line))
    return len(sheet.rows)


def _partners(path: Path, sheet: Sheet, published: date, assertions: list[Assertion], notes: list[str]) -> int:
    at = _columns(path, sheet, _PARTNERS)
    seen: dict[tuple[str, str, date], tuple[int, date | None]] = {}
    repeats = 0
    for line, row in sheet.rows:
        practice, network = _cell(row, at["practice"]), _cell(row, at["network"])
        for name, code in (("partner organisation code", practice), ("PCN code", network)):
            if not code.isalnum():
                raise bad_code(path, line, f"{sheet.name}: {name}", code)
        start, until = _span(path, sheet, line, row, at["start"], at["end"])
        first = seen.setdefault((practice, network, start), (line, until))
        if first[0] != line:
            if first[1] != until:
                raise _two_rows(path, sheet, first[0], line, practice)
            repeats += 1
            continue
        kind = _kind(start, until, published)
        assertions.append(Assertion(practice, Attribute.NETWORK, kind, start, until, network, line))
    if repeats:
        notes.append(f"{repeats} partnerships stand twice, word for word, and are counted once")
    return len(sheet.rows)


def _two_rows(path: Path, sheet: Sheet, first: int, line: int, code: str) -> ContentError:
    return ContentError(
        f"two rows of the sheet {sheet.name!r} that do not agree: lines {first} and {line}",
        path.name, line, "code", code, "One row for each: remove the one that is wrong",
    )  # fmt: skip


READER = Reader("primary care networks (ePCN)", _matches, _parse)
