"""Lines, records and events are the same care: nothing is lost or gained between them."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from ouzel.activity.fields import FIELDS
from ouzel.activity.synthetic.identifiers import most_people, postcode_directory
from ouzel.activity.synthetic.lines import lines
from ouzel.activity.synthetic.records import records
from ouzel.activity.synthetic.world import make
from ouzel.core.errors import ContentError
from ouzel.engine.activity_lines import PROFILE
from tests.activity.synthetic.made import SMALL, all_events, all_lines, all_marks, all_records, seeded, words, world


def _pence(texts: pa.ChunkedArray) -> list[int | None]:
    return [int(text.replace(".", "")) if text else None for text in texts.to_pylist()]


def test_each_record_is_its_line():
    found, told = all_lines(), all_records()
    assert told.num_rows == found.num_rows
    assert _pence(told["price"]) == found["submitted"].to_pylist()
    tables = words()
    for name in ("practice", "commissioner", "currency", "local_pod"):
        assert told[name].to_pylist() == pc.take(tables[name]["code"], found[name]).to_pylist()
    for name in ("provider", "site", "service"):
        assert told[name].to_pylist() == pc.take(tables["supply"][name], found["supply"]).to_pylist()
    for name in set(PROFILE) & {*FIELDS, "kind"}:
        assert told[name].to_pylist() == pc.take(tables["profile"][name], found["profile"]).to_pylist()


def test_places_of_records_are_in_the_areas_of_lines():
    directory = postcode_directory(world())
    area = dict(zip(directory["pcds"].to_pylist(), directory["lsoa21"].to_pylist(), strict=True)) | {
        directory["pcds"][-3].as_py(): "W06000023", directory["pcds"][-2].as_py(): "S08000015",
    }  # fmt: skip
    assert len(area) == directory.num_rows
    said = pc.take(words()["residence"]["code"], all_lines()["residence"]).to_pylist()
    assert [area.get(place, place) for place in all_records()["residence"].to_pylist()] == said


def test_each_person_has_one_number_and_one_birth_date():
    people = Counter(zip(all_records()["person"].to_pylist(), all_lines()["person"].to_pylist(), strict=True))
    numbers, pseudonyms = {number for number, _ in people}, {pseudonym for _, pseudonym in people}
    assert len(people) == len(numbers) == len(pseudonyms)
    births = {(number, born) for number, born in zip(all_records()["person"].to_pylist(),
              all_records()["birth_date"].to_pylist(), strict=True)}  # fmt: skip
    assert len(births) == len(numbers)


def test_spells_by_episode_are_the_same_spells():
    few = make(seeded(5, people=8_000))
    whole, parts = (pa.concat_tables(records(few, each=each)) for each in ("spell", "episode"))
    assert parts.num_rows > whole.num_rows

    assert sum(filter(None, _pence(whole["price"]))) == sum(filter(None, _pence(parts["price"])))
    assert pc.sum(whole["activity"].cast("int64")) == pc.sum(parts["activity"].cast("int64"))
    spells = parts.filter(pc.equal(parts["kind"], "admitted"))
    episodes = {(row["spell"], row["order"]): row for row in spells.to_pylist()}
    second = [row for (_, order), row in episodes.items() if order == "2"]
    assert len(second) > 10
    for row in second:
        first = episodes[row["spell"], "1"]
        assert first["episode_end"] == row["episode_start"]
        assert (first["start"], first["end"]) == (row["start"], row["end"])
        assert row["episode_end"] == row["end"]
        assert (first["activity"], row["activity"]) == ("0", "1")
        assert first["record"] != row["record"]


def test_events_are_lines_without_those_open_or_repeated():
    repeated = all_lines().num_rows - len(set(all_lines()["record"].to_pylist()))
    still_open = int((all_lines()["end"].to_numpy() == 0).sum())
    both = Counter(all_lines().filter(pc.equal(all_lines()["end"], 0))["record"].to_pylist())
    assert all_events().num_rows == all_lines().num_rows - repeated - still_open + sum(n - 1 for n in both.values())


def test_each_spell_ends_in_one_year_only():
    years = {year: all_lines(SMALL, year) for year in (2024, 2025)}
    finished = {year: set(table.filter(pc.greater(table["end"], 0))["spell"].to_pylist()) - {0}
                for year, table in years.items()}  # fmt: skip
    assert not finished[2024] & finished[2025]
    still_open = set(years[2024].filter(pc.equal(years[2024]["end"], 0))["spell"].to_pylist())
    assert still_open
    assert still_open <= finished[2025]


def test_spell_open_at_the_end_of_the_year_is_told_alike_in_both():
    before, after = (
        {row["spell"]: row for row in table.to_pylist() if row["spell"] and keep(row)}
        for table, keep in (
            (all_lines(SMALL, 2024), lambda row: row["end"] == 0),
            (all_lines(SMALL, 2025), lambda row: row["start"] < 739_342 and row["end"]),
        )
    )
    assert before
    for spell, row in before.items():
        same = ("person", "practice", "residence", "supply", "currency", "start", "age", "sex", "diagnosis")
        assert {name: row[name] for name in same} == {name: after[spell][name] for name in same}
        assert row["record"] != after[spell]["record"]


def test_identifiers_are_of_one_record_but_for_repeats():
    counts = Counter(all_lines()["record"].to_pylist())
    twice = [record for record, count in counts.items() if count > 1]
    assert max(counts.values()) == 2
    assert len(twice) > 10
    rows = all_lines().filter(pc.is_in(all_lines()["record"], pa.array(twice[:20]))).drop(["line"]).to_pylist()
    assert len({tuple(row.values()) for row in rows}) == 20


def test_marks_are_of_lines_there_are():
    numbers = all_marks()["line"].to_numpy()
    assert numbers.min() >= all_lines()["line"][0].as_py()
    assert numbers.max() <= all_lines()["line"][-1].as_py()
    assert (np.diff(numbers) > 0).all()


def test_more_people_than_numbers_for_testing_are_refused():
    assert most_people() > 900_000
    with pytest.raises(ContentError, match="NHS numbers"):
        next(records(make(replace(SMALL, people=most_people() + 1))))
    assert next(lines(make(replace(SMALL, people=most_people() + 1)), rows=10)).num_rows == 10
