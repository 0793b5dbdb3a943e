"""Reads of meetings: who asks sees what they may see, and nothing tells them of the rest."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from ouzel.core.errors import ContentError
from ouzel.core.permissions import Viewer
from ouzel.governance.bodies.names import Lives
from ouzel.governance.knowing import by_then
from ouzel.governance.meetings import as_known, clock
from ouzel.governance.meetings.questions import questions_due
from ouzel.governance.meetings.room import Room
from ouzel.governance.meetings.shown import (
    AttendanceView,
    EventView,
    IrregularityView,
    ItemQuorumView,
    ItemView,
    MeetingView,
    QuestionView,
    RecusalView,
    SittingView,
    Standing,
)
from ouzel.governance.meetings.steps import ALIVE, State, day_of
from ouzel.governance.meetings.when import stays_of
from ouzel.governance.models import (
    AgendaItem,
    Body,
    Exclusion,
    Irregularity,
    Meeting,
    MeetingEvent,
    Question,
    Sitting,
)

LONDON = ZoneInfo("Europe/London")
WITH_REASON = ("moved", "cancelled", "adjourned")


class NoSuchMeeting(LookupError):
    """There is no meeting at that address that the one who asks may see; the message says what to do."""


def meeting_named(slug: str, viewer: Viewer, *, known_at: date | None = None) -> Meeting:
    """One meeting by its address; NoSuchMeeting alike for one that is not there and one that is not public, or was not
    as known.
    """
    found = Meeting.objects.visible_then(viewer, known_at=known_at).filter(slug=slug).first()
    if found is None:
        raise NoSuchMeeting(f"There is no meeting called {slug!r}, or it is not public yet")
    return found


def view_of(meeting: Meeting, viewer: Viewer, *, known_at: date | None = None) -> MeetingView:
    """One meeting as it stands, or stood as known; NoSuchMeeting where the viewer may not see it."""
    found = _views(Meeting.objects.visible_then(viewer, known_at=known_at).filter(pk=meeting.pk), known_at)
    if not found:
        raise NoSuchMeeting(f"There is no meeting called {meeting.slug!r}, or it is not public yet")
    return found[0]


def read(slug: str, viewer: Viewer, *, known_at: date | None = None) -> tuple[MeetingView, Room]:
    """A meeting by its address, as it stands, with the room in which all that belongs to it is read once.

    `known_at`: all of it as known then (None: now), but for who was there, which is as known now. NoSuchMeeting as for
    `meeting_named`.
    """
    seen = Meeting.objects.visible_then(viewer, known_at=known_at).filter(slug=slug)
    sat = list(Sitting.objects.filter(meeting__in=seen).select_related("meeting", "body", "chair").order_by("id"))
    meeting = sat[0].meeting if sat else meeting_named(slug, viewer, known_at=known_at)
    as_known.taken_back([meeting], known_at)
    room = Room(meeting, bodies=[row.body for row in sat], known_at=known_at)
    reasons = [event.note for event in room.events if event.kind in WITH_REASON]
    return _view(meeting, sat, reasons, room.lives, as_known.chairs(sat, known_at)), room


def meetings(
    viewer: Viewer, *, body: Body | Iterable[Body] | None = None, since: date | None = None, until: date | None = None,
    state: str | Sequence[str] | None = None, limit: int | None = None, offset: int = 0, known_at: date | None = None,
    modified_since: datetime | None = None,
) -> tuple[MeetingView, ...]:  # fmt: skip
    """Meetings, the latest first. `body`: of one body or of any of several. `since`, `until`: days, half-open.

    `known_at`: those that were known, each as it stood as known then (None: now). `modified_since`: those to which
    something happened since.
    """
    rows = _filtered(viewer, body=body, since=since, until=until, state=state, known_at=known_at)
    rows = _changed(rows, modified_since)
    rows = rows.order_by("-then_starts", "slug")
    return _views(rows[offset : offset + limit if limit is not None else None], known_at)


def as_shown(rows: "QuerySet[Meeting]") -> tuple[MeetingView, ...]:
    """Meetings of rows that were chosen by what the viewer may see, in their order."""
    return _views(rows)


def count_meetings(
    viewer: Viewer, *, body: Body | Iterable[Body] | None = None, since: date | None = None, until: date | None = None,
    state: str | Sequence[str] | None = None, known_at: date | None = None, modified_since: datetime | None = None,
) -> int:  # fmt: skip
    """How many there are, without a limit."""
    rows = _filtered(viewer, body=body, since=since, until=until, state=state, known_at=known_at)
    return _changed(rows, modified_since).count()


def next_meetings(
    viewer: Viewer, *, on: date, body: Body | Iterable[Body] | None = None, limit: int | None = 10,
    known_at: date | None = None,
) -> tuple[MeetingView, ...]:  # fmt: skip
    """Meetings from the day on that will be held, the next first."""
    rows = _filtered(viewer, body=body, since=on, until=None, state=ALIVE, known_at=known_at)
    return _views(rows.order_by("then_starts", "slug")[:limit], known_at)


def standing(meeting: Meeting, viewer: Viewer, *, room: Room | None = None) -> Standing:
    """How a meeting kept the rules, and what happened to it. `room`: of the meeting, where it was read already."""
    day = day_of(meeting)
    notice = papers = questions = None
    unknown = ""
    try:
        orders = list((room or Room(meeting)).orders.values())
        noticed = [clock.notice(day, each.notice, given=meeting.noticed_on) for each in orders]
        notice = min(noticed, key=lambda each: each.due)
        papers = min(clock.papers_due(day, each.papers) for each in orders)
        questions = questions_due(meeting, orders=orders)
    except ContentError as error:
        unknown = error.problem
    known = by_then(room.known_at if room else None)
    irregular = Irregularity.objects.visible_to(viewer).filter(known, meeting=meeting).select_related("item")
    happened = MeetingEvent.objects.visible_to(viewer).filter(meeting=meeting).order_by("number")
    events = room.events if room else happened
    return Standing(
        notice, papers, questions, unknown,
        tuple(
            IrregularityView(row.rule, row.problem, row.reason, row.on, row.item.number if row.item else "")
            for row in irregular.order_by("id")
        ),
        tuple(EventView(row.number, row.kind, row.on, row.at, row.note, row.detail) for row in events),
    )  # fmt: skip


def agenda(
    meeting: Meeting, viewer: Viewer, *, with_removed: bool = True, room: Room | None = None,
    known_at: date | None = None,
) -> tuple[ItemView, ...]:  # fmt: skip
    """The items in the order of business, each with who recused themselves and the quorum of each body.

    `room`: of the meeting, where it was read already; else `known_at`: as known then (None: now).
    """
    if room is None and not Meeting.objects.visible_to(viewer).filter(pk=meeting.pk).exists():
        return ()
    room = room or Room(meeting, known_at=known_at)
    recusals: dict[int, list[RecusalView]] = defaultdict(list)
    for row in room.declared:
        said = RecusalView(row.person.slug, row.person.name, row.declared, row.effect, row.ruling, row.pk,
                           room.mistaken(row))  # fmt: skip
        recusals[row.item_id].append(said)
    counted = room if meeting.state in (State.OPEN, State.ADJOURNED, State.CLOSED) else None
    return tuple(
        _item(item, tuple(recusals[item.pk]), counted, room.exclusions)
        for item in room.items
        if with_removed or not item.removed
    )


def attendance(meeting: Meeting, viewer: Viewer, *, room: Room | None = None) -> tuple[AttendanceView, ...]:
    """Who was there, who sent apologies, body by body. `room`: of the meeting, where it was read already."""
    if room is None and not Meeting.objects.visible_to(viewer).filter(pk=meeting.pk).exists():
        return ()
    room = room or Room(meeting)
    found = []
    for row in room.everybody:
        seat = room.seats.get((row.body_id, row.seat))
        found.append(AttendanceView(
            row.body.slug, row.person.slug, row.person.name, row.seat, seat.title if seat else "", row.capacity,
            row.how, row.votes, stays_of(room, row), row.note,
        ))  # fmt: skip
    order = {body.slug: place for place, body in enumerate(room.bodies)}
    return tuple(sorted(found, key=lambda view: order.get(view.body, len(order))))


def public_questions(meeting: Meeting, viewer: Viewer, *, known_at: date | None = None) -> tuple[QuestionView, ...]:
    """The questions that were accepted, with their answers; the name only of who agreed to it. `known_at`: those that
    had come by then (None: all), as they are now.
    """
    rows = Question.objects.visible_to(viewer).filter(by_then(known_at, "received"), meeting=meeting, accepted=True)
    rows = rows.order_by("received", "id")
    return tuple(
        QuestionView(row.pk, row.text, row.name if row.name_public else "", row.received, row.answer, row.answered_by,
                     row.answered_on)
        for row in rows
    )  # fmt: skip


def _filtered(
    viewer: Viewer, *, body: Body | Iterable[Body] | None, since: date | None, until: date | None,
    state: str | Sequence[str] | None, known_at: date | None,
) -> "QuerySet[Any]":  # fmt: skip
    rows = as_known.seen(viewer, known_at)
    if body is not None:
        bodies = [body] if isinstance(body, Body) else list(body)
        rows = rows.filter(pk__in=Sitting.objects.filter(body__in=bodies).values("meeting"))
    if since is not None:
        rows = rows.filter(then_starts__gte=datetime.combine(since, time(), LONDON))
    if until is not None:
        rows = rows.filter(then_starts__lt=datetime.combine(until, time(), LONDON))
    if state is not None:
        rows = rows.filter(then_state__in=[state] if isinstance(state, str) else list(state))
    return rows


def _changed(rows: "QuerySet[Any]", since: datetime | None) -> "QuerySet[Any]":
    return rows if since is None else rows.filter(modified__gte=since)


def _views(rows: "QuerySet[Meeting]", known_at: date | None = None) -> tuple[MeetingView, ...]:
    """Four queries, however many meetings; three more for what was known."""
    sittings = Sitting.objects.select_related("body", "chair").order_by("id")
    found = list(rows.prefetch_related(Prefetch("sittings", sittings)))
    as_known.taken_back(found, known_at)
    sat = [sitting for meeting in found for sitting in meeting.sittings.all()]
    lives, chairs = Lives({row.body_id for row in sat}, known_at=known_at), as_known.chairs(sat, known_at)
    reasons = as_known.reasons([meeting.pk for meeting in found], WITH_REASON, known_at)
    return tuple(
        _view(meeting, meeting.sittings.all(), reasons.get(meeting.pk, ()), lives, chairs) for meeting in found
    )


def _view(
    meeting: Meeting, sittings: Iterable[Sitting], reasons: Sequence[str], lives: Lives, chairs: dict[int, str]
) -> MeetingView:
    day = day_of(meeting)
    sat = tuple(
        SittingView(row.body.slug, lives.on(row.body.slug, day), chairs.get(row.pk, ""), lives.gone(row.body.slug, day))
        for row in sittings
    )
    return MeetingView(
        meeting.pk, meeting.slug, meeting.title, meeting.state, State(meeting.state).label, meeting.public,
        meeting.in_public, sat, meeting.starts, meeting.ends, meeting.venue, meeting.join, meeting.recording,
        meeting.sequence, meeting.modified, meeting.at, meeting.noticed_on, reasons[-1] if reasons else "",
    )  # fmt: skip


def _item(
    item: AgendaItem, recusals: tuple[RecusalView, ...], room: Room | None, resolved: Sequence[Exclusion]
) -> ItemView:
    excluded = [each.body.slug for each in resolved if item.pk in {named.item_id for named in each.named.all()}]
    quorum = () if room is None or item.removed else tuple(
        ItemQuorumView(body.slug, room.quorum(body, item), room.quorum_at_closing(body, item)) for body in room.bodies
    )  # fmt: skip
    return ItemView(
        item.pk, item.number, item.order, item.title, item.purpose, item.kind, item.presenter, item.text,
        item.minutes, item.private, tuple(item.topics), tuple(item.parties), item.late, item.removed, recusals,
        quorum, tuple(dict.fromkeys(excluded)),
    )  # fmt: skip
