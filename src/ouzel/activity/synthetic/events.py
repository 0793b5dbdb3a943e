"""The same care as plain events of people, for population health: who, what, when, from where."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from ouzel.activity.synthetic import days
from ouzel.activity.synthetic.filing import Columns
from ouzel.activity.synthetic.lines import THREADS, Yearly, in_order
from ouzel.activity.synthetic.words import Words
from ouzel.activity.synthetic.world import World
from ouzel.engine.days import Ints

EVENTS = ("", "emergency admission", "planned admission", "delivery", "transfer", "outpatient appointment",
          "emergency attendance")  # fmt: skip


def events(world: World, *, year: int | None = None, threads: int = THREADS) -> Iterator[pa.Table]:
    """What happened to people in a financial year, a block of people at a time; without what stands twice in files.

    Columns: person (number from 0, as in `World.people`), event (one of `EVENTS`), practice and area on the day (codes;
    "" where the line names none), tenth of the area (1 the most deprived; null where there is none), age, sex, start
    and end (dates, null where not said), stay (days, null where not known), attended (null but for appointments).
    Finished spells are in the year in which they end; those still open are left out.
    """
    yearly = Yearly(world, world.country.since.year if year is None else year)
    telling = _Telling(world)

    def block(number: int) -> pa.Table:
        columns = yearly.block(number)
        return telling.table(columns, len(columns["who"]))

    return in_order(block, world.country.blocks, threads=threads)


class _Telling:
    def __init__(self, world: World) -> None:
        names = Words.of(world)
        self.practices, self.areas = pa.array(names.practice), pa.array(names.residence)
        self.events = _events(world)
        tenths = np.zeros(len(names.residence), np.int8)
        tenths[1 : 1 + len(world.bodies.areas)] = world.bodies.tenths + 1
        self.tenths = tenths
        seen = world.profiles.column("attended")
        self.appointment = np.array([bool(each) for each in seen])
        self.attended = np.array([each in ("5", "6") for each in seen])

    def table(self, columns: Columns, count: int) -> pa.Table:
        """Events of lines, without repeated lines and those of open spells."""
        first = np.zeros(count, bool)
        first[np.unique(columns["record"], return_index=True)[1]] = True
        rows = np.flatnonzero(first & (columns["end"] > 0))
        those = {name: values[rows] for name, values in columns.items()}
        profile, tenth = those["profile"], self.tenths[those["residence"]]
        return pa.table({
            "person": pa.array(those["who"].astype(np.int64)),
            "event": pa.DictionaryArray.from_arrays(self.events[profile], pa.array(EVENTS)),
            "practice": pa.DictionaryArray.from_arrays(those["practice"].astype(np.int32), self.practices),
            "area": pa.DictionaryArray.from_arrays(those["residence"].astype(np.int32), self.areas),
            "tenth": pa.array(tenth, mask=tenth == 0),
            "age": pa.array(those["age"], mask=those["age"] < 0),
            "sex": pa.array(those["sex"]),
            "start": _dates(those["start"]), "end": _dates(those["end"]),
            "stay": pa.array(those["stay"], mask=those["stay"] < 0),
            "attended": pa.array(self.attended[profile], mask=~self.appointment[profile]),
        })  # fmt: skip


def _events(world: World) -> Ints:
    """Which of `EVENTS` each profile is."""
    found = []
    for row in world.profiles.rows:
        method = row["admission_method"]
        name = {"outpatient": "outpatient appointment", "emergency": "emergency attendance"}.get(row["kind"], "")
        if method:
            name = {"2": "emergency admission", "3": "delivery", "8": "transfer"}.get(method[0], "planned admission")
        found.append(EVENTS.index(name))
    return np.array(found, np.int32)


def _dates(ordinals: Ints) -> pa.Array:
    return pa.array((ordinals - days.EPOCH).astype(np.int32), mask=ordinals == 0).cast(pa.date32())
