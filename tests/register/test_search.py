"""Finding a body by what people have in their hands: a code of any age, a name, a former name, initials."""

from pathlib import Path

import pytest

from ouzel.register.search import find, initials_of, resolve
from tests.register.files import at, facts, load


@pytest.fixture(autouse=True)
def known(isles: Path, tmp_path: Path) -> None:
    facts(tmp_path, "gss", "M1J4Y,gss_code,since,2021-04-01,,E38000249,,,2021-04-01")
    load(tmp_path / "gss")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("M1J4Y", "M1J4Y"),
        (" m1j4y ", "M1J4Y"),
        ("06F", "06F"),
        ("06f00", "06F"),
        ("1X100", "1X1"),
        ("E38000249", "M1J4Y"),
        ("e38000999", "Y01"),
        ("06F01", None),
        ("99Z00", None),
        ("E38000001", None),
        ("", None),
    ],
)
def test_resolve_reads_every_form_of_a_code(text: str, code: str | None) -> None:
    assert resolve(text) == code


@pytest.mark.parametrize(
    ("text", "code", "matched"),
    [
        ("Y01", "Y01", "code"),
        ("06f00", "06F", "old code form"),
        ("E38000249", "M1J4Y", "ONS code"),
        ("isles and skerries icb", "Y01", "name"),
        ("NHS ISLES AND SKERRIES ICB - Y01", "Y01", "name"),
        ("skerries icb isles", "Y01", "name"),
        ("Isles, Skerries & St Brides partnership", "QXX", "former name"),
        ("ISLES SKERRIES AND ST. BRIDE'S INTEGRATED", "QXX", "name"),
        ("nhs isles ccg", "Y01", "former name"),
        ("north isle", "1X1", "name"),
        ("south isle", "X02", "former name"),
        ("old surgery", "P10001", "former name"),
        ("new surgery", "P10001", "name"),
        ("Bedfordshire, Luton & Milton Keynes ICB", "M1J4Y", "former name"),
    ],
)
def test_find_says_why_it_matched(text: str, code: str, matched: str) -> None:
    found = {f.code: f.matched for f in find(text, moment=at("2026-06-01"))}
    assert found.get(code) == matched


def test_find_by_initials_comes_to_the_bodies_of_the_area() -> None:
    found = find("BLMK", moment=at("2022-09-01"))
    assert {"M1J4Y", "QHG"} <= {f.code for f in found}
    assert {f.matched for f in found if f.code in {"M1J4Y", "QHG"}} == {"initials"}
    assert [f.code for f in find("blmk", moment=at("2022-09-01"))] == [f.code for f in found]


def test_find_puts_the_code_first_and_describes_it_on_the_day() -> None:
    first = find("1x1", moment=at("2021-04-01"))[0]
    assert (first.code, first.name, first.open, str(first.closed)) == ("1X1", "NHS North Isle CCG", False, "2021-04-01")
    first = find("Y01", moment=at("2022-06-30"))[0]
    assert (first.name, first.kinds) == ("NHS Isles CCG", ("commissioner", "clinical-commissioning-group"))


@pytest.mark.parametrize("text", ["", "   ", ".", ", '", "zzzz"])
def test_find_of_nothing_finds_nothing(text: str) -> None:
    assert find(text, moment=at("2021-04-01")) == []


def test_find_keeps_to_the_limit() -> None:
    assert len(find("nhs", moment=at("2021-04-01"), limit=3)) == 3


def test_find_sees_a_later_edition(tmp_path: Path) -> None:
    assert find("Lighthouse", moment=at("2021-04-01")) == []
    facts(tmp_path, "later", "P10009,name,sighting,2021-05-05,,Lighthouse Surgery,,,2021-05-05")
    load(tmp_path / "later")
    assert [f.code for f in find("Lighthouse", moment=at("2021-04-01"))] == ["P10009"]
    assert find("Lighthouse", moment=at("2021-04-01", edition=6)) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("NHS Bedfordshire, Luton and Milton Keynes ICB - M1J4Y", {"blmki", "blmk"}),
        ("NHS Luton CCG", {"lc"}),
        ("Luton", set()),
        ("", set()),
    ],
)
def test_initials_with_and_without_the_words_for_its_kind(name: str, expected: set[str]) -> None:
    assert initials_of(name) == expected
