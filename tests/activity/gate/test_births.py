"""Dates of birth."""

import pyarrow as pa
import pytest

from ouzel.activity.gate.detecting import detect, read_heading
from ouzel.activity.gate.kinds import Kind


@pytest.mark.parametrize(
    "text",
    [
        "DOB 12/03/1950",
        "dob:1950-03-12",
        "D.O.B. 12.3.50",
        "d o b 12-03-1950",
        "born 12 March 1950",
        "Born on the 3rd of May 1950",
        "date of birth: 12031950",
        "Birth date 12-Mar-50",
        "pt dob = 120350",
        "was born March 12, 1950",
    ],
)
def test_date_that_is_said_to_be_of_birth_is_found(text: str) -> None:
    assert detect(pa.array([text])).by_kind[Kind.BIRTH_DATE].certain.all()


@pytest.mark.parametrize(
    "text", ["12/03/1950", "1950-03-12", "newborn", "born at term", "births: 12", "Stillborn 1", "DOB unknown"]
)
def test_other_dates_and_words_are_not_of_birth(text: str) -> None:
    assert not detect(pa.array([text])).any


@pytest.mark.parametrize(
    "heading", ["DOB", "MYDOB", "PERSON BIRTH DATE", "Date_of_Birth", "dateOfBirth", "PatientDOB", "DateofBirth"]
)
def test_any_date_under_a_heading_of_birth_is_found(heading: str) -> None:
    dates = ["12/03/1950", "1950-03-12", "12031950", "041968", "1950-03-12 00:00:00", "2 Mar 1950"]
    assert detect(pa.array(dates), heading=heading).by_kind[Kind.BIRTH_DATE].certain.all()


@pytest.mark.parametrize(
    "heading", ["BIRWEIT", "BIRTH WEIGHT", "BIRTH ORDER", "NUMBER OF BIRTHS", "START DATE", "ADOBE"]
)
def test_other_headings_say_nothing_of_it(heading: str) -> None:
    assert not read_heading(heading).birth
