"""A merger as if it were enacted over totals of activity: 8,000 practices, 120 months, 20 measures."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from benchmarks import _decade
from benchmarks.as_if import _plan, _state
from benchmarks.measure import side_by_side
from benchmarks.rebase import COLUMNS, TODAY, structure
from ouzel.core.types.basis import Basis
from ouzel.engine.overlay import overlaid
from ouzel.engine.structure import Structure
from ouzel.reorganisation.expanding import expand
from ouzel.reorganisation.expansion import State
from ouzel.reorganisation.overlaying import overlay_of
from ouzel.reorganisation.plan import Plan

SIZE = f"{_decade.PRACTICES:,} practices x {_decade.MONTHS} months x {_decade.COLUMNS} measures"


def prepare(path: str) -> tuple[Any, Structure, Plan, State]:
    """Grid and structure in memory; the plan as read from its file, and what the register knows of its bodies."""
    _ready()
    from ouzel.activity.answers.cells import Cells, key_of
    from ouzel.activity.answers.dimensions import dimension
    from ouzel.activity.answers.grid import Grid, what_if

    table = pq.read_table(path)
    unit, month = key_of(table["unit"].to_numpy()), key_of(table["day"].cast("string").to_numpy())
    values = np.zeros((len(unit.words), len(month.words), len(COLUMNS)), dtype=np.int64)
    for at, name in enumerate(COLUMNS):
        values[unit.at, month.at, at] = table[name].to_numpy()
    keys = {"unit_kind": key_of(["practice"] * len(unit.words)), "unit": key_of(unit.words)}
    grid = Grid(Cells(keys, np.zeros((len(unit.words), 0), dtype=np.int64), ()), month.words, tuple(COLUMNS), values)
    base, tables = structure(), _decade.tables()
    pairs = _decade.plan(tables)
    what_if(grid, dimension("board"), basis=Basis("as-now"), structure=base, today=TODAY)  # as after a first look
    return grid, base, _plan(pairs), _state(tables, [old for old, _ in pairs])


def merged(given: tuple[Any, Structure, Plan, State]) -> list[int]:
    """The plan worked out, laid over the structure, and every total in its shape, proved."""
    from ouzel.activity.answers.dimensions import dimension
    from ouzel.activity.answers.grid import what_if

    grid, base, plan, state = given
    expansion = expand(plan, state)
    assert not expansion.problems, expansion.problems
    laid_over = overlaid(base, overlay_of(expansion, known=TODAY))
    basis = Basis("as-if", plan=plan.slug).under(titles=(plan.title,), day=plan.effective)
    return told(what_if(grid, dimension("board"), basis=basis, structure=laid_over, today=TODAY))


def told(laid: Any) -> list[int]:
    """What every contestant must agree on: rows, the sum of the first column, a weighted sum of the last."""
    assert not laid.unresolved
    order = np.argsort(np.array(laid.codes))
    rows = laid.values[order].reshape(-1, len(laid.names))
    weights = np.arange(1, len(rows) + 1)
    return [len(rows), int(rows[:, 0].sum()), int((rows[:, -1] * weights).sum())]


def _ready() -> None:
    from ouzel.starting import ready

    ready()


def cases() -> list[dict[str, Any]]:
    """Beside pandas (group by and merge) and one DuckDB statement, with the figures in memory too."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(_decade.write(Path(folder)))
        how = ("prepare_what_if", "what_if")
        return [
            side_by_side(
                "what-if merger over totals of activity, plan worked out",
                SIZE,
                {
                    "ouzel": ("benchmarks.cube", "prepare", "merged"),
                    "pandas": ("benchmarks.peers.pandas_rebase", *how),
                    "duckdb": ("benchmarks.peers.duckdb_rebase", *how),
                },
                given=(path,),
            )
        ]
