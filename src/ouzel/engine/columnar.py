"""The columnar engines: DuckDB on one machine, Spark on a cluster, asked through the same expressions (Ibis)."""

import threading
import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa

MEMORY = "2GB"
"""What DuckDB may use before it writes to the spill folder; without one, more is an error and nothing is written."""

LARGEST_BROADCAST = 4_000_000
"""Rows of a table that Spark sends whole to every worker, so that lines stay where they are; for more, lines move."""


ibis.options.sql.fuse_selects = False  # a step that is named is worked out once; fused, it is written out at each use


@dataclass(frozen=True, eq=False)
class Columnar(ABC):
    """An open engine. `connection` is the Ibis backend."""

    connection: Any

    @abstractmethod
    def refer(self, name: str, table: pa.Table) -> ibis.Table:
        """A small table held by the engine itself, so that lines can be looked up in it where they are."""

    @abstractmethod
    def batches(self, expression: ibis.Table, *, rows: int = 1_000_000) -> Iterator[pa.RecordBatch]:
        """The rows of an expression, some at a time. From Spark they have all come to this process before the first."""

    @abstractmethod
    def write(self, expression: ibis.Table, path: str | Path) -> None:
        """The rows as Parquet: one file from DuckDB, a folder from Spark; both are read back alike."""

    @contextmanager
    def telling(self, told: Callable[[float], None], *, every: float = 0.5) -> Iterator[None]:
        """Meanwhile `told` hears, from another thread, which share (0 to 1) of the question is answered.

        Every so many seconds, where the engine has an idea of it; a share is never less than one before.
        """
        yield

    @abstractmethod
    def drop(self, names: Iterable[str]) -> None:
        """Forget tables that were referred to."""

    @abstractmethod
    def close(self) -> None:
        """Give back what it holds. A session of Spark stays: it is that of whoever began it."""

    @abstractmethod
    def read(self, paths: Sequence[str]) -> ibis.Table:
        """The rows of Parquet files; ValueError where there is none."""

    def rows(self, expression: ibis.Table) -> pa.Table:
        """All rows of an expression, in the types that it says."""
        schema = expression.schema().to_pyarrow()
        return pa.Table.from_batches(self.batches(expression), schema=schema)

    def __enter__(self) -> "Columnar":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _DuckDB(Columnar):
    def refer(self, name: str, table: pa.Table) -> ibis.Table:
        raw = self.connection.con
        raw.register("handed_over", table)
        raw.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS FROM handed_over')
        raw.unregister("handed_over")
        return self.connection.table(name)

    def batches(self, expression: ibis.Table, *, rows: int = 1_000_000) -> Iterator[pa.RecordBatch]:
        self.connection._run_pre_execute_hooks(expression)
        schema = expression.schema().to_pyarrow()
        for batch in self.connection.con.sql(self.connection.compile(expression)).to_arrow_reader(rows):
            yield batch.cast(schema)

    def write(self, expression: ibis.Table, path: str | Path) -> None:
        self.connection.to_parquet(expression, path, compression="zstd")

    def read(self, paths: Sequence[str]) -> ibis.Table:
        return self.connection.read_parquet(_some(paths))

    @contextmanager
    def telling(self, told: Callable[[float], None], *, every: float = 0.5) -> Iterator[None]:
        raw, over = self.connection.con, threading.Event()
        raw.execute("SET enable_progress_bar = true")
        raw.execute("SET enable_progress_bar_print = false")

        def look() -> None:
            most = 0.0
            while not over.wait(every):
                most = max(most, min(raw.query_progress() / 100, 1.0))  # below nought: it has no idea
                told(most)

        looking = threading.Thread(target=look, name="how far the engine is", daemon=True)
        looking.start()
        try:
            yield
        finally:
            over.set()
            looking.join()

    def drop(self, names: Iterable[str]) -> None:
        for name in names:
            self.connection.con.execute(f'DROP TABLE IF EXISTS "{name}"')

    def close(self) -> None:
        self.connection.disconnect()


class _Spark(Columnar):
    def refer(self, name: str, table: pa.Table) -> ibis.Table:
        from pyspark.sql.functions import broadcast  # an extra: most people never need it

        frame = self.connection._session.createDataFrame(table)
        if table.num_rows <= LARGEST_BROADCAST:
            frame = broadcast(frame)
        frame.createOrReplaceTempView(name)
        return self.connection.table(name)

    def batches(self, expression: ibis.Table, *, rows: int = 1_000_000) -> Iterator[pa.RecordBatch]:
        schema = expression.schema().to_pyarrow()
        yield from self._frame(expression).toArrow().cast(schema).to_batches(max_chunksize=rows)

    def write(self, expression: ibis.Table, path: str | Path) -> None:
        self._frame(expression).write.mode("overwrite").option("compression", "zstd").parquet(str(path))

    def read(self, paths: Sequence[str]) -> ibis.Table:
        name = ibis.util.gen_name("read")
        self.connection._session.read.parquet(*_some(paths)).createOrReplaceTempView(name)
        return self.connection.table(name)

    def drop(self, names: Iterable[str]) -> None:
        for name in names:
            self.connection._session.catalog.dropTempView(name)

    def close(self) -> None:
        """Nothing: the tables of this engine go with the session."""

    def _frame(self, expression: ibis.Table) -> Any:
        self.connection._run_pre_execute_hooks(expression)
        return self.connection._session.sql(self.connection.compile(expression))


def _some(paths: Sequence[str]) -> list[str]:
    if not paths:
        raise ValueError("there are no files to read")
    return list(paths)


def duckdb(*, memory: str = MEMORY, threads: int | None = None, spill: Path | None = None) -> Columnar:
    """DuckDB in this process. `spill`: the folder it may use beyond its memory; what passes there is pseudonymous."""
    connection = ibis.duckdb.connect(":memory:")
    raw = connection.con
    raw.execute(f"SET memory_limit = '{memory}'")
    raw.execute("SET preserve_insertion_order = false")
    if threads:
        raw.execute(f"SET threads = {int(threads)}")
    raw.execute("SET temp_directory = ?", [str(spill) if spill else ""])
    return _DuckDB(connection)


def spark(session: Any) -> Columnar:
    """Spark by a session that is already set up: that of a cluster, or `spark_session` on one machine."""
    with warnings.catch_warnings():
        warnings.filterwarnings(
            "ignore", "PySpark does not yet fully support pandas", FutureWarning
        )  # pandas is not used
        return _Spark(ibis.pyspark.connect(session))
