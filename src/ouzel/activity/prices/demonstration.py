"""A small indicative price list that comes with the package, so that the demonstration works without public files."""

from datetime import date
from importlib.resources import as_file, files

from ouzel.activity.prices.layouts import read_files, with_bed_days
from ouzel.engine.pricing.book import PriceBook
from ouzel.engine.pricing.rounding import USUAL

FILES = ("demonstration.csv", "demonstration_factors.csv", "attendances.csv")
SOURCE = (
    "For demonstration only: NHS England's national cost collection 2024/25 to the nearest pound, for some currencies, "
    "and market forces factors 2026/27 of some providers. Indicative, not a published price list."
)


def demonstration_book(
    *, since: date, until: date, published: date, name: str = "", rounding: str = USUAL
) -> PriceBook:
    """The list, held out for care that ends within [since, until); the amounts are the same whatever the days."""
    found = []
    for file in FILES:
        with as_file(files("ouzel.activity.prices") / file) as path:
            found.append(read_files([path], since=since, until=until))
    prices = [price for each in found for price in each.prices]
    return PriceBook(
        name=name or f"Demonstration prices from {since.isoformat()}", since=since, until=until, published=published,
        rounding=rounding, prices=with_bed_days(prices), factors={p: f for each in found for p, f in each.factors},
        source=SOURCE,
    )  # fmt: skip
