"""Plan against actual: activity, price and variance for each cell and for the year to date, on any basis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
import pandas as pd

from ouzel.activity.accounts import AccountMonthKey
from ouzel.activity.answers.attention import Attention, attention
from ouzel.activity.answers.cells import Cells, cells_of, first_day, key_of
from ouzel.activity.answers.dimensions import Dimension, dimensions
from ouzel.activity.answers.runs import NO_RUN, run_for
from ouzel.activity.answers.shaping import Reconciled, columns_of, headings, shaped, supposed
from ouzel.activity.answers.staleness import stale_since
from ouzel.activity.models import PlanLine, PricingRun
from ouzel.activity.plan_files import plan_of_year
from ouzel.activity.store import Store
from ouzel.as_if import AsIf
from ouzel.core.errors import ContentError
from ouzel.core.models import ReferenceRelease
from ouzel.core.permissions import Viewer
from ouzel.core.types.basis import Basis

PLANNED = ("provider", "commissioner", "board", "region", "specialty", "pod", "month")
"""What a plan can be told by."""

AS_WAS = Basis("as-was")
PlanRow: TypeAlias = tuple[int, int, str, str, str, str, int, int]
"""Year, month, provider, commissioner, treatment function, point of delivery, activity, pence of a line of a plan."""
USUAL = ("provider", "commissioner", "specialty", "pod", "month")
FIGURES = ("activity", "price")
COLUMNS = (
    "planned_activity", "actual_activity", "activity_variance", "planned_price", "actual_price", "price_variance",
    "found_in",
)  # fmt: skip
BOTH, PLAN_ONLY, ACTUAL_ONLY = "both", "plan", "actual"
_FOUND_IN = {"both": BOTH, "left_only": PLAN_ONLY, "right_only": ACTUAL_ONLY}


@dataclass(frozen=True)
class NotSent:
    """Months (1: April) of a provider that are planned and that nothing was sent of, and what was planned for them."""

    provider: str
    months: tuple[int, ...]
    activity: int  # thousandths
    pence: int

    @property
    def words(self) -> str:
        """What the comparison lacks, in a sentence."""
        names = [f"{first_day(AccountMonthKey(202526, month).line_month):%B}" for month in self.months]
        when = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
        pounds = f"{'-' if self.pence < 0 else ''}£{abs(self.pence) // 100:,}.{abs(self.pence) % 100:02}"
        return f"{self.provider} sent nothing for {when}; the {pounds} planned for it is not compared."


@dataclass(frozen=True, eq=False)
class AgainstPlan:
    """A year's plan beside what was done by the end of month `through` (1: April).

    `frame` has the dimensions, then `COLUMNS`: thousandths and pence; variance is actual less plan. What only the plan
    or only the actuals have is missing in the other (not 0), its variance is the whole, and `found_in` says so.
    `to_date` is the same without months. Actual prices of blocks are at guide price; `attention` has what has none.
    A month of which a provider sent nothing is no underspend: what was planned for it is in `not_sent` alone.
    """

    year: int
    through: int
    basis: Basis
    by: tuple[str, ...]
    plan: ReferenceRelease | None
    run: PricingRun | None
    frame: pd.DataFrame
    to_date: pd.DataFrame
    planned: Reconciled
    actual: Reconciled
    attention: tuple[Attention, ...] = ()
    stale: str = ""
    empty: str = ""
    not_sent: tuple[NotSent, ...] = ()


def against_plan(
    *, year: int, viewer: Viewer, today: date, by: Sequence[str] = USUAL, basis: Basis = AS_WAS,
    through: int | None = None, run: PricingRun | None = None, store: Store | None = None,
) -> AgainstPlan:  # fmt: skip
    """The plan of a year such as 202526 beside the run (None: the latest of all lines).

    `through` is the last month, counted from April (None: the last of the year that has lines). On any basis but
    `as-was` what predecessors planned is with whoever succeeded them. A plan that tells no treatment functions is met
    by the actuals of all. PermissionDenied for who may not see figures; ContentError for what a plan is not told by.
    """
    asked = dimensions(by)
    if odd := [each.slug for each in asked if each.slug not in PLANNED]:
        raise ContentError("a plan is not told by this", field="by", value=odd[0], right=f"Use {', '.join(PLANNED)}")
    chosen, plan, place = run_for(viewer, run), plan_of_year(year), store or Store.at()
    shape = supposed(basis, viewer=viewer, today=today)
    last = through or _last_month(chosen, year, place)
    months = [AccountMonthKey(year, month).line_month for month in range(1, last + 1)]
    rows, not_sent = _sent(_plan_rows(plan, viewer, last), chosen, months, place)
    planned, first = _shaped(_planned(rows), asked, shape, today)
    done = Cells({}, np.zeros((0, 2), dtype=np.int64), FIGURES)
    if chosen is not None:
        done = cells_of(chosen, columns=columns_of(asked, {}, shape.basis), months=months, store=place)
    actual, second = _shaped(done, asked, shape, today)
    slugs = tuple(each.slug for each in asked)
    frame = _beside(planned, actual, asked)
    whole = tuple(each for each in asked if each.slug != "month")
    return AgainstPlan(
        year, last, shape.basis, slugs, plan, chosen, frame, _beside(planned, actual, whole), first, second,
        attention(chosen, months=months, store=place) if chosen else (), stale_since(chosen) if chosen else "",
        _why_empty(year, plan, chosen), not_sent,
    )  # fmt: skip


def _why_empty(year: int, plan: ReferenceRelease | None, run: PricingRun | None) -> str:
    said = [] if run else [NO_RUN]
    if plan is None:
        said.append(f"No plan of {year // 100}/{year % 100:02d} is loaded: ouzel activity plan load PATH.")
    return " ".join(said)


def _last_month(run: PricingRun | None, year: int, store: Store) -> int:
    """The last month of the year with lines; 12 where there is none, so that the plan is shown whole."""
    if run is None:
        return 12
    numbers = {AccountMonthKey(year, n).line_month: n for n in range(1, 13)}
    months = {first_day(number).isoformat(): n for number, n in numbers.items()}
    found = cells_of(run, columns=("month",), months=numbers, store=store).keys["month"]
    return max((months[found.words[at]] for at in found.at.tolist()), default=12)


def _plan_rows(plan: ReferenceRelease | None, viewer: Viewer, through: int) -> list[PlanRow]:
    if plan is None:
        return []
    lines = PlanLine.objects.visible_to(viewer).filter(release=plan, month__lte=through)
    return list(lines.values_list("year", "month", "provider", "commissioner", "specialty", "pod", "activity", "pence"))


def _sent(
    rows: list[PlanRow], run: PricingRun | None, months: Sequence[int], store: Store
) -> tuple[list[PlanRow], tuple[NotSent, ...]]:
    """The rows of months that their providers sent something of, and what is planned for the others."""
    if run is None:
        return rows, ()
    cells = cells_of(run, columns=("provider", "month"), months=months, store=store)
    pairs = zip(*(cells.keys[name].at.tolist() for name in ("provider", "month")), strict=True)
    there = {(cells.keys["provider"].words[one], cells.keys["month"].words[other]) for one, other in pairs}

    def was_sent(row: PlanRow) -> bool:
        return (row[2], first_day(AccountMonthKey(row[0], row[1]).line_month).isoformat()) in there

    absent: dict[str, list[PlanRow]] = {}
    for row in rows:
        if not was_sent(row):
            absent.setdefault(row[2], []).append(row)
    return [row for row in rows if was_sent(row)], tuple(
        NotSent(provider, tuple(sorted({row[1] for row in those})), sum(row[6] for row in those),
                sum(row[7] for row in those))
        for provider, those in sorted(absent.items())
    )  # fmt: skip


def _planned(rows: Sequence[PlanRow]) -> Cells:
    """The lines of a plan as cells: its commissioners are payers, that become whoever succeeded them."""
    words = {
        "month": [first_day(AccountMonthKey(row[0], row[1]).line_month).isoformat() for row in rows],
        "provider": [row[2] for row in rows], "commissioner": [row[3] for row in rows],
        "unit": [row[3] for row in rows], "unit_kind": ["payer" for _ in rows],
        "specialty": [row[4] for row in rows], "pod": [row[5] for row in rows],
    }  # fmt: skip
    measures = np.array([row[6:] for row in rows], dtype=np.int64).reshape(-1, len(FIGURES))
    return Cells({name: key_of(column) for name, column in words.items()}, measures, FIGURES)


def _shaped(cells: Cells, asked: Sequence[Dimension], shape: AsIf, today: date) -> tuple[pd.DataFrame, Reconciled]:
    if not len(cells):
        none = dict.fromkeys(FIGURES, 0)
        return pd.DataFrame({name: [] for name in (*headings(asked), *FIGURES)}), Reconciled(none, none)
    return shaped(cells, asked, shown=FIGURES, shape=shape, today=today, where={})


def _beside(planned: pd.DataFrame, actual: pd.DataFrame, asked: Sequence[Dimension]) -> pd.DataFrame:
    """Both by the same keys, with variances."""
    keys = [each.slug for each in asked]
    named = [each.slug for each in asked if each.slug != "month"]
    names = {slug: _names(planned, slug) | _names(actual, slug) for slug in named}
    if "specialty" in keys:
        actual, planned = _of_all_functions(planned, actual, keys)
    left, right = (_added(frame, keys) for frame in (planned, actual))
    found = left.merge(right, how="outer", on=keys or None, left_index=not keys, right_index=not keys,
                       suffixes=("_planned", "_done"), indicator=True)  # fmt: skip
    frame = pd.DataFrame({key: found[key] for key in keys}, index=found.index)
    for slug, told in names.items():
        frame[f"{slug}_name"] = [told.get(code, "") for code in found[slug]]
    for figure in FIGURES:
        plan, done = (found[f"{figure}_{side}"].astype("Int64") for side in ("planned", "done"))
        frame[f"planned_{figure}"], frame[f"actual_{figure}"] = plan, done
        frame[f"{figure}_variance"] = done.fillna(0) - plan.fillna(0)
    frame["found_in"] = [_FOUND_IN[where] for where in found["_merge"]]
    frame = frame[[*headings(asked), *COLUMNS]]
    return frame.sort_values(keys, ignore_index=True) if keys else frame.reset_index(drop=True)


def _names(frame: pd.DataFrame, slug: str) -> dict[str, str]:
    return dict(zip(frame[slug], frame[f"{slug}_name"], strict=True))


def _of_all_functions(
    planned: pd.DataFrame, actual: pd.DataFrame, keys: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Where the plan tells no treatment function of something, the actuals (and the rest of the plan) tell none."""
    others = [key for key in keys if key not in ("specialty", "month")]
    blank = planned[planned["specialty"] == ""]
    untold = set(blank[others].itertuples(index=False, name=None))

    def without(frame: pd.DataFrame) -> pd.DataFrame:
        mine = [row in untold for row in frame[others].itertuples(index=False, name=None)]
        return frame.assign(specialty=frame["specialty"].mask(np.array(mine, dtype=np.bool_), ""))

    return without(actual), without(planned)


def _added(frame: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    frame = frame.astype(dict.fromkeys(FIGURES, "int64"))
    if keys:
        return frame.groupby(list(keys), as_index=False, dropna=False)[list(FIGURES)].sum()
    return frame[list(FIGURES)].sum().to_frame().T if len(frame) else frame[list(FIGURES)]
