"""`ouzel bodies load`: whole boards from a sheet, all of it or nothing."""

from pathlib import Path
from typing import Annotated

import typer

from ouzel.cli import options, showing
from ouzel.cli.governance import given
from ouzel.cli.options import Json
from ouzel.cli.running import actor, guarded, ready
from ouzel.core.errors import ContentError


def add_to(app: typer.Typer) -> None:
    """Add the command to the group `bodies`."""
    app.command()(guarded(load))


def load(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A sheet: TOML or CSV.")],
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help="Where it is from, for lines that say not.")],
    known: Annotated[
        options.date | None,
        typer.Option("--known", parser=options.a_day, metavar="DATE",
                     help="The day from which it was known, for lines that say not; today if not given."),
    ] = None,
    json: Json = False,
) -> None:  # fmt: skip
    """Load bodies, seats, people, appointments, deputies and powers. The same file again changes nothing."""
    ready()
    from ouzel.governance.seats.sheets import load_sheet

    with showing.working(f"Loading {path.name}"):
        done = load_sheet(
            text=_text(path), known=given.day(known), source=source, by=actor(), file=path.name,
            beside=lambda name: (path.parent / name).read_text(encoding="utf-8-sig"),
        )  # fmt: skip
    counts = {
        "body": done.bodies, "seat": done.seats, "person": done.people, "appointment": done.appointments,
        "deputy": done.deputies, "power": done.powers,
    }  # fmt: skip
    if json:
        showing.document({"file": path.name, **counts})
        return
    said = ", ".join(f"{number:,} {_many(word, number)}" for word, number in counts.items() if number)
    showing.say(f"Loaded from {path.name}: {said}.")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError:
        raise ContentError("there is no such file", path.name) from None
    except UnicodeDecodeError:
        raise ContentError("this is not text in UTF-8", path.name, right="Save it as UTF-8") from None


def _many(word: str, number: int) -> str:
    plurals = {"body": "bodies", "person": "people", "deputy": "deputies"}
    return word if number == 1 else plurals.get(word, f"{word}s")
