"""Answers about activity in one shape for every door: HTTP, copies of pages, commands, data frames and files.

As a shape, money is whole pence and activity whole thousandths, and each key says so. As a table, which is what files
and data frames have, money is in pounds and activity in units, both exact.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pandas as pd

from ouzel.api.answering import packed
from ouzel.core.spreadsheets import safe

if TYPE_CHECKING:
    from ouzel.activity.answers.account import Account
    from ouzel.activity.answers.against_plan import AgainstPlan, NotSent
    from ouzel.activity.answers.attention import Attention
    from ouzel.activity.answers.blocks import Blocks
    from ouzel.activity.answers.effects import Split
    from ouzel.activity.answers.report import Report
    from ouzel.activity.answers.three_way import Matched
    from ouzel.activity.answers.variance import Count, Variance

Shape = dict[str, Any]
MONEY = frozenset({
    "price", "charged", "submitted", "guide", "base", "actual", "difference", "volume", "mix", "adjustment", "total",
    "pence", "submitted_pence", "planned_price", "actual_price", "price_variance", "statement", "patients", "drugs",
    "devices", "aggregate_only",
})  # fmt: skip
CODES = frozenset({"submitted"})
"""Of a variance what was submitted is a code."""

ACTIVITY = frozenset({"activity", "planned_activity", "actual_activity", "activity_variance"})
TYPES = {
    "csv": "text/csv; charset=utf-8", "json": "application/json", "parquet": "application/vnd.apache.parquet",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Told:
    """One answer: its name for files, its shape, its table in pounds and units, and what was asked, for the audit.

    `unplaced` are rows of the same columns of what has no place: they stand last in a CSV, so that it adds up.
    """

    name: str
    shape: Shape
    table: pd.DataFrame
    asked: Mapping[str, Any]
    unplaced: pd.DataFrame | None = None

    def content(self, form: str) -> bytes:
        """The whole of it as CSV or Parquet (its table), or as JSON (its shape)."""
        if form == "json":
            return packed(self.shape)
        if form == "csv":
            text: str = self.table.map(_cell).to_csv(index=False, lineterminator="\r\n")
            if self.unplaced is not None:
                text += self.unplaced.map(_cell).to_csv(index=False, header=False, lineterminator="\r\n")
            return text.encode("utf-8-sig")
        sink = BytesIO()
        self.table.to_parquet(sink, index=False)
        return sink.getvalue()


def report(found: "Report") -> Told:
    """Figures by whatever is asked, with their proof: in = out + what is unresolved, in every column."""
    proof = found.reconciliation
    shape = {
        "by": list(found.by), "basis": str(found.basis), "run": found.run.pk if found.run else None,
        "on": found.run.on.isoformat() if found.run else None, "empty": found.empty or None,
        "stale": found.stale or None, "note": found.note or None, "attention": attention(found.attention),
        "count": len(found.frame), "rows": rows(found.frame),
        "reconciliation": {
            "in": _units(proof.given), "out": _units(proof.placed),
            "unresolved": [
                {"dimension": each.dimension, "code": each.code or None, "name": each.name or None,
                 "reason": each.reason, **_units(each.values)}
                for each in proof.unresolved
            ],
        },
    }  # fmt: skip
    asked = {"by": list(found.by), "basis": str(found.basis)}
    return Told(f"activity-by-{'-'.join(found.by)}", shape, shown(found.frame), asked, _unplaced(found))


def plan(found: "AgainstPlan") -> Told:
    """A year's plan beside what was done."""
    shape = {
        "year": found.year, "through": found.through, "basis": str(found.basis), "by": list(found.by),
        "plan": found.plan.pk if found.plan else None, "run": found.run.pk if found.run else None,
        "empty": found.empty or None, "stale": found.stale or None, "attention": attention(found.attention),
        "not_sent": not_sent(found.not_sent), "rows": rows(found.frame), "year_to_date": rows(found.to_date),
    }  # fmt: skip
    asked = {"year": found.year, "by": list(found.by), "basis": str(found.basis), "through": found.through}
    return Told(f"against-plan-{found.year}", shape, shown(found.frame), asked)


def effects(found: "Split") -> Told:
    """Why an amount differs: volume, case mix and price."""
    from ouzel.activity.answers.effects import EFFECTS

    shape = {
        "by": list(found.by), "basis": str(found.basis), "empty": found.empty or None,
        "stale": found.stale or None, "attention": attention(found.attention), "rows": rows(found.frame),
        "total": {f"{name}_pence": getattr(found.total, name) for name in EFFECTS},
        "without_price_lines": list(found.without_price), "not_sent": not_sent(found.not_sent),
    }  # fmt: skip
    return Told("effects", shape, shown(found.frame), {"by": list(found.by), "basis": str(found.basis)})


def variance(found: "Variance") -> Told:
    """Where what was submitted is not what the rules say."""
    shape = {
        "of": found.of, "run": found.run.pk if found.run else None, "empty": found.empty or None,
        "stale": found.stale or None, "attention": attention(found.attention),
        **{name: _count(getattr(found, name)) for name in ("agreed", "differing", "unsaid")},
        "rows": rows(found.frame, codes=CODES),
    }  # fmt: skip
    table = shown(found.frame, codes=CODES).rename(columns={"submitted_pence": "submitted_pounds"})
    return Told(f"variance-of-{found.of}", shape, table, {"of": found.of})


def blocks(found: "Blocks") -> Told:
    """What fixed payments cover, at guide price."""
    report = found.report
    shape = {
        "basis": str(report.basis), "run": report.run.pk if report.run else None, "empty": found.empty or None,
        "stale": report.stale or None, "attention": attention(report.attention), "rows": rows(found.frame),
    }  # fmt: skip
    return Told("blocks", shape, shown(found.frame), {"basis": str(report.basis)})


def account(found: "Account", **asked: object) -> Told:
    """What is posted: each month of account by provider, payer and point of delivery, and every adjustment."""
    shape = {
        "empty": found.empty or None, "stale": found.stale or None, "rows": rows(found.frame),
        "adjustments": rows(found.adjustments),
    }  # fmt: skip
    return Told("accounts", shape, shown(found.frame), asked)


def statements(found: "Matched", **asked: object) -> Told:
    """What providers state of their months beside their lines."""
    return Told("statements", found.as_json(), found.shown(), asked)


def attention(found: "tuple[Attention, ...]") -> list[Shape]:
    """What needs somebody, with what to do."""
    return [
        {"about": each.about, "code": each.code, "words": each.words, "do": each.do or None, "lines": each.lines,
         "submitted_pence": each.submitted, "guide_pence": each.guide}
        for each in found
    ]  # fmt: skip


def not_sent(found: "tuple[NotSent, ...]") -> list[Shape]:
    """Months that are planned and that nothing was sent of."""
    return [
        {"provider": each.provider, "months": list(each.months), "planned_pence": each.pence,
         "planned_activity_thousandths": each.activity}
        for each in found
    ]  # fmt: skip


def rows(frame: pd.DataFrame, *, codes: Collection[str] = ()) -> list[Shape]:
    """The rows of a frame with the unit in each key; what is missing is None, a day is ISO text.

    `codes` are columns that have no unit, whatever they are called.
    """
    plain = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [
        {str(name) if name in codes else unit(str(name)): _plain(value) for name, value in row.items()} for row in plain
    ]


def unit(name: str) -> str:
    """The name of a column with its unit."""
    if name in MONEY:
        return name if name.endswith("pence") else f"{name}_pence"
    return f"{name}_thousandths" if name in ACTIVITY else name


def shown(frame: pd.DataFrame, *, codes: Collection[str] = ()) -> pd.DataFrame:
    """A frame with money in pounds and activity in units, as exact decimals; what is missing stays missing."""
    out = frame.copy()
    for name in set(frame.columns) - set(codes):
        places = 100 if name in MONEY else 1_000 if name in ACTIVITY else 0
        if places:
            exact = [None if pd.isna(value) else Decimal(int(value)) / places for value in frame[name].tolist()]
            out[name] = pd.Series(exact, index=frame.index, dtype=object)
    return out


def _unplaced(found: "Report") -> pd.DataFrame:
    """What has no place in the columns of the table: its figures, and who and why in the first name."""
    first = next((name for name in found.frame.columns if name.endswith("_name")), "")
    lost = [
        {**each.values, first: f"{each.name or each.code}: {each.reason}".removeprefix(": ")}
        for each in found.reconciliation.unresolved
    ]
    return shown(pd.DataFrame(lost, columns=found.frame.columns))


def _units(values: Mapping[str, int]) -> dict[str, int]:
    return {unit(name): int(value) for name, value in values.items()}


def _count(count: "Count") -> dict[str, int]:
    return {"lines": count.lines, "submitted_pence": count.submitted, "price_pence": count.price}


def _plain(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value


def _cell(value: Any) -> Any:
    return safe(value) if isinstance(value, str) else value
