"""Titles and names are one line, and look like what they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.core.errors import ContentError
from ouzel.core.lines import line


def test_spaces_and_breaks_become_one_space() -> None:
    assert line(" Board\r\nX: y\t\u2028 z\x0b", field="title") == "Board X: y z"


@pytest.mark.parametrize(
    "text", ["Board\u202egnp.exe", "Bell\x07", "Null\x00", "\u2066turned", "Esc\x1b[31m", "\ue000"]
)
def test_what_cannot_be_seen_is_refused(text: str) -> None:
    with pytest.raises(ContentError, match="nobody can see") as caught:
        line(text, field="title")
    assert caught.value.field == "title"
    assert text not in str(caught.value)


@pytest.mark.parametrize("name", ["Zoë O’Brien-Łuczak", "محمد", "नमस्ते", "می\u200cخواهم", "A – B — C"])
def test_names_of_people_are_taken(name: str) -> None:
    assert line(name, field="name") == name


def test_long_lines_are_refused() -> None:
    assert line("a" * 10, field="title", most=10) == "a" * 10
    with pytest.raises(ContentError, match="longer than 10"):
        line("a" * 11, field="title", most=10)


@given(st.text())
def test_a_line_has_no_break_and_stays_as_it_is(text: str) -> None:
    try:
        found = line(text, field="title")
    except ContentError:
        return
    assert len(found.splitlines()) <= 1
    assert line(found, field="title") == found
