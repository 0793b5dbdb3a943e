"""A price book laid out so that the price of a line is at one number: shelf and currency.

A *shelf* is a setting, with whatever else its prices depend on that a line's delivery tells: specialty, best practice
flag and kind of emergency department where prices of the setting differ by them, whether days beyond the trim point
count, whether the short-stay price applies, what is priced where the line's own currency has no price. What a rule
itself names (an attendance, WF01B) has a place of its own after the shelves, so that no line needs a second key. The
first key stands for "nothing to look up".

A provider with local prices has a *list* of its own, in which only what differs from the national one is written down:
with hundreds of lists, each laid out whole, most of the layout would be the same rows again and again.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ouzel.engine.pricing.asking import asked_as
from ouzel.engine.pricing.book import TRIMMED, Price, PriceBook
from ouzel.engine.pricing.reasons import Why

Columns = dict[str, npt.NDArray[np.integer]]
_Of = tuple[str, str, str, str, str]  # provider of a local price, setting, specialty, best practice, department

HELPERS = ("short_stay", "flagged")

ENDLESS = 1_000_000
"""Trim point of a price that has none: no stay goes beyond it."""

LOCAL_FACTOR = 1_000_000
"""A local price is taken as agreed: market forces of one, in millionths."""


class Short(Enum):
    """Whether a line may have the short-stay price: not, if its price has one, or it would need to know the age."""

    NO = 0
    ADULT = 1
    AGE_UNKNOWN = 2


class Shelf(NamedTuple):
    """What the price of a line depends on beside its currency."""

    setting: str
    specialty: str
    best_practice: str
    long_stay: bool
    short: Short
    fallback: str = ""
    fallback_setting: str = ""
    department: str = ""
    agreed: bool = False
    """Only local prices count: without one the line is paid as submitted."""


@dataclass(eq=False)
class Shelves:
    """The layout for one book (None: no list holds) and one dictionary of currencies. Ask for places, then `tables`."""

    book: PriceBook | None
    currencies: Sequence[str]
    _shelves: dict[Shelf, int] = field(default_factory=dict)
    _named: dict[tuple[str, Shelf], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        prices = self.book.prices if self.book else ()
        self._rows: dict[_Of, list[Price]] = defaultdict(list)
        self._differ: dict[str, tuple[set[str], ...]] = defaultdict(lambda: (set(), set(), set()))
        for price in prices:
            of = (price.specialty, price.best_practice, price.department)
            self._rows[price.local, price.setting, *of].append(price)
            for those, one in zip(self._differ[price.setting], of, strict=True):
                those.add(one)
        self._known = {price.currency for price in prices}
        self.locals = ("", *sorted({price.local for price in prices if price.local}))
        self._settings: dict[str, set[str]] = defaultdict(set)  # in which a list has local prices
        for price in prices:
            self._settings[price.local].add(price.setting)
        self._plain: dict[tuple[str, str, str, str], Columns] = {}

    @property
    def has_departments(self) -> bool:
        """Whether some price is of one kind of emergency department."""
        return any(departments - {""} for _, _, departments in self._differ.values())

    def is_agreed(self, setting: str) -> bool:
        """Whether some provider has local prices in the setting."""
        return any(setting in settings for local, settings in self._settings.items() if local)

    def shelf(self, shelf: Shelf) -> int:
        """The first key of a shelf; the number of the line's own currency is added."""
        number = self._shelves.setdefault(self._needed(shelf), len(self._shelves))
        return 1 + number * len(self.currencies)

    def named(self, currency: str, shelf: Shelf) -> int:
        """The number among the named places of a currency that a rule names; they start at `first_named`."""
        return self._named.setdefault((currency, self._needed(shelf)), len(self._named))

    def _needed(self, shelf: Shelf) -> Shelf:
        """The shelf without what no price depends on."""
        specialties, practices, departments = self._differ[shelf.setting]
        if shelf.fallback:
            other = self._differ[shelf.fallback_setting]
            specialties, practices, departments = specialties | other[0], practices | other[1], departments | other[2]
        return shelf._replace(
            specialty=shelf.specialty if shelf.specialty in specialties else "",
            best_practice=shelf.best_practice if shelf.best_practice in practices else "",
            department=shelf.department if shelf.department in departments else "",
        )

    @property
    def first_named(self) -> int:
        """The key of the first named place within a list."""
        return 1 + len(self._shelves) * len(self.currencies)

    @property
    def length(self) -> int:
        """Keys of one list."""
        return self.first_named + len(self._named)

    def tables(self) -> tuple[pa.Table, pa.Table]:
        """Rows of prices, first those of the national list in order of their keys; and where those of other lists are.

        Rows: id; pence, extra (what a best practice adds), trim, per_day; topped (1: carries a top-up),
        own_factor (millionths of a local price, else 0),
        is_short; row_why and waives (codes of `asking`: why it has no price, and that it needs no factor). Of a list,
        its number times `length` plus a key is an `id` of the second table, whose `local_row` is the row, wherever that
        is another than the national one.
        """
        self._codes = [*self.currencies, *sorted({c for c, _ in self._named} | {s.fallback for s in self._shelves})]
        self._places = {code: place for place, code in reversed(list(enumerate(self._codes)))}
        rows = [_columns(1) | {"waives": np.array([asked_as(Why.PRICED)], dtype=np.int16)}]
        rows += [values for _, values in self._list("")]
        keys: list[npt.NDArray[np.int64]] = []
        for number, local in enumerate(self.locals[1:], start=1):
            for start, other in self._list(local):
                usual = rows[self._part(start)]
                differs = np.logical_or.reduce([other[name] != usual[name] for name in other])
                keys.append(number * self.length + start + np.flatnonzero(differs))
                rows.append({name: values[differs] for name, values in other.items()})
        columns = {name: np.concatenate([part[name] for part in rows]) for name in rows[0]}
        found = np.concatenate([np.array([], dtype=np.int64), *keys])
        local_row = np.arange(len(found), dtype=np.int32) + self.length
        return (
            pa.table({"id": np.arange(len(columns["pence"]), dtype=np.int32), **columns}),
            pa.table({"id": found, "local_row": local_row}),
        )

    def _part(self, start: int) -> int:
        """The number of the part of a list that begins at a key: the first key, each shelf, each named place."""
        if start < self.first_named:
            return 1 + (start - 1) // len(self.currencies)
        return 1 + len(self._shelves) + start - self.first_named

    def _list(self, local: str) -> Iterator[tuple[int, Columns]]:
        """The parts of a list after its first key, each with its first key; of a local one, those with local prices."""
        for number, shelf in enumerate(self._shelves):
            if self._touched(local, shelf):
                found = self._filled(local, shelf)
                yield 1 + number * len(self.currencies), {n: v[: len(self.currencies)] for n, v in found.items()}
        for number, (currency, shelf) in enumerate(self._named):
            if self._touched(local, shelf):
                place = self._places[currency]
                found = self._filled(local, shelf)
                yield self.first_named + number, {name: values[place : place + 1] for name, values in found.items()}

    def _touched(self, local: str, shelf: Shelf) -> bool:
        return not local or not self._settings[local].isdisjoint({shelf.setting, shelf.fallback_setting})

    def _filled(self, local: str, shelf: Shelf) -> Columns:
        """Every currency on one shelf of one list."""
        told = (shelf.specialty, shelf.best_practice, shelf.department)
        found = self._agreed(local, shelf) if shelf.agreed else self._prices(local, shelf.setting, *told)
        if shelf.fallback and not shelf.agreed:
            at = self._places[shelf.fallback]
            other = self._prices(local, shelf.fallback_setting, *told)
            take = found["row_why"] != asked_as(Why.PRICED)
            if other["row_why"][at] != asked_as(Why.PRICED):
                take = np.arange(len(take)) == 0  # without a currency of its own it is refused for its fallback
            found = {name: np.where(take, other[name][at], values) for name, values in found.items()}
        has_short = found["short_stay"] >= 0
        found = {name: values.copy() for name, values in found.items()}
        if shelf.short is Short.AGE_UNKNOWN:
            found["row_why"][has_short] = asked_as(Why.AGE_UNKNOWN)
        elif shelf.short is Short.ADULT:
            found["pence"] = np.where(has_short, found["short_stay"], found["pence"])
            found["is_short"] = has_short.astype(np.int8)
            found["trim"] = np.where(has_short, ENDLESS, found["trim"])
        if not shelf.long_stay:
            found["trim"][:] = ENDLESS
        return {name: values for name, values in found.items() if name not in HELPERS}

    def _agreed(self, local: str, shelf: Shelf) -> Columns:
        """Every currency of what is paid as submitted unless the list has a local price of it, or of the fallback."""
        columns = _columns(len(self._codes)) | _helpers(len(self._codes))
        columns["waives"][:] = asked_as(Why.PRICED)
        if not local:
            return columns
        self._put_all(columns, local, shelf.setting, shelf.specialty, shelf.best_practice, shelf.department)
        at, own = self._places[shelf.fallback], columns["own_factor"] > 0
        if not own[at]:
            return columns
        return {name: np.where(own, values, values[at]) for name, values in columns.items()}

    def _prices(self, local: str, setting: str, specialty: str, practice: str, department: str) -> Columns:
        """Every currency in one setting: local prices before national ones, the closer fit before the wider."""
        key = (setting, specialty, practice, department)
        if local:
            national = self._prices("", *key)
            return self._put_all({name: values.copy() for name, values in national.items()}, local, *key)
        if key not in self._plain:
            self._plain[key] = self._put_all(self._unpriced(), "", *key)
        return self._plain[key]

    def _put_all(
        self, columns: Columns, source: str, setting: str, specialty: str, practice: str, department: str
    ) -> Columns:
        fits = [("", ""), ("", practice), (specialty, ""), (specialty, practice)]
        fitting = [
            price
            for fit in dict.fromkeys((*fit, kind) for kind in ("", department) for fit in fits)
            for price in self._rows.get((source, setting, *fit), ())
        ]
        for price in fitting:
            if not price.adds:
                _put(columns, self._places.get(price.currency), price)
        for price in fitting:
            if price.adds:
                _add(columns, self._places.get(price.currency), price)
        for place, code in enumerate(self._codes[len(self.currencies) :], start=len(self.currencies)):
            for values in columns.values():  # codes that stand twice
                values[place] = values[self._places[code]]
        return columns

    def _unpriced(self) -> Columns:
        columns = _columns(len(self._codes)) | _helpers(len(self._codes))
        missing = (
            [Why.NO_PRICE if code in self._known else Why.UNKNOWN_CURRENCY for code in self._codes]
            if self.book
            else [Why.NO_PRICE_RELEASE] * len(self._codes)
        )
        columns["row_why"][:] = [asked_as(why) for why in missing]
        columns["row_why"][0] = asked_as(Why.NO_CURRENCY)
        return columns


def _columns(count: int) -> Columns:
    return {
        "pence": np.zeros(count, dtype=np.int64),
        "extra": np.zeros(count, dtype=np.int64),
        "trim": np.full(count, ENDLESS, dtype=np.int32),
        "per_day": np.zeros(count, dtype=np.int64),
        "topped": np.zeros(count, dtype=np.int8),
        "own_factor": np.zeros(count, dtype=np.int32),
        "is_short": np.zeros(count, dtype=np.int8),
        "row_why": np.full(count, asked_as(Why.PRICED), dtype=np.int16),
        "waives": np.zeros(count, dtype=np.int16),
    }


def _helpers(count: int) -> Columns:
    """What is asked while a shelf is filled: the short-stay price (-1: none), and whether it is of a best practice."""
    return {"short_stay": np.full(count, -1, dtype=np.int64), "flagged": np.zeros(count, dtype=np.int8)}


def _put(columns: Columns, at: int | None, price: Price) -> None:
    if not at:
        return
    columns["pence"][at], columns["extra"][at] = price.pence, 0
    columns["flagged"][at] = bool(price.best_practice)
    if price.trim_days is not None and price.per_day is not None:
        columns["trim"][at], columns["per_day"][at] = price.trim_days, price.per_day
    else:
        columns["trim"][at], columns["per_day"][at] = ENDLESS, 0
    columns["short_stay"][at] = -1 if price.short_stay is None else price.short_stay
    columns["topped"][at] = not price.local and price.setting in TRIMMED
    columns["own_factor"][at] = LOCAL_FACTOR if price.local else 0
    columns["waives"][at] = asked_as(Why.PRICED) if price.local else 0
    columns["row_why"][at] = asked_as(Why.PRICED)


def _add(columns: Columns, at: int | None, price: Price) -> None:
    """What a best practice adds to an ordinary price of the same list."""
    if not at or columns["flagged"][at] or columns["row_why"][at] != asked_as(Why.PRICED):
        return
    if (columns["own_factor"][at] > 0) == bool(price.local):
        columns["extra"][at] = price.pence
