"""Who has a vote on an item, and why the others who are named have none."""

from collections.abc import Mapping
from dataclasses import dataclass

from ouzel.governance.meetings.room import Room
from ouzel.governance.models import AgendaItem, Attendance, Body, Person

NO_VOTE = ("left", "silent", "no-vote")  # effects of a recusal that take the vote


@dataclass(frozen=True)
class Electorate:
    """Who may vote for a body on an item: their seats, by the key of the person. One person has one vote."""

    seats: Mapping[int, str]
    others: Mapping[int, str]  # why somebody who was named has none, by the key of the person

    def why_not(self, person: Person) -> str:
        """Why somebody has no vote on the item, as the end of a sentence that may be public; empty where they have."""
        if person.pk in self.seats:
            return ""
        return self.others.get(person.pk, "was not there for this body")


def electorate(room: Room, body: Body, item: AgendaItem) -> Electorate:
    """Who may vote for the body on the item, by its attendance, recusals and standing orders."""
    there = {row.pk for row in room.there(body, item)}
    seats: dict[int, str] = {}
    others: dict[int, str] = {}
    for row in Attendance.objects.filter(meeting=room.meeting, body=body).order_by("pk"):
        why = _why_not(row, room, item, there=row.pk in there)
        if why:
            others.setdefault(row.person_id, why)
        else:
            seats.setdefault(row.person_id, row.seat)
    return Electorate(seats, others)


def _why_not(row: Attendance, room: Room, item: AgendaItem, *, there: bool) -> str:
    if row.capacity not in ("member", "deputy"):
        return {"apologies": "sent apologies", "absent": "was absent"}.get(row.capacity, "has no seat")
    if not there:
        return "was not in the room for this item"
    if room.effect(row, item) in NO_VOTE:
        return f"took no part in the vote: {room.recusals[item.pk, row.person_id].declared}"
    if not row.votes:
        return "has no vote"
    rule = room.orders[row.body_id].voting
    if row.capacity == "deputy" and not rule.deputies:
        return "was there as a deputy, and under the standing orders deputies do not vote"
    if row.how == "online" and not rule.online:
        return "was there online, and under the standing orders who votes is in the room"
    return ""
