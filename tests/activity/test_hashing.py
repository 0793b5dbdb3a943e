"""Texts as 64 bits: alike texts alike, others not, for good."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.hashing import hashed

PINNED = [0, -4728059259647257656, -7948649597927296359]
TEXTS = st.lists(st.text(alphabet="ab\0é€ 1", max_size=30), min_size=1, max_size=40)


@given(TEXTS, st.integers(0, 5))
def test_hashed_is_the_same_for_texts_that_are_the_same_and_for_no_others(texts: list[str], start: int) -> None:
    column = pa.array(["before"] * start + texts, pa.string()).slice(start)
    found = hashed(column, len(texts)).tolist()
    assert found == hashed(column.dictionary_encode(), len(texts)).tolist()
    assert found == [int(hashed(pa.array([text]), 1)[0]) for text in texts]
    assert len(set(found)) == len(set(texts))


def test_hashed_tells_apart_texts_that_differ_in_one_place() -> None:
    texts = [f"B{number:016X}" for number in range(200_000)]
    assert len(set(hashed(pa.array(texts), len(texts)).tolist())) == len(texts)


def test_hashed_never_changes_because_identifiers_of_records_that_are_kept_are_made_of_it() -> None:
    assert hashed(pa.array(["", "RC9", "AA22C/N/BP1"]), 3).tolist() == PINNED


def test_hashed_of_no_column_and_of_no_words() -> None:
    assert hashed(None, 2).tolist() == [0, 0]
    assert hashed(pa.array([], pa.string()), 0).tolist() == []
    assert hashed(pa.array([], pa.dictionary(pa.int32(), pa.string())), 0).tolist() == []
