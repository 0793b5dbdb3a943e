"""Names of organisations, however they are written."""

import pytest

from ouzel.governance.interests.names import key_of, tells, within, words_of

SAME = [
    ("Bedfordshire Hospitals NHS Foundation Trust", "BEDFORDSHIRE HOSPITALS NHS TRUST"),
    ("NHS Luton CCG", "Luton Clinical Commissioning Group"),
    ("Harlow Homecare Ltd", "harlow homecare limited"),
    ("Smith & Jones LLP", "Smith and Jones"),
    ("St. Neots Doctors' Company", "St Neots Doctors\u2019 Company"),
    ("The Harbour Trust", "Harbour Trust"),
    ("Capita plc", "Capita"),
]
DIFFERENT = [
    ("NHS Luton CCG", "Luton Borough Council"),
    ("Luton Council", "Luton"),
    ("NHS Luton CCG", "Luton ICB"),
    ("Bedford Hospital NHS Trust", "Bedfordshire Hospitals NHS Foundation Trust"),
    ("Harlow Homecare", "Harlow Home Care Supplies"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_name_written_otherwise_is_the_same(one: str, other: str) -> None:
    assert key_of(one) == key_of(other) != ()


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_of_different_bodies_stay_different(one: str, other: str) -> None:
    assert key_of(one) != key_of(other)


@pytest.mark.parametrize("name", ["", "NHS", "The Trust", "Limited", "  -- "])
def test_a_name_that_says_nothing_is_nothing(name: str) -> None:
    assert key_of(name) == ()


@pytest.mark.parametrize("name", ["Community Health Services Ltd", "Primary Care", "Care Ltd", "Luton"])
def test_words_of_any_paper_are_not_looked_for_in_texts(name: str) -> None:
    assert not tells(key_of(name))


def test_a_name_is_found_as_whole_words_in_their_order_only() -> None:
    text = words_of("Award of the contract for home care to Harlow Homecare (year 2)")
    assert within(key_of("Harlow Homecare Ltd"), text)
    assert not within(key_of("Homecare Harlow"), text)
    assert not within(key_of("Arlow Homecare"), text)
    assert not within((), text)
