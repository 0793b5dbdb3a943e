"""Which relations may be followed to reach a kind of body: data, not code."""

from dataclasses import dataclass

HOPS = (
    "commissioner",
    "network",
    "system",
    "region",
    "geography",
    "operator",
    "area_commissioner",
    "local_authority",
    "ward",
)
"""Relations a structure may hold. All but `network` have one value at a time."""


@dataclass(frozen=True)
class Route:
    """The kind asked for, and the hops that lead to it. No hop is followed that is not named here."""

    kind: str
    hops: tuple[str, ...]


_TO_COMMISSIONER = ("commissioner", "area_commissioner")
_TO_SYSTEM = (*_TO_COMMISSIONER, "system")

ROUTES: dict[str, Route] = {
    **{
        kind: Route(kind, _TO_COMMISSIONER)
        for kind in (
            "commissioner",
            "primary-care-group",
            "primary-care-trust",
            "clinical-commissioning-group",
            "sub-icb-location",
        )
    },
    **{kind: Route(kind, _TO_SYSTEM) for kind in ("system", "board", "partnership")},
    "region": Route("region", (*_TO_SYSTEM, "region")),
    "network": Route("network", ("network",)),
    "trust": Route("trust", ("operator",)),
    "practice": Route("practice", ("operator",)),
    "local-authority": Route("local-authority", ("local_authority",)),
    "ward": Route("ward", ("ward",)),
    # A commissioner is not a place: where a practice or trust stands is answered only when asked for by this name.
    "geography": Route("system", ("operator", "geography")),
}

WORDS: dict[str, str] = {
    "hub": "commissioning hub",
    "reporting-entity": "sub-ICB reporting entity",
    "sub-icb-location": "sub-ICB location",
    "trust": "NHS trust",
    "commissioner": "local commissioner",
    "region": "NHS England region",
}
"""A kind in words, where its slug with spaces is not good enough."""

SPECIFIC_FIRST: tuple[str, ...] = (
    "hub",
    "reporting-entity",
    "primary-care-group",
    "primary-care-trust",
    "clinical-commissioning-group",
    "sub-icb-location",
    "board",
    "partnership",
    "practice",
)
"""Of several kinds a body has at once, the one that describes it best."""


def route_to(to: str) -> Route:
    """The route to a kind; ValueError lists what there is."""
    try:
        return ROUTES[to]
    except KeyError:
        raise ValueError(
            f"{to!r} is not a kind that figures can be grouped by: use one of {', '.join(ROUTES)}"
        ) from None


def words(kind: str) -> str:
    """A kind in words: "commissioning hub"."""
    return WORDS.get(kind, kind.replace("-", " "))


def one(kind: str) -> str:
    """A kind with its article: "an NHS trust"."""
    text = words(kind)
    return f"{'an' if text[0] in 'aeioAEIO' or text.startswith('NHS') else 'a'} {text}"
