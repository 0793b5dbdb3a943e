"""Dense look-up tables from facts over time: one row for an entry and an epoch, found by one whole number."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ouzel.engine.attribution.facts import Facts
from ouzel.engine.days import SHIFT, Ints, Longs

DENSE = 1_000_000
"""Rows of a table up to which DuckDB finds a key by position and not by hash."""

Values = Mapping[str, npt.NDArray[np.integer]]


@dataclass(frozen=True, eq=False)
class Lookup:
    """A table whose `id` is entry * epochs + epoch, or, where that would be too long, base + moves * epoch.

    `epochs` are the days on which something of some entry changes, the first being the beginning; `bases` (id, base,
    moves) is given only in the second form.
    """

    name: str
    table: pa.Table
    epochs: Ints
    bases: pa.Table | None = None


def lookup(name: str, facts: Facts, values: Values, *, since: int, until: int) -> Lookup:
    """The values of each row of facts, arranged by entry and epoch within the days [since, until).

    `values` are columns as long as the rows of facts. Days on which none of them changes make no epoch.
    """
    order = np.lexsort((facts.start, facts.entry))
    keys = facts.entry[order].astype(np.int64) * SHIFT + facts.start[order]
    turns = np.unique(facts.start[(facts.start > since) & (facts.start < until)])
    epochs = np.concatenate(([since], turns)).astype(np.int32)
    entries = np.arange(facts.entries, dtype=np.int64)
    asked = entries[:, None] * SHIFT + epochs[None, :]
    at = np.searchsorted(keys, asked.reshape(-1), side="right") - 1
    row = order[at].reshape(asked.shape)
    if len(row) and (facts.entry[row] != entries[:, None]).any():
        missing = int(entries[(facts.entry[row] != entries[:, None]).any(axis=1)][0])
        raise ValueError(f"{name}: nothing is said of entry {missing} on some days; facts must cover every day")
    columns = {column: np.asarray(found)[row] for column, found in values.items()}
    keep = np.ones(len(epochs), dtype=np.bool_)
    if len(epochs) > 1:
        keep[1:] = np.logical_or.reduce([(c[:, 1:] != c[:, :-1]).any(axis=0) for c in columns.values()])
        columns = {column: found[:, keep] for column, found in columns.items()}
        epochs = epochs[keep]
    if facts.entries * len(epochs) <= DENSE:
        return Lookup(name, _table(columns, facts.entries * len(epochs)), epochs)
    return _by_movers(name, columns, epochs, facts.entries)


def _by_movers(name: str, columns: Mapping[str, npt.NDArray[np.integer]], epochs: Ints, entries: int) -> Lookup:
    """One row for an entry that stays as it is, one for each epoch for one that changes."""
    moves = np.logical_or.reduce([(c != c[:, :1]).any(axis=1) for c in columns.values()])
    width = np.where(moves, len(epochs), 1)
    base = np.concatenate(([0], np.cumsum(width)[:-1])).astype(np.int32)
    picked = moves[:, None] | (np.arange(len(epochs)) == 0)[None, :]
    table = _table({column: found[picked] for column, found in columns.items()}, int(width.sum()))
    bases = pa.table({"id": np.arange(entries, dtype=np.int32), "base": base, "moves": moves.astype(np.int32)})
    return Lookup(name, table, epochs, bases)


def _table(columns: Mapping[str, npt.NDArray[np.integer]], rows: int) -> pa.Table:
    return pa.table({"id": np.arange(rows, dtype=np.int32)} | {k: v.reshape(-1) for k, v in columns.items()})


def calendar(lookups: Mapping[str, Lookup], *, since: int, until: int) -> pa.Table | None:
    """For each day in [since, until) the epoch of each look-up that has several; None where none has."""
    several = {name: found for name, found in lookups.items() if len(found.epochs) > 1}
    if not several:
        return None
    days: Longs = np.arange(since, until, dtype=np.int64)
    epochs = {
        f"{name}_epoch": (np.searchsorted(found.epochs, days, side="right") - 1).astype(np.int32)
        for name, found in several.items()
    }
    return pa.table({"id": days.astype(np.int32)} | epochs)
