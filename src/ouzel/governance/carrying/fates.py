"""Values: what becomes of each body that decides, when the organisations it is of end or change. See `working_out`."""

from dataclasses import dataclass

from ouzel.governance.models import Body
from ouzel.reorganisation.expansion import Choice

NEW, NONE = "new", "none"
"""Answers that name no body: the plan opens one; none takes over."""


@dataclass(frozen=True)
class Opening:
    """A body that a plan opens, because the heirs of an organisation have none that could take over."""

    slug: str
    name: str
    kind: str
    organisation: str  # code


@dataclass(frozen=True)
class Fate:
    """A body ends on the plan's day. `heir`, a slug, takes over; empty: none does, or nobody has chosen yet."""

    body: Body
    name: str
    kind: str
    heir: str
    heir_name: str
    opens: Opening | None
    choice: Choice | None
    why: str
    path: str


@dataclass(frozen=True)
class Reshaped:
    """A body of several organisations goes on: `come` take the place of `gone` (codes)."""

    body: Body
    name: str
    gone: tuple[str, ...]
    come: tuple[str, ...]
    why: str
    path: str


@dataclass(frozen=True)
class Fates:
    """What becomes of all bodies of a plan's organisations."""

    ends: tuple[Fate, ...] = ()
    reshaped: tuple[Reshaped, ...] = ()

    @property
    def heirs(self) -> dict[str, str]:
        """Who takes over from each body that ends, by slug; those from which nobody does are missing."""
        return {fate.body.slug: fate.heir for fate in self.ends if fate.heir}

    @property
    def openings(self) -> tuple[Opening, ...]:
        """The bodies that the plan opens, each once."""
        return tuple(dict.fromkeys(fate.opens for fate in self.ends if fate.opens))
