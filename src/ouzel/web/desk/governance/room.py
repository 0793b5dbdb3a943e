"""In the room: who is there, who comes late and leaves early, who takes no part, and the resolution to go private."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from ouzel.confidential import keeping_out
from ouzel.governance.interests.queries import entries
from ouzel.governance.meetings import attendance, excluding
from ouzel.governance.meetings.attendance import EFFECTS, Mark
from ouzel.governance.meetings.placing import HERE
from ouzel.governance.meetings.room import Room
from ouzel.governance.meetings.when import in_words, stays_of
from ouzel.governance.models import AgendaItem, Attendance, Body, Person, Recusal
from ouzel.governance.seats.queries import SeatView, seats_on
from ouzel.web.desk import fields
from ouzel.web.desk.door import sent
from ouzel.web.desk.governance.door import At, ask, everybody_reads, running
from ouzel.web.desk.governance.fields import HourField, One, PersonField
from ouzel.web.desk.governance.forms import Dated, Ruled, Why
from ouzel.web.desk.governance.items import way
from ouzel.web.desk.governance.seats import newcomer, somebody_new

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


@running
def attended(request: HttpRequest, it: At, body: str) -> HttpResponse:
    """Record who was there for a body, everybody at once."""
    sits = it.body(body)
    seats = seats_on(sits, on=it.day)
    rows, now = list(_rows(it, sits)), Room(it.meeting, bodies=[sits])
    form = AttendanceForm(sent(request), seats=seats, rows=rows, initial={"on": it.past})
    return ask(
        request, form,
        lambda got: attendance.record_attendances(
            meeting=it.meeting, body=sits, marks=form.marks(), on=got["on"], by=it.by
        ),
        title=f"Who was there: {it.names[body]}", button="Record it", said="Recorded.", to=("meeting", it.slug),
        caption=it.meeting.title, above=it.above, at="on", names=it.names, anchor="attendance",
        template="attendance", seats=seats, rows=rows, body=body, at_meeting=it,
        whens={row.pk: in_words(stays_of(now, row)) for row in rows},
    )  # fmt: skip


@running
def other(request: HttpRequest, it: At, body: str) -> HttpResponse:
    """Record somebody who is there without a seat."""
    sits = it.body(body)
    return ask(
        request, OtherForm(sent(request), initial={"on": it.past, **newcomer(request)}),
        lambda got: attendance.record_attendance(
            meeting=it.meeting, body=sits, person=got["person"], capacity="in-attendance", how=got["how"],
            note=got["note"], on=got["on"], by=it.by,
        ),
        title=f"Somebody in attendance: {it.names[body]}", button="Record it", said="Recorded.",
        to=("attendance", it.slug, body), caption=it.meeting.title, above=it.above, at="person", names=it.names,
        beside=somebody_new(request),
    )  # fmt: skip


@running
def movement(request: HttpRequest, it: At, body: str) -> HttpResponse:
    """Record that somebody came late, went out, came back or left, or that none of it was so."""
    sits = it.body(body)
    form = MovementForm(sent(request), initial={"on": it.past})
    _offer(form, "person", {row.person.slug: (row.person, row.person.name) for row in _rows(it, sits, here=True)})
    form.fields["item"].offer(_agenda(it), empty="Choose one")  # type: ignore[attr-defined]

    def do(got: dict[str, Any]) -> None:
        who: dict[str, Any] = {"meeting": it.meeting, "body": sits, "person": got["person"], "on": got["on"]}
        if got["what"] == "stayed":
            return attendance.stayed(**who, by=it.by)
        act = attendance.arrived if got["what"] == "arrived" else attendance.left
        return act(**who, at=got["item"], time=got["time"], by=it.by)

    return ask(
        request, form, do, title="Somebody came late, went out or came back", button="Record it", said="Recorded.",
        to=("attendance", it.slug, body), caption=it.names[body], above=it.above, at="item", names=it.names,
        lead=["Record each time that somebody came or went, one after the other."],
    )  # fmt: skip


@running
def strike(request: HttpRequest, it: At, body: str, number: int) -> HttpResponse:
    """Take a line out of the register that should not be in it."""
    row = next((each for each in _rows(it, it.body(body)) if each.pk == number), None)
    if row is None:
        raise Http404("There is no such line.")
    return ask(
        request, Dated(sent(request), initial={"on": it.past}),
        lambda got: attendance.strike_attendance(attendance=row, on=got["on"], by=it.by),
        title=f"Strike the line of {row.person.name}", button="Strike it", said="The line is struck.",
        to=("attendance", it.slug, body), caption=it.names[body], above=it.above, at="on", names=it.names,
    )  # fmt: skip


@running
def recuse(request: HttpRequest, it: At, number: str) -> HttpResponse:
    """Record an interest declared in an item, and what followed."""
    row = it.item(number)
    kept = [each.person for each in keeping_out.kept(it.meeting, by=it.by).filter(item=row)]
    first = request.GET.get("person", kept[0].slug if kept else "")
    form = RecuseForm(sent(request), initial={"on": it.past, "effect": "left", "person": first})
    there = Attendance.objects.visible_to(request.user).filter(meeting=it.meeting, capacity__in=HERE)
    people: dict[str, Any] = {each.person.slug: (each.person, each.person.name)
                              for each in there.select_related("person").order_by("person__name")}  # fmt: skip
    _offer(form, "person", people)
    held = {
        str(entry.pk): (entry, f"{person.name}: {entry.description}")
        for person, _ in people.values()
        for entry in entries(person, request.user)
    }
    form.fields["interest"].offer(held, empty="None")  # type: ignore[attr-defined]
    return ask(
        request, form,
        lambda got: attendance.recuse(
            item=row, person=got["person"], declared=got["declared"], effect=got["effect"], ruling=got["ruling"],
            interest=got["interest"], on=got["on"], by=it.by,
        ),
        title=f"An interest declared in item {number}", button="Record it",
        said="Recorded. The quorum of the item is worked out anew.", to=("item", it.slug, number),
        caption=row.title, above=way(it, row), at="person", names=it.names,
        lead=[*everybody_reads(row), *(f"{each.name} is kept from this item." for each in kept)],
    )  # fmt: skip


@running
def take_back(request: HttpRequest, it: At, number: str, number_of: int) -> HttpResponse:
    """Take back an interest that was put down by mistake."""
    item = it.item(number)
    rows = Recusal.objects.visible_to(it.by).standing().filter(item=item).select_related("person")
    row = rows.filter(pk=number_of).first()
    if row is None:
        raise Http404("There is no such declaration.")
    return ask(
        request, Why(sent(request), initial={"on": it.past}),
        lambda got: attendance.take_back_recusal(recusal=row, why=got["why"], on=got["on"], by=it.by),
        title=f"Take back the declaration of {row.person.name}", button="Take it back",
        said="Taken back. The quorum of the item is worked out anew.", to=("item", it.slug, number),
        caption=item.title, above=way(it, item), at="why", names=it.names,
        lead=["It stays to be seen with the reason, and counts no more."],
    )  # fmt: skip


@running
def exclude(request: HttpRequest, it: At, body: str) -> HttpResponse:
    """Record that a body resolved to exclude the public."""
    sits = it.body(body)
    form = ExcludeForm(sent(request), initial={"on": it.past})
    people = {row.person.slug: (row.person, row.person.name) for row in _rows(it, sits, here=True)}
    _offer(form, "proposer", people)
    form.fields["seconder"].offer(people, empty="Nobody")  # type: ignore[attr-defined]
    private = _agenda(it, private=True)
    _offer(form, "from_item", private)
    form.fields["to_item"].offer(private, empty="To the end")  # type: ignore[attr-defined]
    return ask(
        request, form,
        lambda got: excluding.exclude_public(
            meeting=it.meeting, body=sits, reason=got["reason"], proposer=got["proposer"], seconder=got["seconder"],
            from_item=got["from_item"], to_item=got["to_item"], irregular=got["irregular"], on=got["on"], by=it.by,
        ),
        title=f"{it.names[body]} excludes the public", button="Record the resolution",
        said="The resolution is recorded.", to=("meeting", it.slug), caption=it.meeting.title, above=it.above,
        names=it.names,
        lead=["Public Bodies (Admission to Meetings) Act 1960, section 1(2): by resolution, with its reason."],
    )  # fmt: skip


def _offer(form: forms.Form, name: str, things: dict[str, Any]) -> None:
    form.fields[name].offer(things)  # type: ignore[attr-defined]


def _rows(it: At, body: Body, *, here: bool = False) -> Any:
    rows = Attendance.objects.visible_to(it.by).filter(meeting=it.meeting, body=body).select_related("person")
    return (rows.filter(capacity__in=HERE) if here else rows).order_by("pk")


def _agenda(it: At, *, private: bool | None = None) -> dict[str, tuple[AgendaItem, str]]:
    rows = AgendaItem.objects.visible_to(it.by).filter(meeting=it.meeting, removed="").order_by("order", "pk")
    return {r.number: (r, f"{r.number}. {r.title}") for r in rows if private is None or r.private == private}


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
