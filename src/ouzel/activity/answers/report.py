"""Figures of activity by whatever is asked, on any basis, with their reconciliation and what to look at first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from ouzel.activity.answers.attention import Attention, attention
from ouzel.activity.answers.cells import cells_of
from ouzel.activity.answers.dimensions import dimension, dimensions
from ouzel.activity.answers.runs import NO_RUN, run_for
from ouzel.activity.answers.shaping import Reconciled, Unplaced, columns_of, headings, shaped, supposed
from ouzel.activity.answers.staleness import stale_since
from ouzel.activity.answers.words import lines_in_words
from ouzel.activity.models import PricingRun
from ouzel.activity.store import Store
from ouzel.core.permissions import Viewer
from ouzel.core.types.basis import Basis

__all__ = ["SHOWN", "Reconciled", "Report", "Unplaced", "report"]

NO_LINES = "The run has no lines of these months and choices."

SHOWN = ("lines", "activity", "days", "price", "charged", "submitted")
"""Columns of figures: lines; activity in thousandths; days of stay; pence."""


@dataclass(frozen=True, eq=False)
class Report:
    """An answer. `frame` has for each dimension its code and `…_name` (`month`: its first day, None: not known), then
    `SHOWN`: whole numbers, activity in thousandths, money in pence.

    `attention`, to be shown first: what is unpriced and what is unattributed. Where there was no run, `run` is None and
    everything empty: `empty` says why and what to do. `stale` says what has changed since the run; "" nothing.
    `note`: how places were found, where it was asked by them.
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
    note: str = ""


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
    slugs = tuple(each.slug for each in asked)
    if chosen is None:
        none = dict.fromkeys(SHOWN, 0)
        frame = pd.DataFrame({name: [] for name in (*headings(asked), *SHOWN)})
        return Report(slugs, basis, None, frame, Reconciled(none, none), empty=NO_RUN, where=said, months=wanted)
    shape = supposed(basis, viewer=viewer, today=today)
    place = store or Store.at()
    of_cube = {each.column: codes for each, codes in filters.items() if each.column}
    cells = cells_of(
        chosen, columns=columns_of(asked, filters, shape.basis), months=wanted, where=of_cube, store=place
    )  # fmt: skip
    frame, proof = shaped(cells, asked, shown=SHOWN, shape=shape, today=today, where=filters, store=place)
    return Report(
        slugs, shape.basis, chosen, frame, proof, attention(chosen, months=wanted, where=of_cube, store=place),
        stale_since(chosen), "" if proof.given["lines"] else NO_LINES, said, wanted,
        _of_places(chosen, wanted, of_cube, place) if dimension("place") in {*asked, *filters} else "",
    )  # fmt: skip


def _of_places(
    run: PricingRun, months: Collection[int] | None, where: Mapping[str, Collection[str]], store: Store
) -> str:
    """By what the places of lines are asked of, in sentences; of the months and choices, before any of place."""
    cells = cells_of(run, columns=("place_by",), months=months, where=where, store=store)
    key, lines = cells.keys["place_by"], cells.measures[:, cells.names.index("lines")].tolist()
    found = {key.words[at]: count for at, count in zip(key.at.tolist(), lines, strict=True)}
    if not found:
        return ""
    home, practice, neither = (found.get(by, 0) for by in ("home", "practice", ""))
    told = [f"Place is where the patient lives: so of {lines_in_words(home)}."]
    if practice:
        told.append(
            f"Of {lines_in_words(practice)} no small area of a home is known: it is where the GP practice stands."
        )
    if neither:
        told.append(f"Of {lines_in_words(neither)} neither is known.")
    return " ".join(told)
