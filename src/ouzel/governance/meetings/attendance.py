"""Who was there: members by their seats, deputies for the seats they are named for, others; who came late, went out and
came back, or left early. What is recorded may be corrected.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, time

from django.db import transaction

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance.auditing import Did
from ouzel.governance.meetings.placing import (
    HERE,
    RECORDED,
    Mark,
    check_together,
    check_undecided,
    part_of,
    record,
    set_spans,
    spans_of,
)
from ouzel.governance.meetings.recusing import EFFECTS, recuse, take_back_recusal
from ouzel.governance.meetings.stays import ALONG, Span, came, went
from ouzel.governance.meetings.steps import MEETING_NOW, State, bodies_of, check_alive, held, refuse_minuted
from ouzel.governance.models import AgendaItem, Attendance, Body, Meeting, Person

__all__ = [
    "EFFECTS", "Mark", "arrived", "left", "record_attendance", "record_attendances", "recuse", "stayed",
    "strike_attendance", "take_back_recusal",
]  # fmt: skip


@transaction.atomic
def record_attendances(
    *, meeting: Meeting, body: Body, marks: Iterable[Mark], on: date, by: Actor
) -> tuple[Attendance, ...]:
    """Record who was there for a body, many at once; who has a line already gets the new one.

    A member holds the seat on the day of the meeting; a deputy is named for it then, and its holder is not there.
    ContentError otherwise, and nothing is recorded; nor is a member or deputy for an item that the body decided
    already, for its quorum was worked out without them.
    """
    now = held(meeting, by=by)
    check_alive(now, "attendance cannot be recorded", states=RECORDED)
    refuse_minuted(now, "who was there")
    if body not in bodies_of(now):
        raise ContentError("this body does not sit in the meeting", field="body", value=body.slug)
    rows = tuple(record(now, body, mark, by=by) for mark in marks)
    check_together(now, body)
    audit.record(
        by=by, action=Did.ATTENDANCE_RECORDED, subject=now.slug,
        detail={"body": body.slug, "on": on, "marks": [[row.person.slug, row.capacity, row.seat] for row in rows]},
    )  # fmt: skip
    return rows


def record_attendance(
    *, meeting: Meeting, body: Body, person: Person, capacity: str, seat: str = "", how: str = "in-person",
    note: str = "", at: AgendaItem | None = None, on: date, by: Actor,
) -> Attendance:  # fmt: skip
    """Record one person, as `record_attendances` does."""
    mark = Mark(person, capacity, seat, how, note, at)
    return record_attendances(meeting=meeting, body=body, marks=[mark], on=on, by=by)[0]


@transaction.atomic
def strike_attendance(*, attendance: Attendance, on: date, by: Actor) -> None:
    """Take a line out of the register that should never have been in it. ContentError where it counted for a
    decision.
    """
    now = held(attendance.meeting, by=by)
    check_alive(now, "attendance cannot be corrected", states=RECORDED)
    refuse_minuted(now, "who was there")
    check_undecided(now, attendance.body, part_of(attendance), None)
    audit.record(
        by=by, action=Did.ATTENDANCE_RECORDED, subject=now.slug,
        detail={"body": attendance.body.slug, "on": on,
                "struck": [attendance.person.slug, attendance.capacity, attendance.seat]},
    )  # fmt: skip
    set_spans(attendance, ALONG, by=by)
    attendance.delete()


def arrived(
    *, meeting: Meeting, body: Body, person: Person, at: AgendaItem, on: date, by: Actor, time: time | None = None
) -> None:
    """Somebody came in late, or came back: they were there from the item `at` on. `time`: by the clock."""
    _move("arrived", lambda spans: came(spans, at.order, time), meeting, body, person, at, on=on, by=by)


def left(
    *, meeting: Meeting, body: Body, person: Person, at: AgendaItem, on: date, by: Actor, time: time | None = None
) -> None:
    """Somebody left, or went out: from the item `at` on they were not there, until they come back."""
    _move("left", lambda spans: went(spans, at.order, time), meeting, body, person, at, on=on, by=by)


def stayed(*, meeting: Meeting, body: Body, person: Person, on: date, by: Actor) -> None:
    """Somebody was there all along: that they came late or went is put right."""
    _move("stayed", lambda spans: ALONG, meeting, body, person, None, on=on, by=by)


@transaction.atomic
def _move(
    what: str, change: Callable[[tuple[Span, ...]], tuple[Span, ...]], meeting: Meeting, body: Body, person: Person,
    at: AgendaItem | None, *, on: date, by: Actor,
) -> None:  # fmt: skip
    now = held(meeting, by=by)
    check_alive(now, "attendance cannot be recorded", states=(*MEETING_NOW, State.CLOSED))
    refuse_minuted(now, "who was there")
    if at is not None and at.meeting_id != now.pk:
        raise ContentError("this item is of another meeting", field="at", value=at.number)
    rows = Attendance.objects.filter(meeting=now, body=body, person=person, capacity__in=HERE)
    if not rows:
        raise ContentError("they are not recorded as being there", field="person", value=person.name)
    for row in rows:
        spans, before = change(spans_of(row)), part_of(row)
        check_undecided(now, body, before, replace(before, spans=spans) if before else None)
        set_spans(row, spans, by=by)
    check_together(now, body)
    audit.record(
        by=by, action=Did.ATTENDANCE_RECORDED, subject=now.slug,
        detail={"body": body.slug, "person": person.slug, what: at.number if at else True, "on": on},
    )  # fmt: skip
