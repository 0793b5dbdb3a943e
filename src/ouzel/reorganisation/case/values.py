"""The values of a case for change: options side by side, sections with tables, benefits, and what could not be said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Protocol, TypeAlias

from ouzel.register.answers import Moment
from ouzel.reorganisation.expansion import Expansion
from ouzel.reorganisation.plan import Plan

Cell: TypeAlias = str | int | Decimal
"""What stands in a table: words, a count, or an exact number that is rounded already. Never a float, never nothing."""

NOT_KNOWN = "not known"
"""What stands in a cell whose figure is missing. The section's gaps say why; it is never a zero."""

IN_LAW = frozenset({"primary-care-group", "primary-care-trust", "clinical-commissioning-group", "board"})
"""Kinds of body that the law makes answer for the care of an area. A partnership has no powers of its own, and a
sub-ICB location is kept for counting: to sum over them too would count the same people twice."""

NO_CHANGE = "no-change"
"""Slug of the option that every case has."""


@dataclass(frozen=True)
class Table:
    """One table. The unit of a column of numbers stands in its heading; `note` says how its figures were made.

    Several sources are parted by a semicolon.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.caption}: a row has {len(row)} cells under {len(self.columns)} headings")


@dataclass(frozen=True)
class Section:
    """One section: plain sentences that say what its tables show, and `gaps`: what could not be said, and why."""

    slug: str
    title: str
    sentences: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Served:
    """One body under one option, and the units it would serve on the plan's day, by kind.

    `units`: kind slug ("practice", "network", "small-area", "" for others) to code of the unit to the share of it,
    0 < share <= 1. Those under a board through its commissioners are among them.
    """

    code: str
    name: str
    kinds: tuple[str, ...]  # kind slugs of the body itself
    units: Mapping[str, Mapping[str, Decimal]]
    new: bool = False  # it begins with the plan

    @property
    def practices(self) -> Mapping[str, Decimal]:
        """The GP practices it serves, with the share of each."""
        return self.units.get("practice", {})

    @property
    def areas(self) -> Mapping[str, Decimal]:
        """The small areas it serves, with the share of each."""
        return self.units.get("small-area", {})


@dataclass(frozen=True)
class Option:
    """One way to go on. `plan` and `expansion` are None for "no change".

    `bodies` are those concerned by any of the options, as this one would leave them, by code; so the options of a
    case can be compared body for body.
    """

    slug: str
    title: str
    plan: Plan | None
    expansion: Expansion | None
    bodies: tuple[Served, ...] = ()

    @property
    def answering(self) -> tuple[Served, ...]:
        """Those of the bodies that answer for the care of people, so that nobody is in two of them.

        They are the bodies in law; where there is none of those, the bodies that are not a unit of another.
        """
        if found := tuple(body for body in self.bodies if IN_LAW & set(body.kinds)):
            return found
        under = {unit for body in self.bodies for units in body.units.values() for unit in units}
        return tuple(body for body in self.bodies if body.code not in under)


@dataclass(frozen=True)
class Outcome:
    """What was measured of a benefit on a day, after the change."""

    on: date
    value: Decimal
    source: str
    note: str = ""


@dataclass(frozen=True)
class Promise:
    """A benefit the plan promises, and what really came of it. `standing` says in words where it stands."""

    slug: str
    title: str
    owner: str
    unit: str
    baseline: Decimal
    target: Decimal
    measure_on: date
    source: str
    outcomes: tuple[Outcome, ...]
    standing: str


@dataclass(frozen=True)
class Case:
    """A case for change. `made_on`, `known_at` and `edition` say what it rests on: ask again and it is the same."""

    slug: str
    title: str
    summary: tuple[str, ...]  # first what it is about, for somebody who knows nothing of it
    words: tuple[tuple[str, str], ...]  # each abbreviation and term that occurs, with its meaning
    reasons: tuple[str, ...]
    challenges: tuple[str, ...]
    options: tuple[Option, ...]  # "no change" first, then the plan, then the others
    sections: tuple[Section, ...]
    benefits: tuple[Promise, ...]
    effective: date
    statutory_basis: str
    made_on: date
    known_at: date | None
    edition: int
    basis: str  # whose shape the figures are in, in words
    sources: tuple[str, ...] = field(default=())


class SectionMaker(Protocol):
    """What one package puts into every case for change."""

    slug: str
    title: str
    order: int  # sections stand in this order; the register's own are 10 to 39, figures 40 to 69

    def make(self, options: Sequence[Option], *, moment: Moment) -> Section | None:
        """The section on these options, or None where it has nothing to do with their bodies. Reads only.

        `moment.on` is the plan's day; `known_at` and `edition` say what counts.
        """
        ...
