"""`ouzel activity explain`: one line in plain words, for whoever has to answer for it."""

from typing import Annotated

import typer

from ouzel.cli import showing
from ouzel.cli.activity.given import line_ref
from ouzel.cli.options import Json
from ouzel.cli.running import actor, guarded, ready


def add_to(app: typer.Typer) -> None:
    """Add the command to the group `activity`."""
    app.command()(guarded(explain))


def explain(
    line: Annotated[str, typer.Argument(metavar="LINE", help="Load and row, such as 12-345: row 345 of load 12.")],
    why: Annotated[
        str,
        typer.Option("--why", metavar="REASON", help="Why you read this line: a line is personal, so it is recorded."),
    ],
    json: Json = False,
) -> None:  # fmt: skip
    """Who pays for a line, how much and why, in plain words."""
    ref = line_ref(line)
    ready()
    from ouzel.activity.explaining import explain as explained

    with showing.working(f"Looking at line {ref}"):
        found = explained(ref, by=actor(), why=why)
    if json:
        showing.document(found.as_json())
    else:
        showing.say(found.words)
