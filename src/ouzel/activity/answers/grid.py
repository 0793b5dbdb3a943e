"""What-ifs at once: figures of units by month as one array, added up by the bodies of any structure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from scipy import sparse

from ouzel.activity.answers.cells import Cells, Key, cells_of
from ouzel.activity.answers.dimensions import Dimension
from ouzel.activity.answers.grouping import DIVIDED, UNRESOLVED, Belonging, belonging
from ouzel.activity.answers.shaping import LinesLost
from ouzel.activity.cube import MEASURES
from ouzel.activity.models import PricingRun
from ouzel.activity.store import Store
from ouzel.core.types.basis import Basis
from ouzel.engine.days import Longs
from ouzel.engine.structure import Structure

MOST = 500_000_000
"""Whole numbers of a grid, at 8 bytes each: small areas by 120 months are 280 million with eight figures."""


@dataclass(frozen=True, eq=False)
class Grid:
    """`values[unit, month, figure]`: whole numbers. `units` has a cell (without figures) for each unit and its kind.

    Months are first days in ISO text, "" where not known. Make it once, and ask it again and again.
    """

    units: Cells
    months: tuple[str, ...]
    names: tuple[str, ...]
    values: Longs

    @cached_property
    def totals(self) -> Longs:
        """The sum of all units, by month and figure."""
        found: Longs = self.values.sum(axis=0)
        return found

    @cached_property
    def safe(self) -> bool:
        """Whether no sum can pass 64 bits."""
        if not self.values.size:
            return True
        largest = max(int(self.values.max()), -int(self.values.min()))
        return largest * len(self.values) <= np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Laid:
    """`values[body, month, figure]` for each of `codes`; `unresolved` has unit, reason and figures by month."""

    codes: tuple[str, ...]
    months: tuple[str, ...]
    names: tuple[str, ...]
    values: Longs
    unresolved: tuple[tuple[str, str, Longs], ...]


def grid_of(
    run: PricingRun, *, store: Store | None = None, months: Collection[int] | None = None,
    names: Sequence[str] = MEASURES,
) -> Grid:  # fmt: skip
    """The cube of a run as a grid. OverflowError where it would not fit in memory: ask for fewer months or figures."""
    cells = cells_of(run, columns=("unit_kind", "unit", "month"), months=months, store=store or Store.at())
    kind, unit, month = (cells.keys[name] for name in ("unit_kind", "unit", "month"))
    pair, row = np.unique(kind.at * max(len(unit.words), 1) + unit.at, return_inverse=True)
    if len(pair) * len(month.words) * len(names) > MOST:
        raise OverflowError(f"{len(pair):,} units by {len(month.words)} months are too many: ask for fewer months")
    values = np.zeros((len(pair), len(month.words), len(names)), dtype=np.int64)
    values[row.reshape(-1), month.at] = cells.measures[:, [cells.names.index(name) for name in names]]
    at = np.divmod(pair, max(len(unit.words), 1))
    keys = {"unit_kind": Key(at[0], kind.words), "unit": Key(at[1], unit.words)}
    return Grid(Cells(keys, np.zeros((len(pair), 0), dtype=np.int64), ()), month.words, tuple(names), values)


def what_if(grid: Grid, dimension: Dimension, *, basis: Basis, structure: Structure, today: date) -> Laid:
    """The grid by the bodies of a dimension, as they are in a structure on the day of the basis (not `as-was`).

    ValueError for `as-was`, whose bodies differ from month to month; OverflowError where a sum could pass 64 bits;
    LinesLost, which is a fault of ours, where in is not out plus unresolved.
    """
    if basis.kind == "as-was":
        raise ValueError("as-was is asked of a report: a grid has each unit with one body")
    if dimension.slug == "place":
        raise ValueError("a grid is of units, and place is of homes: ask a report")
    if not grid.safe:
        raise OverflowError("sums could pass 64 bits: ask for fewer months or units")
    found = belonging(grid.units, dimension, basis=basis, structure=structure, today=today)
    group = found.group[found.question]
    lost = np.flatnonzero(group == UNRESOLVED)
    flat = grid.values.reshape(len(group), -1)
    sums = _summed(flat, group, len(found.codes))
    for unit in np.flatnonzero(group == DIVIDED).tolist():
        _divide(sums, flat[unit], found.parts[int(found.question[unit])])
    if (sums.sum(axis=0) + flat[lost].sum(axis=0) != grid.totals.reshape(-1)).any():
        raise LinesLost("a what-if would lose or double figures")
    shape = (-1, *grid.values.shape[1:])
    return Laid(found.codes, grid.months, grid.names, sums.reshape(shape), _unresolved(grid, found, lost))


def _summed(flat: Longs, group: Longs, groups: int) -> Longs:
    """The rows of each group added up; rows of no one group are left out."""
    whole = group >= 0
    ends = np.concatenate(([0], np.cumsum(whole)))
    ones = np.ones(int(ends[-1]), dtype=np.int64)
    matrix = sparse.csc_array((ones, group[whole], ends), shape=(groups, len(group)))
    found: Longs = np.asarray(matrix @ flat)
    return found


def _divide(sums: Longs, row: Longs, parts: tuple[tuple[int, float], ...]) -> None:
    """Add a divided unit: each part to the nearest whole, the last takes the rest."""
    left = row.copy()
    for group, share in parts[:-1]:
        part = np.rint(row * share).astype(np.int64)
        sums[group] += part
        left -= part
    sums[parts[-1][0]] += left


def _unresolved(grid: Grid, found: Belonging, lost: Longs) -> tuple[tuple[str, str, Longs], ...]:
    questions = found.question[lost].tolist()
    return tuple(
        (found.asked[question], found.reasons[question], grid.values[unit])
        for unit, question in zip(lost.tolist(), questions, strict=True)
    )
