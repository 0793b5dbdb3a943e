"""Readers of published files that prices can be worked out from, each recognised by its headings.

The national cost collection, trim points of HRGs, market forces factors, an extract of the payment scheme's prices,
prices of mental health bed days, and indices of costs; layouts as published or as copied by others (see data sources).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from ouzel.activity.prices.amounts import Row
from ouzel.activity.prices.layouts import HIGHEST_FACTOR, LOWEST_FACTOR, MOST, open_rows
from ouzel.core.errors import ContentError

COSTS = {"department_code", "currency_code", "activity", "cost"}
TRIMS = {"sushrg", "elective", "emergency"}
FACTORS = {"provider_code", "mff_factor"}
SCHEME = {"hrg_code", "elective_unit_price_gbp_before_mff"}
BED_DAYS = {"currency_code", "unit", "price_gbp"}
INDICES = {"fiscal_year_start", "gdp_deflator"}


@dataclass(frozen=True)
class Cost:
    """Of one currency in one department: how much was done and what it cost in all, in pounds."""

    activity: Fraction
    pounds: Fraction


@dataclass
class Published:
    """What was read. `costs` is keyed on department and currency; those without activity or cost are left out."""

    costs: dict[tuple[str, str], Cost] = field(default_factory=dict)
    trims: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)  # elective, not planned; days
    factors: dict[str, int] = field(default_factory=dict)  # millionths
    elective: dict[str, int] = field(default_factory=dict)  # pence
    bed_days: dict[str, int] = field(default_factory=dict)  # pence
    deflators: dict[int, Fraction] = field(default_factory=dict)  # by the year in which a financial year begins
    files: list[str] = field(default_factory=list)


def read_published(paths: Iterable[Path]) -> Published:
    """Read files of the kinds above; ContentError for one that is none of them, and for a value that cannot be."""
    found = Published()
    for path in paths:
        headings, rows = open_rows(path)
        take = next((take for wanted, take in READERS if wanted <= set(headings)), None)
        if take is None:
            raise ContentError("this is no file that prices can be worked out from", path.name, 1)
        for row in rows:
            take(found, row)
        found.files.append(path.name)
    return found


def _cost(found: Published, row: Row) -> None:
    if not row.text("activity") or not row.text("cost"):
        return  # printed without figures: nobody reported any
    activity, pounds = _number(row, "activity"), _number(row, "cost")
    if activity <= 0 or pounds <= 0:
        return
    key = (row.needed("department_code"), row.needed("currency_code"))
    if key in found.costs:
        raise row.refuse("currency_code", "this currency is in its department twice")
    found.costs[key] = Cost(activity, pounds)


def _trims(found: Published, row: Row) -> None:
    said = [None if row.text(name) == "-" else row.days(name) for name in ("elective", "emergency")]
    found.trims[row.needed("sushrg")] = (said[0], said[1])


def _factor(found: Published, row: Row) -> None:
    factor = row.scaled("mff_factor", digits=6)
    if factor is None or not LOWEST_FACTOR <= factor <= HIGHEST_FACTOR:
        raise row.refuse("mff_factor", "this is not a market forces factor", "It is between 0.9 and 1.5")
    found.factors[row.needed("provider_code")] = factor


def _scheme(found: Published, row: Row) -> None:
    price = row.pence("elective_unit_price_gbp_before_mff", below=MOST)
    if price is not None:
        found.elective[row.needed("hrg_code")] = price


def _bed_day(found: Published, row: Row) -> None:
    if row.text("unit").lower() != "bed day":
        return
    price = row.pence("price_gbp", below=MOST)
    if price is not None:
        found.bed_days[row.needed("currency_code")] = price


def _deflator(found: Published, row: Row) -> None:
    value = _number(row, "gdp_deflator")
    if value <= 0:
        raise row.refuse("gdp_deflator", "an index is above 0")
    found.deflators[int(row.needed("fiscal_year_start"))] = value


def _number(row: Row, name: str) -> Fraction:
    try:
        return Fraction(Decimal(row.needed(name)))
    except (ArithmeticError, ValueError):
        raise row.refuse(name, "this is not a number") from None


READERS: tuple[tuple[set[str], Callable[[Published, Row], None]], ...] = (
    (COSTS, _cost),
    (TRIMS, _trims),
    (FACTORS, _factor),
    (SCHEME, _scheme),
    (BED_DAYS, _bed_day),
    (INDICES, _deflator),
)
