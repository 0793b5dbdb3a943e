"""Prices worked out from published costs: each by its rule, and every one of them marked."""

from datetime import date
from pathlib import Path

import pytest

from ouzel.activity.prices.demonstration import demonstration_book
from ouzel.activity.prices.indicative import Indicative, indicative_book
from ouzel.core.errors import ContentError
from ouzel.engine.pricing.book import Price, PriceBook
from tests.shared_data import DATA, needs_data

PAYMENT = DATA / "payment"
YEAR, END = date(2025, 4, 1), date(2026, 4, 1)
COSTS = """department_code,currency_code,currency_desc,activity,unit_cost,cost
Daycase,AA22C,Stroke,10.0,100,1000.0
Elective Inpatients,AA22C,Stroke,4.0,500.125,2000.5
Non-Elective Inpatient - Long Stay,AA22C,Stroke,1.0,900,900.0
Non-Elective Inpatient - Short Stay,AA22C,Stroke,2.0,300,600.0
Non-Elective Inpatient - Short Stay,AA22D,Stroke,2.0,300,600.0
Outpatient Procedures,AA22C,Stroke,,,
Emergency Care,VB01Z,Emergency,3.0,10,30.0
Rehabilitation Inpatient,AA22C,Stroke,10.0,60,600.0
Rehabilitation Inpatient,VC04Z,Stroke,30.0,80,2400.0
Critical care,XC07Z,Critical,1.0,1000,1000.0
Daycase,SB15Z,Chemotherapy,3.0,100,300.0
Regular Day or Night Admissions,SB15Z,Chemotherapy,1.0,500,500.0
Ambulance,01,Hear,1.0,62,62.0
"""
TRIMS = "sushrg,elective,emergency\nAA22C,10,20\nAA22D,5,-\nHN12F,31,258\n"
SCHEME = "hrg_code,tier_note,elective_unit_price_gbp_before_mff,family\nAA22C,,777,x\nHN12F,,7251,Hip\n"
BED_DAYS = "currency_code,unit,price_gbp\nMAA98Z,Bed Day,616.55\nMAA98C,Bed Day,\n"
INDICES = "fiscal_year_start,gdp_deflator\n2024,100\n2025,110\n"
FACTORS = "provider_code,provider_name,mff_factor\nRC9,Bedfordshire,1.060677\n"


def work_out(folder: Path, *texts: str, **what: object) -> Indicative:
    paths = []
    for number, text in enumerate(texts):
        paths.append(folder / f"{number}.csv")
        paths[-1].write_text(text)
    said = {"name": "indicative", "since": YEAR, "until": END, "published": YEAR, "cost_year": 2024, **what}
    return indicative_book(paths, **said)  # type: ignore[arg-type]


def by_key(book: PriceBook) -> dict[tuple[str, str], Price]:
    return {(price.currency, price.setting): price for price in book.prices}


def test_indicative_each_setting_by_its_rule(tmp_path: Path) -> None:
    found = by_key(work_out(tmp_path, COSTS, TRIMS, FACTORS).book)
    assert found["AA22C", "day-case"] == Price("AA22C", "day-case", 10_000, trim_days=10, indicative=True)
    assert found["AA22C", "elective"] == Price(
        "AA22C", "elective", 50_013, trim_days=10, per_day=7_500, indicative=True
    )
    assert found["AA22C", "non-elective"] == Price(
        "AA22C", "non-elective", 50_000, trim_days=20, per_day=7_500, short_stay=30_000, indicative=True
    )
    assert found["AA22D", "non-elective"] == Price("AA22D", "non-elective", 30_000, indicative=True)
    assert ("AA22C", "outpatient-procedure") not in found
    assert found["VB01Z", "emergency-care"].pence == 1_000
    assert found["SB15Z", "unbundled"].pence == 20_000  # of all places together
    assert found["VC04Z", "unbundled"].pence == 8_000
    assert found["XC07Z", "unbundled"].pence == 100_000
    assert found["AA22C", "bed-day"].pence == 7_500  # (600 + 2,400) / 40
    assert not any(currency == "01" for currency, _ in found)
    assert all(price.indicative for price in found.values())


def test_indicative_price_of_the_payment_scheme_replaces_the_cost(tmp_path: Path) -> None:
    done = work_out(tmp_path, COSTS, TRIMS, SCHEME, BED_DAYS)
    found = by_key(done.book)
    assert (found["AA22C", "elective"].pence, found["AA22C", "elective"].indicative) == (77_700, False)
    assert found["AA22C", "day-case"].indicative
    assert (found["HN12F", "elective"].pence, found["HN12F", "elective"].trim_days) == (725_100, 31)
    assert found["MAA98Z", "bed-day"] == Price("MAA98Z", "bed-day", 61_655, indicative=True)
    assert ("MAA98C", "bed-day") not in found
    assert found["HN12F", "bed-day"].indicative  # a published price, but an estimate of a day
    assert "2 elective prices are of the payment scheme" in " ".join(done.notes)


def test_indicative_costs_are_moved_to_the_year_of_the_list(tmp_path: Path) -> None:
    done = work_out(tmp_path, COSTS, TRIMS, INDICES, SCHEME)
    found = by_key(done.book)
    assert found["AA22C", "day-case"].pence == 11_000
    assert found["AA22C", "elective"].pence == 77_700
    assert "from 2024/25 to 2025/26" in done.notes[0]
    assert "not moved" in work_out(tmp_path, COSTS).notes[0]
    with pytest.raises(ContentError, match="do not have this year"):
        work_out(tmp_path, COSTS, INDICES, since=date(2023, 4, 1))


def test_indicative_attendances_are_from_the_list_that_comes_with_the_package(tmp_path: Path) -> None:
    found = by_key(work_out(tmp_path, COSTS).book)
    assert found["WF01B", "outpatient-attendance"].pence == 21_000
    assert found["WF01A", "outpatient-attendance"].pence == 10_500
    assert found["WF01B", "other"].pence == 11_026


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TRIMS, "no costs"),
        ("a,b\n1,2\n", "worked out from"),
        (COSTS.replace("1000.0\nElective", "many\nElective"), "line 2, cost"),
        (COSTS + "Daycase,AA22C,Stroke,1.0,1,1.0\n", "twice"),
        (TRIMS.replace("10,20", "10,x"), "line 2, emergency"),
        (FACTORS.replace("1.06", "10.6"), "between 0.9 and 1.5"),
    ],
)
def test_indicative_refuses_what_cannot_be(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ContentError, match=said):
        work_out(tmp_path, text)


@needs_data
def test_indicative_from_the_public_files() -> None:
    names = ("national_cost_collection_2024-25.csv.gz", "hrg_trimpoints.csv", "market_forces_factor_2026-27.csv",
             "nhs_payment_scheme_2025-26_elective_unit_prices_extract.csv",
             "nhse_mental_health_inpatient_currency_prices_2026-27.csv", "uk_cost_indices.csv")  # fmt: skip
    done = indicative_book(
        [PAYMENT / name for name in names], name="England", since=YEAR, until=END, published=YEAR, cost_year=2024
    )
    found = by_key(done.book)
    assert found["HN12F", "elective"].pence == 725_100
    assert sum(not p.indicative for p in done.book.prices) == 62
    assert found["MAA98Z", "bed-day"].pence == 61_655
    assert done.book.factors["RC9"] == 1_060_677
    assert len(done.book.factors) == 205
    stroke = found["AA22C", "non-elective"]
    assert stroke.trim_days == 257
    assert 0 < (stroke.short_stay or 0) < stroke.pence
    settings = {price.setting for price in done.book.prices}
    assert settings == {
        "day-case", "elective", "regular", "non-elective", "outpatient-procedure", "outpatient-attendance",
        "emergency-care", "unbundled", "bed-day", "other",
    }  # fmt: skip


def test_demonstration_list_has_every_kind_of_price() -> None:
    book = demonstration_book(since=YEAR, until=END, published=YEAR)
    assert {price.setting for price in book.prices} >= {
        "day-case", "elective", "non-elective", "outpatient-procedure", "outpatient-attendance", "emergency-care",
        "unbundled", "bed-day", "other",
    }  # fmt: skip
    assert all(price.indicative for price in book.prices)
    assert any(price.short_stay for price in book.prices)
    assert {"RC9", "RD8"} <= book.factors.keys()
    assert "Indicative" in book.source


@needs_data
def test_demonstration_list_is_the_cost_collection_to_the_pound() -> None:
    paths = [PAYMENT / "national_cost_collection_2024-25.csv.gz", PAYMENT / "hrg_trimpoints.csv"]
    real = by_key(
        indicative_book(paths, name="n", since=date(2024, 4, 1), until=YEAR, published=YEAR, cost_year=2024).book
    )
    for price in demonstration_book(since=YEAR, until=END, published=YEAR).prices:
        of = real[price.currency, price.setting]
        assert abs(price.pence - of.pence) <= 50
        assert price.trim_days == of.trim_days or price.trim_days is None
