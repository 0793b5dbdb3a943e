"""Who pays and how much in one hand-written DuckDB statement over words: text keys and date ranges."""

from typing import Any

import duckdb
import pyarrow as pa

from benchmarks import _paying, _paying_sql

Given = Any


def prepare(files: list[str]) -> Given:
    """The tables in memory, the lines still on disk."""
    db = duckdb.connect()
    for name, table in _paying.reference(1_000_000).items():
        db.register("given", table)
        db.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        db.unregister("given")
    of = _paying.country(1_000_000)
    lines = f"read_parquet([{', '.join(map(_paying_sql.quoted, files))}])"
    return db, _paying_sql.statement(of.flow, of.deliveries, lines)


def run(given: Given) -> pa.Table:
    db, statement = given
    return db.sql(statement).to_arrow_table().cast(_paying.ANSWER)
