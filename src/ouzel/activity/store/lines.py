"""The lines that count, as a table that DuckDB or Spark reads when it is asked."""

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import ibis

from ouzel.activity.store.schema import LINES, empty_lines

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from ouzel.activity.store.place import Store

DEAD_FILE = re.compile(r"dead/load-(\d+)/by-(\d+)\.parquet$")


def live_lines(
    store: "Store",
    *,
    connection: Any,
    ready: Collection[int] | None = None,
    loads: Collection[int] | None = None,
    months: Collection[int] | None = None,
    datasets: Collection[str] | None = None,
) -> "ir.Table":
    """The lines that count, in the columns of `LINE`: those of loads that are ready and were not replaced or deleted.

    `connection` is an Ibis connection to DuckDB or Spark. `ready` are the numbers of all loads that count (None: all
    that have lines); the others choose among their lines. Files with nothing replaced are read as they lie.
    """
    files = store.files(months=months, datasets=datasets)
    counting = {file.load for file in files} if ready is None else set(ready)
    wanted = counting if loads is None else counting & set(loads)
    files = tuple(file for file in files if file.load in wanted)
    if not files:
        return ibis.memtable(empty_lines(), schema=ibis.Schema.from_pyarrow(LINES))
    dead = dead_files(store, loads={file.load for file in files}, by=counting)
    touched = set(dead)
    clean = [store.address(file.path) for file in files if file.load not in touched]
    changed = [store.address(file.path) for file in files if file.load in touched]
    parts = []
    if clean:
        parts.append(scan(store, connection, clean).select(*LINES.names))
    if changed:
        gone = scan(store, connection, [store.address(path) for paths in dead.values() for path in paths])
        parts.append(scan(store, connection, changed).select(*LINES.names).anti_join(gone, "line"))
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def dead_files(store: "Store", *, loads: Collection[int], by: Collection[int]) -> dict[int, list[str]]:
    """The files of lines that do not count, by load: of some loads, because of some loads."""
    found: dict[int, list[str]] = {}
    for path in store.names("dead"):
        match = DEAD_FILE.search(path)
        if match and int(match[1]) in loads and int(match[2]) in by:
            found.setdefault(int(match[1]), []).append(path)
    return found


def scan(store: "Store", connection: Any, addresses: Sequence[str]) -> "ir.Table":
    """Parquet files as one table of a connection."""
    if connection.name == "pyspark":
        name = ibis.util.gen_name("lines")
        connection._session.read.parquet(*addresses).createOrReplaceTempView(name)
        return connection.table(name)
    if not store.local and not connection.con.filesystem_is_registered(_protocol(store)):
        connection.register_filesystem(store.fs)
    # The month in the folder's name is for choosing files; the lines have a column of their own.
    return connection.read_parquet(list(addresses), hive_partitioning=False)


def _protocol(store: "Store") -> str:
    name = store.fs.protocol
    return str(name if isinstance(name, str) else name[0])
