"""A plan: what a reorganisation closes, opens, renames and moves, on which day, by what law. Values only.

Every change says where it stands in the plan by its `path` ("merger[1]", "split[0].part[2]"), so that whatever is
wrong with it can be told with the line of the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from ouzel.register.attributes import Attribute

FORMS = ("shadow running", "one executive team", "committees in common", "cluster of boards", "collaboration")
"""The forms of working together. None of them is a merger: each body stays, with its own duties and allocation."""


@dataclass(frozen=True)
class Opening:
    """What is said of a body that begins. What is left empty follows from its predecessors where they agree."""

    name: str = ""
    roles: tuple[str, ...] = ()  # ODS role codes
    parents: Mapping[Attribute, str] = field(default_factory=dict)  # own relations: system, region, geography ...


@dataclass(frozen=True)
class Open:
    """A body begins without a predecessor (a shadow body, a new committee's host, one that others are split into)."""

    path: str
    code: str
    opening: Opening


@dataclass(frozen=True)
class Close:
    """A body ends without a successor. Its members must be moved by other changes, or be left open with a reason."""

    path: str
    code: str
    left_open: str = ""  # why members that nothing moves have no home yet; empty: that is refused


@dataclass(frozen=True)
class Merger:
    """Bodies end, and another carries on for all of them: a new one, or one that is open already.

    `kind` is merger, acquisition (an open body takes the others over) or recode (one body goes on under a new code).
    Members, areas and duties follow.
    """

    path: str
    bodies: tuple[str, ...]
    into: str
    kind: str = "merger"
    opening: Opening = field(default_factory=Opening)  # of `into` where it is new; a name given renames an open one


@dataclass(frozen=True)
class Part:
    """What of a split body goes to one of its successors: listed units, a share of the whole, or the rest."""

    path: str
    into: str
    units: tuple[str, ...] = ()
    share: Decimal | None = None  # 0 < share <= 1; for what no list decides
    rest: bool = False  # every unit that no part lists
    opening: Opening = field(default_factory=Opening)


@dataclass(frozen=True)
class Split:
    """A body ends and several carry on. A unit goes by list, else by `rest`, else by the shares, else it is left open.

    Shares are given for all parts or for none, and sum to one.
    """

    path: str
    body: str
    parts: tuple[Part, ...]
    left_open: str = ""


@dataclass(frozen=True)
class Move:
    """Units move and both bodies go on: a boundary change, a board's new member, a site's new operator.

    `origin` may be empty: wherever the unit is. Without `units` all of the origin's. With `share` that part of each
    unit moves and the rest stays with the origin.
    """

    path: str
    to: str
    units: tuple[str, ...] = ()
    origin: str = ""
    relation: Attribute | None = None  # None: every lasting relation that leads to the origin
    share: Decimal | None = None


@dataclass(frozen=True)
class ChangeRole:
    """A body changes its role and keeps its code. `drops` empty: all roles it holds.

    `established`: it begins to exist in law with its new role (a partnership's code becomes a board).
    """

    path: str
    code: str
    takes: tuple[str, ...]
    drops: tuple[str, ...] = ()
    name: str = ""
    established: bool = False


@dataclass(frozen=True)
class HandOver:
    """Functions pass from bodies that go on, or that end elsewhere in the plan, to another. Not a succession."""

    path: str
    bodies: tuple[str, ...]
    to: str
    duties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rename:
    """A body has another name from the day on."""

    path: str
    code: str
    name: str


@dataclass(frozen=True)
class Place:
    """Where the units of an earlier split went: evidence for each unit, from the plan's day (a site with its heir)."""

    path: str
    units: tuple[str, ...]
    heir: str


@dataclass(frozen=True)
class WorkTogether:
    """Bodies begin (or, with `ends`, cease) to work together. Not a merger: nothing moves and nobody closes."""

    path: str
    code: str  # of the collaboration
    form: str  # one of FORMS
    bodies: tuple[str, ...]
    name: str = ""  # where the collaboration begins
    ends: bool = False


Change: TypeAlias = (
    Open | Close | Merger | Split | Move | ChangeRole | HandOver | Rename | Place | WorkTogether
)  # fmt: skip


@dataclass(frozen=True)
class Link:
    """A document, an engagement or a report that belongs to the plan."""

    title: str
    url: str = ""
    on: date | None = None
    until: date | None = None  # half-open: an engagement's first day after its close
    note: str = ""


@dataclass(frozen=True)
class Benefit:
    """What the plan promises, so that afterwards it can be measured."""

    slug: str
    title: str
    owner: str
    unit: str  # "pounds a year", "posts"
    baseline: Decimal
    target: Decimal
    measure_on: date
    source: str = ""


@dataclass(frozen=True)
class Plan:
    """A reorganisation as data. `file` and `lines` (path to line) say where it was read; they are not part of it."""

    slug: str
    title: str
    effective: date
    author: str
    changes: tuple[Change, ...]
    summary: str = ""
    statutory_basis: str = ""
    sources: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    amends: str = ""  # slug of the enacted plan that this one corrects or adds to
    alternatives: tuple[str, ...] = ()  # slugs of other options; "no change" is always one
    reasons: tuple[str, ...] = ()  # why change, in plain words
    challenges: tuple[str, ...] = ()  # what could go wrong, and what was said against it
    timeline: tuple[Link, ...] = ()
    documents: tuple[Link, ...] = ()
    engagements: tuple[Link, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    file: str = field(default="", compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)

    def line(self, path: str) -> int | None:
        """The line on which a part of the plan stands, or the nearest part that holds it."""
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        return self.lines.get(path)
