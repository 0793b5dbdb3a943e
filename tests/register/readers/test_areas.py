"""Look-ups of areas: original headings and plain ones, any year."""

from datetime import date
from pathlib import Path

import pytest

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Evidence
from ouzel.register.readers import recognise
from tests.register.readers.samples import PUBLISHED, meaning, read, said, write
from tests.shared_data import DATA, needs_data

SIGHTING = Evidence.SIGHTING

ONS = ["LSOA21CD", "LSOA21NM", "SICBL24CD", "SICBL24CDH", "SICBL24NM", "ICB24CD", "ICB24CDH", "ICB24NM", "CAL24CD",
       "LAD24CD", "LAD24NM", "ObjectId"]  # fmt: skip
PLAIN = ["lsoa21_code", "lsoa21_name", "sicbl24_code", "sicbl24_code_nhs", "sicbl24_name", "icb24_code",
         "icb24_code_nhs", "icb24_name", "cal24cd", "ltla24_code", "ltla24_name", "fid"]  # fmt: skip
AREA = ["E01015692", "Luton 001A", "E38000249", "M1J4Y", "BLMK - M1J4Y", "E54000024", "QHG", "BLMK", "E56000005",
        "E06000032", "Luton", "1"]  # fmt: skip


def test_both_layouts_say_the_same(tmp_path: Path) -> None:
    assert meaning(read(write(tmp_path, [ONS, AREA]))) == meaning(read(write(tmp_path, [PLAIN, AREA])))


def test_small_area_lies_in_its_commissioner_and_authority(tmp_path: Path) -> None:
    reading = read(write(tmp_path, [ONS, AREA]))
    assert said(reading, AREA[0], Attribute.ROLE) == [(SIGHTING, PUBLISHED, None, "LSOA21")]
    assert said(reading, AREA[0], Attribute.AREA_COMMISSIONER) == [(SIGHTING, PUBLISHED, None, "M1J4Y")]
    assert said(reading, AREA[0], Attribute.LOCAL_AUTHORITY) == [(SIGHTING, PUBLISHED, None, "E06000032")]
    assert said(reading, "M1J4Y", Attribute.SYSTEM) == [(SIGHTING, PUBLISHED, None, "QHG")]
    assert said(reading, "M1J4Y", Attribute.GSS_CODE) == [(SIGHTING, PUBLISHED, None, "E38000249")]
    assert said(reading, "E06000032", Attribute.ROLE) == [(SIGHTING, PUBLISHED, None, "RO141")]
    assert reading.complete_for == ""  # one area is not all of England


@pytest.mark.parametrize(("printed", "known_as"), [("E38000249", "M1J4Y"), ("E38999999", "E38999999")])
def test_commissioner_with_no_ods_code_is_known_by_the_shipped_codes(
    tmp_path: Path, printed: str, known_as: str
) -> None:
    rows = [["lsoa11_code", "ccg21_code", "stp21_code"], ["E01015692", printed, "E54000024"]]
    reading = read(write(tmp_path, rows))
    assert said(reading, "E01015692", Attribute.AREA_COMMISSIONER) == [(SIGHTING, PUBLISHED, None, known_as)]
    assert {one.subject for one in reading.assertions} == {"E01015692"}


CHANGES = [["LSOA11CD", "LSOA11NM", "LSOA21CD", "LSOA21NM", "CHGIND", "LAD22CD", "LAD22NM"],
           ["E01000001", "A 1", "E01000001", "A 1", "U", "E09000001", "City"],
           ["E01000002", "A 2", "E01033001", "A 2A", "S", "E09000001", "City"],
           ["E01000002", "A 2", "E01033002", "A 2B", "S", "E09000001", "City"]]  # fmt: skip


def test_changed_areas_are_succeeded_on_census_day(tmp_path: Path) -> None:
    reading = read(write(tmp_path, CHANGES))
    census = date(2021, 3, 21)
    assert said(reading, "E01000002", Attribute.SUCCESSOR) == [
        (Evidence.SINCE, census, None, "E01033001"),
        (Evidence.SINCE, census, None, "E01033002"),
    ]
    assert {one.note for one in reading.assertions if one.attribute == Attribute.SUCCESSOR} == {"S"}
    assert said(reading, "E01000001", Attribute.SUCCESSOR) == []
    roles = [value for *_, value in said(reading, "E01000001", Attribute.ROLE)]
    assert sorted(roles) == ["LSOA11", "LSOA21"]


def test_unknown_change_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as error:
        read(write(tmp_path, [*CHANGES, ["E01000003", "A", "E01033003", "B", "Z", "E09000001", "City"]]))
    assert (error.value.line, error.value.field, error.value.value) == (5, "change", "Z")


def test_one_area_in_two_places_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="lines 2 and 3"):
        read(write(tmp_path, [ONS, AREA, [*AREA[:3], "06H", *AREA[4:]]]))


def test_names_and_codes_of_any_year(tmp_path: Path) -> None:
    reading = read(write(tmp_path, [["ICB26CD", "ICB26CDH", "ICB26NM"], ["E54000065", "S1Y5D", "NHS Central East"]]))
    assert reading.series == "ons:codes"
    assert said(reading, "S1Y5D", Attribute.GSS_CODE) == [(SIGHTING, PUBLISHED, None, "E54000065")]
    assert said(reading, "S1Y5D", Attribute.ROLE) == [(SIGHTING, PUBLISHED, None, "RO318")]


def test_figures_by_area_are_no_lookup(tmp_path: Path) -> None:
    assert (
        recognise(write(tmp_path, [["lsoa11_code", "ltla21_code", "population"], ["E01000001", "E09000001", "1"]]))
        is None
    )


@needs_data
@pytest.mark.parametrize(
    ("file", "series", "scope", "rows"),
    [
        ("lookup_lsoa11_ccg21_stp21_ltla21.csv.gz", "ons:areas-2011", "small-areas-2011", 32_844),
        ("lookup_lsoa11_subicb22_icb22_ltla22.csv.gz", "ons:areas-2011", "small-areas-2011", 32_844),
        ("lookup_lsoa11_lsoa21_ltla22.csv.gz", "ons:area-changes", "small-areas-2021", 35_795),
        ("lookup_lsoa21_subicb24_icb24.csv.gz", "ons:areas-2021", "small-areas-2021", 33_755),
        ("lookup_lsoa21_ward24_ltla24.csv.gz", "ons:areas-2021", "small-areas-2021", 35_672),
    ],
)
def test_real_lookups_are_complete(file: str, series: str, scope: str, rows: int) -> None:
    reading = read(DATA / "geography" / file)
    assert (reading.series, reading.complete_for, reading.rows) == (series, scope, rows)
    assert len(reading.listed) == {"small-areas-2011": 32_844, "small-areas-2021": 33_755}[scope]


@needs_data
def test_real_areas_of_bedfordshire_luton_and_milton_keynes() -> None:
    for file, areas in (
        ("lookup_lsoa11_subicb22_icb22_ltla22.csv.gz", 537),
        ("lookup_lsoa21_subicb24_icb24.csv.gz", 587),
    ):
        reading = read(DATA / "geography" / file)
        found = [one for one in reading.assertions if one.attribute == Attribute.AREA_COMMISSIONER]
        assert sum(one.value == "M1J4Y" for one in found) == areas


@needs_data
def test_real_board_names() -> None:
    reading = read(DATA / "ods" / "icb_names_codes_2024-12.csv", published=date(2024, 12, 31))
    assert said(reading, "QHG", Attribute.GSS_CODE) == [(SIGHTING, date(2024, 12, 31), None, "E54000024")]
    assert reading.rows == 42
