"""Figures in the shape of other bodies: a sparse product with the dated grouping, and the proof of it."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from ouzel.core.types.basis import Basis
from ouzel.engine.columns import Column, shown
from ouzel.engine.crosswalk import Crosswalk, day_of, grouped
from ouzel.engine.days import Flags, Floats, Longs
from ouzel.engine.figures import Figures
from ouzel.engine.product import Product
from ouzel.engine.structure import Structure

Number = Any
"""int for whole numbers, Decimal for decimals, float for floats and for whole numbers that had to be divided."""


WORTH_THREADS = 2_000_000
"""Cells from which threads save more than they cost."""


class NotConserved(AssertionError):
    """In differs from out plus unresolved: a fault of ours, so no figure is given."""


@dataclass(frozen=True)
class Unresolved:
    """Figures of one unit that belong to no group, with the reason. `since` and `until`: the first and last dates met.

    A value is None where every one of the `rows` was missing or suppressed.
    """

    unit: str
    name: str
    since: date | None
    until: date | None
    rows: int
    values: dict[str, Number]
    reason: str


@dataclass(frozen=True)
class Reconciliation:
    """The proof: for each column, `given` = `placed` + the values of `unresolved`.

    `estimated` is the part of `placed` divided by recorded shares; `missing` and `suppressed` count the cells that held
    no number, placed or not.
    """

    given: dict[str, Number]
    placed: dict[str, Number]
    estimated: dict[str, Number]
    missing: dict[str, int]
    suppressed: dict[str, int]
    unresolved: list[Unresolved]


@dataclass(frozen=True)
class Rebased:
    """`frame`: code, name, date (where the figures bear one), then each column; NA where no number was given.

    `missing`, `suppressed` (counts of cells) and `estimated` (part divided by shares) have the rows of `frame`, and
    only the columns where there are any.
    """

    basis: Basis
    to: str
    frame: pd.DataFrame
    missing: pd.DataFrame
    suppressed: pd.DataFrame
    estimated: pd.DataFrame
    reconciliation: Reconciliation

    def to_dict(self) -> dict[str, Any]:
        """As one JSON document: {"basis", "to", "rows", "reconciliation": {"in", "out", "unresolved", ...}}."""
        proof = self.reconciliation
        rows = self.frame.astype(object).where(self.frame.notna(), None).to_dict("records")
        unresolved = [
            {
                "code": u.unit,
                "name": u.name,
                "since": _iso(u.since),
                "until": _iso(u.until),
                **u.values,
                "reason": u.reason,
            }
            for u in proof.unresolved
        ]
        return {
            "basis": str(self.basis),
            "to": self.to,
            "rows": [{key: _iso(v) if isinstance(v, date) else v for key, v in row.items()} for row in rows],
            "reconciliation": {
                "in": proof.given,
                "out": proof.placed,
                "unresolved": unresolved,
                "estimated": proof.estimated,
                "missing": proof.missing,
                "suppressed": proof.suppressed,
            },
        }


def rebase(
    figures: Figures,
    structure: Structure,
    *,
    to: str,
    basis: Basis,
    today: date,
    plan_day: date | None = None,
) -> Rebased:
    """Figures grouped by bodies of the kind `to`, each row on its own date.

    Whole numbers and decimals are summed exactly. Raises ValueError for `as-was` without dates or a kind that cannot be
    reached, OverflowError where a sum could pass 64 bits, NotConserved where in is not out plus unresolved.
    """
    on = day_of(basis, today=today, plan_day=plan_day)
    if on is None and figures.day is None:
        raise ValueError("as-was needs the date of each figure: name its column or the one date of all")
    walk, question = _asked(figures, structure, to=to, basis=basis, on=on)
    product = Product.of(walk, question, figures.day)
    totals = {total.name: total for total in _totals(product, figures)}
    return _told(figures, walk, product, totals)


def _asked(
    figures: Figures, structure: Structure, *, to: str, basis: Basis, on: date | None
) -> tuple[Crosswalk, Longs]:
    """The grouping, and the question of each row: each row its own on its own date, or one a unit on the one day."""
    if on is None:
        assert figures.day is not None
        walk = grouped(structure, figures.units, figures.unit, figures.day, to=to, basis=basis)
        return walk, np.arange(len(figures))
    every = np.arange(len(figures.units), dtype=np.int64)
    day = np.full(len(every), on.toordinal(), dtype=np.int32)
    return grouped(structure, figures.units, every, day, to=to, basis=basis), figures.unit


@dataclass(frozen=True, eq=False)
class _Totals:
    """Sums of one column by slot (see `product`); the column itself is let go."""

    name: str
    places: int | None
    given: int | float
    gaps: dict[str, int]
    sums: Longs | Floats
    estimated: Longs | Floats | None
    missing: Longs | None
    suppressed: Longs | None

    def shown(self, value: Any) -> Number:
        return shown(value, self.places)


def _totals(product: Product, figures: Figures) -> list[_Totals]:
    """One after another, or where there is much to read and to add on every core at once."""
    places = range(len(figures.columns))
    if len(figures) * len(places) < WORTH_THREADS:
        return [_total(product, figures.columns[i]) for i in places]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda i: _total(product, figures.columns[i]), places))


def _total(product: Product, column: Column) -> _Totals:
    sums, estimated = product.sums(column)
    given, kept = column.values.sum().item(), sums.sum().item()
    slack = 0.0 if sums.dtype == np.int64 else 1e-9 * float(np.abs(column.values).sum())
    if abs(given - kept) > slack:
        raise NotConserved(f"column {column.name!r}: {given} went in, {kept} came out or is unresolved")
    masks = {"missing": column.missing, "suppressed": column.suppressed}
    counts = {name: None if mask is None else product.counts(mask) for name, mask in masks.items()}
    gaps = {name: 0 if mask is None else int(mask.sum()) for name, mask in masks.items()}
    return _Totals(column.name, column.places, given, gaps, sums, estimated, **counts)


def _told(figures: Figures, walk: Crosswalk, product: Product, totals: dict[str, _Totals]) -> Rebased:
    """The answer in words and tables."""
    codes, names = walk.structure.codes, walk.structure.names
    by_code = {body: place for place, body in enumerate(sorted(product.groups.tolist(), key=codes.__getitem__))}
    rank = np.array([by_code[body] for body in product.groups.tolist()], dtype=np.int64)
    order = np.lexsort((product.slot_day, rank[product.slot_group])) if product.placed else np.zeros(0, dtype=np.int64)
    group = product.groups[product.slot_group[order]]
    base = {"code": np.array(codes, dtype=object)[group], "name": np.array(names, dtype=object)[group]}
    if figures.day is not None:
        base["date"] = np.array([date.fromordinal(d) for d in product.days.tolist()], dtype=object)[
            product.slot_day[order]
        ]
    rows = product.rows_of_slots
    frame = dict(base)
    parts: dict[str, dict[str, Any]] = {"missing": dict(base), "suppressed": dict(base), "estimated": dict(base)}
    for name, total in totals.items():
        empty = _nothing_given(total, rows)
        frame[name] = _shown(total, total.sums[order], None if empty is None else empty[order])
        for key, column in (("missing", total.missing), ("suppressed", total.suppressed)):
            if column is not None:
                parts[key][name] = column[order]
        if total.estimated is not None:
            parts["estimated"][name] = _shown(total, total.estimated[order], None)
    tables = {key: pd.DataFrame(columns) for key, columns in parts.items()}
    return Rebased(
        walk.basis, walk.to, pd.DataFrame(frame), **tables, reconciliation=_proof(figures, walk, product, totals)
    )


def _nothing_given(total: _Totals, rows: Longs) -> Flags | None:
    """Slots of which every cell was missing or suppressed: their sum is unknown, not 0."""
    counts = [count for count in (total.missing, total.suppressed) if count is not None]
    if not counts:
        return None
    without = np.sum(counts, axis=0)
    empty: Flags = without == rows
    return empty


def _shown(total: _Totals, values: Longs | Floats, empty: Flags | None) -> Any:
    """Sums as a column of a data frame."""
    if total.places is not None:
        decimals = np.array([total.shown(v) for v in values.tolist()] + [None], dtype=object)[:-1]
        if empty is not None:
            decimals[empty] = None
        return decimals
    if empty is None or not empty.any():
        return values
    masked = pd.Series(values).astype("Int64" if values.dtype == np.int64 else "Float64")
    return masked.mask(pd.Series(empty))


def _proof(figures: Figures, walk: Crosswalk, product: Product, totals: dict[str, _Totals]) -> Reconciliation:
    placed = product.placed
    empty = {name: _nothing_given(total, product.rows_of_slots) for name, total in totals.items()}
    unresolved = []
    for i, (unit, question, rows, first, last) in enumerate(product.lost):
        slot = placed + i
        body = int(walk.bodies[unit])
        unresolved.append(
            Unresolved(
                unit=figures.units[unit],
                name=walk.structure.names[body] if body >= 0 else "",
                since=None if first is None else date.fromordinal(first),
                until=None if last is None else date.fromordinal(last),
                rows=rows,
                values={
                    name: None if (none := empty[name]) is not None and none[slot] else total.shown(total.sums[slot])
                    for name, total in totals.items()
                },
                reason=walk.reason(question),
            )
        )
    unresolved.sort(key=lambda u: (u.unit, u.since or date.min, u.reason))
    return Reconciliation(
        given={name: t.shown(t.given) for name, t in totals.items()},
        placed={name: t.shown(t.sums[:placed].sum()) for name, t in totals.items()},
        estimated={
            name: t.shown(0 if t.estimated is None else t.estimated[:placed].sum()) for name, t in totals.items()
        },
        missing={name: t.gaps["missing"] for name, t in totals.items()},
        suppressed={name: t.gaps["suppressed"] for name, t in totals.items()},
        unresolved=unresolved,
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
