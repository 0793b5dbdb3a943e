"""A meeting in common of the three governing bodies with items to match, put down as plain rows."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from ouzel.governance.models import AgendaItem, Body, Meeting, Sitting
from tests.governance.world import World


def meeting(world: World, *, on: date = date(2021, 3, 16), bodies: Sequence[Body] = ()) -> Meeting:
    """A meeting at one in the afternoon; of the three governing bodies where none are given."""
    starts = datetime(on.year, on.month, on.day, 13, tzinfo=UTC)
    made = Meeting.objects.create(slug=f"{on}-in-common", title="Meeting in common", starts=starts)
    for body in bodies or world.three:
        Sitting.objects.create(meeting=made, body=body)
    return made


def item(of: Meeting, title: str, number: str = "1", **more: Any) -> AgendaItem:
    """An item of it; `parties` as the table keeps them."""
    return AgendaItem.objects.create(meeting=of, number=number, order=int(number), title=title, **more)
