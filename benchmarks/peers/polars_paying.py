"""Who pays and how much in Polars over words: text keys, a join on the code and then the dates."""

from functools import reduce
from operator import or_
from typing import Any

import polars as pl
import pyarrow as pa

from benchmarks import _paying, _paying_masks, _paying_sql
from ouzel.engine.attribution.flow import FACTS, METHOD_FACTS, Flow, Outcome

Given = Any
TRUE = pl.lit(True)


def prepare(files: list[str]) -> Given:
    """The tables in memory, the lines still on disk."""
    tables = {name: pl.from_arrow(table).lazy() for name, table in _paying.reference(1_000_000).items()}
    return _paying.country(1_000_000), tables, files


def run(given: Given) -> pa.Table:
    of, tables, files = given
    asked = question(pl.scan_parquet(files), tables, of)
    return asked.collect(engine="streaming").to_arrow().cast(_paying.ANSWER)


def question(lines: pl.LazyFrame, tables: dict[str, pl.LazyFrame], of: _paying.Country) -> pl.LazyFrame:
    """The whole question."""
    by_start = pl.col("end").is_null() | pl.col("kind").is_in(sorted(of.starts))
    table = lines.with_columns(
        assigned=pl.when(by_start).then("start").otherwise("end"),
        stay_class=pl.col("stay").fill_null(-1).clip(upper_bound=2),
        age_class=pl.when(pl.col("age").is_null()).then(-1).otherwise((pl.col("age") >= 19).cast(pl.Int8)),
    )
    table = _on_the_day(table, tables["practices"], "practice", {"practice": "code"})
    table = _on_the_day(table, tables["residences"], "residence", {"residence": "code"})
    table = _on_the_day(table, tables["supplies"], "supply", {n: n for n in ("provider", "site", "service")})
    boxes = _paying_masks.boxes(of.flow, _among, TRUE)
    table = table.with_columns(**{f"box {name}": mask for name, mask in boxes.items()})
    table = table.with_columns(outcome=_outcome(of.flow)).with_columns(payer=_payer(of.flow))
    fits = _paying_masks.rules(of.deliveries, _among, TRUE, pl.col("stay_class"), pl.col("age_class"))
    table = table.with_columns(rule=_first(fits).cast(pl.Int32))
    return _added_up(_told(_worked_out(_found(table, tables)), of.flow))


def _among(column: str, plain: list[str], beginnings: list[str]) -> pl.Expr:
    masks = [pl.col(column).is_in(plain)] if plain else []
    return reduce(or_, masks + [pl.col(column).str.starts_with(each) for each in beginnings])


def _on_the_day(table: pl.LazyFrame, facts: pl.LazyFrame, of: str, on: dict[str, str]) -> pl.LazyFrame:
    before = _paying_masks.BEFORE[of]
    known = facts.rename({name: f"{before}{name}" for name in FACTS[of] if name not in on.values()})
    held = table.join(known, left_on=list(on), right_on=list(on.values()))
    held = held.filter((pl.col("assigned") >= pl.col("since")) & (pl.col("assigned") < pl.col("until")))
    copied = {f"{before}{code}": pl.col(code) for code in on.values() if code in FACTS[of]}
    return held.drop("since", "until").with_columns(**copied)


def _outcome(flow: Flow) -> pl.Expr:
    numbers = {end: number for number, end in enumerate(_paying_sql.outcomes(flow))}

    def tree(at: str | Outcome) -> pl.Expr:
        if isinstance(at, Outcome):
            return pl.lit(numbers[at], pl.Int8)
        box = flow.boxes[at]
        return pl.when(pl.col(f"box {box.id}")).then(tree(box.yes)).otherwise(tree(box.no))

    found = pl.lit(-1, pl.Int8)
    for start, kinds in _paying_masks.starts(flow).items():
        found = pl.when(pl.col("kind").is_in(kinds)).then(tree(start)).otherwise(found)
    return found


def _payer(flow: Flow) -> pl.Expr:
    found = pl.lit("")
    for number, end in enumerate(_paying_sql.outcomes(flow)):
        tried = [_method(method) for method in end.pays if method != "none"]
        found = pl.when(pl.col("outcome") == number).then(pl.coalesce(*tried, pl.lit(""))).otherwise(found)
    return found


def _method(method: str) -> pl.Expr:
    name, _, code = method.partition(":")
    if name == "code":
        return pl.lit(code)
    table, fact = METHOD_FACTS.get(name, ("profile", "commissioner"))
    column = f"{_paying_masks.BEFORE[table]}{fact}"
    return pl.when(pl.col(column) != "").then(pl.col(column))


def _first(fits: list[pl.Expr]) -> pl.Expr:
    chain = pl.when(fits[0]).then(0)
    for number, mask in enumerate(fits[1:], start=1):
        chain = chain.when(mask).then(number)
    return chain.otherwise(-1)


def _found(table: pl.LazyFrame, tables: dict[str, pl.LazyFrame]) -> pl.LazyFrame:
    """The price, own or fall-back, the factor and the top-up."""
    own, back = tables["prices"], tables["prices"]
    price = ("pence", "trim_days", "per_day", "short_stay")
    wanted = pl.when(pl.col("rule_currency") != "").then("rule_currency").otherwise("currency")
    first = pl.when(pl.col("wanted") != "").then("wanted").when(pl.col("fallback") != "").then("fallback")
    missing = pl.col("pence").is_null()
    return (
        table.join(tables["rules"], on="rule").with_columns(wanted=wanted).with_columns(first_asked=first)
        .join(own, left_on=["wanted", "setting"], right_on=["currency", "setting"], how="left")
        .join(back.rename({name: f"back_{name}" for name in price}), how="left",
              left_on=["fallback", "fallback_setting"], right_on=["currency", "setting"])
        .join(tables["known"].with_columns(is_known=pl.lit(True)), how="left", left_on="first_asked", right_on="known")
        .join(tables["factors"], on="provider", how="left")
        .join(tables["top_ups"], on=["provider", "service"], how="left")
        .with_columns(
            setting=pl.when(missing).then("fallback_setting").otherwise("setting"),
            **{name: pl.when(missing).then(f"back_{name}").otherwise(name) for name in price},
        )
    )  # fmt: skip


def _worked_out(table: pl.LazyFrame) -> pl.LazyFrame:
    stay, age = pl.col("stay"), pl.col("age")
    long_pod = pl.when(pl.col("rule_pod") == "as-submitted").then("pod").otherwise("rule_pod")
    few = (pl.col("short_pod") != "") & (stay < 2) & pl.col("short_stay").is_not_null()
    trims = pl.col("long_stay") & ~pl.col("short") & pl.col("trim_days").is_not_null() & pl.col("per_day").is_not_null()
    beyond = (stay.fill_null(0) - pl.col("exempt_days") - pl.col("trim_days")).clip(lower_bound=0)
    top = pl.when(pl.col("setting").is_in(_paying_masks.SPELLS)).then(pl.col("share").fill_null(0)).otherwise(0)
    before = (pl.col("base") + pl.col("excess") * pl.col("per_day").fill_null(0)) * 10_000 + pl.col("base") * top
    units = pl.col("unit") * pl.col("activity").abs()
    return (
        table.with_columns(long_pod=long_pod, few=few.fill_null(False))
        .with_columns(short=(pl.col("few") & (age >= 19)).fill_null(False))
        .with_columns(
            base=pl.when("short").then("short_stay").otherwise("pence").cast(pl.Int64),
            excess=pl.when(trims).then(beyond).otherwise(0).cast(pl.Int64),
        )
        .with_columns(unit=(before * pl.col("factor").cast(pl.Int64) + 5_000_000_000) // 10_000_000_000)
        .with_columns(amount=(units + 500) // 1_000 * pl.col("activity").sign())
    )


def _told(table: pl.LazyFrame, flow: Flow) -> pl.LazyFrame:
    ends = _paying_sql.outcomes(flow)
    not_payable = pl.col("outcome").is_in([number for number, end in enumerate(ends) if "none" in end.pays])
    paid, gone = pl.col("paid_as_submitted"), pl.col("pence").is_null()
    why = pl.lit("PRICED")
    for name, mask in reversed((
        ("NOT_FINISHED", pl.col("end").is_null() | (pl.col("kind") == "admitted-unfinished")),
        ("NO_DELIVERY", pl.col("priced") & (pl.col("long_pod") == "")),
        ("NOT_CHARGED_BY_RULE", ~pl.col("priced")),
        ("NOT_SUBMITTED", paid & pl.col("submitted").is_null()),
        ("NO_CURRENCY", ~paid & pl.col("first_asked").is_null()),
        ("STAY_UNKNOWN", ~paid & pl.col("needs_stay") & pl.col("stay").is_null()),
        ("UNKNOWN_CURRENCY", ~paid & gone & pl.col("is_known").is_null()),
        ("NO_PRICE", ~paid & gone),
        ("NO_FACTOR", ~paid & pl.col("factor").is_null()),
        ("AGE_UNKNOWN", ~paid & pl.col("few") & pl.col("age").is_null()),
        ("NOT_PAYABLE", not_payable),
        ("PAYER_OUTSIDE", pl.col("payer").is_in(sorted(flow.outside))),
        ("NOBODY_PAYS", pl.col("payer") == ""),
    )):  # fmt: skip
        why = pl.when(mask).then(pl.lit(name)).otherwise(why)
    return table.with_columns(why=why).with_columns(
        good=pl.col("why").is_in(_paying_sql.GOOD),
        untold=pl.col("why").is_in(["NOT_FINISHED", "NO_DELIVERY"]),
    )


def _added_up(table: pl.LazyFrame) -> pl.LazyFrame:
    good, paid = pl.col("good"), pl.col("paid_as_submitted")
    pod = pl.when("untold").then(pl.lit("")).when(good & pl.col("short")).then("short_pod").otherwise("long_pod")
    price = pl.when(~good).then(0).when(paid).then("submitted").otherwise("amount")
    lined = table.select(
        "month", "why", "activity", commissioner="payer", pod=pod, price=price,
        days=pl.col("stay").fill_null(0).clip(lower_bound=0).cast(pl.Int64),
        excess_days=pl.when(good & ~paid).then("excess").otherwise(0),
    )  # fmt: skip
    sums = {name: pl.col(name).sum() for name in ("activity", "days", "excess_days", "price")}
    charged = pl.when(pl.col("why") == "PRICED").then("price").otherwise(0).sum()
    found = lined.group_by(_paying.KEYS).agg(lines=pl.len().cast(pl.Int64), **sums, charged=charged)
    return found.select(_paying.ANSWER.names).sort(_paying.KEYS)
