"""A meeting in common of the three governing bodies on 16 March 2021, opened, with everybody there."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ouzel.governance.meetings.actions import close_meeting, give_notice, open_meeting, plan_meeting
from ouzel.governance.meetings.agenda import add_item, remove_item
from ouzel.governance.meetings.attendance import Mark, record_attendances
from ouzel.governance.models import AgendaItem, Appointment, Body, Meeting
from tests.governance.world import World

LONDON = ZoneInfo("Europe/London")
DAY = date(2021, 3, 16)
NOTICE = date(2021, 3, 5)


@dataclass(frozen=True)
class Held:
    """A meeting with its items by number."""

    meeting: Meeting
    items: dict[str, AgendaItem] = field(default_factory=dict)


def planned(
    world: World, bodies: Iterable[Body], *, day: date = DAY, notice: date = NOTICE, title: str = "Governing bodies"
) -> Held:
    """Planned and noticed, with four items in public and one in private."""
    meeting = plan_meeting(
        title=title, bodies=list(bodies), starts=datetime(day.year, day.month, day.day, 10, tzinfo=LONDON),
        ends=datetime(day.year, day.month, day.day, 13, tzinfo=LONDON), venue="Town hall", on=notice, by=world.by,
    )  # fmt: skip
    items = {}
    for number, words, kind, private in (
        ("1", "Minutes of the meeting before", "minutes", False),
        ("2", "Proposal to become one", "merger", False),
        ("3", "Award of the community contract", "contract-award", False),
        ("4", "Anything else", "", False),
        ("P1", "A contract", "contract-award", True),
    ):
        items[number] = add_item(
            meeting=meeting, title=words, number=number, purpose="decision", kind=kind, private=private, by=world.by,
            on=notice,
        )  # fmt: skip
    return Held(give_notice(meeting=meeting, on=notice, by=world.by), items)


def opened(
    world: World, bodies: Iterable[Body] = (), *, day: date = DAY, notice: date = NOTICE,
    without: Collection[str] = (), title: str = "Governing bodies",
) -> Held:  # fmt: skip
    """Opened, with every holder of a seat there but those whose name is in `without`. By default all three bodies."""
    bodies = list(bodies) or list(world.three)
    held = planned(world, bodies, day=day, notice=notice, title=title)
    meeting = open_meeting(meeting=held.meeting, on=day, by=world.by)
    for body in bodies:
        holders = Appointment.objects.on(day).filter(body=body).select_related("person")
        record_attendances(
            meeting=meeting, body=body, on=day, by=world.by,
            marks=[
                Mark(row.person, "apologies" if row.person.name in without else "member", row.seat) for row in holders
            ],
        )  # fmt: skip
    return Held(meeting, held.items)


def closed(world: World, held: Held, *, day: date = DAY) -> Meeting:
    """The same meeting, closed; its private item taken off if the public was not excluded from it."""
    if not held.meeting.exclusions.exists():
        remove_item(item=held.items["P1"], why="Not reached", on=day, by=world.by)
    return close_meeting(meeting=held.meeting, on=day, by=world.by)
