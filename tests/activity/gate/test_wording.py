"""Words of services stay; names and dates in kept texts do not."""

import csv
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.gate.forenames import FORENAMES
from ouzel.activity.gate.kinds import Kind
from ouzel.activity.gate.wording import has_date, in_code, in_description, in_listed_code, is_listed, service_words
from ouzel.activity.readers.pods import POINTS
from ouzel.activity.synthetic.words import LOCAL_PODS
from tests.shared_data import DATA, needs_data


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("12/03/1961", Kind.DATE), ("1961-03-12", Kind.DATE), ("b. 12.3.61", Kind.DATE), ("12 Mar 1961", Kind.DATE),
        ("Clinic 120361", Kind.DATE), ("review of March 12th, 1961", Kind.DATE), ("19610312", Kind.DATE),
        ("Smith J", Kind.UNLISTED), ("J Smith", Kind.UNLISTED), ("D'Souza, Maria-Jose", Kind.UNLISTED),
        ("Okonkwo clinic", Kind.UNLISTED), ("John", Kind.UNLISTED), ("Ｓmith clinic", Kind.UNLISTED),
        ("MR SMITH", Kind.NAME), ("patient Okonkwo Chidi", Kind.NAME), ("Pt: J. Smith", Kind.NAME),
        ("wife of Singh", Kind.NAME), ("Baby Patel", Kind.NAME), ("Mrs O'Brien's clinic", Kind.NAME),
    ],
)  # fmt: skip
def test_a_description_with_a_person_or_a_day_is_not_kept(text: str, kind: Kind) -> None:
    assert in_description(text) is kind


@pytest.mark.parametrize("text", [
    *(name for _, name in LOCAL_PODS), "", "Nurse clinic", "Women's health MDT, 1-2 hrs", "MRI scan 3+ areas",
    "MR scan",
    "Patient transport", "Mother and baby unit", "Critical care step down (HDU)", "VirtualWard", "A&E attendance",
])  # fmt: skip
def test_a_description_of_a_service_stays(text: str) -> None:
    assert in_description(text) is None


@pytest.mark.parametrize("text", ["JSMITH120361", "SMITH J", "D'SOUZA", "Smith", "SMITH JONES", "KHAN_A", "12/03/1961"])
def test_a_code_that_is_a_person_or_a_day_is_not_kept(text: str) -> None:
    assert in_code(text) is not None


@pytest.mark.parametrize("text", [
    *(code for code, _ in LOCAL_PODS), *POINTS, "CLIN7", "OPFA110100", "OP-RENAL", "K1", "A&E", "UPT-OPA", "LOC 1",
])  # fmt: skip
def test_codes_stay(text: str) -> None:
    assert in_code(text) is None


def test_where_there_is_a_national_list_a_word_alone_must_be_of_it() -> None:
    assert in_code("SMITH") is None
    assert in_listed_code("SMITH") is Kind.UNLISTED
    assert all(in_listed_code(code) is None for code in POINTS)


def test_no_listed_word_is_a_forename() -> None:
    assert not service_words() & FORENAMES
    assert not is_listed("Patel")


@needs_data
def test_every_name_of_the_national_lists_stays() -> None:
    for path, column in (
        ("payment/treatment_function_codes_2026-05.csv", "name"), ("payment/main_specialty_codes_2026-05.csv", "name"),
        ("payment/hrg4plus_codes.csv.gz", "subchapter_name"),
    ):  # fmt: skip
        opened = gzip.open if path.endswith(".gz") else open
        with opened(DATA / path, "rt", encoding="utf-8-sig", errors="replace") as file:
            names = {str(row[column]) for row in csv.DictReader(file)}  # type: ignore[index]
        lost = {name for name in names if "Retired" not in name and in_description(name) is not None}
        assert len(lost) <= len(names) / 20, lost


@given(st.dates(), st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%y", "%d %b %Y", "%Y%m%d", "%d%m%Y", "%B %d, %Y"]))
def test_any_day_is_found_however_it_is_written(day, way) -> None:  # type: ignore[no-untyped-def]
    assert has_date(f"seen {day:{way}} here") or day.year < 1850
