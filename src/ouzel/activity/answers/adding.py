"""Cells added up by group, exactly: whole numbers stay whole, and what is divided by shares keeps its sum."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from scipy import sparse

from ouzel.activity.answers.cells import Cells
from ouzel.activity.answers.grouping import DIVIDED, Belonging
from ouzel.engine.days import Longs

Divided: TypeAlias = tuple[Cells, Longs, list[Longs]]
"""Cells, the row of the cells given that each is (part) of, and the number of each body for each belonging."""


def placed(cells: Cells, belongings: Sequence[Belonging]) -> Divided:
    """The cells with the number of their body in each belonging (below 0: none); divided ones in parts.

    Each part but the last is rounded to the nearest whole; the last takes the rest.
    """
    rows = np.arange(len(cells))
    groups = [each.group[each.question] for each in belongings]
    for at, each in enumerate(belongings):
        if not (groups[at] == DIVIDED).any():
            continue
        whole = np.flatnonzero(groups[at] != DIVIDED)
        origin, number, measures = [], [], []
        for row in np.flatnonzero(groups[at] == DIVIDED).tolist():
            parts = each.parts[int(each.question[rows[row]])]
            for (group, _), part in zip(parts, _shared(cells.measures[row], [s for _, s in parts]), strict=True):
                origin.append(row)
                number.append(group)
                measures.append(part)
        order = np.concatenate((whole, np.array(origin, dtype=np.int64)))
        cells = cells.taken(order, measures=np.concatenate((cells.measures[whole], np.array(measures))))
        mine = np.concatenate((groups[at][whole], np.array(number, dtype=np.int64)))
        groups = [mine if n == at else other[order] for n, other in enumerate(groups)]
        rows = rows[order]
    return cells, rows, groups


def summed(keys: Sequence[tuple[Longs, int]], measures: Longs) -> tuple[list[Longs], Longs]:
    """The sums of measures by keys, each (number of every cell, how many numbers there are), in order of the keys."""
    if not len(measures):
        return [np.zeros(0, dtype=np.int64) for _ in keys], measures
    key = np.zeros(len(measures), dtype=np.int64)
    for at, size in keys:
        key = key * max(size, 1) + at
    distinct, group = np.unique(key, return_inverse=True)
    sums = added(group.reshape(-1), measures, len(distinct))
    out = []
    for _, size in reversed(keys):
        distinct, at = np.divmod(distinct, max(size, 1))
        out.append(at)
    return out[::-1], sums


def added(group: Longs, measures: Longs, groups: int) -> Longs:
    """The sum of the rows of each group; OverflowError where one could pass 64 bits."""
    if measures.size and int(np.abs(measures).max()) * len(measures) > np.iinfo(np.int64).max:
        raise OverflowError("sums could pass 64 bits: ask for fewer months")
    ones = np.ones(len(group), dtype=np.int64)
    matrix = sparse.csc_array((ones, group, np.arange(len(group) + 1)), shape=(groups, len(group)))
    found: Longs = np.asarray(matrix @ measures)
    return found


def _shared(measures: Longs, shares: Sequence[float]) -> list[Longs]:
    parts = [np.rint(measures * share).astype(np.int64) for share in shares[:-1]]
    return [*parts, measures - sum(parts, np.zeros_like(measures))]
