"""The kinds of record that links may lead to. A package that has records of its own registers a kind for them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from ouzel.core.permissions import Viewer


@dataclass(frozen=True)
class Linked:
    """What a link leads to, as shown: a title and an address (empty where there is no page)."""

    title: str
    address: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of record: `find` gives what a reference means to a viewer, None where there is none that they may see.

    With `many`, a page that shows many links asks once for all of the kind.
    """

    slug: str  # "plan", "measure", "contract"
    name: str  # "plan of a reorganisation"
    find: Callable[[str, Viewer], Linked | None]
    many: Callable[[Collection[str], Viewer], Mapping[str, Linked]] | None = None  # the same, of many at once

    def found(self, refs: Collection[str], viewer: Viewer) -> Mapping[str, Linked]:
        """What each of some references means to a viewer; those that mean nothing to them are left out."""
        if self.many is not None:
            return self.many(refs, viewer)
        seen = {ref: self.find(ref, viewer) for ref in refs}
        return {ref: linked for ref, linked in seen.items() if linked is not None}


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
