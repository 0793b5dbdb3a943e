"""Currencies and prices of synthetic care taken from a price list, so that the list can price it."""

import numpy as np

from ouzel.activity.synthetic.choosing import stacked
from ouzel.activity.synthetic.currencies import (
    ATTENDANCE_WEIGHTS,
    ATTENDANCES,
    EIGHT,
    NOTHING,
    UNGROUPED,
    UNKNOWN,
    VISITS,
    Currencies,
)
from ouzel.activity.synthetic.specialties import SPECIALTIES
from ouzel.core.errors import ContentError
from ouzel.engine.days import Ints
from ouzel.engine.pricing.book import Price, PriceBook

DELIVERIES = ("NZ",)
"""Beginnings of the groups of deliveries; where the list has none, deliveries have those of any emergency."""
SINGLE = ("outpatient-attendance", "emergency-care")


def listed_currencies(book: PriceBook) -> Currencies:
    """The groups of a list by what it has prices for, each specialty with common ones of its own.

    ContentError where it has no price for an emergency, a planned admission or a procedure.
    """
    prices = {
        (price.currency, price.setting): price
        for price in reversed(book.prices)
        if not (price.specialty or price.best_practice or price.local)
    }
    groups = sorted({currency for currency, _ in prices} - {*ATTENDANCES, *VISITS})
    codes = ("", *groups, *VISITS, *ATTENDANCES, UNGROUPED, UNKNOWN)

    def found(*settings: str) -> list[int]:
        rows = [number for number, code in enumerate(codes) if all((code, setting) in prices for setting in settings)]
        if not rows:
            raise ContentError(
                f"the price list has nothing for {' and '.join(settings)}", field="setting", value=settings[0],
                right="Give a list with prices for admissions, planned and emergency, and for outpatient procedures",
            )  # fmt: skip
        return rows

    def column(setting: str, part: str = "pence") -> Ints:
        rows = (prices.get((code, setting)) for code in codes)
        return np.array([_part(row, part) for row in rows], np.int32)

    births = [number for number in found("non-elective") if codes[number].startswith(DELIVERIES)]
    single = np.stack([column(setting) for setting in SINGLE]).max(axis=0)
    trims = {setting: column(setting, "trim_days") for setting in ("elective", "non-elective")}
    never = np.iinfo(np.int32).max // 2
    return Currencies(
        codes=codes,
        emergency=_by_specialty([row for row in found("non-elective") if row not in births]),
        elective=_by_specialty(found("day-case", "elective")),
        procedure=_by_specialty(found("outpatient-procedure")),
        delivery=_by_specialty(births or found("non-elective"))[:EIGHT],
        attendance=np.array([codes.index(code) for code in ATTENDANCES], np.int32)[
            stacked(np.array([ATTENDANCE_WEIGHTS], float))
        ],
        visits=np.array([codes.index(code) for code in VISITS], np.int32),
        day_case=column("day-case"), ordinary=column("elective"), non_elective=column("non-elective"),
        short_stay=column("non-elective", "short_stay"), outpatient_procedure=column("outpatient-procedure"),
        other=single,
        trim_elective=np.where(trims["elective"] < 0, never, trims["elective"]),
        trim_non_elective=np.where(trims["non-elective"] < 0, never, trims["non-elective"]),
        per_day=np.maximum(np.maximum(column("elective", "per_day"), column("non-elective", "per_day")), 0),
    )  # fmt: skip


def _part(price: Price | None, part: str) -> int:
    """One number of a price; -1 where there is none."""
    value = None if price is None else getattr(price, part)
    return NOTHING if value is None else int(value)


def _by_specialty(rows: list[int]) -> Ints:
    """Tables of 256 for each specialty, turned so that each has another common group."""
    weights = 1 / (1 + np.arange(len(rows))) ** 0.9
    numbers = np.array(rows, np.int32)
    return np.concatenate([
        numbers[stacked(np.roll(weights, 5 * specialty)[None], EIGHT)] for specialty in range(len(SPECIALTIES))
    ])  # fmt: skip
