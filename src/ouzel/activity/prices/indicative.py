"""A price list worked out from published costs, for want of a published price list: every row so made is marked.

What each price is made of is in docs/reference/prices.md. A cost is no price: costs are of episodes (a spell may have
several), of one year, and without the efficiency that prices ask for.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from importlib.resources import as_file, files
from pathlib import Path

from ouzel.activity.prices.layouts import key_of, read_files, with_bed_days
from ouzel.activity.prices.published import Cost, Published, read_published
from ouzel.core.errors import ContentError
from ouzel.engine.pricing.book import Price, PriceBook
from ouzel.engine.pricing.rounding import USUAL

DAY_CASE, ELECTIVE, REGULAR = "Daycase", "Elective Inpatients", "Regular Day or Night Admissions"
LONG, SHORT = "Non-Elective Inpatient - Long Stay", "Non-Elective Inpatient - Short Stay"
OUTPATIENT, EMERGENCY = "Outpatient Procedures", "Emergency Care"
REHABILITATION, MENTAL_HEALTH = "Rehabilitation Inpatient", "Mental Health Provider Spell"
BESIDE = ("Critical care", "Critical care transport", "Diagnostic Imaging", "Nuclear Medicine", "Renal Dialysis")
"""Departments whose currencies are priced beside a stay or attendance."""
CHAPTERS_BESIDE = ("SB", "SC", "VC", "SD", "XA", "XB", "XC", "LD", "LE", "RD", "RN")
"""Chapters of HRGs that are priced beside it wherever they were given: dearly or cheaply by the mean of all places."""

PLAIN = {DAY_CASE: "day-case", ELECTIVE: "elective", REGULAR: "regular", OUTPATIENT: "outpatient-procedure",
         EMERGENCY: "emergency-care", MENTAL_HEALTH: "bed-day"}  # fmt: skip


@dataclass(frozen=True)
class Indicative:
    """The list, and in words what it was made of and what it lacks."""

    book: PriceBook
    notes: tuple[str, ...]


def indicative_book(
    paths: Iterable[Path], *, name: str, since: date, until: date, published: date, cost_year: int,
    rounding: str = USUAL, source: str = "",
) -> Indicative:  # fmt: skip
    """A price list from published files (`published`), for care that ends within [since, until).

    `cost_year`: the year in which the financial year of the cost collection begins (2024 for 2024/25). With a file of
    cost indices, costs are moved to the year of `since` by the GDP deflator. ContentError without costs.
    """
    found = read_published(paths)
    if not found.costs:
        raise ContentError("there are no costs to work prices out from", right="Give a national cost collection")
    year = since.year if since.month >= 4 else since.year - 1
    scale, moved = _scale(found, cost_year, year)
    per_day = _pence(
        _mean(cost for (department, _), cost in found.costs.items() if department == REHABILITATION), scale
    )
    rows = {key_of(price): price for price in _from_costs(found, scale, per_day)}
    rows |= {key_of(price): price for price in _bed_days(found)}
    replaced = 0
    for currency, pence in found.elective.items():
        key = (currency, "elective", "", "", "", "")
        old = rows.get(key) or _trimmed(Price(currency, "elective", pence), found, per_day)
        rows[key] = replace(old, pence=pence, indicative=False)
        replaced += 1
    rows |= {key_of(price): price for price in attendances(since=since, until=until)}
    prices = tuple(
        replace(price, indicative=True) if price.setting == "bed-day" else price  # a published price, an estimated day
        for price in with_bed_days(list(rows.values()))
    )
    book = PriceBook(
        name, since, until, published, rounding, prices, dict(found.factors), (),
        source or f"Worked out from published files: {', '.join(found.files)}. Indicative, not a published price list.",
    )  # fmt: skip
    return Indicative(book, (moved, *_notes(book, per_day, replaced)))


def attendances(*, since: date, until: date) -> tuple[Price, ...]:
    """Indicative prices of outpatient attendances, which the cost collection at hand does not give."""
    with as_file(files("ouzel.activity.prices") / "attendances.csv") as path:
        return read_files([path], since=since, until=until).prices


def _from_costs(found: Published, scale: Fraction, per_day: int) -> Iterable[Price]:
    sums: dict[tuple[str, str], Cost] = {}
    for (department, currency), cost in found.costs.items():
        setting = _setting(department, currency)
        if setting:
            before = sums.get((currency, setting))
            sums[currency, setting] = cost if before is None else _together((before, cost))
    for (currency, setting), cost in sums.items():
        price = Price(currency, setting, _pence(_mean([cost]), scale), indicative=True)
        if setting == "non-elective":
            short, long = found.costs.get((SHORT, currency)), found.costs.get((LONG, currency))
            if short and long and (reduced := _pence(_mean([short]), scale)) < price.pence:
                price = replace(price, short_stay=reduced)
        yield _trimmed(price, found, per_day)


def _setting(department: str, currency: str) -> str:
    if department in BESIDE or (
        currency.startswith(CHAPTERS_BESIDE) and department in (*PLAIN, LONG, SHORT, REHABILITATION)
    ):
        return "unbundled"
    return "non-elective" if department in (LONG, SHORT) else PLAIN.get(department, "")


def _trimmed(price: Price, found: Published, per_day: int) -> Price:
    """With the trim point of its setting, and what a day beyond it costs."""
    elective, emergency = found.trims.get(price.currency, (None, None))
    days = {"elective": elective, "day-case": elective, "non-elective": emergency}.get(price.setting)
    if days is None:
        return price
    return replace(price, trim_days=days, per_day=None if price.setting == "day-case" else per_day)


def _bed_days(found: Published) -> Iterable[Price]:
    for currency, pence in found.bed_days.items():
        yield Price(currency, "bed-day", pence, indicative=True)


def _scale(found: Published, cost_year: int, year: int) -> tuple[Fraction, str]:
    if year == cost_year:
        return Fraction(1), f"Costs are of {cost_year}/{(cost_year + 1) % 100:02d}, the year of the list."
    said = f"from {cost_year}/{(cost_year + 1) % 100:02d} to {year}/{(year + 1) % 100:02d}"
    if not found.deflators:
        return Fraction(1), f"Costs are not moved {said}: no file of cost indices was given."
    missing = [each for each in (cost_year, year) if each not in found.deflators]
    if missing:
        raise ContentError("the cost indices do not have this year", field="fiscal_year_start", value=str(missing[0]))
    scale = found.deflators[year] / found.deflators[cost_year]
    return scale, f"Costs are moved {said} by the GDP deflator, times {float(scale):.4f}."


def _together(costs: Iterable[Cost]) -> Cost:
    costs = list(costs)
    return Cost(sum((c.activity for c in costs), Fraction(0)), sum((c.pounds for c in costs), Fraction(0)))


def _mean(costs: Iterable[Cost]) -> Fraction:
    """Pounds for one unit."""
    whole = _together(costs)
    return whole.pounds / whole.activity if whole.activity else Fraction(0)


def _pence(pounds: Fraction, scale: Fraction) -> int:
    """Pounds to the nearest penny; a half goes up."""
    pence = pounds * scale * 100
    return (2 * pence.numerator + pence.denominator) // (2 * pence.denominator)


def _notes(book: PriceBook, per_day: int, replaced: int) -> tuple[str, ...]:
    settings = Counter(price.setting for price in book.prices)
    told = ", ".join(f"{count:,} {setting}" for setting, count in sorted(settings.items()))
    marked = sum(price.indicative for price in book.prices)
    return (
        f"{len(book.prices):,} prices ({told}); {marked:,} of them indicative.",
        f"A day beyond the trim point is £{per_day / 100:,.2f}, the mean cost of a day of inpatient rehabilitation.",
        f"{replaced} elective prices are of the payment scheme, from a second-hand extract.",
        f"{len(book.factors)} market forces factors.",
    )
