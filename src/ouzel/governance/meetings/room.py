"""Who is in the room: what belongs to a meeting read once, each kind of record by itself, and asked item by item."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from ouzel.governance.bodies.names import Lives
from ouzel.governance.knowing import by_then, was_by_then
from ouzel.governance.meetings import as_known
from ouzel.governance.meetings.counting import Present, Quorum, Seats, quorum
from ouzel.governance.meetings.stays import ALONG, Span, there_at
from ouzel.governance.meetings.steps import bodies_of, day_of
from ouzel.governance.models import (
    AgendaItem,
    Appointment,
    Attendance,
    Body,
    Exclusion,
    Meeting,
    MeetingEvent,
    Recusal,
    Seat,
    Stay,
)
from ouzel.governance.reference.orders import orders_for
from ouzel.governance.reference.rules_of_meeting import Orders

NO_PART = ("left", "silent")  # effects of a recusal that take the voice too, not the vote alone


@dataclass(frozen=True)
class ItemQuorum:
    """The quorum of one body for one item."""

    item: AgendaItem
    body: Body
    quorum: Quorum


class Room:
    """A meeting with its attendance, recusals, seats and orders, read in a few queries however many items it has.

    Whether somebody may see the meeting is asked before: what is here is whole.
    """

    def __init__(self, meeting: Meeting, *, bodies: Iterable[Body] | None = None, known_at: date | None = None) -> None:
        self.meeting = meeting
        self.known_at = known_at  # None: all is as it is known now
        self.day = day_of(meeting)
        self.bodies = list(bodies) if bodies is not None else bodies_of(meeting)

    @cached_property
    def lives(self) -> Lives:
        """What the bodies are called, of which kind they are, and when they exist."""
        return Lives([body.pk for body in self.bodies], known_at=self.known_at)

    @cached_property
    def orders(self) -> dict[int, Orders]:
        """The orders of each body on the day, by its key."""
        kinds = {body.pk: self.lives.kind(body.slug, self.day) for body in self.bodies}
        return orders_for(self.bodies, on=self.day, kinds=kinds, known_at=self.known_at)

    @cached_property
    def events(self) -> list[MeetingEvent]:
        """What happened to the meeting, the first first."""
        rows = MeetingEvent.objects.filter(by_then(self.known_at), meeting=self.meeting, seen=True)
        return list(rows.order_by("number"))

    @cached_property
    def items(self) -> list[AgendaItem]:
        """All items in the order of business, those taken off after the notice too; of private ones what is public."""
        rows = AgendaItem.objects.filter(meeting=self.meeting, seen=True).order_by("order", "id")
        return as_known.items_then(list(rows), self.known_at)

    @cached_property
    def seats(self) -> dict[tuple[int, str], Seat]:
        """The seats of each body on the day, by its key and their slug, each with who holds it (`held`)."""
        holds = Appointment.objects.on(self.day, known_at=self.known_at).filter(
            body=OuterRef("body"), seat=OuterRef("slug")
        )
        held = holds.values(said=JSONObject(person="person", profession="profession"))
        rows = (
            Seat.objects.on(self.day, known_at=self.known_at)
            .filter(body__in=self.bodies)
            .annotate(held=Subquery(held[:1]))
        )
        return {(seat.body_id, seat.slug): seat for seat in rows}

    @cached_property
    def everybody(self) -> list[Attendance]:
        """All that was put down of who was there and who was not, in its order."""
        rows = Attendance.objects.filter(meeting=self.meeting).select_related("person", "body")
        return list(rows.order_by("id"))

    @cached_property
    def attendances(self) -> dict[int, list[Attendance]]:
        """Members and deputies who were there at some time, by the key of their body."""
        found: dict[int, list[Attendance]] = defaultdict(list)
        for row in self.everybody:
            if row.capacity in ("member", "deputy"):
                found[row.body_id].append(row)
        return found

    @cached_property
    def stays(self) -> dict[tuple[int, int, str], tuple[Span, ...]]:
        """When somebody was there, the first stay first, by the keys of body and person and the seat; who is not named
        and is recorded as there was there all along.
        """
        found: dict[tuple[int, int, str], list[Span]] = defaultdict(list)
        for row in Stay.objects.filter(meeting=self.meeting).believed(self.known_at).order_by("items"):
            span = Span(row.items.lower, row.items.upper, row.came, row.went)
            found[row.body_id, row.person_id, row.seat].append(span)
        return {key: tuple(spans) for key, spans in found.items()}

    def spans(self, row: Attendance) -> tuple[Span, ...]:
        """When somebody who is recorded as there was there."""
        return self.stays.get((row.body_id, row.person_id, row.seat), ALONG)

    @cached_property
    def recusals(self) -> dict[tuple[int, int], Recusal]:
        """Recusals that stand, by the keys of item and person, in their order."""
        return {(row.item_id, row.person_id): row for row in self.declared if not self.mistaken(row)}

    def mistaken(self, row: Recusal) -> str:
        """Why a recusal was taken back, as known; empty: it stands."""
        back = getattr(row, "taken_back", None)
        return back.why if back is not None and was_by_then(back.at, self.known_at) else ""

    @cached_property
    def declared(self) -> list[Recusal]:
        """All recusals, those that were taken back too, in their order."""
        rows = Recusal.objects.filter(by_then(self.known_at), meeting=self.meeting)
        return list(rows.select_related("person", "taken_back").order_by("id"))

    @cached_property
    def exclusions(self) -> list[Exclusion]:
        """The resolutions to exclude the public. There are none where no item is private."""
        if not any(item.private for item in self.items):
            return []
        rows = Exclusion.objects.filter(by_then(self.known_at), meeting=self.meeting).select_related(
            "body", "proposer", "seconder"
        )
        return list(rows.prefetch_related("named").order_by("id"))

    def counted_seats(self, body: Body) -> Seats:
        """How many seats with a vote the body has on the day, and how many are held."""
        voting = [seat for (key, _), seat in self.seats.items() if key == body.pk and seat.votes]
        return Seats(len(voting), sum(_held(seat) is not None for seat in voting))

    def there(self, body: Body, item: AgendaItem | None) -> list[Attendance]:
        """Who of a body was there at an item, recused or not; None: at the beginning."""
        order = item.order if item is not None else None
        return [row for row in self.attendances.get(body.pk, []) if there_at(self.spans(row), order)]

    def present(self, body: Body, item: AgendaItem | None) -> tuple[Present, ...]:
        """The same as values, each with the tags of the seat and the effect of a recusal from the item."""
        return tuple(self._present(row, item) for row in self.there(body, item))

    def quorum_at_closing(self, body: Body, item: AgendaItem) -> Quorum | None:
        """The quorum as it was counted when the meeting was closed; None where none was kept."""
        return self._at_closing.get((body.slug, item.number))

    @cached_property
    def _at_closing(self) -> dict[tuple[str, str], Quorum]:
        closed = [event.detail for event in self.events if event.kind == "closed"]
        return {
            (each["body"], each["item"]): Quorum(
                each["met"], each["needed"], each["have"], tuple(each["missing"]), tuple(each["counted"])
            )
            for detail in closed for each in detail.get("quorum", ())
        }  # fmt: skip

    def quorum(self, body: Body, item: AgendaItem | None) -> Quorum:
        """The quorum of a body for an item; None: at the beginning, before any recusal."""
        return quorum(self.orders[body.pk], self.present(body, item), self.counted_seats(body))

    def effect(self, row: Attendance, item: AgendaItem | None) -> str:
        """The effect of a recusal of somebody from an item; empty: there is none."""
        recusal = self.recusals.get((item.pk, row.person_id)) if item is not None else None
        return recusal.effect if recusal else ""

    def _present(self, row: Attendance, item: AgendaItem | None) -> Present:
        seat = self.seats.get((row.body_id, row.seat))
        held = _held(seat) or {}
        return Present(
            person=row.person.slug, seat=row.seat, tags=frozenset(seat.tags if seat else ()),
            profession=held.get("profession") or "" if held.get("person") == row.person_id else "",
            votes=row.votes, online=row.how == "online", deputy=row.capacity == "deputy",
            recused=self.effect(row, item),
        )  # fmt: skip


def _held(seat: Seat | None) -> dict[str, Any] | None:
    """Who holds a seat that was read with its holder: `{"person": key, "profession": text}`; None: nobody."""
    return getattr(seat, "held", None)
