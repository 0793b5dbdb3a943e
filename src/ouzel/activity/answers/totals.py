"""The totals of a run as accounts take them: what is charged, by provider, payer, point of delivery and month."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ouzel.activity.accounts import AccountMonthKey
from ouzel.activity.answers.cells import cells_of
from ouzel.activity.cube import MEASURES
from ouzel.activity.posting import Total
from ouzel.activity.store import Store
from ouzel.engine.pricing.reasons import CHARGED

if TYPE_CHECKING:
    from ouzel.activity.models import PricingRun

KEYS = ("provider", "commissioner", "pod", "month")
PLACES = tuple(MEASURES.index(name) for name in ("lines", "activity", "charged"))


def totals_of(run: "PricingRun", *, store: Store | None = None) -> tuple[list[Total], int]:
    """The totals of the lines that are charged, and how many of these say no month, so that no account has them."""
    totals, without = [], 0
    for (provider, commissioner, pod, month), (lines, activity, pence) in _charged(run, store or Store.at()):
        if month:
            day = date.fromisoformat(month)
            key = AccountMonthKey.of(day.year * 12 + day.month - 1)
            totals.append(Total(provider, commissioner, pod, key, lines, activity, pence))
        else:
            without += lines
    return totals, without


def _charged(run: "PricingRun", store: Store) -> Iterator[tuple[tuple[str, ...], tuple[int, ...]]]:
    cells = cells_of(run, columns=KEYS, store=store, where={"why": sorted(why.name for why in CHARGED)})
    for row in range(len(cells)):
        words = tuple(cells.keys[name].words[cells.keys[name].at[row]] for name in KEYS)
        yield words, tuple(int(cells.measures[row, place]) for place in PLACES)
