"""The other 27-column files, told apart by what their rows are."""

from datetime import date
from pathlib import Path

import pytest

from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Evidence
from tests.register.readers.samples import PUBLISHED, read, row27, said, write
from tests.shared_data import DATA, needs_data

SIGHTING, SINCE, INTERVAL = Evidence.SIGHTING, Evidence.SINCE, Evidence.INTERVAL


def _body(code: str, **changes: str) -> list[str]:
    plain = {"status": "", "subtype": "", "parent": "", "joined": "", "setting": ""}
    return row27(code, **{**plain, **changes})


COMMISSIONERS = [
    _body("M1J4Y", name="NHS BEDFORDSHIRE, LUTON AND MILTON KEYNES ICB - M1J4Y", opened="20210401", subtype="RO319"),
    _body("06F", name="NHS BEDFORDSHIRE CCG", opened="20130401", closed="20210331"),
    _body("14A", name="MIDLANDS COMMISSIONING HUB", opened="20150401", geography="QWO", subtype="RO218"),
    _body("D4U1Y", name="NHS FRIMLEY ICB - D4U1Y", opened="20210401", geography="QNQ", subtype="RO319|RO326"),
]
TRUSTS = [
    _body("RC9", name="BEDFORDSHIRE HOSPITALS NHS FOUNDATION TRUST", opened="19920401"),
    _body("RC1", name="BEDFORD HOSPITAL NHS TRUST", opened="19920401", closed="20200331"),
]
BRANCHES = [_body("E81001001", parent="E81001", joined="20040401", opened="20040401")]
SITES = [_body("RC971", name="LUTON & DUNSTABLE HOSPITAL", parent="RC9", joined="19990401", opened="19990401")]


@pytest.mark.parametrize(
    ("rows", "series", "scope"),
    [
        (COMMISSIONERS, "ods:eccg", "commissioners"),
        (TRUSTS, "ods:etr", "trusts"),
        (BRANCHES, "ods:ebranchs", ""),
        (SITES, "ods:ets", ""),
    ],
)
def test_files_are_told_apart_by_their_rows(tmp_path: Path, rows: list[list[str]], series: str, scope: str) -> None:
    reading = read(write(tmp_path, rows))
    assert (reading.series, reading.complete_for) == (series, scope)
    assert reading.listed == ({row[0] for row in rows} if scope else set())


def test_commissioner_roles_are_todays_and_only_of_the_open(tmp_path: Path) -> None:
    reading = read(write(tmp_path, COMMISSIONERS))
    assert said(reading, "M1J4Y", Attribute.ROLE) == [(SIGHTING, PUBLISHED, None, "RO319")]
    assert said(reading, "M1J4Y", Attribute.LIFESPAN) == [(SINCE, date(2021, 4, 1), None, "open")]
    assert [value for *_, value in said(reading, "D4U1Y", Attribute.ROLE)] == ["RO319", "RO326"]
    assert said(reading, "M1J4Y", Attribute.SYSTEM) == [(SIGHTING, PUBLISHED, None, "QHG")]
    assert said(reading, "M1J4Y", Attribute.REGION) == [(SIGHTING, PUBLISHED, None, "Y61")]
    assert {one.attribute for one in reading.assertions if one.subject == "06F"} == {
        Attribute.LIFESPAN,
        Attribute.PRINTED_NAME,
    }


def test_hub_stands_in_a_system_and_belongs_to_none(tmp_path: Path) -> None:
    reading = read(write(tmp_path, COMMISSIONERS))
    assert said(reading, "14A", Attribute.SYSTEM) == []
    assert said(reading, "14A", Attribute.GEOGRAPHY) == [(SIGHTING, PUBLISHED, None, "QWO")]


def test_trust_holds_its_role_as_long_as_it_is_open(tmp_path: Path) -> None:
    reading = read(write(tmp_path, TRUSTS))
    assert said(reading, "RC9", Attribute.ROLE) == [(SINCE, date(1992, 4, 1), None, "RO197")]
    assert said(reading, "RC1", Attribute.ROLE) == [(INTERVAL, date(1992, 4, 1), date(2020, 4, 1), "RO197")]
    assert said(reading, "RC1", Attribute.GEOGRAPHY) == []


@pytest.mark.parametrize(("rows", "operator", "role"), [(BRANCHES, "E81001", "RO96"), (SITES, "RC9", "RO198")])
def test_branch_and_site_are_operated_by_their_parent(
    tmp_path: Path, rows: list[list[str]], operator: str, role: str
) -> None:
    reading = read(write(tmp_path, rows))
    assert [value for *_, value in said(reading, rows[0][0], Attribute.OPERATOR)] == [operator]
    assert [value for *_, value in said(reading, rows[0][0], Attribute.ROLE)] == [role]


@needs_data
@pytest.mark.parametrize(
    ("file", "series", "rows"),
    [
        ("eccg_2025-12.csv", "ods:eccg", 320),
        ("etr_2016_approx.csv", "ods:etr", 239),
        ("etr_2022-03.csv", "ods:etr", 218),
        ("etr_2026-07.csv", "ods:etr", 274),
        ("ebranchs_2017-08.csv.gz", "ods:ebranchs", 2702),
    ],
)
def test_real_files_are_told_apart(file: str, series: str, rows: int) -> None:
    reading = read(DATA / "ods" / file)
    assert (reading.series, reading.rows) == (series, rows)


@needs_data
def test_real_commissioners_of_bedfordshire_and_its_successor() -> None:
    reading = read(DATA / "ods" / "eccg_2025-12.csv", published=date(2025, 12, 31))
    assert said(reading, "06F", Attribute.LIFESPAN) == [(INTERVAL, date(2013, 4, 1), date(2021, 4, 1), "open")]
    assert said(reading, "06F", Attribute.ROLE) == []
    assert said(reading, "M1J4Y", Attribute.ROLE) == [(SIGHTING, date(2025, 12, 31), None, "RO319")]
    assert sum(one.attribute == Attribute.SYSTEM for one in reading.assertions) == 106
