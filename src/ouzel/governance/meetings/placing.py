"""Where somebody who attends is put: their seat, their vote, and whether it can be."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.backends.postgresql.psycopg_any import NumericRange
from django.db.models.functions import Now

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance.bodies.names import name_of
from ouzel.governance.meetings.room import Room
from ouzel.governance.meetings.stays import ALONG, Span, there_at
from ouzel.governance.meetings.steps import MEETING_NOW, State, day_of
from ouzel.governance.models import (
    AgendaItem,
    Appointment,
    Attendance,
    Body,
    Decision,
    Deputy,
    Meeting,
    Person,
    Seat,
    Stay,
)
from ouzel.governance.reference.orders import orders_of
from ouzel.reorganisation.wording import in_words

MEMBERS = ("member", "deputy")
HERE = ("member", "deputy", "in-attendance")
AWAY = ("apologies", "absent")
RECORDED = (*MEETING_NOW, State.CLOSED, State.NOTICED)  # apologies come before the meeting


@dataclass(frozen=True)
class Mark:
    """One line of the register of a meeting. `seat` may be empty for who holds one seat of the body, or none.

    `at`: the item from which on they were there; None: all along, or when it is recorded already.
    """

    person: Person
    capacity: str  # member, deputy, in-attendance, apologies, absent
    seat: str = ""
    how: str = "in-person"
    note: str = ""
    at: AgendaItem | None = None


@dataclass(frozen=True)
class Part:
    """How somebody counts, and when."""

    votes: bool
    how: str
    spans: tuple[Span, ...]

    def at(self, order: int) -> tuple[bool, str] | None:
        """How they count at an item; None: they were not there."""
        return (self.votes, self.how) if there_at(self.spans, order) else None


def part_of(row: Attendance) -> Part | None:
    """How a line of the register counts; None for who was not there as a member or deputy."""
    spans = spans_of(row)
    return Part(row.votes, row.how, spans) if row.capacity in MEMBERS else None


def spans_of(row: Attendance) -> tuple[Span, ...]:
    """When somebody was there, as it is believed."""
    return Room(row.meeting, bodies=[row.body]).spans(row)


def set_spans(row: Attendance, spans: Sequence[Span], *, by: Actor) -> None:
    """Put down when somebody was there: what was believed is kept as replaced. All along needs no row."""
    stays = Stay.objects.filter(meeting=row.meeting, body=row.body, person=row.person, seat=row.seat)
    kept = {}
    for stay in stays.believed():
        kept[Span(stay.items.lower, stay.items.upper, stay.came, stay.went)] = stay.pk
    wanted = () if tuple(spans) == ALONG else tuple(spans)
    stays.filter(pk__in=[key for span, key in kept.items() if span not in wanted]).update(replaced=Now())
    Stay.objects.bulk_create(
        Stay(meeting=row.meeting, body=row.body, person=row.person, seat=row.seat, came=span.came, went=span.went,
             items=NumericRange(span.first, span.until), by=str(by))
        for span in wanted if span not in kept
    )  # fmt: skip


def record(meeting: Meeting, body: Body, mark: Mark, *, by: Actor) -> Attendance:
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
    _check_once(meeting, body, mark, seat, by=by)
    was = Attendance.objects.filter(meeting=meeting, body=body, person=mark.person, seat=seat).first()
    row = was or Attendance(meeting=meeting, body=body, person=mark.person, seat=seat)
    before = part_of(was) if was else None
    spans = spans_of(was) if was and was.capacity in HERE and mark.capacity in HERE else ALONG
    if mark.at is not None and mark.capacity in HERE:
        spans = (Span(mark.at.order),)
    after = Part(votes, mark.how, spans) if mark.capacity in MEMBERS else None
    check_undecided(meeting, body, before, after)
    row.capacity, row.how, row.votes, row.note = mark.capacity, mark.how, votes, mark.note.strip()
    row.save()
    set_spans(row, spans, by=by)
    return row


def _check_once(meeting: Meeting, body: Body, mark: Mark, seat: str, *, by: Actor) -> None:
    """Nobody is in attendance and in a seat: the seat goes before, and is not given up by mistake."""
    others = Attendance.objects.filter(meeting=meeting, body=body, person=mark.person)
    if seat:
        for other in others.filter(seat=""):
            set_spans(other, ALONG, by=by)
            other.delete()
    elif others.exclude(seat="").exists():
        raise ContentError("they are recorded in a seat already", field="person", value=mark.person.name,
                           right="Strike that line first, if it is wrong")  # fmt: skip


def check_undecided(meeting: Meeting, body: Body, before: Part | None, after: Part | None) -> None:
    """ContentError where somebody would count otherwise at an item that the body decided: its quorum was worked out
    with those who were recorded for it.
    """
    decided = Decision.objects.filter(item__meeting=meeting, body=body).order_by("item__order")
    for order, number in decided.values_list("item__order", "item__number"):
        if (before.at(order) if before else None) != (after.at(order) if after else None):
            raise ContentError("an item was decided with those who were recorded for it", field="at",
                               value=f"item {number}",
                               right="Give a later item, from which on it was otherwise")  # fmt: skip


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
    room = Room(meeting, bodies=[body])
    for row in rows.select_related("person").order_by("id"):
        for other in seen.setdefault(row.seat, []):
            if any(one.meets(two) for one in room.spans(row) for two in room.spans(other)):
                raise ContentError(
                    f"{other.person.name} is there in this seat already", field="seat", value=row.seat,
                    right=f"Record {row.person.name} as in attendance, or when {other.person.name} left",
                )  # fmt: skip
        seen[row.seat].append(row)
