"""`ouzel activity table ...` and `postcodes ...`: what the rules refer to and is not published for all to use."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ouzel.cli import options, showing
from ouzel.cli.activity.given import Published, Source, Why, WithdrawnFrom, file_there
from ouzel.cli.activity.words import span
from ouzel.cli.options import Json
from ouzel.cli.running import actor, guarded, ready
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    from ouzel.core.models import ReferenceRelease

Release = Annotated[int, typer.Argument(metavar="ID", help="Number of the release, as the list shows it.")]
Effective = Annotated[
    date, typer.Option("--effective", parser=options.a_day, metavar="DATE", help="The first day the table is for.")
]
DIRECTORY = "activity:postcodes"


def add_tables_to(app: typer.Typer) -> None:
    """Add the commands to the group `table`."""
    app.command("load")(guarded(load_table))
    app.command("list")(guarded(list_tables))
    app.command("withdraw")(guarded(withdraw))


def add_postcodes_to(app: typer.Typer) -> None:
    """Add the commands to the group `postcodes`."""
    app.command("load")(guarded(load_postcodes))
    app.command("list")(guarded(list_postcodes))
    app.command("withdraw")(guarded(withdraw))


def load_table(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Which table: service-colours, provider-contracts, prisons ...")
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file with the columns of the table.")],
    effective: Effective,
    published: Published,
    source: Source,
    json: Json = False,
) -> None:  # fmt: skip
    """Load a small table that the rules refer to. It holds from its first day until the next one loaded begins."""
    ready()
    from ouzel.activity.references import tables

    with showing.working(f"Loading {file.name}"):
        done = tables.load_table(
            file_there(file), table=name, effective=effective, published=published, by=actor(), origin=source
        )
    _tell(done, json=json)


def list_tables(json: Json = False) -> None:
    """The tables that the rules refer to: those that come with Ouzel, and what is loaded of each."""
    ready()
    from ouzel.activity.rules.tables import TABLES

    held = {table.slug: _held(table.release_kind) for table in TABLES.values()}
    if json:
        showing.document({"tables": [
            {"table": table.slug, "words": table.words, "columns": list(table.columns), "shipped": table.shipped,
             "releases": [release_shape(row) for row in held[table.slug]]}
            for table in TABLES.values()
        ]})  # fmt: skip
        return
    for table in TABLES.values():
        own = "comes with Ouzel" if table.shipped else "not published for all to use: load it"
        showing.say(f"{table.slug}: {table.words} ({own})")
        for row in held[table.slug]:
            showing.say(
                f"  {row.pk}  {row.name}, {span(row.effective)}, {row.get_state_display().lower()}. {row.source}"
            )


def load_postcodes(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The ONS postcode directory: .csv, .csv.gz, or .zip as published.")
    ],
    effective: Annotated[
        date | None,
        typer.Option(
            "--effective", parser=options.a_day, metavar="DATE",
            help="The first day it is for; if not given, the month in its name.",
        ),
    ] = None,
    published: Annotated[
        date | None,
        typer.Option(
            "--published", parser=options.a_day, metavar="DATE",
            help="The day it became known; if not given, the first day it is for.",
        ),
    ] = None,
    json: Json = False,
) -> None:  # fmt: skip
    """Load an edition of the postcode directory, by which a full postcode becomes a small area."""
    ready()
    from ouzel.activity import postcodes

    with showing.working(f"Loading {file.name}"):
        done = postcodes.load_postcodes(file_there(file), by=actor(), effective=effective, published=published)
    _tell(done, json=json)


def list_postcodes(json: Json = False) -> None:
    """The editions of the postcode directory that are loaded."""
    ready()
    rows = _held(DIRECTORY)
    if json:
        showing.document({"postcodes": [release_shape(row) for row in rows]})
        return
    for row in rows:
        showing.say(f"{row.pk}  {row.name}, {span(row.effective)}, {row.get_state_display().lower()}. {row.source}")
    if not rows:
        showing.say("No postcode directory is loaded: full postcodes of files become blank.")


def withdraw(
    release: Release,
    why: Why,
    on: WithdrawnFrom = None,
    json: Json = False,
) -> None:
    """Take a release back from a day on: the one before it holds again. Whoever asks as known before still finds it."""
    ready()
    from ouzel.activity.references import releases
    from ouzel.core.models import ReferenceRelease

    row = ReferenceRelease.objects.filter(pk=release, kind__startswith=releases.KINDS_BEGIN).first()
    if row is None:
        raise ContentError("there is no such release", field="id", value=str(release),
                           right="See ouzel activity table list, ouzel activity postcodes list")  # fmt: skip
    done = releases.withdraw(release=row, by=actor(), why=why, on=on)
    if json:
        showing.document(release_shape(done))
    else:
        showing.say(f"{done.name} is withdrawn. The one before it, if there is one, holds again for its days.")


def _held(kind: str) -> "list[ReferenceRelease]":
    from ouzel.core.models import ReferenceRelease

    return list(ReferenceRelease.objects.visible_to(actor()).filter(kind=kind))


def _tell(row: "ReferenceRelease", *, json: bool) -> None:
    if json:
        showing.document(release_shape(row))
    else:
        showing.say(f"Release {row.pk}, {row.name}: {span(row.effective)}.")


def release_shape(row: "ReferenceRelease") -> dict[str, Any]:
    """A release for a program."""
    days = row.effective
    return {
        "id": row.pk, "kind": row.kind.removeprefix("activity:"), "name": row.name,
        "since": str(days.lower) if days.lower else None, "until": str(days.upper) if days.upper else None,
        "published": str(row.published), "source": row.source, "state": row.state,
        "withdrawn": str(row.withdrawn) if row.withdrawn else None,
    }  # fmt: skip
