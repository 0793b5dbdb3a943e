"""`ouzel activity reconcile`: the statement of a provider's month beside its lines and its invoice."""

from typing import TYPE_CHECKING, Annotated

import typer

from ouzel.cli import showing
from ouzel.cli.activity import asking
from ouzel.cli.activity.asking import Months
from ouzel.cli.activity.reporting import FORMS, Out, hand_out
from ouzel.cli.activity.words import pounds
from ouzel.cli.options import Json
from ouzel.cli.running import actor, guarded, ready
from ouzel.core.types.money import pence_of

if TYPE_CHECKING:
    from ouzel.activity.answers.three_way import Match, Matched

FEW = 10


def add_to(app: typer.Typer) -> None:
    """Add the command to the group `activity`."""
    app.command()(guarded(reconcile))


def reconcile(
    months: Months = "",
    provider: Annotated[str, typer.Option("--provider", metavar="CODE", help="Only this provider.")] = "",
    invoice: Annotated[
        str, typer.Option("--invoice", metavar="POUNDS", help="What its invoice for the one month comes to.")
    ] = "",
    out: Out = None,
    json: Json = False,
) -> None:
    """Match what providers state of a month with the sum of its lines; the exit status is 1 where they differ."""
    if out and out.suffix.lower() not in FORMS:
        raise typer.BadParameter(f"{out.name}: the name ends in {' or '.join(FORMS)}", param_hint="--out")
    wanted, pence = asking.months(months), _pence(invoice)
    ready()
    from ouzel.activity.answers.three_way import three_way
    from ouzel.api import activity_answers as answer

    with showing.working("Setting side by side"):
        found = three_way(viewer=actor(), months=wanted, provider=provider, invoice=pence)
    told = answer.statements(found, provider=provider, months=list(wanted) if wanted else None)
    if out:
        hand_out(told, out)
    if json:
        showing.document(told.shape)
    else:
        _tell(found)
    if found.differing:
        raise typer.Exit(1)


def _pence(text: str) -> int | None:
    try:
        return pence_of(text) if text else None
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--invoice") from None


def _month(number: int) -> str:
    """2025-04."""
    return f"{number // 12}-{number % 12 + 1:02}"


def _tell(found: "Matched") -> None:
    if found.empty:
        showing.say(found.empty)
    for each in found.matches:
        showing.say(f"{each.provider}, {each.on:%B %Y}: {each.found.words}")
        _differences(each)
    if found.unstated:
        showing.note(f"Without a statement: {_those(found)}.")


def _differences(match: "Match") -> None:
    rows = match.found.differences
    if not rows:
        return
    showing.table(
        ("commissioner", "point of delivery", "statement", "lines", "difference"),
        [(each.commissioner or "not said", each.pod or "not said", pounds(each.statement), pounds(each.patients),
          pounds(each.pence)) for each in rows[:FEW]],
        right=["statement", "lines", "difference"],
    )  # fmt: skip
    if len(rows) > FEW:
        showing.note(f"and {len(rows) - FEW:,} more (all of them: --json or --out)")


def _those(found: "Matched") -> str:
    some = [f"{code or 'no provider'} {_month(number)}" for code, number in found.unstated[:FEW]]
    more = len(found.unstated) - len(some)
    return ", ".join(some) + (f" and {more:,} more" if more else "")
