"""The columnar engines: DuckDB on one machine, Spark on a cluster, asked through the same expressions (Ibis)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

MEMORY = "2GB"
"""What DuckDB may use before it writes to the spill folder; without one, more is an error and nothing is written."""


ibis.options.sql.fuse_selects = False  # a step that is named is worked out once; fused, it is written out at each use


@dataclass(frozen=True, eq=False)
class Columnar:
    """An open engine. `connection` is the Ibis backend."""

    connection: Any
    name: str  # duckdb, spark

    def refer(self, name: str, table: pa.Table) -> ibis.Table:
        """A small table held by the engine itself, so that it knows its keys and can look them up by position."""
        if self.name == "spark":
            session = self.connection._session
            frame = session.createDataFrame(table.to_pandas())
            for field in table.schema:
                frame = frame.withColumn(field.name, frame[field.name].cast(_spark_type(field.type)))
            frame.createOrReplaceTempView(name)
            return self.connection.table(name)
        raw = self.connection.con
        raw.register("handed_over", table)
        raw.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS FROM handed_over')
        raw.unregister("handed_over")
        return self.connection.table(name)

    def read(self, paths: Sequence[str]) -> ibis.Table:
        """The rows of Parquet files; ValueError where there is none."""
        if not paths:
            raise ValueError("there are no files to read")
        return self.connection.read_parquet(list(paths))

    def batches(self, expression: ibis.Table, *, rows: int = 1_000_000) -> Iterator[pa.RecordBatch]:
        """The rows of an expression, some at a time, so that a large answer need not be held whole."""
        if self.name == "spark":
            yield from self.connection.to_pyarrow_batches(expression, chunk_size=rows)
            return
        self.connection._run_pre_execute_hooks(expression)
        yield from self.connection.con.sql(self.connection.compile(expression)).to_arrow_reader(rows)

    def write(self, expression: ibis.Table, path: str | Path) -> None:
        """The rows as Parquet: one file from DuckDB, a folder from Spark; both are read back alike."""
        if self.name == "spark":
            self.connection.to_parquet_dir(expression, str(path), mode="overwrite")
        else:
            self.connection.to_parquet(expression, path, compression="zstd")

    def drop(self, names: Iterable[str]) -> None:
        """Forget tables that were referred to."""
        for name in names:
            if self.name == "spark":
                self.connection._session.catalog.dropTempView(name)
            else:
                self.connection.con.execute(f'DROP TABLE IF EXISTS "{name}"')

    def close(self) -> None:
        self.connection.disconnect()

    def __enter__(self) -> "Columnar":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def duckdb(*, memory: str = MEMORY, threads: int | None = None, spill: Path | None = None) -> Columnar:
    """DuckDB in this process. `spill`: the folder it may use beyond its memory; what passes there is pseudonymous."""
    connection = ibis.duckdb.connect(":memory:")
    raw = connection.con
    raw.execute(f"SET memory_limit = '{memory}'")
    raw.execute("SET preserve_insertion_order = false")
    if threads:
        raw.execute(f"SET threads = {int(threads)}")
    raw.execute("SET temp_directory = ?", [str(spill) if spill else ""])
    return Columnar(connection, "duckdb")


def spark(session: Any) -> Columnar:
    """Spark by a session that is already set up: see docs/how-to/run-on-a-cluster.md."""
    return Columnar(ibis.pyspark.connect(session), "spark")


def _spark_type(kind: pa.DataType) -> str:
    return {"int8": "tinyint", "int16": "smallint", "int32": "int", "int64": "bigint"}.get(str(kind), "string")
