"""Who is in the room: the attendance of a meeting read once, and asked item by item."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ouzel.governance.meetings.counting import Present, Quorum, Seats, quorum
from ouzel.governance.meetings.steps import bodies_of, day_of
from ouzel.governance.models import AgendaItem, Appointment, Attendance, Body, Meeting, Recusal, Seat
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
    """A meeting with its attendance, recusals, seats and orders, read in a few queries however many items it has."""

    def __init__(self, meeting: Meeting, *, bodies: Iterable[Body] | None = None) -> None:
        self.meeting = meeting
        self.day = day_of(meeting)
        self.bodies = list(bodies) if bodies is not None else bodies_of(meeting)

    @cached_property
    def orders(self) -> dict[int, Orders]:
        """The orders of each body on the day, by its key."""
        return orders_for(self.bodies, on=self.day)

    @cached_property
    def seats(self) -> dict[tuple[int, str], Seat]:
        """The seats of each body on the day, by its key and their slug."""
        rows = Seat.objects.on(self.day).filter(body__in=self.bodies)
        return {(seat.body_id, seat.slug): seat for seat in rows}

    @cached_property
    def appointments(self) -> dict[tuple[int, str], Appointment]:
        """Who holds each seat on the day."""
        rows = Appointment.objects.on(self.day).filter(body__in=self.bodies).select_related("person")
        return {(each.body_id, each.seat): each for each in rows}

    @cached_property
    def attendances(self) -> dict[int, list[Attendance]]:
        """Members and deputies who were there at some time, by the key of their body."""
        rows = Attendance.objects.filter(meeting=self.meeting, body__in=self.bodies, capacity__in=("member", "deputy"))
        found: dict[int, list[Attendance]] = defaultdict(list)
        for row in rows.select_related("person").order_by("id"):
            found[row.body_id].append(row)
        return found

    @cached_property
    def recusals(self) -> dict[tuple[int, int], Recusal]:
        """Recusals by the keys of item and person."""
        return {(row.item_id, row.person_id): row for row in Recusal.objects.filter(meeting=self.meeting)}

    def counted_seats(self, body: Body) -> Seats:
        """How many seats with a vote the body has on the day, and how many are held."""
        voting = [key for key, seat in self.seats.items() if key[0] == body.pk and seat.votes]
        return Seats(len(voting), sum(key in self.appointments for key in voting))

    def there(self, body: Body, item: AgendaItem | None) -> list[Attendance]:
        """Who of a body was there at an item, recused or not; None: at the beginning."""
        rows = self.attendances.get(body.pk, [])
        if item is None:
            return [row for row in rows if row.from_item is None]
        return [
            row
            for row in rows
            if (row.from_item is None or row.from_item <= item.order)
            and (row.to_item is None or item.order <= row.to_item)
        ]

    def present(self, body: Body, item: AgendaItem | None) -> tuple[Present, ...]:
        """The same as values, each with the tags of the seat and the effect of a recusal from the item."""
        return tuple(self._present(row, item) for row in self.there(body, item))

    def quorum(self, body: Body, item: AgendaItem | None) -> Quorum:
        """The quorum of a body for an item; None: at the beginning, before any recusal."""
        return quorum(self.orders[body.pk], self.present(body, item), self.counted_seats(body))

    def effect(self, row: Attendance, item: AgendaItem | None) -> str:
        """The effect of a recusal of somebody from an item; empty: there is none."""
        recusal = self.recusals.get((item.pk, row.person_id)) if item is not None else None
        return recusal.effect if recusal else ""

    def _present(self, row: Attendance, item: AgendaItem | None) -> Present:
        key = (row.body_id, row.seat)
        seat, appointment = self.seats.get(key), self.appointments.get(key)
        own = appointment is not None and appointment.person_id == row.person_id
        return Present(
            person=row.person.slug, seat=row.seat, tags=frozenset(seat.tags if seat else ()),
            profession=(appointment.profession if own and appointment else "") or "",
            votes=row.votes, online=row.how == "online", deputy=row.capacity == "deputy",
            recused=self.effect(row, item),
        )  # fmt: skip
