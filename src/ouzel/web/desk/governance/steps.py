"""The steps of a meeting: notice, another time or place, opened, adjourned, closed; who presides, the recording."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from ouzel.core.permissions import today
from ouzel.governance.meetings import actions, clock
from ouzel.governance.meetings.openness import openness
from ouzel.governance.models import Appointment
from ouzel.governance.reference.orders import orders_of
from ouzel.web import words
from ouzel.web.desk import fields
from ouzel.web.desk.door import sent
from ouzel.web.desk.governance.door import At, ask, running
from ouzel.web.desk.governance.fields import HourField, One
from ouzel.web.desk.governance.forms import Dated, Ruled, Why, foremost
from ouzel.web.desk.governance.planning import PlaceForm, moment

Shape = fields.Shape


class MoveForm(Ruled, PlaceForm):
    """Another time or place."""

    few: tuple[str, ...] = ("on", "irregular")

    day = fields.DayField(label="The day of the meeting")
    why = fields.TextField(Shape.TEXT, label="Why it is moved", help_text="Everybody reads it")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["day", "begins", "ends", "venue", "join", "why", "on", "irregular"])


class AdjournForm(Why):
    """Broken off, to be taken up again."""

    until = fields.ShapeField(
        Shape.LINE, label="Until when", required=False, help_text="The day, or the item it goes on with"
    )


class CloseForm(Ruled):
    """It was held."""

    ended = HourField(label="When it ended", required=False, help_text="Such as 12:40")


class RecordingForm(Dated):
    """Where it can be watched."""

    address = fields.ShapeField(
        Shape.LINE, label="Address of the recording", required=False,
        help_text="It begins with https://. Leave it empty if it is no longer there.",
    )  # fmt: skip


class ChairForm(Dated):
    """Who presides."""

    person = One(label="Who presides")


class NoteForm(Dated):
    """What is to be said of a step."""

    note = fields.ShapeField(Shape.LINE, label="Anything to be said of it", required=False)


class Step(NamedTuple):
    """A step as its page tells it."""

    title: str
    button: str
    said: str
    form: Callable[..., Any]
    do: Callable[[At, dict[str, Any]], Any]
    lead: str = ""
    at: str = "irregular"


def _move(it: At, got: dict[str, Any]) -> Any:
    return actions.move_meeting(
        meeting=it.meeting, starts=moment(got["day"], got["begins"]),
        ends=moment(got["day"], got["ends"]) if got["ends"] else None, venue=got["venue"], join=got["join"],
        why=got["why"], on=got["on"], irregular=got["irregular"], by=it.by,
    )  # fmt: skip


def _close(it: At, got: dict[str, Any]) -> Any:
    ends = moment(got["on"], got["ended"]) if got["ended"] else None
    return actions.close_meeting(meeting=it.meeting, on=got["on"], irregular=got["irregular"], ends=ends, by=it.by)


STEPS: dict[str, Step] = {
    "notice": Step(
        "Give notice", "Give notice", "Notice is given: everybody can read it.", Ruled,
        lambda it, got: actions.give_notice(
            meeting=it.meeting, on=got["on"], irregular=got["irregular"], by=it.by
        ),
        "From now on everybody can read when and where the meeting is, and its agenda.",
    ),
    "move": Step(
        "Move it to another time or place", "Move it", "The meeting is moved.", MoveForm, _move,
        "Its address stays. If notice was given, this is a new notice, for which the clear days count anew.",
    ),
    "cancel": Step(
        "Cancel the meeting", "Cancel it", "The meeting is cancelled.", Why,
        lambda it, got: actions.cancel_meeting(meeting=it.meeting, why=got["why"], on=got["on"], by=it.by),
        "If notice of it was given it stays at its address, as cancelled, with the reason.", "why",
    ),
    "open": Step(
        "Open the meeting", "Open it", "The meeting is open. Record who is there.", Ruled,
        lambda it, got: actions.open_meeting(
            meeting=it.meeting, on=got["on"], irregular=got["irregular"], by=it.by
        ),
    ),
    "adjourn": Step(
        "Adjourn the meeting", "Adjourn it", "The meeting is adjourned.", AdjournForm,
        lambda it, got: actions.adjourn(
            meeting=it.meeting, why=got["why"], until=got["until"], on=got["on"], by=it.by
        ), at="why",
    ),
    "reconvene": Step(
        "Take the meeting up again", "Take it up again", "The meeting goes on.", NoteForm,
        lambda it, got: actions.reconvene(meeting=it.meeting, note=got["note"], on=got["on"], by=it.by), at="on",
    ),
    "close": Step(
        "Close the meeting", "Close it", "The meeting was held. Write its minutes.", CloseForm, _close,
        "Decisions and actions can be written down afterwards too, until the minutes are approved.",
    ),
    "recording": Step(
        "Where the recording is", "Save it", "Saved.", RecordingForm,
        lambda it, got: actions.set_recording(meeting=it.meeting, address=got["address"], on=got["on"], by=it.by),
        at="address",
    ),
}  # fmt: skip
ON_ITS_DAY = ("open", "adjourn", "close")


@running
def step(request: HttpRequest, it: At, step: str) -> HttpResponse:
    """Take one step of a meeting."""
    if step not in STEPS:
        raise Http404("A meeting has no such step.")
    this = STEPS[step]
    form = this.form(sent(request), initial=_initial(it, step))
    if step == "notice" and any(due is None or due < today() for _, due in _notices(it)):
        foremost(form, "irregular")
    return ask(
        request, form, lambda got: this.do(it, got), title=this.title, button=this.button, said=this.said,
        to=("meeting", it.slug), caption=it.meeting.title, lead=_lead(it, step, this), above=it.above, at=this.at,
        names=it.names,
    )  # fmt: skip


@running
def chair(request: HttpRequest, it: At, body: str) -> HttpResponse:
    """Say who presides for a body."""
    sits = it.body(body)
    rows = Appointment.objects.visible_to(request.user).on(it.day).filter(body=sits)
    rows = rows.select_related("person").order_by("person__name")
    form = ChairForm(sent(request), initial={"on": it.past})
    form.fields["person"].offer({row.person.slug: (row.person, row.person.name) for row in rows})  # type: ignore[attr-defined]
    return ask(
        request, form,
        lambda got: actions.set_chair(meeting=it.meeting, body=sits, person=got["person"], on=got["on"], by=it.by),
        title=f"Who presides for {it.names[body]}", button="Save it", said="Saved.", to=("meeting", it.slug),
        caption=it.meeting.title, above=it.above, at="person", names=it.names,
    )  # fmt: skip


def _initial(it: At, step: str) -> dict[str, Any]:
    if step == "move":
        ends = timezone.localtime(it.meeting.ends).time() if it.meeting.ends else None
        return {"day": it.day, "begins": timezone.localtime(it.meeting.starts).time(), "ends": ends,
                "venue": it.meeting.venue, "join": it.meeting.join}  # fmt: skip
    if step == "recording":
        return {"address": it.meeting.recording}
    return {"on": it.past} if step in ON_ITS_DAY else {}


def _lead(it: At, step: str, this: Step) -> list[str]:
    lead = [this.lead] if this.lead else []
    if step == "notice":
        lead += [said for said, _ in _notices(it)]
        in_public, because = openness(it.bodies, on=it.day)
        lead.append(f"It is in public. {because}." if in_public else "It is not in public.")
    return lead


def _notices(it: At) -> list[tuple[str, date | None]]:
    """Of each body by when notice is due, as a sentence and as a day; None: nobody can say."""
    found: list[tuple[str, date | None]] = []
    for body in it.bodies:
        period = orders_of(body, on=it.day).notice
        said = f"{it.names[body.slug]}: {period.words} of notice"
        try:
            due = clock.due(it.day, period)
        except clock.NotKnown as unknown:
            found.append(
                (f"{said}. By when cannot be said: {unknown.problem}. Say why it is given all the same.", None)
            )
            continue
        late = " That day is over: say why it is given all the same." if due < today() else ""
        found.append((f"{said}, so by {words.day(due)}.{late}", due))
    return found
