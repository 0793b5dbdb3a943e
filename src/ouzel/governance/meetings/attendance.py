"""Who was there: members by their seats, deputies for the seats they are named for, others; who came late, left early,
or took no part in an item. What is recorded may be corrected; a recusal stays as it was recorded.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance import guards
from ouzel.governance.auditing import Did
from ouzel.governance.meetings.placing import (
    HERE,
    MEMBERS,
    RECORDED,
    Mark,
    check_together,
    check_undecided,
    record,
)
from ouzel.governance.meetings.steps import MEETING_NOW, State, bodies_of, check_alive, held, refuse_minuted
from ouzel.governance.models import AgendaItem, Attendance, Body, Decision, Interest, Meeting, Person, Recusal

__all__ = ["Mark", "arrived", "left", "record_attendance", "record_attendances", "recuse", "strike_attendance"]

EFFECTS = ("left", "silent", "no-vote", "none")


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
    rows = tuple(record(now, body, mark) for mark in marks)
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
    if attendance.capacity in MEMBERS:
        check_undecided(now, attendance.body, attendance.from_item or 0)
    audit.record(
        by=by, action=Did.ATTENDANCE_RECORDED, subject=now.slug,
        detail={"body": attendance.body.slug, "on": on,
                "struck": [attendance.person.slug, attendance.capacity, attendance.seat]},
    )  # fmt: skip
    attendance.delete()


@transaction.atomic
def arrived(*, meeting: Meeting, body: Body, person: Person, at: AgendaItem, on: date, by: Actor) -> None:
    """Somebody came in late: they were there from the item `at` on."""
    now = held(meeting, by=by)
    for row in _rows(now, body, person, at):
        if row.to_item is not None and row.to_item < at.order:
            raise ContentError("they would have left before they came", field="at", value=at.number)
        row.from_item = at.order
        row.save(update_fields=["from_item"])
    _audit(now, body, person, at, "arrived", on=on, by=by)


@transaction.atomic
def left(*, meeting: Meeting, body: Body, person: Person, at: AgendaItem, on: date, by: Actor) -> None:
    """Somebody left early: from the item `at` on they were not there."""
    now = held(meeting, by=by)
    for row in _rows(now, body, person, at):
        if row.from_item is not None and row.from_item >= at.order:
            raise ContentError("they would have left before they came", field="at", value=at.number)
        row.to_item = at.order - 1
        row.save(update_fields=["to_item"])
    _audit(now, body, person, at, "left", on=on, by=by)


@transaction.atomic
def recuse(
    *, item: AgendaItem, person: Person, declared: str, effect: str, interest: Interest | None = None,
    ruling: str = "", on: date, by: Actor,
) -> Recusal:  # fmt: skip
    """Record that somebody declared an interest in an item, and what followed; it counts for each body they sit on.

    `declared`: as said at the meeting, fit to be public. `effect`: left, silent, no-vote, or none where the chair
    ruled that they might take part (`ruling` says why). ContentError for who is not there, and once the item is
    decided by a body that they are there for: the quorum would change behind the decision.
    """
    now = held(item.meeting, by=by)
    check_alive(now, "nothing can be recorded of its items", states=(*MEETING_NOW, State.CLOSED))
    refuse_minuted(now, "an interest that was declared")
    if not declared.strip():
        raise ContentError("say what was declared", field="declared", right="As said at the meeting, fit to be public")
    guards.check(now, {"declared": declared, "ruling": ruling}, item=item)
    if effect not in EFFECTS:
        raise ContentError("a recusal has no such effect", field="effect", value=effect,
                           right=f"Use {', '.join(EFFECTS)}")  # fmt: skip
    if effect == "none" and not ruling.strip():
        raise ContentError("say why the chair ruled that they might take part", field="ruling")
    if interest is not None and interest.person_id != person.pk:
        raise ContentError("this interest is somebody else's", field="interest", value=interest.person.name)
    there = Attendance.objects.filter(meeting=now, person=person, capacity__in=HERE)
    if not there.exists():
        raise ContentError("they are not recorded as being there", field="person", value=person.name,
                           right="Record their attendance first")  # fmt: skip
    if Recusal.objects.filter(item=item, person=person).exists():
        raise ContentError("this is recorded for them and this item already", field="person", value=person.name)
    if Decision.objects.filter(item=item, body__in=there.values("body")).exists():
        raise ContentError("the item was decided already", field="item", value=item.number,
                           right="An interest is declared before its item is decided: revise the decision")  # fmt: skip
    row = Recusal.objects.create(meeting=now, item=item, person=person, declared=declared.strip(), effect=effect,
                                 interest=interest, ruling=ruling.strip(), by=str(by))  # fmt: skip
    audit.record(
        by=by, action=Did.RECUSED, subject=now.slug,
        detail={"item": item.number, "person": person.slug, "effect": effect, "ruling": row.ruling, "on": on},
    )  # fmt: skip
    return row


def _rows(meeting: Meeting, body: Body, person: Person, at: AgendaItem) -> list[Attendance]:
    check_alive(meeting, "attendance cannot be recorded", states=(*MEETING_NOW, State.CLOSED))
    refuse_minuted(meeting, "who was there")
    if at.meeting_id != meeting.pk:
        raise ContentError("this item is of another meeting", field="at", value=at.number)
    rows = list(Attendance.objects.filter(meeting=meeting, body=body, person=person, capacity__in=HERE))
    if not rows:
        raise ContentError("they are not recorded as being there", field="person", value=person.name)
    if any(row.capacity in MEMBERS for row in rows):
        check_undecided(meeting, body, at.order)
    return rows


def _audit(meeting: Meeting, body: Body, person: Person, at: AgendaItem, what: str, *, on: date, by: Actor) -> None:
    audit.record(
        by=by, action=Did.ATTENDANCE_RECORDED, subject=meeting.slug,
        detail={"body": body.slug, "person": person.slug, what: at.number, "on": on},
    )  # fmt: skip
