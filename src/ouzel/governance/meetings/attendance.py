"""Who was there: members by their seats, deputies for the seats they are named for, others; who came late, left early,
or took no part in an item. What is recorded may be corrected; a recusal stays as it was recorded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance.auditing import Did
from ouzel.governance.meetings.steps import MEETING_NOW, State, bodies_of, check_alive, day_of, held
from ouzel.governance.models import (
    AgendaItem,
    Appointment,
    Attendance,
    Body,
    Decision,
    Deputy,
    Interest,
    Meeting,
    Person,
    Recusal,
    Seat,
)
from ouzel.governance.reference.orders import orders_of

MEMBERS = ("member", "deputy")
HERE = ("member", "deputy", "in-attendance")
AWAY = ("apologies", "absent")
EFFECTS = ("left", "silent", "no-vote", "none")
RECORDED = (*MEETING_NOW, State.CLOSED, State.NOTICED)  # apologies come before the meeting


@dataclass(frozen=True)
class Mark:
    """One line of the register of a meeting. `seat` may be empty for who holds one seat of the body, or none.

    `at`: the item from which on they were there; None: from the beginning.
    """

    person: Person
    capacity: str  # member, deputy, in-attendance, apologies, absent
    seat: str = ""
    how: str = "in-person"
    note: str = ""
    at: AgendaItem | None = None


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
    if body not in bodies_of(now):
        raise ContentError("this body does not sit in the meeting", field="body", value=body.slug)
    rows = tuple(_record(now, body, mark) for mark in marks)
    _check_together(now, body)
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
    decided: the quorum would change behind the decision.
    """
    now = held(item.meeting, by=by)
    check_alive(now, "nothing can be recorded of its items", states=(*MEETING_NOW, State.CLOSED))
    if not declared.strip():
        raise ContentError("say what was declared", field="declared", right="As said at the meeting, fit to be public")
    if effect not in EFFECTS:
        raise ContentError("a recusal has no such effect", field="effect", value=effect,
                           right=f"Use {', '.join(EFFECTS)}")  # fmt: skip
    if effect == "none" and not ruling.strip():
        raise ContentError("say why the chair ruled that they might take part", field="ruling")
    if interest is not None and interest.person_id != person.pk:
        raise ContentError("this interest is somebody else's", field="interest", value=interest.person.name)
    if not Attendance.objects.filter(meeting=now, person=person, capacity__in=HERE).exists():
        raise ContentError("they are not recorded as being there", field="person", value=person.name,
                           right="Record their attendance first")  # fmt: skip
    if Recusal.objects.filter(item=item, person=person).exists():
        raise ContentError("this is recorded for them and this item already", field="person", value=person.name)
    if Decision.objects.filter(item=item).exists():
        raise ContentError("the item was decided already", field="item", value=item.number,
                           right="An interest is declared before its item is decided: revise the decision")  # fmt: skip
    row = Recusal.objects.create(meeting=now, item=item, person=person, declared=declared.strip(), effect=effect,
                                 interest=interest, ruling=ruling.strip(), by=str(by))  # fmt: skip
    audit.record(
        by=by, action=Did.RECUSED, subject=now.slug,
        detail={"item": item.number, "person": person.slug, "effect": effect, "ruling": row.ruling, "on": on},
    )  # fmt: skip
    return row


def _record(meeting: Meeting, body: Body, mark: Mark) -> Attendance:
    if mark.capacity not in (*HERE, *AWAY):
        raise ContentError("nobody attends in this capacity", field="capacity", value=mark.capacity,
                           right=f"Use {', '.join((*HERE, *AWAY))}")  # fmt: skip
    if mark.how not in ("in-person", "online"):
        raise ContentError("one is there in person or online", field="how", value=mark.how)
    if mark.capacity in HERE and meeting.state == State.NOTICED:
        raise ContentError("nobody is there before the meeting is opened", field="capacity", value=mark.capacity,
                           right="Open the meeting, or record apologies")  # fmt: skip
    seat, votes = mark.seat, False
    if mark.capacity == "deputy":
        votes = _deputy_votes(meeting, body, mark)
    elif mark.capacity != "in-attendance":
        seat = _seat_of(meeting, body, mark)
        votes = mark.capacity == "member" and _votes(meeting, body, seat)
    was = Attendance.objects.filter(meeting=meeting, body=body, person=mark.person, seat=seat).first()
    row = was or Attendance(meeting=meeting, body=body, person=mark.person, seat=seat)
    before = (row.capacity in MEMBERS, row.votes, row.how, row.from_item) if was else (False, False, mark.how, None)
    row.capacity, row.how, row.votes, row.note = mark.capacity, mark.how, votes, mark.note.strip()
    if mark.at is not None:
        row.from_item = mark.at.order
    if before != (row.capacity in MEMBERS, row.votes, row.how, row.from_item):
        _check_undecided(meeting, body, 0 if was else row.from_item or 0)
    row.save()
    return row


def _check_undecided(meeting: Meeting, body: Body, order: int) -> None:
    """ContentError where the body decided an item of this order, or one after it."""
    if Decision.objects.filter(item__meeting=meeting, item__order__gte=order, body=body).exists():
        raise ContentError("an item was decided with those who were recorded for it", field="at", value=body.slug,
                           right="Say from which later item on they were there")  # fmt: skip


def _seat_of(meeting: Meeting, body: Body, mark: Mark) -> str:
    held_seats = Appointment.objects.on(day_of(meeting)).filter(body=body, person=mark.person)
    slugs = list(held_seats.values_list("seat", flat=True))
    if mark.seat in slugs or (not mark.seat and len(slugs) == 1):
        return mark.seat or slugs[0]
    day = day_of(meeting)
    if not slugs:
        raise ContentError(f"they hold no seat of {body.slug} on {day}", field="person", value=mark.person.name,
                           right="Record them as in attendance, or as deputy for a seat")  # fmt: skip
    raise ContentError(f"say which seat of {body.slug} they are there for", field="seat", value=mark.seat,
                       right=f"They hold {', '.join(slugs)}")  # fmt: skip


def _votes(meeting: Meeting, body: Body, seat: str) -> bool:
    return Seat.objects.on(day_of(meeting)).filter(body=body, slug=seat, votes=True).exists()


def _deputy_votes(meeting: Meeting, body: Body, mark: Mark) -> bool:
    day = day_of(meeting)
    named = Deputy.objects.on(day).filter(body=body, person=mark.person)
    row = named.filter(seat=mark.seat).first()
    if row is None:
        for_seats = ", ".join(named.values_list("seat", flat=True))
        raise ContentError(
            f"they are not named as deputy for this seat of {body.slug} on {day}", field="person",
            value=f"{mark.person.name}, {mark.seat}",
            right=f"They are named for {for_seats}" if for_seats else "Record them as in attendance",
        )  # fmt: skip
    return row.votes and orders_of(body, on=day).voting.deputies and _votes(meeting, body, mark.seat)


def _check_together(meeting: Meeting, body: Body) -> None:
    """A seat has one person in it at a time: its holder, or one deputy."""
    rows = Attendance.objects.filter(meeting=meeting, body=body, capacity__in=MEMBERS)
    seen: dict[str, list[Attendance]] = {}
    for row in rows.select_related("person").order_by("id"):
        for other in seen.setdefault(row.seat, []):
            if _together(row, other):
                raise ContentError(
                    f"{other.person.name} is there in this seat already", field="seat", value=row.seat,
                    right=f"Record {row.person.name} as in attendance, or when {other.person.name} left",
                )  # fmt: skip
        seen[row.seat].append(row)


def _together(one: Attendance, other: Attendance) -> bool:
    return not (
        (one.to_item is not None and other.from_item is not None and one.to_item < other.from_item)
        or (other.to_item is not None and one.from_item is not None and other.to_item < one.from_item)
    )


def _rows(meeting: Meeting, body: Body, person: Person, at: AgendaItem) -> list[Attendance]:
    check_alive(meeting, "attendance cannot be recorded", states=(*MEETING_NOW, State.CLOSED))
    if at.meeting_id != meeting.pk:
        raise ContentError("this item is of another meeting", field="at", value=at.number)
    rows = list(Attendance.objects.filter(meeting=meeting, body=body, person=person, capacity__in=HERE))
    if not rows:
        raise ContentError("they are not recorded as being there", field="person", value=person.name)
    if any(row.capacity in MEMBERS for row in rows):
        _check_undecided(meeting, body, at.order)
    return rows


def _audit(meeting: Meeting, body: Body, person: Person, at: AgendaItem, what: str, *, on: date, by: Actor) -> None:
    audit.record(
        by=by, action=Did.ATTENDANCE_RECORDED, subject=meeting.slug,
        detail={"body": body.slug, "person": person.slug, what: at.number, "on": on},
    )  # fmt: skip
