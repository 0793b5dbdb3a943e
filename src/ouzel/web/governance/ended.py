"""Bodies that have ended, and the way on: who succeeded them, and who of these exists on a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ouzel.governance.models import BodyFact
from ouzel.governance.models.bodies import BodyAttribute
from ouzel.web.governance.names import body_names


@dataclass(frozen=True)
class Heir:
    """A body that carries on."""

    slug: str
    name: str


@dataclass(frozen=True)
class EndedBody:
    """A body that has ended, its last day being the one before `until`. `successors`: slugs of those that took over
    from it directly; `heirs`: those that exist on the day asked about, over any number of steps."""

    slug: str
    name: str
    until: date
    successors: tuple[str, ...]
    heirs: tuple[Heir, ...]
    names: dict[str, str]


def ended_bodies(slugs: Collection[str], on: date, *, known_at: date | None = None) -> tuple[EndedBody, ...]:
    """Those of the bodies that have ended by the day, in the order given. Two queries, however many."""
    lives: dict[str, list[tuple[date, date | None]]] = {}
    after: dict[str, set[str]] = {}
    known = BodyFact.objects.visible_to(None).known(known_at)
    rows = known.filter(attribute__in=(BodyAttribute.LIFE, BodyAttribute.SUCCESSOR))
    for slug, attribute, value, valid in rows.values_list("body__slug", "attribute", "value", "valid"):
        if attribute == BodyAttribute.LIFE:
            lives.setdefault(slug, []).append((valid.lower, valid.upper))
        else:
            after.setdefault(slug, set()).add(value)
    ended = {slug: until for slug in slugs if (until := _ended(lives.get(slug, []), on))}
    line = {slug: _line(slug, after) for slug in ended}
    names = body_names({*ended, *(each for several in line.values() for each in several)}, on=on, known_at=known_at)
    return tuple(
        EndedBody(
            slug, names[slug], until, tuple(sorted(after.get(slug, ()))),
            tuple(Heir(each, names[each]) for each in sorted(line[slug]) if _exists(lives.get(each, []), on)), names,
        )
        for slug, until in ended.items()
    )  # fmt: skip


def _ended(spans: list[tuple[date, date | None]], on: date) -> date | None:
    """When a life was over for good by the day; None where it goes on, begins again, or had not begun."""
    begun = [span for span in spans if span[0] <= on]
    ends = [until for _, until in begun if until is not None and until <= on]
    return max(ends) if begun and len(ends) == len(begun) else None


def _exists(spans: list[tuple[date, date | None]], on: date) -> bool:
    return any(since <= on and (until is None or on < until) for since, until in spans)


def _line(slug: str, after: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    near = after.get(slug, set())
    while near:
        found |= near
        near = {far for each in near for far in after.get(each, set())} - found
    return found - {slug}
