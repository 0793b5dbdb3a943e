"""The rules a decision must keep: each one that is not kept is refused, or recorded as irregular with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance import guards
from ouzel.governance.bodies.delegation import may_decide
from ouzel.governance.bodies.names import name_of
from ouzel.governance.decisions.electorate import NO_VOTE, Electorate, electorate
from ouzel.governance.decisions.voting import Counts, Outcome, count, outcome
from ouzel.governance.interests.matching import matches
from ouzel.governance.irregular import refuse_or_record
from ouzel.governance.meetings import excluding
from ouzel.governance.meetings.presiding import presiding
from ouzel.governance.meetings.room import Room
from ouzel.governance.models import AgendaItem, Body, Meeting, Person

WITHIN = "Within the scheme of reservation and delegation"  # all that is said where the sum is private


@dataclass(frozen=True)
class Taking:
    """A decision that is being taken: where, by whom, and the reason given for going on where a rule is not kept."""

    meeting: Meeting
    item: AgendaItem
    body: Body
    on: date
    by: Actor
    irregular: str

    @cached_property
    def room(self) -> Room:
        """Who is there for the body, read once for all rules: the meeting is held meanwhile."""
        return Room(self.meeting, bodies=[self.body])

    @cached_property
    def voters(self) -> Electorate:
        """Who may vote for the body on the item."""
        return electorate(self.room, self.body, self.item)

    @property
    def name(self) -> str:
        """What the body is called on the day."""
        return name_of(self.body, self.on)

    def unless(self, kept: bool, *, rule: str, problem: str, right: str) -> None:
        """Go on where a rule is kept; else refuse, or record why it is done all the same."""
        if not kept:
            refuse_or_record(
                meeting=self.meeting, item=self.item, rule=rule, problem=problem, right=right, reason=self.irregular,
                on=self.on, by=self.by,
            )  # fmt: skip


def not_yet_minuted(taking: Taking) -> None:
    """Nothing is put down behind minutes that were approved, or put before the public as a draft, without it."""
    minutes = taking.meeting.minutes
    approved = minutes.exclude(approved_at=None).exists()
    taking.unless(
        not approved, rule="minutes", problem="the minutes of the meeting were approved before this was put down",
        right="Take it at the next meeting",
    )  # fmt: skip
    taking.unless(
        approved or not minutes.exclude(published=None).exists(), rule="minutes",
        problem="the draft minutes of the meeting were published before this was put down",
        right="Take it at the next meeting",
    )  # fmt: skip


def in_public_or_excluded(taking: Taking) -> None:
    """A private item is taken only once the public was excluded from it by a resolution of each body that sits."""
    item = taking.item
    lacking = excluding.without_resolution(item) if item.private else []
    names = [name_of(body, taking.on) for body in lacking]
    taking.unless(
        not lacking, rule="exclusion",
        problem=f"{', '.join(names)} did not resolve to exclude the public from item {item.number}",
        right="Record the resolution of each body that sits first, with the reason that it states",
    )  # fmt: skip


def quorate(taking: Taking) -> dict[str, Any]:
    """The body is quorate for this item; what the quorum was worked out from, to be kept with the decision."""
    quorum = taking.room.quorum(taking.body, taking.item)
    taking.unless(
        quorum.met, rule="quorum",
        problem=f"{taking.name} was not quorate at item {taking.item.number}: {'; '.join(quorum.missing)}",
        right="Take it when the quorum is there, or defer it to another meeting",
    )  # fmt: skip
    return quorum.record()


def authorised(taking: Taking, *, kind: str, pence: int | None) -> str:
    """The body may take decisions of the kind, for that sum; by which line of which scheme, in words.

    Of a private item neither the record nor the words say the sum.
    """
    authority = may_decide(body=taking.body, kind=kind, pence=pence, on=taking.on)
    private = taking.item.private and pence is not None
    general = f"{taking.name} may not take this decision under the scheme of reservation and delegation"
    if not authority.allowed and private and not taking.irregular.strip():
        # Refused, it is told to who asked only; nothing is kept of it.
        raise ContentError(authority.why, field="delegation", right="Leave it to who may decide it")
    taking.unless(
        authority.allowed, rule="delegation", problem=general if private else authority.why,
        right="Leave it to who may decide it",
    )  # fmt: skip
    if private:
        return WITHIN if authority.allowed else general
    return authority.why


def interests_told(taking: Taking) -> None:
    """Nobody who takes part has a declared interest in a body or company that the item concerns, unless something was
    put down of it there: that they left, did not vote, or that the chair let them stay.

    Only what is sure counts: the same code or company number, or what it became. Names and words are for people to
    look at beforehand. Of an entry that is withheld no word says whose it is; nor whose it is in a private item, as
    with the public register that would tell whom the item concerns.
    """
    if taking.item.private:
        silent = {key for key in guards.concerned(taking.item) if (taking.item.pk, key) not in taking.room.recusals}
        taking.unless(
            not silent & set(taking.voters.seats), rule="interest",
            problem=f"somebody took part in item {taking.item.number} for {taking.name} who has an interest in it, or "
            "was to be kept from it, and nothing was put down of that there",
            right="Record at the item what was done about the interest, then the decision",
        )  # fmt: skip
        return
    for match in matches(taking.item, viewer=taking.by):
        person = match.person
        if not match.sure or person.pk not in taking.voters.seats:
            continue
        if (taking.item.pk, person.pk) in taking.room.recusals:
            continue
        who = "somebody" if match.interest.redacted else person.name
        taking.unless(
            False, rule="interest",
            problem=f"{who} took part in item {taking.item.number} for {taking.name} with a declared interest in whom "
            "it concerns, and nothing was put down of it there",
            right="Record at the item what was done about the interest, then the decision",
        )  # fmt: skip


def counted(
    taking: Taking, votes: Mapping[Person, str] | Counts, *, casting: str
) -> tuple[Outcome, Electorate]:  # fmt: skip
    """Votes by those only who have one on the item, no more than there are of them, and what they come to."""
    room, voters = taking.room, taking.voters
    rule = room.orders[taking.body.pk].voting
    if isinstance(votes, Counts):
        counts = votes
        taking.unless(
            counts.cast <= len(voters.seats), rule="vote",
            problem=f"{counts.cast} votes were counted at item {taking.item.number}, and {len(voters.seats)} people of "
            f"{taking.name} had one",
            right="Count again, or record who was there",
        )  # fmt: skip
    else:
        counts = count(votes.values())
        for person in votes:
            why = voters.why_not(person)
            taking.unless(
                not why, rule="vote", problem=f"{person.name} voted at item {taking.item.number}, but {why}",
                right=f"Leave out the vote of {person.name}",
            )  # fmt: skip
    if casting:
        chair = presiding(taking.item, taking.body, room=room)
        if chair is None:
            raise ContentError(
                f"nobody presided for {taking.name} at item {taking.item.number}", field="casting",
                right="Record who was in the chair first",
            )  # fmt: skip
        declared = room.recusals.get((taking.item.pk, chair.pk))
        taking.unless(
            declared is None or declared.effect not in NO_VOTE, rule="vote",
            problem=f"{chair.name} gave the casting vote at item {taking.item.number}, but took no part in the vote",
            right="Leave it out: a tie is not carried; or have somebody else preside",
        )  # fmt: skip
    seats = room.counted_seats(taking.body).voting
    return outcome(rule, counts, present=len(voters.seats), seats=seats, casting=casting), voters
