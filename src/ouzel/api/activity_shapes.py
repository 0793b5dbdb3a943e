"""Activity as plain dictionaries and lists: what the interface gives, and the copies that pages offer."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ouzel.activity.faults.writing import HEADINGS, csv_text, safe
from ouzel.activity.gate.kinds import TELLINGS
from ouzel.api.shapes import Shape, text

if TYPE_CHECKING:
    from ouzel.activity.answers.attention import Attention
    from ouzel.activity.answers.report import Report
    from ouzel.activity.checking import CheckResult


def fault_list(result: "CheckResult") -> str:
    """What the gate found, then every fault, as one CSV list that the provider can open and correct by.

    A find of the gate is one line, on the first of its rows; no line has a value that tells of a patient.
    """
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    for find in result.report.finds:
        severity = "refuses" if find.refuses else "warns"
        row = find.rows[0] if find.rows else 0
        right = TELLINGS[find.kind].right if find.refuses else "Nothing need be done"
        cells = (row, f"GATE-{find.kind.upper()}", find.column, "", find.words, right, severity)
        rows.writerow([safe(str(cell)) for cell in cells])
    heading, _, faults = csv_text(result.faults).partition("\r\n")
    assert heading == ",".join(HEADINGS)
    return f"{heading}\r\n{out.getvalue()}{faults}"


def report(found: "Report") -> Shape:
    """Figures with their proof. Activity in units and money in pounds, both exact."""
    frame = found.shown()
    rows = [{key: _plain(value) for key, value in row.items()} for row in frame.to_dict("records")]
    return {
        "by": list(found.by),
        "basis": str(found.basis),
        "run": found.run.pk if found.run else None,
        "on": text(found.run.on) if found.run else None,
        "stale": found.stale or None,
        "empty": found.empty or None,
        "count": len(rows),
        "rows": rows,
        "reconciliation": {
            "given": _amounts(found.reconciliation.given),
            "placed": _amounts(found.reconciliation.placed),
            "unresolved": [
                {"dimension": each.dimension, "code": each.code or None, "name": each.name or None,
                 "reason": each.reason, **_amounts(each.values)}
                for each in found.reconciliation.unresolved
            ],
        },
        "attention": [attention(each) for each in found.attention],
    }  # fmt: skip


def report_csv(found: "Report") -> bytes:
    """The figures as CSV, in units and pounds. What has no place comes last: without a code, with the reason.

    So its columns add up to everything that the run has.
    """
    frame = found.shown()
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(frame.columns)
    for row in frame.itertuples(index=False):
        rows.writerow([safe("" if value is None else str(value)) for value in row])
    first = next((name for name in frame.columns if name.endswith("_name")), "")
    for each in found.reconciliation.unresolved:
        values = {**_amounts(each.values), first: f"{each.name or each.code}: {each.reason}".removeprefix(": ")}
        rows.writerow([safe(str(values.get(name, ""))) for name in frame.columns])
    return out.getvalue().encode("utf-8-sig")


def attention(it: "Attention") -> Shape:
    """Lines that need somebody, and what to do."""
    return {
        "about": it.about, "code": it.code, "words": it.words, "do": it.do or None, "lines": it.lines,
        "submitted": Decimal(it.submitted) / 100, "guide": Decimal(it.guide) / 100,
    }  # fmt: skip


def _amounts(values: Mapping[str, int]) -> Shape:
    """Figures in the units that people use."""
    divided = {"activity": 1_000, "price": 100, "charged": 100, "submitted": 100}
    return {name: Decimal(value) / divided[name] if name in divided else value for name, value in values.items()}


def _plain(value: Any) -> Any:
    return text(value) if isinstance(value, date) else value
