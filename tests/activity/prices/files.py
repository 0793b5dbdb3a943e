"""Small files of prices, written for each test."""

from datetime import date
from pathlib import Path
from typing import Any

from ouzel.activity.prices.loading import LoadedPrices, load_prices
from tests.core.people import OPERATOR

SINCE, UNTIL = date(2025, 4, 1), date(2026, 4, 1)
HEAD = "currency,name,setting,specialty,best_practice,price,trim_days,per_day,short_stay,indicative,local,year"
ROWS = (
    'AA22C,Stroke,non-elective,,,"5,000.00",10,300.00,1250,no,,2025/26',
    "HN12F,Hip,elective,,,7251,31,280.5,,no,,2025/26",
    "WF01B,First,outpatient-attendance,,,210,,,,yes,,",
)
FACTORS = "provider,factor\nRC9,1.060677\nRD8,1.061482\n"
TOP_UPS = "provider,service,percent\nRC9,NCBPS34A,12.5\n"


def prices(folder: Path, *rows: str, head: str = HEAD, name: str = "prices.csv") -> Path:
    """A file of prices; without rows, the three above."""
    path = folder / name
    path.write_text("\n".join((head, *(rows or ROWS))) + "\n")
    return path


def factors(folder: Path, text: str = FACTORS) -> Path:
    path = folder / "factors.csv"
    path.write_text(text)
    return path


def top_ups(folder: Path, text: str = TOP_UPS) -> Path:
    path = folder / "top_ups.csv"
    path.write_text(text)
    return path


def load(folder: Path, *rows: str, **what: Any) -> LoadedPrices:
    """The list of 2025/26 as published on 1 March 2025, unless told otherwise."""
    said: dict[str, Any] = {
        "name": "Prices 2025/26", "since": SINCE, "until": UNTIL, "published": date(2025, 3, 1),
        "rounding": "penny-at-the-end", "source": "invented for the test", "by": OPERATOR,
    }  # fmt: skip
    return load_prices([prices(folder, *rows), factors(folder), top_ups(folder)], **{**said, **what})
