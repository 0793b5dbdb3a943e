"""Search as pages show it: places and what planned and bought care first, each with what it was while it was open."""

from dataclasses import dataclass
from datetime import date

from ouzel.register import overview, search
from ouzel.register.answers import Found
from ouzel.register.kinds import KINDS
from ouzel.web.asked import Asked

PLANNING = frozenset().union(*(KINDS[slug].roles for slug in ("commissioner", "system", "hub", "local-authority")))
ENOUGH = 60


@dataclass(frozen=True)
class Hit:
    """One answer. `ever`: the kinds (slugs) it was of at any time; `plans`: it once planned care, or is a place.

    `until`: the first day on which the name that matched was no longer its name.
    """

    found: Found
    ever: tuple[str, ...]
    plans: bool
    until: date | None


def find(text: str, *, asked: Asked, limit: int = ENOUGH) -> list[Hit]:
    """What matches, places and those that planned or bought care first; otherwise best first."""
    hits = search.find(text[:200], moment=asked.moment, limit=limit)
    past = overview.pasts([hit.code for hit in hits], moment=asked.moment)
    found = [
        Hit(
            hit,
            ever=tuple(kind.slug for kind in KINDS.values() if past[hit.code].roles & kind.roles) or hit.kinds,
            plans=bool(past[hit.code].roles & PLANNING),
            until=past[hit.code].names.get(hit.matched_text),
        )
        for hit in hits
    ]
    exact = [h for h in found if h.found.matched in ("code", "old code form", "ONS code")]
    rest = [h for h in found if h not in exact]
    return exact + [h for h in rest if h.plans] + [h for h in rest if not h.plans]
