"""What follows for bodies, in consequences that a preview shows. What is not public yet is counted, never named."""

from collections.abc import Iterator
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.utils import timezone

from ouzel.governance.carrying.fates import Fate, Fates, Opening, Reshaped
from ouzel.governance.carrying.handing import open_actions, open_business, open_risks
from ouzel.governance.carrying.inheriting import Inheritance, inheritance
from ouzel.governance.carrying.owning import answered_for, looked_after
from ouzel.governance.follows.moving import waiting_at
from ouzel.governance.models import Appointment, Body, Decision, Delegation, Meeting, Seat, StandingOrders
from ouzel.governance.models.meetings import MeetingState
from ouzel.governance.reference.kinds import KindOfBody, kind_of_body
from ouzel.reorganisation.expansion import Consequence
from ouzel.reorganisation.wording import in_words, listed

SLUG = "governance"
AHEAD = (MeetingState.PLANNED, MeetingState.NOTICED, MeetingState.ADJOURNED)
NOBODY = "nobody: it stays with the body that ended"


def consequences(fates: Fates, *, day: date) -> Iterator[Consequence]:
    """All that follows for bodies, their seats, their business and who follows them."""
    for opening in fates.openings:
        yield from _opening(opening, fates, day)
    for fate in fates.ends:
        yield from _ending(fate, day)
    for each in fates.reshaped:
        yield from _going_on(each)


def _opening(opening: Opening, fates: Fates, day: date) -> Iterator[Consequence]:
    fate = next(each for each in fates.ends if each.opens == opening)

    def said(what: str, after: str) -> Consequence:
        return Consequence(SLUG, opening.slug, opening.name, what, "", after, fate.why, fate.path)

    yield said("body that decides", f"begins on {in_words(day)}")
    from_before = inheritance(opening, fates, on=day)
    yield said("seats and appointments", _seats(from_before, kind_of_body(opening.kind), day))
    if from_before.orders is not None:
        yield said("standing orders", "its own from the first day: those that all before it had")


def _ending(fate: Fate, day: date) -> Iterator[Consequence]:
    slug, name, heir = fate.body.slug, fate.name, fate.heir_name or NOBODY

    def said(what: str, before: str, after: str, *, record: str = slug, called: str = name) -> Consequence:
        return Consequence(SLUG, record, called, what, before, after, fate.why, fate.path)

    to = f"; {fate.heir_name} takes over" if fate.heir else "; nobody takes over"
    yield said("body that decides", "exists", f"ends on {in_words(day)}{to}")
    seats = Seat.objects.filter(body=fate.body, replaced=None, valid__contains=day).count()
    if seats:
        held = Appointment.objects.filter(body=fate.body, replaced=None, valid__contains=day).count()
        yield said("seats and appointments", f"{_many(seats, 'seat')}, {held:,} held", "end with the body")
    lines = Delegation.objects.filter(
        Q(body=fate.body) | Q(scheme_of=fate.body), replaced=None, valid__contains=day
    ).count()
    if lines:
        yield said("scheme of delegation", _many(lines, "line"), "end with the body")
    if StandingOrders.objects.on(day).filter(body=fate.body).exists():
        yield said("standing orders", "its own", "end with the body")
    for row in answered_for(fate.body, day=day):
        yield said(
            "priority that the body answers for", row.owner, fate.heir_name or "nobody",
            record=f"{row.strategy.slug}/{row.priority}", called=f"{row.strategy.title}: {row.priority}",
        )  # fmt: skip
    hidden = 0
    for action in open_actions(fate.body):
        if action.meeting.public:
            yield said("open action", name, heir, record=action.ref, called=action.text)
        else:
            hidden += 1
    if hidden:
        yield said("open action", f"{hidden:,} of meetings that are not public yet", heir)
    risks = open_risks(fate.body)
    for risk in risks:
        if risk.public:
            yield said("open risk", name, heir, record=risk.ref, called=risk.title)
    kept = sum(not risk.public for risk in risks)
    if kept:
        yield said("open risk", f"{kept:,} not in public", heir)
    follows = len(waiting_at(fate.body))
    if follows:
        yield said("who follows the body", _many(follows, "follow"), f"told why; they follow {heir}")
    yield from _business(fate, day, said_of=heir)


def _seats(from_before: Inheritance, kind: KindOfBody, day: date) -> str:
    """Which seats a body that opens has on its first day, and what is left for a person to do."""
    if from_before.seats:
        count = len(from_before.seats)
        return f"{_many(count, 'seat')} that all before it had alike, vacant until somebody is appointed"
    asked = [rule.text for rule in kind.rules_on(day) if rule.least]
    needed = f": {'; '.join(asked)}" if asked else ""
    why = "no seat was alike in all before it" if from_before.alike else "it is of another kind than those before it"
    return f"none yet, as {why}; to be set before the day{needed}"


def _business(fate: Fate, day: date, *, said_of: str) -> Iterator[Consequence]:
    """What a person has to see to, meetings ahead and urgent decisions; and business and strategies, handed on."""
    ahead = ahead_of(fate.body, day)
    for meeting in ahead.filter(public=True):
        yield Consequence(
            SLUG, meeting.slug, meeting.title, "meeting that the body can no longer hold",
            f"called for {in_words(timezone.localdate(meeting.starts))}",
            f"to be cancelled, moved before {in_words(day)}, or called again by {said_of}",
            fate.why, fate.path,
        )  # fmt: skip
    planned = ahead.filter(public=False).count()
    if planned:
        yield _of(fate, "meeting that the body can no longer hold", f"{planned:,} planned, no notice given",
                  "to be taken out of the calendar")  # fmt: skip
    urgent = Decision.objects.filter(body=fate.body, method="urgent", ratification=None, revises=None)
    for decision in urgent.order_by("ref"):
        yield Consequence(
            SLUG, decision.ref, decision.title, "urgent decision not ratified", fate.name, said_of, fate.why, fate.path
        )
    business = open_business(fate.body)
    for item in business:
        if item.public:
            yield Consequence(
                SLUG, fate.body.slug, item.title, "business to come", f"{fate.name}, due {in_words(item.due)}", said_of,
                fate.why, fate.path,
            )  # fmt: skip
    kept = sum(not item.public for item in business)
    if kept:
        yield _of(fate, "business to come", f"{kept:,} not in public", said_of)
    for strategy in looked_after(fate.body, day=day):
        yield Consequence(
            SLUG, strategy.slug, strategy.title, "strategy or plan in force", fate.name,
            f"stays as it was set; {said_of} looks after it" if fate.heir else NOBODY, fate.why, fate.path,
        )  # fmt: skip


def ahead_of(body: Body, day: date) -> "QuerySet[Meeting]":
    """The meetings from a day on that a body which ends that day can no longer hold, the first first."""
    start = timezone.make_aware(datetime.combine(day, time.min))
    return Meeting.objects.filter(sittings__body=body, starts__gte=start, state__in=AHEAD).order_by("starts")


def _going_on(each: Reshaped) -> Iterator[Consequence]:
    yield Consequence(
        SLUG, each.body.slug, each.name, "organisations of a joint body", listed(each.gone), listed(each.come),
        each.why, each.path,
    )  # fmt: skip


def _of(fate: Fate, what: str, before: str, after: str) -> Consequence:
    return Consequence(SLUG, fate.body.slug, fate.name, what, before, after, fate.why, fate.path)


def _many(count: int, one: str) -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {one}s"
