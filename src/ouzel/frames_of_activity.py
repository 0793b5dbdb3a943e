"""Answers about activity as pandas data frames: the names are those of `ouzel`, as `ouzel.activity_plan` ...

Money is in pounds and activity in units, as exact decimals. `.attrs["answer"]` of every frame has the whole answer in
the shape that the interface gives: what needs somebody, what changed since the run, and why there is nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from ouzel.starting import ready

if TYPE_CHECKING:
    from ouzel.activity.answers.attention import Attention
    from ouzel.activity.answers.report import Reconciled
    from ouzel.activity.explained import Explained
    from ouzel.api.activity_answers import Told

Day = date | str


class ActivityFrame(pd.DataFrame):
    """Figures of activity: for each dimension its code and name, then lines, activity, days, and pounds as decimals.

    `reconciliation` proves that every line is in a row or unresolved; `attention` lists what is unpriced or nobody's;
    `stale` says what has changed since the run, `nothing` why there is nothing, `note` how places were found.
    """

    _metadata: ClassVar[list[str]] = ["reconciliation", "attention", "stale", "nothing", "note"]
    reconciliation: "Reconciled"
    attention: "tuple[Attention, ...]"
    stale: str
    note: str
    nothing: str


def activity_report(
    *,
    by: Sequence[str],
    basis: str = "as-was",
    months: Sequence[Day] | None = None,
    where: Mapping[str, Sequence[str]] | None = None,
) -> ActivityFrame:
    """Figures of the last run by commissioner, board, region, place, provider, specialty, pod, category, month ...

    `basis` as in `rebase`; as-was is as each line was attributed. `months` are any days in them, `where` chooses codes
    of dimensions. PermissionError and ContentError as the commands have them.
    """
    ready()
    from ouzel.activity.answers.report import report
    from ouzel.api import activity_answers as answer
    from ouzel.core.actors import Actor
    from ouzel.core.permissions import today
    from ouzel.core.types.basis import Basis

    found = report(
        by=list(by), basis=Basis.parse(basis), viewer=Actor.command(), today=today(), where=where,
        months=_months(months),
    )  # fmt: skip
    told = answer.report(found)
    frame = ActivityFrame(told.table)
    frame.reconciliation, frame.attention = found.reconciliation, found.attention
    frame.stale, frame.nothing, frame.note = found.stale, found.empty, found.note
    frame.attrs.update({"basis": basis, "run": found.run.pk if found.run else None, "answer": told.shape})
    return frame


def activity_statements(*, months: Sequence[Day] | None = None, provider: str = "") -> pd.DataFrame:
    """What providers state of their months beside the sum of their lines, by commissioner and point of delivery.

    Columns: month (its first day), provider, commissioner (as submitted), pod, then pounds as exact decimals:
    statement, patients, drugs, devices, aggregate_only (what only the statement has), difference. `.attrs` has
    `agrees`, whether no difference is left, and `empty`, why there is nothing. `months` are any days in them.
    """
    ready()
    from ouzel.activity.answers.three_way import three_way
    from ouzel.api import activity_answers as answer
    from ouzel.core.actors import Actor

    found = three_way(viewer=Actor.command(), provider=provider, months=_months(months))
    frame = _frame(answer.statements(found))
    frame.attrs.update({"agrees": not found.differing, "empty": found.empty})
    return frame


def activity_plan(
    year: int, *, by: Sequence[str] = ("provider", "pod"), basis: str = "as-was", through: int | None = None
) -> pd.DataFrame:
    """The plan of a year such as 202526 beside what was done by the end of month `through` (1: April).

    Columns: the dimensions, planned_activity, actual_activity, activity_variance, and the same of price, found_in.
    """
    ready()
    from ouzel.activity.answers.against_plan import against_plan
    from ouzel.api import activity_answers as answer
    from ouzel.core.actors import Actor
    from ouzel.core.permissions import today
    from ouzel.core.types.basis import Basis

    found = against_plan(
        year=year, viewer=Actor.command(), today=today(), by=list(by), basis=Basis.parse(basis), through=through
    )
    return _frame(answer.plan(found))


def activity_effects(
    *, before: Sequence[Day], after: Sequence[Day], by: Sequence[str] = ("provider",), basis: str = "as-was"
) -> pd.DataFrame:
    """Why months `after` cost other than months `before` (any days in them): volume, mix and price, in pounds."""
    ready()
    from ouzel.activity.answers.effects import effects_between
    from ouzel.api import activity_answers as answer
    from ouzel.core.actors import Actor
    from ouzel.core.permissions import today
    from ouzel.core.types.basis import Basis

    found = effects_between(
        before=_months(before) or [], after=_months(after) or [], viewer=Actor.command(), today=today(), by=list(by),
        basis=Basis.parse(basis),
    )  # fmt: skip
    return _frame(answer.effects(found))


def activity_effects_of_plan(
    year: int, *, by: Sequence[str] = ("provider",), basis: str = "as-was", through: int | None = None
) -> pd.DataFrame:
    """The same of what was planned for a year and what was done."""
    ready()
    from ouzel.activity.answers.effects import effects_of_plan
    from ouzel.api import activity_answers as answer
    from ouzel.core.actors import Actor
    from ouzel.core.permissions import today
    from ouzel.core.types.basis import Basis

    found = effects_of_plan(
        year=year, viewer=Actor.command(), today=today(), by=list(by), basis=Basis.parse(basis), through=through
    )
    return _frame(answer.effects(found))


def activity_variance(of: str = "commissioner", *, months: Sequence[Day] | None = None) -> pd.DataFrame:
    """What was submitted (commissioner, category or pod) and is not what the rules say, the most pounds first.

    `submitted_pounds` is what was submitted for them, `price` what they are priced at.
    """
    ready()
    from ouzel.activity.answers.variance import OF, variance
    from ouzel.api import activity_answers as answer
    from ouzel.core.actors import Actor
    from ouzel.core.errors import ContentError
    from ouzel.core.permissions import today

    asked = next((each for each in OF if each == of), None)
    if asked is None:
        raise ContentError("this is not submitted", field="of", value=of, right=f"Use {', '.join(OF)}")
    return _frame(
        answer.variance(variance(of=asked, viewer=Actor.command(), today=today(), months=_months(months)))
    )  # fmt: skip


def activity_blocks(*, basis: str = "as-was", months: Sequence[Day] | None = None) -> pd.DataFrame:
    """What fixed and partly fixed payments cover, at guide price, by provider and commissioner."""
    ready()
    from ouzel.activity.answers.blocks import blocks
    from ouzel.api import activity_answers as answer
    from ouzel.core.actors import Actor
    from ouzel.core.permissions import today
    from ouzel.core.types.basis import Basis

    found = blocks(basis=Basis.parse(basis), viewer=Actor.command(), today=today(), months=_months(months))
    return _frame(answer.blocks(found))


def activity_accounts(*, year: int | None = None, provider: str = "", commissioner: str = "") -> pd.DataFrame:
    """What is posted to each month of account, by provider, commissioner and point of delivery.

    `adjustment` is for frozen months before; each with its cause is in `.attrs["answer"]["adjustments"]`.
    """
    ready()
    from ouzel.activity.answers.account import account
    from ouzel.api import activity_answers as answer
    from ouzel.core.actors import Actor

    found = account(viewer=Actor.command(), year=year, provider=provider, commissioner=commissioner)
    return _frame(answer.account(found))


def explain_line(line: str, *, why: str) -> "Explained":
    """Who pays for a line (`12-345`), how much and why: `print(ouzel.explain_line("12-345", why="query 7").words)`.

    `why` says why the line is read; it is kept in the audit trail. ContentError for a line that does not count.
    """
    ready()
    from ouzel.activity.explaining import explain
    from ouzel.core.actors import Actor
    from ouzel.engine.activity_lines import LineRef

    return explain(LineRef.parse(line), by=Actor.command(), why=why)


def _frame(told: "Told") -> pd.DataFrame:
    frame = told.table
    frame.attrs["answer"] = told.shape
    return frame


def _months(days: Sequence[Day] | None) -> list[int] | None:
    """The numbers of the months in which some days are; None: all."""
    if days is None:
        return None
    found = [date.fromisoformat(day) if isinstance(day, str) else day for day in days]
    return [day.year * 12 + day.month - 1 for day in found]
