"""`ouzel activity plan ...` and `against-plan`: what was planned, and what was done beside it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ouzel.cli import showing
from ouzel.cli.activity import asking
from ouzel.cli.activity.accounts import a_year
from ouzel.cli.activity.asking import BasisText, RunNumber
from ouzel.cli.activity.given import Published, Why, file_there
from ouzel.cli.activity.reporting import FORMS, Out, attention, hand_out, plainly
from ouzel.cli.activity.words import month, pounds, span, units
from ouzel.cli.options import Json
from ouzel.cli.running import actor, edition, guarded, ready
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    from ouzel.activity.answers.against_plan import AgainstPlan
    from ouzel.core.models import ReferenceRelease

KIND = "activity-plan"
FOUND = {"plan": "not done", "actual": "no plan", "both": ""}
By = Annotated[
    list[str] | None,
    typer.Option(
        "--by", metavar="WHAT...",
        help="provider, commissioner, board, region, specialty, pod, month; several with commas; provider,pod if none.",
    ),
]  # fmt: skip


def add_to(app: typer.Typer) -> None:
    """Add the command to the group `activity`."""
    app.command("against-plan")(guarded(against_plan))


def add_plans_to(app: typer.Typer) -> None:
    """Add the commands to the group `plan`."""
    app.command()(guarded(load))
    app.command("list")(guarded(list_))
    app.command()(guarded(withdraw))


def load(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="CSV: year, month, provider, commissioner, specialty, pod, activity, price."
        ),
    ],
    name: Annotated[str, typer.Option("--name", metavar="WORDS", help="What the plan is called.")],
    published: Published,
    source: Annotated[
        str, typer.Option("--source", metavar="WORDS", help="Who agreed it; the file is named if not given.")
    ] = "",
    json: Json = False,
) -> None:
    """Load the plan of a financial year, whole or not at all."""
    ready()
    from ouzel.activity.plan_files import load_plan

    with showing.working(f"Loading {file.name}"):
        done = load_plan(file_there(file), name=name, by=actor(), published=published, source=source)
    if json:
        showing.document(_shape(done))
    else:
        showing.say(f"Plan {done.pk}, {done.name}: {span(done.effective)}.")


def list_(json: Json = False) -> None:
    """The plans that are loaded, those taken back too."""
    ready()
    from ouzel.core.models import ReferenceRelease

    rows = list(ReferenceRelease.objects.visible_to(actor()).filter(kind=KIND))
    if json:
        showing.document({"plans": [_shape(row) for row in rows]})
        return
    for row in rows:
        showing.say(f"{row.pk}  {row.name}, {span(row.effective)}, {row.get_state_display().lower()}. {row.source}")
    if not rows:
        showing.say("No plan is loaded. Load one: ouzel activity plan load FILE")


def withdraw(
    plan: Annotated[int, typer.Argument(metavar="ID", help="Number of the plan (ouzel activity plan list).")],
    why: Why,
    json: Json = False,
) -> None:
    """Take a plan back, so that another can take its place."""
    ready()
    from ouzel.activity.plan_files import withdraw_plan
    from ouzel.core.models import ReferenceRelease

    row = ReferenceRelease.objects.visible_to(actor()).filter(kind=KIND, pk=plan).first()
    if row is None:
        raise ContentError("there is no such plan", field="id", value=str(plan), right="See ouzel activity plan list")
    done = withdraw_plan(release=row, by=actor(), why=why)
    if json:
        showing.document(_shape(done))
    else:
        showing.say(f"{done.name} is withdrawn.")


def against_plan(
    year: Annotated[int, typer.Argument(parser=a_year, metavar="YEAR", help="The financial year, such as 2025-26.")],
    by: By = None,
    basis: BasisText = "as-was",
    through: Annotated[
        int | None,
        typer.Option(
            "--through", metavar="MONTH", min=1, max=12,
            help="Up to this month of account (1 is April); the last one with lines if not given.",
        ),
    ] = None,
    run: RunNumber = None,
    out: Out = None,
    json: Json = False,
) -> None:  # fmt: skip
    """What was done beside what was planned for the year to date. What has no plan, or was not done, is said so."""
    if out and out.suffix.lower() not in FORMS:
        raise typer.BadParameter(f"{out.name}: the name ends in {' or '.join(FORMS)}", param_hint="--out")
    wanted, asked = asking.basis(basis), asking.listed(by, usual="provider,pod")
    ready()
    from ouzel.activity.answers.against_plan import against_plan as beside
    from ouzel.api import activity_answers as answer
    from ouzel.core.permissions import today

    edition()
    with showing.working("Adding up"):
        found = beside(
            year=year, viewer=actor(), today=today(), by=asked, basis=wanted, through=through,
            run=asking.run_numbered(run),
        )  # fmt: skip
    attention(found.stale, found.attention)
    if found.empty:
        showing.note(found.empty)
    for each in found.not_sent:
        showing.note(each.words)
    told = answer.plan(found)
    if out:
        hand_out(told, out)
    if json:
        showing.document(told.shape)
    elif not out:
        _table(found)


def _table(found: "AgainstPlan") -> None:
    if found.frame.empty:
        showing.say("There is nothing to set side by side.")
        return
    rows = []
    for row in plainly(found.frame):
        words = [month(row[slug]) if slug == "month" else row[slug] or "none" for slug in found.by]
        rows.append((*words, *(_units(row[name]) for name in ("planned_activity", "actual_activity")),
                     *(pounds(row[name]) for name in ("planned_price", "actual_price", "price_variance")),
                     FOUND[row["found_in"]]))  # fmt: skip
    figures = ["planned", "done", "planned £", "done £", "difference"]
    showing.table((*found.by, *figures, ""), rows, right=figures)
    showing.note(f"April to month {found.through} of the account, {found.basis.describe()}.")
    showing.note("A difference above nought is above plan.")


def _units(thousandths: int | None) -> str:
    return "" if thousandths is None else units(thousandths)


def _shape(row: "ReferenceRelease") -> dict[str, Any]:
    return {
        "id": row.pk, "name": row.name, "since": str(row.effective.lower), "until": str(row.effective.upper),
        "published": str(row.published), "source": row.source, "state": row.state,
    }  # fmt: skip
