"""When codes that look like identifiers are."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.gate.chance import Sample, more_than_chance
from ouzel.activity.gate.detecting import detect
from ouzel.activity.gate.kinds import Kind
from ouzel.activity.gate.nhs_numbers import valid


def sampled(values: list[str], kind: Kind = Kind.NHS_NUMBER) -> Sample:
    sample = Sample(kind)
    for at in range(0, len(values), 100):
        words = pa.array(values[at : at + 100])
        finds = detect(words)
        if kind in finds.by_kind:
            sample.add(words, finds.by_kind[kind])
    return sample


def test_column_of_ten_digit_numbers_is_no_column_of_nhs_numbers() -> None:
    alarms = 0
    for seed in range(200):
        numbers = np.random.default_rng(seed).integers(10**9, 10**10, 400)
        alarms += sampled([str(number) for number in numbers]).holds
    assert alarms <= 2  # fewer than one of a thousand; two of two hundred would be bad luck


def test_numbers_in_order_are_no_nhs_numbers() -> None:
    assert not sampled([str(number) for number in range(4_000_000_000, 4_000_000_400)]).holds


def test_nhs_numbers_are_told_from_three_on() -> None:
    some = [str(number) for number in range(4_000_000_000, 4_000_001_000)]
    right = pa.array(some).filter(pa.array(valid(pa.array(some)))).to_pylist()
    assert not sampled(right[:2]).holds
    assert sampled(right[:3]).holds
    assert sampled(right[:40] + some[:100]).holds  # forty more than chance among a hundred


def test_the_same_value_again_and_again_is_one() -> None:
    assert not sampled(["9434765919"] * 5_000).holds


@given(st.integers(1, 2_000), st.data())
def test_more_hits_never_tell_less(of: int, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, of - 1))
    for kind in (Kind.NHS_NUMBER, Kind.POSTCODE, Kind.NAME):
        assert more_than_chance(kind, hits=hits, of=of) <= more_than_chance(kind, hits=hits + 1, of=of)


def test_codes_that_look_like_postcodes_count_from_a_twentieth() -> None:
    codes = [f"Q{number}" for number in range(10_000, 10_097)]
    assert not sampled([*codes, "LU12AB", "MK91AA", "SG54QQ"], Kind.POSTCODE).holds
    assert sampled([*codes[:57], "LU12AB", "MK91AA", "SG54QQ"], Kind.POSTCODE).holds


def test_thresholds_are_those_of_the_explanation() -> None:
    for hits, of in ((3, 3), (6, 10), (27, 150)):
        assert more_than_chance(Kind.NHS_NUMBER, hits=hits, of=of)
        assert not more_than_chance(Kind.NHS_NUMBER, hits=hits - 1, of=of)
