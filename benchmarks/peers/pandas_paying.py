"""Who pays and how much in pandas over words: merges on the code and then the dates, masks for the rules."""

from functools import reduce
from operator import or_
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from benchmarks import _paying, _paying_masks, _paying_sql
from ouzel.engine.attribution.flow import FACTS, METHOD_FACTS, Flow, Outcome

Given = Any


def prepare(files: list[str]) -> Given:
    """The tables in memory, the lines still on disk."""
    tables = {name: table.to_pandas() for name, table in _paying.reference(1_000_000).items()}
    return _paying.country(1_000_000), tables, files


def run(given: Given) -> pa.Table:
    of, tables, files = given
    lines = pd.concat([pd.read_parquet(file) for file in files], ignore_index=True)
    by_start = lines["end"].isna() | lines["kind"].isin(of.starts)
    lines["assigned"] = lines["start"].where(by_start, lines["end"])
    table = _on_the_day(lines, tables["practices"], "practice", {"practice": "code"})
    table = _on_the_day(table, tables["residences"], "residence", {"residence": "code"})
    table = _on_the_day(table, tables["supplies"], "supply", {n: n for n in ("provider", "site", "service")})
    _decide(table, of)
    table = _found(table, tables)
    _work_out(table)
    return _added_up(table, _why(table, of.flow))


def _on_the_day(table: pd.DataFrame, facts: pd.DataFrame, of: str, on: dict[str, str]) -> pd.DataFrame:
    before = _paying_masks.BEFORE[of]
    known = facts.rename(columns={name: f"{before}{name}" for name in FACTS[of] if name not in on.values()})
    held = table.merge(known, left_on=list(on), right_on=list(on.values()))
    held = held[(held["assigned"] >= held["since"]) & (held["assigned"] < held["until"])]
    held = held.drop(columns=["since", "until", *(code for code in on.values() if code not in on)])
    return held.assign(**{f"{before}{code}": held[code] for code in on.values() if code in FACTS[of]})


def _decide(table: pd.DataFrame, of: _paying.Country) -> None:
    """Outcome, payer and rule of delivery of each line."""

    def among(column: str, plain: list[str], beginnings: list[str]) -> Any:
        masks = [table[column].isin(plain)] if plain else []
        return reduce(or_, masks + [table[column].str.startswith(each) for each in beginnings])

    true = pd.Series(True, index=table.index)
    boxes = _paying_masks.boxes(of.flow, among, true)
    ends = _paying_sql.outcomes(of.flow)
    at: dict[str | Outcome, Any] = {end: np.int8(number) for number, end in enumerate(ends)}

    def walked(start: str | Outcome) -> Any:
        if start not in at:
            box = of.flow.boxes[str(start)]
            at[start] = np.where(boxes[box.id], walked(box.yes), walked(box.no))
        return at[start]

    outcome = np.full(len(table), -1, np.int8)
    for start, kinds in _paying_masks.starts(of.flow).items():
        outcome = np.where(table["kind"].isin(kinds), walked(start), outcome)
    table["outcome"] = outcome
    table["payer"] = _payer(table, of.flow)
    stay = table["stay"].fillna(-1).clip(upper=2)
    age = pd.Series(np.where(table["age"].isna(), -1, table["age"] >= 19), index=table.index)
    fits = _paying_masks.rules(of.deliveries, among, true, stay, age)
    table["rule"] = np.select(fits, range(len(fits)), -1).astype(np.int32)


def _payer(table: pd.DataFrame, flow: Flow) -> Any:
    payer = pd.Series("", index=table.index, dtype=object)
    for number, end in enumerate(_paying_sql.outcomes(flow)):
        for method in end.pays:
            name, _, code = method.partition(":")
            left = (table["outcome"] == number) & (payer == "")
            if name == "none" or not left.any():
                continue
            of, fact = METHOD_FACTS.get(name, ("profile", "commissioner"))
            payer[left] = code if name == "code" else table.loc[left, f"{_paying_masks.BEFORE[of]}{fact}"]
    return payer


def _found(table: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The price, own or fall-back, the factor and the top-up."""
    price = ["pence", "trim_days", "per_day", "short_stay"]
    table = table.merge(tables["rules"], on="rule")
    table["wanted"] = table["rule_currency"].where(table["rule_currency"] != "", table["currency"])
    table["first_asked"] = table["wanted"].where(table["wanted"] != "", table["fallback"])
    own = tables["prices"].rename(columns={"currency": "wanted"})
    back = tables["prices"].rename(columns={"currency": "fallback", "setting": "fallback_setting"})
    back = back.rename(columns={name: f"back_{name}" for name in price})
    table = table.merge(own, how="left", on=["wanted", "setting"])
    table = table.merge(back, how="left", on=["fallback", "fallback_setting"])
    known = tables["known"].assign(is_known=True).rename(columns={"known": "first_asked"})
    table = table.merge(known, how="left", on="first_asked")
    table = table.merge(tables["factors"], how="left", on="provider")
    table = table.merge(tables["top_ups"], how="left", on=["provider", "service"])
    missing = table["pence"].isna()
    for name in price:
        table[name] = table[name].where(~missing, table[f"back_{name}"])
    table["setting"] = table["setting"].where(~missing, table["fallback_setting"])
    return table


def _work_out(table: pd.DataFrame) -> None:
    """The sums, in whole numbers; of a line without a price they are of nothing."""
    stay, trim = table["stay"], table["trim_days"]
    table["long_pod"] = table["pod"].where(table["rule_pod"] == "as-submitted", table["rule_pod"])
    table["few"] = (table["short_pod"] != "") & (stay < 2) & table["short_stay"].notna()
    table["short"] = table["few"] & (table["age"] >= 19)
    base = table["short_stay"].where(table["short"], table["pence"]).fillna(0).astype(np.int64)
    trims = table["long_stay"] & ~table["short"] & trim.notna() & table["per_day"].notna()
    beyond = (stay.fillna(0) - table["exempt_days"] - trim.fillna(0)).clip(lower=0).astype(np.int64)
    table["excess"] = beyond.where(trims, 0)
    share = table["share"].fillna(0).astype(np.int64)
    top = share.where(table["setting"].isin(_paying_masks.SPELLS), 0)
    before = (base + table["excess"] * table["per_day"].fillna(0).astype(np.int64)) * 10_000 + base * top
    unit = (before * table["factor"].fillna(0).astype(np.int64) + 5_000_000_000) // 10_000_000_000
    activity = table["activity"]
    table["amount"] = (unit * activity.abs() + 500) // 1_000 * np.sign(activity)


def _why(table: pd.DataFrame, flow: Flow) -> Any:
    ends = _paying_sql.outcomes(flow)
    none = [number for number, end in enumerate(ends) if "none" in end.pays]
    paid, gone = table["paid_as_submitted"], table["pence"].isna()
    reasons = {
        "NOT_FINISHED": table["end"].isna() | (table["kind"] == "admitted-unfinished"),
        "NO_DELIVERY": table["priced"] & (table["long_pod"] == ""),
        "NOT_CHARGED_BY_RULE": ~table["priced"],
        "NOT_SUBMITTED": paid & table["submitted"].isna(),
        "NO_CURRENCY": ~paid & (table["first_asked"] == ""),
        "STAY_UNKNOWN": ~paid & table["needs_stay"] & table["stay"].isna(),
        "UNKNOWN_CURRENCY": ~paid & gone & table["is_known"].isna(),
        "NO_PRICE": ~paid & gone,
        "NO_FACTOR": ~paid & table["factor"].isna(),
        "AGE_UNKNOWN": ~paid & table["few"] & table["age"].isna(),
        "NOT_PAYABLE": table["outcome"].isin(none),
        "PAYER_OUTSIDE": table["payer"].isin(sorted(flow.outside)),
        "NOBODY_PAYS": table["payer"] == "",
    }
    return np.select(list(reasons.values()), list(reasons), "PRICED")


def _added_up(table: pd.DataFrame, why: Any) -> pa.Table:
    good, paid = np.isin(why, _paying_sql.GOOD), table["paid_as_submitted"]
    untold = np.isin(why, ["NOT_FINISHED", "NO_DELIVERY"])
    price = table["amount"].where(~paid, table["submitted"]).where(good, 0).astype(np.int64)
    lined = pd.DataFrame({
        "month": table["month"], "commissioner": table["payer"], "why": why, "activity": table["activity"],
        "pod": table["long_pod"].where(~(good & table["short"]), table["short_pod"]).where(~untold, ""),
        "days": table["stay"].fillna(0).clip(lower=0).astype(np.int64), "price": price,
        "excess_days": table["excess"].where(good & ~paid, 0), "charged": price.where(why == "PRICED", 0),
    })  # fmt: skip
    grouped = lined.groupby(list(_paying.KEYS))
    found = grouped[list(_paying.SUMS[1:])].sum().assign(lines=grouped.size()).reset_index()
    return pa.Table.from_pandas(found[_paying.ANSWER.names], schema=_paying.ANSWER, preserve_index=False).sort_by(
        [(key, "ascending") for key in _paying.KEYS]
    )
