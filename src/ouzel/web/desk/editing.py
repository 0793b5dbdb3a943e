"""A plan with one thing more, another, or one less in it. Pure: what comes out is a plan, and nothing is kept."""

import re
from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ouzel.core.errors import ContentError
from ouzel.reorganisation.naming import bodies_named
from ouzel.reorganisation.plan import Change, Plan
from ouzel.reorganisation.plan_file.tables import CHANGES, LINKS_OF, TABLES, Table, arranged, table_of

LISTS = {**LINKS_OF, "benefit": "benefits"}
"""What a plan has several of beside its changes: table to the name in the dataclass."""

_PATH = re.compile(r"(\w+)\[(\d+)\]")


@dataclass(frozen=True)
class Place:
    """Where something stands in a plan: the table, which of its kind, and the key (empty: all of it)."""

    table: str
    number: int
    key: str = ""


def things(plan: Plan, table: str) -> tuple[Any, ...]:
    """All that the plan has of one kind, in its order."""
    if table in LISTS:
        return tuple(getattr(plan, LISTS[table]))
    return tuple(change for change in arranged(plan.changes) if table_of(change).name == table)


def with_thing(plan: Plan, table: str, thing: Any, number: int | None = None) -> Plan:
    """The plan with this in place of the one of that number, or as one more."""
    rows = list(things(plan, table))
    if number is None:
        rows.append(thing)
    else:
        rows[number] = thing
    return _with(plan, table, rows)


def without_thing(plan: Plan, table: str, number: int) -> Plan:
    """The plan without the one of that number."""
    rows = list(things(plan, table))
    del rows[number]
    return _with(plan, table, rows)


def made(table: Table, values: Mapping[str, Any]) -> Any:
    """A change, a link or a benefit of these values."""
    path = {"path": f"{table.name}[0]"} if table in CHANGES else {}
    return table.makes(**path, **values)


class Places:
    """Where the problems of a plan stand that was read from a text: found by their lines."""

    def __init__(self, plan: Plan) -> None:
        tables = [(line, m) for path, line in plan.lines.items() if (m := _PATH.fullmatch(path)) and m[1] in TABLES]
        self.tables = sorted(tables, key=lambda each: each[0])
        self.starts = [line for line, _ in self.tables]
        self.paths: dict[int, str] = {}
        for path, line in plan.lines.items():
            self.paths[line] = min(self.paths.get(line, path), path, key=len)

    def of(self, problem: ContentError) -> Place | None:
        """Which change a problem is about, and which key of it; None where it is about no one change."""
        at = bisect(self.starts, problem.line or 0) - 1
        if problem.line is None or at < 0:
            return None
        table, number = self.tables[at][1].groups()
        path, whole = self.paths.get(problem.line, ""), f"{table}[{number}]."
        inside = path.startswith(whole)
        key = path[len(whole) :].partition("[")[0].partition(".")[0] if inside else problem.field
        return Place(table, int(number), key)


def _with(plan: Plan, table: str, rows: list[Any]) -> Plan:
    plan = replace(plan, file="", lines={})
    if table in LISTS:
        lists: dict[str, Any] = {LISTS[table]: tuple(rows)}
        return replace(plan, **lists)
    others = [change for change in plan.changes if table_of(change).name != table]
    return replace(plan, changes=arranged((*others, *rows)))


def places(plan: Plan) -> list[Place]:
    """Where each change of a plan stands, in the order of `plan.changes` when that is as it was read."""
    found = [_PATH.fullmatch(change.path) for change in plan.changes]
    return [Place(m[1], int(m[2])) if m else Place("", 0) for m in found]


def codes_of(change: Change) -> tuple[str, ...]:
    """The bodies that a change names."""
    one = Plan(slug="one", title="", effective=date.min, author="", changes=(change,))
    return tuple(dict.fromkeys(code for code, _ in bodies_named(one)))
