"""Cells of the cube, added up to what an answer needs of them: the file is read, never held whole."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np

from ouzel.activity import cube
from ouzel.activity.cube import MEASURES
from ouzel.activity.models import PricingRun
from ouzel.activity.store import Store
from ouzel.activity.store.lines import scan
from ouzel.core.errors import ContentError
from ouzel.engine.columnar import duckdb
from ouzel.engine.days import Flags, Longs

if TYPE_CHECKING:
    from collections.abc import Iterator

    import ibis.expr.types as ir


@dataclass(frozen=True, eq=False)
class Key:
    """One column of words: cell i has `words[at[i]]`, in order of the words."""

    at: Longs
    words: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Cells:
    """Sums by some columns of the cube. `measures` has a row a cell and a column for each of `names`.

    The key `month` is in ISO text of its first day, "" where it is not known.
    """

    keys: Mapping[str, Key]
    measures: Longs
    names: tuple[str, ...] = MEASURES

    def __len__(self) -> int:
        return len(self.measures)

    def taken(self, rows: Longs | Flags, *, measures: Longs | None = None) -> "Cells":
        """Some of the cells, in the order given, perhaps with other figures."""
        keys = {name: replace(key, at=key.at[rows]) for name, key in self.keys.items()}
        return replace(self, keys=keys, measures=self.measures[rows] if measures is None else measures)


def cells_of(
    run: PricingRun, *, columns: Sequence[str], store: Store, months: Collection[int] | None = None,
    where: Mapping[str, Collection[str]] | None = None,
) -> Cells:  # fmt: skip
    """The cube of a run, added up by columns of it. `months`: year * 12 + month - 1 (0: not known); None: all.

    `where` keeps cells whose column is one of some codes. ContentError where the cube is no longer in the store.
    """
    with opened(run, store=store) as table:
        if months is not None:
            wanted = [first_day(each) for each in months if each]
            kept = table["month"].isin(wanted) if wanted else ibis.literal(False)
            table = table.filter(kept | table["month"].isnull() if 0 in months else kept)
        for column, codes in (where or {}).items():
            text = _text(table, column)
            table = table.filter(text.isin(sorted(codes))) if codes else table.limit(0)
        keyed = table.mutate(**{name: _text(table, name) for name in columns})
        summed = keyed.group_by(*columns) if columns else keyed
        found = summed.aggregate(
            **{name: ibis.coalesce(keyed[name].sum(), 0).cast("int64") for name in MEASURES}
        ).to_pyarrow()
    if not columns and not found["lines"][0].as_py():
        found = found.slice(0, 0)
    return Cells(
        {name: key_of(found[name].to_numpy()) for name in columns},
        np.column_stack([found[name].to_numpy() for name in MEASURES]).astype(np.int64).reshape(-1, len(MEASURES)),
    )


def first_day(month: int) -> date:
    """The first day of a month by its number, year * 12 + month - 1; ContentError for what is no such number."""
    if not 12 * 1900 <= month < 12 * 2200:
        raise ContentError("this is not a month", field="months", value=str(month), right="Use year * 12 + month - 1")
    return date(month // 12, month % 12 + 1, 1)


@contextmanager
def opened(run: PricingRun, *, store: Store) -> "Iterator[ir.Table]":
    """The cube of a run as a table of DuckDB's, which writes nothing beside it."""
    name = cube.FILE.format(run.pk)
    if not store.exists(name):
        raise ContentError(
            f"the totals of {run} are not in the store", field="run", value=str(run.pk),
            right="Price again: ouzel activity price",
        )  # fmt: skip
    with duckdb() as engine:
        yield scan(store, engine.connection, [store.address(name)])


def _text(table: "ir.Table", name: str) -> "ir.Value":
    if name == "month":
        return ibis.coalesce(table["month"].cast("string"), "")
    return table[name].cast("string")


def key_of(column: Any) -> Key:
    """A column of words as a key of cells."""
    words, at = np.unique(np.array(column, dtype=np.str_), return_inverse=True)
    return Key(at.reshape(-1).astype(np.int64), tuple(str(word) for word in words))
