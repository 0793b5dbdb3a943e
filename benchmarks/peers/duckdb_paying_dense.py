"""Who pays and how much in one hand-written DuckDB statement on dense keys, over our look-up tables; and a bare scan.

It is as fast as we could write it by hand for this year's rules and list: what they have none of is left out, the order
of the joins and the types are chosen for these lines, and only what the summary needs is worked out.
"""

from typing import Any

import duckdb
import pyarrow as pa

from benchmarks import _paying, paying
from ouzel.engine.paying.expression import USED
from ouzel.engine.pricing.asking import FIRST_WITH_A_PRICE, WIDTH, asked_as
from ouzel.engine.pricing.reasons import Why

STATEMENT = """
WITH keyed AS (
    SELECT l.*, CASE WHEN l."end" = 0 OR k.by_start = 1 THEN l.start ELSE l."end" END AS assigned,
        ((l.profile * 2 + c.currency_class) * 4 + least(l.stay, 2) + 1) * 3
            + CASE WHEN l.age < 0 THEN 0 WHEN l.age < 19 THEN 1 ELSE 2 END AS delivery
    FROM read_parquet([{files}]) l
    JOIN kinds k ON k.id = l.profile
    JOIN currency_class c ON c.id = l.currency
), care AS (
    SELECT l.*, d.* EXCLUDE (id), e.practice_epoch, e.residence_epoch, e.supply_epoch
    FROM keyed l JOIN deliveries d ON d.id = l.delivery JOIN calendar e ON e.id = l.assigned
), known AS (
    SELECT l.*, p.* EXCLUDE (id), r.* EXCLUDE (id), s.* EXCLUDE (id)
    FROM care l
    JOIN practice p ON p.id = l.practice * {practice} + l.practice_epoch
    JOIN residence r ON r.id = l.residence * {residence} + l.residence_epoch
    JOIN supply s ON s.id = l.supply * {supply} + l.supply_epoch
), decided AS (
    SELECT l.*, t.method, t.named, t.payer_why
    FROM known l
    JOIN care_keys c ON c.id = l.profile_part + l.supply_part
    JOIN decisions t ON t.id = c.care + l.practice_part + l.residence_part
        + CASE WHEN l.commissioner > 0 THEN {submitted} ELSE 0 END
), valued AS (
    SELECT l.month, l."end", l.activity, l.stay, l.submitted, l.submitted_paid, l.why_unsubmitted, l.delivery_why,
        l.payer_why, l.factor_why, l.pod, l.short_pod, v.is_short, v.row_why, {payer} AS payer, l.factor,
        greatest(l.stay - l.exempt_days - v.trim, 0) AS excess, v.pence, v.per_day, v.topped * l.share AS top
    FROM decided l JOIN prices v ON v.id = l.place + l.currency * l.own
), summed AS (
    SELECT *, ((pence + excess * per_day) * 10000 + pence * top) AS before FROM valued
), rounded AS (
    SELECT *, (before // 10000 * factor + before % 10000 * factor // 10000 + 500000) // 1000000 AS unit FROM summed
), lined AS (
    SELECT *, CASE WHEN activity = 1000 THEN unit ELSE (unit * abs(activity) + 500) // 1000 * sign(activity)::INT END
        AS amount,
        least(delivery_why, row_why, factor_why, payer_why, CASE WHEN "end" = 0 THEN {unfinished} ELSE {priced} END,
            CASE WHEN submitted IS NULL THEN why_unsubmitted ELSE {priced} END,
            CASE WHEN payer IN ({outside}) THEN {payer_outside} ELSE {priced} END) AS code
    FROM rounded
)
SELECT month, payer AS commissioner,
    CASE WHEN code < {told} THEN 0 WHEN code >= {good} AND submitted_paid = 0 AND is_short = 1 THEN short_pod ELSE pod
        END AS pod,
    code % {width} AS why, count(*) AS lines, sum(activity)::BIGINT AS activity,
    sum(greatest(stay, 0))::BIGINT AS days,
    sum(CASE WHEN code >= {good} AND submitted_paid = 0 THEN excess ELSE 0 END)::BIGINT AS excess_days,
    sum(CASE WHEN code < {good} THEN 0 WHEN submitted_paid = 1 THEN submitted ELSE amount END)::BIGINT AS price,
    sum(CASE WHEN code <> {priced} THEN 0 WHEN submitted_paid = 1 THEN submitted ELSE amount END)::BIGINT AS charged
FROM lined GROUP BY ALL
"""
PAYERS = {
    "practice": "practice_commissioner", "residence": "residence_commissioner", "host": "supply_host",
    "hub": "supply_hub", "justice-hub": "supply_justice_hub", "practice-board": "practice_board",
    "residence-board": "residence_board", "submitted": "commissioner",
}  # fmt: skip

Given = Any


def prepare(files: list[str]) -> Given:
    """The look-up tables in memory, the lines still on disk."""
    of = _paying.country(1_000_000)
    period, bodies, pods = of.compiled()
    assert period.calendar is not None
    kind = of.facts["profile"].columns["kind"]
    tables = {
        "kinds": pa.table({"by_start": pa.array([int(each in of.starts) for each in kind], pa.int8())}),
        "currency_class": pa.table({"currency_class": pa.array(period.pricing.met.currency_class, pa.int8())}),
        "deliveries": period.pricing.deliveries.drop_columns("rule"),
        "calendar": period.calendar,
        "care_keys": period.attribution.care,
        "decisions": period.attribution.table.drop_columns("decision"),
        "prices": period.pricing.prices,
        **{name: period.lookups[name].table for name in ("practice", "residence", "supply")},
    }
    db = duckdb.connect()
    for name, table in tables.items():
        if "id" not in table.column_names:
            table = table.append_column("id", pa.array(range(table.num_rows), pa.int32()))
        db.register("given", table)
        db.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        db.unregister("given")
    arms = [f"WHEN {n} THEN l.{PAYERS[method]}" for method, n in period.methods.items() if method in PAYERS]
    statement = STATEMENT.format(
        files=", ".join(f"'{file}'" for file in files), payer=f"CASE l.method {' '.join(arms)} ELSE l.named END",
        submitted=period.attribution.decisions.submitted_weight, unfinished=asked_as(Why.NOT_FINISHED),
        priced=asked_as(Why.PRICED), outside=", ".join(map(str, period.outside)),
        payer_outside=asked_as(Why.PAYER_OUTSIDE), told=asked_as(Why.NOT_CHARGED_BY_RULE),
        good=FIRST_WITH_A_PRICE, width=WIDTH,
        **{name: len(period.lookups[name].epochs) for name in ("practice", "residence", "supply")},
    )  # fmt: skip
    return db, statement, bodies, pods


def run(given: Given) -> pa.Table:
    db, statement, bodies, pods = given
    return paying.in_words(db.sql(statement).to_arrow_table(), bodies, pods)


def prepare_scan(files: list[str]) -> Given:
    """Every column that attribution and pricing read, and nothing else."""
    sums = ", ".join(f'sum("{column}")' for column in USED)
    return None, f"SELECT {sums} FROM read_parquet([{', '.join(repr(file) for file in files)}])"


def run_scan(given: Given) -> int:
    duckdb.sql(given[1]).fetchall()
    return 0
