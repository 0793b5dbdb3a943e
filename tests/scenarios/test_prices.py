"""Scenario 13: prices reissued in June, backdated to April. Conformance cases 8 and 9 of prices."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from ouzel.activity.accounts import AccountMonthKey, posted
from ouzel.activity.freezing import freeze_month
from ouzel.activity.models import Posting, PricingRun
from ouzel.activity.posting import Posted, Total, post_run
from ouzel.activity.prices.books import books
from ouzel.activity.prices.deliveries import shipped
from ouzel.activity.prices.indicative import indicative_book
from ouzel.activity.prices.loading import load_book, load_prices
from ouzel.engine.activity_lines import PROFILE
from ouzel.engine.pricing.book import PriceBook
from ouzel.engine.pricing.by_hand import ByHand, Priced
from ouzel.engine.pricing.reasons import Why
from tests.core.people import OPERATOR
from tests.shared_data import DATA, needs_data

YEAR, END = date(2025, 4, 1), date(2026, 4, 1)
MARCH, REISSUED = date(2025, 3, 14), date(2025, 6, 27)
CAUSE = "prices reissued on 27 June 2025"
EMERGENCY, ELECTIVE = "21", "11"

FIRST_EDITION = """currency,setting,price,trim_days,per_day,short_stay,year
AA22C,non-elective,5000,10,300,1250,2025/26
HN12F,elective,7000,31,280,,2025/26
"""
SECOND_EDITION = FIRST_EDITION.replace(",5000,", ",5034,").replace(",7000,", ",7251,")
FACTORS = "provider,factor\nRC9,1.060677\nRD8,1.061482\n"


@dataclass(frozen=True)
class Spell:
    """One stay of an adult, unless told otherwise, at Bedfordshire Hospitals for the one commissioner."""

    end: date
    currency: str = "AA22C"
    method: str = EMERGENCY
    stay: int = 5
    age: int = 60
    provider: str = "RC9"


SPELLS = (
    Spell(date(2025, 4, 3)), Spell(date(2025, 4, 30), "HN12F", ELECTIVE), Spell(date(2025, 5, 2), stay=14),
    Spell(date(2025, 5, 9), provider="RD8"), Spell(date(2025, 6, 30), stay=1),
    Spell(date(2025, 6, 1), "HN12F", ELECTIVE, provider="RD8"),
)  # fmt: skip


def price(spell: Spell, pricer: ByHand) -> Priced:
    profile = dict.fromkeys(PROFILE, "") | {"kind": "admitted", "admission_method": spell.method, "patient_class": "1"}
    return pricer.price(
        profile=profile, currency=spell.currency, stay=spell.stay, exempt_days=0, age=spell.age, activity=1_000,
        submitted=None, provider=spell.provider, service="", commissioner="M1J4Y", end=spell.end,
    )  # fmt: skip


def totals(spells: tuple[Spell, ...], known_at: date) -> list[Total]:
    """What the spells come to by the price lists as known on a day."""
    pricer = ByHand(books=books(known_at=known_at), deliveries=shipped())
    lines: Counter[tuple[str, str, AccountMonthKey]] = Counter()
    pence: Counter[tuple[str, str, AccountMonthKey]] = Counter()
    for spell in spells:
        found = price(spell, pricer)
        assert found.why is Why.PRICED
        group = (spell.provider, found.pod, AccountMonthKey.of(spell.end.year * 12 + spell.end.month - 1))
        lines[group] += 1
        pence[group] += found.charged
    return [Total(p, "M1J4Y", pod, month, n, n * 1_000, pence[p, pod, month]) for (p, pod, month), n in lines.items()]


def post(those: list[Total], on: date, why: str = "") -> Posted:
    run = PricingRun.objects.create(rules=[], prices=[], loads=[], lines=0, known_at=on, by="the test", on=on)
    return post_run(run=run, totals=those, by=OPERATOR, on=on, why=why)


def edition(folder: Path, text: str, published: date) -> None:
    """One edition of the list of 2025/26; each holds from 1 April."""
    (folder / "prices.csv").write_text(text)
    (folder / "factors.csv").write_text(FACTORS)
    load_prices(
        [folder / "prices.csv", folder / "factors.csv"], name=f"Prices 2025/26 of {published}", since=YEAR, until=END,
        published=published, rounding="penny-at-the-end", source="invented for the test", by=OPERATOR,
    )  # fmt: skip


def by_month(*fields: str) -> dict[tuple[object, ...], int]:
    return {key: balance.pence for key, balance in posted(by=fields).items()}


@pytest.mark.django_db
def test_prices_reissued_in_june_back_to_april(tmp_path: Path) -> None:
    edition(tmp_path, FIRST_EDITION, MARCH)
    before = totals(SPELLS, date(2025, 6, 26))
    post(before, date(2025, 6, 26))
    frozen = by_month("year", "month")
    for month in (1, 2):
        freeze_month(year=202526, month=month, by=OPERATOR, on=date(2025, 6, 26))

    edition(tmp_path, SECOND_EDITION, REISSUED)
    after = totals(SPELLS, REISSUED)
    done = post(after, REISSUED, CAUSE)

    assert totals(SPELLS, date(2025, 6, 26)) == before  # as known the day before, the first edition still answers
    rise = sum(t.pence for t in after) - sum(t.pence for t in before)
    assert rise > 0
    assert done.adjustment_pence + done.price_pence == rise
    adjustments = Posting.objects.filter(kind="adjustment")
    assert {(a.year, a.month) for a in adjustments} == {(202526, 3)}
    assert {a.activity_month for a in adjustments} == {1, 2}
    assert all(CAUSE in a.why and "is frozen" in a.why for a in adjustments)
    now = by_month("year", "month")
    assert [now[202526, month] for month in (1, 2)] == [frozen[202526, month] for month in (1, 2)]
    expected: Counter[tuple[int, int]] = Counter()
    for each in after:
        expected[each.month.year, each.month.month] += each.pence
    assert by_month("activity_year", "activity_month") == dict(expected)
    assert post(after, REISSUED, CAUSE).unchanged == len(after)


@pytest.mark.django_db
def test_prices_of_april_and_may_rise_by_what_the_editions_differ(tmp_path: Path) -> None:
    edition(tmp_path, FIRST_EDITION, MARCH)
    edition(tmp_path, SECOND_EDITION, REISSUED)
    old, new = (ByHand(books=books(known_at=day), deliveries=shipped()) for day in (MARCH, REISSUED))
    rises = [price(spell, new).price - price(spell, old).price for spell in SPELLS]
    # 34.00 and 251.00 times market forces, each price to the penny; short stays are as before
    assert rises == [3_606, 26_623, 3_606, 3_609, 0, 26_644]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stay", "age", "pod", "base", "excess"),
    [
        (14, 60, "NEL", 500_000, 4),  # trim point 10: four days at the price per day
        (1, 18, "NEL", 500_000, 0),  # a child has the full price
        (1, 19, "NELST", 125_000, 0),
    ],
)
def test_prices_conformance_8(tmp_path: Path, stay: int, age: int, pod: str, base: int, excess: int) -> None:
    edition(tmp_path, FIRST_EDITION, MARCH)
    found = price(Spell(YEAR, stay=stay, age=age), ByHand(books=books(), deliveries=shipped()))
    assert (found.pod, found.base, found.excess_days) == (pod, base, excess)
    assert found.long_stay == excess * 30_000


PAYMENT = DATA / "payment"


def england(*names: str, published: date) -> PriceBook:
    """The indicative list of the public files, with others beside them."""
    files = (
        "national_cost_collection_2024-25.csv.gz",
        "hrg_trimpoints.csv",
        "market_forces_factor_2026-27.csv",
        *names,
    )
    return indicative_book(
        [PAYMENT / name for name in files], name=f"Published {published}", since=YEAR, until=END, published=published,
        cost_year=2024,
    ).book  # fmt: skip


@needs_data
@pytest.mark.django_db
def test_prices_of_the_pay_award_edition_adjust_frozen_months() -> None:
    load_book(england(published=MARCH), by=OPERATOR)
    hips = tuple(Spell(date(2025, month, 15), "HN12F", ELECTIVE) for month in (4, 5, 6))
    before = totals(hips, MARCH)
    post(before, date(2025, 6, 1))
    freeze_month(year=202526, month=1, provider="RC9", by=OPERATOR, on=date(2025, 6, 20))
    load_book(england("nhs_payment_scheme_2025-26_elective_unit_prices_extract.csv", published=REISSUED), by=OPERATOR)
    after = totals(hips, REISSUED)
    assert {t.pence for t in after} == {769_097}  # 7,251 times 1.060677
    difference = 769_097 - before[0].pence
    done = post(after, REISSUED, CAUSE)
    assert (done.adjustments, done.adjustment_pence, done.prices, done.price_pence) == (
        1,
        difference,
        2,
        2 * difference,
    )
    adjustment = Posting.objects.get(kind="adjustment")
    assert (adjustment.month, adjustment.activity_month) == (2, 1)
