"""Small files that are kept as they stand: one text that tells who a person is refuses them, and is not repeated."""

import pytest
from hypothesis import given

from ouzel.activity.gate.refusing import refuse_in_texts
from ouzel.core.errors import ContentError
from tests.activity.gate.dress import numbers


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("943 476 5919", "an NHS number"), ("MK42 9DJ", "a full postcode"), ("seen by Mrs Patel", "a name"),
        ("John Smith dob 12/03/1961", "a date of birth"), ("Smith, John", "a name"),
    ],
)  # fmt: skip
def test_a_text_that_tells_of_a_person_refuses_and_is_not_repeated(text: str, what: str) -> None:
    with pytest.raises(ContentError) as refused:
        refuse_in_texts({"110": 2, text: 7, "X": 9}, file="plan.csv", field="specialty")
    fault = refused.value
    assert fault.problem.startswith(what)
    assert (fault.file, fault.line, fault.field, fault.value) == ("plan.csv", 7, "specialty", "")
    assert text not in str(fault)


@given(numbers())
def test_an_nhs_number_never_passes(number: str) -> None:
    with pytest.raises(ContentError) as refused:
        refuse_in_texts({number: 2}, file="plan.csv", field="provider")
    assert number not in str(refused.value)


def test_codes_and_words_pass() -> None:
    refuse_in_texts({"RC9": 2, "AA22C": 3, "QHG": 4, "Hip and knee": 5, "": 6}, file="plan.csv", field="provider")
    refuse_in_texts({}, file="plan.csv", field="provider")


def test_bodies_may_be_named_after_people() -> None:
    refuse_in_texts({"John Radcliffe": 2}, file="names.csv", field="name", bodies=True)
    with pytest.raises(ContentError, match="a name"):
        refuse_in_texts({"patient: Joan Bowler": 2}, file="names.csv", field="name", bodies=True)
