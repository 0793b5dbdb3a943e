"""The kinds of work that may be asked for. A package that has long work registers a kind when it is set up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ouzel.core.actors import Actor
from ouzel.core.roles import Permission


@dataclass(frozen=True)
class Done:
    """What came of work: a sentence for who asked, and the reference of what was made (the number of a run)."""

    sentence: str
    result: str = ""


class Tell(Protocol):
    """Says how far work is: the step in words, and how much of it is done of how much (None: nobody knows)."""

    def __call__(self, step: str, done: int = 0, of: int | None = None) -> None: ...


class Do(Protocol):
    """Does one piece of work, as who asked, inside a transaction: all of it or nothing.

    `given` is what was said when it was asked for. ContentError or PermissionDenied with a sentence for that person.
    """

    def __call__(self, given: Mapping[str, Any], *, by: Actor, tell: Tell) -> Done: ...


@dataclass(frozen=True)
class Kind:
    """One kind of work. `needs` is the permission of the thing itself: to ask for it, and again when it is done."""

    slug: str  # "activity.price"
    name: str  # "Work out who pays and how much"
    needs: Permission
    do: Do


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known. Registering twice is the same as once."""
    _kinds[kind.slug] = kind


def kinds() -> tuple[Kind, ...]:
    """All kinds, by slug."""
    return tuple(_kinds[slug] for slug in sorted(_kinds))


def kind(slug: str) -> Kind:
    """The kind of that slug; LookupError where no package registered it."""
    try:
        return _kinds[slug]
    except KeyError:
        raise LookupError(f"no kind of work is called {slug!r}") from None


def nobody(step: str, done: int = 0, of: int | None = None) -> None:
    """Tells nobody."""
