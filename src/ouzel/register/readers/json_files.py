"""JSON content: read whole, and walked with the path of every value at hand for errors."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ouzel.core.errors import ContentError
from ouzel.register.evidence import Evidence
from ouzel.register.readers import content
from ouzel.register.readers.values import DATE_FORMS, day

Record = dict[str, Any]


def records(path: Path) -> list[Record]:
    """The records of a file that holds one or a list of them. ContentError if it holds anything else."""
    try:
        found = json.loads(content.text(path))
    except json.JSONDecodeError as error:
        raise ContentError(
            f"not JSON: {error.msg}", path.name, error.lineno, right="Fetch it again: it may be cut short"
        ) from None
    except ValueError:
        raise ContentError("not JSON that a register holds: a number of thousands of figures", path.name) from None
    except RecursionError:
        raise ContentError("not JSON that a register holds: nested too deeply", path.name) from None
    found = found if isinstance(found, list) else [found]
    if not found or not all(isinstance(record, dict) for record in found):
        raise ContentError("no organisation records", path.name, right="One record, or a list of records")
    return found


class Place:
    """Where in a file a value stands: the record (counted from 1) and the names that lead to it."""

    def __init__(self, path: Path, record: int) -> None:
        self.path, self.record = path, record

    def wrong(self, field: str, value: object, problem: str, right: str) -> ContentError:
        """The error for a value. A JSON text has no rows, so the record is counted in place of a line."""
        return ContentError(f"{problem}, in record {self.record}", self.path.name, None, field, str(value), right)

    def inside(self, record: Record, *names: str) -> Record:
        """The record under these names, one in the other; empty if it is not there."""
        for depth, name in enumerate(names, 1):
            found = record.get(name)
            if found is None:
                return {}
            if not isinstance(found, dict):
                raise self.wrong(".".join(names[:depth]), found, "not a record", f"A record under {name}")
            record = found
        return record

    def items(self, record: Record, name: str) -> Iterator[Record]:
        """The records in the list under a name, or the one that stands there alone; nothing if there is none."""
        found = record.get(name)
        for item in found if isinstance(found, list) else [] if found is None else [found]:
            if not isinstance(item, dict):
                raise self.wrong(name, item, "not a record", f"A list of records under {name}")
            yield item

    def text(self, record: Record, name: str) -> str:
        """The text under a name; empty if there is none."""
        found = record.get(name)
        if found is None or isinstance(found, str):
            return (found or "").strip()
        raise self.wrong(name, found, "not a text", "A text in quotes")

    def code(self, field: str, value: object) -> str:
        """The code of a body; ContentError if it is none."""
        if not isinstance(value, str) or not value.isalnum():
            raise self.wrong(field, value, "not the code of an organisation", "Letters and figures only, such as M1J4Y")
        return value

    def day(self, field: str, text: object) -> date:
        """A day; ContentError if it is none."""
        try:
            return day(str(text))
        except ValueError:
            raise self.wrong(field, text, "not a day in the calendar", DATE_FORMS) from None

    def span(self, field: str, first: object, last: object) -> tuple[date, date | None]:
        """First day and first day no longer, of an inclusive range whose end may be empty."""
        start = self.day(field, first)
        until = self.day(field, last) + timedelta(days=1) if last else None
        if until is not None and until <= start:
            raise self.wrong(field, last, "it ends before it begins", f"A day on or after {start}")
        return start, until


def dated(start: date, until: date | None, published: date) -> Evidence:
    """The evidence of a range: since, if it had begun and no end was known, else an interval."""
    return Evidence.SINCE if until is None and start <= published else Evidence.INTERVAL
