"""The same lines as text, by the names of the canonical record: what files of activity are written from."""

from collections.abc import Iterator
from datetime import date
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ouzel.activity.fields import FIELDS, KIND
from ouzel.activity.synthetic import days
from ouzel.activity.synthetic.filing import NO_PRICE, Columns
from ouzel.activity.synthetic.identifiers import (
    ELSEWHERE,
    chosen_postcode,
    fixed_digits,
    hexadecimal,
    most_people,
    nhs_numbers,
    postcodes,
)
from ouzel.activity.synthetic.lines import ROWS, THREADS, Yearly, in_order, only, recut
from ouzel.activity.synthetic.words import Words
from ouzel.activity.synthetic.world import World
from ouzel.core.errors import ContentError
from ouzel.engine.activity_lines import PROFILE
from ouzel.engine.days import Ints, Longs

Each = Literal["spell", "episode"]
TWO_EPISODES = 3
"""Admissions of this many days and more may have two episodes; one in four of them has."""
SCHEMA = pa.schema([(name, pa.string()) for name in (*FIELDS, KIND)])
_HUNDREDTHS = pa.array([f"{number:02}" for number in range(100)])


def records(
    world: World, *, year: int | None = None, each: Each = "spell", rows: int = ROWS, threads: int = THREADS
) -> Iterator[pa.Table]:
    """The lines of a financial year as canonical records: every field as text ("" not said), and `kind`.

    They are the lines of `lines`, in its order. With `each="episode"` some admissions have two records, one for each
    episode, of which only the last counts as activity; the second names the practice of the end. Places of residence
    are postcodes (`postcode_directory` says of which small area). ContentError for a country of more people than there
    are NHS numbers for testing.
    """
    if world.country.people > most_people():
        raise ContentError(
            "there are not enough NHS numbers for testing", field="people", value=str(world.country.people),
            right=f"Make a country of at most {most_people():,} people",
        )  # fmt: skip
    year = world.country.since.year if year is None else year
    yearly, writing = Yearly(world, year), Writing(world, year)

    def block(number: int) -> pa.Table:
        columns = yearly.block(number)
        people = world.block(number)
        columns["birth"] = people.birth[columns["who"] - people.first]
        return writing.table(_in_episodes(columns) if each == "episode" else _whole(columns))

    return recut(in_order(block, world.country.blocks, threads=threads), rows)


class Writing:
    """Writes columns of numbers as text: holds the words that all blocks share."""

    def __init__(self, world: World, year: int) -> None:
        self.world, self.words, self.year = world, Words.of(world), year
        areas = len(world.bodies.areas)
        special = [ELSEWHERE.get(word, word) for word in self.words.residence[areas + 1 :]]
        self.places = pa.array([*postcodes(world), *special, ""])
        self.first_place = len(self.places) - 1 - (len(self.words.residence) - areas - 1)

    def table(self, columns: Columns) -> pa.Table:
        """Canonical records, one a row."""
        tables = self.words.tables
        count = len(columns["who"])
        found: dict[str, pa.Array] = {KIND: _taken(tables["profile"]["kind"], columns["profile"])}
        for name in PROFILE:
            if name in FIELDS:
                found[name] = _taken(tables["profile"][name], columns["profile"])
        for name in ("provider", "site", "service"):
            found[name] = _taken(tables["supply"][name], columns["supply"])
        for name in ("practice", "commissioner", "currency", "local_pod"):
            found[name] = _taken(tables[name]["code"], columns[name])
        found["local_pod_name"] = _taken(tables["local_pod"]["name"], columns["local_pod"])
        for name, several in (("diagnosis", "diagnoses"), ("procedure", "procedures")):
            found[name] = found[several] = _taken(tables["clinical"]["code"], columns[name])
        found |= self._identified(columns) | self._dated(columns) | _counted(columns)
        blank = _same("", count)
        return pa.table([found.get(name, blank) for name in SCHEMA.names], schema=SCHEMA)

    def _identified(self, columns: Columns) -> dict[str, pa.Array]:
        people, record, spell = (np.asarray(columns[name], np.int64) for name in ("who", "record", "spell"))
        own = pc.binary_join_element_wise("B", hexadecimal(record, 16), "")
        return {
            "person": nhs_numbers(people),
            "local_person": pc.binary_join_element_wise("L", fixed_digits(people, 8), ""),
            "record": own,
            "spell": hexadecimal(np.where(spell == 0, record, spell), 12),
            "residence": self.places.take(pa.array(self._place(columns["residence"], people))),
        }

    def _place(self, residence: Ints, people: Longs) -> Longs:
        """Rows of `places`: a postcode of the area, the word itself where it is none, the last for blank."""
        areas = len(self.world.bodies.areas)
        postcode = chosen_postcode(residence - 1, people)
        found: Longs = np.where(residence <= areas, postcode, self.first_place + residence.astype(np.int64) - areas - 1)
        found[residence == 0] = len(self.places) - 1
        return found

    def _dated(self, columns: Columns) -> dict[str, pa.Array]:
        count = len(columns["who"])
        # What is still open is told at the end of the year.
        month = np.where(columns["end"] == 0, 12, (columns["month"] % 12 + 9) % 12 + 1)
        return {
            "month": pa.array(month).cast(pa.string()),
            "year": _same(f"{self.year}{(self.year + 1) % 100:02}", count),
            "created": _same(f"{date(self.year + 1, 5, 20)}T09:00:00", count),
            "birth_date": _days(columns["birth"]),
            "start": _days(columns["start"]),
            "end": _days(columns["end"]),
            "episode_start": _days(columns["episode_start"]),
            "episode_end": _days(columns["episode_end"]),
        }


def _counted(columns: Columns) -> dict[str, pa.Array]:
    price = _pounds(np.asarray(columns["submitted"], np.int64))
    admitted = columns["spell"] != 0
    finished = np.where(columns["end"] != 0, "finished", "unfinished")
    return {
        "age": _whole_numbers(columns["age"], blank=-1),
        "sex": _whole_numbers(columns["sex"], blank=0),
        "stay": _whole_numbers(columns["stay"], blank=-1),
        "critical_days": _whole_numbers(columns["exempt_days"], blank=0),
        "order": _whole_numbers(columns["order"], blank=0),
        "activity": _whole_numbers(columns["counts"], blank=-1),
        "unit_price": price, "price": price,
        "status": pa.array(np.where(admitted, finished, "").astype(object), pa.string()),
    }  # fmt: skip


def _whole(columns: Columns) -> Columns:
    """One record a line; the episode is the spell."""
    count = len(columns["who"])
    spell = columns["spell"] != 0
    return columns | {
        "order": spell.astype(np.int32), "counts": np.ones(count, np.int32),
        "episode_start": np.where(spell, columns["start"], 0), "episode_end": np.where(spell, columns["end"], 0),
    }  # fmt: skip


def _in_episodes(columns: Columns) -> Columns:
    """Some admissions as two records, one behind the other."""
    lines = _whole(columns)
    two = (lines["spell"] != 0) & (lines["stay"] >= TWO_EPISODES) & (lines["record"] % 4 == 0)
    rows = np.repeat(np.arange(len(two)), 1 + two)
    second = np.zeros(len(rows), bool)
    second[1:] = rows[1:] == rows[:-1]
    first = np.append(second[1:], False)
    found = only(lines, rows)
    halfway = found["start"] + found["stay"] // 2
    found["episode_end"] = np.where(first, halfway, found["episode_end"])
    found["episode_start"] = np.where(second, halfway, found["episode_start"])
    found["order"] = found["order"] + second
    found["counts"] = np.where(first, 0, 1)
    found["record"] = np.where(second, found["record"] ^ 1 << 40, found["record"])
    found["practice"] = np.where(second, found["practice_after"], found["practice"])
    found["residence"] = np.where(second, found["residence_after"], found["residence"])
    found["submitted"] = np.where(first, NO_PRICE, found["submitted"])
    return found


def _same(text: str, count: int) -> pa.Array:
    return pa.repeat(pa.scalar(text, pa.string()), count)


def _taken(words: pa.ChunkedArray, numbers: Ints) -> pa.Array:
    return words.combine_chunks().take(pa.array(np.asarray(numbers, np.int32)))


def _days(ordinals: Ints) -> pa.Array:
    said = pa.array(np.asarray(ordinals, np.int32) - np.int32(days.EPOCH), pa.int32(), mask=np.asarray(ordinals) == 0)
    return pc.fill_null(said.cast(pa.date32()).cast(pa.string()), "")


def _whole_numbers(values: Ints, *, blank: int) -> pa.Array:
    return pc.fill_null(pa.array(values, mask=np.asarray(values) == blank).cast(pa.string()), "")


def _pounds(pence: Longs) -> pa.Array:
    """Pence as pounds with two decimals; "" for none."""
    none = pence == NO_PRICE
    whole = pa.array(pence // 100, mask=none).cast(pa.string())
    return pc.fill_null(pc.binary_join_element_wise(whole, _HUNDREDTHS.take(pa.array(pence % 100)), "."), "")
