"""Reading columns of figures: exact where they are exact, and a clear refusal of what is no number."""

from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from ouzel.engine.figures import Figures, read_column


@pytest.mark.parametrize(
    ("given", "values", "places"),
    [
        (pd.Series([1, 2], dtype="int16"), [1, 2], None),
        (pd.Series(["1,234", "-5"]), [1234, -5], None),
        (pd.Series(["1.5", "2"]), [150 // 10, 20], 1),
        (pd.Series([Decimal("1.25"), Decimal("3")]), [125, 300], 2),
        (pd.Series([1, 2], dtype="Int64"), [1, 2], None),
        (pd.Series([1, 2], dtype=pd.ArrowDtype(pa.int32())), [1, 2], None),
        (pd.Series([0.5, 2.0]), [0.5, 2.0], None),
    ],
)
def test_read_column_exact(given: pd.Series, values: list, places: int | None) -> None:
    column = read_column("n", given)
    assert column.values.tolist() == values
    assert column.places == places
    assert column.missing is None
    assert column.suppressed is None


def test_read_column_marks_gaps_and_suppression_apart() -> None:
    column = read_column("n", pd.Series(["*", "", "C", None, "4", "[x]"]))
    assert column.suppressed is not None
    assert column.missing is not None
    assert column.suppressed.tolist() == [True, False, True, False, False, False]
    assert column.missing.tolist() == [False, True, False, True, False, True]


@pytest.mark.parametrize("wrong", ["12a", "1,23", "--", "1e5", "٣", "inf"])
def test_read_column_refuses_what_is_no_number(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"column 'n', row 2: .* is not a number"):
        read_column("n", pd.Series(["1", wrong]))


def test_read_column_refuses_infinity_and_truth() -> None:
    with pytest.raises(ValueError, match="row 1: an infinite number"):
        read_column("n", pd.Series([np.inf, 1.0]))
    with pytest.raises(ValueError, match="true and false"):
        read_column("n", pd.Series([True, False]))


@pytest.mark.parametrize(
    "days",
    [
        ["2021-04-01", "2021-05-01"],
        [date(2021, 4, 1), date(2021, 5, 1)],
        pd.to_datetime(["2021-04-01", "2021-05-01"]),
        [datetime(2021, 4, 1, 12, tzinfo=UTC), datetime(2021, 5, 1, 12, tzinfo=UTC)],
    ],
)
def test_figures_dates_in_any_form(days: list) -> None:
    frame = pd.DataFrame({"unit": ["A", "B"], "day": days, "n": [1, 2]})
    expected = [date(2021, 4, 1).toordinal(), date(2021, 5, 1).toordinal()]
    for table in (frame, pa.Table.from_pandas(frame)):
        figures = Figures.of(table, unit="unit", values=["n"], day="day")
        assert figures.day is not None
        assert figures.day.tolist() == expected


def test_figures_wrong_and_absent_dates_are_refused() -> None:
    frame = pd.DataFrame({"unit": ["A", "B"], "day": ["2021-04-01", "April 2021"], "n": [1, 2]})
    with pytest.raises(ValueError, match=r"column 'day', row 2: 'April 2021' is not a date such as 2021-04-01"):
        Figures.of(frame, unit="unit", values=["n"], day="day")
    frame["day"] = ["2021-04-01", None]
    with pytest.raises(ValueError, match="column 'day', row 2: no date"):
        Figures.of(frame, unit="unit", values=["n"], day="day")


def test_figures_absent_column_is_named() -> None:
    frame = pd.DataFrame({"unit": ["A"], "n": [1]})
    with pytest.raises(ValueError, match="no column 'm': there are unit, n"):
        Figures.of(frame, unit="unit", values=["m"])
    with pytest.raises(ValueError, match="no column of values"):
        Figures.of(frame, unit="unit", values=[])
