"""Columns of days are read as each day alone is."""

import pyarrow as pa
from hypothesis import example, given
from hypothesis import strategies as st

from ouzel.activity import numbers
from ouzel.activity.day_numbers import days, of_texts

DATES = st.dates().map(str)
NEARLY = st.tuples(DATES, st.integers(0, 9), st.sampled_from(["", "0", "9", "-", "T", "é", "２"])).map(
    lambda each: each[0][: each[1]] + each[2] + each[0][each[1] + 1 :]
)
WRITTEN = DATES | NEARLY | DATES.map(lambda text: f"{text}T09:30:00") | st.text(max_size=14)


@given(st.lists(WRITTEN, max_size=20), st.integers(0, 3))
@example(["2024-02-29", "2025-02-29", "2025-00-01", "2025-13-01", "2025-01-00", "0000-01-01"], 0)
@example(["1899-12-31", "1900-01-01", "2199-12-31", "2200-01-01", "9999-12-31", "1801-01-01"], 1)
@example(["20250401", "2025-W14-2", "2025W142", "2025-4-1", " 2025-04-01", "２025-04-01"], 2)
def test_days_of_texts_are_those_of_each_text_alone(texts: list[str], start: int) -> None:
    column = pa.array(["2025-04-01"] * start + texts, pa.string()).slice(start)
    assert of_texts(column).tolist() == [numbers.day(text) for text in texts]


def test_days_say_where_none_is_said() -> None:
    column = pa.array(["2025-04-01", None, "", "soon", "2025-04-01"])
    for each in (column, column.dictionary_encode()):
        found, said = days(each, 5)
        assert found.tolist() == [739342, 0, 0, 0, 739342]
        assert said.tolist() == [True, False, False, False, True]
    assert days(None, 2)[0].tolist() == [0, 0]
