"""One stretch of days with one set of rules and one price list, compiled to the tables that lines are looked up in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ouzel.engine.attribution.compiling import Attribution, attribution
from ouzel.engine.attribution.facts import Facts
from ouzel.engine.attribution.flow import Flow
from ouzel.engine.days import MINDAY, day_number
from ouzel.engine.lookups import Lookup, calendar, lookup
from ouzel.engine.paying.bodies import Bodies
from ouzel.engine.pricing.asking import asked_as
from ouzel.engine.pricing.book import Agreement, PriceBook
from ouzel.engine.pricing.compiling import Pods, Pricing, pricing, supply_columns
from ouzel.engine.pricing.delivery import Deliveries
from ouzel.engine.pricing.reasons import Why

BY_ACTIVITY, BLOCK, PARTLY_FIXED = range(3)
MECHANISMS = ("activity", "block", "fixed-and-variable")

EARLIEST = MINDAY
"""A day that facts speak of, for a period without rules."""

DATED = ("practice", "residence", "supply")
"""Tables whose facts change over time; a profile says the same for ever."""


@dataclass(frozen=True)
class Inputs:
    """What a run is compiled from. `facts` by table; `currencies` and `services` are entries of dictionaries."""

    facts: dict[str, Facts]
    currencies: Sequence[str]
    agreements: Sequence[Agreement] = ()


@dataclass(frozen=True, eq=False)
class Period:
    """Lines assigned on days [since, until), and what they are looked up in. Without a flow nobody pays for them."""

    since: int
    until: int
    attribution: Attribution
    pricing: Pricing
    lookups: dict[str, Lookup]
    calendar: pa.Table | None
    first_decision: int
    outside: tuple[int, ...] = ()  # numbers of payers outside the NHS

    @cached_property
    def submits(self) -> bool:
        """Whether some lines are paid as submitted."""
        return any(rule.submitted for rule in self.pricing.met.rules.rules)

    @cached_property
    def unless_agreed(self) -> bool:
        """Whether of some of these a local price would come first."""
        return any(rule.unless_agreed for rule in self.pricing.met.rules.rules)

    @property
    def agrees(self) -> bool:
        """Whether there is such a price."""
        return self.unless_agreed and self.pricing.has_local_prices

    @cached_property
    def methods(self) -> dict[str, int]:
        """The number of each method that occurs."""
        return {method: number for number, method in enumerate(self.attribution.methods)}


def compiled(
    inputs: Inputs, *, flow: Flow, deliveries: Deliveries, book: PriceBook | None, since: int, until: int,
    bodies: Bodies, pods: Pods, first_decision: int = 0,
) -> Period:  # fmt: skip
    """The tables of one period; ValueError for rules that cannot be followed.

    Decisions are numbered from `first_decision`, so that those of several periods can be told apart.
    """
    profiles = inputs.facts["profile"]
    found = attribution(flow, inputs.facts, bodies)
    prices = pricing(
        deliveries,
        book,
        profiles=profiles,
        currencies=inputs.currencies,
        pods=pods,
        profile_part=found.columns["profile"]["profile_part"],
    )
    supplies = inputs.facts["supply"]
    agreements, numbers = _agreements(
        inputs.agreements if flow.boxes or deliveries.rules else (), supplies, bodies, since=since, until=until
    )
    columns: dict[str, dict[str, npt.NDArray[np.integer]]] = {name: dict(each) for name, each in found.columns.items()}
    columns["supply"] = columns["supply"] | supply_columns(book, supplies, prices.lists)
    if numbers is not None:
        columns["supply"] = columns["supply"] | {"agreed": numbers}
    start, end = (since, until) if flow.boxes else (EARLIEST, EARLIEST + 1)  # without rules no fact is asked for
    lookups = {table: lookup(table, inputs.facts[table], columns[table], since=start, until=end) for table in DATED}
    if agreements is not None:
        lookups["agreement"] = agreements
    return Period(
        since=since,
        until=until,
        attribution=found,
        pricing=prices,
        lookups=lookups,
        calendar=calendar(lookups, since=since, until=until),  # without rules only agreements change
        first_decision=first_decision,
        outside=tuple(bodies.numbers(sorted(flow.outside)).tolist()),
    )


def _agreements(
    agreements: Iterable[Agreement], supplies: Facts, bodies: Bodies, *, since: int, until: int
) -> tuple[Lookup | None, "np.ndarray | None"]:
    """Mechanisms by provider and commissioner over the days, and the number of each supply's provider among them.

    Provider 0 has none; so has commissioner 0. Bodies are all known by now.
    """
    rows = [
        (each, max(day_number(each.since, since), since), min(day_number(each.until, until), until))
        for each in agreements
    ]
    rows = [row for row in rows if row[1] < row[2] and row[0].mechanism != MECHANISMS[BY_ACTIVITY]]
    if not rows:
        return None, None
    providers = {"": 0}
    for each, _, _ in rows:
        providers.setdefault(each.provider, len(providers))
        bodies.number(each.commissioner)
    width = len(bodies)
    changes = sorted({since, *(day for _, a, b in rows for day in (a, b) if since < day < until)})
    table = np.zeros((len(providers) * width, len(changes)), dtype=np.int8)
    for each, a, b in rows:
        at = [n for n, day in enumerate(changes) if a <= day < b]
        table[providers[each.provider] * width + bodies.number(each.commissioner), at] = MECHANISMS.index(
            each.mechanism
        )
    mechanism = table.reshape(-1)
    # What is fixed is not charged; of what is partly fixed, whatever is not paid by activity.
    always = np.where(mechanism == BLOCK, asked_as(Why.BLOCK), asked_as(Why.PRICED)).astype(np.int16)
    unless = np.where(mechanism == BY_ACTIVITY, asked_as(Why.PRICED), asked_as(Why.BLOCK)).astype(np.int16)
    columns = {"mechanism": mechanism, "block_why": always, "block_why_unless_variable": unless}
    keys = np.arange(table.size, dtype=np.int32)
    made = Lookup("agreement", pa.table({"id": keys} | columns), np.array(changes, dtype=np.int32))
    numbers = np.array([providers.get(p, 0) for p in supplies.columns["provider"]], dtype=np.int32)
    return made, numbers * width
