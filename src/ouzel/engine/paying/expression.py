"""One pass over lines: each finds its payer and its price by whole keys. The same expression on DuckDB and on Spark.

Every join is on one whole number and finds exactly one row: what is not known has a row that says so. No line is
dropped and none is doubled; whoever runs the expression counts them.
"""

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa

from ouzel.engine.activity_lines import ADULT
from ouzel.engine.attribution.flow import METHOD_FACTS
from ouzel.engine.columnar import Columnar
from ouzel.engine.days import Ints
from ouzel.engine.lookups import Lookup
from ouzel.engine.paying.period import BLOCK, BY_ACTIVITY, DATED, PARTLY_FIXED, Period
from ouzel.engine.pricing.arithmetic import (
    LARGEST_ACTIVITY,
    LARGEST_BEFORE,
    LARGEST_PRODUCT,
    MILLION,
    TEN_THOUSAND,
    THOUSAND,
)  # fmt: skip
from ouzel.engine.pricing.by_hand import SHORT
from ouzel.engine.pricing.compiling import (
    FALLBACK,
    FREE,
    LONG_STAY,
    NEEDS_STAY,
    OWN,
    SHORT_STAY,
    SUBMITTED,
    UNTOLD,
    VARIABLE,
)
from ouzel.engine.pricing.delivery import AGES, STAYS
from ouzel.engine.pricing.reasons import Why

USED = (
    "line", "profile", "supply", "practice", "residence", "currency", "commissioner", "start", "end", "stay",
    "exempt_days", "age", "activity", "submitted", "month",
)  # fmt: skip
"""Columns of a line that attribution and pricing read. `person` too where episodes of responsibility are given."""

RESULTS = (
    "line", "profile", "supply", "practice", "residence", "currency", "submitted_to", "month", "assigned", "decision",
    "commissioner", "unit", "pod", "mechanism", "short_stay", "base", "excess_days", "long_stay", "top_up", "before",
    "factor", "unit_price", "price", "charged", "why", "activity", "days", "submitted",
)  # fmt: skip
"""Columns of a result. Money is pence, but `top_up` and `before` are ten-thousandths of a penny of one unit."""


def assignment_day(lines: ir.Table) -> ir.IntegerValue:
    """The day that rules and maps are read on: the end, and the start of what has not ended."""
    return (lines["end"] == 0).ifelse(lines["start"], lines["end"])


def priced(lines: ir.Table, period: Period, engine: Columnar, *, prefix: str = "") -> ir.Table:
    """The lines of one period with payer and price: columns `RESULTS`.

    `prefix` tells tables of several periods apart. `lines` must hold only lines assigned within the period.
    """
    refer = _References(engine, prefix)
    table = lines.select(*USED, *(c for c in ("responsible",) if c in lines.columns), assigned=assignment_day(lines))
    table = _attributed(_keyed(table, period, refer), period, refer)
    return _with_price(table, period, refer).select(*RESULTS)


class _References:
    """Tables handed to the engine, each with its columns named so that no two joins share one."""

    def __init__(self, engine: Columnar, prefix: str) -> None:
        self.engine, self.prefix = engine, prefix

    def join(self, table: ir.Table, name: str, found: pa.Table, key: ir.Value) -> ir.Table:
        """The table with the columns of the one row whose id is the key."""
        renamed = found.rename_columns([f"{name}_id" if column == "id" else column for column in found.column_names])
        refer = self.engine.refer(f"{self.prefix}{name}", renamed)
        joined = table.mutate(**{f"{name}_key": key})
        return joined.join(refer, joined[f"{name}_key"] == refer[f"{name}_id"]).drop(f"{name}_key", f"{name}_id")


def _keyed(table: ir.Table, period: Period, refer: _References) -> ir.Table:
    """The lines with their delivery and everything that depends on the day."""
    prices = period.pricing
    stay = (table["stay"] < 0).ifelse(len(STAYS) - 1, ibis.least(table["stay"], 2))
    age = (table["age"] < 0).ifelse(len(AGES) - 1, (table["age"] >= ADULT).ifelse(1, 0))
    key = table["profile"]
    if prices.classes > 1:
        classes = prices.met.currency_class
        table = refer.join(table, "currency_class", _column("currency_class", classes), table["currency"])
        key = table["profile"] * prices.classes + table["currency_class"]
    table = refer.join(table, "delivery", prices.deliveries, (key * len(STAYS) + stay) * len(AGES) + age)
    if period.calendar is not None:
        table = refer.join(table, "day", period.calendar, table["assigned"])
    for name in DATED:
        table = _looked_up(table, period.lookups[name], table[name], refer)
    return table


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
    table = refer.join(table, "care", found.care, table["profile_part"] + table["supply_part"])
    key = table["care"] + table["practice_part"] + table["residence_part"]
    if found.decisions.submitted_weight:
        key = key + (table["commissioner"] > 0).ifelse(found.decisions.submitted_weight, 0)
    table = refer.join(table, "decision", found.table, key)
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
        table = table.mutate(
            payer=(table["responsible"] > 0).ifelse(table["responsible"], payer),
            unit=(table["responsible"] > 0).ifelse(ibis.literal(0, "int32"), unit),
            decision=(table["responsible"] > 0).ifelse(ibis.literal(-1, "int32"), table["decision"]),
        )
    else:
        table = table.mutate(payer=payer, unit=unit)
    return table


def _payer(method: str) -> str:
    if method in METHOD_FACTS:
        return "_".join(METHOD_FACTS[method])
    return "commissioner" if method == "submitted" else ""


def _with_price(table: ir.Table, period: Period, refer: _References) -> ir.Table:
    table = _with_mechanism(table, period, refer)
    table = _with_row(table, period, refer)
    return _worked_out(table, period)


def _with_mechanism(table: ir.Table, period: Period, refer: _References) -> ir.Table:
    if "agreement" not in period.lookups:
        return table.mutate(mechanism=ibis.literal(BY_ACTIVITY, "int8"))
    return _looked_up(table, period.lookups["agreement"], table["agreed"] + table["payer"], refer)


def _with_row(table: ir.Table, period: Period, refer: _References) -> ir.Table:
    """The row of the price list: the line's own or the one a rule names, else the fallback."""
    prices = period.pricing
    nothing = {
        name: ibis.literal(value, kind)
        for name, value, kind in (
            ("pence", 0, "int64"), ("trim", -1, "int32"), ("per_day", -1, "int64"), ("short_price", -1, "int64"),
            ("local", 0, "int8"), ("topped", 0, "int8"), ("unpriced", int(Why.NO_PRICE_RELEASE), "int8"),
        )
    }  # fmt: skip
    if prices.prices is None:
        bare = ((table["flags"] & (OWN | FALLBACK)) == OWN) & (table["currency"] == 0)
        return table.mutate(**nothing | {"unpriced": bare.ifelse(int(Why.NO_CURRENCY), int(Why.NO_PRICE_RELEASE))})
    rows = prices.prices.rename_columns(["id", *nothing])
    own = ((table["flags"] & OWN) != 0).ifelse(table["currency"], 0)
    table = refer.join(table, "price", rows, table["list"] + table["place"] + own)
    if not prices.asks_fallback:
        return table
    named = rows.rename_columns([*(f"fallback_{name}" if name != "id" else "id" for name in rows.column_names)])
    first = table["fallback"] < 0
    table = refer.join(table, "fallback_row", named, table["list"] + first.ifelse(0, table["fallback"]))
    use = (table["unpriced"] != Why.PRICED) & (table["fallback"] >= 0)
    # What has no currency of its own is refused for what its fallback lacks; anything else for what itself lacks.
    why = ((table["fallback_unpriced"] == Why.PRICED) | (table["unpriced"] == Why.NO_CURRENCY)).ifelse(
        table["fallback_unpriced"], table["unpriced"]
    )
    chosen = {name: use.ifelse(table[f"fallback_{name}"], table[name]) for name in nothing if name != "unpriced"}
    return table.mutate(**chosen, unpriced=use.ifelse(why, table["unpriced"]))


def _worked_out(table: ir.Table, period: Period) -> ir.Table:
    """The sums, in the order and the whole numbers of `pricing.by_hand`; steps by name of its list."""
    policy = period.pricing.policy
    flags, mode = table["flags"], table["mode"]
    local = table["local"] == 1
    few = ((flags & SHORT_STAY) != 0) & (table["short_price"] >= 0) & (table["stay"] >= 0) & (table["stay"] < SHORT)
    short = few & (table["age"] >= ADULT)
    factor = local.ifelse(MILLION, table["factor"])
    base = short.ifelse(table["short_price"], table["pence"])
    trims = ((flags & LONG_STAY) != 0) & ~short & (table["trim"] >= 0) & (table["per_day"] >= 0) & (table["stay"] >= 0)
    beyond = table["stay"] - table["exempt_days"] - table["trim"]
    excess = (trims & (beyond > 0)).ifelse(beyond, 0)
    table = table.mutate(
        short=short, list_factor=factor, row_base=base, excess=excess,
        row_top_up=(table["topped"] == 1).ifelse(base * table["share"], ibis.literal(0, "int64")),
    )  # fmt: skip
    if policy is not None and policy.steps:
        table = table.mutate(row_top_up=_half_up(table["row_top_up"], policy.steps * TEN_THOUSAND))
    table = table.mutate(row_long_stay=table["excess"] * ibis.greatest(table["per_day"], 0))
    table = table.mutate(row_before=(table["row_base"] + table["row_long_stay"]) * TEN_THOUSAND + table["row_top_up"])
    in_range = (table["row_before"] <= LARGEST_BEFORE * TEN_THOUSAND) & (table["activity"].abs() <= LARGEST_ACTIVITY)
    before = in_range.ifelse(table["row_before"], ibis.literal(0, "int64"))
    rest = before % TEN_THOUSAND
    millionths = _divided(before - rest, TEN_THOUSAND) * table["list_factor"] + _floor(
        rest * table["list_factor"], TEN_THOUSAND
    )
    unit = _divided(_half_up(millionths, (policy.unit if policy else 1) * MILLION), MILLION)
    table = table.mutate(row_unit=unit, in_range=in_range)
    amount = table["row_unit"] * table["activity"].abs()
    sized = table["in_range"] & (amount <= LARGEST_PRODUCT)
    whole = _divided(_half_up(sized.ifelse(amount, ibis.literal(0, "int64")), THOUSAND), THOUSAND)
    listed = (table["activity"] < 0).ifelse(-whole, whole)
    by_list = ibis.cases(
        (table["unpriced"] == Why.NO_CURRENCY, int(Why.NO_CURRENCY)),
        (table["unpriced"] == Why.NO_PRICE_RELEASE, int(Why.NO_PRICE_RELEASE)),
        (((flags & NEEDS_STAY) != 0) & (table["stay"] < 0), int(Why.STAY_UNKNOWN)),
        (table["unpriced"] != Why.PRICED, table["unpriced"]),
        (table["list_factor"] == 0, int(Why.NO_FACTOR)),
        (few & (table["age"] < 0), int(Why.AGE_UNKNOWN)),
        (~sized, int(Why.OUT_OF_RANGE)),
        else_=int(Why.PRICED),
    )
    refused = ibis.cases(
        (table["unfinished"] == 1, int(Why.NOT_FINISHED)),
        (table["end"] == 0, int(Why.NOT_FINISHED)),
        (mode == UNTOLD, int(Why.NO_DELIVERY)),
        (mode == FREE, int(Why.NOT_CHARGED_BY_RULE)),
        (mode == SUBMITTED, table["submitted"].isnull().ifelse(int(Why.NOT_SUBMITTED), int(Why.PRICED))),
        else_=by_list,
    )
    table = table.mutate(refused=refused.cast("int8"), listed=listed)
    good = table["refused"] == Why.PRICED
    by_prices = good & (mode != SUBMITTED)
    zero = ibis.literal(0, "int64")
    fixed = (table["mechanism"] == BLOCK) | ((table["mechanism"] == PARTLY_FIXED) & ((flags & VARIABLE) == 0))
    why = ibis.cases(
        (~good, table["refused"]),
        (table["decision"].isin(period.unpayable), int(Why.NOT_PAYABLE)) if period.unpayable else (~good, 0),
        (table["payer"] == 0, int(Why.NOBODY_PAYS)),
        (fixed, int(Why.BLOCK)),
        else_=int(Why.PRICED),
    ).cast("int8")
    table = table.mutate(
        why=why,
        price=good.ifelse((mode == SUBMITTED).ifelse(table["submitted"], table["listed"]), zero),
        good=by_prices,
    )
    return table.mutate(
        submitted_to=table["commissioner"],
        commissioner=table["payer"],
        pod=ibis.cases(
            (table["unfinished"] == 1, 0), (table["end"] == 0, 0), (mode == UNTOLD, 0),
            (table["good"] & table["short"], table["short_pod"]), else_=table["pod"],
        ).cast("int16"),
        short_stay=table["good"] & table["short"],
        base=table["good"].ifelse(table["row_base"], zero),
        excess_days=table["good"].ifelse(table["excess"], 0).cast("int32"),
        long_stay=table["good"].ifelse(table["row_long_stay"], zero),
        top_up=table["good"].ifelse(table["row_top_up"], zero),
        before=table["good"].ifelse(table["row_before"], zero),
        factor=table["good"].ifelse(table["list_factor"], zero),
        unit_price=table["good"].ifelse(table["row_unit"], zero),
        charged=(table["why"] == Why.PRICED).ifelse(table["price"], zero),
        days=ibis.greatest(table["stay"], 0).cast("int32"),
    )  # fmt: skip


def _floor(value: ir.IntegerValue, unit: int) -> ir.IntegerValue:
    """Whole part of value / unit, exactly: what is divided is a multiple of the unit."""
    return _divided(value - value % unit, unit)


def _divided(multiple: ir.IntegerValue, unit: int) -> ir.IntegerValue:
    """A multiple of the unit divided by it. Below 2^53 the quotient is whole even in floating point."""
    return multiple if unit == 1 else (multiple / unit).cast("int64")


def _half_up(value: ir.IntegerValue, unit: int) -> ir.IntegerValue:
    """To the nearest multiple of the unit, a half up; values of 0 or more."""
    raised = value + unit // 2
    return raised - raised % unit


def _column(name: str, values: Ints) -> pa.Table:
    return pa.table({"id": np.arange(len(values), dtype=np.int32), name: values})
