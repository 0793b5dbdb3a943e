"""Plain words."""

from datetime import date

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
