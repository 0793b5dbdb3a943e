"""Sums of money as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.core.types.money import NotASum, pence_of


@pytest.mark.parametrize(
    ("text", "pence"),
    [("0", 0), ("7", 700), ("£7.5", 750), ("99.50", 9950), (" £ 1,250,000 ", 125_000_000), ("0.07", 7), ("1.500", 150)],
)
def test_a_sum_is_read_to_the_penny(text: str, pence: int):
    assert pence_of(text) == pence


@pytest.mark.parametrize("text", ["", "-1", "a lot", "1,25", "1.", "1e5", "nan", "١٢", "12 000", "10000000000000000"])
def test_what_is_no_sum_is_refused_with_what_would_be_right(text: str):
    with pytest.raises(NotASum, match="Give a sum in pounds"):
        pence_of(text)


def test_there_is_no_part_of_a_penny():
    with pytest.raises(NotASum, match="There is no part of a penny"):
        pence_of("99.505")


@given(st.integers(0, 10**15 - 1))
def test_every_sum_comes_back_as_it_was_written(pence: int):
    exact = Decimal(pence) / 100
    assert pence_of(f"{exact:,.2f}") == pence_of(f"£{exact:.2f}") == pence
