"""Activity as plain dictionaries and lists: what the interface gives, and the copies that pages offer."""

import csv
import io
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from ouzel.activity.faults.writing import HEADINGS, csv_text
from ouzel.activity.gate.kinds import TELLINGS
from ouzel.activity.prices.looking_up import prices_on
from ouzel.api import flow_words
from ouzel.api.shapes import Shape, text
from ouzel.core.spreadsheets import safe
from ouzel.engine.attribution.flow import Flow

if TYPE_CHECKING:
    from ouzel.activity.checking import CheckResult
    from ouzel.activity.models import ActivityLoad, PriceRelease
    from ouzel.core.permissions import Viewer


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


def load(it: "ActivityLoad") -> Shape:
    """A file that was taken."""
    return {
        "load": it.pk, "file": it.name, "format": it.dataset, "provider": it.provider or None,
        "since": text(it.period.lower) if it.period else None, "until": text(it.period.upper) if it.period else None,
        "lines": it.lines, "state": it.state, "policy": it.policy, "retain_until": text(it.retain_until), "by": it.by,
        "at": it.at.isoformat(timespec="seconds"),
    }  # fmt: skip


def year_of(flow: Flow) -> str:
    """A year as it stands in addresses: 2025-26."""
    return flow.name.replace("/", "-")


def year(flow: Flow) -> Shape:
    """The rules of a year, without their boxes."""
    return {
        "year": year_of(flow), "name": flow.name, "since": text(flow.since), "until": text(flow.until),
        "published": text(flow.published), "source": flow.source, "evidence": flow.evidence,
    }  # fmt: skip


def rules(flow: Flow, said: Mapping[str, Mapping[str, str]]) -> Shape:
    """The rules of a year, box by box; `said` is what stands beside each."""
    boxes = [
        {"id": each.id, "question": each.question, "looks_at": [list(group) for group in each.looks],
         "yes": _end(each.yes), "no": _end(each.no), "source": each.source or None, "note": each.note or None}
        for each in flow_words.told(flow, said)
    ]  # fmt: skip
    return {**year(flow), "starts": dict(flow.starts), "boxes": boxes}


def _end(it: "flow_words.End") -> Shape:
    return {
        "box": it.box or None, "words": it.words or None, "pays": list(it.pays), "category": it.category or None
    }  # fmt: skip


def price_list(it: "PriceRelease") -> Shape:
    """A price list, without its prices."""
    return {
        "number": it.pk, "name": it.name, "since": text(it.effective.lower), "until": text(it.effective.upper),
        "published": text(it.published), "source": it.source, "state": it.state,
        "withdrawn": text(it.withdrawn),
    }  # fmt: skip


def priced(code: str, on: date, *, viewer: "Viewer") -> Shape:
    """What one code costs for care that ended on a day: in pence, before market forces."""
    found = prices_on(code, on, viewer=viewer)
    names = ("setting", "pence", "specialty", "department", "best_practice", "adds", "local", "trim_days", "per_day",
             "short_stay", "indicative")  # fmt: skip
    rows = [{name: None if getattr(each, name) == "" else getattr(each, name) for name in names} for each in found.rows]
    why = None
    if not rows:
        why = f"The list of that day has no {code}." if found.book else f"No price list is loaded for {on}."
    return {
        "code": code, "on": text(on), "price_list": found.book.name if found.book else None, "count": len(rows),
        "prices": rows, "why": why,
    }  # fmt: skip
