"""Lines onto the disk: one file a load and month, written as batches come."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ouzel.activity.store.schema import CLOSING, EPISODE, STORED, period

if TYPE_CHECKING:
    from ouzel.activity.store.place import Store

ROWS = 500_000
"""Lines in a row group: some millions of bytes a column, enough groups for two cores to share a file."""
HELD = 2_000_000
"""Lines held in memory while their months fill row groups (a year's file has twelve at once)."""

NUMBERED = ("line",)  # counts up: kept as differences
SCATTERED = (
    "person",
    "spell",
    "record",
    "submitted",
    "planned",
    "planned_activity",
    EPISODE,
)  # a dictionary gains nothing


@dataclass(frozen=True)
class Written:
    """What a writer left in the store: files by name, lines, and the months (year * 12 + month - 1) they are of."""

    files: tuple[str, ...]
    lines: int
    months: tuple[int, ...]


class LineWriter:
    """Writes tables in the columns of `LINE` (`EPISODE` and `CLOSING` too, else 0); ValueError for other columns.

    Within a month lines keep the order in which they come. Nothing counts until the database says that the load is
    ready, so a file half written is only rubbish; leaving the `with` by an error removes it.
    """

    def __init__(self, store: "Store", *, load: int, dataset: str) -> None:
        self._store, self._load, self._dataset = store, load, dataset
        self._held: dict[int, list[pa.Table]] = {}
        self._open: dict[int, tuple[str, pq.ParquetWriter, Any]] = {}
        self._lines = 0
        self._written: Written | None = None

    def write(self, table: pa.Table) -> None:
        """Take some lines."""
        if not table.num_rows:
            return
        table = _fitted(table)
        self._lines += table.num_rows
        for month, part in _by_month(table):
            self._held.setdefault(month, []).append(part)
            if _rows(self._held[month]) >= ROWS:
                self._flush(month)
        while sum(map(_rows, self._held.values())) > HELD:
            self._flush(max(self._held, key=lambda month: _rows(self._held[month])))

    def close(self) -> Written:
        """Finish the files; leaving the `with` does it too."""
        if self._written is not None:
            return self._written
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:  # a year's file has all its months left
            list(pool.map(self._flush, sorted(self._held)))
        for _, writer, sink in self._open.values():
            writer.close()
            sink.close()
        files = tuple(self._open[month][0] for month in sorted(self._open))
        self._written = Written(files, self._lines, tuple(sorted(self._open)))
        return self._written

    def abort(self) -> None:
        """Leave nothing."""
        for name, writer, sink in self._open.values():
            writer.close()
            sink.close()
            self._store.remove(name)
        self._open.clear()
        self._held.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self.abort()
        else:
            self.close()

    def _flush(self, month: int) -> None:
        tables = self._held.pop(month)
        if month not in self._open:
            self._open[month] = self._begin(month)
        self._open[month][1].write_table(pa.concat_tables(tables), row_group_size=ROWS)

    def _begin(self, month: int) -> tuple[str, pq.ParquetWriter, Any]:
        name = f"lines/dataset={self._dataset}/period={period(month)}/load-{self._load}-0.parquet"
        if self._store.exists(name):
            raise FileExistsError(f"{name} is in the store already: a load is written once")
        sink = self._store.fs.open(self._store.path(name), "wb")
        plain = {*NUMBERED, *SCATTERED}
        writer = pq.ParquetWriter(
            sink,
            STORED,
            compression="zstd",
            compression_level=1,
            use_dictionary=[column for column in STORED.names if column not in plain],
            column_encoding={
                **dict.fromkeys(NUMBERED, "DELTA_BINARY_PACKED"),
                **dict.fromkeys(SCATTERED, "PLAIN"),
            },
        )
        return name, writer, sink


def _fitted(table: pa.Table) -> pa.Table:
    """The columns of a stored file, in order and of their types."""
    for name in (EPISODE, CLOSING):
        if name not in table.column_names:
            table = table.append_column(name, pa.array(np.zeros(table.num_rows, np.int32)))
    if set(table.column_names) != set(STORED.names):
        odd = sorted(set(table.column_names) ^ set(STORED.names))
        raise ValueError(f"these are not the columns of a line: {', '.join(odd)} too many or missing")
    return table.select(STORED.names).cast(STORED)


def _by_month(table: pa.Table) -> Iterator[tuple[int, pa.Table]]:
    months = table["month"].to_numpy()
    if (months == months[0]).all():
        yield int(months[0]), table
        return
    order = np.argsort(months, kind="stable")
    table, months = table.take(pa.array(order)), months[order]
    starts = np.concatenate([[0], np.flatnonzero(np.diff(months)) + 1, [len(months)]])
    for start, stop in pairwise(starts.tolist()):
        yield int(months[start]), table.slice(start, stop - start)


def _rows(tables: list[pa.Table]) -> int:
    return sum(table.num_rows for table in tables)
