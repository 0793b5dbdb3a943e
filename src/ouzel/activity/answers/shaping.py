"""Cells in the shape of what is asked: named by dimensions on a basis, with the proof that nothing is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from ouzel.activity.answers.adding import placed, summed
from ouzel.activity.answers.cells import Cells
from ouzel.activity.answers.dimensions import Dimension
from ouzel.activity.answers.grouping import Belonging, belonging, columns_for
from ouzel.activity.answers.naming import names_of_bodies
from ouzel.activity.answers.words import words_of
from ouzel.activity.store import Store
from ouzel.as_if import AsIf, as_if
from ouzel.core.permissions import Viewer
from ouzel.core.types.basis import Basis
from ouzel.engine.days import Longs
from ouzel.register.answers import Moment
from ouzel.structures import structure

Filters = Mapping[Dimension, frozenset[str]]


class LinesLost(AssertionError):
    """Figures in differ from figures out plus unresolved: a fault of ours, so none is given."""


@dataclass(frozen=True)
class Unplaced:
    """Figures that belong to no body of a dimension, with the reason. `code`: the unit or payer; "" where nobody pays.

    `values` by column of figures.
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
    unresolved: tuple[Unplaced, ...] = ()


def supposed(basis: Basis, *, viewer: Viewer, today: date) -> AsIf:
    """The register that a basis asks of: as it is, or with plans applied. Errors of plans as in `as_if`."""
    moment = Moment(today)
    if basis.kind == "as-if":
        return as_if(basis, viewer=viewer, moment=moment)
    return AsIf(structure(moment=moment), basis, frozenset())


def columns_of(asked: Sequence[Dimension], where: Filters, basis: Basis) -> tuple[str, ...]:
    """The columns of the cube that these dimensions need on a basis."""
    columns = [each.column for each in asked if each.column]
    for each in (*asked, *where):
        columns += () if each.column else columns_for(each, basis)
    return tuple(dict.fromkeys(columns))


def headings(asked: Sequence[Dimension]) -> list[str]:
    """The columns of a frame by dimensions: code and name of each; of a month its first day alone."""
    return [name for each in asked for name in ([each.slug] if each.slug == "month" else _pair(each))]


def shaped(
    cells: Cells,
    asked: Sequence[Dimension],
    *,
    shown: Sequence[str],
    shape: AsIf,
    today: date,
    where: Filters,
    store: Store | None = None,
) -> tuple[pd.DataFrame, Reconciled]:
    """A frame by the dimensions with the figures `shown`, and its proof. `where` chooses by dimensions of bodies.

    `store` has the postcode directory, for the places of practices.
    """
    bodies = tuple(dict.fromkeys(each for each in (*asked, *where) if not each.column))
    belongings = {
        each: belonging(cells, each, basis=shape.basis, structure=shape.structure, today=today, store=store)
        for each in bodies
    }
    cells, rows, numbers = placed(cells, list(belongings.values()))
    group = dict(zip(belongings, numbers, strict=True))
    keep = np.ones(len(cells), dtype=np.bool_)
    for each, codes in where.items():
        if each in belongings:
            keep &= np.isin(group[each], [n for n, code in enumerate(belongings[each].codes) if code in codes])
    cells, rows = cells.taken(keep), rows[keep]
    group = {each: numbers[keep] for each, numbers in group.items()}
    failing: Longs = np.full(len(cells), -1, dtype=np.int64)  # the first dimension in which a cell has no place
    for at, each in reversed(list(enumerate(asked))):
        if each in belongings:
            failing[group[each] < 0] = at
    whole = failing < 0
    keys: list[tuple[Longs, Sequence[str]]] = []
    for each in asked:
        if each in belongings:
            keys.append((group[each][whole], belongings[each].codes))
        else:
            keys.append((cells.keys[each.column].at[whole], cells.keys[each.column].words))
    numbered, sums = summed([(at, len(words)) for at, words in keys], cells.measures[whole])
    found = [np.array([*words, ""], dtype=object)[at] for (_, words), at in zip(keys, numbered, strict=True)]
    frame = _frame(asked, found, _told(cells, sums.T, shown), shape, today)
    lost = _unplaced(cells, rows, asked, belongings, failing, shown, today)
    proof = Reconciled(_sums(cells, cells.measures, shown), _sums(cells, sums, shown), tuple(lost))
    for name in shown:
        if proof.given[name] != proof.placed[name] + sum(each.values[name] for each in lost):
            raise LinesLost(f"{name}: {proof.given[name]} went in, {proof.placed[name]} came out or is unresolved")
    return frame, proof


def _pair(each: Dimension) -> list[str]:
    return [each.slug, f"{each.slug}_name"]


def _told(cells: Cells, columns: Any, shown: Sequence[str]) -> dict[str, Any]:
    """Figures by name, of what has one for each of the cells' names."""
    return {name: columns[cells.names.index(name)] for name in shown}


def _sums(cells: Cells, measures: Longs, shown: Sequence[str]) -> dict[str, int]:
    return {name: int(value) for name, value in _told(cells, measures.sum(axis=0), shown).items()}


def _frame(
    asked: Sequence[Dimension], found: Sequence[Any], figures: Mapping[str, Any], shape: AsIf, today: date
) -> pd.DataFrame:
    columns: dict[str, Any] = {}
    for each, codes in zip(asked, found, strict=True):
        if each.slug == "month":
            columns["month"] = [date.fromisoformat(text) if text else None for text in codes.tolist()]
            continue
        used = set(codes.tolist())
        bodies = not each.column or each.slug == "provider"
        names = names_of_bodies(used, supposed=shape, today=today) if bodies else words_of(each.slug, used)
        columns |= dict(zip(_pair(each), (codes, [names[code] for code in codes.tolist()]), strict=True))
    frame = pd.DataFrame(columns | dict(figures), columns=[*headings(asked), *figures])
    return frame.sort_values([each.slug for each in asked], ignore_index=True) if asked and len(frame) else frame


def _unplaced(
    cells: Cells, rows: Longs, asked: Sequence[Dimension], belongings: Mapping[Dimension, Belonging], failing: Longs,
    shown: Sequence[str], today: date,
) -> list[Unplaced]:  # fmt: skip
    """What has no place, by dimension, unit and reason; the largest first."""
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
    told = [
        Unplaced(
            slug, code, names[code], why, {name: int(value) for name, value in _told(cells, values, shown).items()}
        )
        for (slug, code, why), values in found.items()
    ]
    return sorted(told, key=lambda each: (-each.values[shown[0]], each.dimension, each.code, each.reason))
