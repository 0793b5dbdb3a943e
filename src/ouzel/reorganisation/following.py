"""The registry by which every package follows a reorganisation: what it shows, sums and applies for its own records.

A package that keeps records of bodies writes a `Follower` in its own `following.py` and registers it when it is set up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from ouzel.core.actors import Actor
from ouzel.core.models import Edition
from ouzel.reorganisation.expansion import Choice, Consequence, Expansion


@dataclass(frozen=True)
class Total:
    """How much of one kind of thing one body has: members, people, pounds, open actions."""

    what: str  # "GP practices", "people registered" ...
    body: str  # code
    name: str
    value: Decimal
    unit: str = ""  # "people", "£"; empty: a count
    source: str = ""  # the release or file the figure is from


class Follower(Protocol):
    """What one package does when a plan is looked at, enacted and reversed."""

    slug: str  # "register", "measures"
    title: str  # what a preview calls this part

    def consequences(self, expansion: Expansion) -> Iterable[Consequence]:
        """What follows for the package's own records. Reads only."""
        ...

    def choices(self, expansion: Expansion) -> Iterable[Choice]:
        """What a person must decide, with the answers already in the plan."""
        ...

    def totals(self, expansion: Expansion, *, enacted: bool) -> Iterable[Total]:
        """What each body concerned has on the plan's day: as it is without the plan, or `enacted`, with it.

        With `enacted` before an enactment it is worked out; the proof asks again once it is in the database.
        """
        ...

    def apply(self, expansion: Expansion, *, edition: Edition, by: Actor) -> None:
        """Change the package's own records, inside the transaction of the enactment."""
        ...

    def undo(self, expansion: Expansion, *, edition: Edition, by: Actor) -> None:
        """Put them back, inside the transaction of the reversal."""
        ...

    def dependants(self, expansion: Expansion) -> Iterable[str]:
        """What was built on the enactment since, in words: while there is any, it cannot be reversed."""
        ...


_followers: dict[str, Follower] = {}


def register(follower: Follower) -> None:
    """Make a package follow. Registering twice is the same as once."""
    _followers[follower.slug] = follower


def followers() -> tuple[Follower, ...]:
    """All that follow, the register first and the others by name."""
    return tuple(sorted(_followers.values(), key=lambda f: (f.slug != "register", f.slug)))
