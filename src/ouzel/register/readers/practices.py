"""GP practices and other prescribing cost centres (epraccur), in both dialects."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Assertion, Evidence, Reading
from ouzel.register.readers import ods27
from ouzel.register.readers.base import Reader, Sniff
from ouzel.register.readers.settings import setting_of

STATUSES = {
    "A": "active", "C": "closed", "D": "dormant", "P": "proposed",
    "ACTIVE": "active", "INACTIVE": "closed", "DORMANT": "dormant", "PROPOSED": "proposed",
}  # fmt: skip

_setting = lru_cache(maxsize=256)(setting_of)


def _matches(sniff: Sniff) -> bool:
    return ods27.is_ods27(sniff) and sniff.mostly(lambda row: len(row) > ods27.STATUS and bool(row[ods27.STATUS]))


def _parse(path: Path, published: date) -> Reading:
    assertions: list[Assertion] = []
    notes: list[str] = []
    listed: list[str] = []
    add = assertions.append
    contradicted = undated = 0
    for line, row in ods27.records(path, notes):
        listed.append(row[ods27.CODE])
        status = STATUSES.get(row[ods27.STATUS].strip())
        if status is None:
            raise _unknown_status(path, line, row[ods27.STATUS])
        opened, until = ods27.lifespan(path, line, row)
        is_open = until is None or until > published
        if status == "closed" and until is None:
            undated, is_open = undated + 1, False
        elif (status == "closed") == is_open:
            contradicted += 1
        ods27.describe(add, line, row, opened=opened, until=until, is_open=is_open, published=published)
        if is_open:
            _present(add, line, row, status if status != "closed" else "active", published)
        parent = ods27.belonging(
            path, line, row, Attribute.COMMISSIONER, until=until, is_open=is_open, published=published
        )
        if parent:
            add(parent)
    if contradicted:
        notes.append(f"{contradicted} rows have a status that their dates contradict: the dates are believed")
    if undated:
        notes.append(f"{undated} rows are closed without a close date: nothing is said of how long they were open")
    return Reading(
        "practices", "ods:epraccur", assertions, "practices", frozenset(listed), rows=len(listed), notes=notes
    )


def _present(add: Callable[[Assertion], None], line: int, row: list[str], status: str, published: date) -> None:
    """Add what is printed beside an open practice: it holds on the day of publication."""
    code, sighting = row[ods27.CODE], Evidence.SIGHTING
    add(Assertion(code, Attribute.STATUS, sighting, published, None, status, line))
    if row[ods27.SETTING]:
        setting, further = _setting(row[ods27.SETTING])
        add(Assertion(code, Attribute.SETTING, sighting, published, None, setting, line))
        for role in further:
            add(Assertion(code, Attribute.ROLE, sighting, published, None, role, line))
    geography = row[ods27.GEOGRAPHY].strip()
    if geography:
        add(Assertion(code, Attribute.GEOGRAPHY, sighting, published, None, geography, line))


def _unknown_status(path: Path, line: int, value: str) -> ContentError:
    return ContentError("a status that is not known", path.name, line, "status", value, f"One of {', '.join(STATUSES)}")


READER = Reader("GP practices (epraccur)", _matches, _parse)
