"""Who has a vote on an item: those who were there for it, with a vote, and took no leave of it over an interest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ouzel.governance.models import AgendaItem, Attendance, Body, Meeting, Person, Recusal, Seat
from ouzel.governance.reference.rules_of_meeting import VotingRule

NO_VOTE = ("left", "silent", "no-vote")  # effects of a recusal that take the vote


@dataclass(frozen=True)
class Electorate:
    """Seats of those who have a vote on an item, by the person's number; of the others who were there, why not."""

    seats: Mapping[int, str]
    others: Mapping[int, str] = field(default_factory=dict)

    def why_not(self, person: Person) -> str:
        """Why somebody has no vote on the item, as the end of a sentence; empty where they have one."""
        if person.pk in self.seats:
            return ""
        return self.others.get(person.pk, "was not there as a member")


def electorate(*, meeting: Meeting, body: Body, item: AgendaItem, rule: VotingRule) -> Electorate:
    """Who has a vote for the body on the item, under its standing orders. One person has one vote."""
    recused = dict(
        Recusal.objects.filter(item=item, effect__in=NO_VOTE).values_list("person_id", "declared")
    )  # fmt: skip
    seats: dict[int, str] = {}
    others: dict[int, str] = {}
    for row in Attendance.objects.filter(meeting=meeting, body=body).order_by("pk"):
        why = _why_not(row, item, rule)
        if not why and row.person_id in recused:
            why = f"took no part in the vote over an interest: {recused[row.person_id]}"
        if why:
            others.setdefault(row.person_id, why)
        else:
            seats.setdefault(row.person_id, row.seat)
    return Electorate(seats, {person: why for person, why in others.items() if person not in seats})


def seats_with_vote(body: Body, *, on: date) -> int:
    """How many seats with a vote the body has on the day, filled or not."""
    return Seat.objects.on(on).filter(body=body, votes=True).count()


def _why_not(row: Attendance, item: AgendaItem, rule: VotingRule) -> str:
    """Each end of the sentence fits in a record that the public reads."""
    if row.capacity == "apologies":
        return "sent apologies"
    if row.capacity == "absent":
        return "was absent"
    if (row.from_item is not None and item.order < row.from_item) or (
        row.to_item is not None and item.order > row.to_item
    ):
        return "was not in the room for this item"
    if not row.votes:
        return "has no vote" if row.capacity != "in-attendance" else "was in attendance, without a vote"
    if row.capacity == "deputy" and not rule.deputies:
        return "was there as a deputy, and deputies do not vote under the standing orders"
    if row.how == "online" and not rule.online:
        return "was there online, and the standing orders want voters in the room"
    return ""
