"""Values over time for many entries at once: looked up, chained and merged as columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from ouzel.engine.attribution.facts import Facts
from ouzel.engine.days import MAXDAY, MINDAY, SHIFT, Ints, Longs

Texts = npt.NDArray[Any]  # of objects that are str


@dataclass(frozen=True, eq=False)
class Timeline:
    """`value[i]` holds of entry `entry[i]` on the days [start[i], until[i]); "" where no row says anything.

    Rows are by entry and start; those of one entry do not overlap.
    """

    entry: Longs
    start: Ints
    until: Ints
    value: Texts

    @classmethod
    def of(cls, entry: npt.ArrayLike, start: npt.ArrayLike, until: npt.ArrayLike, value: Sequence[str]) -> "Timeline":
        """From columns in any order; rows that hold on no day are left out."""
        e, s, u = np.asarray(entry, np.int64), np.asarray(start, np.int32), np.asarray(until, np.int32)
        texts = texts_of(value)
        keep = np.flatnonzero(s < u)
        keep = keep[np.lexsort((s[keep], e[keep]))]
        return cls(e[keep], s[keep], u[keep], texts[keep])

    @classmethod
    def lasting(cls, values: Sequence[str]) -> "Timeline":
        """One value for each entry, on all days."""
        count = len(values)
        return cls(
            np.arange(count, dtype=np.int64), np.full(count, MINDAY, np.int32), np.full(count, MAXDAY, np.int32),
            texts_of(values),
        )  # fmt: skip

    @property
    def keys(self) -> Longs:
        return self.entry * SHIFT + self.start

    def at(self, entry: Longs, day: Ints) -> Texts:
        """The value of each entry on each day."""
        if not len(self.entry):
            return texts_of([""] * len(entry))
        row = np.searchsorted(self.keys, entry * SHIFT + day, side="right") - 1
        row = np.maximum(row, 0)
        holds = (self.entry[row] == entry) & (self.start[row] <= day) & (self.until[row] > day)
        return np.where(holds, self.value[row], "")

    def fixed(self, day: int) -> "Timeline":
        """What held on one day, as if it held always."""
        on = np.flatnonzero((self.start <= day) & (self.until > day))
        return Timeline(
            self.entry[on], np.full(len(on), MINDAY, np.int32), np.full(len(on), MAXDAY, np.int32), self.value[on]
        )

    def within(self, since: int, until: int) -> "Timeline":
        """What holds on some day in [since, until), as it is."""
        some = np.flatnonzero((self.start < until) & (self.until > since))
        return Timeline(self.entry[some], self.start[some], self.until[some], self.value[some])

    def through(self, further: "Timeline", index: Mapping[str, int]) -> "Timeline":
        """What `further` says of the bodies that are the values here; `index` numbers its entries."""
        body = np.fromiter((index.get(value, -1) for value in self.value), np.int64, len(self.value))
        known = np.flatnonzero(body >= 0)
        if not len(known) or not len(further.entry):
            return Timeline.of([], [], [], [])
        keys = further.keys
        low = np.searchsorted(keys, body[known] * SHIFT + self.start[known], side="right") - 1
        low = np.maximum(low, np.searchsorted(further.entry, body[known], side="left"))
        high = np.searchsorted(keys, body[known] * SHIFT + self.until[known], side="left")
        count = np.maximum(high - low, 0)
        mine = np.repeat(known, count)
        theirs = np.repeat(low, count) + np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        return Timeline.of(
            self.entry[mine],
            np.maximum(self.start[mine], further.start[theirs]),
            np.minimum(self.until[mine], further.until[theirs]),
            further.value[theirs],
        )


def texts_of(values: Sequence[str]) -> Texts:
    """Texts as an array of objects."""
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def facts(
    count: int, columns: Mapping[str, Timeline], *, between: tuple[date, date] | None = None, days: Sequence[int] = ()
) -> Facts:
    """Rows of facts for entries 0 to `count`: a new row on each day on which any column changes, and on `days`.

    With `between` (half-open) only changes within it count: before it what held on its first day is repeated, after it
    what held on its last. Rows that say the same as the one before are left out.
    """
    since, until = (between[0].toordinal(), between[1].toordinal()) if between else (MINDAY, MAXDAY)
    every = np.arange(count, dtype=np.int64)
    points = [every * SHIFT + since, *(every * SHIFT + day for day in days if since < day < until)]
    for column in columns.values():
        for day in (column.start, column.until):
            inside = (day > since) & (day < until)
            points.append(column.entry[inside] * SHIFT + day[inside])
    keys = np.unique(np.concatenate(points))
    entry, start = keys // SHIFT, (keys % SHIFT).astype(np.int32)
    found = compressed(count, entry, start, {name: column.at(entry, start) for name, column in columns.items()})
    found.start[found.start == since] = MINDAY
    return found


def compressed(count: int, entry: Longs, start: Ints, columns: Mapping[str, Texts]) -> Facts:
    """Facts from rows by entry and start, without those that change nothing. Each row lasts until the next."""
    keep = np.ones(len(entry), dtype=np.bool_)
    if len(entry) > 1:
        same = entry[1:] == entry[:-1]
        for values in columns.values():
            same &= (values[1:] == values[:-1]).astype(np.bool_)
        keep[1:] = ~same
    entry, start = entry[keep], start[keep]
    until = np.full(len(entry), MAXDAY, dtype=np.int32)
    follows = entry[1:] == entry[:-1]
    until[:-1][follows] = start[1:][follows]
    return Facts(
        count, entry.astype(np.int32), start, until, {name: list(values[keep]) for name, values in columns.items()}
    )
