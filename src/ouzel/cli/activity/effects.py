"""`ouzel activity effects`: why an amount differs, split into volume, case mix and price."""

from typing import TYPE_CHECKING, Annotated

import typer

from ouzel.cli import showing
from ouzel.cli.activity import asking
from ouzel.cli.activity.accounts import a_year
from ouzel.cli.activity.asking import BasisText
from ouzel.cli.activity.reporting import FORMS, Out, attention, hand_out, plainly
from ouzel.cli.activity.words import whole_pounds
from ouzel.cli.options import Json
from ouzel.cli.running import actor, edition, guarded, ready

if TYPE_CHECKING:
    from ouzel.activity.answers.effects import Split

MONTHS = "2025-04, 2025-04..2025-09, or a financial year as 2025/26."
By = Annotated[
    list[str] | None,
    typer.Option(
        "--by", metavar="WHAT...",
        help="provider (if not given), commissioner, board, region; several with commas; pod is always there.",
    ),
]  # fmt: skip


def add_to(app: typer.Typer) -> None:
    """Add the command to the group `activity`."""
    app.command()(guarded(effects))


def effects(
    before: Annotated[
        str, typer.Option("--before", metavar="MONTHS", help=f"The months to compare with: {MONTHS}")
    ] = "",
    after: Annotated[str, typer.Option("--after", metavar="MONTHS", help=f"The months compared: {MONTHS}")] = "",
    plan: Annotated[
        int | None,
        typer.Option("--plan", parser=a_year, metavar="YEAR", help="Or: what was done of this year beside its plan."),
    ] = None,
    through: Annotated[
        int | None,
        typer.Option(
            "--through", metavar="MONTH", min=1, max=12,
            help="With a plan, up to this month of account; the last one with lines if not given.",
        ),
    ] = None,
    by: By = None,
    basis: BasisText = "as-was",
    out: Out = None,
    json: Json = False,
) -> None:  # fmt: skip
    """Why care cost more or less than before, or than planned: how much was done, of what kind, at what prices."""
    if out and out.suffix.lower() not in FORMS:
        raise typer.BadParameter(f"{out.name}: the name ends in {' or '.join(FORMS)}", param_hint="--out")
    one, other = asking.months(before), asking.months(after)
    if (plan is None) == (one is None or other is None) or (plan is not None and (one or other)):
        raise typer.BadParameter("give --before and --after, or --plan alone", param_hint="--before")
    wanted, asked = asking.basis(basis), asking.listed(by, usual="provider,pod")
    ready()
    from ouzel.activity.answers import effects as answers
    from ouzel.api import activity_answers as answer
    from ouzel.core.permissions import today

    edition()
    with showing.working("Working out what differs"):
        if plan is not None:
            found = answers.effects_of_plan(
                year=plan, viewer=actor(), today=today(), by=asked, basis=wanted, through=through
            )
        else:
            found = answers.effects_between(
                before=one or (), after=other or (), viewer=actor(), today=today(), by=asked, basis=wanted
            )
    attention(found.stale, found.attention)
    if found.empty:
        showing.note(found.empty)
    for each in found.not_sent:
        showing.note(each.words)
    told = answer.effects(found)
    if out:
        hand_out(told, out)
    if json:
        showing.document(told.shape)
    elif not out:
        _table(found)


def _table(found: "Split") -> None:
    from ouzel.activity.answers.effects import EFFECTS

    if found.empty:
        showing.say("There is nothing to set side by side.")
        return
    rows = [(*(row[slug] or "none" for slug in found.by), *(whole_pounds(row[name]) for name in EFFECTS))
            for row in plainly(found.frame)]  # fmt: skip
    total = ("all", *("" for _ in found.by[1:]), *(whole_pounds(getattr(found.total, name)) for name in EFFECTS))
    headings = ("before", "now", *EFFECTS[2:])
    showing.table((*found.by, *headings), [*rows, total], right=headings)
    showing.note(
        "Difference = volume (more or less of the same) + mix (other kinds of care) + price (other prices of the same)."
    )
    showing.note("To the nearest pound; to the penny with --json and --out.")
    for lines, side in zip(found.without_price, ("before", "now"), strict=True):
        if lines:
            showing.note(f"{showing.count(lines, 'line')} {side} without a price, left out: see ouzel activity report.")
