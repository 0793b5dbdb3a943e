"""Delivery rules and a price book of a time as look-up tables: what a line needs to find its price."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ouzel.engine.attribution.facts import Facts
from ouzel.engine.days import Ints
from ouzel.engine.pricing.asking import asked_as
from ouzel.engine.pricing.book import PriceBook
from ouzel.engine.pricing.deliveries import Met, met
from ouzel.engine.pricing.delivery import AGES, AS_SUBMITTED, STAYS, Deliveries, Delivery
from ouzel.engine.pricing.reasons import Why
from ouzel.engine.pricing.rounding import USUAL, Rounding, rounding
from ouzel.engine.pricing.shelves import Shelf, Shelves, Short


@dataclass(frozen=True, eq=False)
class Pricing:
    """`deliveries` has one row for each (profile, currency class, stay, age) in order of their keys: pod, short_pod
    (positions in `pods`), rule, place (key of the price within its list), own (1: the line's own currency is added to
    it), submitted_paid (1: the amount submitted is what is paid, unless `unless_agreed` and the row found is a local
    price), variable (1: paid by activity whatever is fixed), and codes of `asking`: delivery_why, why_unsubmitted for a
    line without an amount, and paid_why of one whose amount is paid. `prices` and `local` as in
    `Shelves.tables`; `lists` gives the first key of each provider's list; 0 is the national one.
    """

    met: Met
    book: PriceBook | None
    policy: Rounding
    deliveries: pa.Table
    prices: pa.Table
    local: pa.Table
    lists: dict[str, int]
    classes: int  # of currencies

    @property
    def has_local_prices(self) -> bool:
        return bool(self.local.num_rows)

    @property
    def has_additions(self) -> bool:
        return self.book is not None and any(price.adds for price in self.book.prices)

    @property
    def has_top_ups(self) -> bool:
        return self.book is not None and bool(self.book.top_ups)


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
    shelves = Shelves(book, currencies)
    table = _deliveries(found, shelves, profiles, pods)
    prices, local = shelves.tables()
    return Pricing(
        met=found,
        book=book,
        policy=rounding(book.rounding if book else USUAL),
        deliveries=table.append_column("profile_part", pa.array(np.repeat(profile_part, found.rule[0].size))),
        prices=prices,
        local=local,
        lists={local: n * shelves.length for n, local in enumerate(shelves.locals)},
        classes=found.rule.shape[1],
    )


def supply_columns(
    book: PriceBook | None, supplies: Facts, lists: dict[str, int]
) -> dict[str, npt.NDArray[np.integer]]:
    """Of each row of facts of supplies: factor (millionths), factor_why (code of `asking`), share, list."""
    providers, services = supplies.columns["provider"], supplies.columns["service"]
    factors = {} if book is None else book.factors
    shares = {} if book is None else {(t.provider, t.service): t.share for t in book.top_ups}
    factor = np.array([factors.get(p, 0) for p in providers], dtype=np.int32)
    return {
        "factor": factor,
        "factor_why": np.where(factor > 0, asked_as(Why.PRICED), asked_as(Why.NO_FACTOR)).astype(np.int16),
        "share": np.array([shares.get(key, 0) for key in zip(providers, services, strict=True)], dtype=np.int32),
        "list": np.array([lists.get(p, 0) for p in providers], dtype=np.int64),
    }


class _Row(NamedTuple):
    """One row of deliveries, before it is known where the named places begin."""

    pod: int
    short_pod: int
    place: int  # -1 - number of a named place
    own: int
    submitted_paid: int
    variable: int
    delivery_why: int
    why_unsubmitted: int
    paid_why: int


TYPES = (np.int16, np.int16, np.int32, np.int8, np.int8, np.int8, np.int16, np.int16, np.int16)


def _deliveries(found: Met, shelves: Shelves, profiles: Facts, pods: Pods) -> pa.Table:
    """One row a key. Keys are grouped by what the price depends on, so that places are worked out once a group."""
    rules = found.rules.rules
    profile, _, stay, age = found.combinations
    parts = [
        (("", "unfinished"), np.array([kind == "admitted-unfinished" for kind in profiles.columns["kind"]])[profile]),
        *(_distinct(profiles.columns[name], profile) for name in ("specialty", "best_practice", "pod")),
        _distinct(profiles.columns["department"] if shelves.has_departments else [""] * profiles.entries, profile),
        (STAYS, stay),
        (AGES, age),
    ]
    key = found.rule.reshape(-1).astype(np.int64) + 1
    for values, where in parts:
        key = key * len(values) + where
    distinct, back = np.unique(key, return_inverse=True)
    rows = []
    for one in distinct.tolist():
        said: list[str] = []
        for values, _ in reversed(parts):
            one, at = divmod(one, len(values))
            said.append(str(values[at]))
        age_class, stay_class, department, pod, practice, specialty, unfinished = said
        rule = rules[one - 1] if one else None
        if unfinished or rule is None:
            why = Why.NOT_FINISHED if unfinished else Why.NO_DELIVERY
            rows.append(_Row(0, 0, 0, 0, 0, 0, asked_as(why), asked_as(Why.PRICED), asked_as(Why.PRICED)))
        else:
            told = (specialty, practice, department)
            rows.append(_row(rule, pod, told, (stay_class, age_class), shelves, pods))
    columns = dict(zip(_Row._fields, np.array(rows, dtype=np.int32).T, strict=True))
    columns["place"] = np.where(
        columns["place"] < 0, shelves.first_named - 1 - columns["place"], columns["place"]
    )  # all shelves are known only now
    return pa.table(
        {"id": np.arange(len(key), dtype=np.int32)}
        | {name: values[back].astype(kind) for (name, values), kind in zip(columns.items(), TYPES, strict=True)}
        | {"rule": found.rule.reshape(-1).astype(np.int16)}
    )


def _distinct(values: Sequence[str], at: Ints) -> tuple[Sequence[str], Ints]:
    texts, where = np.unique(np.asarray(values, dtype=np.str_), return_inverse=True)
    return texts.tolist(), where[at].astype(np.int32)


def _row(
    rule: Delivery, pod: str, told: tuple[str, str, str], classes: tuple[str, str], shelves: Shelves, pods: Pods
) -> _Row:
    pod = pod if rule.pod == AS_SUBMITTED else rule.pod
    why, place, own = Why.PRICED, 0, 0
    if not rule.priced:
        why = Why.NOT_CHARGED_BY_RULE
    elif not pod:
        why, pod = Why.NO_DELIVERY, ""
    elif rule.unless_agreed:
        if shelves.is_agreed(rule.setting):
            specialty, practice, department = told
            place, own = (
                shelves.shelf(
                    Shelf(rule.setting, specialty, practice, rule.long_stay, Short.NO, pod, rule.setting, department,
                          agreed=True)
                ),
                1,
            )  # fmt: skip
    elif not rule.submitted:
        shelf = _shelf(rule, told, classes)
        if rule.currency:
            place = -1 - shelves.named(rule.currency, shelf)
        else:
            place, own = shelves.shelf(shelf), 1
        if rule.needs_stay and classes[0] == "unknown":
            why = Why.STAY_UNKNOWN
    unsubmitted = Why.NOT_SUBMITTED if rule.submitted and why is Why.PRICED else Why.PRICED
    return _Row(
        pod=pods.number(pod),
        short_pod=pods.number(rule.short_pod or pod),
        place=place,
        own=own,
        submitted_paid=int(rule.submitted and why is Why.PRICED),
        variable=int(rule.variable),
        delivery_why=asked_as(why),
        why_unsubmitted=asked_as(unsubmitted),
        paid_why=asked_as(Why.AS_SUBMITTED if rule.unless_agreed and why is Why.PRICED else Why.PRICED),
    )


def _shelf(rule: Delivery, told: tuple[str, str, str], classes: tuple[str, str]) -> Shelf:
    """The shelf that the rule, the profile and the classes of stay and age lead to."""
    stay, age = classes
    few = bool(rule.short_pod) and stay in ("0", "1")
    short = Short.NO if not few or age == "child" else Short.ADULT if age == "adult" else Short.AGE_UNKNOWN
    return Shelf(
        rule.setting, *told[:2], rule.long_stay, short, rule.fallback,
        (rule.fallback_setting or rule.setting) if rule.fallback else "", told[2],
    )  # fmt: skip
