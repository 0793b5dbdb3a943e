"""Values made canonical over distinct values."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.readers.cleaning import Cleaner, coalesced, iso_date, joined
from ouzel.activity.readers.dates import way, words

SAID = st.lists(st.sampled_from(["", " ", "a", " b ", "59.0", "01/04/2025", "x,y"]), max_size=30)


def encoded(values: list[str]) -> pa.Array:
    return pa.array(values, pa.string()).dictionary_encode()


@given(SAID)
def test_clean_dictionaries_and_text_come_to_the_same(values: list[str]) -> None:
    cleaner = Cleaner(whole=True, dates=("%d/%m/%Y",), values={"a": "A"})
    few = cleaner.clean(encoded(values), many=False)
    many = cleaner.clean(pa.array(values, pa.string()), many=True)
    assert few.to_pylist() == many.to_pylist()
    assert len(set(few.dictionary.to_pylist())) == len(few.dictionary)
    meant = {"": "", " ": "", "a": "A", " b ": "b", "59.0": "59", "01/04/2025": "2025-04-01", "x,y": "x,y"}
    assert few.to_pylist() == [meant[value] for value in values]


def test_clean_nulls_are_not_said() -> None:
    array = pa.array(["a", None, "a"]).dictionary_encode()
    assert Cleaner().clean(array, many=False).to_pylist() == ["a", "", "a"]
    assert Cleaner().clean(pa.array([None, "b"]), many=True).to_pylist() == ["", "b"]


def test_clean_a_shape_leaves_only_what_counts() -> None:
    cleaner = Cleaner(values={"X9": "A1"}, shape="^[A-Z][0-9]$")
    assert cleaner.clean(encoded(["A1", "-", "X9", "12"]), many=False).to_pylist() == ["A1", "", "A1", ""]


def test_clean_a_date_that_is_none_stays_for_the_checks() -> None:
    assert iso_date("31/02/2025", ("%d/%m/%Y",)) == "31/02/2025"
    assert iso_date("20250401", ("%d/%m/%Y", "%Y%m%d")) == "2025-04-01"


@given(st.lists(st.tuples(*[st.sampled_from(["", "a", "b"])] * 3), min_size=1))
def test_joined_leaves_out_blanks_and_keeps_every_row(values: list[tuple[str, ...]]) -> None:
    columns = [encoded(list(column)) for column in zip(*values, strict=True)]
    assert joined(columns, ",").to_pylist() == [",".join(filter(None, row)) for row in values]


@given(st.lists(st.tuples(*[st.sampled_from(["", "a", "b"])] * 3), min_size=1))
def test_coalesced_takes_the_first_that_says_something(values: list[tuple[str, ...]]) -> None:
    columns = [encoded(list(column)) for column in zip(*values, strict=True)]
    assert coalesced(columns).to_pylist() == [next(filter(None, row), "") for row in values]


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("dd/mm/yyyy", "%d/%m/%Y"),
        ("dd-mon-yy", "%d-%b-%y"),
        ("yyyymmdd", "%Y%m%d"),
        ("yyyy-mm-ddThh:mi:ss", "%Y-%m-%dT%H:%M:%S"),
    ],
)
def test_way_reads_and_writes(text: str, pattern: str) -> None:
    assert way(text) == pattern
    assert words(pattern) == text


@pytest.mark.parametrize("text", ["", "dd/yyyy", "mm/yyyy", "%d/%m/%Y", "day/month/year", "dd/mm/mm/yyyy"])
def test_way_of_something_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="does not say how a date is written"):
        way(text)
