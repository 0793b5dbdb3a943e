"""Where what was submitted is not what the rules say: commissioner, category or point of delivery, with the boxes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from ouzel.activity.answers.attention import Attention, attention
from ouzel.activity.answers.cells import Cells, cells_of
from ouzel.activity.answers.naming import names_of_bodies
from ouzel.activity.answers.runs import NO_RUN, run_for
from ouzel.activity.answers.staleness import stale_since
from ouzel.activity.answers.words import lines_in_words, words_of
from ouzel.activity.cube import MEASURES
from ouzel.activity.models import PricingRun
from ouzel.activity.references.years import known_flows
from ouzel.activity.store import Store
from ouzel.core.permissions import Viewer

COLUMNS = (
    "submitted", "submitted_name", "derived", "derived_name", "rules", "box", "question", "lines", "submitted_pence",
    "price",
)  # fmt: skip
Of = Literal["commissioner", "category", "pod"]
_PAIR: dict[Of, tuple[str, str]] = {
    "commissioner": ("submitted_to", "commissioner"), "category": ("submitted_category", "category"),
    "pod": ("submitted_pod", "pod"),
}  # fmt: skip
OF: tuple[Of, ...] = tuple(_PAIR)
_WORDS = {"commissioner": "commissioner", "category": "service category", "pod": "point of delivery"}
_OR_NONE = {"commissioner": "", "category": "", "pod": " that can be compared"}
_BOXES = {"commissioner": ("rules", "box"), "category": ("rules", "box"), "pod": ()}
"""By what of the rules a difference is told: boxes decide who pays and in which category, not the point of delivery."""

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
    whoever was submitted, and its `derived` is "". The point of delivery submitted is the national one, or the one that
    a local one is mapped to; where the line is priced under none, which attention tells, nothing is compared, and no
    box decided.
    """

    of: Of
    run: PricingRun | None
    frame: pd.DataFrame
    agreed: Count
    differing: Count
    unsaid: Count
    empty: str = ""
    stale: str = ""
    attention: tuple[Attention, ...] = ()

    @property
    def verdict(self) -> str:
        """How lines stand to the rules, in words: one that says nothing neither agrees nor differs. "" where empty."""
        if self.empty:
            return ""
        what, said, silent = _WORDS[self.of], self.agreed.lines + self.differing.lines, self.unsaid.lines
        if not said:
            return f"No line says a {what}{_OR_NONE[self.of]}, so nothing can be set beside the rules."
        if self.differing.lines:
            verb = "differs" if self.differing.lines == 1 else "differ"
            first = f"{self.differing.lines:,} of {lines_in_words(said)} with a {what} submitted {verb} from the rules."
        elif silent:
            first = f"No line of {said:,} with a {what} submitted differs from the rules."
        else:
            first = f"Every line was submitted under the {what} that the rules say."
        if not silent:
            return first
        say, them = ("says", "it") if silent == 1 else ("say", "them")
        return f"{first} {lines_in_words(silent)} {say} no {what}{_OR_NONE[self.of]}, so nothing can be told of {them}."


def variance(
    *, of: Of, viewer: Viewer, today: date, months: Collection[int] | None = None,
    run: PricingRun | None = None, store: Store | None = None,
) -> Variance:  # fmt: skip
    """What was submitted beside what was derived, each as it was. PermissionDenied for who may not see figures."""
    chosen = run_for(viewer, run)
    if chosen is None:
        none = Count(0, 0, 0)
        return Variance(of, None, pd.DataFrame(columns=list(COLUMNS)), none, none, none, NO_RUN)
    left, right = _PAIR[of]
    place = store or Store.at()
    cells = cells_of(chosen, columns=(left, right, *_BOXES[of]), months=months, store=place)
    submitted, derived = (_words(cells, name) for name in (left, right))
    nothing = np.full(len(cells), "", dtype=object)
    rules, box = (_words(cells, name) for name in _BOXES[of]) if _BOXES[of] else (nothing, nothing)
    unsaid = submitted == ""
    if of == "pod":
        unsaid |= derived == ""
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
    return Variance(
        of, chosen, frame, agreed, differing, without, stale=stale_since(chosen),
        attention=attention(chosen, months=months, store=place),
    )  # fmt: skip


def _words(cells: Cells, name: str) -> np.ndarray:
    key = cells.keys[name]
    found: np.ndarray = np.array([*key.words, ""], dtype=object)[key.at]
    return found


def _count(cells: Cells, where: np.ndarray) -> Count:
    sums = cells.measures[where].sum(axis=0)
    return Count(*(int(sums[at]) for at in (_LINES, _SUBMITTED, _PRICE)))
