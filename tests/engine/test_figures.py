"""Figures from tables of any kind: their units, dates and columns."""

from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ouzel.engine.figures import Figures


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


def test_figures_from_parquet_are_those_of_the_table(tmp_path: Path) -> None:
    table = pa.table(
        {"unit": ["A", "B"], "other": ["x", "y"], "day": [date(2021, 4, 1)] * 2, "n": [1, 2], "m": [0.5, None]}
    )
    pq.write_table(table, tmp_path / "figures.parquet")
    read = Figures.from_parquet(tmp_path / "figures.parquet", unit="unit", values=["n", "m"], day="day")
    made = Figures.of(table, unit="unit", values=["n", "m"], day="day")
    assert read.units == made.units == ("A", "B")
    assert (
        [c.values.tolist() for c in read.columns] == [c.values.tolist() for c in made.columns] == [[1, 2], [0.5, 0.0]]
    )
    assert read.columns[1].missing is not None
    assert read.columns[1].missing.tolist() == [False, True]


def test_figures_absent_column_is_named() -> None:
    frame = pd.DataFrame({"unit": ["A"], "n": [1]})
    with pytest.raises(ValueError, match="no column 'm': there are unit, n"):
        Figures.of(frame, unit="unit", values=["m"])
    with pytest.raises(ValueError, match="no column of values"):
        Figures.of(frame, unit="unit", values=[])
