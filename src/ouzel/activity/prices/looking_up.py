"""What one currency costs on a day, by the list that holds then."""

from dataclasses import dataclass
from datetime import date

from ouzel.activity.prices.books import books
from ouzel.engine.pricing.book import SETTINGS, Price, PriceBook


@dataclass(frozen=True)
class Found:
    """The list that holds on the day (None: there is none), and its rows of the currency, by setting."""

    book: PriceBook | None
    rows: tuple[Price, ...]


def prices_on(currency: str, on: date, *, known_at: date | None = None) -> Found:
    """The prices of a currency for care that ended on a day, by what was published by `known_at` (None: all)."""
    book = next((each for each in books(known_at=known_at) if each.since <= on < each.until), None)
    rows = [each for each in book.prices if each.currency.upper() == currency.upper()] if book else []
    return Found(book, tuple(sorted(rows, key=lambda each: (SETTINGS.index(each.setting), each.specialty))))
