"""A year of an invented England for the benchmarks of who pays and how much: lines in numbers, and the same in words.

Lines are in files of a million, so that the first so many of them are a smaller year. They are made once, in the folder
OUZEL_BENCH_FOLDER (the system's temporary one unless told otherwise), and kept: delete it when done.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ouzel.activity.prices.deliveries import shipped
from ouzel.activity.rules.reading import flow_for
from ouzel.activity.synthetic.country import england
from ouzel.activity.synthetic.facts import facts
from ouzel.activity.synthetic.lines import lines as make_lines
from ouzel.activity.synthetic.pricelist import price_book
from ouzel.activity.synthetic.words import Words, dictionaries
from ouzel.activity.synthetic.world import World, make
from ouzel.activity.synthetic.writing import SCATTERED
from ouzel.engine.attribution.facts import Facts
from ouzel.engine.attribution.flow import Flow
from ouzel.engine.paying.bodies import Bodies
from ouzel.engine.paying.period import Inputs, Period, compiled
from ouzel.engine.pricing.book import PriceBook, TopUp
from ouzel.engine.pricing.compiling import Pods
from ouzel.engine.pricing.delivery import Deliveries

SINCE = date(2025, 4, 1)
ROUNDING = "penny-at-the-end"  # as the statements of the peers are written
FILE = 1_000_000
ROWS = 250_000
KEYS = ("month", "commissioner", "pod", "why")
SUMS = ("lines", "activity", "days", "excess_days", "price", "charged")
ANSWER = pa.schema(
    [("month", pa.int32()), *((name, pa.string()) for name in KEYS[1:]), *((name, pa.int64()) for name in SUMS)]
)
"""What every contestant must agree on, to the penny: lines, thousandths, days and pence by month, payer, point of
delivery and reason, in the order of these four."""

TEXTS = (
    "kind", "overseas", "administrative", "admission_method", "admission_source", "patient_class", "first_attendance",
    "attended", "specialty", "main_specialty", "professionals", "unbundled", "pod", "category", "sets",
)  # fmt: skip
"""What the rules read of a line's profile."""


@dataclass(frozen=True, eq=False)
class Country:
    """The bodies, rules and prices of the year."""

    world: World
    words: Words
    facts: dict[str, Facts]
    flow: Flow
    deliveries: Deliveries
    book: PriceBook

    @property
    def starts(self) -> set[str]:
        """Kinds of line that are assigned on the day they start."""
        return {kind for kind, day in self.flow.dates.items() if day == "start"}

    def compiled(self) -> tuple[Period, Bodies, Pods]:
        """Rules and prices as our engine takes them."""
        bodies, pods = Bodies(self.words.commissioner), Pods()
        inputs = Inputs(self.facts, self.world.currencies.codes)
        since, until = self.flow.since.toordinal(), self.flow.until.toordinal()
        period = compiled(
            inputs, flow=self.flow, deliveries=self.deliveries, book=self.book, since=since, until=until,
            bodies=bodies, pods=pods,
        )  # fmt: skip
        return period, bodies, pods


def country(lines: int) -> Country:
    """The year of so many lines; practices, areas, providers and prices are the same for any number."""
    world = make(replace(england(lines=lines), since=SINCE))
    book = price_book(world)
    special = sorted({(row[0], row[2]) for row in world.supplies.rows if row[2]})
    top_ups = tuple(TopUp(provider, service, 125 * (n % 40 + 1)) for n, (provider, service) in enumerate(special))
    return Country(
        world, Words.of(world), facts(world), flow_for(SINCE),
        next(each for each in shipped() if each.since <= SINCE < each.until),
        replace(book, top_ups=top_ups, rounding=ROUNDING),
    )  # fmt: skip


def folder() -> Path:
    return Path(os.environ.get("OUZEL_BENCH_FOLDER") or Path(tempfile.gettempdir()) / "ouzel-bench-paying")


def lines(most: int) -> Path:
    """The folder with the files of a year of at least `most` lines, each by month as in a store; made if not there."""
    made = folder() / f"lines-of-{most}"
    if not (made / "done").exists():
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        world = country(round(most * 1.01)).world
        for name, table in dictionaries(world).items():
            pq.write_table(table, made / f"{name}.parquet")
        for number, table in enumerate(make_lines(world, rows=FILE), start=1):
            pq.write_table(
                table.sort_by("month"), made / f"lines-{number:04}.parquet", compression="zstd", compression_level=1,
                use_dictionary=[name for name in table.column_names if name not in SCATTERED], row_group_size=ROWS,
            )  # fmt: skip
        (made / "done").touch()
    return made


def some(made: Path, count: int) -> list[str]:
    """The files of the first `count` lines (to the next million)."""
    found = sorted(str(path) for path in made.glob("lines-*.parquet"))
    return found[: -(-count // FILE)]


def texts(made: Path, count: int) -> list[str]:
    """The first `count` lines with words in the place of numbers, and dates; made if they are not there."""
    where = made / "texts"
    where.mkdir(exist_ok=True)
    found = []
    db = duckdb.connect()
    for name, codes in (("practice", "practice"), ("residence", "residence"), ("currency", "currency")):
        db.execute(f"CREATE TABLE {name} AS SELECT file_row_number AS id, code FROM '{made}/{codes}.parquet'")
    db.execute(f"CREATE TABLE commissioner AS SELECT file_row_number AS id, code FROM '{made}/commissioner.parquet'")
    for name in ("profile", "supply"):
        db.execute(f"CREATE TABLE {name} AS SELECT file_row_number AS id, * FROM '{made}/{name}.parquet'")
    for path in some(made, count):
        written = where / Path(path).name
        found.append(str(written))
        if written.exists():
            continue
        db.execute(f"""
            COPY (SELECT {", ".join(f"f.{name}" for name in TEXTS)}, s.provider, s.site, s.service,
                p.code AS practice, r.code AS residence, c.code AS currency, b.code AS commissioner,
                CASE WHEN l.start > 0 THEN DATE '0001-01-01' + (l.start - 1) END AS start,
                CASE WHEN l.end > 0 THEN DATE '0001-01-01' + (l.end - 1) END AS "end",
                nullif(l.stay, -1) AS stay, l.exempt_days, nullif(l.age, -1) AS age, l.activity, l.submitted, l.month
            FROM '{path}' l JOIN profile f ON f.id = l.profile JOIN supply s ON s.id = l.supply
                JOIN practice p ON p.id = l.practice JOIN residence r ON r.id = l.residence
                JOIN currency c ON c.id = l.currency JOIN commissioner b ON b.id = l.commissioner
            ) TO '{written}' (FORMAT parquet, COMPRESSION zstd)""")
    return found


@cache
def reference(lines: int) -> dict[str, pa.Table]:
    """The rows that lines in words are looked up in: facts by code and dates, rules, prices, factors and top-ups."""
    of = country(lines)
    rules, book = of.deliveries.rules, of.book
    return {
        "practices": _stretches(of.facts["practice"], {"code": of.words.practice}),
        "residences": _stretches(of.facts["residence"], {"code": of.words.residence}),
        "supplies": _stretches(of.facts["supply"], {}),
        "rules": pa.table({"rule": np.arange(len(rules), dtype=np.int32)} | {
            name: [getattr(rule, name) for rule in rules]
            for name in ("pod", "short_pod", "setting", "currency", "fallback", "priced", "submitted", "long_stay",
                         "needs_stay")
        } | {"fallback_setting": [rule.fallback_setting or rule.setting for rule in rules]}).rename_columns(
            {"pod": "rule_pod", "currency": "rule_currency", "submitted": "paid_as_submitted"}),
        "prices": pa.table({name: [getattr(price, name) for price in book.prices] for name in
                            ("currency", "setting", "pence", "trim_days", "per_day", "short_stay")}),
        "known": pa.table({"known": sorted({price.currency for price in book.prices})}),
        "factors": pa.table({"provider": list(book.factors), "factor": list(book.factors.values())}),
        "top_ups": pa.table({name: [getattr(each, name) for each in book.top_ups]
                             for name in ("provider", "service", "share")}),
    }  # fmt: skip


def _stretches(of: Facts, codes: dict[str, tuple[str, ...]]) -> pa.Table:
    day: Callable[[int], date] = date.fromordinal
    named = {name: np.array(values, dtype=object)[of.entry] for name, values in codes.items()}
    return pa.table(
        {name: pa.array(values) for name, values in named.items()}
        | {name: pa.array(values) for name, values in of.columns.items()}
        | {"since": [day(int(each)) for each in of.start], "until": [day(int(each)) for each in of.until]}
    )
