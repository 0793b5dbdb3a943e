"""Random lines with everything they are looked up in, dense enough that every box and every reason is met."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import pyarrow as pa

from ouzel.activity.prices.deliveries import shipped
from ouzel.activity.rules.reading import flow_for
from ouzel.engine.activity_lines import KINDS, PROFILE
from ouzel.engine.attribution.classes import tests_of
from ouzel.engine.attribution.facts import Facts
from ouzel.engine.attribution.flow import FACTS, Flow
from ouzel.engine.days import MAXDAY, MINDAY
from ouzel.engine.pricing.book import SETTINGS, Agreement, Price, PriceBook, TopUp
from ouzel.engine.pricing.delivery import Deliveries

YEAR = date(2025, 4, 1), date(2026, 4, 1)
BODIES = ("", "06F", "06P", "04F", "M1J4Y")


@dataclass(frozen=True)
class World:
    """Lines and the inputs of a run, with the words behind every number."""

    flow: Flow
    deliveries: Deliveries
    book: PriceBook | None
    agreements: tuple[Agreement, ...]
    facts: dict[str, Facts]
    currencies: tuple[str, ...]
    commissioners: tuple[str, ...]
    lines: pa.Table


def world(seed: int, *, lines: int = 3_000, rounding: str = "penny-of-the-line", priced: bool = True) -> World:
    """A world by its seed."""
    rng = np.random.default_rng(seed)
    since = YEAR[0]
    flow = flow_for(since)
    deliveries = next(each for each in shipped() if each.since <= since < each.until)
    currencies = ("", *_currencies(deliveries), "AA22C", "HN12F", "ZZ99Z")
    facts = {
        "profile": _profiles(rng, flow, deliveries, 400),
        "supply": _dated(rng, flow, "supply", 40),
        "practice": _dated(rng, flow, "practice", 30),
        "residence": _dated(rng, flow, "residence", 30),
    }
    providers = sorted(set(facts["supply"].columns["provider"]))
    services = sorted(set(facts["supply"].columns["service"]))
    book = _book(rng, deliveries, currencies[:-1], providers, services, rounding) if priced else None
    agreements = tuple(
        Agreement(
            p, c, str(rng.choice(["block", "fixed-and-variable", "activity"])), date(2025, 4, 1),
            date(2025, int(rng.integers(5, 13)), 1),
        )
        for p in providers[:6] for c in BODIES[1:3]
    )  # fmt: skip
    return World(flow, deliveries, book, agreements, facts, currencies, BODIES, _lines(rng, facts, currencies, lines))


def _currencies(deliveries: Deliveries) -> list[str]:
    told = {c for rule in deliveries.rules for c in rule.currencies if c}
    return sorted({c.replace("*", "01Z") for c in told})


def _profiles(rng: np.random.Generator, flow: Flow, deliveries: Deliveries, count: int) -> Facts:
    """Profiles drawn from every value that some rule asks for, some hits at a time."""
    values: dict[str, list[str]] = {name: ["", "X1"] for name in PROFILE} | {"kind": list(KINDS)}
    for test in tests_of(flow)["profile"]:
        values[test.fact] += [v.replace("*", "1") for v in sorted(test.values)]
    for rule in deliveries.rules:
        for test in rule.tests:
            values[test.fact] += [v.replace("*", "1") for v in sorted(test.values)]
    columns = {}
    for name in PROFILE:
        choices = np.array(list(dict.fromkeys(values[name])))
        drawn = choices[rng.integers(0, len(choices), count)]
        quiet = rng.random(count) < (0.0 if name == "kind" else 0.6)
        columns[name] = [("" if hush else str(v)) for hush, v in zip(quiet, drawn, strict=True)]
    return Facts.lasting(columns)


def _dated(rng: np.random.Generator, flow: Flow, table: str, count: int) -> Facts:
    """Facts with one to three stretches an entry."""
    since, until = (day.toordinal() for day in YEAR)
    asked = {name: [""] for name in FACTS[table]}
    for test in tests_of(flow)[table]:
        asked[test.fact] += [v.replace("*", "1") for v in sorted(test.values) if v]
    for name in ("commissioner", "host", "hub", "justice_hub", "region", "board"):
        if name in asked:
            asked[name] = list(BODIES)
    asked |= {name: [f"R{n}{name[0].upper()}" for n in range(8)] for name in ("provider", "service") if name in asked}
    entry, start, end = [], [], []
    for one in range(count):
        cuts = sorted(set(rng.integers(since, until, int(rng.integers(0, 3))).tolist()))
        edges = [MINDAY, *cuts, MAXDAY]
        for a, b in pairwise(edges):
            entry.append(one), start.append(a), end.append(b)
    columns = {name: [str(rng.choice(choices)) for _ in entry] for name, choices in asked.items()}
    if "provider" in columns:  # an entry of supplies is always of one provider and service
        first = {one: entry.index(one) for one in range(count)}
        for name in ("provider", "service"):
            columns[name] = [columns[name][first[one]] for one in entry]
    as_days = [np.array(x, dtype=np.int32) for x in (entry, start, end)]
    return Facts(count, *as_days, columns)


def _book(
    rng: np.random.Generator, deliveries: Deliveries, currencies: tuple[str, ...], providers: list[str],
    services: list[str], rounding: str,
) -> PriceBook:  # fmt: skip
    named = {c for rule in deliveries.rules for c in (rule.currency, rule.fallback) if c} | {"X1"}
    prices: dict[tuple[str, ...], Price] = {}
    for currency in sorted({*currencies[1:], *named}):
        for setting in SETTINGS:
            for specialty, practice, local in (
                ("", "", ""),
                ("100", "", ""),
                ("", "Y", ""),
                ("100", "Y", ""),
                ("", "", providers[-1]),
                ("", "Y", providers[-1]),
            ):
                whole = rng.random() < 0.5 or practice == ""
                if rng.random() < 0.45 and not whole:
                    prices[currency, setting, specialty, practice, local] = Price(
                        currency, setting, int(rng.integers(1, 90_000)), specialty, practice, local=local, adds=True
                    )  # fmt: skip
                elif rng.random() < 0.45:
                    prices[currency, setting, specialty, practice, local] = Price(
                        currency, setting, int(rng.integers(1, 2_000_000)), specialty, practice,
                        trim_days=int(rng.integers(0, 8)) if rng.random() < 0.7 else None,
                        per_day=int(rng.integers(1, 60_000)) if rng.random() < 0.7 else None,
                        short_stay=int(rng.integers(1, 200_000)) if rng.random() < 0.5 else None,
                        local=local,
                    )  # fmt: skip
                if setting == "emergency-care" and rng.random() < 0.4:
                    prices[currency, setting, specialty, practice, local, "X1"] = Price(
                        currency, setting, int(rng.integers(1, 90_000)), specialty, practice, local=local,
                        department="X1", adds=not whole,
                    )  # fmt: skip
    return PriceBook(
        name="a list", since=YEAR[0], until=YEAR[1], published=YEAR[0], rounding=rounding,
        prices=tuple(prices.values()),
        factors={p: int(rng.integers(1_000_000, 1_300_000)) for p in providers[1:]},
        top_ups=tuple(TopUp(p, s, int(rng.integers(1, 6_000))) for p in providers for s in services[:3]),
    )  # fmt: skip


def _lines(rng: np.random.Generator, facts: dict[str, Facts], currencies: tuple[str, ...], count: int) -> pa.Table:
    since, until = (day.toordinal() for day in YEAR)
    end = rng.integers(since + 40, until, count)
    stay = rng.choice([-1, 0, 0, 1, 2, 3, 5, 30], count)
    unfinished, dateless = rng.random(count) < 0.05, rng.random(count) < 0.02
    submitted = rng.integers(0, 900_000, count)
    gaps = rng.random(count) < 0.3
    drawn = {name: rng.integers(0, facts[name].entries, count).astype(np.int32) for name in facts}
    return pa.table(
        {
            "line": np.arange(1, count + 1, dtype=np.int64) + (7 << 32),
            **drawn,
            "currency": rng.integers(0, len(currencies), count).astype(np.int32),
            "commissioner": rng.integers(0, len(BODIES), count).astype(np.int32),
            "start": np.where(dateless, 0, np.where(unfinished, end, end - np.maximum(stay, 0))).astype(np.int32),
            "end": np.where(unfinished | dateless, 0, end).astype(np.int32),
            "stay": stay.astype(np.int32),
            "exempt_days": rng.choice([0, 0, 0, 2, -1], count).astype(np.int32),
            "age": rng.choice([-1, 0, 18, 19, 70], count).astype(np.int16),
            "activity": pa.array(
                rng.choice([1000, 1000, 2500, -1000, 3, 2_000_000_000, 999_999_999, 7_333], count),
                mask=rng.random(count) < 0.05,
                type=pa.int64(),
            ),
            "submitted": pa.array(submitted, mask=gaps, type=pa.int64()),
            "month": (end // 30).astype(np.int32),
            "counted_with": np.where(rng.random(count) < 0.02, 7 << 32, 0).astype(np.int64),
        }
    )
