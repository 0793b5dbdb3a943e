"""Plain words."""

from datetime import date

import pytest

from ouzel.web import words
from ouzel.web.paging import paged

D = date


def test_words_spans_end_on_the_last_day_that_counts() -> None:
    assert words.span(D(2013, 4, 1), D(2021, 4, 1)) == "1 April 2013 to 31 March 2021"
    assert words.span(D(2021, 4, 1), None) == "since 1 April 2021"
    assert words.span(None, D(2021, 4, 1)) == "until 31 March 2021"
    assert words.span(D(2021, 4, 1), D(2021, 4, 2)) == "1 April 2021"


def test_words_counts() -> None:
    assert [words.count(n, "body", "bodies") for n in (0, 1, 1234)] == ["no bodies", "1 body", "1,234 bodies"]


def test_words_kinds_say_only_the_narrowest() -> None:
    assert words.kinds(("commissioner", "clinical-commissioning-group")) == "clinical commissioning group"
    assert words.kinds(("system", "board")) == "integrated care board"
    assert words.kinds(()) == ""


def test_paged_gives_the_nearest_page_there_is() -> None:
    rows = list(range(230))
    assert [paged(rows, n).number for n in (None, "2", "99", "0", "-1", "x", "٢")] == [1, 2, 5, 1, 1, 1, 1]
    last = paged(rows, "5")
    assert (last.first, last.last, last.total, list(last.rows)) == (201, 230, 230, list(range(200, 230)))
    assert paged(list(range(1000)), "10").numbers == [1, None, 9, 10, 11, None, 20]
    assert (paged([], "3").first, paged([], None).pages) == (0, 1)


@pytest.mark.parametrize(
    ("pence", "said"),
    [
        (0, "£0"),
        (5, "£0.05"),
        (123_450, "£1,234.50"),
        (-300, "\N{MINUS SIGN}£3"),
        (-5, "\N{MINUS SIGN}£0.05"),
        (None, "not said"),
    ],
)
def test_money_has_pence_where_there_are_any(pence: int | None, said: str) -> None:
    assert words.pounds(pence) == said


@pytest.mark.parametrize(
    ("thousandths", "said"), [(0, "0"), (1_000, "1"), (1_234_500, "1,234.5"), (-250, "\N{MINUS SIGN}0.25")]
)
def test_activity_is_said_in_units(thousandths: int, said: str) -> None:
    assert words.units(thousandths) == said


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("Load the price list of that year: ouzel activity prices load.", "Load the price list of that year."),
        ("See a line explained (ouzel activity explain LINE), and mend it.", "See a line explained, and mend it."),
        ("No plan is loaded: ouzel activity plan load PATH.", "No plan is loaded."),
        ("Ask the provider for the age.", "Ask the provider for the age."),
    ],
)
def test_a_page_does_not_name_commands(told: str, said: str) -> None:
    assert words.without_commands(told) == said
