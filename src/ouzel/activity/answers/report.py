"""Figures of activity by whatever is asked, on any basis, with their reconciliation and what to look at first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from ouzel.activity.answers.adding import placed, summed
from ouzel.activity.answers.attention import Attention, attention
from ouzel.activity.answers.cells import Cells, cells_of
from ouzel.activity.answers.dimensions import Dimension, dimension, dimensions
from ouzel.activity.answers.grouping import Belonging, belonging, columns_for
from ouzel.activity.answers.naming import names_of_bodies
from ouzel.activity.answers.runs import NO_RUN, run_for
from ouzel.activity.answers.staleness import stale_since
from ouzel.activity.answers.words import words_of
from ouzel.activity.cube import MEASURES
from ouzel.activity.models import PricingRun
from ouzel.activity.store import Store
from ouzel.as_if import AsIf, as_if
from ouzel.core.permissions import Viewer
from ouzel.core.types.basis import Basis
from ouzel.engine.days import Longs
from ouzel.register.answers import Moment
from ouzel.structures import structure

SHOWN = ("lines", "activity", "days", "price", "charged", "submitted")
"""Columns of figures: lines; activity in thousandths; days of stay; pence."""

_AT = [MEASURES.index(name) for name in SHOWN]
_LINES = MEASURES.index("lines")


class LinesLost(AssertionError):
    """Lines in differ from lines out plus unresolved: a fault of ours, so no figure is given."""


@dataclass(frozen=True)
class Unplaced:
    """Figures that belong to no body of a dimension, with the reason. `code`: the unit or payer; "" where nobody pays.

    `values` by column of figures, as in `SHOWN`.
    """

    dimension: str
    code: str
    name: str
    reason: str
    values: Mapping[str, int]


@dataclass(frozen=True)
class Reconciled:
    """The proof: for each column of figures `given` = `placed` + the values of `unresolved`."""

    given: Mapping[str, int]
    placed: Mapping[str, int]
    unresolved: tuple[Unplaced, ...]


@dataclass(frozen=True, eq=False)
class Report:
    """An answer. `frame` has for each dimension its code and `…_name` (`month`: its first day, None: not known), then
    `SHOWN`: whole numbers, activity in thousandths, money in pence (`shown` turns them into units and pounds).

    `attention`, to be shown first: what is unpriced and what is unattributed. Where there was no run, `run` is None and
    everything empty: `empty` says why and what to do. `stale` says what has changed since the run; "" nothing.
    """

    by: tuple[str, ...]
    basis: Basis
    run: PricingRun | None
    frame: pd.DataFrame
    reconciliation: Reconciled
    attention: tuple[Attention, ...] = ()
    stale: str = ""
    empty: str = ""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    months: tuple[int, ...] | None = None

    def shown(self) -> pd.DataFrame:
        """The frame with activity in units and money in pounds, both as exact decimals."""
        frame = self.frame.copy()
        for name in ("activity", "price", "charged", "submitted"):
            places = 1_000 if name == "activity" else 100
            exact = [Decimal(value) / places for value in self.frame[name].tolist()]
            frame[name] = pd.Series(exact, index=frame.index, dtype=object)
        return frame


def report(
    *, by: Sequence[str], basis: Basis, viewer: Viewer, today: date, months: Collection[int] | None = None,
    where: Mapping[str, Collection[str]] | None = None, run: PricingRun | None = None, store: Store | None = None,
) -> Report:  # fmt: skip
    """Figures of the run (None: the latest of all lines) by dimensions (see `dimensions`), each line in one row.

    `basis`: as-was is as attributed; on any other, bodies are found anew for each practice, small area or payer.
    `months` (year * 12 + month - 1; 0: not known) and `where` (dimension to codes, on the basis) choose; None: all.
    PermissionDenied for who may not see figures of activity; ContentError for a dimension or plan that is not there.
    """
    asked, filters = dimensions(by), {dimension(slug): frozenset(codes) for slug, codes in (where or {}).items()}
    chosen = run_for(viewer, run)
    wanted = None if months is None else tuple(sorted(set(months)))
    said = {each.slug: tuple(sorted(codes)) for each, codes in filters.items()}
    if chosen is None:
        none = dict.fromkeys(SHOWN, 0)
        empty = pd.DataFrame({name: [] for name in (*_headings(asked), *SHOWN)})
        return Report(
            tuple(by), basis, None, empty, Reconciled(none, none, ()), empty=NO_RUN, where=said, months=wanted
        )
    supposed = _supposed(basis, viewer, today)
    place = store or Store.at()
    bodies = tuple(dict.fromkeys(each for each in (*asked, *filters) if not each.column))
    cells = _cells(chosen, asked, filters, bodies, wanted, supposed.basis, place)
    belongings = {
        each: belonging(cells, each, basis=supposed.basis, structure=supposed.structure, today=today) for each in bodies
    }
    frame, proof = _answered(cells, asked, filters, belongings, supposed, today)
    first = attention(
        chosen, months=wanted, where={each.column: codes for each, codes in filters.items() if each.column}, store=place
    )
    empty_words = "" if proof.given["lines"] else "The run has no lines of these months and choices."
    return Report(
        tuple(each.slug for each in asked), supposed.basis, chosen, frame, proof, first, stale_since(chosen),
        empty_words, said, wanted,
    )  # fmt: skip


def _supposed(basis: Basis, viewer: Viewer, today: date) -> AsIf:
    moment = Moment(today)
    if basis.kind == "as-if":
        return as_if(basis, viewer=viewer, moment=moment)
    return AsIf(structure(moment=moment), basis, frozenset())


def _headings(asked: Sequence[Dimension]) -> list[str]:
    return [name for each in asked for name in ((each.slug,) if each.slug == "month" else _pair(each))]


def _pair(each: Dimension) -> tuple[str, str]:
    return each.slug, f"{each.slug}_name"


def _cells(
    run: PricingRun, asked: Sequence[Dimension], filters: Mapping[Dimension, frozenset[str]],
    bodies: Sequence[Dimension], months: Collection[int] | None, basis: Basis, store: Store,
) -> Cells:  # fmt: skip
    columns = [each.column for each in asked if each.column]
    for each in bodies:
        columns += columns_for(each, basis)
    return cells_of(
        run, columns=tuple(dict.fromkeys(columns)), months=months, store=store,
        where={each.column: codes for each, codes in filters.items() if each.column},
    )  # fmt: skip


def _answered(
    cells: Cells, asked: Sequence[Dimension], filters: Mapping[Dimension, frozenset[str]],
    belongings: Mapping[Dimension, Belonging], supposed: AsIf, today: date,
) -> tuple[pd.DataFrame, Reconciled]:  # fmt: skip
    order = list(belongings)
    cells, rows, numbers = placed(cells, [belongings[each] for each in order])
    group = dict(zip(order, numbers, strict=True))
    keep = np.ones(len(cells), dtype=np.bool_)
    for each, codes in filters.items():
        if each in belongings:
            allowed = [n for n, code in enumerate(belongings[each].codes) if code in codes]
            keep &= np.isin(group[each], allowed)
    cells, rows = cells.taken(keep), rows[keep]
    group = {each: numbers[keep] for each, numbers in group.items()}
    failing: Longs = np.full(len(cells), -1, dtype=np.int64)  # the first dimension in which a cell has no place
    for at, each in reversed(list(enumerate(asked))):
        if each in belongings:
            failing[group[each] < 0] = at
    whole = failing < 0
    keys, codes_of = [], []
    for each in asked:
        if each in belongings:
            keys.append((group[each][whole], len(belongings[each].codes)))
            codes_of.append(belongings[each].codes)
        else:
            key = cells.keys[each.column]
            keys.append((key.at[whole], len(key.words)))
            codes_of.append(key.words)
    numbered, sums = summed(keys, cells.measures[whole])
    frame = _frame(asked, numbered, codes_of, sums, supposed, today)
    lost = _unplaced(cells, rows, asked, belongings, failing, today)
    proof = Reconciled(_told(cells.measures.sum(axis=0)), _told(sums.sum(axis=0)), tuple(lost))
    for name in SHOWN:
        if proof.given[name] != proof.placed[name] + sum(each.values[name] for each in lost):
            raise LinesLost(f"{name}: {proof.given[name]} went in, {proof.placed[name]} came out or is unresolved")
    return frame, proof


def _told(sums: Longs) -> dict[str, int]:
    return {name: int(sums[at]) for name, at in zip(SHOWN, _AT, strict=True)}


def _frame(
    asked: Sequence[Dimension], numbered: Sequence[Longs], codes_of: Sequence[Sequence[str]], sums: Longs,
    supposed: AsIf, today: date,
) -> pd.DataFrame:  # fmt: skip
    columns: dict[str, Any] = {}
    for each, numbers, codes in zip(asked, numbered, codes_of, strict=True):
        found = np.array([*codes, ""], dtype=object)[numbers]
        if each.slug == "month":
            columns["month"] = [date.fromisoformat(text) if text else None for text in found.tolist()]
            continue
        used = set(found.tolist())
        bodies = not each.column or each.slug == "provider"
        names = names_of_bodies(used, supposed=supposed, today=today) if bodies else words_of(each.slug, used)
        columns[each.slug] = found
        columns[f"{each.slug}_name"] = [names[code] for code in found.tolist()]
    for name, at in zip(SHOWN, _AT, strict=True):
        columns[name] = sums[:, at]
    frame = pd.DataFrame(columns, columns=[*_headings(asked), *SHOWN])
    return frame.sort_values([each.slug for each in asked], ignore_index=True) if asked and len(frame) else frame


def _unplaced(
    cells: Cells, rows: Longs, asked: Sequence[Dimension], belongings: Mapping[Dimension, Belonging], failing: Longs,
    today: date,
) -> list[Unplaced]:  # fmt: skip
    """What has no place, by dimension, unit and reason; the most lines first."""
    found: dict[tuple[str, str, str], Longs] = {}
    for at in np.unique(failing[failing >= 0]).tolist():
        each = belongings[asked[at]]
        mine = np.flatnonzero(failing == at)
        questions, back = np.unique(each.question[rows[mine]], return_inverse=True)
        _, sums = summed([(back.reshape(-1), len(questions))], cells.measures[mine])
        for question, values in zip(questions.tolist(), sums, strict=True):
            key = asked[at].slug, each.asked[question], each.reasons[question]
            found[key] = found[key] + values if key in found else values
    names = names_of_bodies({code for _, code, _ in found}, supposed=None, today=today) if found else {}
    told = [Unplaced(slug, code, names[code], why, _told(values)) for (slug, code, why), values in found.items()]
    return sorted(told, key=lambda each: (-each.values["lines"], each.dimension, each.code, each.reason))
