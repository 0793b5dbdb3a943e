"""Who has a vote on an item, and why the others who are named have none."""

from collections.abc import Mapping
from dataclasses import dataclass

from ouzel.governance.meetings.room import NO_VOTE, Room
from ouzel.governance.models import AgendaItem, Attendance, Body, Person


@dataclass(frozen=True)
class Electorate:
    """Who may vote for a body on an item: their seats, by the key of the person. One person has one vote."""

    seats: Mapping[int, str]
    room: Room
    body: Body
    item: AgendaItem

    def why_not(self, person: Person) -> str:
        """Why somebody has no vote on the item, as the end of a sentence that may be public; empty where they have."""
        if person.pk in self.seats:
            return ""
        rows = Attendance.objects.filter(meeting=self.room.meeting, body=self.body, person=person)
        return next((self._why_not(row) for row in rows.order_by("pk")), "was not there for this body")

    def _why_not(self, row: Attendance) -> str:
        if row.capacity not in ("member", "deputy"):
            return {"apologies": "sent apologies", "absent": "was absent"}.get(row.capacity, "has no seat")
        if row.pk not in {there.pk for there in self.room.there(self.body, self.item)}:
            return "was not in the room for this item"
        if self.room.effect(row, self.item) in NO_VOTE:
            return f"took no part in the vote: {self.room.recusals[self.item.pk, row.person_id].declared}"
        if not row.votes:
            return "has no vote"
        return "may not vote as a deputy or from elsewhere under the standing orders"


def electorate(room: Room, body: Body, item: AgendaItem) -> Electorate:
    """Who may vote for the body on the item, by its attendance, recusals and standing orders."""
    return Electorate({row.person_id: row.seat for row in room.voters(body, item)}, room, body, item)
