"""The lines that count, as a table that DuckDB or Spark reads when it is asked."""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import ibis

from ouzel.activity.store.manifests import loads_of
from ouzel.activity.store.schema import COUNTED_WITH, LINES, LIVE, STORED

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from ouzel.activity.store.place import LineFile, Store

DEAD_FILE = re.compile(r"dead/load-(\d+)/by-(\d+)\.parquet$")

CORRECTED = ("practice", "residence", "practice_after", "residence_after", "supply")
"""What a line may take from another episode of its spell."""


def live_lines(
    store: "Store",
    *,
    connection: Any,
    ready: Collection[int] | None = None,
    loads: Collection[int] | None = None,
    months: Collection[int] | None = None,
    datasets: Collection[str] | None = None,
) -> "ir.Table":
    """The lines that count, in the columns of `LIVE`: those of loads that are ready and were not replaced or deleted.

    `connection` is an Ibis connection to DuckDB or Spark. `ready` are the numbers of all loads that count (None: all
    that have lines); the others choose among their lines. Each line has the patient's facts of the first episode of its
    spell and, after it, of the last; a spell that several records tell is counted with one of them (see `spells`).
    Files with nothing replaced or corrected are read as they lie. LookupError where
    these loads never counted together, so that nobody worked out what holds for their spells (see `spells.settle`).
    """
    files = store.files(months=months, datasets=datasets)
    counting = {file.load for file in store.files()} if ready is None else set(ready)
    wanted = counting if loads is None else counting & set(loads)
    files = tuple(file for file in files if file.load in wanted)
    corrections = corrections_of(store, files, counting)
    plain = [file for file in files if file.load not in corrections]
    touched = [file for file in files if file.load in corrections]
    parts = []
    if plain or not touched:
        lines = counted_lines(store, connection=connection, files=plain, counting=counting).select(*LINES.names)
        parts.append(lines.mutate(**{COUNTED_WITH: ibis.literal(0, "int64")}))
    if touched:
        lines = counted_lines(store, connection=connection, files=touched, counting=counting)
        table = scan(store, connection, [store.address(path) for path in corrections.values()])
        parts.append(_corrected(lines, table))
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def counted_lines(
    store: "Store", *, connection: Any, files: Sequence["LineFile"], counting: Collection[int]
) -> "ir.Table":
    """Lines of some files, less those replaced or deleted, as they were submitted (with `EPISODE` and `CLOSING`)."""
    if not files:
        return ibis.memtable(STORED.empty_table(), schema=ibis.Schema.from_pyarrow(STORED))
    dead = dead_files(store, loads={file.load for file in files}, by=counting)
    whole = [store.address(file.path) for file in files if file.load not in dead]
    parts = [scan(store, connection, whole).select(*STORED.names)] if whole else []
    if dead:
        gone = scan(store, connection, [store.address(path) for paths in dead.values() for path in paths])
        some = [store.address(file.path) for file in files if file.load in dead]
        parts.append(scan(store, connection, some).select(*STORED.names).anti_join(gone, "line"))
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def dead_files(store: "Store", *, loads: Collection[int], by: Collection[int]) -> dict[int, list[str]]:
    """The files of lines that do not count, by load: of some loads, because of some loads."""
    found: dict[int, list[str]] = {}
    for path in store.names("dead"):
        match = DEAD_FILE.search(path)
        if match and int(match[1]) in loads and int(match[2]) in by:
            found.setdefault(int(match[1]), []).append(path)
    return found


def settlement(dataset: str, loads: Iterable[int]) -> str:
    """Where it is said what lines take from their spells while exactly these loads of a data set count."""
    told = ",".join(map(str, sorted(loads)))
    return f"spells/dataset={dataset}/{hashlib.sha256(told.encode()).hexdigest()[:32]}.json"


def tables_of(store: "Store", settled: str) -> dict[int, str]:
    """The files with what they take, by load."""
    return {int(load): path for load, path in json.loads(store.read(settled))["tables"].items()}


def corrections_of(store: "Store", files: Iterable["LineFile"], counting: Collection[int]) -> dict[int, str]:
    """The files of what lines take from their spells, by load; LookupError where nobody worked them out."""
    loads = {dataset: those & frozenset(counting) for dataset, those in loads_of(store).items()}
    wanted = {(file.dataset, file.load) for file in files}
    found: dict[int, str] = {}
    for dataset in {dataset for dataset, _ in wanted} & loads.keys():
        settled = settlement(dataset, loads[dataset])
        if not store.exists(settled):
            raise LookupError(f"what holds for the spells of {dataset} was not worked out for just these loads")
        found |= {load: path for load, path in tables_of(store, settled).items() if (dataset, load) in wanted}
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


def _corrected(lines: "ir.Table", corrections: "ir.Table") -> "ir.Table":
    """Lines with what they take from their spells put in."""
    renamed = corrections.select(
        "line", COUNTED_WITH, **{f"{name}_of_spell": corrections[name] for name in CORRECTED}
    )  # fmt: skip
    both = lines.left_join(renamed, "line")
    chosen = {name: ibis.coalesce(both[f"{name}_of_spell"], both[name]) for name in CORRECTED}
    chosen[COUNTED_WITH] = ibis.coalesce(both[COUNTED_WITH], ibis.literal(0, "int64"))
    chosen["activity"] = (chosen[COUNTED_WITH] > 0).ifelse(ibis.literal(0, "int64"), both["activity"])
    return both.select(**{name: chosen[name] if name in chosen else both[name] for name in LIVE.names})


def _protocol(store: "Store") -> str:
    name = store.fs.protocol
    return str(name if isinstance(name, str) else name[0])
