"""What standing orders say, as values: notice, quorum, voting, questions, urgent decisions, minutes."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from ouzel.governance.reference.composing import Rule


class Count(StrEnum):
    """Which days count as clear days."""

    ALL = "all"  # every day of the calendar
    WEEKDAYS = "weekdays"  # not Saturdays and Sundays
    WORKING = "working"  # nor bank holidays in England and Wales


class Base(StrEnum):
    """Of how many a majority is taken."""

    VOTING = "voting"  # those present who vote for or against
    PRESENT = "present"  # those present who have a vote: an abstention counts against
    SEATS = "seats"  # all seats with a vote, filled or not


@dataclass(frozen=True)
class Period:
    """So many clear days: neither the day it is done nor the day of the meeting counts."""

    clear_days: int
    count: Count = Count.ALL

    @property
    def words(self) -> str:
        """As it is said: "3 clear days", "5 clear working days"."""
        kind = {Count.ALL: "", Count.WEEKDAYS: "week", Count.WORKING: "working "}[self.count]
        return f"{self.clear_days} clear {kind}day{'' if self.clear_days == 1 else 's'}"


@dataclass(frozen=True)
class Need:
    """Somebody who must be there: `at_least` people with any of these tags of a seat, or of these professions."""

    words: str  # "the chief executive or the chief finance officer"
    any: tuple[str, ...]
    at_least: int = 1


@dataclass(frozen=True)
class QuorumRule:
    """How many of the voting members must be there, and who. Each of `members`, `at_least`, `more_than` that is given
    must hold; a fraction is of all seats with a vote, or, with `filled_only`, of those that somebody holds.

    `recused`: after which effects of a recusal somebody counts no more. `one_capacity`: a person fills one need only.
    """

    members: int = 0
    at_least: Fraction | None = None
    more_than: Fraction | None = None
    filled_only: bool = False
    deputies: bool = True
    online: bool = True
    recused: frozenset[str] = frozenset({"left", "silent", "no-vote"})
    one_capacity: bool = False
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True)
class VotingRule:
    """A motion is carried by more than `more_than` of `of`. A tie is settled by the chair where `casting_vote`."""

    of: Base = Base.VOTING
    more_than: Fraction = Fraction(1, 2)
    casting_vote: bool = True
    deputies: bool = True
    online: bool = True


@dataclass(frozen=True)
class UrgentRule:
    """Who must agree to a decision between meetings: for each of `agree` somebody who holds a seat with that tag, and
    `consult_at_least` others with a tag of `consult`. Empty `agree`: no urgent decisions.
    """

    agree: tuple[str, ...] = ()
    consult: tuple[str, ...] = ()
    consult_at_least: int = 0


@dataclass(frozen=True)
class MinutesRule:
    """Days after the meeting within which draft minutes are to be published; None: nothing is said."""

    draft_days: int | None = None


@dataclass(frozen=True)
class Orders:
    """The rules by which a body meets. `in_public`: it meets in public whether or not the law asks that of its kind.
    `composition`: what they add to the rules of its kind.
    """

    name: str
    source: str
    in_public: bool
    notice: Period
    papers: Period
    questions: Period | None  # None: no questions of the public
    quorum: QuorumRule
    voting: VotingRule
    urgent: UrgentRule
    minutes: MinutesRule
    composition: tuple[Rule, ...] = ()
