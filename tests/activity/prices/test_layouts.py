"""Our own layouts of price files: what is read, exactly, and what is refused, with its place."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from ouzel.activity.prices.layouts import read_files
from ouzel.core.errors import ContentError
from ouzel.engine.pricing.book import Price, TopUp
from tests.activity.prices.files import FACTORS, HEAD, ROWS, SINCE, TOP_UPS, UNTIL, factors, prices, top_ups


def test_files_are_read_to_the_penny(tmp_path: Path) -> None:
    found = read_files([prices(tmp_path), factors(tmp_path), top_ups(tmp_path)], since=SINCE, until=UNTIL)
    assert found.prices == (
        Price("AA22C", "non-elective", 500_000, trim_days=10, per_day=30_000, short_stay=125_000, line=2),
        Price("HN12F", "elective", 725_100, trim_days=31, per_day=28_050, line=3),
        Price("WF01B", "outpatient-attendance", 21_000, indicative=True, line=4),
        Price("AA22C", "bed-day", 30_000, line=2),
        Price("HN12F", "bed-day", 28_050, line=3),
    )
    assert found.factors == (("RC9", 1_060_677), ("RD8", 1_061_482))
    assert found.top_ups == (TopUp("RC9", "NCBPS34A", 1_250),)


def test_files_packed_with_a_mark_or_other_line_ends_say_the_same(tmp_path: Path) -> None:
    plain = prices(tmp_path)
    packed = tmp_path / "packed.csv.gz"
    packed.write_bytes(gzip.compress(b"\xef\xbb\xbf" + plain.read_bytes().replace(b"\n", b"\r\n")))
    assert read_files([packed], since=SINCE, until=UNTIL) == read_files([plain], since=SINCE, until=UNTIL)


def test_files_price_per_day_that_differs_by_setting_needs_a_row_of_its_own(tmp_path: Path) -> None:
    rows = ("AA22C,,non-elective,,,5000,10,300,,,,", "AA22C,,elective,,,5000,10,301,,,,")
    with pytest.raises(ContentError, match="bed-day"):
        read_files([prices(tmp_path, *rows)], since=SINCE, until=UNTIL)
    own = read_files([prices(tmp_path, *rows, "AA22C,,bed-day,,,302,,,,,,")], since=SINCE, until=UNTIL)
    assert [price.pence for price in own.prices if price.setting == "bed-day"] == [30_200]


ONE = "AA22C,,elective,,,5000,,,,,,"


@pytest.mark.parametrize(
    ("rows", "line", "field", "value"),
    [
        (("AA22C,,theatre,,,5000,,,,,,",), 2, "setting", "theatre"),
        ((",,elective,,,5000,,,,,,",), 2, "currency", ""),
        (("AA22C,,elective,,,,,,,,,",), 2, "price", ""),
        ((ONE, "AA22D,,elective,,,-1,,,,,,"), 3, "price", "-1"),
        ((ONE, "AA22D,,elective,,,1.005,,,,,,"), 3, "price", "1.005"),
        ((ONE, "AA22D,,elective,,,£1O0,,,,,,"), 3, "price", "£1O0"),
        ((ONE, "AA22D,,elective,,,10000000,,,,,,"), 3, "price", "10000000"),
        ((ONE, ONE), 3, "currency", "AA22C"),
        (("AA22C,,elective,,,5000,1.5,300,,,,",), 2, "trim_days", "1.5"),
        (("AA22C,,elective,,,5000,,300,,,,",), 2, "trim_days", ""),
        (("AA22C,,elective,,,5000,,,5001,,,",), 2, "short_stay", "5001"),
        (("AA22C,,elective,,,5000,,,,perhaps,,",), 2, "indicative", "perhaps"),
        (("AA22C,,elective,,,5000,,,,,,2024/25",), 2, "year", "2024/25"),
        (("AA22C,,elective,,,5000,,,,,,202627",), 2, "year", "202627"),
        (("AA22C,,elective,,,5000,,,,,,2025/27",), 2, "year", "2025/27"),
    ],
)
def test_prices_refused_with_line_and_field(
    tmp_path: Path, rows: tuple[str, ...], line: int, field: str, value: str
) -> None:
    with pytest.raises(ContentError) as refused:
        read_files([prices(tmp_path, *rows)], since=SINCE, until=UNTIL)
    error = refused.value
    assert (error.file, error.line, error.field, error.value) == ("prices.csv", line, field, value)


def test_prices_of_another_year_say_which_year_the_list_is_for(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="2026-04-01 until 2027-04-01"):
        read_files([prices(tmp_path)], since=UNTIL, until=date(2027, 4, 1))
    with pytest.raises(ContentError, match="another year"):
        read_files([prices(tmp_path)], since=SINCE, until=date(2026, 4, 2))
    part = read_files([prices(tmp_path)], since=date(2025, 10, 1), until=UNTIL)
    assert len(part.prices) == 5


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("provider,factor\nRC9,0.5\n", 2, "factor"),
        ("provider,factor\nRC9,1.0606771\n", 2, "factor"),
        ("provider,factor\nRC9,\n", 2, "factor"),
        ("provider,factor\n,1.06\n", 2, "provider"),
        (FACTORS + "RC9,1.07\n", 4, "provider"),
        ("provider,factor\nRC9,1.06,\n", 2, ""),
        (TOP_UPS.replace("12.5", "0"), 2, "percent"),
        (TOP_UPS.replace("12.5", "100.01"), 2, "percent"),
        (TOP_UPS + "RC9,NCBPS34A,10\n", 3, "service"),
        ("code,value\nRC9,1\n", 1, ""),
        ("", 1, ""),
        ('provider,factor\n"RC9,1.06\n', 2, ""),
    ],
)
def test_factors_and_top_ups_refused_with_line_and_field(tmp_path: Path, text: str, line: int, field: str) -> None:
    with pytest.raises(ContentError) as refused:
        read_files([factors(tmp_path, text)], since=SINCE, until=UNTIL)
    assert (refused.value.file, refused.value.line, refused.value.field) == ("factors.csv", line, field)


def test_files_unknown_columns_and_other_encodings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no such column"):
        read_files([prices(tmp_path, *ROWS, head=HEAD.replace("local", "provder"))], since=SINCE, until=UNTIL)
    odd = tmp_path / "odd.csv"
    odd.write_bytes("currency,setting,price\nAA22C,elective,£5".encode("utf-16"))
    with pytest.raises(ContentError, match="UTF-8"):
        read_files([odd], since=SINCE, until=UNTIL)
    with pytest.raises(ContentError, match="no such file"):
        read_files([tmp_path / "gone.csv"], since=SINCE, until=UNTIL)


def test_layouts_prices_of_departments_and_additions(tmp_path: Path) -> None:
    head = "currency,setting,department,best_practice,addition,price,trim_days"
    path = prices(tmp_path, "VB01Z,emergency-care,01,,,500,", "AA22C,elective,,1,yes,100,", head=head)
    found = read_files([path], since=SINCE, until=UNTIL).prices
    assert [(p.department, p.best_practice, p.adds) for p in found] == [("01", "", False), ("", "1", True)]
    for row, problem in (
        ("AA22C,elective,01,,,500,", "only emergency attendances"),
        ("AA22C,elective,,,yes,500,", "for a best practice"),
        ("AA22C,elective,,1,yes,500,5", "of the ordinary price"),
    ):
        with pytest.raises(ContentError, match=problem):
            read_files([prices(tmp_path, row, head=head)], since=SINCE, until=UNTIL)
