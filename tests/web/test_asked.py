"""What an address asks."""

import contextlib
from datetime import date
from typing import Any

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from ouzel.web import asked as asking
from ouzel.web.asked import Asked, NotADate, from_parts, from_text


def read(**sent: Any) -> Asked:
    return asking.read(RequestFactory().get("/", {k.replace("_", "-"): v for k, v in sent.items()}))


def test_asked_nothing_is_today_with_all_that_is_known() -> None:
    asked = read()
    assert (asked.on, asked.known_at, str(asked.basis)) == (asked.today, None, "as-was")
    assert asked.query() == ""
    assert asked.tidy


def test_asked_keeps_its_three_names_and_drops_others() -> None:
    asked = read(on="2021-11-30", known_at="2021-11-30", basis="as-at:2026-03-31", other="x")
    assert asked.query() == "?on=2021-11-30&known-at=2021-11-30&basis=as-at%3A2026-03-31"
    assert asked.members_on == date(2026, 3, 31)
    assert asked.describe() == "on 30 November 2021, as known on 30 November 2021"


def test_asked_boxes_become_a_tidy_address() -> None:
    asked = read(on_day="5", on_month="May", on_year="2007", known_at_day="", known_at_month="", known_at_year="")
    assert asked.query() == "?on=2007-05-05"
    assert not asked.tidy
    assert not asked.errors


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        (("31", "2", "2021"), "not a day of the calendar"),
        (("", "2", "2021"), "must include a day"),
        (("1", "", ""), "must include a month and a year"),
        (("1", "4", "21"), "4 numbers"),
        (("one", "4", "2021"), "made of numbers"),
        (("1", "4", "1066"), "between 5 July 1948"),
        (("١", "4", "2021"), "made of numbers"),
    ],
)
def test_asked_wrong_date_is_said_beside_its_field(parts: tuple[str, str, str], message: str) -> None:
    d, m, y = parts
    asked = read(on_day=d, on_month=m, on_year=y)
    assert message in asked.fields["on"].error
    assert asked.errors == [("on-day", asked.fields["on"].error)]
    assert (asked.fields["on"].day, asked.fields["on"].year) == (d, y), "what was typed is shown again"
    assert asked.on == asked.today


def test_asked_wrong_text_is_said() -> None:
    assert "write it like 2021-04-01" in read(on="yesterday").fields["on"].error
    assert "is not a basis" in read(basis="as-is").basis_error
    assert "names no proposal" in read(basis="as-if:../secret.toml").basis_error
    assert "Give the day" in read(basis="as-at").fields["as-at"].error
    assert read(basis="as-at:0001-01-01").basis_error


@pytest.mark.parametrize("text", ["2021-04-01", "1/4/2021", "01.04.2021", "1 April 2021", " 1 apr 2021 "])
def test_asked_dates_as_people_write_them(text: str) -> None:
    assert from_text(text) == date(2021, 4, 1)


@given(st.dates(date(1948, 7, 5), date(2099, 12, 31)))
def test_asked_every_day_survives_boxes_and_text(day: date) -> None:
    assert from_parts(str(day.day), str(day.month), str(day.year)) == from_text(day.isoformat()) == day


@given(st.text(max_size=30), st.text(max_size=5), st.text(max_size=5))
def test_asked_any_text_is_a_date_or_is_refused(d: str, m: str, y: str) -> None:
    for attempt in (lambda: from_parts(d, m, y), lambda: from_text(d)):
        with contextlib.suppress(NotADate):
            assert isinstance(attempt(), date)
