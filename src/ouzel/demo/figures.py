"""What the demonstration computes: no number here is written down, all are asked of the register."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from ouzel.core.actors import Actor
from ouzel.core.types.basis import Basis
from ouzel.demo.house import OWN_DATA
from ouzel.engine.rebase import Rebased
from ouzel.rebasing import read_table, rebase_table
from ouzel.register import queries, successions
from ouzel.register.answers import Body, Moment
from ouzel.register.kinds import kind_named
from ouzel.register.readers.values import day as read_day
from ouzel.register.stated import Stated, stated_counts

AREA = "M1J4Y"
"""The commissioner of Bedfordshire, Luton and Milton Keynes, whose whole story is told."""

EVE = date(2021, 3, 31)
"""The last day of the three groups."""

EVE_OF_2026 = date(2026, 3, 31)
"""The last day of the boards before the changes of 1 April 2026."""

COUNTED = ("2016-01-31", "2019-12-31", "2021-11-30", "2023-12-31", "2025-05-31", "2026-02-28")
PUBLISHED = "registrations/gp-reg-pat-prac-all_*.csv*"


GROUPS = ("04F", "06F", "06P")
"""The three groups that became one."""


@dataclass(frozen=True)
class Served:
    """A commissioner at a moment: its member practices and the people registered with them."""

    code: str
    name: str
    practices: int
    people: int


@dataclass(frozen=True)
class Count:
    """Member practices of a commissioner on a day, as known on that day."""

    on: date
    code: str
    name: str
    practices: int


def story(today: date) -> list[str]:
    """The area's commissioner and all before it, oldest last."""
    steps = successions.predecessors(AREA, moment=Moment(today))
    return [AREA, *dict.fromkeys(step.predecessor for step in steps)]


def counts(today: date) -> Iterator[Count]:
    """GP practices of whoever commissioned for the area, on each day as known then."""
    practice = kind_named("practice")
    bodies = story(today)
    for text in COUNTED:
        moment = Moment(date.fromisoformat(text), known_at=date.fromisoformat(text))
        there = queries.bodies(bodies, moment=moment)
        for code in sorted(bodies):
            if code in there and there[code].open:
                found = queries.members(code, moment=moment, kind=practice)
                yield Count(moment.on, code, there[code].name, len(found))


def list_sizes(data: Path | None) -> tuple[pd.DataFrame, str]:
    """Patients registered at each practice on each day (practice, date, patients), and whose total it is."""
    files = sorted(data.glob(PUBLISHED)) if data else []
    if not files:
        return read_table(OWN_DATA / "list_sizes.csv"), "all practices of the area"
    frames = [read_table(file) for file in files]
    named = {"CODE": "practice", "EXTRACT_DATE": "date", "NUMBER_OF_PATIENTS": "patients"}
    return pd.concat([frame[list(named)].rename(columns=named) for frame in frames]), "all practices of England"


def days_of(table: pd.DataFrame) -> dict[date, pd.DataFrame]:
    """The figures of each day, in order of day."""
    found = {read_day(str(text)): part for text, part in table.groupby("date", sort=False)}
    return dict(sorted(found.items()))


def population(
    table: pd.DataFrame, *, basis: Basis, today: date, known_at: date | None = None, edition: int | None = None
) -> Rebased:
    """Registered patients by commissioner on a basis, as known on a day and at an edition."""
    return rebase_table(
        table, unit="practice", values=["patients"], date="date", to="commissioner", basis=basis, today=today,
        known_at=known_at, edition=edition, viewer=Actor.system("demonstration"),
    )  # fmt: skip


def served(moment: Moment, *, table: pd.DataFrame) -> list[Served]:
    """The area's commissioners that are open at a moment; people as the table has them for one day."""
    placed = population(
        table, basis=Basis("as-at", day=moment.on), today=moment.on, known_at=moment.known_at, edition=moment.edition
    )
    people = dict(zip(placed.frame["code"], placed.frame["patients"], strict=True))
    return [
        Served(each.code, each.name, members_of(each.code, moment), int(people.get(each.code, 0)))
        for each in open_at(moment)
    ]


def open_at(moment: Moment) -> list[Body]:
    """Those of the three groups and the one that are open at a moment."""
    found = queries.bodies((*GROUPS, AREA), moment=moment)
    return [found[code] for code in (*GROUPS, AREA) if code in found and found[code].open]


def members_of(code: str, moment: Moment) -> int:
    """How many GP practices belong to a commissioner."""
    return len(queries.members(code, moment=moment, kind=kind_named("practice")))


def stated(today: date) -> list[Stated]:
    """Every whole with a stated count whose parts have stated counts too."""
    return [each for each in stated_counts(moment=Moment(today)) if each.parts]


def waiting(*, basis: Basis, today: date) -> Rebased:
    """People waiting in April 2026 by board."""
    table = read_table(OWN_DATA / "waiting_april_2026.csv")
    return rebase_table(
        table, unit="commissioner", values=["incomplete_pathways"], to="board", basis=basis, today=today
    )


def lost(done: Rebased, value: str) -> Any:
    """The unresolved part of a column."""
    return sum(each.values[value] or 0 for each in done.reconciliation.unresolved)
