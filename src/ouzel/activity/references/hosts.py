"""Where providers stand: their local commissioner, board and region by the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ouzel.activity.references.commissioners import Bodies, bodies
from ouzel.activity.references.recorded import attribute, relation
from ouzel.activity.references.timelines import Timeline, facts, texts_of
from ouzel.engine.structure import Structure
from ouzel.register.answers import Moment
from ouzel.register.attributes import Attribute

if TYPE_CHECKING:
    from ouzel.activity.references.supplies import Areas


@dataclass(frozen=True, eq=False)
class Places:
    """Timelines over the providers asked about."""

    host: Timeline
    system: Timeline
    region: Timeline


def hosts(
    structure: Structure,
    codes: Sequence[str],
    *,
    moment: Moment,
    between: tuple[date, date],
    fixed: date | None,
    postcodes: "Areas | None",
) -> Places:
    """Of each provider: the commissioner of the small area of its postcode, else the only one of its board.

    Board and region are those of that commissioner, else those of the board the register says it stands in.
    """

    def mapped(timeline: Timeline) -> Timeline:
        return timeline.fixed(fixed.toordinal()) if fixed else timeline

    lo, hi = (day.toordinal() for day in between)
    board = mapped(relation(structure, "geography", codes).within(lo, hi))
    area = _areas(codes, moment=moment, postcodes=postcodes)
    areas = tuple(sorted({each for each in area.value if each}))
    under = relation(structure, "area_commissioner", areas).within(lo, hi)
    above = bodies(structure, between)
    exact = mapped(area).through(under, {code: at for at, code in enumerate(areas)})
    exact = mapped(exact).through(mapped(above.commissioner), above.index)
    single = board.through(mapped(_only_commissioners(above)), above.index)
    host = first_of(exact, single, len(codes))
    return Places(
        host,
        first_of(host.through(mapped(above.system), above.index), board.through(mapped(above.system), above.index),
                 len(codes)),
        first_of(host.through(mapped(above.region), above.index), board.through(mapped(above.region), above.index),
                 len(codes)),
    )  # fmt: skip


def _areas(codes: Sequence[str], *, moment: Moment, postcodes: "Areas | None") -> Timeline:
    """The small area of the postcode of each provider; none without a directory of postcodes."""
    if postcodes is None:
        return Timeline.of([], [], [], [])
    recorded = attribute(codes, (Attribute.POSTCODE,), moment=moment)[Attribute.POSTCODE]
    found = postcodes.areas(list(recorded.value))
    return Timeline.of(recorded.entry, recorded.start, recorded.until, found)


def _only_commissioners(above: Bodies) -> Timeline:
    """The local commissioner of each board on the days on which the register says it has that one only.

    Entries are positions in the codes of `above`; local commissioners are the bodies that lead to themselves.
    """
    of = facts(len(above.codes), {"own": _themselves(above), "board": above.system})
    spells: dict[int, list[tuple[int, int, str]]] = {}
    for start, until, own, board in zip(
        of.start.tolist(), of.until.tolist(), of.columns["own"], of.columns["board"], strict=True
    ):
        if own and board in above.index:
            spells.setdefault(above.index[board], []).append((start, until, own))
    found: list[tuple[int, int, int, str]] = []
    for at, those in spells.items():
        days = sorted({day for start, until, _ in those for day in (start, until)})
        for start, until in pairwise(days):
            there = {own for begun, ended, own in those if begun <= start and until <= ended}
            if len(there) == 1:
                found.append((at, start, until, there.pop()))
    entry, starts, ends, values = zip(*found, strict=True) if found else ((), (), (), ())
    return Timeline.of(entry, starts, ends, values)


def _themselves(above: Bodies) -> Timeline:
    leads = above.commissioner
    keep = (leads.value == texts_of([above.codes[entry] for entry in leads.entry.tolist()])).astype(np.bool_)
    return Timeline(leads.entry[keep], leads.start[keep], leads.until[keep], leads.value[keep])


def first_of(one: Timeline, other: Timeline, count: int) -> Timeline:
    """What the first says, and where it says nothing what the other says."""
    both = facts(count, {"one": one, "other": other})
    said = [a or b for a, b in zip(both.columns["one"], both.columns["other"], strict=True)]
    return Timeline(both.entry.astype("int64"), both.start, both.until, texts_of(said))
