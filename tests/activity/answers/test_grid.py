"""A grid of units says what a report says, and loses nothing however its units are divided."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.answers.cells import Cells, key_of
from ouzel.activity.answers.dimensions import dimension
from ouzel.activity.answers.grid import Grid, grid_of, what_if
from ouzel.core.types.basis import Basis
from ouzel.engine.structure import Structure
from ouzel.register.answers import Moment
from ouzel.structures import structure
from tests.activity.answers.asked import TODAY, ask, by_code

COMMISSIONER = dimension("commissioner")
NOW = Basis("as-now")


def small() -> Structure:
    """A practice that belongs to one commissioner, one that is divided among two, and one that belongs nowhere."""
    return Structure.from_rows(
        relations=[
            ("commissioner", "P1", "A", None, None), ("commissioner", "P2", "A", None, None, 0.3),
            ("commissioner", "P2", "B", None, None, 0.7),
        ],
        kinds=[("A", "commissioner", None, None), ("B", "commissioner", None, None), ("P3", "practice", None, None)],
    )  # fmt: skip


@given(st.lists(st.integers(-(10**12), 10**12), min_size=6, max_size=6))
def test_divided_and_unresolved_units_keep_every_sum(numbers):
    values = np.array(numbers, dtype=np.int64).reshape(3, 2, 1)
    keys = {"unit_kind": key_of(["practice"] * 3), "unit": key_of(["P1", "P2", "P3"])}
    grid = Grid(Cells(keys, np.zeros((3, 0), dtype=np.int64), ()), ("2021-01-01", "2021-02-01"), ("lines",), values)
    laid = what_if(grid, COMMISSIONER, basis=NOW, structure=small(), today=TODAY)
    ((unit, reason, lost),) = laid.unresolved
    assert (unit, bool(reason)) == ("P3", True)
    assert (laid.values.sum(axis=0) + lost == values.sum(axis=0)).all()
    part = dict(zip(laid.codes, laid.values[:, 0, 0].tolist(), strict=True))["A"] - numbers[0]
    assert abs(part - numbers[2] * 0.3) <= 0.5 + 1e-3


def test_sums_that_could_pass_64_bits_are_refused():
    keys = {"unit_kind": key_of(["practice"]), "unit": key_of(["P1"])}
    units = Cells(keys, np.zeros((1, 0), dtype=np.int64), ())
    grid = Grid(units, ("",), ("lines",), np.full((1, 1, 1), np.iinfo(np.int64).min + 1))
    assert what_if(grid, COMMISSIONER, basis=NOW, structure=small(), today=TODAY).values.sum() < 0
    double = {name: key_of(["practice", "practice"] if name == "unit_kind" else ["P1", "P2"]) for name in keys}
    wide = Grid(Cells(double, np.zeros((2, 0), dtype=np.int64), ()), ("",), ("lines",), np.full((2, 1, 1), 2**62))
    with pytest.raises(OverflowError):
        what_if(wide, COMMISSIONER, basis=NOW, structure=small(), today=TODAY)
    with pytest.raises(ValueError, match="as-was"):
        what_if(grid, COMMISSIONER, basis=Basis("as-was"), structure=small(), today=TODAY)


@pytest.mark.django_db
def test_a_grid_says_what_a_report_says(made, store):
    grid = grid_of(made, store=store)
    for basis in ("as-now", "as-at:2021-03-31"):
        laid = what_if(
            grid, COMMISSIONER, basis=Basis.parse(basis), structure=structure(moment=Moment(TODAY)), today=TODAY
        )
        found = ask("commissioner", "month", store=store, basis=basis)
        at = laid.names.index("lines")
        cells = {
            (code, date.fromisoformat(month)): int(laid.values[n, m, at])
            for n, code in enumerate(laid.codes)
            for m, month in enumerate(laid.months)
            if laid.values[n, m, at]
        }
        assert cells == by_code(found)
        assert [unit for unit, _, _ in laid.unresolved] == [""]
