"""Membership history: intervals and beginnings, whoever the parent is."""

from datetime import date
from pathlib import Path

import pytest

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Evidence
from tests.register.readers.samples import read, said, write
from tests.shared_data import DATA, needs_data

SINCE, INTERVAL = Evidence.SINCE, Evidence.INTERVAL
ROWS = [
    ["E81001", "4NP98", "W", "19990401", "20010331", "0"],
    ["E81001", "5GC", "W", "20010401", "20130331", "0"],
    ["E81001", "06P", "W", "20130401", "", "0"],
]


def test_memberships_end_the_day_after_the_last(tmp_path: Path) -> None:
    reading = read(write(tmp_path, ROWS))
    assert said(reading, "E81001", Attribute.COMMISSIONER) == [
        (INTERVAL, date(1999, 4, 1), date(2001, 4, 1), "4NP98"),
        (INTERVAL, date(2001, 4, 1), date(2013, 4, 1), "5GC"),
        (SINCE, date(2013, 4, 1), None, "06P"),
    ]
    assert (reading.series, reading.complete_for) == ("ods:epcmem", "")


def test_repeated_rows_are_counted_once(tmp_path: Path) -> None:
    reading = read(write(tmp_path, [*ROWS, ROWS[0]]))
    assert len(said(reading, "E81001", Attribute.COMMISSIONER)) == 3
    assert reading.notes


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        (["E81001", "06P", "W", "20130401", "20130331", "0"], "left", "20130331"),
        (["E81001", "06P", "W", "20210231", "", "0"], "joined", "20210231"),
        (["E81001", "06P", "W", "", "20130331", "0"], "joined", ""),
        (["E81001", "", "W", "20130401", "", "0"], "parent", ""),
        (["", "06P", "W", "20130401", "", "0"], "practice", ""),
        (["E81001", "5GC", "W", "20010401", "", "0"], "left", ""),
    ],
)
def test_bad_rows_are_refused_with_their_place(tmp_path: Path, row: list[str], field: str, value: str) -> None:
    with pytest.raises(ContentError) as error:
        read(write(tmp_path, [*ROWS, row]))
    assert (error.value.line, error.value.field, error.value.value) == (4, field, value)


def test_wrong_column_count_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="5 columns where 6 are due"):
        read(write(tmp_path, [*ROWS, ROWS[0][:5]]))


@needs_data
def test_real_history_of_a_practice_that_came_and_went() -> None:
    reading = read(DATA / "ods" / "epcmem_2019-10.csv.gz", published=date(2019, 10, 31))
    assert reading.rows == 47_822
    assert sorted(said(reading, "P81791", Attribute.COMMISSIONER), key=lambda one: one[1]) == [
        (INTERVAL, date(2002, 4, 1), date(2013, 4, 1), "5HP"),
        (INTERVAL, date(2013, 4, 1), date(2014, 8, 27), "00R"),
        (INTERVAL, date(2014, 8, 27), date(2014, 10, 29), "01K"),
        (INTERVAL, date(2014, 10, 29), date(2015, 12, 2), "02M"),
        (SINCE, date(2015, 12, 2), None, "00R"),
    ]
