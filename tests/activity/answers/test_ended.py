"""Agreements on payment that outlive one of their bodies: what is said of them, and what is paid by activity since."""

from datetime import date

import pytest

from ouzel.activity.answers.attention import attention
from ouzel.activity.answers.ended import ended_agreements
from ouzel.activity.prices.agreements import agree
from ouzel.activity.running import run
from tests.activity.answers.asked import TODAY
from tests.activity.loads import ON
from tests.core.people import OPERATOR

pytestmark = pytest.mark.django_db
YEAR = {"since": date(2020, 4, 1), "until": date(2022, 4, 1), "source": "the contract", "recorded": date(2020, 4, 1)}


def block(commissioner: str, mechanism: str = "block", **more: object) -> None:
    agree(**{"provider": "RC9", "commissioner": commissioner, "mechanism": mechanism, "by": OPERATOR, **YEAR, **more})


def test_a_block_with_a_group_that_was_merged_is_said_with_what_is_paid_since(lines, store):
    block("06P")
    made = run(by=OPERATOR, on=ON, store=store)
    (found,) = [each for each in attention(made, store=store) if each.about == "agreement"]
    assert found.code == "06P/RC9"
    assert found.words.startswith("06P was to pay RC9 by a fixed payment until before 1 April 2022, but 06P ended on ")
    assert "ended on 1 April 2021 (M1J4Y came after it)" in found.words
    assert "write that down" in found.do
    assert found.lines == 2  # of the group that came after, at that hospital
    assert found.guide > 0
    assert not [each for each in attention(made, store=store, months=[2021 * 12 + 1]) if each.about == "agreement"]


def test_once_it_is_agreed_with_the_heir_nothing_is_left_to_do(lines, store):
    block("06P")
    block("M1J4Y", since=date(2021, 4, 1), recorded=date(2021, 4, 1))
    made = run(by=OPERATOR, on=ON, store=store)
    assert not [each for each in attention(made, store=store) if each.about == "agreement"]
    assert [each.body for each in ended_agreements(today=TODAY)] == ["06P"]


def test_agreements_that_end_in_time_or_with_nobody_known_or_by_activity_are_not_told(register):
    block("06P", until=date(2021, 4, 1))
    block("04F", mechanism="activity")
    block("ZZZ99")
    assert ended_agreements(today=TODAY) == ()
    block("06F", mechanism="fixed-and-variable")
    (found,) = ended_agreements(today=TODAY)
    assert "partly by a fixed payment" in found.words
    assert found.heirs == ("M1J4Y",)
    assert ended_agreements(today=TODAY, known_at=date(2020, 1, 1)) == ()
