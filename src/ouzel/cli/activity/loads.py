"""`ouzel activity loads`, `withdraw` and `erase-due`: what was taken, taken back, and erased in the end."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ouzel.cli import showing
from ouzel.cli.activity.given import Why
from ouzel.cli.options import Json
from ouzel.cli.running import actor, guarded, ready
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    from ouzel.activity.models import ActivityLoad


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `activity`."""
    app.command()(guarded(loads))
    app.command()(guarded(withdraw))
    app.command("erase-due")(guarded(erase_due))


def loads(json: Json = False) -> None:
    """Every file that was taken: what it is, how many lines, whether they count, and when they are erased."""
    ready()
    from ouzel.activity.models import ActivityLoad

    rows = list(ActivityLoad.objects.visible_to(actor()))
    if json:
        showing.document({"loads": [shape(row) for row in rows]})
        return
    if not rows:
        showing.say("No file of activity was taken yet. Take one: ouzel activity load FILE")
        return
    showing.table(
        ("load", "file", "format", "of", "lines", "state", "until"),
        [(row.pk, row.name, row.dataset, row.provider, f"{row.lines:,}", row.get_state_display(), row.retain_until)
         for row in rows],
        right=["load", "lines"],
    )  # fmt: skip
    showing.note("Lines are kept until the day given last, and erased then (ouzel activity erase-due).")


def withdraw(
    load: Annotated[int, typer.Argument(metavar="LOAD", help="Number of the load (ouzel activity loads).")],
    why: Why,
    json: Json = False,
) -> None:
    """Take a load back: its lines no longer count, and what they had replaced counts again."""
    ready()
    from ouzel.activity import withdrawing

    with showing.working(f"Withdrawing load {load}"):
        done = withdrawing.withdraw(found(load), by=actor(), why=why)
    if json:
        showing.document(shape(done))
    else:
        showing.say(f"Load {done.pk}, {done.name}, is withdrawn: its lines no longer count ({done.lines:,}).")
        showing.note("Figures stay as they were priced until the next run: ouzel activity price")


def erase_due(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say which loads are due.")] = False,
    json: Json = False,
) -> None:
    """Erase the lines of every load whose retention has ended by today. This cannot be undone."""
    ready()
    from ouzel.activity import erasing
    from ouzel.activity.models import ActivityLoad, LoadState
    from ouzel.core.permissions import today

    if dry_run:
        due = ActivityLoad.objects.visible_to(actor()).filter(
            state__in=(LoadState.READY, LoadState.WITHDRAWN), retain_until__lte=today()
        )
        rows, verb = list(due), "due"
    else:
        with showing.working("Erasing"):
            rows, verb = list(erasing.erase_due(on=today(), by=actor())), "erased"
    if json:
        showing.document({verb: [shape(row) for row in rows]})
        return
    for row in rows:
        showing.say(f"Load {row.pk}, {row.name}: {showing.count(row.lines, 'line')}, kept until {row.retain_until}.")
    showing.say(
        f"{showing.count(len(rows), 'load')} {'to erase' if dry_run else 'erased'}." if rows else "None is due."
    )


def found(load: int) -> "ActivityLoad":
    """The load of that number; ContentError if there is none that the operator may see."""
    from ouzel.activity.models import ActivityLoad

    row = ActivityLoad.objects.visible_to(actor()).filter(pk=load).first()
    if row is None:
        raise ContentError("there is no such load", field="load", value=str(load), right="See ouzel activity loads")
    return row


def shape(row: "ActivityLoad") -> dict[str, Any]:
    """A load as JSON knows it. Days are half-open."""
    return {
        "load": row.pk, "file": row.name, "format": row.dataset, "provider": row.provider,
        "since": str(row.period.lower) if row.period else None, "until": str(row.period.upper) if row.period else None,
        "lines": row.lines, "state": row.state, "policy": row.policy, "purpose": row.purpose,
        "retain_until": str(row.retain_until), "sha256": row.sha256, "by": row.by,
        "errors": row.faults.get("errors", 0), "warnings": row.faults.get("warnings", 0),
    }  # fmt: skip
