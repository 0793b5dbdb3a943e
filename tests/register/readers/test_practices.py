"""GP practices in both dialects: what a row is evidence of, and what it is not."""

from datetime import date
from pathlib import Path

import pytest

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Evidence
from ouzel.register.readers.settings import ROLE_OF_SETTING, setting_of
from tests.register.readers.samples import PUBLISHED, meaning, read, row27, said, write
from tests.shared_data import DATA, needs_data

SIGHTING, SINCE, INTERVAL = Evidence.SIGHTING, Evidence.SINCE, Evidence.INTERVAL


def _new(row: list[str]) -> list[str]:
    status = {"A": "ACTIVE", "C": "INACTIVE", "D": "DORMANT", "P": "PROPOSED"}[row[12]]
    return [*row[:12], status, *row[13:25], ROLE_OF_SETTING[row[25]], row[26]]


def test_open_practice_says_what_holds_on_the_day(tmp_path: Path) -> None:
    reading = read(write(tmp_path, [row27("E81001")]))
    assert said(reading, "E81001", Attribute.LIFESPAN) == [(SINCE, date(1974, 4, 1), None, "open")]
    assert said(reading, "E81001", Attribute.COMMISSIONER) == [(SINCE, date(2021, 4, 1), None, "M1J4Y")]
    for attribute, value in {
        Attribute.STATUS: "active",
        Attribute.SETTING: "RO76",
        Attribute.NAME: "THE SURGERY",
        Attribute.ADDRESS: "1 HIGH STREET, LUTON",
        Attribute.POSTCODE: "LU1 1AA",
        Attribute.GEOGRAPHY: "QHG",
    }.items():
        assert said(reading, "E81001", attribute) == [(SIGHTING, PUBLISHED, None, value)]
    assert (reading.series, reading.complete_for, reading.listed) == ("ods:epraccur", "practices", {"E81001"})


def test_closed_practice_is_evidence_of_its_dates_only(tmp_path: Path) -> None:
    reading = read(write(tmp_path, [row27("E81001", status="C", closed="20241031", left="20241031")]))
    assert {one.attribute for one in reading.assertions} == {
        Attribute.LIFESPAN,
        Attribute.PRINTED_NAME,
        Attribute.COMMISSIONER,
    }
    assert said(reading, "E81001", Attribute.LIFESPAN) == [(INTERVAL, date(1974, 4, 1), date(2024, 11, 1), "open")]
    assert said(reading, "E81001", Attribute.COMMISSIONER) == [(INTERVAL, date(2021, 4, 1), date(2024, 11, 1), "M1J4Y")]


def test_closed_practice_without_leaving_date_left_when_it_closed(tmp_path: Path) -> None:
    reading = read(write(tmp_path, [row27("E81001", status="C", closed="20241031")]))
    assert said(reading, "E81001", Attribute.COMMISSIONER) == [(INTERVAL, date(2021, 4, 1), date(2024, 11, 1), "M1J4Y")]


@pytest.mark.parametrize(("closed", "expected"), [("", [(SIGHTING, PUBLISHED, None, "M1J4Y")]), ("20241031", [])])
def test_parent_without_joining_date_is_a_sighting_or_nothing(tmp_path: Path, closed: str, expected: object) -> None:
    row = row27("E81001", status="C" if closed else "A", closed=closed, joined="")
    assert said(read(write(tmp_path, [row])), "E81001", Attribute.COMMISSIONER) == expected


def test_practice_closing_on_the_day_of_publication_is_still_open(tmp_path: Path) -> None:
    reading = read(write(tmp_path, [row27("E81001", closed="20260228")]))
    assert said(reading, "E81001", Attribute.STATUS) == [(SIGHTING, PUBLISHED, None, "active")]
    assert said(reading, "E81001", Attribute.LIFESPAN) == [(INTERVAL, date(1974, 4, 1), date(2026, 3, 1), "open")]


def test_practice_not_yet_open_is_not_open_since(tmp_path: Path) -> None:
    reading = read(write(tmp_path, [row27("Y09999", status="P", opened="20260401", joined="20260401")]))
    assert said(reading, "Y09999", Attribute.LIFESPAN) == [(INTERVAL, date(2026, 4, 1), None, "open")]
    assert said(reading, "Y09999", Attribute.COMMISSIONER) == [(INTERVAL, date(2026, 4, 1), None, "M1J4Y")]
    assert said(reading, "Y09999", Attribute.STATUS) == [(SIGHTING, PUBLISHED, None, "proposed")]


def test_status_that_contradicts_the_dates_is_noted_and_the_dates_believed(tmp_path: Path) -> None:
    reading = read(write(tmp_path, [row27("A91034", closed="20251231", left="20251231")]))
    assert said(reading, "A91034", Attribute.LIFESPAN)[0][2] == date(2026, 1, 1)
    assert said(reading, "A91034", Attribute.STATUS) == []
    assert any("dates are believed" in note for note in reading.notes)


def test_closed_without_a_day_says_nothing_of_the_lifespan(tmp_path: Path) -> None:
    reading = read(write(tmp_path, [row27("E81001", status="C")]))
    assert said(reading, "E81001", Attribute.LIFESPAN) == []
    assert reading.notes


def test_both_dialects_say_the_same(tmp_path: Path) -> None:
    rows = [
        row27("E81001"),
        row27("E81002", status="D"),
        row27("E81003", status="C", closed="20241031"),
        row27("Y00561", setting="3"),
        row27("Y01234", setting="25", status="P"),
    ]
    heading = ["Organisation Code", "Name", *[f"Column {number}" for number in range(3, 28)]]
    old, new = read(write(tmp_path, rows)), read(write(tmp_path, [heading, *map(_new, rows)]))
    assert meaning(old) == meaning(new)
    assert old.rows == new.rows == 5


@pytest.mark.parametrize(
    ("text", "setting"),
    [("4", "RO76"), ("RO76", "RO76"), ("15", "setting:15"), ("3", "RO80|RO87"), ("RO80|RO87", "RO80|RO87")],
)
def test_setting_is_one_code_in_both_dialects(text: str, setting: str) -> None:
    assert setting_of(text) == (setting, ())


def test_setting_with_a_further_role_stays_the_setting(tmp_path: Path) -> None:
    reading = read(write(tmp_path, [row27("E81001", setting="RO76|RO268")]))
    assert said(reading, "E81001", Attribute.SETTING) == [(SIGHTING, PUBLISHED, None, "RO76")]
    assert said(reading, "E81001", Attribute.ROLE) == [(SIGHTING, PUBLISHED, None, "RO268")]


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        (row27("E81002", status="Q"), "status", "Q"),
        (row27("E81002", opened="20210231"), "open date", "20210231"),
        (row27("E81002", left="2021-13-01"), "left parent date", "2021-13-01"),
        (row27("E81002", closed="19740331", status="C"), "close date", "19740331"),
        (row27("E81002", left="20210331"), "left parent date", "20210331"),
        (row27("E81 002"), "organisation code", "E81 002"),
        (row27("E81002", parent="06F;06P"), "parent organisation code", "06F;06P"),
    ],
)
def test_bad_row_is_refused_with_its_line_field_and_value(
    tmp_path: Path, row: list[str], field: str, value: str
) -> None:
    with pytest.raises(ContentError) as error:
        read(write(tmp_path, [row27("E81001"), row, row27("E81003")]))
    assert (error.value.line, error.value.field, error.value.value) == (2, field, value)
    assert error.value.right


def test_wrong_column_count_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as error:
        read(write(tmp_path, [row27("E81001"), row27("E81002")[:-1], row27("E81003")]))
    assert error.value.line == 2
    assert "26 columns where 27 are due" in error.value.problem


def test_two_rows_for_one_code_that_differ_are_refused_with_both_lines(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="lines 1 and 3"):
        read(write(tmp_path, [row27("E81001"), row27("E81002"), row27("E81001", parent="06F")]))


def test_rows_repeated_word_for_word_are_counted_once(tmp_path: Path) -> None:
    reading = read(write(tmp_path, [row27("E81001"), row27("E81001")]))
    assert len(said(reading, "E81001", Attribute.NAME)) == 1
    assert reading.notes


def _active(file: str, published: date) -> dict[str, set[str]]:
    """Active GP practices by commissioner, as the file says of its own day."""
    reading = read(DATA / "ods" / file, published=published)
    by_commissioner: dict[str, set[str]] = {}
    practices = {
        one.subject for one in reading.assertions if one.attribute == Attribute.SETTING and one.value == "RO76"
    }
    active = {one.subject for one in reading.assertions if one.attribute == Attribute.STATUS and one.value == "active"}
    counted = practices & active
    for one in reading.assertions:
        if one.attribute == Attribute.COMMISSIONER and one.subject in counted:
            by_commissioner.setdefault(one.value, set()).add(one.subject)
    return by_commissioner


@needs_data
@pytest.mark.parametrize(
    ("file", "published", "counts"),
    [
        ("epraccur_2016-01.csv.gz", date(2016, 1, 31), {"06F": 55, "06P": 30, "04F": 28}),
        ("epraccur_2020-01.csv.gz", date(2019, 12, 31), {"06F": 48, "06P": 26, "04F": 26}),
        ("epraccur_2021-11.csv.gz", date(2021, 11, 30), {"M1J4Y": 98}),
        ("epraccur_2023-12.csv.gz", date(2023, 12, 31), {"M1J4Y": 92}),
        ("epraccur_2025-05.csv.gz", date(2025, 5, 31), {"M1J4Y": 86}),
        ("epraccur_2026-02_dse-format.csv.gz", date(2026, 2, 28), {"M1J4Y": 86}),
    ],
)
def test_real_files_count_the_practices_known_then(file: str, published: date, counts: dict[str, int]) -> None:
    found = _active(file, published)
    assert {code: len(found[code]) for code in counts} == counts


@needs_data
def test_practices_unchanged_between_dialects_do_not_appear_to_change() -> None:
    old = read(DATA / "ods" / "epraccur_2025-05.csv.gz", published=date(2025, 5, 31))
    new = read(DATA / "ods" / "epraccur_2026-02_dse-format.csv.gz", published=date(2026, 2, 28))
    settings = [
        {one.subject: one.value for one in reading.assertions if one.attribute == Attribute.SETTING}
        for reading in (old, new)
    ]
    both = settings[0].keys() & settings[1].keys()
    changed = [code for code in both if settings[0][code] != settings[1][code]]
    assert len(both) > 12_000
    assert len(changed) < 10  # real changes of nine months
    assert (old.rows, new.rows) == (16_534, 15_389)
