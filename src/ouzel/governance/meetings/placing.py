"""Where somebody who attends is put: their seat, their vote, and whether it can be."""

from dataclasses import dataclass

from ouzel.core.errors import ContentError
from ouzel.governance.bodies.names import name_of
from ouzel.governance.meetings.steps import MEETING_NOW, State, day_of
from ouzel.governance.models import AgendaItem, Appointment, Attendance, Body, Decision, Deputy, Meeting, Person, Seat
from ouzel.governance.reference.orders import orders_of
from ouzel.reorganisation.wording import in_words

MEMBERS = ("member", "deputy")
HERE = ("member", "deputy", "in-attendance")
AWAY = ("apologies", "absent")
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


def record(meeting: Meeting, body: Body, mark: Mark) -> Attendance:
    """Put one line in the register, or correct the one that is there; ContentError where it cannot be."""
    if mark.capacity not in (*HERE, *AWAY):
        raise ContentError("nobody attends in this capacity", field="capacity", value=mark.capacity,
                           right=f"Use {', '.join((*HERE, *AWAY))}")  # fmt: skip
    if mark.how not in ("in-person", "online"):
        raise ContentError("one is there in person or online", field="how", value=mark.how)
    if mark.capacity in HERE and meeting.state == State.NOTICED:
        raise ContentError("nobody is there before the meeting is opened", field="capacity", value=mark.capacity,
                           right="Open the meeting, or record apologies")  # fmt: skip
    if mark.at is not None and mark.at.meeting_id != meeting.pk:
        raise ContentError("this item is of another meeting", field="at", value=mark.at.number)
    seat, votes = mark.seat, False
    if mark.capacity == "deputy":
        votes = _deputy_votes(meeting, body, mark)
    elif mark.capacity != "in-attendance":
        seat = _seat_of(meeting, body, mark)
        votes = mark.capacity == "member" and _votes(meeting, body, seat)
    _check_once(meeting, body, mark, seat)
    was = Attendance.objects.filter(meeting=meeting, body=body, person=mark.person, seat=seat).first()
    row = was or Attendance(meeting=meeting, body=body, person=mark.person, seat=seat)
    before = (row.capacity in MEMBERS, row.votes, row.how, row.from_item) if was else (False, False, mark.how, None)
    row.capacity, row.how, row.votes, row.note = mark.capacity, mark.how, votes, mark.note.strip()
    if mark.at is not None:
        row.from_item = mark.at.order
    if before != (row.capacity in MEMBERS, row.votes, row.how, row.from_item):
        check_undecided(meeting, body, 0 if was else row.from_item or 0)
    row.save()
    return row


def _check_once(meeting: Meeting, body: Body, mark: Mark, seat: str) -> None:
    """Nobody is in attendance and in a seat: the seat goes before, and is not given up by mistake."""
    others = Attendance.objects.filter(meeting=meeting, body=body, person=mark.person)
    if seat:
        others.filter(seat="").delete()
    elif others.exclude(seat="").exists():
        raise ContentError("they are recorded in a seat already", field="person", value=mark.person.name,
                           right="Strike that line first, if it is wrong")  # fmt: skip


def check_undecided(meeting: Meeting, body: Body, order: int) -> None:
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
        raise ContentError(f"they hold no seat of {name_of(body, day)} on {in_words(day)}", field="person",
                           value=mark.person.name,
                           right="Record them as in attendance, or as deputy for a seat")  # fmt: skip
    raise ContentError(f"say which seat of {name_of(body, day)} they are there for", field="seat", value=mark.seat,
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
            f"they are not named as deputy for this seat of {name_of(body, day)} on {in_words(day)}", field="person",
            value=f"{mark.person.name}, {mark.seat}",
            right=f"They are named for {for_seats}" if for_seats else "Record them as in attendance",
        )  # fmt: skip
    return row.votes and orders_of(body, on=day).voting.deputies and _votes(meeting, body, mark.seat)


def check_together(meeting: Meeting, body: Body) -> None:
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
