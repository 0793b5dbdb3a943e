"""Bodies that have ended, and the way on: who succeeded them, and who of these exists on a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.db.models import QuerySet

from ouzel.governance.bodies.names import Lives
from ouzel.governance.models import Body
from ouzel.governance.models.bodies import BodyAttribute


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


class Successions(Lives):
    """The lives of all bodies, and who succeeded whom."""

    reads: ClassVar[tuple[BodyAttribute, ...]] = (*Lives.reads, BodyAttribute.SUCCESSOR)

    def line(self, slug: str) -> set[str]:
        """All that took over from a body, over any number of steps."""
        found: set[str] = set()
        near = self.after(slug)
        while near:
            found |= near
            near = {far for each in near for far in self.after(each)} - found
        return found - {slug}

    def after(self, slug: str) -> set[str]:
        """Those that took over from it directly."""
        return {each.said for each in self._spans(BodyAttribute.SUCCESSOR, slug)}


def ended_bodies(
    slugs: Collection[str], on: date, *, known_at: date | None = None, lives: Lives | None = None
) -> tuple[EndedBody, ...]:
    """Those of the bodies that have ended by the day, in the order given. `lives`: theirs, where read already.

    One query where none has, two where some have, however many.
    """
    near = lives or Lives(_keys(slugs), known_at=known_at)
    ended = {slug: until for slug in slugs if (until := near.gone(slug, on))}
    if not ended:
        return ()
    known = Successions(known_at=known_at)
    line = {slug: sorted(known.line(slug)) for slug in ended}
    names = {slug: known.on(slug, on) for each in ended for slug in (each, *line[each])}
    return tuple(
        EndedBody(
            slug, names[slug], until, tuple(sorted(known.after(slug))),
            tuple(Heir(each, names[each]) for each in line[slug] if _exists(known.days(each), on)), names,
        )
        for slug, until in ended.items()
    )  # fmt: skip


def _keys(slugs: Collection[str]) -> QuerySet[Body, int]:
    return Body.objects.visible_to(None).filter(slug__in=list(slugs)).values_list("pk", flat=True)


def _exists(spans: list[tuple[date, date | None]], on: date) -> bool:
    return any(since <= on and (until is None or on < until) for since, until in spans)
