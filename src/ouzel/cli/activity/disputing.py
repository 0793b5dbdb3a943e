"""`ouzel activity variance` and `blocks`: what to take up with providers, and what fixed payments are worth."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ouzel.cli import showing
from ouzel.cli.activity import asking
from ouzel.cli.activity.asking import BasisText, Months, RunNumber
from ouzel.cli.activity.reporting import FORMS, Out, attention, hand_out, plainly
from ouzel.cli.activity.words import pounds, units
from ouzel.cli.options import Json
from ouzel.cli.running import actor, edition, guarded, ready

if TYPE_CHECKING:
    import pandas as pd

FEW = 20


class Of(StrEnum):
    """What may differ from what was submitted."""

    COMMISSIONER = "commissioner"
    CATEGORY = "category"
    POD = "pod"


WORDS = {Of.COMMISSIONER: "commissioner", Of.CATEGORY: "category", Of.POD: "point of delivery"}


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `activity`."""
    app.command()(guarded(variance))
    app.command()(guarded(blocks))


def variance(
    of: Annotated[
        Of, typer.Option("--of", help="The commissioner submitted, the category of service, or the point of delivery.")
    ] = Of.COMMISSIONER,
    months: Months = "",
    run: RunNumber = None,
    out: Out = None,
    json: Json = False,
) -> None:  # fmt: skip
    """Where what was submitted is not what the rules say, with the box that decided: the most money first."""
    _checked(out)
    wanted = asking.months(months)
    ready()
    from ouzel.activity.answers.variance import variance as differing
    from ouzel.api import activity_answers as answer
    from ouzel.core.permissions import today

    edition()
    with showing.working("Setting side by side"):
        found = differing(
            of=of.value, viewer=actor(), today=today(), months=wanted, run=asking.run_numbered(run)
        )  # fmt: skip
    attention(found.stale, found.attention)
    told = answer.variance(found)
    if out:
        hand_out(told, out)
    if json:
        showing.document(told.shape)
        return
    if found.empty:
        showing.say(found.empty)
        return
    if found.frame.empty:
        showing.say(found.verdict)
    elif not out:
        _differences(found.frame)
    what = WORDS[of]
    for count, words in (
        (found.differing, f"submitted under another {what} than the rules say"),
        (found.agreed, f"under the same {what}"),
        (found.unsaid, f"that say no {what}" + (", or are priced under none" if of is Of.POD else "")),
    ):
        showing.say(f"{showing.count(count.lines, 'line')} {words}, {pounds(count.submitted)} submitted.")


def blocks(
    basis: BasisText = "as-was",
    months: Months = "",
    run: RunNumber = None,
    out: Out = None,
    json: Json = False,
) -> None:
    """What is covered by fixed payments, at guide price: what it would have cost by activity."""
    _checked(out)
    shape, wanted = asking.basis(basis), asking.months(months)
    ready()
    from ouzel.activity.answers.blocks import blocks as covered
    from ouzel.api import activity_answers as answer
    from ouzel.core.permissions import today

    edition()
    with showing.working("Adding up"):
        found = covered(basis=shape, viewer=actor(), today=today(), months=wanted, run=asking.run_numbered(run))
    attention(found.report.stale, found.report.attention)
    told = answer.blocks(found)
    if out:
        hand_out(told, out)
    rows = plainly(found.frame)
    if json:
        showing.document(told.shape)
        return
    if not rows:
        showing.say(found.empty)
        return
    showing.table(
        ("provider", "commissioner", "paid", "lines", "activity", "guide price", "charged"),
        [(row["provider"], row["commissioner"], row["mechanism_name"], f"{row['lines']:,}", units(row["activity"]),
          pounds(row["guide"]), pounds(row["charged"])) for row in rows],
        right=["lines", "activity", "guide price", "charged"],
    )  # fmt: skip
    if without := sum(row["without_price"] for row in rows):
        showing.note(f"{showing.count(without, 'line')} without a price: the guide price is too low by them.")


def _differences(frame: "pd.DataFrame") -> None:
    rows: Sequence[dict[str, Any]] = plainly(frame)
    showing.table(
        ("submitted", "by the rules", "rules", "box", "lines", "submitted for"),
        [(row["submitted"], row["derived"] or "nobody", row["rules"], row["box"], f"{row['lines']:,}",
          pounds(row["submitted_pence"])) for row in rows[:FEW]],
        right=["lines", "submitted for"],
    )  # fmt: skip
    if len(rows) > FEW:
        showing.note(f"and {len(rows) - FEW:,} more (all of them: --json or --out)")


def _checked(out: Path | None) -> None:
    if out and out.suffix.lower() not in FORMS:
        raise typer.BadParameter(f"{out.name}: the name ends in {' or '.join(FORMS)}", param_hint="--out")
