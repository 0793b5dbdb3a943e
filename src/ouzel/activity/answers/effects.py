"""Why an amount differs: volume, case mix and price, of two periods or of plan and actual (see `splitting`)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from ouzel.activity.answers.against_plan import AS_WAS, AgainstPlan, NotSent, against_plan
from ouzel.activity.answers.attention import Attention, attention
from ouzel.activity.answers.cells import Cells, first_day
from ouzel.activity.answers.dimensions import DIMENSIONS, Dimension, dimensions
from ouzel.activity.answers.priced import priced_cells
from ouzel.activity.answers.runs import NEEDS, latest_run
from ouzel.activity.answers.shaping import Reconciled, headings, shaped, supposed
from ouzel.activity.answers.splitting import Effects, split
from ouzel.activity.models import PricingRun
from ouzel.activity.store import Store
from ouzel.as_if import AsIf
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Viewer, require
from ouzel.core.permissions import today as this_day
from ouzel.core.types.basis import Basis

BETWEEN = ("provider", "commissioner", "board", "region", "pod")
"""What two periods can be told by."""

USUAL = ("provider", "pod")
EFFECTS = ("base", "actual", "difference", "volume", "mix", "price")
FIGURES = ("activity", "price")
_CURRENCY = Dimension("currency", "Currency", "currency")


@dataclass(frozen=True, eq=False)
class Split:
    """`frame` has the dimensions, then `EFFECTS` in pence; `total` is their sum, exactly.

    Volume, mix and price are told within each row: one spell is not one attendance, so rows have a point of delivery
    each, whatever is asked by. `without_price`: lines of the base and of what is compared with it that have no price
    and so are left out. `base` and `actual` are the proofs of the basis.
    """

    by: tuple[str, ...]
    basis: Basis
    frame: pd.DataFrame
    total: Effects
    base: Reconciled
    actual: Reconciled
    without_price: tuple[int, int] = (0, 0)
    empty: str = ""
    attention: tuple[Attention, ...] = ()  # of the newest run, for the months compared
    stale: str = ""  # what changed since that run; two periods are worked out from the lines as they are now
    not_sent: tuple[NotSent, ...] = ()  # of a plan: what is not compared, for nothing was sent of it


def effects_between(
    *, before: Collection[int], after: Collection[int], viewer: Viewer, today: date, by: Sequence[str] = USUAL,
    basis: Basis = AS_WAS, store: Store | None = None,
) -> Split:  # fmt: skip
    """Why months `after` cost other than months `before` (year * 12 + month - 1), by currency within each row.

    Worked out from the lines that count, by the rules and prices as they are now; blocks at guide price.
    PermissionDenied for who may not see figures of activity; ContentError for what periods are not told by.
    """
    require(viewer, NEEDS, on=this_day())
    asked = _with_pod(by, BETWEEN)
    for month in (*before, *after):
        first_day(month)
    shape = supposed(basis, viewer=viewer, today=today)
    place = store or Store.at()
    sides = [priced_cells(place, months=months) for months in (before, after)]
    (base, first), (actual, second) = (_by_currency(cells, asked, shape, today) for cells, _ in sides)
    bare = [when for when, frame in (("before", base), ("after", actual)) if not len(frame)]
    empty = f"There are no lines with a price {' or '.join(bare)}, so there is nothing to compare." if bare else ""
    frame, total = _split(base, actual, asked, cell=("currency",), empty=empty)
    without = sides[0][1], sides[1][1]
    run = latest_run()
    return Split(
        tuple(each.slug for each in asked), shape.basis, frame, total, first, second, without, empty,
        attention(run, months=sorted({*before, *after}), store=place) if run else (),
    )  # fmt: skip


def effects_of_plan(
    *, year: int, viewer: Viewer, today: date, by: Sequence[str] = USUAL, basis: Basis = AS_WAS,
    through: int | None = None, run: PricingRun | None = None, store: Store | None = None,
) -> Split:  # fmt: skip
    """Why what was done by the end of month `through` costs other than planned, by treatment function within each row.

    Arguments and errors as of `against_plan`. Lines without a price count as activity at no price: see its `attention`.
    """
    asked = _with_pod(by, BETWEEN)
    slugs = tuple(each.slug for each in asked)
    beside = against_plan(
        year=year, viewer=viewer, today=today, by=(*slugs, "specialty"), basis=basis, through=through, run=run,
        store=store,
    )  # fmt: skip
    base, actual = (_side(beside, side) for side in ("planned", "actual"))
    frame, total = _split(base, actual, asked, cell=("specialty",), empty=beside.empty)
    return Split(slugs, beside.basis, frame, total, beside.planned, beside.actual, empty=beside.empty,
                 attention=beside.attention, stale=beside.stale, not_sent=beside.not_sent)  # fmt: skip


def _with_pod(by: Sequence[str], allowed: Sequence[str]) -> tuple[Dimension, ...]:
    asked = dimensions(by)
    if odd := [each.slug for each in asked if each.slug not in allowed]:
        raise ContentError("effects are not told by this", field="by", value=odd[0], right=f"Use {', '.join(allowed)}")
    return asked if DIMENSIONS["pod"] in asked else (*asked, DIMENSIONS["pod"])


def _by_currency(cells: Cells, asked: Sequence[Dimension], shape: AsIf, today: date) -> tuple[pd.DataFrame, Reconciled]:
    return shaped(cells, (*asked, _CURRENCY), shown=FIGURES, shape=shape, today=today, where={})


def _side(beside: AgainstPlan, side: str) -> pd.DataFrame:
    """One side of a plan answer, in the columns of the other kind."""
    frame = beside.to_date
    named = {f"{side}_{figure}": figure for figure in FIGURES}
    kept = frame[[name for name in frame.columns if name in named or not name.endswith(_ENDS)]]
    return kept.rename(columns=named).fillna(dict.fromkeys(FIGURES, 0))


_ENDS = ("_activity", "_price", "_variance", "found_in")


def _split(
    base: pd.DataFrame, actual: pd.DataFrame, asked: Sequence[Dimension], *, cell: tuple[str, ...], empty: str
) -> tuple[pd.DataFrame, Effects]:
    """The effects of each row and of all; none where a side is `empty`: what is not known is no amount of nothing."""
    keys = [each.slug for each in asked]
    groups: dict[tuple[Any, ...], list[dict[Any, tuple[int, int]]]] = {}
    names: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    told = headings(asked)
    for at, frame in enumerate(() if empty else (base, actual)):
        for row in frame[[*keys, *cell, *told, *FIGURES]].loc[:, lambda f: ~f.columns.duplicated()].to_dict("records"):
            key = tuple(row[name] for name in keys)
            names.setdefault(key, tuple(row[name] for name in told))
            sides = groups.setdefault(key, [{}, {}])
            sides[at][tuple(row[name] for name in cell)] = int(row["activity"]), int(row["price"])
    found = {key: split(*groups[key]) for key in sorted(groups)}
    rows = [
        (*names[key], each.base, each.actual, each.difference, each.volume, each.mix, each.price)
        for key, each in found.items()
    ]
    return pd.DataFrame(rows, columns=[*told, *EFFECTS]), sum(found.values(), Effects())
