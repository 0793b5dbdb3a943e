"""Delivery rules and a price book of a time as look-up tables: what a line needs to find its price."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ouzel.engine.attribution.facts import Facts
from ouzel.engine.days import Ints
from ouzel.engine.pricing.book import PriceBook
from ouzel.engine.pricing.deliveries import Met, met
from ouzel.engine.pricing.delivery import AGES, AS_SUBMITTED, STAYS, Deliveries, Delivery
from ouzel.engine.pricing.rounding import Rounding, rounding
from ouzel.engine.pricing.shelves import Shelves

PRICE, FREE, SUBMITTED, UNTOLD = range(4)
"""Modes of a delivery: by the price list, nothing charged, the amount submitted, no point of delivery."""

LONG_STAY, NEEDS_STAY, SHORT_STAY, VARIABLE, OWN, FALLBACK = (1 << n for n in range(6))
"""Flags of a delivery: carries days beyond the trim point; needs the stay; may be short; by activity; the line's own
currency is priced; there is a fallback."""


@dataclass(frozen=True, eq=False)
class Pricing:
    """`deliveries` has one row for each (profile, currency class, stay, age) in order of their keys: pod, short_pod
    (positions in `pods`), mode, flags, place (key of the price within its list, to which the currency is added where
    the flag OWN is set), fallback (place, -1: none). `prices` as in `Shelves.table`; `lists` gives the first key of
    each provider's list; 0 is the national one.
    """

    met: Met
    book: PriceBook | None
    policy: Rounding | None
    deliveries: pa.Table
    prices: pa.Table | None
    lists: dict[str, int]
    classes: int  # of currencies
    asks_fallback: bool


class Pods:
    """Points of delivery as whole numbers, the same in every period of one run; 0 is none."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {"": 0}

    def number(self, pod: str) -> int:
        return self._numbers.setdefault(pod, len(self._numbers))

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self._numbers)


def pricing(
    deliveries: Deliveries,
    book: PriceBook | None,
    *,
    profiles: Facts,
    currencies: Sequence[str],
    pods: Pods,
    profile_part: Ints,
) -> Pricing:
    """Compile the rules and the book; without a book every line that needs one is refused.

    `profile_part` is carried along: what each profile adds to the key of its payer.
    """
    found = met(deliveries, profiles, currencies)
    shelves = None if book is None else Shelves(book, currencies)
    table = _deliveries(found, shelves, profiles, pods)
    table = table.append_column("profile_part", pa.array(np.repeat(profile_part, found.rule[0].size)))
    return Pricing(
        met=found,
        book=book,
        policy=None if book is None else rounding(book.rounding),
        deliveries=table,
        prices=None if shelves is None else shelves.table(),
        lists={} if shelves is None else {local: n * shelves.length for n, local in enumerate(shelves.locals)},
        classes=found.rule.shape[1],
        asks_fallback=bool((table["fallback"].to_numpy() >= 0).any()),
    )


def supply_columns(book: PriceBook | None, supplies: Facts, lists: dict[str, int]) -> dict[str, npt.NDArray[np.int64]]:
    """Of each row of facts of supplies: factor (millionths, 0: none), top_up (share), list (first key of its prices)."""
    providers, services = supplies.columns["provider"], supplies.columns["service"]
    count = len(providers)
    factors = {} if book is None else book.factors
    shares = {} if book is None else {(t.provider, t.service): t.share for t in book.top_ups}
    return {
        "factor": np.fromiter((factors.get(p, 0) for p in providers), np.int64, count),
        "share": np.fromiter((shares.get(key, 0) for key in zip(providers, services, strict=True)), np.int64, count),
        "list": np.fromiter((lists.get(p, 0) for p in providers), np.int64, count),
    }


def flags_of(rule: Delivery) -> int:
    """The flags of one rule."""
    return (
        LONG_STAY * rule.long_stay
        | NEEDS_STAY * rule.needs_stay
        | SHORT_STAY * bool(rule.short_pod)
        | VARIABLE * rule.variable
        | OWN * (not rule.currency)
        | FALLBACK * bool(rule.fallback)
    )


def mode_of(rule: Delivery, pod: str) -> int:
    """The mode of one rule for a line whose point of delivery it is."""
    if not rule.priced:
        return FREE
    if not pod:
        return UNTOLD
    return SUBMITTED if rule.submitted else PRICE


def _deliveries(found: Met, shelves: Shelves | None, profiles: Facts, pods: Pods) -> pa.Table:
    """One row a key. Profiles are grouped by what the price depends on, so that places are worked out once a group."""
    rules = found.rules.rules
    rule = found.rule.reshape(-1)
    profile = np.repeat(np.arange(profiles.entries), found.rule.shape[1] * len(STAYS) * len(AGES))
    own = tuple(
        np.unique(np.asarray(profiles.columns[name], dtype=np.str_), return_inverse=True)
        for name in ("specialty", "best_practice", "pod")
    )
    sizes = [len(values) for values, _ in own]
    key = rule.astype(np.int64) + 1
    for size, (_, where) in zip(sizes, own, strict=True):
        key = key * size + where[profile]
    distinct, back = np.unique(key, return_inverse=True)
    rows = np.array([_row(int(one), sizes, own, rules, shelves, pods) for one in distinct], dtype=np.int32)
    rows = rows.reshape(-1, 6)
    if shelves is not None:  # named places follow the shelves, all of which are known only now
        rows[:, 4] = np.where(rows[:, 4] < 0, shelves.own - 1 - rows[:, 4], rows[:, 4])
        rows[:, 5] = np.where(rows[:, 5] < 0, -1, shelves.own + rows[:, 5])
    columns = rows[back.reshape(-1)].T
    types = (np.int16, np.int16, np.int8, np.int8, np.int32, np.int32)
    names = ("pod", "short_pod", "mode", "flags", "place", "fallback")
    return pa.table(
        {"id": np.arange(len(rule), dtype=np.int32)}
        | {name: column.astype(kind) for name, column, kind in zip(names, columns, types, strict=True)}
        | {"rule": rule.astype(np.int16), "unfinished": _unfinished(profiles)[profile]}
    )


def _unfinished(profiles: Facts) -> npt.NDArray[np.int8]:
    return np.array([kind == "admitted-unfinished" for kind in profiles.columns["kind"]], dtype=np.int8)


def _row(
    key: int, sizes: list[int], own: tuple[tuple[Ints, Ints], ...], rules: tuple[Delivery, ...],
    shelves: Shelves | None, pods: Pods,
) -> tuple[int, int, int, int, int, int]:  # fmt: skip
    said: list[str] = []
    for size, (values, _) in zip(reversed(sizes), reversed(own), strict=True):
        key, at = divmod(key, size)
        said.append(str(values[at]))
    pod, best_practice, specialty = said
    if key == 0:
        return 0, 0, UNTOLD, 0, 0, -1
    rule = rules[key - 1]
    told = pod if rule.pod == AS_SUBMITTED else rule.pod
    mode, place, fallback = mode_of(rule, told), 0, -1
    if shelves is not None and mode == PRICE:
        if rule.currency:
            place = -1 - shelves.named(rule.currency, rule.setting, specialty, best_practice)
        else:
            place = shelves.shelf(rule.setting, specialty, best_practice) * len(shelves.currencies)
        if rule.fallback:
            fallback = shelves.named(rule.fallback, rule.fallback_setting or rule.setting, specialty, best_practice)
    return (
        pods.number("" if mode == UNTOLD else told),
        pods.number(rule.short_pod), mode, flags_of(rule), place, fallback,
    )  # fmt: skip
