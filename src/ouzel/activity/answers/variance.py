"""Where what was submitted is not what the rules say: commissioner or category, by lines and pounds, with the boxes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from ouzel.activity.answers.cells import Cells, cells_of
from ouzel.activity.answers.naming import names_of_bodies
from ouzel.activity.answers.runs import NO_RUN, run_for
from ouzel.activity.answers.words import words_of
from ouzel.activity.cube import MEASURES
from ouzel.activity.models import PricingRun
from ouzel.activity.references.years import known_flows
from ouzel.activity.store import Store
from ouzel.core.permissions import Viewer

COLUMNS = (
    "submitted", "submitted_name", "derived", "derived_name", "rules", "box", "question", "lines", "submitted_pence",
    "price",
)  # fmt: skip
_PAIR = {"commissioner": ("submitted_to", "commissioner"), "category": ("submitted_category", "category")}
_LINES, _SUBMITTED, _PRICE = (MEASURES.index(name) for name in ("lines", "submitted", "price"))


@dataclass(frozen=True)
class Count:
    """Lines, and pence submitted for them and as priced."""

    lines: int
    submitted: int
    price: int


@dataclass(frozen=True, eq=False)
class Variance:
    """`frame` (`COLUMNS`): what differs, by both codes and the box that decided, the most pounds first.

    Every line is `agreed`, `differing` or `unsaid` (nothing was submitted); a line that nobody pays for differs from
    whoever was submitted, and its `derived` is "".
    """

    of: Literal["commissioner", "category"]
    run: PricingRun | None
    frame: pd.DataFrame
    agreed: Count
    differing: Count
    unsaid: Count
    empty: str = ""


def variance(
    *, of: Literal["commissioner", "category"], viewer: Viewer, today: date, months: Collection[int] | None = None,
    run: PricingRun | None = None, store: Store | None = None,
) -> Variance:  # fmt: skip
    """What was submitted beside what was derived, each as it was. PermissionDenied for who may not see figures."""
    chosen = run_for(viewer, run)
    if chosen is None:
        none = Count(0, 0, 0)
        return Variance(of, None, pd.DataFrame(columns=list(COLUMNS)), none, none, none, NO_RUN)
    left, right = _PAIR[of]
    cells = cells_of(chosen, columns=(left, right, "rules", "box"), months=months, store=store or Store.at())
    submitted, derived, rules, box = (_words(cells, name) for name in (left, right, "rules", "box"))
    unsaid = submitted == ""
    differs = ~unsaid & (submitted != derived)
    known = known_flows(store=store)
    questions = {(flow.name, each.id): each.question for flow in known for each in flow.boxes.values()}
    codes = set(submitted) | set(derived)
    names = names_of_bodies(codes, supposed=None, today=today) if of == "commissioner" else words_of(of, codes)
    rows = [
        (
            submitted[n], names[submitted[n]], derived[n], names[derived[n]], rules[n], box[n],
            questions.get((rules[n], box[n]), ""), *(int(cells.measures[n, at]) for at in (_LINES, _SUBMITTED, _PRICE)),
        )
        for n in np.flatnonzero(differs).tolist()
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    order = ["submitted_pence", "price", "lines"]
    frame = frame.sort_values(
        [*order, "submitted", "derived", "rules", "box"], ascending=[False] * 3 + [True] * 4, ignore_index=True
    )
    agreed, differing, without = (_count(cells, side) for side in (~unsaid & ~differs, differs, unsaid))
    return Variance(of, chosen, frame, agreed, differing, without)


def _words(cells: Cells, name: str) -> np.ndarray:
    key = cells.keys[name]
    found: np.ndarray = np.array([*key.words, ""], dtype=object)[key.at]
    return found


def _count(cells: Cells, where: np.ndarray) -> Count:
    sums = cells.measures[where].sum(axis=0)
    return Count(*(int(sums[at]) for at in (_LINES, _SUBMITTED, _PRICE)))
