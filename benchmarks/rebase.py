"""Rebasing a decade of monthly national figures: 8,000 practices, 120 months, 20 columns."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import _decade
from benchmarks.measure import side_by_side
from ouzel.core.types.basis import Basis
from ouzel.engine.days import MAXDAY
from ouzel.engine.figures import Figures
from ouzel.engine.overlay import Overlay, overlaid
from ouzel.engine.rebase import Rebased, rebase
from ouzel.engine.structure import Structure

TODAY = date(2026, 11, 1)
COLUMNS = [f"v{k:02}" for k in range(_decade.COLUMNS)]
SIZE = f"{_decade.PRACTICES:,} practices x {_decade.MONTHS} months x {_decade.COLUMNS} columns"


def structure() -> Structure:
    """The invented England as the engine takes it."""
    given = _decade.tables()
    rows = {name: list(frame.itertuples(index=False, name=None)) for name, frame in given.items()}
    lives = rows["lives"]
    commissioners = [row for row in lives if row[0][0] in "CM"]
    systems = [row for row in lives if row[0][0] == "Q"]
    return Structure.from_rows(
        relations=[("commissioner", *row) for row in rows["member"]] + [("system", *row) for row in rows["system"]],
        lifespans=lives,
        kinds=[(code, "commissioner", since, until) for code, since, until in commissioners]
        + [(code, "system", since, until) for code, since, until in systems],
        successions=rows["successions"],
    )


def prepare_cold(path: str) -> tuple[str, Structure]:
    """The structure in memory, the figures still on disk."""
    return path, structure()


def cold_as_was(given: tuple[str, Structure]) -> list[int]:
    """Read and rebase, each figure in the system of its own date."""
    path, base = given
    return told(rebase(read(path), base, to="system", basis=Basis("as-was"), today=TODAY))


def cold_as_now(given: tuple[str, Structure]) -> list[int]:
    """Read and rebase, every figure in the systems of today."""
    path, base = given
    return told(rebase(read(path), base, to="system", basis=Basis("as-now"), today=TODAY))


def prepare_what_if(path: str) -> tuple[Figures, Structure, list[tuple[str, str]]]:
    """Figures and structure in memory; the plan as it would come from a form."""
    figures, base = read(path).in_memory(), structure()
    rebase(figures, base, to="system", basis=Basis("as-now"), today=TODAY)
    return figures, base, _decade.plan(_decade.tables())


def what_if(given: tuple[Figures, Structure, list[tuple[str, str]]]) -> list[int]:
    """A new structure and the decade in its shape."""
    figures, base, plan = given
    changed = overlaid(base, overlay(plan))
    basis = Basis("as-if", plan="pairs")
    return told(rebase(figures, changed, to="system", basis=basis, today=TODAY, plan_day=_decade.PLAN_DAY))


def overlay(plan: list[tuple[str, str]]) -> Overlay:
    """Systems end, and new ones carry on for two each."""
    day = _decade.PLAN_DAY.toordinal()
    born = date(2013, 4, 1).toordinal()
    new = sorted({heir for _, heir in plan})
    return Overlay(
        known=TODAY.toordinal(),
        lifespans=[(code, born, day) for code, _ in plan] + [(code, day, MAXDAY) for code in new],
        kinds={code: [("system", day, MAXDAY)] for code in new},
        successions=[(before, after, day, float("nan"), "merger") for before, after in plan],
    )


def read(path: str) -> Figures:
    """The figures."""
    return Figures.from_parquet(path, unit="unit", values=COLUMNS, day="day")


def told(rebased: Rebased) -> list[int]:
    """What every contestant must agree on: rows, the sum of the first column, a weighted sum of the last."""
    frame = rebased.frame.sort_values(["code", "date"])
    weights = range(1, len(frame) + 1)
    last = sum(int(v) * w for v, w in zip(frame[COLUMNS[-1]], weights, strict=True))
    return [len(frame), int(frame[COLUMNS[0]].sum()), last]


def cases() -> list[dict[str, Any]]:
    """Cold from Parquet as was and as now, and a new what-if, beside pandas and one DuckDB statement."""
    ours, pandas, duckdb = "benchmarks.rebase", "benchmarks.peers.pandas_rebase", "benchmarks.peers.duckdb_rebase"
    asked = [
        ("as was, cold from Parquet", "prepare_cold", "cold_as_was"),
        ("as now, cold from Parquet", "prepare_cold", "cold_as_now"),
        ("a new what-if, figures in memory", "prepare_what_if", "what_if"),
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = str(_decade.write(Path(folder)))
        return [
            side_by_side(
                case,
                SIZE,
                {"ouzel": (ours, *how), "pandas": (pandas, *how), "duckdb": (duckdb, *how)},
                given=(path,),
            )
            for case, *how in asked
        ]
