"""Price lists as releases: whole or not at all, never changed, withdrawn with a reason, all of it audited."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from ouzel.activity.models import FactorRow, PriceRelease, PriceRow, ReleaseState
from ouzel.activity.prices.books import books, rows_of
from ouzel.activity.prices.layouts import read_files
from ouzel.activity.prices.loading import load_book, withdraw_prices
from ouzel.activity.prices.looking_up import prices_on
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from ouzel.engine.pricing.book import Price, PriceBook
from tests.activity.prices.files import ROWS, SINCE, UNTIL, factors, load, prices, top_ups
from tests.core.people import OPERATOR, user

WITHDRAWN = date(2026, 6, 1)

pytestmark = pytest.mark.django_db


def test_load_gives_back_what_the_files_say(tmp_path: Path) -> None:
    done = load(tmp_path, note="first edition")
    assert (done.already, done.prices, done.indicative, done.factors, done.top_ups) == (False, 5, 1, 2, 1)
    content = read_files([prices(tmp_path), factors(tmp_path), top_ups(tmp_path)], since=SINCE, until=UNTIL)
    (book,) = books()
    assert set(book.prices) == set(content.prices)
    assert (book.factors, book.top_ups) == (dict(content.factors), content.top_ups)
    assert (book.name, book.since, book.until, book.published) == ("Prices 2025/26", SINCE, UNTIL, date(2025, 3, 1))
    assert book.release == done.release.pk
    assert done.release.state == ReleaseState.READY
    entry = AuditEntry.objects.get(action="activity.prices.loaded")
    assert (entry.detail["prices"], entry.detail["published"]) == (5, "2025-03-01")


def test_load_same_list_again_changes_nothing(tmp_path: Path) -> None:
    first = load(tmp_path)
    again = load(tmp_path, name="by another name")
    assert (again.already, again.release) == (True, first.release)
    assert PriceRelease.objects.count() == AuditEntry.objects.filter(action="activity.prices.loaded").count() == 1


def test_load_another_list_of_the_same_days_and_publication_is_refused(tmp_path: Path) -> None:
    load(tmp_path)
    with pytest.raises(ContentError, match="published on the same day: Prices 2025/26"):
        load(tmp_path, "AA22C,,elective,,,1,,,,,,", name="other")
    load(tmp_path, "AA22C,,elective,,,1,,,,,,", name="other", since=UNTIL, until=date(2027, 4, 1))


def test_load_name_is_given_once(tmp_path: Path) -> None:
    withdraw_prices(on=WITHDRAWN, release=load(tmp_path).release, by=OPERATOR, why="wrong file")
    with pytest.raises(ContentError, match="another name"):
        load(tmp_path)
    load(tmp_path, name="Prices 2025/26, again")


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"until": SINCE}, "before it begins"),
        ({"rounding": "to the pound"}, "penny-at-the-end"),
        ({"source": " "}, "source"),
        ({"name": ""}, "name"),
    ],
)
def test_load_refuses_and_keeps_nothing(tmp_path: Path, what: dict[str, object], said: str) -> None:
    with pytest.raises(ContentError, match=said):
        load(tmp_path, "AA22C,,elective,,,1,,,,,,", **what)
    assert not PriceRelease.objects.exists()


def test_load_without_any_price_is_refused() -> None:
    with pytest.raises(ContentError, match="no price"):
        load_book(
            PriceBook("n", SINCE, UNTIL, SINCE, "penny-at-the-end", (), {"RC9": 1_000_000}, source="s"), by=OPERATOR
        )


def test_load_over_another_list_takes_what_is_not_given(tmp_path: Path) -> None:
    first = load(tmp_path).release
    local = "AA22C,,non-elective,,,4500,,,,,RC9,"
    load(
        tmp_path,
        local,
        "WF01B,,outpatient-attendance,,,200,,,,,,",
        name="with local",
        published=date(2025, 6, 27),
        over=first,
    )
    (book,) = books()
    assert len(book.prices) == 6
    by_key = {(p.currency, p.setting, p.local): p.pence for p in book.prices}
    assert by_key["AA22C", "non-elective", "RC9"] == 450_000
    assert by_key["AA22C", "non-elective", ""] == 500_000
    assert by_key["WF01B", "outpatient-attendance", ""] == 20_000


def test_load_rows_are_never_changed(tmp_path: Path) -> None:
    release = load(tmp_path).release
    for change in (
        lambda: PriceRow.objects.update(pence=1),
        lambda: PriceRow.objects.create(release=release, currency="X", setting="other", pence=1),
        lambda: PriceRelease.objects.update(published=date(2024, 1, 1)),
        lambda: release.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_withdraw_takes_a_list_out_of_use(tmp_path: Path) -> None:
    release = load(tmp_path).release
    with pytest.raises(ContentError, match="reason"):
        withdraw_prices(on=WITHDRAWN, release=release, by=OPERATOR, why=" ")
    withdraw_prices(on=WITHDRAWN, release=release, by=OPERATOR, why="published in error")
    assert books() == ()
    assert PriceRow.objects.filter(release=release).count() == 5
    with pytest.raises(ContentError, match="withdrawn"):
        withdraw_prices(on=WITHDRAWN, release=release, by=OPERATOR, why="again")
    assert AuditEntry.objects.get(action="activity.prices.withdrawn").detail["why"] == "published in error"


def test_prices_are_loaded_and_withdrawn_by_contract_managers_alone(tmp_path: Path) -> None:
    analyst, manager = user("a@example.org", "analyst"), user("m@example.org", "contract-manager")
    with pytest.raises(PermissionDenied, match="contract manager"):
        load(tmp_path, by=Actor.person(analyst))
    release = load(tmp_path, by=Actor.person(manager)).release
    with pytest.raises(PermissionDenied):
        withdraw_prices(on=WITHDRAWN, release=release, by=Actor.person(analyst), why="no")


def test_load_of_a_nation_keeps_every_row() -> None:
    rows = tuple(
        Price(f"X{n:06d}", "elective", 100 + n, specialty=str(s), trim_days=n % 50, per_day=n % 7 * 100)
        for n in range(4_000) for s in range(5)
    )  # fmt: skip
    book = PriceBook("large", SINCE, UNTIL, SINCE, "penny-each-step", rows, {"RC9": 1_000_000}, source="the test")
    release = load_book(book, by=OPERATOR).release
    assert set(rows_of(release).prices) == set(rows)
    assert load_book(replace(book, prices=rows[::-1]), by=OPERATOR).already


def test_a_list_over_another_stores_what_differs_and_says_all(tmp_path: Path) -> None:
    first = load(tmp_path).release
    again = load(
        tmp_path, ROWS[1], "AA22C,Stroke,non-elective,,,5034,10,300,1250,no,,", "QX1,Ours,other,,,7,,,,no,RC9,",
        name="July", published=date(2025, 6, 27), over=first,
    )  # fmt: skip
    assert (again.prices, again.factors, again.top_ups) == (6, 2, 1)
    assert sorted(PriceRow.objects.filter(release=again.release).values_list("currency", "pence")) == [
        ("AA22C", 503_400), ("QX1", 700),
    ]  # fmt: skip
    assert not again.release.factors.exists()
    assert not again.release.top_ups.exists()
    book = rows_of(again.release)
    assert {(p.currency, p.pence) for p in book.prices} == {
        ("AA22C", 503_400), ("AA22C", 30_000), ("HN12F", 725_100), ("HN12F", 28_050), ("WF01B", 21_000), ("QX1", 700),
    }  # fmt: skip
    assert book.factors == rows_of(first).factors
    assert book.top_ups == rows_of(first).top_ups
    seen = PriceRow.objects.of(again.release)
    assert sorted((r.currency, r.setting, r.pence) for r in seen) == sorted(
        (p.currency, p.setting, p.pence) for p in book.prices
    )
    withdraw_prices(release=first, on=date(2025, 8, 1), by=OPERATOR, why="replaced")
    assert rows_of(PriceRelease.objects.get(pk=again.release.pk)).prices == book.prices
    third = load(tmp_path, "WF01B,First,outpatient-attendance,,,211,,,,no,,", name="August", over=again.release,
                 published=date(2025, 8, 2)).release  # fmt: skip
    assert {(p.currency, p.pence) for p in rows_of(third).prices} == {
        *((p.currency, p.pence) for p in book.prices if p.currency != "WF01B"), ("WF01B", 21_100),
    }  # fmt: skip
    assert PriceRow.objects.of(third).count() == len(rows_of(third).prices)
    assert FactorRow.objects.of(third).count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        PriceRelease.objects.filter(pk=again.release.pk).update(over=None)


def test_local_prices_are_for_those_who_work_with_activity(tmp_path: Path) -> None:
    release = load(tmp_path, *ROWS, "QX1,Ours,other,,,7,,,,no,RC9,").release
    rows = PriceRow.objects.of(release)
    assert set(rows.visible_to(OPERATOR).values_list("local", flat=True)) == {"", "RC9"}
    assert set(rows.visible_to(AnonymousUser()).values_list("local", flat=True)) == {""}
    assert [len(prices_on("QX1", date(2025, 6, 1), viewer=who).rows) for who in (OPERATOR, AnonymousUser())] == [1, 0]
