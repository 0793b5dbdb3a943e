"""In the room: who is there, who comes late and leaves early, who takes no part, and the resolution to go private."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse

from ouzel.confidential import keeping_out
from ouzel.governance.interests.queries import entries
from ouzel.governance.meetings import attendance, excluding
from ouzel.governance.meetings.placing import HERE
from ouzel.governance.meetings.room import Room
from ouzel.governance.meetings.when import in_words, stays_of
from ouzel.governance.models import AgendaItem, Attendance, Body, Recusal
from ouzel.governance.seats.queries import seats_on
from ouzel.web.desk.door import sent
from ouzel.web.desk.governance.door import At, ask, everybody_reads, running
from ouzel.web.desk.governance.forms import Dated, Why
from ouzel.web.desk.governance.items import way
from ouzel.web.desk.governance.room_forms import (
    AttendanceForm,
    ExcludeForm,
    MovementForm,
    OtherForm,
    RecuseForm,
)
from ouzel.web.desk.governance.seats import newcomer, somebody_new


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
