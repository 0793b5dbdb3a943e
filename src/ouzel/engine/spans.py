"""Tables of dated rows sorted by body and start, and the one look-up everything rests on."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ouzel.engine.days import SHIFT, Flags, Floats, Ints, Longs


@dataclass(frozen=True, eq=False)
class Spans:
    """Dated relations: `subject` belongs to `object` from `start` until `until` (half-open day ordinals).

    `share` is the part of the subject, NaN where the relation is not said to be partial. Rows that hold on no day or
    name themselves are dropped; rows are sorted by subject, start and object.
    """

    subject: Ints
    object: Ints
    start: Ints
    until: Ints
    share: Floats

    @classmethod
    def of(
        cls,
        subject: npt.ArrayLike,
        parent: npt.ArrayLike,
        start: npt.ArrayLike,
        until: npt.ArrayLike,
        share: npt.ArrayLike | None = None,
    ) -> "Spans":
        """Sorted spans from five columns in any order (`share` may be left out: all whole)."""
        s, o, a, b = (np.asarray(x, dtype=np.int32) for x in (subject, parent, start, until))
        w = np.full(len(s), np.nan) if share is None else np.asarray(share, dtype=np.float64)
        keep = np.flatnonzero((a < b) & (s != o))
        keep = keep[np.lexsort((o[keep], a[keep], s[keep]))]
        return cls(s[keep], o[keep], a[keep], b[keep], w[keep])

    def __len__(self) -> int:
        return len(self.subject)

    @cached_property
    def keys(self) -> Longs:
        return self.subject.astype(np.int64) * SHIFT + self.start

    def latest(self, bodies: Ints, days: Ints) -> Longs:
        """For each (body, day) the row of that body with the latest start on or before the day, or -1."""
        return latest(self.keys, self.subject, bodies, days)

    def rows_of(self, body: int) -> list[tuple[int, int, int, float]]:
        """(object, start, until, share) of one body, by start."""
        first, last = np.searchsorted(self.keys, [body * SHIFT, (body + 1) * SHIFT])
        part = slice(int(first), int(last))
        columns = (self.object[part], self.start[part], self.until[part], self.share[part])
        return list(zip(*(c.tolist() for c in columns), strict=True))

    def awkward(self, bodies: int) -> Flags:
        """Bodies that need a closer look: rows that overlap, or a share."""
        flags = np.zeros(bodies, dtype=np.bool_)
        flags[self.subject[~np.isnan(self.share)]] = True
        if len(self) > 1:
            reach = np.maximum.accumulate(self.subject.astype(np.int64) * SHIFT + self.until)
            flags[self.subject[1:][self.keys[1:] < reach[:-1]]] = True
        return flags


@dataclass(frozen=True, eq=False)
class Spells:
    """When something held of a body: disjoint half-open ranges, sorted by body and start."""

    body: Ints
    start: Ints
    until: Ints

    @classmethod
    def of(cls, body: npt.ArrayLike, start: npt.ArrayLike, until: npt.ArrayLike) -> "Spells":
        """Spells from three columns in any order; ranges of one body that overlap or touch become one."""
        b, a, u = (np.asarray(x, dtype=np.int32) for x in (body, start, until))
        keep = np.flatnonzero(a < u)
        keep = keep[np.lexsort((a[keep], b[keep]))]
        b, a, u = b[keep], a[keep], u[keep]
        if not len(b):
            return cls(b, a, u)
        base = b.astype(np.int64) * SHIFT
        reach = np.maximum.accumulate(base + u)
        first = np.r_[True, base[1:] + a[1:] > reach[:-1]]
        heads = np.flatnonzero(first)
        tails = np.r_[heads[1:] - 1, len(b) - 1]
        return cls(b[heads], a[heads], (reach[tails] - base[tails]).astype(np.int32))

    def __len__(self) -> int:
        return len(self.body)

    @cached_property
    def keys(self) -> Longs:
        return self.body.astype(np.int64) * SHIFT + self.start

    def latest(self, bodies: Ints, days: Ints) -> Longs:
        """For each (body, day) the spell of that body with the latest start on or before the day, or -1."""
        return latest(self.keys, self.body, bodies, days)

    def holds(self, bodies: Ints, days: Ints) -> Flags:
        """Whether it held of each body on the day beside it."""
        if not len(self):
            return np.zeros(len(bodies), dtype=np.bool_)
        row = self.latest(bodies, days)
        found: Flags = (row >= 0) & (self.until[row] > days)
        return found

    def rows_of(self, body: int) -> list[tuple[int, int]]:
        """(start, until) of one body, by start."""
        first, last = np.searchsorted(self.keys, [body * SHIFT, (body + 1) * SHIFT])
        part = slice(int(first), int(last))
        return list(zip(self.start[part].tolist(), self.until[part].tolist(), strict=True))


def latest(keys: Longs, owner: Ints, bodies: Ints, days: Ints) -> Longs:
    """Index of the last key not after (body, day) that belongs to the body, or -1. `keys` ascend."""
    if not len(keys):
        return np.full(len(bodies), -1, dtype=np.int64)
    asked = bodies.astype(np.int64) * SHIFT + days
    if len(asked) > len(keys) and bool((asked[1:] >= asked[:-1]).all()):
        # Questions in order: look up the fewer keys among them, and count how many have gone before each.
        row = np.bincount(np.searchsorted(asked, keys), minlength=len(asked) + 1)[:-1].cumsum() - 1
    else:
        row = np.searchsorted(keys, asked, side="right") - 1
    row[owner[row] != bodies] = -1
    return row
