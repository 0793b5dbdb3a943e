"""From need to plan: for each place what was found to be needed, which strategy answers it, and which plan that."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from ouzel.core.permissions import Viewer
from ouzel.governance.models import Link
from ouzel.governance.record_links import standing
from ouzel.governance.reference.aims import kinds_of_strategy
from ouzel.governance.strategies.queries import StrategyHead, strategies_on


@dataclass(frozen=True)
class Answer:
    """A strategy that answers, and what answers it in turn."""

    strategy: StrategyHead
    answered_by: "tuple[Answer, ...]"


@dataclass(frozen=True)
class Road:
    """One place: its needs assessments and own strategies, each with what answers it; `gaps` say in words what is
    missing on the way."""

    place: str
    needs: tuple[Answer, ...]
    gaps: tuple[str, ...]


def roads(on: date, *, viewer: Viewer, places: Collection[str] = (), known_at: date | None = None) -> tuple[Road, ...]:
    """The road of each place on the day, by place: of the places that have a strategy of their own, and of `places`.

    Only what is in force on the day counts; what answers something that is over answers nothing of the day.
    """
    heads = {head.slug: head for head in strategies_on(on, viewer=viewer, known_at=known_at)}
    answering: dict[str, list[str]] = {}
    rows = Link.objects.visible_to(viewer).filter(
        standing(known_at), relation="answers", from_kind="strategy", to_kind="strategy", on__lte=on
    )
    for row in rows.order_by("from_ref"):
        if row.from_ref in heads and row.to_ref in heads:
            answering.setdefault(row.to_ref, []).append(row.from_ref)
    own: dict[str, list[StrategyHead]] = {place: [] for place in places}
    for head in heads.values():
        if head.kind.per_place:
            own.setdefault(head.place, []).append(head)
    return tuple(_road(place, own[place], heads, answering) for place in sorted(own))


def _road(
    place: str, own: Collection[StrategyHead], heads: Mapping[str, StrategyHead], answering: Mapping[str, list[str]]
) -> Road:
    first = [kind for kind in kinds_of_strategy().values() if kind.per_place and not kind.answers]
    needs = tuple(
        _answer(head, heads, answering, ()) for head in own if any(head.kind.slug == kind.slug for kind in first)
    )
    gaps = [
        f"No {kind.name.lower()} is on record."
        for kind in first
        if not any(each.strategy.kind.slug == kind.slug for each in needs)
    ]
    for each in needs:
        gaps += _gaps(each)
    return Road(place, needs, tuple(dict.fromkeys(gaps)))


def _answer(
    head: StrategyHead, heads: Mapping[str, StrategyHead], answering: Mapping[str, list[str]], seen: tuple[str, ...]
) -> Answer:
    here = (*seen, head.slug)
    following = [slug for slug in answering.get(head.slug, ()) if slug not in here]
    return Answer(head, tuple(_answer(heads[slug], heads, answering, here) for slug in following))


def _gaps(answer: Answer) -> list[str]:
    """Which kinds that ought to answer do not: only those that the law knows and that answer this kind by it."""
    head, found = answer.strategy, []
    there = {each.strategy.kind.slug for each in answer.answered_by}
    for kind in kinds_of_strategy().values():
        if kind.set_by and head.kind.slug in kind.answers and kind.slug not in there:
            found.append(f"No {kind.name[0].lower()}{kind.name[1:]} answers “{head.title}”.")
    return found + [gap for each in answer.answered_by for gap in _gaps(each)]
