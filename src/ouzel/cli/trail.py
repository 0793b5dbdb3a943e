"""`ouzel audit ...`: the trail of who did what."""

from typing import Annotated

import typer

from ouzel.cli import showing
from ouzel.cli.options import Json
from ouzel.cli.running import REFUSED, guarded, ready


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `audit`."""
    app.command()(guarded(verify))
    app.command()(guarded(head))


def verify(
    expected: Annotated[
        str | None,
        typer.Option(
            "--head", metavar="NUMBER:HASH", help="The head written down earlier: shows whether the end was cut off."
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Compute the whole trail again; status 1 and every break if it is not as it was written."""
    ready()
    from ouzel.core import audit

    try:
        written = audit.Head.parse(expected) if expected else None
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    with showing.working("Verifying"):
        breaks = audit.verify(expected_head=written)
    now = audit.head()
    if json:
        rows = [{"number": b.number, "kind": b.kind, "problem": b.problem} for b in breaks]
        showing.document({"whole": not breaks, "head": str(now), "breaks": rows})
    elif not breaks:
        showing.say(f"The trail is whole: {now.number:,} rows. Its head, to be written down elsewhere: {now}")
    for each in breaks:
        showing.note(f"Row {each.number}, {each.kind}: {each.problem}")
    if breaks:
        raise typer.Exit(REFUSED)


def head(json: Json = False) -> None:
    """The last row's number and hash, to be written down where nobody who keeps this system can change it."""
    ready()
    from ouzel.core import audit

    now = audit.head()
    if json:
        showing.document({"head": str(now), "number": now.number})
    else:
        showing.say(str(now))
