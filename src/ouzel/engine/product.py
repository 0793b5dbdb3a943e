"""The grouping as sparse matrices: a row a slot (a group on a day, an unresolved unit), a column a row of figures.

Whole memberships and divided ones are kept apart, so that whole numbers stay whole numbers and only what had to be
divided becomes an estimate.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from ouzel.engine.columns import Column
from ouzel.engine.crosswalk import Crosswalk, distinct_days
from ouzel.engine.days import Flags, Floats, Ints, Longs

LOST = tuple[int, int, int, int | None, int | None]
"""An unresolved slot: unit, a question that asked for it, rows of figures, first and last day ordinal."""


@dataclass(frozen=True, eq=False)
class Product:
    """`placed` slots (group `groups[slot_group[i]]` on `days[slot_day[i]]`), then one slot for each of `lost`.

    `whole` (int64 ones, slots x rows) takes rows with one group; `divided` (float64 shares, slots x rows of `shared`)
    those with several.
    """

    groups: Longs
    days: Ints
    slot_group: Longs
    slot_day: Longs
    placed: int
    lost: list[LOST]
    whole: sparse.csc_array
    divided: sparse.csc_array | None
    shared: Longs
    rows_of_slots: Longs

    @classmethod
    def of(cls, walk: Crosswalk, question: Longs, day: Ints | None) -> "Product":
        """From the grouping, the question of each row and its day (None: the figures bear no date)."""
        days, at = distinct_days(day) if day is not None else (np.zeros(1, dtype=np.int32), np.zeros(1, dtype=np.int64))
        at = at if day is not None else np.zeros(len(question), dtype=np.int64)
        groups = np.array(sorted({g for a in walk.answers for g, _ in a.parts}), dtype=np.int64)
        group_of_row = walk.group[question]
        seat = np.zeros(len(walk.structure.codes), dtype=np.int64)
        seat[groups] = np.arange(len(groups))
        single = group_of_row >= 0
        cell = np.where(single, seat[group_of_row] * len(days) + at, -1)
        shared = np.flatnonzero(group_of_row == -2)
        part_row, part_cell, part_share = _parts(walk, question[shared], at[shared], seat, len(days))
        used = np.zeros(len(groups) * len(days), dtype=np.bool_)
        used[cell[single]] = True
        used[part_cell] = True
        cells = np.flatnonzero(used)
        slot_of_cell = np.zeros(len(used) + 1, dtype=np.int64)
        slot_of_cell[cells] = np.arange(len(cells))
        slot = slot_of_cell[cell]
        lost = _lose(walk, question, day, slot, np.flatnonzero(group_of_row == -1), len(cells))
        slots = len(cells) + len(lost)
        slot[shared] = slots  # a row too many, cut off below: divided rows are taken by the other matrix
        whole = _columns_of_one(np.ones(len(slot), dtype=np.int64), slot, np.arange(len(slot) + 1), slots + 1)
        divided = None
        if len(shared):
            edges = np.searchsorted(part_row, np.arange(len(shared) + 1))
            divided = _columns_of_one(part_share, slot_of_cell[part_cell], edges, slots)
        rows = np.bincount(slot, minlength=slots + 1)[:slots] + np.bincount(slot_of_cell[part_cell], minlength=slots)
        return cls(groups, days, cells // len(days), cells % len(days), len(cells), lost, whole, divided, shared, rows)

    def sums(self, column: Column) -> tuple[Longs | Floats, Longs | Floats | None]:
        """Sums of a column by slot, and the part of them that was divided (None: nothing was)."""
        values = column.values
        if column.exact and len(values):
            biggest = max(abs(int(values.max())), abs(int(values.min())))
            if biggest * len(values) > np.iinfo(np.int64).max:
                raise OverflowError(f"column {column.name!r}: sums could pass 64 bits; divide it into smaller units")
        sums = (self.whole @ values)[:-1]
        if self.divided is None:
            return sums, None
        if column.places is not None:
            part = _to_the_penny(self.divided, values.astype(np.int64)[self.shared])
        else:
            part = self.divided @ values[self.shared]
        return sums + part, part

    def counts(self, cells: Flags) -> Longs:
        """How many of the marked rows each slot received, in whole or in part."""
        counted: Longs = (self.whole @ cells.astype(np.int64))[:-1]
        if self.divided is not None:
            counted = counted + self.divided.sign().astype(np.int64) @ cells[self.shared].astype(np.int64)
        return counted


def _columns_of_one(data: Longs | Floats, slot: Longs, edges: Longs, slots: int) -> sparse.csc_array:
    """A sparse matrix whose column i holds data[edges[i]:edges[i + 1]] in the rows named by `slot`."""
    return sparse.csc_array((data, slot, edges), shape=(slots, len(edges) - 1))


def _parts(walk: Crosswalk, question: Longs, at: Longs, seat: Longs, days: int) -> tuple[Longs, Longs, Floats]:
    """(position in `question`, cell, share) of each part of rows divided among several groups."""
    row: list[int] = []
    cell: list[int] = []
    share: list[float] = []
    for i, (answer, day) in enumerate(zip(walk.answer[question].tolist(), at.tolist(), strict=True)):
        for group, part in walk.answers[answer].parts:
            row.append(i)
            cell.append(int(seat[group]) * days + day)
            share.append(part)
    return np.array(row, dtype=np.int64), np.array(cell, dtype=np.int64), np.array(share, dtype=np.float64)


def _lose(walk: Crosswalk, question: Longs, day: Ints | None, slot: Longs, rows: Longs, first: int) -> list[LOST]:
    """Give the unresolved rows slots of their own, one for each unit and reason."""
    if not len(rows):
        return []
    asked = question[rows]
    key = walk.unit[asked] * len(walk.answers) + walk.answer[asked]
    _, one, where, count = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    slot[rows] = first + where
    low = high = None
    if day is not None:
        low, high = np.full(len(one), np.iinfo(np.int32).max), np.zeros(len(one), dtype=np.int64)
        np.minimum.at(low, where, day[rows])
        np.maximum.at(high, where, day[rows])
    return [
        (
            int(walk.unit[asked[i]]),
            int(asked[i]),
            int(count[k]),
            None if low is None else int(low[k]),
            None if high is None else int(high[k]),
        )
        for k, i in enumerate(one.tolist())
    ]


def _to_the_penny(divided: sparse.csc_array, values: Longs) -> Longs:
    """Divide whole pence by shares into whole pence that sum to the same: the last part takes the rest."""
    sums = np.zeros(divided.shape[0], dtype=np.int64)
    for row, value in enumerate(values.tolist()):
        part = slice(int(divided.indptr[row]), int(divided.indptr[row + 1]))
        pence = [round(value * share) for share in divided.data[part].tolist()[:-1]]
        np.add.at(sums, divided.indices[part], [*pence, value - sum(pence)])
    return sums
