"""A synthetic country over bodies that are given, and the demonstration's files."""

from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from ouzel.activity.faults import Checker, shipped
from ouzel.activity.prices.demonstration import demonstration_book
from ouzel.activity.readers import batches, recognise
from ouzel.activity.synthetic.demonstration import demonstration_files, demonstration_records, demonstration_world
from ouzel.activity.synthetic.given import GivenArea, GivenPractice, GivenProvider, given_bodies
from ouzel.activity.synthetic.records import records
from ouzel.activity.synthetic.words import NO_PRACTICE
from ouzel.activity.synthetic.world import make
from ouzel.core.errors import ContentError
from ouzel.demo.house import OWN_DATA
from tests.activity.synthetic.made import SMALL

MERGED = date(2024, 9, 1)
NORTH, SOUTH = ((None, "01A"), (MERGED, "03C")), ((None, "02B"), (MERGED, "03C"))
PRACTICES = [
    GivenPractice("A00001", NORTH, 9_000),
    GivenPractice("A00002", NORTH, 3_000),
    GivenPractice("B00001", SOUTH),
]
AREAS = [GivenArea("E01000001", 1, NORTH), GivenArea("E01000002", 33_755, SOUTH)]
PROVIDERS = [GivenProvider("RXX", ("RXX01", "RXX02"), {"01A": 1.0, "02B": 0.3}, NORTH),
             GivenProvider("RYY", ("RYY01",), {"02B": 0.7}, SOUTH)]  # fmt: skip
BOOK = demonstration_book(since=date(2020, 4, 1), until=date(2022, 4, 1), published=date(2020, 4, 1))
FILES = {"facts": OWN_DATA / "facts.csv", "list_sizes": OWN_DATA / "list_sizes.csv", "book": BOOK}


def _bodies(**changes):
    given = {"practices": PRACTICES, "areas": AREAS, "ranked": 33_755, "providers": PROVIDERS} | changes
    return given_bodies(**given)


def test_people_choose_among_practices_of_their_commissioner_by_size():
    bodies = _bodies()
    assert bodies.tenths.tolist() == [0, 9]
    north = np.bincount(bodies.near_practices[0], minlength=3)
    assert north[2] == 0
    assert north[0] / north[1] == pytest.approx(3, abs=0.6)
    assert set(bodies.near_practices[1]) == {2}


def test_commissioners_change_on_the_day_given():
    bodies = _bodies()
    codes = np.array(bodies.commissioners)
    assert bodies.days.tolist() == [MERGED.toordinal()]
    assert codes[bodies.of_practice].tolist() == [["01A", "01A", "02B"], ["03C"] * 3]
    assert codes[bodies.host].tolist() == [["01A", "02B"], ["03C", "03C"]]


def test_lines_name_the_bodies_given():
    world = make(replace(SMALL, people=2_000, wrong_commissioner=0.0), bodies=_bodies())
    table = pa.concat_tables(records(world))
    assert world.truths.merger is None
    assert {"A00001", "A00002", "B00001", NO_PRACTICE} <= set(table["practice"].to_pylist())
    late = pc.greater_equal(table["end"], MERGED.isoformat())
    assert set(table.filter(late)["commissioner"].to_pylist()) <= {"03C", "VPP00", "7A1"}
    early = pc.and_(pc.less(table["end"], MERGED.isoformat()), pc.equal(table["practice"], "B00001"))
    early = pc.and_(early, pc.not_equal(table["end"], ""))
    assert set(table.filter(early)["commissioner"].to_pylist()) <= {"02B", "VPP00"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"practices": PRACTICES[:2]}, "E01000002"), ({"providers": PROVIDERS[1:]}, "E01000001")],
)
def test_area_that_nobody_serves_is_refused(changes, field):
    with pytest.raises(ContentError) as error:
        _bodies(**changes)
    assert error.value.value == field


def test_demonstration_is_small_and_of_its_trusts(tmp_path):
    files = demonstration_files(tmp_path, **FILES)
    assert {file.provider for file in files} == {"RC9", "RD8", "RYV"}
    assert 5_000 < sum(file.lines for file in files) < 9_000
    for file in files:
        layout = recognise(file.path)
        assert layout.slug == "plcm"
        assert sum(batch.num_rows for _, batch in batches(file.path, layout)) == file.lines


def test_demonstration_of_the_months_around_the_merger_would_be_taken(tmp_path):
    files = demonstration_files(tmp_path, **FILES, months=[(2020, 12), (2021, 1)])
    assert [file.month for file in files] == [12, 12, 12, 1, 1, 1]
    for file in files:
        layout = recognise(file.path)
        checker = Checker(layout, shipped(), on=date(2022, 6, 1))
        for first_row, batch in batches(file.path, layout):
            checker.check(batch, layout.canonical(batch), first_row=first_row)
        assert checker.faults().errors == 0, checker.faults().summary()


def test_demonstration_has_spells_that_were_open_at_the_merger():
    before, after = (demonstration_records(year, **FILES) for year in (2020, 2021))
    still_open = before.filter(pc.equal(before["kind"], "admitted-unfinished"))
    spells = dict(zip(after["spell"].to_pylist(), after.to_pylist(), strict=True))
    planted = [row for row in still_open.to_pylist() if row["start"] == "2021-03-28"]
    assert {row["commissioner"] for row in planted} >= {"04F", "06F", "06P"}
    for row in planted[-6:]:
        finished = spells[row["spell"]]
        assert (finished["end"], finished["commissioner"], finished["practice"]) == (
            "2021-04-03",
            "M1J4Y",
            row["practice"],
        )
        assert finished["person"] == row["person"]


def test_demonstration_has_prices_of_its_list():
    listed = {price.currency for price in BOOK.prices}
    world = demonstration_world(**FILES)
    assert set(world.currencies.codes) - {"", "UZ01Z", "ZZ99Z"} <= listed
    table = demonstration_records(2020, **FILES)
    assert 1_000_000 < sum(float(price or 0) for price in table["price"].to_pylist()) < 4_000_000


def test_demonstration_people_are_nobody_elses_number():
    table = demonstration_records(2020, **FILES)
    numbers = table["person"].to_pylist()
    births = {(number, born) for number, born in zip(numbers, table["birth_date"].to_pylist(), strict=True)}
    assert len(births) == len(set(numbers))
