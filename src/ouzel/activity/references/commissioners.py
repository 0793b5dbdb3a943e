"""Of the bodies that practices and areas stand under: who that is as a local commissioner, its board and region."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np

from ouzel.activity.references.timelines import Timeline, texts_of
from ouzel.activity.rules.tables import Row
from ouzel.engine.crosswalk import Crosswalk, periods
from ouzel.engine.days import MAXDAY, MINDAY
from ouzel.engine.spans import Spells
from ouzel.engine.structure import Structure


@dataclass(frozen=True, eq=False)
class Bodies:
    """Bodies and what they lead to, day by day: timelines whose entries are positions in `codes`."""

    codes: tuple[str, ...]
    commissioner: Timeline
    system: Timeline
    region: Timeline

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The position of each code."""
        return {code: at for at, code in enumerate(self.codes)}


@lru_cache(maxsize=4)
def bodies(structure: Structure, between: tuple[date, date]) -> Bodies:
    """What everybody that others stand under led to on the days of `between` (half-open), as figures are grouped.

    A body that closed leads to its heir; what is not resolved, or divided among several, leads nowhere. They are worked
    out once for practices, areas and providers: some hundreds stand for all of England.
    """
    since, until = between
    lo, hi = since.toordinal(), until.toordinal()
    numbers: set[int] = set()
    for hop in ("commissioner", "area_commissioner", "geography", "system"):
        if (spans := structure.relations.get(hop)) is not None:
            some = (spans.start < hi) & (spans.until > lo)
            numbers.update(np.unique(spans.object[some]).tolist())
            if hop == "system":
                numbers.update(np.unique(spans.subject[some]).tolist())
    codes = tuple(sorted(structure.codes[number] for number in numbers))
    found = {
        to: timeline(periods(structure, codes, to=to, since=since, until=until))
        for to in ("commissioner", "system", "region")
    }
    return Bodies(codes, found["commissioner"], found["system"], found["region"])


def timeline(crosswalk: Crosswalk) -> Timeline:
    """Periods as a timeline over the units of the crosswalk."""
    group = crosswalk.group
    keep = np.flatnonzero(group >= 0)
    assert crosswalk.until is not None
    codes = crosswalk.structure.codes
    return Timeline.of(
        crosswalk.unit[keep], crosswalk.day[keep], crosswalk.until[keep], [codes[g] for g in group[keep].tolist()]
    )


def by_table(rows: Sequence[Row], key: str, value: str) -> tuple[Timeline, dict[str, int]]:
    """One column of a dated table as a timeline, and the number of each key as an entry of it."""
    index: dict[str, int] = {}
    entry = [index.setdefault(row[key], len(index)) for row in rows]
    return Timeline.of(entry, starts(rows), ends(rows), [row[value] for row in rows]), index


def starts(rows: Sequence[Row]) -> list[int]:
    """First days as ordinals."""
    return [row.since.toordinal() if row.since else MINDAY for row in rows]


def ends(rows: Sequence[Row]) -> list[int]:
    """Days after the last as ordinals."""
    return [row.until.toordinal() if row.until else MAXDAY for row in rows]


def delegated(rows: Sequence[Row], *, system: Timeline, region: Timeline) -> Timeline:
    """Y on the days on which a body's board, or the boards of its region, or all boards are in the table."""
    parts = []
    for memberships in (system, region):
        marks, index = by_table(rows, "body", "body")
        parts.append(memberships.through(marks, index))
        if "*" in index:
            every = Timeline(
                memberships.entry, memberships.start, memberships.until, texts_of(["*"] * len(memberships.entry))
            )
            parts.append(every.through(marks, index))
    return union(parts, "Y")


def union(parts: Sequence[Timeline], value: str) -> Timeline:
    """The value on the days on which any of the timelines says anything."""
    entry = np.concatenate([part.entry for part in parts]) if parts else np.zeros(0, np.int64)
    if not len(entry):
        return Timeline.of([], [], [], [])
    spells = Spells.of(entry, np.concatenate([p.start for p in parts]), np.concatenate([p.until for p in parts]))
    return Timeline.of(spells.body, spells.start, spells.until, [value] * len(spells.body))
