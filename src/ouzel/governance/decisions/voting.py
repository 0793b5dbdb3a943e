"""Counting votes: what was cast, how many would have carried it, and whether it did. No tables here."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from ouzel.core.errors import ContentError
from ouzel.governance.reference.rules_of_meeting import Base, VotingRule

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"


@dataclass(frozen=True)
class Counts:
    """How many voted for, against, and abstained. ContentError for a number below 0."""

    votes_for: int
    votes_against: int
    abstentions: int = 0

    def __post_init__(self) -> None:
        for name in ("votes_for", "votes_against", "abstentions"):
            if getattr(self, name) < 0:
                raise ContentError("votes are counted from 0", field=name, value=str(getattr(self, name)))

    @property
    def cast(self) -> int:
        """How many people these are, those who abstained among them."""
        return self.votes_for + self.votes_against + self.abstentions

    @property
    def tied(self) -> bool:
        """As many for as against, and somebody voted."""
        return self.votes_for == self.votes_against > 0


@dataclass(frozen=True)
class Outcome:
    """What a vote came to. `needed`: votes for that would have carried it, of `of`; a casting vote among them."""

    counts: Counts
    needed: int
    of: int
    casting: str  # for, against; empty: none was given
    carried: bool


def count(votes: Iterable[str]) -> Counts:
    """Count votes that were given by name; ContentError for one that is none of for, against and abstain."""
    given = list(votes)
    for vote in given:
        if vote not in (FOR, AGAINST, ABSTAIN):
            raise ContentError("there is no such vote", field="votes", value=vote,
                               right="Use for, against or abstain")  # fmt: skip
    return Counts(given.count(FOR), given.count(AGAINST), given.count(ABSTAIN))


def outcome(rule: VotingRule, counts: Counts, *, present: int, seats: int, casting: str = "") -> Outcome:
    """What the votes come to under the rule: carried by more than `rule.more_than` of its base.

    `present`: those there who have a vote on the item; `seats`: all seats with a vote. `casting` (for, against) is the
    chair's further vote, on a tie only. A tie that is not settled is not carried. ContentError for a casting vote
    where there is no tie, or where the orders give none.
    """
    if casting:
        _check_casting(rule, counts, casting)
    votes_for = counts.votes_for + (casting == FOR)
    cast = counts.votes_for + counts.votes_against + bool(casting)
    base = {Base.VOTING: cast, Base.PRESENT: present, Base.SEATS: seats}[rule.of]
    threshold = Fraction(rule.more_than) * base
    return Outcome(counts, floor(threshold) + 1, base, casting, votes_for > threshold)


def _check_casting(rule: VotingRule, counts: Counts, casting: str) -> None:
    if casting not in (FOR, AGAINST):
        raise ContentError("a casting vote is for or against", field="casting", value=casting)
    if not rule.casting_vote:
        raise ContentError("the standing orders give the chair no casting vote", field="casting", value=casting,
                           right="Leave it out: a tie is not carried")  # fmt: skip
    if not counts.tied:
        raise ContentError(
            f"a casting vote settles a tie, and this is {counts.votes_for} to {counts.votes_against}", field="casting",
            value=casting, right="Leave it out",
        )  # fmt: skip
