"""The forms of who is in the room: attendance, movements, interests declared, the resolution to exclude the public."""

from typing import Any

from ouzel.governance.meetings.attendance import EFFECTS, Mark
from ouzel.governance.models import Attendance, Person
from ouzel.governance.seats.queries import SeatView
from ouzel.web.desk import fields
from ouzel.web.desk.governance.fields import HourField, One, PersonField
from ouzel.web.desk.governance.forms import Dated, Ruled

Shape = fields.Shape
HOW = {"in-person": "in person", "online": "online"}
WORDS = {"left": "Left the room", "silent": "Stayed, took no part", "no-vote": "Spoke, did not vote",
         "none": "Took part: the chair ruled so"}  # fmt: skip


class AttendanceForm(Dated):
    """Everybody with a seat, one line each: what is chosen is a `Mark` but for the items."""

    def __init__(self, *args: Any, seats: tuple[SeatView, ...], rows: list[Attendance], **options: Any) -> None:
        super().__init__(*args, **options)
        self.seats, self.rows = [seat for seat in seats if seat.holder], rows
        self.initial = {**self.initial, **_recorded(self.seats, rows)}
        for seat in self.seats:
            assert seat.holder is not None
            chosen = fields.Select(label=f"{seat.title}: {seat.holder.name}", required=False, choices=_choices(seat))
            self.fields[f"seat-{seat.seat}"] = chosen
            self.prepare(f"seat-{seat.seat}", chosen, None)
        self.order_fields([*(f"seat-{seat.seat}" for seat in self.seats), "on"])

    def marks(self) -> list[Mark]:
        """What was chosen and is not recorded so already; who is deputised for sent apologies."""
        people = {person.slug: person for seat in self.seats for person in _people(seat)}
        known = {(row.person_id, row.seat) for row in self.rows}
        found = []
        for seat in self.seats:
            name = f"seat-{seat.seat}"
            chosen = self.cleaned_data[name]
            if chosen and name in self.changed_data:
                capacity, how, person = chosen.split("|")
                found.append(Mark(people[person], capacity, seat.seat, how))
                if capacity == "deputy" and seat.holder and (seat.holder.pk, seat.seat) not in known:
                    found.append(Mark(seat.holder, "apologies", seat.seat))
        return found


class OtherForm(Dated):
    """Somebody who is there without a seat."""

    few: tuple[str, ...] = ("on",)

    person = PersonField(label="Who", help_text="The name, as it is written in who’s who")
    how = fields.Radios(
        label="How", choices=[(key, text.capitalize()) for key, text in HOW.items()], initial="in-person"
    )
    note = fields.ShapeField(
        Shape.LINE, label="As what", required=False, help_text="Such as: Director of communications"
    )


class MovementForm(Dated):
    """Somebody who came late, went out, came back or left."""

    person = One(label="Who")
    what = fields.Radios(
        label="What happened",
        choices=[("arrived", "Came in late, or came back"), ("left", "Left, or went out"),
                 ("stayed", "Was there all along: what is recorded is wrong")],
    )  # fmt: skip
    item = One(label="From which item on", required=False)
    time = HourField(label="At what time", required=False, help_text="Where it was noted. Such as 10:40")

    def clean(self) -> dict[str, Any]:
        """Who came or went did so at an item."""
        got = super().clean()
        if got.get("what") in ("arrived", "left") and not got.get("item") and "item" not in self.errors:
            self.add_error("item", "Choose the item from which on they were there, or were not")
        return got


class RecuseForm(Dated):
    """An interest declared in an item, and what followed."""

    few: tuple[str, ...] = ("interest", "on")

    person = One(label="Who declared it")
    declared = fields.TextField(
        Shape.TEXT, label="What was declared", help_text="As said at the meeting. Everybody reads it."
    )
    effect = fields.Radios(label="What followed", choices=[(each, WORDS[each]) for each in EFFECTS])
    ruling = fields.TextField(
        Shape.TEXT, label="Why the chair ruled so", required=False, help_text="Needed where they took part all the same"
    )
    interest = One(label="The entry of the register it is", required=False)


class ExcludeForm(Ruled):
    """A resolution to exclude the public."""

    reason = fields.TextField(
        Shape.TEXT, label="The reason that the resolution states",
        help_text="Such as: commercially confidential terms of a contract. Everybody reads it.",
    )  # fmt: skip
    proposer = One(label="Who proposed it")
    seconder = One(label="Who seconded it", required=False)
    from_item = One(label="From the item")
    to_item = One(label="To the item", required=False)


def _people(seat: SeatView) -> list[Person]:
    return [person for person in (seat.holder, *(deputy.person for deputy in seat.deputies)) if person]


def _choices(seat: SeatView) -> list[tuple[str, str]]:
    assert seat.holder is not None
    own = [(f"member|{how}|{seat.holder.slug}", f"There, {text}") for how, text in HOW.items()]
    for deputy in seat.deputies:
        own += [
            (f"deputy|{how}|{deputy.person.slug}", f"{deputy.person.name} in their place, {text}")
            for how, text in HOW.items()
        ]
    away = [
        (f"apologies|in-person|{seat.holder.slug}", "Apologies"),
        (f"absent|in-person|{seat.holder.slug}", "Absent"),
    ]
    return [("", "Not recorded"), *own, *away]


def _recorded(seats: list[SeatView], rows: list[Attendance]) -> dict[str, str]:
    said = {}
    for seat in seats:
        for row in rows:
            first = f"seat-{seat.seat}" not in said
            if row.seat == seat.seat and (first or row.capacity == "deputy"):  # goes before the holder's apologies
                how = row.how if row.capacity in ("member", "deputy") else "in-person"
                said[f"seat-{seat.seat}"] = f"{row.capacity}|{how}|{row.person.slug}"
    return said
