"""Rebasing in one hand-written DuckDB statement: text keys and date ranges, as most warehouses do it."""

from typing import Any

import duckdb

from benchmarks import _decade
from benchmarks.peers.pandas_rebase import history

COLUMNS = [f"v{k:02}" for k in range(_decade.COLUMNS)]
SUMS = ", ".join(f"sum({name})::bigint AS {name}" for name in COLUMNS)

AS_WAS = f"""
WITH RECURSIVE alive AS (
    SELECT code AS body, since, until, code AS now FROM lives WHERE left(code, 1) IN ('C', 'M')
    UNION ALL
    SELECT a.body, l.since, l.until, s.heir FROM alive a
    JOIN successions s ON s.code = a.now JOIN lives l ON l.code = s.heir
),
last_parent AS (
    SELECT code, parent, since, lead(since, 1, DATE '2200-01-01') OVER (PARTITION BY code ORDER BY since) AS until
    FROM member
)
SELECT s.parent AS "group", f.day, {SUMS}
FROM figures f
JOIN last_parent m ON m.code = f.unit AND f.day >= m.since AND f.day < m.until
JOIN alive a ON a.body = m.parent AND f.day >= a.since AND f.day < a.until
JOIN system s ON s.code = a.now AND f.day >= s.since AND f.day < s.until
GROUP BY ALL ORDER BY ALL
"""

AS_AT = f"""
WITH RECURSIVE alive AS (
    SELECT code AS body, until, code AS now FROM lives WHERE left(code, 1) IN ('C', 'M')
    UNION ALL
    SELECT a.body, l.until, s.heir FROM alive a JOIN successions s ON s.code = a.now JOIN lives l ON l.code = s.heir
),
last_parent AS (SELECT code, arg_max(parent, since) AS parent FROM member GROUP BY code)
SELECT coalesce(p.merged, s.parent) AS "group", f.day, {SUMS}
FROM figures f
JOIN last_parent m ON m.code = f.unit
JOIN alive a ON a.body = m.parent AND a.until > DATE '2026-11-01'
JOIN system s ON s.code = a.now AND s.until > DATE '2026-11-01'
LEFT JOIN plan p ON p.code = s.parent
GROUP BY ALL ORDER BY 1, 2
"""

Given = Any


def connected(plan: list[tuple[str, str]]) -> duckdb.DuckDBPyConnection:
    """The register's rows as tables, dates as dates."""
    db = duckdb.connect()
    for name, frame in history().items():
        dates = ", ".join(f"{c}::DATE AS {c}" for c in frame.columns if c in ("since", "until", "day"))
        db.register("given", frame)
        db.execute(f"CREATE TABLE {name} AS SELECT * REPLACE ({dates}) FROM given")
        db.unregister("given")
    db.execute("CREATE TABLE plan (code VARCHAR, merged VARCHAR)")
    for row in plan:
        db.execute("INSERT INTO plan VALUES (?, ?)", row)
    return db


def prepare_cold(path: str) -> Given:
    db = connected([])
    db.execute(f"CREATE VIEW figures AS SELECT * FROM read_parquet('{path}')")
    return db


def prepare_what_if(path: str) -> Given:
    db = connected(_decade.plan(_decade.tables()))
    db.execute(f"CREATE TABLE figures AS SELECT * FROM read_parquet('{path}')")
    return db


def cold_as_was(db: Given) -> list[int]:
    return told(db.execute(AS_WAS).df())


def cold_as_now(db: Given) -> list[int]:
    return told(db.execute(AS_AT).df())


what_if = cold_as_now


def told(frame: Any) -> list[int]:
    last = sum(int(v) * w for v, w in zip(frame[COLUMNS[-1]], range(1, len(frame) + 1), strict=True))
    return [len(frame), int(frame[COLUMNS[0]].sum()), last]
