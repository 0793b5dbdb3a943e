"""The readiness checklist: what must be done before a reorganisation, by when, and how far it is.

The tasks are dated reference data (`checklist.csv`): the timetable of the Organisation Data Service and the headings
of due diligence, each with its source. A row with an empty day was always so, as far as is known.
"""

import calendar
import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from ouzel.core.errors import ContentError
from ouzel.reorganisation.models import CheckItem
from ouzel.reorganisation.plan import (
    Change,
    ChangeRole,
    Close,
    HandOver,
    Merger,
    Move,
    Open,
    Place,
    Plan,
    Rename,
    Split,
    WorkTogether,
)

FILE = Path(__file__).with_name("checklist.csv")
EVERY = "all"
KINDS: dict[type[Change], str] = {
    Open: "open", Close: "close", Split: "split", Move: "move", ChangeRole: "role", HandOver: "functions",
    Rename: "rename", Place: "place", WorkTogether: "together",
}  # fmt: skip
"""What `applies_to` calls each kind of change; of mergers it is their own kind: merger, acquisition or recode."""

_WHEN = re.compile(r"(\d+) (weeks?|months?) (before|after)")


class TaskState(StrEnum):
    """Where a task stands on a day."""

    DONE = "done"
    DUE = "due"  # it has begun, and its last day is not past
    OVERDUE = "overdue"
    TO_COME = "to come"


@dataclass(frozen=True)
class Row:
    """One task of the reference data. `begins` and `due` are told from the plan's day: "4 weeks before"."""

    slug: str
    heading: str
    task: str
    begins: str
    due: str
    applies_to: frozenset[str]
    source: str
    effective_from: date | None  # plans that take effect from then on; None: no first day is known
    effective_until: date | None  # half-open

    def applies(self, kinds: frozenset[str], *, on: date) -> bool:
        """Whether it belongs to a plan with those kinds of change that takes effect on the day."""
        in_time = (self.effective_from is None or self.effective_from <= on) and (
            self.effective_until is None or on < self.effective_until
        )
        return in_time and (EVERY in self.applies_to or not self.applies_to.isdisjoint(kinds))


@dataclass(frozen=True)
class Task:
    """One task of one plan, as it stands on a day."""

    slug: str
    heading: str
    task: str
    begins: date
    due: date  # the last day on which it is in time
    source: str
    owner: str  # empty: nobody yet
    done_on: date | None
    note: str
    state: TaskState


@lru_cache(maxsize=1)
def rows() -> tuple[Row, ...]:
    """All tasks there are, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_row(row, number) for number, row in enumerate(csv.DictReader(file), 2))


def kinds_of(plan: Plan) -> frozenset[str]:
    """The kinds of change that a plan makes."""
    return frozenset(change.kind if isinstance(change, Merger) else KINDS[type(change)] for change in plan.changes)


def rows_for(plan: Plan) -> tuple[Row, ...]:
    """The tasks that belong to a plan. Working together alone has none: nothing moves and nobody closes."""
    kinds = kinds_of(plan)
    if kinds <= {KINDS[WorkTogether]}:
        return ()
    return tuple(row for row in rows() if row.applies(kinds, on=plan.effective))


def tasks(plan: Plan, *, on: date) -> list[Task]:
    """The tasks of a plan as they stand on a day, the first due first; owners and days from its proposal."""
    kept = {item.slug: item for item in CheckItem.objects.filter(proposal__slug=plan.slug)}
    return sorted(
        (_task(row, kept.get(row.slug), effective=plan.effective, on=on) for row in rows_for(plan)),
        key=lambda task: (task.due, task.begins),
    )


def progress(of: Iterable[Task]) -> tuple[int, int]:
    """How many of the tasks are done, and how many there are."""
    states = [task.state for task in of]
    return states.count(TaskState.DONE), len(states)


def day(when: str, effective: date) -> date:
    """The day that "4 weeks before", "5 months before", "12 weeks after" or "on the day" is for a plan.

    A month has the same day of the month, or its last day where there is no such day.
    """
    if when == "on the day":
        return effective
    found = _WHEN.fullmatch(when)
    if found is None:
        raise ContentError("this is not a time before or after the day", value=when, right='Write "4 weeks before"')
    sign = -1 if found[3] == "before" else 1
    amount = sign * int(found[1])
    if found[2].startswith("week"):
        return effective + timedelta(weeks=amount)
    months = effective.year * 12 + effective.month - 1 + amount
    year, month = divmod(months, 12)
    return date(year, month + 1, min(effective.day, calendar.monthrange(year, month + 1)[1]))


def _task(row: Row, item: CheckItem | None, *, effective: date, on: date) -> Task:
    begins, due = day(row.begins, effective), day(row.due, effective)
    done_on = item.done_on if item and item.done_on and item.done_on <= on else None
    if done_on:
        state = TaskState.DONE
    elif on > due:
        state = TaskState.OVERDUE
    else:
        state = TaskState.DUE if on >= begins else TaskState.TO_COME
    return Task(
        row.slug, row.heading, row.task, begins, due, row.source, item.owner if item else "", done_on,
        item.note if item else "", state,
    )  # fmt: skip


def _row(row: dict[str, str], number: int) -> Row:
    try:
        if None in row or None in row.values():
            raise ValueError(f"a row has {len(Row.__dataclass_fields__)} values")
        known = {KINDS[kind] for kind in KINDS} | {"merger", "acquisition", "recode", EVERY}
        applies = frozenset(row["applies_to"].split())
        if not applies <= known or not applies:
            raise ValueError(f"{row['applies_to']!r} has a kind of change that there is not")
        day(row["begins"], date(2000, 1, 1)), day(row["due"], date(2000, 1, 1))
        return Row(
            row["slug"], row["heading"], row["task"], row["begins"], row["due"], applies, row["source"],
            _optional(row["effective_from"]), _optional(row["effective_until"]),
        )  # fmt: skip
    except (ValueError, KeyError, ContentError) as problem:
        raise ContentError(str(problem), FILE.name, number) from problem


def _optional(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
