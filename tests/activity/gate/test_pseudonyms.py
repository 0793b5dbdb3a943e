"""Pseudonyms: HMAC-SHA256, the same for the same value wherever it stands."""

import hmac

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.gate.key import Key
from ouzel.activity.gate.pseudonyms import pseudonyms, undressed
from tests.activity.gate.dress import dressed, numbers

KEY = Key(b"0123456789abcdef0123456789abcdef")


def by_hand(value: str, *, key: Key = KEY, purpose: str = "person") -> int:
    if not value:
        return 0
    octets = hmac.new(key.secret, f"{purpose}\x1f{value}".encode(), "sha256").digest()
    return int.from_bytes(octets[:8], "big") & (2**63 - 1) or 1


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=90)), st.binary(min_size=32, max_size=100))
def test_pseudonym_is_that_of_the_standard_library(values: list[str], secret: bytes) -> None:
    key = Key(secret)
    made = pseudonyms(pa.array(values, pa.string()), key=key, purpose="record")
    assert made.dtype == np.int64
    assert made.tolist() == [by_hand(value, key=key, purpose="record") for value in values]


def test_many_at_once_stay_in_order() -> None:
    values = [f"X{number:07}" for number in range(150_000)]
    made = pseudonyms(pa.array(values), key=KEY, purpose="spell")
    assert (made > 0).all()
    assert len(np.unique(made)) == len(values)
    for at in (0, 1, 32_767, 32_768, 99_999, 149_999):
        assert made[at] == by_hand(values[at], purpose="spell")


@given(st.lists(st.sampled_from(["", "A", "B", "9434765919", "Ω"]), min_size=1), st.integers(0, 20))
def test_pseudonym_does_not_depend_on_the_batch_or_the_type(values: list[str], cut: int) -> None:
    array = pa.array(values)
    whole = pseudonyms(array, key=KEY, purpose="person")
    parts = [pseudonyms(part, key=KEY, purpose="person") for part in (array[:cut], array[cut:])]
    assert whole.tolist() == np.concatenate(parts).tolist()
    assert whole.tolist() == pseudonyms(array.dictionary_encode(), key=KEY, purpose="person").tolist()


def test_nulls_are_blank() -> None:
    array = pa.array(["A", None, ""])
    assert pseudonyms(array, key=KEY, purpose="person").tolist() == [by_hand("A"), 0, 0]
    assert pseudonyms(array.dictionary_encode(), key=KEY, purpose="person").tolist() == [by_hand("A"), 0, 0]


def test_purpose_and_key_part_the_same_value() -> None:
    other = Key(b"fedcba9876543210fedcba9876543210")
    array = pa.array(["123"])
    of = {
        int(pseudonyms(array, key=key, purpose=why)[0]) for key in (KEY, other) for why in ("person", "spell", "record")
    }
    assert len(of) == 6


@given(
    numbers(), st.sampled_from(["{a}{b}{c}", "{a} {b} {c}", "{a}-{b}-{c}", " {a}.{b}.{c} ", "{a}{b} - {c}", "{spread}"])
)
def test_number_is_the_same_in_any_dress(number: str, dress: str) -> None:
    assert undressed(pa.array(["x", dressed(number, dress)])).to_pylist() == ["x", number]


def test_placeholders_are_not_known() -> None:
    given = ["0", "0000000000", "9999999999", "999 999 9999", "  ", "TEST0001", "12-3"]
    assert undressed(pa.array(given)).to_pylist() == ["", "", "", "", "", "TEST0001", "12-3"]
