"""Practice maps, registered patients and list sizes: sightings on the day of the extract."""

from datetime import date
from pathlib import Path

import pytest

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Evidence
from ouzel.register.readers.registered import read_registered_patients
from tests.register.readers.samples import PUBLISHED, read, said, write
from tests.shared_data import DATA, needs_data

SIGHTING = Evidence.SIGHTING

MAP = ["PUBLICATION", "EXTRACT_DATE", "PRACTICE_CODE", "PRACTICE_NAME", "PRACTICE_POSTCODE", "PCN_CODE", "PCN_NAME",
       "ONS_CCG_CODE", "CCG_CODE", "CCG_NAME", "ONS_STP_CODE", "STP_CODE", "STP_NAME", "ONS_COMM_REGION_CODE",
       "COMM_REGION_CODE", "COMM_REGION_NAME"]  # fmt: skip
LATER = [name.replace("CCG", "SUB_ICB_LOCATION").replace("STP", "ICB") for name in MAP]


def _place(practice: str, network: str = "U27128", on: str = "01Jan2022") -> list[str]:
    return ["GP_PRAC_PAT_LIST", on, practice, "DR", "LU1 1AA", network, "PCN" if len(network) > 1 else "Unallocated",
            "E38000249", "M1J4Y", "NHS BLMK", "E54000024", "QHG", "BLMK", "E40000007", "Y61",
            "East of England"]  # fmt: skip


@pytest.mark.parametrize(("headings", "roles"), [(MAP, ("RO98", "RO262")), (LATER, ("RO319", "RO318"))])
def test_map_headings_say_which_roles_were_held(tmp_path: Path, headings: list[str], roles: tuple[str, str]) -> None:
    on = date(2022, 1, 1)
    reading = read(write(tmp_path, [headings, _place("E81001"), _place("E81002")]))
    assert said(reading, "E81001", Attribute.NETWORK) == [(SIGHTING, on, None, "U27128")]
    assert said(reading, "E81001", Attribute.COMMISSIONER) == [(SIGHTING, on, None, "M1J4Y")]
    assert said(reading, "M1J4Y", Attribute.SYSTEM) == [(SIGHTING, on, None, "QHG")]
    assert said(reading, "QHG", Attribute.REGION) == [(SIGHTING, on, None, "Y61")]
    assert said(reading, "M1J4Y", Attribute.ROLE) == [(SIGHTING, on, None, roles[0])]
    assert said(reading, "QHG", Attribute.ROLE) == [(SIGHTING, on, None, roles[1])]
    assert said(reading, "M1J4Y", Attribute.GSS_CODE) == [(SIGHTING, on, None, "E38000249")]


def test_practice_in_no_network_is_said_to_be_in_none(tmp_path: Path) -> None:
    reading = read(write(tmp_path, [MAP, _place("E81001", network="U")]))
    assert said(reading, "E81001", Attribute.NETWORK) == []


def test_map_with_a_bad_day_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as error:
        read(write(tmp_path, [MAP, _place("E81001"), _place("E81002", on="31-Feb-21")]))
    assert (error.value.line, error.value.field, error.value.value) == (3, "EXTRACT_DATE", "31-Feb-21")


def test_table_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no rows"):
        read(write(tmp_path, [MAP]))


TOTALS = ["PUBLICATION", "EXTRACT_DATE", "TYPE", "CCG_CODE", "ONS_CCG_CODE", "CODE", "POSTCODE", "SEX", "AGE",
          "NUMBER_OF_PATIENTS"]  # fmt: skip


def _total(practice: str, patients: str, sex: str = "ALL") -> list[str]:
    return ["GP_PRAC_PAT_LIST", "01JAN2021", "GP", "06F", "E38000010", practice, "LU1 1AA", sex, "ALL", patients]


def test_totals_are_sightings_of_the_commissioner(tmp_path: Path) -> None:
    path = write(tmp_path, [TOTALS, _total("E81001", "100"), _total("E81001", "49", sex="MALE"), _total("E81002", "7")])
    reading = read(path)
    on = date(2021, 1, 1)
    assert said(reading, "E81001", Attribute.COMMISSIONER) == [(SIGHTING, on, None, "06F")]
    assert said(reading, "06F", Attribute.ROLE) == [(SIGHTING, on, None, "RO98")]
    assert read_registered_patients(path) == [("E81001", on, 100), ("E81002", on, 7)]


@pytest.mark.parametrize("patients", ["", "*", "-1", "1.5", "<5"])
def test_suppressed_count_is_never_nought(tmp_path: Path, patients: str) -> None:
    with pytest.raises(ContentError) as error:
        read_registered_patients(write(tmp_path, [TOTALS, _total("E81001", patients)]))
    assert (error.value.line, error.value.value) == (2, patients)


def test_practice_counted_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="lines 2 and 3"):
        read_registered_patients(write(tmp_path, [TOTALS, _total("E81001", "1"), _total("E81001", "1")]))


@needs_data
@pytest.mark.parametrize(
    ("file", "rows", "patients", "local"),
    [
        ("gp-reg-pat-prac-all_2021-01.csv.gz", 6658, 60_606_345, {"06F": 500_653, "06P": 242_104, "04F": 304_539}),
        ("gp-reg-pat-prac-all_2021-06.csv.gz", 6601, None, {"M1J4Y": 1_056_616}),
        ("gp-reg-pat-prac-all_2022-04.csv.gz", 6518, 61_625_745, {"M1J4Y": 1_077_382}),
    ],
)
def test_real_totals(file: str, rows: int, patients: int | None, local: dict[str, int]) -> None:
    path = DATA / "registrations" / file
    counts = {practice: count for practice, _, count in read_registered_patients(path)}
    under = {one.subject: one.value for one in read(path).assertions if one.attribute == Attribute.COMMISSIONER}
    assert len(counts) == len(under) == rows
    assert patients is None or sum(counts.values()) == patients
    for commissioner, expected in local.items():
        assert sum(count for practice, count in counts.items() if under[practice] == commissioner) == expected


@needs_data
@pytest.mark.parametrize(
    ("file", "on", "rows", "network"),
    [
        ("gp-reg-pat-prac-map_2020-09.csv.gz", date(2020, 9, 1), 6708, 6577),
        ("gp-reg-pat-prac-map_2022-01.csv.gz", date(2022, 1, 1), 6527, 6459),
    ],
)
def test_real_maps(file: str, on: date, rows: int, network: int) -> None:
    reading = read(DATA / "registrations" / file)
    found = [one.attribute for one in reading.assertions]
    assert (found.count(Attribute.COMMISSIONER), found.count(Attribute.NETWORK)) == (rows, network)
    assert {one.start for one in reading.assertions} == {on}
    assert said(reading, "E81001", Attribute.NETWORK) == [(SIGHTING, on, None, "U27128")]


@needs_data
def test_real_list_sizes_use_the_short_codes() -> None:
    reading = read(DATA / "registrations" / "patient_list_size_age_sex_2016-01.csv.gz")
    under = [one.value for one in reading.assertions if one.attribute == Attribute.COMMISSIONER]
    assert (under.count("06F"), under.count("06P"), under.count("04F")) == (55, 31, 27)
    assert {one.start for one in reading.assertions} == {PUBLISHED}
