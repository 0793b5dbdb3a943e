"""Quorum of a meeting, from what is recorded of it: for each item, for each body that sits."""

from ouzel.governance.meetings.counting import Present, Quorum, Seats, quorum
from ouzel.governance.meetings.room import ItemQuorum, Room
from ouzel.governance.models import AgendaItem, Body, Meeting

__all__ = ["ItemQuorum", "Present", "Quorum", "Seats", "quorum", "quorum_by_item", "quorum_of"]


def quorum_of(meeting: Meeting, body: Body, item: AgendaItem | None) -> Quorum:
    """The quorum of a body for an item; None: at the beginning of the meeting, before anybody left."""
    return Room(meeting, bodies=[body]).quorum(body, item)


def quorum_by_item(meeting: Meeting, *, room: Room | None = None) -> tuple[ItemQuorum, ...]:
    """The quorum of each body for each item on the agenda, in the order of business."""
    room = room or Room(meeting)
    items = meeting.items.filter(removed="").order_by("order", "id")
    return tuple(ItemQuorum(item, body, room.quorum(body, item)) for item in items for body in room.bodies)
