"""What one currency costs on a day, by the list that holds then."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ouzel.activity.models.prices import sees_local
from ouzel.activity.prices.books import books
from ouzel.engine.pricing.book import SETTINGS, Price, PriceBook

if TYPE_CHECKING:
    from ouzel.core.permissions import Viewer


@dataclass(frozen=True)
class Found:
    """The list that holds on the day (None: there is none), and its rows of the currency, by setting."""

    book: PriceBook | None
    rows: tuple[Price, ...]


def prices_on(currency: str, on: date, *, viewer: "Viewer", known_at: date | None = None) -> Found:
    """The prices of a currency for care that ended on a day, by what was published by `known_at` (None: all).

    Those that were agreed with one provider are there only for a viewer who may see them.
    """
    local, code = sees_local(viewer), currency.upper()
    book = next((each for each in books(known_at=known_at) if each.since <= on < each.until), None)
    priced = book.prices if book else ()
    rows = [each for each in priced if each.currency.upper() == code and (local or not each.local)]
    return Found(book, tuple(sorted(rows, key=lambda each: (SETTINGS.index(each.setting), each.specialty))))
