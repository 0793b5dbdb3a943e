"""The sums of pricing equal exact fractions, and stay where floating point is exact."""

from fractions import Fraction
from math import floor

from hypothesis import given
from hypothesis import strategies as st

from ouzel.engine.pricing import arithmetic
from ouzel.engine.pricing.arithmetic import LARGEST_BEFORE, LARGEST_FACTOR, LARGEST_PRODUCT, TEN_THOUSAND

befores = st.integers(0, LARGEST_BEFORE * TEN_THOUSAND)
factors = st.integers(900_000, LARGEST_FACTOR)


def half_up(value: Fraction, unit: int) -> int:
    return floor(value / unit + Fraction(1, 2)) * unit


@given(before=befores, factor=factors, unit=st.sampled_from([1, 100]))
def test_unit_price_equals_the_exact_fraction(before: int, factor: int, unit: int) -> None:
    exact = Fraction(before, TEN_THOUSAND) * Fraction(factor, 1_000_000)
    assert arithmetic.unit_price(before, factor, unit=unit) == half_up(exact, unit)


@given(pence=st.integers(0, 100_000), unit=st.sampled_from([1, 100]))
def test_unit_price_halves_go_up(pence: int, unit: int) -> None:
    half = pence * unit * TEN_THOUSAND + unit * TEN_THOUSAND // 2
    assert arithmetic.unit_price(half, 1_000_000, unit=unit) == (pence + 1) * unit
    assert arithmetic.unit_price(half - 1, 1_000_000, unit=unit) == pence * unit


def test_unit_price_every_quantity_is_within_what_floating_point_holds() -> None:
    largest = LARGEST_BEFORE * LARGEST_FACTOR + LARGEST_FACTOR + 100 * arithmetic.MILLION
    assert largest < 2**53
    assert LARGEST_BEFORE * TEN_THOUSAND < 2**53
    assert LARGEST_PRODUCT + 1_000 < 2**53


def test_product_is_compared_before_it_could_overflow() -> None:
    dearest = arithmetic.unit_price(LARGEST_BEFORE * TEN_THOUSAND, LARGEST_FACTOR, unit=100)
    assert dearest * arithmetic.LARGEST_ACTIVITY < 2**63


@given(unit=st.integers(0, 10**7), activity=st.integers(-(10**6), 10**6))
def test_line_price_and_its_reversal_come_to_nothing(unit: int, activity: int) -> None:
    assert arithmetic.line_price(unit, activity) + arithmetic.line_price(unit, -activity) == 0
    exact = Fraction(unit * abs(activity), 1_000)
    assert abs(arithmetic.line_price(unit, activity)) == half_up(exact, 1)


@given(before=befores, factor=factors, activity=st.integers(-(10**9), 10**9))
def test_price_of_all_equals_the_exact_fraction_rounded_once(before: int, factor: int, activity: int) -> None:
    exact = Fraction(before, TEN_THOUSAND) * Fraction(factor, 1_000_000) * Fraction(abs(activity), 1_000)
    found = arithmetic.price_of_all(before, factor, activity)
    assert abs(found) == half_up(exact, 1)
    assert found + arithmetic.price_of_all(before, factor, -activity) == 0


def test_price_of_all_every_quantity_is_within_what_floating_point_holds() -> None:
    units, left = arithmetic.LARGEST_ACTIVITY, TEN_THOUSAND
    parts = arithmetic.MILLION * units + left * units // TEN_THOUSAND
    assert left * units < 2**53
    assert 999 * arithmetic.MILLION + parts + arithmetic.THOUSAND * arithmetic.MILLION < 2**53


@given(base=st.integers(0, 10**9), share=st.integers(1, 10_000))
def test_top_up_is_a_share_of_the_base_in_full_or_to_the_penny(base: int, share: int) -> None:
    exact = Fraction(base) * Fraction(share, 10_000) * TEN_THOUSAND
    assert arithmetic.top_up_of(base, share, steps=0) == exact
    assert arithmetic.top_up_of(base, share, steps=1) == half_up(exact, TEN_THOUSAND)
