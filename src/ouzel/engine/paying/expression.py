"""One pass over lines: each finds its payer and its price by whole keys. The same expression on DuckDB and on Spark.

Every join is on one whole number and finds exactly one row: what is not known has a row that says so. No line is
dropped and none is doubled; whoever runs the expression counts them.

Whatever can be decided once for a row of a table is decided there: of several reasons the least code is the one given
(`pricing.asking`), a price row knows whether it is a short stay or trims, and what a period has none of (top-ups, local
prices, fixed payments) is left out. A line is left with sums. Each step is a `mutate` of its own, since an engine works
out what is named once, and what is written twice it works out twice.
"""

from collections.abc import Container
from typing import Literal

import ibis
import ibis.expr.types as ir
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ouzel.engine.activity_lines import ADULT
from ouzel.engine.attribution.facts import Facts
from ouzel.engine.attribution.flow import METHOD_FACTS
from ouzel.engine.columnar import Columnar
from ouzel.engine.days import MINDAY
from ouzel.engine.lookups import Lookup
from ouzel.engine.paying.period import BY_ACTIVITY, Period
from ouzel.engine.paying.sums import worked_out
from ouzel.engine.pricing.arithmetic import LARGEST_ACTIVITY, LARGEST_BEFORE, LARGEST_PRODUCT, TEN_THOUSAND
from ouzel.engine.pricing.asking import FIRST_WITH_A_PRICE, WIDTH, asked_as
from ouzel.engine.pricing.delivery import AGES, STAYS
from ouzel.engine.pricing.reasons import Why

USED = (
    "line", "profile", "supply", "practice", "residence", "currency", "commissioner", "start", "end", "stay",
    "exempt_days", "age", "activity", "submitted", "month",
)  # fmt: skip
"""Columns of a line that attribution and pricing read; those of `OPTIONAL` too where they are given. `person` where
episodes of responsibility are given."""

OPTIONAL = ("responsible", "counted_with")

RESULTS = (
    "line", "profile", "supply", "practice", "residence", "currency", "submitted_to", "month", "assigned", "period",
    "decision", "commissioner", "unit", "pod", "mechanism", "short_stay", "base", "excess_days", "long_stay", "top_up",
    "before", "factor", "unit_price", "price", "charged", "why", "activity", "days", "submitted",
)  # fmt: skip
"""Columns of a result. `period` is the number of the period, which has its rules and price list. Money is pence, but
`top_up` and `before` are ten-thousandths of a penny of one unit."""

USUAL_ACTIVITY = 1_000_000
"""Thousandths up to which no amount is beyond `LARGEST_PRODUCT`, so that it need not be looked at."""


def dated(lines: ir.Table, profiles: Facts, starts: Container[str], engine: Columnar) -> ir.Table:
    """The lines with `assigned`, the day that rules, maps and prices are read on: 0 where none is known.

    It is the end of the care; the start of what has not ended, and of lines of the kinds in `starts` (an attendance
    belongs to the day of arrival, though it may end on the next); of these too the end, where no start is said.
    """
    by_start = np.array([kind in starts for kind in profiles.columns["kind"]], dtype=np.int8)
    table = _References(engine, "").join(lines, "kind", _column("by_start", by_start), lines["profile"])
    start = (table["end"] == 0) | ((table["by_start"] == 1) & (table["start"] > 0))
    return table.mutate(assigned=start.ifelse(table["start"], table["end"])).drop("by_start")


def priced(lines: ir.Table, period: Period, engine: Columnar, *, number: int = 0) -> ir.Table:
    """The lines of one period with payer and price: columns `RESULTS`.

    `number` tells several periods apart. `lines` are `dated`, and only those assigned within the period.
    """
    refer = _References(engine, f"period{number}_")
    table = lines.select(*USED, "assigned", *(c for c in OPTIONAL if c in lines.columns))
    # The sums come before the look-ups of the payer: whatever a join takes in has been worked out once.
    table = worked_out(_with_price(_keyed(table, period, refer), period, refer), period)
    table = _attributed(table, period, refer)
    table = _told(_with_mechanism(table, period, refer), period)
    return table.mutate(period=ibis.literal(number, "int16")).select(*RESULTS)


class _References:
    """Tables handed to the engine, each with its columns named so that no two joins share one."""

    def __init__(self, engine: Columnar, prefix: str) -> None:
        self.engine, self.prefix = engine, prefix

    def join(self, table: ir.Table, name: str, found: pa.Table, key: ir.Value) -> ir.Table:
        """The table with the columns of the one row whose id is the key."""
        return self._join(table, name, found, key, "inner")

    def find(self, table: ir.Table, name: str, found: pa.Table, key: ir.Value) -> ir.Table:
        """The same where a row need not be there: its columns are null then."""
        return self._join(table, name, found, key, "left")

    def _join(
        self, table: ir.Table, name: str, found: pa.Table, key: ir.Value, how: Literal["inner", "left"]
    ) -> ir.Table:
        renamed = found.rename_columns([f"{name}_id" if column == "id" else column for column in found.column_names])
        refer = self.engine.refer(f"{self.prefix}{name}", renamed)
        joined = table.mutate(**{f"{name}_key": key})
        on = joined[f"{name}_key"] == refer[f"{name}_id"]
        return joined.join(refer, on, how=how).drop(f"{name}_key", f"{name}_id")


def _keyed(table: ir.Table, period: Period, refer: _References) -> ir.Table:
    """The lines with their delivery, the epochs of their day and what their supply says."""
    prices = period.pricing
    key = table["profile"]
    if prices.classes > 1:
        classes = prices.met.currency_class
        table = refer.join(table, "currency_class", _column("currency_class", classes), table["currency"])
        key = table["profile"] * prices.classes + table["currency_class"]
    stay = ibis.least(table["stay"], 2) + 1  # STAYS: unknown is -1
    age = (table["age"] >= 0).cast("int32") + (table["age"] >= ADULT).cast("int32")  # AGES
    table = refer.join(table, "delivery", prices.deliveries, (key * len(STAYS) + stay) * len(AGES) + age)
    if period.calendar is not None:
        table = refer.join(table, "day", period.calendar, table["assigned"])
    return _looked_up(table, period.lookups["supply"], table["supply"], refer)


def _looked_up(table: ir.Table, found: Lookup, entry: ir.IntegerValue, refer: _References) -> ir.Table:
    epochs = len(found.epochs)
    if epochs == 1:
        return refer.join(table, found.name, found.table, entry)
    epoch = f"{found.name}_epoch"
    if found.bases is None:
        return refer.join(table, found.name, found.table, entry * epochs + table[epoch])
    bases = found.bases.rename_columns(["id", f"{found.name}_base", f"{found.name}_moves"])
    table = refer.join(table, f"{found.name}_entry", bases, entry)
    key = table[f"{found.name}_base"] + table[f"{found.name}_moves"] * table[epoch]
    return refer.join(table, found.name, found.table, key)


def _attributed(table: ir.Table, period: Period, refer: _References) -> ir.Table:
    """Payer, decision and the unit by which it was found."""
    found = period.attribution
    for name in ("practice", "residence"):
        table = _looked_up(table, period.lookups[name], table[name], refer)
    table = refer.join(table, "care", found.care, table["profile_part"] + table["supply_part"])
    key = table["care"] + table["practice_part"] + table["residence_part"]
    if found.decisions.submitted_weight:
        key = key + (table["commissioner"] > 0).ifelse(found.decisions.submitted_weight, 0)
    table = refer.join(table, "decision", found.table, key)
    table = table.mutate(decision=table["decision"] + period.first_decision)
    methods = period.methods
    payers = [
        (table["method"] == number, table[column])
        for method, number in methods.items()
        for column in [_payer(method)]
        if column
    ]
    payer = ibis.cases(*payers, else_=table["named"]) if payers else table["named"]
    units = [
        (table["method"] == methods[method], table[method]) for method in ("practice", "residence") if method in methods
    ]
    unit = ibis.cases(*units, else_=ibis.literal(0, "int32")) if units else ibis.literal(0, "int32")
    if "responsible" in table.columns:
        table = table.mutate(payer=payer, unit=unit)
        stays = table["responsible"] > 0
        if period.outside:
            stays = stays & table["payer"].notin(period.outside)
        table = table.mutate(stays=stays)
        table = table.mutate(
            payer=table["stays"].ifelse(table["responsible"], table["payer"]),
            unit=table["stays"].ifelse(ibis.literal(0, "int32"), table["unit"]),
            decision=table["stays"].ifelse(ibis.literal(0, "int32"), table["decision"]),
        )
    else:
        table = table.mutate(payer=payer, unit=unit)
    return table


def _payer(method: str) -> str:
    if method in METHOD_FACTS:
        return "_".join(METHOD_FACTS[method])
    return "commissioner" if method == "submitted" else ""


def _with_price(table: ir.Table, period: Period, refer: _References) -> ir.Table:
    prices = period.pricing
    table = table.mutate(price_row=table["place"] + table["currency"] * table["own"])
    if prices.has_local_prices:
        table = refer.find(table, "local", prices.local, table["list"] + table["price_row"])
        table = table.mutate(price_row=ibis.coalesce(table["local_row"], table["price_row"])).drop("local_row")
    return refer.join(table, "price", prices.prices, table["price_row"])


def _with_mechanism(table: ir.Table, period: Period, refer: _References) -> ir.Table:
    if "agreement" not in period.lookups:
        return table.mutate(mechanism=ibis.literal(BY_ACTIVITY, "int8"))
    return _looked_up(table, period.lookups["agreement"], table["agreed"] + table["payer"], refer)


def _told(table: ir.Table, period: Period) -> ir.Table:
    """The reason of each line, and its figures: of a refused line nothing is told but why."""
    prices = period.pricing
    priced_code = ibis.literal(asked_as(Why.PRICED), "int16")
    if period.agrees:  # a local price comes before the amount submitted
        paid = table["submitted_paid"] * (table["own_factor"] == 0).cast("int8")
        table = table.mutate(submitted_paid=paid.cast("int8"))
    factor_why = table["factor_why"]
    if prices.has_local_prices or period.submits:
        factor_why = ibis.greatest(factor_why, table["waives"])
    reasons = [table["delivery_why"], table["row_why"], factor_why, table["payer_why"]]
    unfinished = (table["end"] == 0).ifelse(_code(Why.NOT_FINISHED), priced_code)
    if period.since < MINDAY:  # only there are lines without any day
        unfinished = (table["assigned"] < MINDAY).ifelse(_code(Why.DAY_UNKNOWN), unfinished)
    reasons.append(unfinished)
    out_of_range = (
        (table["row_pence"] > LARGEST_BEFORE)
        | ((table["row_pence"] == LARGEST_BEFORE) & (table["rest"] > 0))
        | (table["units"] > LARGEST_ACTIVITY)
        | ((table["units"] > USUAL_ACTIVITY) & (table["amount"] > LARGEST_PRODUCT))
    )
    if period.submits:
        out_of_range = out_of_range & (table["submitted_paid"] == 0)
    uncounted = table["activity"].isnull()
    if period.submits:
        uncounted = uncounted & (table["submitted_paid"] == 0)
    reasons.append(uncounted.ifelse(_code(Why.ACTIVITY_UNKNOWN), priced_code))
    unread = table["row_excess"] < 0
    if period.submits:
        unread = unread & (table["submitted_paid"] == 0)
    reasons.append(unread.ifelse(_code(Why.EXEMPT_UNKNOWN), priced_code))
    reasons.append(out_of_range.ifelse(_code(Why.OUT_OF_RANGE), priced_code))
    if period.submits:
        unsubmitted = table["submitted"].isnull() & (table["submitted_paid"] == 1)
        reasons.append(unsubmitted.ifelse(table["why_unsubmitted"], priced_code))
        if period.unless_agreed:
            reasons.append((table["submitted_paid"] == 1).ifelse(table["paid_why"], priced_code))
    if "agreement" in period.lookups:
        reasons.append((table["variable"] == 1).ifelse(table["block_why"], table["block_why_unless_variable"]))
    if "responsible" in table.columns:
        reasons[3] = table["stays"].ifelse(priced_code, reasons[3])
    if "counted_with" in table.columns:
        reasons.append((table["counted_with"] > 0).ifelse(_code(Why.COUNTED_WITH), priced_code))
    if period.outside:
        reasons.append(table["payer"].isin(period.outside).ifelse(_code(Why.PAYER_OUTSIDE), priced_code))
    table = table.mutate(code=ibis.least(*reasons))
    table = table.mutate(why=(table["code"] % WIDTH).cast("int8"), good=table["code"] >= FIRST_WITH_A_PRICE)
    price = table["row_price"]
    if period.submits:
        price = price + table["submitted_paid"] * ibis.coalesce(table["submitted"], 0)
    zero = ibis.literal(0, "int64")
    listed = table["good"] & (table["submitted_paid"] == 0)
    table = table.mutate(price=table["good"].ifelse(price, zero), listed=listed)

    def of_list(column: str) -> ir.Value:
        return table["listed"].ifelse(table[column], zero)

    short = table["listed"] & (table["is_short"] == 1)
    before = (table["row_base"] + table["row_long_stay"]) * TEN_THOUSAND + table["row_top_up"]
    charged = table["why"] == int(Why.PRICED)
    if period.unless_agreed:
        charged = charged | (table["why"] == int(Why.AS_SUBMITTED))
    untold = table["code"] < asked_as(Why.NOT_CHARGED_BY_RULE)
    return table.mutate(
        submitted_to=table["commissioner"],
        commissioner=table["payer"],
        pod=untold.ifelse(0, short.ifelse(table["short_pod"], table["pod"])).cast("int16"),
        short_stay=short,
        base=of_list("row_base"),
        excess_days=of_list("row_excess").cast("int32"),
        long_stay=of_list("row_long_stay"),
        top_up=of_list("row_top_up"),
        before=table["listed"].ifelse(before, zero),
        factor=of_list("row_factor"),
        unit_price=of_list("row_unit"),
        charged=charged.ifelse(table["price"], zero),
        days=ibis.greatest(table["stay"], 0),
    )  # fmt: skip


def _code(why: Why) -> ir.Value:
    return ibis.literal(asked_as(why), "int16")


def _column(name: str, values: npt.NDArray[np.integer]) -> pa.Table:
    return pa.table({"id": np.arange(len(values), dtype=np.int32), name: values})
