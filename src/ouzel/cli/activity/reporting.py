"""`ouzel activity report` and `runs`: figures of the lines that count, what to look at first, and the proof."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ouzel.cli import showing
from ouzel.cli.activity import asking
from ouzel.cli.activity.asking import BasisText, By, Months, RunNumber, Where
from ouzel.cli.activity.words import month, pounds, units
from ouzel.cli.options import Json
from ouzel.cli.running import actor, edition, guarded, ready
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from ouzel.activity.answers.attention import Attention
    from ouzel.activity.answers.report import Report
    from ouzel.api.activity_answers import Told

FEW = 6
FORMS = (".csv", ".parquet")
MONEY = ("price", "charged", "submitted")
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Write the figures into a file (.csv or .parquet).")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `activity`."""
    app.command()(guarded(report))
    app.command()(guarded(runs))


def report(
    by: By = None,
    basis: BasisText = "as-was",
    months: Months = "",
    where: Where = None,
    run: RunNumber = None,
    out: Out = None,
    json: Json = False,
) -> None:
    """What was done and what is owed, by whatever is asked, on any basis; what needs somebody comes first."""
    if out and out.suffix.lower() not in FORMS:
        raise typer.BadParameter(f"{out.name}: the name ends in {' or '.join(FORMS)}", param_hint="--out")
    wanted, of, only = asking.basis(basis), asking.months(months), asking.where(where)
    asked = asking.listed(by, usual="commissioner")
    ready()
    from ouzel.activity.answers.report import report as reported
    from ouzel.api import activity_answers as answer
    from ouzel.core.permissions import today

    edition()
    with showing.working("Adding up"):
        found = reported(
            by=asked, basis=wanted, viewer=actor(), today=today(), months=of, where=only, run=asking.run_numbered(run)
        )
    attention(found.stale, found.attention)
    told = answer.report(found)
    if out:
        from ouzel.activity.answers.exporting import record_export

        record_export(found, by=actor(), form=out.suffix.lower().removeprefix("."))
        write(told.table, out)
    if json:
        showing.document(told.shape)
        return
    if found.run is None or found.frame.empty:
        showing.say(found.empty or "Nothing of what was asked has a place.")
    elif not out:
        _table(found)
    if found.note:
        showing.note(found.note)
    _proof(found)


def runs(json: Json = False) -> None:
    """Every run of attribution and pricing: when, of how many lines, by which rules and prices."""
    ready()
    from ouzel.activity.models import PricingRun
    from ouzel.cli.activity.pricing import shape

    rows = list(PricingRun.objects.visible_to(actor()))
    if json:
        showing.document({"runs": [shape(row) for row in rows]})
        return
    if not rows:
        showing.say("Nothing was priced yet: ouzel activity price")
        return
    showing.table(
        ("run", "on", "lines", "charged", "answers", "known at"),
        [(row.pk, row.on, f"{row.lines:,}", pounds(row.summary.get("charged")),
          "yes" if row.summary.get("whole") else "no", row.known_at) for row in rows],
        right=["run", "lines", "charged"],
    )  # fmt: skip
    showing.note("Only a run of all lines by the rules as they are answers questions and is posted.")


def write(frame: "pd.DataFrame", out: Path) -> None:
    """Figures into a file; text that a spreadsheet would run is shown and not run. ContentError where it cannot be."""
    try:
        if out.suffix.lower() == ".parquet":
            frame.to_parquet(out, index=False)
        else:
            from ouzel.core.spreadsheets import safe

            frame.map(lambda cell: safe(cell) if isinstance(cell, str) else cell).to_csv(out, index=False)
    except OSError as error:
        raise ContentError(f"the file cannot be written: {error.strerror}", out.name) from None
    showing.note(f"Written: {out.name} ({showing.count(len(frame), 'row')})")


WANTING = {
    "unpriced": "without a price",
    "unattributed": "that nobody was found to pay for",
    "as-submitted": "paid as submitted",
    "agreement": "paid for by activity since a fixed payment ended",
}


def hand_out(told: "Told", out: Path) -> None:
    """An answer into a file, by who may export figures of activity; the audit trail says so."""
    from ouzel.activity.answers.exporting import record_answer

    form = out.suffix.lower().removeprefix(".")
    record_answer(name=told.name, asked=told.asked, rows=len(told.table), form=form, by=actor())
    write(told.table, out)


def attention(stale: str, found: "Sequence[Attention]") -> None:
    """What needs somebody, before the figures."""
    if stale:
        showing.note(stale)
    for each in found[:FEW]:
        what = WANTING[each.about]
        money = f", {pounds(each.submitted)} submitted" if each.submitted else ""
        showing.note(f"{showing.count(each.lines, 'line')} {what}{money}: {each.words} {each.do}".rstrip())
    if len(found) > FEW:
        showing.note(f"and {len(found) - FEW:,} more reasons (all of them: --json)")


def _table(found: "Report") -> None:
    """With one dimension bodies have their names beside them; with several their codes alone fit."""
    from ouzel.activity.answers.dimensions import DIMENSIONS

    named = len(found.by) == 1 and found.by != ("month",)
    rows = []
    for row in plainly(found.frame):
        words = [month(row[slug]) if slug == "month" else row[slug] or "none" for slug in found.by]
        words += [row[f"{found.by[0]}_name"]] if named else []
        rows.append((*words, f"{row['lines']:,}", units(row["activity"]), *(pounds(row[name]) for name in MONEY[1:])))
    headings = ["code", DIMENSIONS[found.by[0]].words.lower()] if named else list(found.by)
    figures = ["lines", "activity", "charged", "submitted"]
    showing.table((*headings, *figures), rows, right=figures)


def _proof(found: "Report") -> None:
    if found.run is None:
        return
    proof = found.reconciliation
    showing.note(f"From run {found.run.pk} of {found.run.on}, {found.basis.describe()}.")
    lost = sum(each.values["lines"] for each in proof.unresolved)
    charged = sum(each.values["charged"] for each in proof.unresolved)
    showing.note(f"lines: {proof.given['lines']:,} in = {proof.placed['lines']:,} out + {lost:,} unresolved")
    showing.note(
        f"charged: {pounds(proof.given['charged'])} in = {pounds(proof.placed['charged'])} out + {pounds(charged)} "
        "unresolved"
    )
    for each in proof.unresolved[:FEW]:
        name = f"{each.code} {each.name}".strip() or "no code"
        showing.note(f"  {showing.count(each.values['lines'], 'line')} of {name}: {each.reason}")
    if len(proof.unresolved) > FEW:
        showing.note(f"  and {len(proof.unresolved) - FEW:,} more (all of them: --json)")


def plainly(frame: "pd.DataFrame") -> list[dict[str, Any]]:
    """The rows of a frame, what is missing in it as None."""
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]
