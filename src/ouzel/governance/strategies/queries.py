"""Reads of strategies: each with its priorities, their owners, what they lead to and how they go, on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from ouzel.core.permissions import Viewer
from ouzel.governance.knowing import by_then
from ouzel.governance.models import Body, Priority, PriorityOwner, Progress, Strategy, StrategyKeeper, StrategyVersion
from ouzel.governance.record_links import LinkView, links_of, links_of_many
from ouzel.governance.reference.aims import (
    Aim,
    KindOfStrategy,
    aim,
    kind_of_strategy,
    kinds_of_strategy,
    statuses,
)


@dataclass(frozen=True)
class StrategyHead:
    """A strategy as a list shows it; half-open days. `number`: versions there are; `adopted` and `decision`: of the
    newest that was adopted by the day (None: none was)."""

    slug: str
    title: str
    kind: KindOfStrategy
    body: Body  # that set it
    keeper: Body  # that looks after it on the day: the same, or who took over from it
    place: str
    since: date
    until: date | None
    number: int
    adopted: date | None
    decision: str


@dataclass(frozen=True)
class Owner:
    """Who answers for a priority."""

    owner: str
    body: Body | None
    since: date
    until: date | None


@dataclass(frozen=True)
class PriorityView:
    """A priority on a day. `missing`: which steps of the road from it are not on record, in words."""

    ref: str  # STRATEGY/SLUG
    slug: str
    title: str
    text: str
    aims: tuple[Aim, ...]
    owners: tuple[Owner, ...]
    evidence: tuple[LinkView, ...]
    measures: tuple[LinkView, ...]
    funds: tuple[LinkView, ...]
    delivers: tuple[LinkView, ...]
    decisions: tuple[LinkView, ...]  # that set it, or decided on it since
    others: tuple[LinkView, ...]
    progress: tuple[Progress, ...]  # newest first
    status: str  # slug of the newest; empty: nothing was reported
    status_words: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class StrategyView:
    """A strategy on a day with all of it. `answers`, `answered_by`: other strategies by their links."""

    head: StrategyHead
    version: StrategyVersion | None  # the newest by the day
    versions: tuple[StrategyVersion, ...]
    priorities: tuple[PriorityView, ...]
    answers: tuple[LinkView, ...]
    answered_by: tuple[LinkView, ...]
    links: tuple[LinkView, ...]


def strategies_on(
    on: date, *, viewer: Viewer, kind: str = "", place: str = "", body: Body | None = None,
    known_at: date | None = None,
) -> tuple[StrategyHead, ...]:  # fmt: skip
    """Those in force on the day, as known (None: now), in the order of their kinds, then by place and title."""
    rows = Strategy.objects.visible_to(viewer).filter(by_then(known_at), since__lte=on).exclude(until__lte=on)
    rows = rows.select_related("body")
    if kind:
        rows = rows.filter(kind=kind_of_strategy(kind).slug)
    if place:
        rows = rows.filter(place=place)
    if body is not None:
        handed = keepers_on(on, known_at=known_at).filter(body=body).values("strategy")
        rows = rows.filter(Q(body=body) | Q(pk__in=handed))
    rows = rows.prefetch_related(Prefetch("versions", StrategyVersion.objects.filter(by_then(known_at))))
    keepers = keepers_on(on, known_at=known_at).filter(strategy__in=rows).select_related("body")
    kept = {row.strategy_id: row.body for row in keepers}
    heads = [_head(row, list(row.versions.all()), on, kept.get(row.pk)) for row in rows]
    return tuple(sorted(heads, key=lambda head: (_rank(head.kind), head.place, head.title, head.slug)))


def keepers_on(on: date, *, known_at: date | None = None) -> "QuerySet[StrategyKeeper]":
    """Who looks after strategies on a day that others set."""
    return StrategyKeeper.objects.on(on, known_at=known_at)


def keeper_of(strategy: Strategy, *, on: date) -> Body:
    """The body that looks after a strategy on a day: who set it, or who took over from it."""
    row = keepers_on(on).filter(strategy=strategy).select_related("body").first()
    return row.body if row else strategy.body


def strategy_on(slug: str, *, on: date, viewer: Viewer, known_at: date | None = None) -> StrategyView | None:
    """One strategy on a day, in force or not: priorities as they held then, progress as reported by then.

    None where there is none of that name.
    """
    row = Strategy.objects.visible_to(viewer).filter(by_then(known_at), slug=slug).select_related("body").first()
    if row is None:
        return None
    versions = tuple(row.versions.filter(by_then(known_at)).order_by("number"))
    in_force = [each for each in versions if (each.adopted or row.since) <= on] or list(versions[:1])
    linked = links_of("strategy", slug, viewer, known_at=known_at)
    kept = keepers_on(on, known_at=known_at).filter(strategy=row).select_related("body").first()
    return StrategyView(
        head=_head(row, versions, on, kept.body if kept else None), version=in_force[-1] if in_force else None,
        versions=versions,
        priorities=priorities_on(row, on=on, viewer=viewer, known_at=known_at),
        answers=tuple(one for one in linked if one.relation == "answers" and one.forth),
        answered_by=tuple(one for one in linked if one.relation == "answers" and not one.forth),
        links=tuple(one for one in linked if one.relation != "answers"),
    )  # fmt: skip


def priorities_on(
    strategy: Strategy, *, on: date, viewer: Viewer, known_at: date | None = None
) -> tuple[PriorityView, ...]:
    """The priorities that hold on the day, in their order."""
    rows = Priority.objects.visible_to(viewer).on(on, known_at=known_at).filter(strategy=strategy)
    owners = PriorityOwner.objects.visible_to(viewer).on(on, known_at=known_at).filter(strategy=strategy)
    reports = Progress.objects.visible_to(viewer).filter(by_then(known_at), strategy=strategy, on__lte=on)
    held: dict[str, list[Owner]] = {}
    for each in owners.select_related("body").order_by("owner"):
        held.setdefault(each.priority, []).append(Owner(each.owner, each.body, each.valid.lower, each.valid.upper))
    told: dict[str, list[Progress]] = {}
    for report in reports.order_by("-on", "-pk"):
        told.setdefault(report.priority, []).append(report)
    held_then = list(rows.order_by("order", "slug"))
    refs = [f"{strategy.slug}/{row.slug}" for row in held_then]
    linked = links_of_many("priority", refs, viewer, known_at=known_at)
    return tuple(
        _priority(strategy, row, tuple(held.get(row.slug, ())), tuple(told.get(row.slug, ())), linked)
        for row in held_then
    )


def _priority(
    strategy: Strategy, row: Priority, owners: tuple[Owner, ...], progress: tuple[Progress, ...],
    links: Mapping[str, tuple[LinkView, ...]],
) -> PriorityView:  # fmt: skip
    ref = f"{strategy.slug}/{row.slug}"
    linked = links.get(ref, ())
    parts = {
        name: tuple(one for one in linked if one.relation == name and one.forth)
        for name in ("evidence", "measures", "funds", "delivers")
    }
    decisions = tuple(one for one in linked if one.kind == "decision" and one.relation in ("sets", "decides"))
    shown = {one.number for several in (*parts.values(), decisions) for one in several}
    lacks = {
        "Nobody answers for it.": owners,
        "It does not say what it rests on.": parts["evidence"],
        "Nothing says how it is measured.": parts["measures"],
        "Nothing says what it is paid from.": parts["funds"],
        "Nothing says through what it is delivered.": parts["delivers"],
        "The decision that set it is not linked.": decisions,
        "Nothing was reported of it.": progress,
    }
    status = progress[0].status if progress else ""
    return PriorityView(
        ref=ref, slug=row.slug, title=row.title, text=row.text, aims=tuple(aim(each) for each in row.aims),
        owners=owners, **parts, decisions=decisions,
        others=tuple(one for one in linked if one.number not in shown), progress=progress, status=status,
        status_words=statuses().get(status, "Nothing reported"),
        missing=tuple(words for words, there in lacks.items() if not there),
    )  # fmt: skip


def _head(row: Strategy, versions: Sequence[StrategyVersion], on: date, keeper: Body | None) -> StrategyHead:
    adopted = [each for each in versions if each.adopted is not None and each.adopted <= on]
    newest = max(adopted, key=lambda each: each.number, default=None)
    return StrategyHead(
        slug=row.slug, title=row.title, kind=kind_of_strategy(row.kind), body=row.body,
        keeper=keeper or row.body, place=row.place,
        since=row.since, until=row.until, number=len(versions),
        adopted=newest.adopted if newest else None, decision=newest.decision if newest else "",
    )  # fmt: skip


def _rank(kind: KindOfStrategy) -> int:
    return list(kinds_of_strategy()).index(kind.slug)
