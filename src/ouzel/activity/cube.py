"""The cube: results added up by month, unit and whatever figures are asked by, so that no answer touches lines again.

One row is a cell: `month`, `unit` (the lowest unit by whose membership the payer was found) and its kind, payer as it
was, provider, specialty, point of delivery, and why. Words, not numbers, so that it can be read by itself.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ouzel.activity.store import Store
from ouzel.engine.columnar import Columnar
from ouzel.engine.paying.period import MECHANISMS
from ouzel.engine.pricing.reasons import Why

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from ouzel.activity.compiling import Compiled
    from ouzel.activity.running import Answered

KEYS = (
    "month", "decision", "unit", "commissioner", "submitted_to", "provider", "specialty", "kind", "submitted_category",
    "submitted_pod", "pod", "mechanism", "why", "home",
)  # fmt: skip
MEASURES = ("lines", "activity", "days", "excess_days", "price", "charged", "submitted", "submitted_lines")
"""Sums of a cell: lines; activity in thousandths; days of stay, and beyond the trim point; pence: price, what of it is
charged, and what was submitted, by how many of the lines; the others say nothing of it."""

UNIT_KINDS = {"practice": "practice", "residence": "residence"}
"""Methods of a payer that follow a unit; the others follow the payer itself."""

FILE = "cube/run-{}.parquet"
NAMED = re.compile(r"cube/run-(\d+)\.parquet$")


WORDS = (
    "unit", "unit_kind", "commissioner", "submitted_to", "provider", "specialty", "kind", "category",
    "submitted_category", "submitted_pod", "pod", "mechanism", "rules", "box", "method", "why", "place_by", "place_of",
)  # fmt: skip
SCHEMA = pa.schema(
    [
        ("month", pa.date32()),
        *((name, pa.dictionary(pa.int32(), pa.string())) for name in WORDS),
        *((name, pa.int64()) for name in MEASURES),
    ]
)
"""The columns of the cube in the store. `month` is its first day; null: not known. `place_of` is what the place of the
care is asked of: a small area where the patient lives (see `homes`), else, where the payer was found by it, the GP
practice; `place_by` says which (home, practice or "")."""


@dataclass
class Kept:
    """What was kept of a run: lines, and lines and pence by reason."""

    lines: int = 0
    cells: int = 0
    by_why: Counter[str] = field(default_factory=Counter)
    price: int = 0
    charged: int = 0
    submitted: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "cells": self.cells, "by_why": dict(self.by_why), "price": self.price, "charged": self.charged,
            "submitted": self.submitted,
        }  # fmt: skip


def keep(
    answered: "Answered | None", *, number: int, store: Store, engine: Columnar, like: int | None = None,
    without: Collection[int] = (), told: Mapping[bytes, bytes] | None = None,
) -> Kept:  # fmt: skip
    """Write the cube of a run into the store: the cells of what was answered, if anything was.

    `like` is an earlier run, whose cells are taken as they are, but for those of the months `without`. `told` is kept
    beside the cells.
    """
    kept = Kept()
    store.make_root()
    schema = SCHEMA.with_metadata(told) if told else SCHEMA
    with (
        store.fs.open(store.path(FILE.format(number)), "wb") as sink,
        pq.ParquetWriter(sink, schema, compression="zstd") as writer,
    ):
        for table in _taken(store, like, without) if like is not None else ():
            writer.write_table(table.cast(schema))
            _count(kept, table, table["why"].cast(pa.string()).to_numpy())
        if answered is not None:
            names = np.array([each.name for each in Why], dtype=object)
            for table in _batches(answered, engine):
                writer.write_table(in_words(table, answered.compiled).cast(schema))
                _count(kept, table, names[table["why"].to_numpy()])
    return kept


def sweep(store: Store, *, known: Callable[[Collection[int]], Collection[int]]) -> tuple[str, ...]:
    """Remove cubes of runs that were cut off, be they empty or half written; for whoever holds `Lock.ACTIVITY`.

    `known` says which of some runs there are. The names of the files removed.
    """
    found = {int(match[1]): name for name in store.names("cube") if (match := NAMED.search(name))}
    there = set(known(found)) if found else set()
    gone = tuple(name for number, name in found.items() if number not in there)
    store.remove(*gone)
    return gone


def _taken(store: Store, like: int, without: Collection[int]) -> Iterator[pa.Table]:
    """The cells of an earlier run, less those of some months."""
    left_out = pa.array([_first_day(month) for month in without], pa.date32())
    with store.fs.open(store.path(FILE.format(like)), "rb") as source:
        for batch in pq.ParquetFile(source).iter_batches():
            table = pa.Table.from_batches([batch]).cast(SCHEMA)
            yield table.filter(pc.invert(pc.is_in(table["month"], value_set=left_out)))


def cells(answered: "Answered", engine: Columnar) -> "ir.Table":
    """The results added up, in numbers."""
    compiled = answered.compiled
    profile, supply = (compiled.inputs.facts[name] for name in ("profile", "supply"))
    table = answered.results
    for name, of, columns in (
        ("profile", profile.columns, ("specialty", "kind", "category", "pod")),
        ("supply", supply.columns, ("provider",)),
    ):
        entries = np.arange(compiled.inputs.facts[name].entries, dtype=np.int32)
        first = _first_rows(compiled.inputs.facts[name].entry, len(entries))
        numbered = {f"{column}_number": _numbers(of[column])[1][first] for column in columns}
        refer = engine.refer(f"cube_{name}", pa.table({f"cube_{name}_id": entries} | numbered))
        table = table.join(refer, table[name] == refer[f"cube_{name}_id"])
    home = compiled.homes.of
    refer = engine.refer("cube_home", pa.table({"cube_home_id": np.arange(len(home), dtype=np.int32), "home": home}))
    table = table.join(refer, table["residence"] == refer["cube_home_id"])
    keys = {
        "provider": table["provider_number"], "specialty": table["specialty_number"], "kind": table["kind_number"],
        "submitted_category": table["category_number"], "submitted_pod": table["pod_number"],
    }  # fmt: skip
    table = table.mutate(**keys)
    return table.group_by(*KEYS).aggregate(
        lines=table.count(),
        submitted_lines=table["submitted"].count(),
        **{
            name: ibis.coalesce(table[name].sum(), 0).cast("int64")
            for name in MEASURES
            if name not in ("lines", "submitted_lines")
        },
    )


def in_words(table: pa.Table, compiled: "Compiled") -> pa.Table:
    """Cells with words in the place of numbers."""
    facts = compiled.inputs.facts
    decision = table["decision"].to_numpy()
    methods = np.array([_method(each) for _, each in compiled.decisions])
    kinds = np.array([UNIT_KINDS.get(method, "payer") for method in methods])[decision]
    words = compiled.dictionaries
    units = {name: np.array([key[0] for key in words.keys(name)], dtype=object) for name in UNIT_KINDS.values()}
    payer = np.array(compiled.bodies.codes, dtype=object)[table["commissioner"].to_numpy()]
    unit = payer.copy()
    for name, codes in units.items():
        mine = kinds == name
        unit[mine] = codes[table["unit"].to_numpy()[mine]]
    home = np.array(compiled.homes.codes, dtype=object)[table["home"].to_numpy()]
    place_by = np.where(
        home != "", "home", np.where(kinds == "payer", "", np.where(kinds == "residence", "home", kinds))
    )
    categories = np.array([each.outcome.category if each else "" for _, each in compiled.decisions], dtype=object)
    submitted = np.array(_numbers(facts["profile"].columns["category"])[0], dtype=object)[
        table["submitted_category"].to_numpy()
    ]
    decided = categories[decision]
    month = table["month"].to_numpy()
    columns: dict[str, Any] = {
        "month": pa.array([_first_day(each) for each in np.unique(month).tolist()], pa.date32()).take(
            pa.array(np.unique(month, return_inverse=True)[1])
        ),
        "unit": _coded(unit),
        "unit_kind": _coded(kinds),
        "commissioner": _coded(payer),
        "submitted_to": _coded(np.array(compiled.bodies.codes, dtype=object)[table["submitted_to"].to_numpy()]),
        "provider": _coded(_words(facts["supply"].columns["provider"], table["provider"])),
        "specialty": _coded(_words(facts["profile"].columns["specialty"], table["specialty"])),
        "kind": _coded(_words(facts["profile"].columns["kind"], table["kind"])),
        "category": _coded(np.where(decided == "", submitted, decided)),
        "submitted_category": _coded(submitted),
        "submitted_pod": _coded(_words(facts["profile"].columns["pod"], table["submitted_pod"])),
        "pod": _coded(np.array(compiled.pods.codes, dtype=object)[table["pod"].to_numpy()]),
        "mechanism": _coded(np.array(MECHANISMS, dtype=object)[table["mechanism"].to_numpy()]),
        "rules": _coded(np.array([name for name, _ in compiled.decisions], dtype=object)[decision]),
        "box": _coded(np.array([each.box if each else "" for _, each in compiled.decisions], dtype=object)[decision]),
        "method": _coded(methods[decision]),
        "why": _coded(np.array([each.name for each in Why], dtype=object)[table["why"].to_numpy()]),
        "place_by": _coded(place_by),
        "place_of": _coded(np.where(home != "", home, np.where(place_by == "", "", unit))),
    }
    measures = {name: table[name].cast(pa.int64()) for name in MEASURES}
    return pa.table(columns | measures).select(SCHEMA.names).cast(SCHEMA)


def _method(decision: Any) -> str:
    return "episode" if decision is None else str(decision.method).partition(":")[0] or "nobody"


def _batches(answered: "Answered", engine: Columnar) -> Iterator[pa.Table]:
    expression = cells(answered, engine)
    empty = True
    for batch in engine.batches(expression):
        if batch.num_rows:
            empty = False
            yield pa.Table.from_batches([batch])
    if empty:
        yield expression.schema().to_pyarrow().empty_table()


def _count(kept: Kept, table: pa.Table, why: Any) -> None:
    lines = table["lines"].to_numpy()
    kept.cells += table.num_rows
    kept.lines += int(lines.sum())
    for one in dict.fromkeys(why.tolist()):
        kept.by_why[one] += int(lines[why == one].sum())
    kept.price += int(table["price"].to_numpy().sum())
    kept.charged += int(table["charged"].to_numpy().sum())
    kept.submitted += int(table["submitted"].to_numpy().sum())


def _first_rows(entry: Any, count: int) -> Any:
    """The first row of each entry: what is asked of here does not change over time."""
    first = np.full(count, -1, dtype=np.int64)
    first[entry[::-1]] = np.arange(len(entry))[::-1]
    return first


def _numbers(values: Sequence[str]) -> tuple[list[str], Any]:
    texts, where = np.unique(np.asarray(values, dtype=np.str_), return_inverse=True)
    return [str(text) for text in texts], where.astype(np.int32)


def _words(values: Sequence[str], numbers: pa.ChunkedArray) -> Any:
    return np.array(_numbers(values)[0], dtype=object)[numbers.to_numpy()]


def _coded(values: Any) -> pa.Array:
    return pa.array(values, pa.string()).dictionary_encode().cast(pa.dictionary(pa.int32(), pa.string()))


def _first_day(month: int) -> date | None:
    return date(month // 12, month % 12 + 1, 1) if month else None
