"""The kinds of record that links may lead to. A package that has records of its own registers a kind for them."""

from collections.abc import Callable
from dataclasses import dataclass

from ouzel.core.permissions import Viewer


@dataclass(frozen=True)
class Linked:
    """What a link leads to, as shown: a title and an address (empty where there is no page)."""

    title: str
    address: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of record: `find` gives what a reference means to a viewer, None where there is none that they may see."""

    slug: str  # "plan", "measure", "contract"
    name: str  # "plan of a reorganisation"
    find: Callable[[str, Viewer], Linked | None]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known. Registering twice is the same as once."""
    _kinds[kind.slug] = kind


def kinds() -> tuple[Kind, ...]:
    """All kinds, by slug."""
    return tuple(_kinds[slug] for slug in sorted(_kinds))


def kind(slug: str) -> Kind | None:
    """The kind of that slug, if any package registered it."""
    return _kinds.get(slug)
