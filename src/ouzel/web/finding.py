"""Search as pages show it: places and what planned and bought care first, each with what it was while it was open."""

from dataclasses import dataclass
from datetime import date

from ouzel.register import search
from ouzel.register.answers import Found
from ouzel.register.attributes import Attribute
from ouzel.register.kinds import KINDS
from ouzel.register.queries import believed, fetch
from ouzel.web.asked import Asked

A = Attribute
PLANNING = frozenset().union(*(KINDS[slug].roles for slug in ("commissioner", "system", "hub", "local-authority")))
ENOUGH = 60


@dataclass(frozen=True)
class Hit:
    """One answer. `ever`: the kinds (slugs) it was of at any time; `plans`: at some time it planned or bought care, or it is a place.

    `until`: the first day on which the name that matched was no longer its name.
    """

    found: Found
    ever: tuple[str, ...]
    plans: bool
    until: date | None


def find(text: str, *, asked: Asked, limit: int = ENOUGH) -> list[Hit]:
    """What matches, places and those that planned or bought care first; otherwise best first."""
    hits = search.find(text[:200], moment=asked.moment, limit=limit)
    roles, names = _past([hit.code for hit in hits], asked)
    found = [
        Hit(
            hit,
            ever=tuple(k.slug for k in KINDS.values() if roles.get(hit.code, set()) & k.roles) or hit.kinds,
            plans=bool(roles.get(hit.code, set()) & PLANNING),
            until=names.get((hit.code, hit.matched_text)),
        )
        for hit in hits
    ]
    exact = [h for h in found if h.found.matched in ("code", "old code form", "ONS code")]
    return (
        exact + [h for h in found if h.plans and h not in exact] + [h for h in found if not h.plans and h not in exact]
    )


def _past(codes: list[str], asked: Asked) -> tuple[dict[str, set[str]], dict[tuple[str, str], date | None]]:
    """The roles each body ever held, and the end of each of its names."""
    where, params = believed(asked.moment)
    rows = fetch(
        f"""SELECT b.code, f.attribute, f.value, upper(f.valid) FROM register_body b
                JOIN register_fact f ON f.subject_id = b.id
            WHERE b.code = ANY(%s) AND f.attribute = ANY(%s) AND {where}""",
        [codes, [int(A.ROLE), int(A.SETTING), int(A.NAME)], *params],
    )
    roles: dict[str, set[str]] = {}
    names: dict[tuple[str, str], date | None] = {}
    for code, attribute, value, until in rows:
        if attribute == A.NAME:
            names[code, value] = until
        else:
            roles.setdefault(code, set()).add(value)
    return roles, names
