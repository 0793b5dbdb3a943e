"""Names of persons."""

import pyarrow as pa
import pytest

from ouzel.activity.gate.detecting import detect, read_heading
from ouzel.activity.gate.kinds import Kind
from ouzel.activity.gate.names import is_certain, is_likely


@pytest.mark.parametrize(
    "text",
    [
        "Mrs Okonkwo seen",
        "follow-up of Mr J. Brown",
        "MRS JEAN BROWN",
        "Miss O'Neill",
        "Patient: Joan Bowler",
        "patient name: Zebedee",
        "pt name is Xiu",
        "mother Susan Hill",
        "SURNAME: BROWN",
        "Ms Fatima Begum",
        "MR DAVID JONES",
        "named Peter Pan",
    ],
)
def test_name_that_is_said_to_be_one_is_certain(text: str) -> None:
    assert is_certain(text)


@pytest.mark.parametrize("text", ["SMITH, John", "John Smith", "JONES MARGARET", "Mohammed Ali", "Mary J Bowler"])
def test_forename_and_a_word_are_likely(text: str) -> None:
    assert is_likely(text)
    assert not is_certain(text)


@pytest.mark.parametrize(
    "text",
    [
        "MR SCAN",
        "MR Angiography",
        "MR C SPINE",
        "MS Nurse Clinic",
        "Miss Appointments",
        "Patient: Day Case",
        "Master Plan",
        "St John Ambulance",
        "Consultant led first attendance",
        "James Cook University Hospital",
        "John Radcliffe",
        "Elizabeth Ward",
        "Outpatient follow-up, multi professional",
        "Dr Smith and Partners",
        "Name: Community Nursing",
        "Mental Health Of Older People",
    ],
)
def test_things_are_no_names(text: str) -> None:
    assert not is_certain(text)
    assert not is_likely(text)


@pytest.mark.parametrize(
    "heading",
    ["SURNAME", "ForeName", "Patient_Name", "LAST NAME", "pt name | FIRST NAME", "Name of patient", "NEXT OF KIN"],
)
def test_any_word_under_a_heading_of_names_is_found(heading: str) -> None:
    found = detect(pa.array(["Xiu", "O'Neill", "de la Cruz", "ÅSE"]), heading=heading)
    assert found.by_kind[Kind.NAME].certain.all()


@pytest.mark.parametrize("heading", ["PROVIDER NAME", "local_pod_name", "DRUG NAME", "NAME OF SUBMITTER", "WARD NAME"])
def test_other_headings_of_names_are_not_of_persons(heading: str) -> None:
    assert not read_heading(heading).name
