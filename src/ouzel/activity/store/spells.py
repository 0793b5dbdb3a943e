"""What holds for a whole hospital spell, though each of its episodes says its own.

The practice and residence of the first episode hold for all of them; `practice_after` and `residence_after` are those
of the last. A spell is specialised if any of its episodes is, but for unbundled lines that are paid by themselves.
Source: NHS England, Commissioner Assignment Method 2025/26, sections 5 and 6.

The price of an admission is that of the spell. Where several records say their place in a spell and each says that it
is activity, the spell is counted with one of them: the last that has a currency, and while the spell has not ended the
last; the others are counted with it. Lines that stand for something else beside the spell (days beyond the trim point,
unbundled care) say another point of delivery or no place, and count by themselves.

The lines stay as they were submitted. What they take from other episodes is kept beside them for each set of loads that
counted together, worked out anew only for spells that a load touches. An episode may lie in another load than the rest.
"""

import hashlib
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ouzel.activity.readers.pods import POINTS
from ouzel.activity.store.dictionaries import Dictionaries
from ouzel.activity.store.lines import (
    CORRECTED,
    counted_lines,
    dead_files,
    scan,
    settlement,
    tables_of,
)
from ouzel.activity.store.manifests import loads_of, manifests
from ouzel.activity.store.schema import COUNTED_WITH, EPISODE
from ouzel.engine.activity_lines import PROFILE

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from ouzel.activity.store.place import Store

NOT_SPECIALISED = ("", "99999999")
COLUMNS = pa.schema(
    [
        ("line", pa.int64()), ("spell", pa.int64()), *((name, pa.int32()) for name in CORRECTED),
        (COUNTED_WITH, pa.int64()),
    ]
)  # fmt: skip

KIND, POD = PROFILE.index("kind"), PROFILE.index("pod")
UNFINISHED = "admitted-unfinished"
ADMITTED = ("admitted", UNFINISHED)


def settle(
    store: "Store",
    dataset: str,
    *,
    connection: Any,
    words: Dictionaries,
    apart: Collection[str],
    before: Collection[int],
    after: Collection[int],
) -> tuple[str, ...]:
    """Work out what lines take from their spells when the loads `after` count, from what it was with `before`.

    `apart` are the currencies of unbundled lines that are paid by themselves. New combinations of provider and service
    are added to `words`, to be saved by the caller. The names of the files written.
    """
    ours = loads_of(store).get(dataset, frozenset())
    was, now = ours & frozenset(before), ours & frozenset(after)
    name, old = settlement(dataset, now), settlement(dataset, was)
    if store.exists(name):
        return ()
    known = store.exists(old)
    changed = (was ^ now) if known else now
    if any(each.spells for each in manifests(store, dataset, was | now)):
        table = _settled(store, dataset, connection, words, apart, now, changed, everything=not known)
        if known:
            table = pa.concat_tables([_kept(store, connection, old, dataset, now, changed), table])
    else:
        table = COLUMNS.empty_table()
    written: list[str] = []
    tables: dict[str, str] = {}
    loads = table["line"].to_numpy() >> 32
    for load in sorted(now & set(np.unique(loads).tolist())):
        part = table.filter(pa.array(loads == load)).sort_by("line")
        tables[str(load)] = path = f"spells/dataset={dataset}/load-{load}-{_digest(part)}.parquet"
        if not store.exists(path):  # the same as for another set of loads
            store.write_table(path, part)
            written.append(path)
    store.write_json(name, {"loads": sorted(now), "tables": tables})
    return (*written, name)


def _digest(table: pa.Table) -> str:
    digest = hashlib.sha256()
    for column in table.columns:
        digest.update(column.to_numpy().tobytes())
    return digest.hexdigest()[:16]


def _files(store: "Store", dataset: str, loads: Collection[int]) -> tuple[Any, ...]:
    return store.files(loads=loads, datasets=[dataset])


def _touched(
    store: "Store", connection: Any, dataset: str, now: Collection[int], changed: Collection[int]
) -> "ir.Table | None":
    """The spells that have a line in a load that came or went, or a line that it replaced."""
    parts = []
    if own := _files(store, dataset, changed):
        lines = scan(store, connection, [store.address(file.path) for file in own])
        parts.append(lines.filter(lines.spell != 0).select("spell"))
    replaced = dead_files(store, loads=now, by=changed)
    if files := _files(store, dataset, replaced.keys()):
        lines = scan(store, connection, [store.address(file.path) for file in files])
        gone = scan(store, connection, [store.address(path) for paths in replaced.values() for path in paths])
        parts.append(lines.filter(lines.spell != 0).semi_join(gone, "line").select("spell"))
    return ibis.union(*parts).distinct() if parts else None


def _settled(
    store: "Store", dataset: str, connection: Any, words: Dictionaries, apart: Collection[str],
    now: Collection[int], changed: Collection[int], *, everything: bool,
) -> pa.Table:  # fmt: skip
    """What lines take from their spells; of all spells, or of those touched."""
    lines = counted_lines(store, connection=connection, files=_files(store, dataset, now), counting=now)
    lines = lines.filter(lines.spell != 0)
    if not everything:
        touched = _touched(store, connection, dataset, now, changed)
        if touched is None:
            return COLUMNS.empty_table()
        lines = lines.semi_join(touched, "spell")
    services = _services(words)
    alone = [number for number, (code,) in enumerate(words.keys("currency")) if code in apart]
    lines = lines.join(services, "supply").join(_records_of_spells(words), "profile")
    told = (lines[EPISODE] != 0) & (lines["activity"] > 0)
    lines = lines.mutate(told=(told & ~lines.currency.isin(alone) if alone else told).ifelse(lines["of_spell"], 0))
    lines = lines.mutate(service=(lines.currency.isin(alone)).ifelse(0, lines.service) if alone else lines.service)
    spells = lines.group_by("spell").agg(
        count=lines.count(),
        told=lines.told.sum(),
        differ=(lines.practice.max() != lines.practice.min())
        | (lines.residence.max() != lines.residence.min())
        | (lines.service.max() != lines.service.min()),
    )
    spells = spells.filter((spells["count"] > 1) & (spells.differ | (spells.told > 1)))
    rows = lines.semi_join(spells, "spell").select(
        "line", "spell", "episode", "start", "practice", "residence", "supply", "service", "currency",
        "told", "unfinished",
    )  # fmt: skip
    return _resolved(rows.to_pyarrow(), words, alone)


def _services(words: Dictionaries) -> "ir.Table":
    """The specialised service of each supply, as a number of its own; 0: none."""
    codes = [key[2] for key in words.keys("supply")]
    met = {code: number for number, code in enumerate(sorted({*codes} - {*NOT_SPECIALISED}), 1)}
    return ibis.memtable(
        pa.table(
            {
                "supply": pa.array(range(len(codes)), pa.int32()),
                "service": pa.array([met.get(code, 0) for code in codes], pa.int32()),
            }
        )
    )


def _records_of_spells(words: Dictionaries) -> "ir.Table":
    """Of each profile whether its lines tell a spell (1), and whether one that has not ended (1)."""
    keys = words.keys("profile")
    of_spell = [int(key[KIND] in ADMITTED and (key[POD] not in POINTS or POINTS[key[POD]].spell)) for key in keys]
    return ibis.memtable(
        pa.table(
            {
                "profile": pa.array(range(len(keys)), pa.int32()),
                "of_spell": pa.array(of_spell, pa.int8()),
                "unfinished": pa.array([int(key[KIND] == UNFINISHED) for key in keys], pa.int8()),
            }
        )
    )


def _resolved(rows: pa.Table, words: Dictionaries, alone: Collection[int]) -> pa.Table:
    """What each line of these spells takes, of those that take anything: an episode with no place comes last."""
    unplaced = pc.if_else(pc.equal(rows["episode"], 0), 1, 0)
    rows = rows.append_column("unplaced", unplaced)
    order = [(name, "ascending") for name in ("spell", "unplaced", "episode", "start", "line")]
    rows = rows.sort_by(order)
    at = {name: rows[name].to_numpy() for name in rows.column_names}
    begins = np.flatnonzero(np.r_[True, at["spell"][1:] != at["spell"][:-1]]) if len(rows) else np.zeros(0, int)
    spell = np.repeat(np.arange(len(begins)), np.diff(np.r_[begins, len(rows)]))
    ends = np.r_[begins[1:], len(rows)] - 1 if len(begins) else begins
    made = {
        "practice": at["practice"][begins][spell],
        "residence": at["residence"][begins][spell],
        "practice_after": at["practice"][ends][spell],
        "residence_after": at["residence"][ends][spell],
        "supply": _supplies(at, spell, words, alone),
        COUNTED_WITH: _counted_with(at, spell),
    }
    own = {
        COUNTED_WITH: np.zeros(len(rows), np.int64),
        "practice_after": at["practice"],
        "residence_after": at["residence"],
    }
    takes = np.zeros(len(rows), bool)
    for name, values in made.items():
        takes |= values != own.get(name, at.get(name))
    columns = {"line": at["line"], "spell": at["spell"], **made}
    return pa.table(columns).cast(COLUMNS).filter(pa.array(takes))


def _counted_with(at: dict[str, Any], spell: Any) -> Any:
    """The line that each line is counted with, 0 where it counts by itself. Rows are in the order of their spells."""
    told = np.flatnonzero(at["told"])
    settles: dict[int, int] = {}  # the row that a spell is counted with
    for row in told.tolist():
        before = settles.get(int(spell[row]))
        if before is None or at["currency"][row] or at["unfinished"][row] or not at["currency"][before]:
            settles[int(spell[row])] = row
    found = np.zeros(len(spell), np.int64)
    for row in told.tolist():
        if settles[int(spell[row])] != row:
            found[row] = at["line"][settles[int(spell[row])]]
    return found


def _supplies(at: dict[str, Any], spell: Any, words: Dictionaries, alone: Collection[int]) -> Any:
    """The supply of each line with the service of the first specialised episode of its spell."""
    keys = words.keys("supply")
    supply = at["supply"].copy()
    special = np.flatnonzero(at["service"])
    first = dict(zip(spell[special][::-1].tolist(), at["supply"][special][::-1].tolist(), strict=True))
    apart = np.isin(at["currency"], list(alone))
    for row in np.flatnonzero(~apart & np.isin(spell, list(first))).tolist():
        provider, site, service = keys[supply[row]]
        whole = keys[first[int(spell[row])]][2]
        if whole != service:
            supply[row] = words.number("supply", provider, site, whole)
    return supply


def _kept(
    store: "Store", connection: Any, old: str, dataset: str, now: Collection[int], changed: Collection[int]
) -> pa.Table:
    """What was worked out before, of the spells that are not touched."""
    table = _read(store, old)
    touched = _touched(store, connection, dataset, now, changed)
    if touched is None or not table.num_rows:
        return table
    spells = touched.semi_join(ibis.memtable(table.select(["spell"])), "spell").to_pyarrow()["spell"]
    return table.filter(pc.invert(pc.is_in(table["spell"], value_set=spells)))


def _read(store: "Store", settled: str) -> pa.Table:
    """What was worked out for a set of loads; of loads that were erased since, nothing."""
    there = set(store.names(settled.rpartition("/")[0]))
    found = [store.read_table(path) for path in tables_of(store, settled).values() if path in there]
    return pa.concat_tables([COLUMNS.empty_table(), *(table.cast(COLUMNS) for table in found)])
