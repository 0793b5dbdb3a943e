"""Which lines no longer count because of which load: worked out once for each pair of loads, when the later one comes.

The lines of load N that do not count while load M counts depend on N and M alone. So withdrawing M needs no work: its
files are no longer heeded, and what it replaced counts again. The order is that of submission, not of loading.
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np
import pyarrow as pa

from ouzel.activity.store.dictionaries import Dictionaries
from ouzel.activity.store.lines import scan
from ouzel.activity.store.manifests import CLOSING_GROUP, Manifest, Protocol, manifests
from ouzel.activity.store.schema import CLOSING

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from ouzel.activity.store.place import Store

RECORDS = ibis.schema({"record": "int64", "by": "int64"})


def replace(
    store: "Store", manifest: Manifest, *, connection: Any, counting: Collection[int], words: Dictionaries
) -> tuple[str, ...]:
    """Write which lines do not count because of a new load, and which of its own because of those that count.

    Its lines are in the store already, its manifest too. The names of the files written.
    """
    others = [each for each in manifests(store, manifest.dataset, counting) if each.load != manifest.load]
    earlier = [each for each in others if each.order < manifest.order]
    later = [each for each in others if each.order > manifest.order]
    work = _Work(store, connection, words)
    pairs = [
        *work.dead(earlier, [manifest]),
        *work.dead([manifest], later),
        *(work.within(manifest) if manifest.protocol is Protocol.NET and manifest.records else ()),
    ]
    return tuple(work.write(pa.concat_tables(pairs))) if pairs else ()


class _Work:
    def __init__(self, store: "Store", connection: Any, words: Dictionaries) -> None:
        self.store, self.connection, self.words = store, connection, words

    def dead(self, older: Sequence[Manifest], newer: Sequence[Manifest]) -> list[pa.Table]:
        """Lines of the older loads that do not count because of the newer ones: `line`, `by`."""
        net = [each for each in newer if each.protocol is Protocol.NET and (each.records or each.deletions)]
        bulk = [each for each in newer if each.protocol is Protocol.BULK and each.groups]
        found = []
        if net and any(each.records for each in older):
            lines = self._lines([each for each in older if each.records], "line", "record")
            if lines is not None:
                found.append(lines.join(self._records(net), "record").select("line", "by").distinct().to_pyarrow())
        if bulk and older:
            found += self._of_groups(older, bulk)
        return [_whole(table) for table in found]

    def within(self, manifest: Manifest) -> list[pa.Table]:
        """Lines of a net load that a later row of its own file replaces or deletes: the last one counts."""
        lines = self._lines([manifest], "line", "record")
        if lines is None:
            return []
        rows = lines.filter(lines.record != 0).mutate(own=ibis.literal(1, "int8"))
        if manifest.deletions:
            gone = scan(self.store, self.connection, [self.store.address(manifest.deletions_name)])
            rows = rows.union(
                gone.filter(gone.record != 0).select("line", "record").mutate(own=ibis.literal(0, "int8"))
            )
        often = rows.group_by("record").agg(times=rows.count())  # nearly all records come once: leave these first
        rows = rows.semi_join(often.filter(often.times > 1), "record")
        rows = rows.mutate(last=rows.line.max().over(ibis.window(group_by=rows.record)))
        over = rows.filter((rows.own == 1) & (rows.line < rows["last"])).select("line").to_pyarrow()["line"]
        return [_whole(pa.table({"line": over, "by": pa.repeat(manifest.load, len(over))}))]

    def write(self, pairs: pa.Table) -> list[str]:
        """A file for each pair of loads that has any."""
        lines, by = pairs["line"].to_numpy(), pairs["by"].to_numpy()
        loads = lines >> 32
        written = []
        for load, killer in sorted(set(zip(loads.tolist(), by.tolist(), strict=True))):
            name = f"dead/load-{load}/by-{killer}.parquet"
            chosen = np.sort(lines[(loads == load) & (by == killer)])
            self.store.write_table(name, pa.table({"line": chosen}))
            written.append(name)
        return written

    def _lines(self, of: Sequence[Manifest], *columns: str) -> "ir.Table | None":
        paths = self.store.paths(loads={each.load for each in of}, datasets={each.dataset for each in of})
        return scan(self.store, self.connection, paths).select(*columns) if paths else None

    def _records(self, of: Sequence[Manifest]) -> "ir.Table":
        """The identifiers that net loads bring or delete, with the load that does."""
        parts = [ibis.memtable(RECORDS.to_pyarrow().empty_table(), schema=RECORDS)]
        lines = self._lines([each for each in of if each.records], "line", "record")
        if lines is not None:
            parts.append(lines.filter(lines.record != 0).select("record", by=(lines.line // 2**32).cast("int64")))
        deleting = [self.store.address(each.deletions_name) for each in of if each.deletions]
        if deleting:
            gone = scan(self.store, self.connection, deleting)
            parts.append(gone.filter(gone.record != 0).select("record", by=(gone.line // 2**32).cast("int64")))
        return ibis.union(*parts).distinct() if len(parts) > 1 else parts[0]

    def _of_groups(self, older: Sequence[Manifest], newer: Sequence[Manifest]) -> list[pa.Table]:
        lines = self._lines(older, "line", "supply", "month", CLOSING)
        if lines is None:
            return []
        supplies: dict[str, list[int]] = {}
        for number, (provider, *_) in enumerate(self.words.keys("supply")):
            supplies.setdefault(provider, []).append(number)
        rows = [
            (supply, month, each.load)
            for each in newer
            for provider, month in each.groups
            for supply in supplies.get(provider, ())
        ]
        columns = zip(*rows, strict=True) if rows else ((), (), ())
        types = (pa.int32(), pa.int32(), pa.int64())
        arrays = [pa.array(column, kind) for column, kind in zip(columns, types, strict=True)]
        groups = ibis.memtable(pa.Table.from_arrays(arrays, names=["supply", "month", "by"]))
        lines = lines.mutate(month=lines.month + lines[CLOSING].cast("int32") * CLOSING_GROUP)
        return [lines.join(groups, ["supply", "month"]).select("line", "by").to_pyarrow()]


def _whole(table: pa.Table) -> pa.Table:
    return table.select(["line", "by"]).cast(pa.schema([("line", pa.int64()), ("by", pa.int64())]))
