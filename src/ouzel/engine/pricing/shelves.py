"""A price book laid out so that the price of a line is at one number: list, shelf, currency.

A *list* is the national one or that of a provider with local prices. A *shelf* is a setting, with the specialty and
best practice flag where prices of the setting differ by them. What a rule itself names (an attendance, WF01B) has a
place of its own at the end of the list, so that no line needs a second key.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ouzel.engine.pricing.book import TRIMMED, Price, PriceBook
from ouzel.engine.pricing.reasons import Why

Shelf = tuple[str, str, str]  # setting, specialty, best practice


@dataclass(eq=False)
class Shelves:
    """The layout for one book and one dictionary of currencies. Ask for places first, then for the `table`."""

    book: PriceBook
    currencies: Sequence[str]
    _shelves: dict[Shelf, int] = field(default_factory=dict)
    _named: dict[tuple[str, Shelf], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._rows: dict[tuple[str, str, str, str], list[Price]] = defaultdict(list)
        self._specialties: dict[str, set[str]] = defaultdict(set)
        self._practices: dict[str, set[str]] = defaultdict(set)
        for price in self.book.prices:
            self._rows[price.local, price.setting, price.specialty, price.best_practice].append(price)
            self._specialties[price.setting].add(price.specialty)
            self._practices[price.setting].add(price.best_practice)
        self._places = {code: place for place, code in enumerate(self.currencies)}
        self.locals = ("", *sorted({price.local for price in self.book.prices if price.local}))

    def shelf(self, setting: str, specialty: str, best_practice: str) -> int:
        """The first key of the shelf where the line's own currency is looked for; the currency's number is added."""
        return self._shelves.setdefault(self._of(setting, specialty, best_practice), len(self._shelves))

    def named(self, currency: str, setting: str, specialty: str, best_practice: str) -> int:
        """The place of a currency that a rule names."""
        return self._named.setdefault((currency, self._of(setting, specialty, best_practice)), len(self._named))

    def _of(self, setting: str, specialty: str, best_practice: str) -> Shelf:
        return (
            setting,
            specialty if specialty in self._specialties[setting] else "",
            best_practice if best_practice in self._practices[setting] else "",
        )

    @property
    def own(self) -> int:
        """Keys of the shelves of one list; the named places come after them."""
        return len(self._shelves) * len(self.currencies)

    @property
    def length(self) -> int:
        """Keys of one list."""
        return self.own + len(self._named)

    def table(self) -> pa.Table:
        """id; pence, trim, per_day, short_stay (-1: none); local, topped (0 or 1); why (0, or why there is no price)."""
        columns = {
            name: np.full(self.length * len(self.locals), empty, dtype=kind)
            for name, empty, kind in (
                ("pence", 0, np.int64),
                ("trim", -1, np.int32),
                ("per_day", -1, np.int64),
                ("short_stay", -1, np.int64),
                ("local", 0, np.int8),
                ("topped", 0, np.int8),
            )
        }
        known = {price.currency for price in self.book.prices}
        unpriced = np.array(
            [Why.NO_PRICE if code in known else Why.UNKNOWN_CURRENCY for code in self.currencies], dtype=np.int8
        )
        unpriced[0] = Why.NO_CURRENCY
        named = [Why.NO_PRICE if code in known else Why.UNKNOWN_CURRENCY for code, _ in self._named]
        one_list = np.concatenate((np.tile(unpriced, len(self._shelves)), np.array(named, dtype=np.int8)))
        why = np.tile(one_list, len(self.locals))
        for number, local in enumerate(self.locals):
            for source in dict.fromkeys(("", local)):
                for shelf, place in self._shelves.items():
                    start = number * self.length + place * len(self.currencies)
                    for price in self._least_first(source, shelf):
                        at = self._places.get(price.currency)
                        if at:
                            _put(columns, why, start + at, price)
                for (currency, shelf), place in self._named.items():
                    for price in self._least_first(source, shelf):
                        if price.currency == currency:
                            _put(columns, why, number * self.length + self.own + place, price)
        return pa.table({"id": np.arange(len(why), dtype=np.int32), **columns, "why": why})

    def _least_first(self, source: str, shelf: Shelf) -> Iterable[Price]:
        """The prices of a shelf, those that fit more closely later."""
        setting, specialty, practice = shelf
        for key in dict.fromkeys((("", ""), ("", practice), (specialty, ""), (specialty, practice))):
            yield from self._rows.get((source, setting, *key), ())


def _put(columns: dict[str, npt.NDArray[np.integer]], why: npt.NDArray[np.int8], at: int, price: Price) -> None:
    columns["pence"][at] = price.pence
    columns["trim"][at] = -1 if price.trim_days is None else price.trim_days
    columns["per_day"][at] = -1 if price.per_day is None else price.per_day
    columns["local"][at] = bool(price.local)
    columns["topped"][at] = not price.local and price.setting in TRIMMED
    columns["short_stay"][at] = -1 if price.short_stay is None else price.short_stay
    why[at] = Why.PRICED
