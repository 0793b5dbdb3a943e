"""Decisions as shown: what was decided, how, on what authority, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from ouzel.core.permissions import Viewer
from ouzel.governance.bodies.names import Names
from ouzel.governance.bodies.queries import lineage
from ouzel.governance.knowing import by_then, was_by_then
from ouzel.governance.models import Body, Decision, Meeting, Vote
from ouzel.governance.record_links import LinkView, links_of
from ouzel.governance.reference.decisions import kind_of_decision


@dataclass(frozen=True)
class VoteView:
    """How one member voted: for, against, abstain."""

    person: str  # slug
    name: str
    seat: str
    vote: str


@dataclass(frozen=True)
class RatificationView:
    """What a meeting made of an urgent decision."""

    ratified: bool
    meeting: str  # slug
    item: str  # number on the agenda
    note: str


@dataclass(frozen=True)
class DecisionView:
    """One decision of one body. `pence` None: it commits no sum that is public. `private`: taken in private, and the
    words are those that may be public.
    """

    ref: str
    body: str  # slug
    body_name: str  # on the day
    meeting: str  # slug; empty: an urgent one, between meetings
    item: str  # number on the agenda; empty: as above
    on: date
    kind: str
    kind_name: str
    pence: int | None
    title: str
    text: str
    options: tuple[dict[str, Any], ...]  # title, text, chosen
    reasons: str
    method: str  # consensus, vote, urgent
    votes_for: int | None
    votes_against: int | None
    abstentions: int | None
    casting_vote: bool
    carried: bool
    dissent: str
    votes: tuple[VoteView, ...]
    quorum: dict[str, Any]
    authority: str
    urgent: str
    ratification: RatificationView | None
    private: bool
    topics: tuple[str, ...]
    revises: str  # reference; empty: none
    revised_by: tuple[str, ...]  # references

    @property
    def how(self) -> str:
        """How it was decided, in a sentence."""
        return in_words(
            self.method, carried=self.carried, votes_for=self.votes_for, votes_against=self.votes_against,
            abstentions=self.abstentions, casting_vote=self.casting_vote,
        )  # fmt: skip

    @property
    def awaits_ratification(self) -> bool:
        """Urgent, and no meeting has dealt with it yet."""
        return self.method == "urgent" and self.ratification is None and not self.revises


def decision(ref: str, viewer: Viewer, *, known_at: date | None = None) -> DecisionView | None:
    """The decision of that reference, as known (None: now); None where there is none that the viewer sees."""
    rows = Decision.objects.visible_to(viewer).filter(by_then(known_at), ref=ref)
    return next(iter(_views(rows, known_at=known_at)), None)


def decisions_at(
    meeting: Meeting, viewer: Viewer, *, names: Names | None = None, known_at: date | None = None
) -> tuple[DecisionView, ...]:
    """What was decided at a meeting, by item and body. `names`: of the bodies that sit, where read already."""
    rows = Decision.objects.visible_to(viewer).filter(by_then(known_at), meeting=meeting)
    return _views(rows.order_by("item__order", "item__pk", "ref"), names, known_at=known_at)


def decisions_of(
    bodies: Body | Iterable[Body], viewer: Viewer, *, since: date | None = None, until: date | None = None,
    kind: str = "", topic: str = "", with_predecessors: bool = True, limit: int | None = None, offset: int = 0,
    known_at: date | None = None, modified_since: datetime | None = None,
) -> tuple[DecisionView, ...]:  # fmt: skip
    """Decisions of bodies, and of those they succeeded, the newest first. `since` included, `until` not (half-open).

    `limit` of them at most (None: all), after the first `offset`. `known_at`: as known then (None: now).
    `modified_since`: those recorded since, or of which something became since: ratified, revised.
    """
    given = [bodies] if isinstance(bodies, Body) else list(bodies)
    line = {each for body in given for each in lineage(body, known_at=known_at)} if with_predecessors else set(given)
    rows = Decision.objects.visible_to(viewer).filter(by_then(known_at), body__in=line)
    if since is not None:
        rows = rows.filter(on__gte=since)
    if until is not None:
        rows = rows.filter(on__lt=until)
    if kind:
        rows = rows.filter(kind=kind)
    if topic:
        rows = rows.filter(topics__contains=[topic])
    if modified_since is not None:
        became = Q(ratification__at__gte=modified_since) | Q(revised_by__at__gte=modified_since)
        rows = rows.filter(pk__in=Decision.objects.filter(Q(at__gte=modified_since) | became).values("pk"))
    return _views(rows.order_by("-on", "-ref")[offset : None if limit is None else offset + limit], known_at=known_at)


def links_of_decision(ref: str, viewer: Viewer, *, known_at: date | None = None) -> tuple[LinkView, ...]:
    """What a decision is linked to: its plan, its evidence, what it set."""
    return links_of("decision", ref, viewer, known_at=known_at)


def as_shown(rows: "QuerySet[Decision]", *, known_at: date | None = None) -> tuple[DecisionView, ...]:
    """Decisions of rows that were chosen by what the viewer sees and what was known, in their order; what became of
    each as known (None: now).
    """
    return _views(rows, known_at=known_at)


def in_words(
    method: str, *, carried: bool, votes_for: int | None, votes_against: int | None, abstentions: int | None,
    casting_vote: bool,
) -> str:  # fmt: skip
    """How something was decided, in a sentence: "Carried by 7 votes to 2, with 1 abstention."."""
    if method == "urgent":
        return "Decided between meetings, as it could not wait."
    if method == "consensus":
        return "Agreed without a vote."
    # Votes that were lost are said the same way round, so that the larger number is not taken for those in favour.
    verb = "Carried" if carried else "Not carried"
    away = f", with {abstentions} abstention{'' if abstentions == 1 else 's'}" if abstentions else ""
    chair = ", on the casting vote of the chair" if casting_vote else ""
    return f"{verb}: {votes_for} voted for and {votes_against} against{away}{chair}."


def how(row: Decision) -> str:
    """How a decision was taken, in a sentence."""
    return in_words(
        row.method, carried=row.carried, votes_for=row.votes_for, votes_against=row.votes_against,
        abstentions=row.abstentions, casting_vote=row.casting_vote,
    )  # fmt: skip


def _views(
    rows: "QuerySet[Decision]", names: Names | None = None, *, known_at: date | None = None
) -> tuple[DecisionView, ...]:
    """One query; another for names that are not given, and one for votes where any was taken by vote."""
    later = Decision.objects.filter(by_then(known_at), revises=OuterRef("pk")).order_by("ref").values("ref")
    found = list(
        rows.select_related("body", "meeting", "item", "revises", "ratification__meeting", "ratification__item")
        .annotate(later=ArraySubquery(later)).defer("search", "revises__search")
    )  # fmt: skip
    votes: dict[int, list[VoteView]] = {}
    if voted := [row.pk for row in found if row.votes_for is not None]:
        for each in Vote.objects.filter(decision__in=voted).select_related("person").order_by("id"):
            shown = VoteView(each.person.slug, each.person.name, each.seat, each.vote)
            votes.setdefault(each.decision_id, []).append(shown)
    known = names or Names({row.body_id for row in found}, known_at=known_at)
    return tuple(_view(row, known, votes.get(row.pk, ()), known_at) for row in found)


def _view(row: Any, names: Names, votes: Iterable[VoteView], known_at: date | None) -> DecisionView:
    ratified = getattr(row, "ratification", None)
    if ratified is not None and not was_by_then(ratified.at, known_at):
        ratified = None
    return DecisionView(
        ref=row.ref, body=row.body.slug, body_name=names.on(row.body.slug, row.on),
        meeting=row.meeting.slug if row.meeting else "", item=row.item.number if row.item else "",
        on=row.on, kind=row.kind, kind_name=kind_of_decision(row.kind).name,
        pence=row.pence, title=row.title, text=row.text, options=tuple(row.options), reasons=row.reasons,
        method=row.method, votes_for=row.votes_for, votes_against=row.votes_against, abstentions=row.abstentions,
        casting_vote=row.casting_vote, carried=row.carried, dissent=row.dissent,
        votes=tuple(votes),
        quorum=dict(row.quorum), authority=row.authority, urgent=row.urgent,
        ratification=RatificationView(
            ratified.ratified, ratified.meeting.slug, ratified.item.number, ratified.note
        ) if ratified else None,
        private=row.private, topics=tuple(row.topics), revises=row.revises.ref if row.revises else "",
        revised_by=tuple(row.later),
    )  # fmt: skip
