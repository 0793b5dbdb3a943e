"""NHS numbers in whatever dress."""

import nhs_number
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.gate.detecting import detect
from ouzel.activity.gate.kinds import Kind
from ouzel.activity.gate.nhs_numbers import find_numbers, is_number, plain_numbers, valid
from tests.activity.gate.dress import dressed, dresses, full_width, numbers


@given(numbers(), dresses)
def test_number_is_found_in_any_dress(number: str, dress: str) -> None:
    found = detect(pa.array(["A81001", dressed(number, dress), ""])).by_kind[Kind.NHS_NUMBER]
    assert found.any.tolist() == [False, True, False]


@given(numbers())
def test_number_in_full_width_digits_is_found(number: str) -> None:
    assert detect(pa.array([number.translate(full_width)])).by_kind[Kind.NHS_NUMBER].any.all()


@given(numbers().filter(lambda number: number[0] != "0"), st.integers(1, 6))
def test_number_padded_with_noughts_is_found(number: str, noughts: int) -> None:
    padded = "0" * noughts + number
    found = detect(pa.array([padded, f"patient {padded}", f"{padded}1", f"7{padded}"])).by_kind[Kind.NHS_NUMBER]
    assert found.any.tolist() == [True, True, False, False]


@given(st.lists(st.from_regex(r"[0-9]{9}", fullmatch=True), min_size=1), st.integers(0, 9))
def test_many_at_once_agree_with_the_package(starts: list[str], last: int) -> None:
    wholes = [start + str(nhs_number.calculate_checksum(start))[-1] for start in starts]
    wholes += [start + str(last) for start in starts] + ["0000000000", "4444444444", "3002000007", "2902010005"]
    assert valid(pa.array(wholes)).tolist() == [is_number(each) for each in wholes]


def test_many_at_once_take_a_slice_as_it_lies() -> None:
    wholes = pa.array(["9434765919", "9434765918", "4010232137"])
    assert valid(wholes.slice(1)).tolist() == [False, True]
    assert plain_numbers(pa.array(["x", "9434765919", "943 476 59"]).slice(1)).tolist() == [True, False]


@pytest.mark.parametrize("text", [
    "9434765918",  # the check digit is wrong
    "94347659190", "19434765919",  # eleven digits
    "0000000000", "9999999999",  # not known
    "1802-01-01 00:00:00", "2024-03-15 10:30", "2025-04-01T09:15:00",
    "12.34567890", "0.9434765919", "9434765.919",  # amounts
    "",
])  # fmt: skip
def test_what_is_no_number_is_not_found(text: str) -> None:
    assert not detect(pa.array([text])).any


def test_number_among_words_is_certain_and_alone_it_is_bare() -> None:
    found = find_numbers(
        pa.array(["the patient 9434765919", "943 476 5919", "9434765919", "ABC9434765919", "1234567890"])
    )
    assert found.certain.tolist() == [True, True, False, False, False]
    assert found.bare.tolist() == [False, False, True, True, False]
    assert found.candidates.tolist() == [False, False, True, True, True]


def test_one_in_eleven_passes_by_chance() -> None:
    some = np.random.default_rng(11).integers(4 * 10**9, 10**10, 110_000)
    share = valid(pa.array([str(each) for each in some])).mean()
    assert 0.088 < share < 0.094
