"""Golden scenarios 9 and 13 through the whole of it: files, register, rules, price lists, runs and accounts."""

from datetime import date

import pytest

from ouzel.activity.accounts import AccountMonthKey, posted
from ouzel.activity.answers.report import report
from ouzel.activity.answers.totals import totals_of
from ouzel.activity.freezing import freeze_month
from ouzel.activity.models import Posting, PricingRun
from ouzel.activity.posting import post_run
from ouzel.activity.prices.loading import load_book
from ouzel.activity.running import run
from ouzel.activity.store import Store
from ouzel.core.types.basis import Basis
from ouzel.engine.pricing.book import Price, PriceBook
from tests.activity.loads import ON
from tests.activity.paying import answers, take
from tests.core.people import OPERATOR
from tests.reorganisation.conftest import known_bodies, register

__all__ = ["known_bodies", "register"]

pytestmark = pytest.mark.django_db
LUTON, MK, BEDFORD = "E81073", "K82003", "E81046"
TODAY = date(2026, 11, 22)


@pytest.fixture
def store(tmp_path, register):
    return Store.at(tmp_path / "store")


def stay(record: str, practice: str, start: str, end: str, **more: str) -> dict[str, str]:
    usual = {"provider": "RC9", "admission_method": "21", "patient_class": "1", "specialty": "300", "age": "50"}
    return usual | {"record": record, "practice": practice, "start": start, "end": end, "currency": "AA01Z"} | more


def book(name: str, pence: int, *, published: date, since: date, until: date) -> PriceBook:
    price = Price("AA01Z", "non-elective", pence, trim_days=40, per_day=10_000)
    return PriceBook(name, since, until, published, "penny-at-the-end", (price,), {"RC9": 1_050_000}, source="a test")


def test_9_what_three_groups_and_then_the_one_bought_is_equal_on_every_basis(store):
    load_book(
        book("2020 to 2022", 100_000, published=date(2020, 3, 1), since=date(2020, 4, 1), until=date(2022, 4, 1)),
        by=OPERATOR,
    )  # fmt: skip
    take(
        store, "admitted",
        stay("1", LUTON, "2021-03-28", "2021-04-03"), stay("2", LUTON, "2021-03-01", "2021-03-05"),
        stay("3", MK, "2021-03-01", "2021-03-05"), stay("4", BEDFORD, "2021-05-01", "2021-05-02"),
    )  # fmt: skip
    take(store, "admitted-unfinished", stay("5", LUTON, "2021-03-28", "", status="unfinished"))
    run(by=OPERATOR, on=ON, store=store)
    told = {}
    for basis in (Basis("as-was"), Basis("as-now"), Basis("as-at", day=date(2021, 3, 31))):
        found = report(by=["commissioner"], basis=basis, viewer=OPERATOR, today=TODAY, store=store)
        assert found.reconciliation.given["lines"] == found.reconciliation.placed["lines"] == 5
        assert found.frame["charged"].sum() == 4 * 105_000
        told[basis.kind] = dict(zip(found.frame["commissioner"], found.frame["lines"], strict=True))
    assert told["as-was"] == {"M1J4Y": 2, "06P": 2, "04F": 1}
    assert told["as-now"] == {"M1J4Y": 5}
    assert told["as-at"] == {"06P": 3, "04F": 1, "06F": 1}


def test_13_prices_reissued_in_june_back_to_april_adjust_and_leave_the_frozen_month(store):
    year = {"since": date(2025, 4, 1), "until": date(2026, 4, 1)}
    load_book(book("2025/26", 100_000, published=date(2025, 3, 31), **year), by=OPERATOR)
    take(
        store, "admitted",
        stay("1", LUTON, "2025-04-10", "2025-04-12"), stay("2", LUTON, "2025-05-10", "2025-05-12"),
        stay("3", MK, "2025-06-01", "2025-06-03"),
    )  # fmt: skip
    first = run(by=OPERATOR, on=date(2025, 6, 20), store=store)
    post_run(run=first, totals=totals_of(first, store=store)[0], by=OPERATOR, on=date(2025, 6, 20))
    april, may = AccountMonthKey(202526, 1), AccountMonthKey(202526, 2)
    freeze_month(year=april.year, month=april.month, by=OPERATOR, on=date(2025, 6, 21))
    frozen = list(Posting.objects.filter(year=202526, month=1).values("kind", "pence"))
    load_book(book("2025/26, June", 100_680, published=date(2025, 6, 27), **year), by=OPERATOR)
    second = run(by=OPERATOR, on=date(2025, 7, 1), store=store)
    done = post_run(
        run=second, totals=totals_of(second, store=store)[0], by=OPERATOR, on=date(2025, 7, 1), why="prices reissued"
    )  # fmt: skip
    assert list(Posting.objects.filter(year=202526, month=1).values("kind", "pence")) == frozen == [
        {"kind": "price", "pence": 105_000}
    ]  # fmt: skip
    assert (done.adjustments, done.adjustment_pence) == (1, 714)
    adjustment = Posting.objects.get(kind="adjustment")
    assert (adjustment.year, adjustment.month) == (may.year, may.month)
    assert (adjustment.activity_year, adjustment.activity_month) == (april.year, april.month)
    assert "prices reissued" in adjustment.why
    by_care = {key: balance.pence for key, balance in posted(by=("activity_year", "activity_month")).items()}
    assert set(by_care.values()) == {105_714}
    assert sum(by_care.values()) == sum(row["charged"] for row in answers(store)) == second.summary["charged"]
    assert PricingRun.objects.get(pk=first.pk).prices == ["2025/26"]
    assert PricingRun.objects.get(pk=second.pk).prices == ["2025/26, June"]


def test_13_as_known_before_the_reissue_the_old_list_is_the_answer(store):
    from ouzel.activity.asked import Asked

    year = {"since": date(2025, 4, 1), "until": date(2026, 4, 1)}
    load_book(book("2025/26", 100_000, published=date(2025, 3, 31), **year), by=OPERATOR)
    load_book(book("2025/26, June", 100_680, published=date(2025, 6, 27), **year), by=OPERATOR)
    take(store, "admitted", stay("1", LUTON, "2025-04-10", "2025-04-12"))
    assert [row["charged"] for row in answers(store)] == [105_714]
    assert [row["charged"] for row in answers(store, Asked(known_at=date(2025, 6, 26)))] == [105_000]
