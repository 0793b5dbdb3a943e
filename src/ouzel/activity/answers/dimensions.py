"""What figures can be asked by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ouzel.core.errors import ContentError


@dataclass(frozen=True)
class Dimension:
    """One way to tell figures apart.

    `column` is that of the cube; "" for bodies that are found through the unit of each cell, on the basis, by the route
    `to` (see `engine.routes`).
    """

    slug: str
    words: str
    column: str = ""
    to: str = ""


DIMENSIONS: Mapping[str, Dimension] = {
    each.slug: each
    for each in (
        Dimension("commissioner", "Commissioner", to="commissioner"),
        Dimension("board", "Board", to="system"),
        Dimension("region", "Region", to="region"),
        Dimension("place", "Place", to="local-authority"),
        Dimension("place_by", "How the place was found", "place_by"),
        Dimension("provider", "Provider", "provider"),
        Dimension("specialty", "Treatment function", "specialty"),
        Dimension("pod", "Point of delivery", "pod"),
        Dimension("category", "Service category", "category"),
        Dimension("month", "Month", "month"),
        Dimension("kind", "Kind of record", "kind"),
        Dimension("why", "Reason", "why"),
        Dimension("mechanism", "How it is paid", "mechanism"),
    )
}


def dimension(slug: str) -> Dimension:
    """A dimension by its slug; ContentError lists what there is."""
    try:
        return DIMENSIONS[slug]
    except KeyError:
        raise ContentError(
            "figures of activity cannot be told apart by this", field="by", value=slug,
            right=f"Use one of {', '.join(DIMENSIONS)}",
        ) from None  # fmt: skip


def dimensions(slugs: Iterable[str]) -> tuple[Dimension, ...]:
    """Several, each once, in the order given."""
    return tuple(dimension(slug) for slug in dict.fromkeys(slugs))
