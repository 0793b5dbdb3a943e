"""Reading a column: exact where it is exact, gaps and suppression apart, and a clear refusal of what is no number."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from ouzel.engine.columns import read_column


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
