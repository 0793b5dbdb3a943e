"""When somebody was at a meeting, as it is told: by the items of its agenda, and by the clock where it was noted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from ouzel.governance.meetings.room import Room
from ouzel.governance.models import Attendance


@dataclass(frozen=True)
class StayView:
    """From when to when somebody was there. `from_item`, `to_item`: numbers of items, both included; empty: from the
    beginning, to the end. `came`, `went`: by the clock, where it was noted.
    """

    from_item: str
    to_item: str
    came: time | None
    went: time | None

    @property
    def words(self) -> str:
        """As it is said: "from item 2 (10:40) to item 5"; empty: all along."""
        first, last = (
            f"{word} item {item}{f' ({at:%H:%M})' if at else ''}" if item else ""
            for word, item, at in (("from", self.from_item, self.came), ("to", self.to_item, self.went))
        )
        return " ".join(part for part in (first, last) if part)


def in_words(stays: Iterable[StayView]) -> str:
    """Several stays in a sentence; empty: all along."""
    return ", and ".join(stay.words for stay in stays)


def stays_of(room: Room, row: Attendance) -> tuple[StayView, ...]:
    """When somebody was there, by the items that are on the agenda; nothing for who was there all along, or not."""
    if (row.body_id, row.person_id, row.seat) not in room.stays:
        return ()
    items = [(item.order, item.number) for item in room.items if not item.removed]
    found = []
    for span in room.spans(row):
        first = next((number for order, number in items if span.first is not None and order >= span.first), "")
        before = [number for order, number in items if span.until is not None and order < span.until]
        found.append(StayView(first, before[-1] if before else "", span.came, span.went))
    return tuple(found)
