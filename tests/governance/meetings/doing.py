"""A meeting in common of the three governing bodies on 16 March 2021, as far as a test needs it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from ouzel.governance.meetings.actions import give_notice, open_meeting, plan_meeting
from ouzel.governance.meetings.agenda import add_item
from ouzel.governance.meetings.attendance import Mark, record_attendances
from ouzel.governance.models import AgendaItem, Appointment, Body, Meeting
from tests.governance.world import SECRETARY as BY
from tests.governance.world import World

LONDON = ZoneInfo("Europe/London")
DAY = date(2021, 3, 16)  # a Tuesday
NOTICED = date(2021, 3, 9)


def at(day: date, hour: int = 10) -> datetime:
    """An hour of a day in London."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)


def planned(*bodies: Body, day: date = DAY, hour: int = 10, title: str = "Governing bodies in common") -> Meeting:
    """A meeting of two hours."""
    return plan_meeting(
        title=title, bodies=bodies, starts=at(day, hour), ends=at(day, hour + 2), venue="Town hall", by=BY,
        on=date(2021, 1, 4),
    )  # fmt: skip


def noticed(*bodies: Body, day: date = DAY) -> Meeting:
    """A meeting with three items, of which notice was given a week before."""
    meeting = planned(*bodies, day=day)
    item(meeting, "Welcome")
    item(meeting, "Merger of the three groups", purpose="decision", kind="merger")
    item(meeting, "Award of a contract", private=True, purpose="decision", kind="contract-award")
    return give_notice(meeting=meeting, on=NOTICED, by=BY)


def opened(world: World) -> Meeting:
    """The meeting in common of the three bodies, open, with everybody there."""
    meeting = open_meeting(meeting=noticed(*world.three), on=DAY, by=BY)
    for body in world.three:
        everybody(meeting, body)
    return meeting


def item(meeting: Meeting, title: str, **more: object) -> AgendaItem:
    """An item put on the agenda before the notice."""
    return add_item(meeting=meeting, title=title, by=BY, on=NOTICED, **more)  # type: ignore[arg-type]


def numbered(meeting: Meeting, number: str) -> AgendaItem:
    """The item printed with that number."""
    return meeting.items.get(number=number)


def everybody(meeting: Meeting, body: Body, *but: str) -> None:
    """All who hold a seat are there, but those of some seats."""
    held = Appointment.objects.on(DAY).filter(body=body).exclude(seat__in=but).select_related("person")
    marks = [Mark(each.person, "member", each.seat) for each in held]
    record_attendances(meeting=meeting, body=body, marks=marks, on=DAY, by=BY)
