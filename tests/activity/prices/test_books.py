"""For each day the list published last by then, whatever the order of loading."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.prices.books import books, withdrawal_of
from ouzel.activity.prices.loading import load_book, withdraw_prices
from ouzel.core.errors import ContentError
from ouzel.engine.pricing.book import Price, PriceBook
from tests.core.people import OPERATOR

WITHDRAWN = date(2026, 6, 1)

pytestmark = pytest.mark.django_db

FIRST = date(2025, 4, 1)


def made(number: int, since: int, until: int, published: int) -> PriceBook:
    day = lambda n: FIRST + timedelta(days=n)  # noqa: E731
    return PriceBook(
        f"list {number}", day(since), day(until), day(published), "penny-at-the-end",
        (Price("AA22C", "elective", 100 + number),), {"RC9": 1_000_000}, source="the test",
    )  # fmt: skip


def names(known_at: date | None = None) -> list[tuple[str, int, int]]:
    return [(b.name, (b.since - FIRST).days, (b.until - FIRST).days) for b in books(known_at=known_at)]


def test_books_reissued_list_takes_the_place_of_the_first_from_the_day_it_is_known() -> None:
    load_book(made(1, 0, 365, -31), by=OPERATOR)
    load_book(made(2, 0, 365, 87), by=OPERATOR)
    assert names() == [("list 2", 0, 365)]
    assert names(FIRST + timedelta(days=86)) == [("list 1", 0, 365)]
    assert names(FIRST + timedelta(days=87)) == [("list 2", 0, 365)]
    assert names(FIRST - timedelta(days=32)) == []


def test_books_list_for_part_of_the_year_leaves_the_rest_to_the_other() -> None:
    load_book(made(1, 0, 365, 0), by=OPERATOR)
    part = load_book(made(2, 100, 200, 50), by=OPERATOR).release
    assert names() == [("list 1", 0, 100), ("list 2", 100, 200), ("list 1", 200, 365)]
    withdraw_prices(on=WITHDRAWN, release=part, by=OPERATOR, why="a test")
    assert names() == [("list 1", 0, 365)]


def test_books_as_known_before_a_withdrawal_still_have_the_list() -> None:
    wrong = load_book(made(1, 0, 365, -31), by=OPERATOR).release
    withdraw_prices(on=FIRST + timedelta(days=90), release=wrong, by=OPERATOR, why="a slip")
    right = replace(made(2, 0, 365, -31), prices=(Price("AA22C", "elective", 7),))
    assert (names(), names(FIRST + timedelta(days=90))) == ([], [])
    load_book(right, by=OPERATOR)  # put right under the same day of publication
    assert names(FIRST + timedelta(days=89)) == [("list 1", 0, 365)]
    assert names(FIRST + timedelta(days=90)) == names() == [("list 2", 0, 365)]
    assert withdrawal_of(wrong.pk).endswith(f"was withdrawn on 30 June 2025 by {OPERATOR}: a slip")
    assert (withdrawal_of(0), withdrawal_of(wrong.pk + 1)) == ("", "")


def test_books_a_list_is_not_withdrawn_before_it_was_published_nor_in_time_to_come() -> None:
    release = load_book(made(1, 0, 365, 0), by=OPERATOR).release
    for day, said in ((FIRST - timedelta(days=1), "before it was known"), (date(2999, 1, 1), "has not come")):
        with pytest.raises(ContentError, match=said):
            withdraw_prices(on=day, release=release, by=OPERATOR, why="a slip")


def test_books_days_without_a_list_are_in_none() -> None:
    load_book(made(1, 0, 100, 0), by=OPERATOR)
    load_book(made(2, 200, 300, 0), by=OPERATOR)
    assert names() == [("list 1", 0, 100), ("list 2", 200, 300)]


lists = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 20), st.integers(0, 60)), min_size=1, max_size=6,
    unique_by=lambda each: each[2],
)  # fmt: skip


@given(spans=lists, known=st.integers(0, 60), backwards=st.booleans())
def test_books_equal_asking_for_each_day(spans: list[tuple[int, int, int]], known: int, *, backwards: bool) -> None:
    with transaction.atomic():
        point = transaction.savepoint()
        all_lists = [made(n, since, since + days, published) for n, (since, days, published) in enumerate(spans)]
        for each in reversed(all_lists) if backwards else all_lists:
            load_book(each, by=OPERATOR)
        day = FIRST + timedelta(days=known)
        found = books(known_at=day)
        transaction.savepoint_rollback(point)
    for n in range(42):
        on = FIRST + timedelta(days=n)
        holding = [b for b in all_lists if b.since <= on < b.until and b.published <= day]
        expected = max(holding, key=lambda b: b.published).name if holding else None
        assert [b.name for b in found if b.since <= on < b.until] == ([expected] if expected else [])
    assert list(found) == sorted(found, key=lambda b: b.since)
