"""A plan with one thing more, another, or one less in it. Pure: what comes out is a plan, and nothing is kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ouzel.core.errors import ContentError
from ouzel.reorganisation.naming import bodies_named
from ouzel.reorganisation.plan import Change, Plan
from ouzel.reorganisation.plan_tables import CHANGES, LINKS_OF, PLAN, TABLES, Table, arranged, table_of

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


def place_of(plan: Plan, problem: ContentError) -> Place | None:
    """Which change of a plan, read from its text, a problem is about; None where it is about no one change."""
    if problem.line is None:
        return None
    heads = [(line, path) for path, line in plan.lines.items() if _PATH.fullmatch(path) and line <= problem.line]
    if not heads:
        return None
    path = max(heads)[1]
    found = _PATH.fullmatch(path)
    if found is None or found[1] not in TABLES or found[1] == PLAN.name:
        return None
    inside = [p for p, at in plan.lines.items() if p.startswith(f"{path}.") and at == problem.line]
    key = inside[0][len(path) + 1 :].partition("[")[0].partition(".")[0] if inside else problem.field
    return Place(found[1], int(found[2]), key)


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
