"""Counting votes, beside a second way of counting that hands out single votes."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.core.errors import ContentError
from ouzel.governance.decisions.voting import Counts, count, outcome
from ouzel.governance.reference.rules_of_meeting import Base, VotingRule

SIMPLE = VotingRule()
SOME = st.integers(0, 12)


def test_votes_by_name_are_counted() -> None:
    assert count(["for", "abstain", "for", "against"]) == Counts(2, 1, 1)


def test_count_of_a_vote_that_is_none_is_refused() -> None:
    with pytest.raises(ContentError, match="no such vote"):
        count(["for", "perhaps"])


def test_count_below_nought_is_refused() -> None:
    with pytest.raises(ContentError, match="counted from 0"):
        Counts(3, -1)


@pytest.mark.parametrize(
    ("votes_for", "against", "of", "carried"),
    [(5, 4, Base.VOTING, True), (4, 4, Base.VOTING, False), (5, 1, Base.PRESENT, True), (4, 1, Base.PRESENT, False),
     (5, 0, Base.SEATS, False), (6, 0, Base.SEATS, True), (0, 0, Base.VOTING, False)],
)  # fmt: skip
def test_majority_is_of_what_the_orders_say(votes_for: int, against: int, of: Base, carried: bool) -> None:
    found = outcome(VotingRule(of=of), Counts(votes_for, against, 3), present=9, seats=10)
    assert found.carried is carried


def test_majority_of_two_thirds_needs_more_than_two_thirds() -> None:
    rule = VotingRule(more_than=Fraction(2, 3))
    assert not outcome(rule, Counts(6, 3), present=9, seats=9).carried
    assert outcome(rule, Counts(7, 2), present=9, seats=9).carried


def test_tie_is_settled_by_the_chair() -> None:
    assert outcome(SIMPLE, Counts(4, 4), present=8, seats=9, casting="for").carried
    assert not outcome(SIMPLE, Counts(4, 4), present=8, seats=9, casting="against").carried


def test_casting_vote_without_a_tie_is_refused() -> None:
    with pytest.raises(ContentError, match="settles a tie"):
        outcome(SIMPLE, Counts(5, 4), present=9, seats=9, casting="for")


def test_casting_vote_that_the_orders_do_not_give_is_refused() -> None:
    with pytest.raises(ContentError, match="no casting vote"):
        outcome(VotingRule(casting_vote=False), Counts(4, 4), present=8, seats=9, casting="for")


@given(SOME, SOME, SOME, st.sampled_from(Base), st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(3, 4)]))
def test_outcome_is_that_of_asking_how_many_would_do(
    votes_for: int, against: int, abstain: int, of: Base, part: Fraction
) -> None:
    counts = Counts(votes_for, against, abstain)
    present, seats = counts.cast, counts.cast + 2
    found = outcome(VotingRule(of=of, more_than=part), counts, present=present, seats=seats)
    pool = {Base.VOTING: votes_for + against, Base.PRESENT: present, Base.SEATS: seats}[of]
    least = next(n for n in range(pool + 2) if n * part.denominator > part.numerator * pool)
    assert (found.needed, found.of, found.carried) == (least, pool, votes_for >= least)


@given(SOME, SOME, SOME)
def test_one_more_vote_in_favour_never_loses_it(votes_for: int, against: int, abstain: int) -> None:
    before = outcome(SIMPLE, Counts(votes_for, against, abstain), present=40, seats=40)
    after = outcome(SIMPLE, Counts(votes_for + 1, against, abstain), present=40, seats=40)
    assert after.carried or not before.carried
