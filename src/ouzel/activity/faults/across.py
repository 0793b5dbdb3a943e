"""Checks over lines together: records twice, overlapping spells, a heading that changes within the file.

They keep a number or a few for each line until the file ends: eight bytes for a record, thirty-two for a spell.
"""

from collections.abc import Iterator
from typing import Protocol

import numpy as np
import pandas as pd
import pyarrow as pa

from ouzel.activity.faults.check import Check, Severity, declared
from ouzel.activity.faults.view import View
from ouzel.activity.hashing import Longs, hashed, mixed

Rows = tuple[Check, Longs, list[str]]

TWICE = declared(
    Check("RECORD-TWICE", "record", "this identifier stands on an earlier line of the file", "Each record once")
)
SAME = declared(
    Check("LINE-TWICE", "", "the whole line stands on an earlier line of the file", "Each line once", Severity.WARNS)
)
UNNAMED = declared(
    Check("LINE-REPEATED", "record", "the whole line stands on an earlier line, and no identifier tells the two apart",
          "Each line once, or an identifier of each record")
)  # fmt: skip
OVERLAP = declared(
    Check("SPELL-OVERLAP", "start", "the patient is in another spell at the same time",
          "The days of both spells: one should end before the other begins", Severity.WARNS)
)  # fmt: skip
HEADER = {
    field: declared(
        Check(f"HEADER-{field.upper()}", field, "it differs from that of the first line: a file is for one",
              "A file of its own for each")
    )
    for field in ("year", "created", "provider", "month")
}  # fmt: skip


class Across(Protocol):
    """A check that sees all batches before it can tell."""

    def see(self, view: View, first_row: int) -> None: ...

    def found(self) -> Iterator[Rows]: ...


class Twice:
    """Record identifiers of a provider that come more than once; `identity` tells lines of one record apart."""

    def __init__(self, identity: tuple[str, ...] = ()) -> None:
        self._identity = identity
        self._keys: list[Longs] = []

    def see(self, view: View, first_row: int) -> None:
        keys = hashed(view.column("record"), view.rows)
        provider = hashed(view.column("provider"), view.rows)
        keys = mixed(keys, provider)
        for name in self._identity:
            keys = mixed(keys, hashed(view.column(name), view.rows))
        self._keys.append(np.where(view.said("record"), keys, 0))

    def found(self) -> Iterator[Rows]:
        keys = np.concatenate(self._keys) if self._keys else np.zeros(0, np.int64)
        rows = repeated(keys, but=0)
        yield TWICE, rows + 1, [""] * len(rows)


class SameLine:
    """Whole lines that come more than once, where lines have no identifier."""

    def __init__(self) -> None:
        self._keys: list[Longs] = []

    def see(self, view: View, first_row: int) -> None:
        keys = np.zeros(view.rows, np.int64)
        for column in view.raw.values():
            keys = mixed(keys, hashed(column, view.rows))
        self._keys.append(np.where(keys == 0, 1, keys))

    def found(self) -> Iterator[Rows]:
        keys = np.concatenate(self._keys) if self._keys else np.zeros(0, np.int64)
        rows = repeated(keys, but=0)
        yield SAME, rows + 1, [""] * len(rows)


class Unnamed:
    """Whole lines that come more than once and say no identifier of a record: both would be paid.

    Only lines without an identifier are looked at whole, so that a file that names its records costs nothing.
    """

    def __init__(self) -> None:
        self._keys: list[Longs] = []
        self._rows: list[Longs] = []

    def see(self, view: View, first_row: int) -> None:
        at = np.flatnonzero(~view.said("record")) if view.has("record") else np.arange(view.rows)
        if not len(at):
            return
        keys, some = np.zeros(len(at), np.int64), pa.array(at)
        for column in view.raw.values():
            keys = mixed(keys, hashed(column.take(some), len(at)))
        self._keys.append(keys)
        self._rows.append(at + first_row)

    def found(self) -> Iterator[Rows]:
        if self._keys:
            again = pd.Series(np.concatenate(self._keys)).duplicated().to_numpy()
            rows = np.concatenate(self._rows)[again]
            yield UNNAMED, rows, [""] * len(rows)


class Overlap:
    """Spells of one person that overlap in time. A spell may begin on the day on which another ends."""

    def __init__(self) -> None:
        self._parts: list[tuple[Longs, Longs, Longs, Longs, Longs]] = []

    def see(self, view: View, first_row: int) -> None:
        points = view.reference.points
        spell = view.where("kind", lambda kind: kind == "admitted")
        if view.has("pod"):
            spell &= view.where("pod", lambda pod: not pod or (pod.upper() in points and points[pod.upper()].spell))
        start, end = view.days("start"), view.days("end")
        who = "person" if view.has("person") else "local_person"
        at = np.flatnonzero(spell & (start > 0) & (end > start) & view.said(who))
        if not len(at):
            return
        named = mixed(hashed(view.column("spell"), view.rows), hashed(view.column("provider"), view.rows))
        rows = first_row + at
        spells = np.where(view.said("spell")[at], named[at], -rows) if view.has("spell") else -rows
        self._parts.append((hashed(view.column(who), view.rows)[at], spells, start[at], end[at], rows))

    def found(self) -> Iterator[Rows]:
        if not self._parts:
            return
        person, spell, start, end, row = (np.concatenate(each) for each in zip(*self._parts, strict=True))
        whole = pd.DataFrame({"person": person, "spell": spell, "start": start, "end": end, "row": row})
        spells = whole.groupby(["person", "spell"], sort=False).agg({"start": "min", "end": "max", "row": "min"})
        spells = spells.reset_index().sort_values(["person", "start", "row"], kind="stable")
        same = spells["person"].to_numpy()[1:] == spells["person"].to_numpy()[:-1]
        rank = np.concatenate(([0], np.cumsum(~same)))
        far = 10_000_000  # more days than any calendar has
        ends = np.maximum.accumulate(rank * far + spells["end"].to_numpy())
        overlaps = same & (rank[1:] * far + spells["start"].to_numpy()[1:] < ends[:-1])
        rows = np.sort(spells["row"].to_numpy()[1:][overlaps]).astype(np.int64)
        yield OVERLAP, rows, [""] * len(rows)


class Header:
    """Values that one file has once."""

    def __init__(self, field: str) -> None:
        self._field = field
        self._first: str | None = None
        self._rows: list[Longs] = []
        self._values: list[str] = []

    def see(self, view: View, first_row: int) -> None:
        words, places = view.words(self._field)
        if self._first is None:
            self._first = words[places[0]]
        at = np.flatnonzero(view.where(self._field, lambda word: word not in ("", self._first)))
        self._rows.append(at + first_row)
        self._values += [words[place] for place in places[at]]

    def found(self) -> Iterator[Rows]:
        rows = np.concatenate(self._rows) if self._rows else np.zeros(0, np.int64)
        yield HEADER[self._field], rows, self._values


def repeated(keys: Longs, *, but: int) -> Longs:
    """Places of values that came before, the first left out; `but` may come as often as it likes."""
    return np.flatnonzero(pd.Series(keys).duplicated().to_numpy() & (keys != but))
