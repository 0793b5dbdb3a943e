"""`ouzel export org`, `popolo`, `calendar` and `atom`: what is public, in formats that others read."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from ouzel.cli import showing
from ouzel.cli.governance import given
from ouzel.cli.governance.given import BodyOption
from ouzel.cli.options import KnownAt, On
from ouzel.cli.running import guarded, ready

Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help="Where to write it; standard output if not given.")
]
Site = Annotated[
    str,
    typer.Option(
        "--site", metavar="ADDRESS", envvar="OUZEL_SITE", help="Where the site is: every identifier is there."
    ),
]
HOME = "http://127.0.0.1:8000"
NEWEST = 200


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `export`."""
    for command in (org, popolo, calendar, atom):
        app.command()(guarded(command))


def org(body: BodyOption = "", on: On = None, known_at: KnownAt = None, out: Out = None, site: Site = HOME) -> None:
    """Bodies, seats, who holds them and who took over from whom, as JSON-LD of the W3C's organisation ontology."""
    ready()
    from ouzel.governance.bodies.queries import bodies_on, lineage
    from ouzel.governance.exports.org import as_bytes, graph
    from ouzel.governance.exports.successions import successions
    from ouzel.governance.seats.queries import seats_of

    day = given.day(on)
    wanted = {each.slug for each in lineage(given.body(body))} if body else None
    views = [view for view in bodies_on(on=day, known_at=known_at) if wanted is None or view.slug in wanted]
    seats = seats_of([view.slug for view in views], on=day, known_at=known_at)
    changes = successions(wanted, known_at=known_at)
    _write(as_bytes(graph(views, seats=seats, changes=changes, site=site.rstrip("/"))), out)


def popolo(body: BodyOption = "", on: On = None, known_at: KnownAt = None, out: Out = None, site: Site = HOME) -> None:
    """People, organisations, posts and memberships on a day, as Popolo JSON."""
    ready()
    from ouzel.governance.bodies.queries import bodies_on, lineage
    from ouzel.governance.exports.popolo import as_bytes
    from ouzel.governance.exports.popolo import popolo as made
    from ouzel.governance.seats.queries import seats_of

    day = given.day(on)
    wanted = {each.slug for each in lineage(given.body(body))} if body else None
    views = [view for view in bodies_on(on=day, known_at=known_at) if wanted is None or view.slug in wanted]
    seats = seats_of([view.slug for view in views], on=day, known_at=known_at)
    _write(as_bytes(made(views, seats=seats, site=site.rstrip("/"))), out)


def calendar(body: BodyOption = "", out: Out = None, site: Site = HOME) -> None:
    """The meetings that are public, as iCalendar: the newest two hundred and all to come."""
    ready()
    from ouzel.governance.exports.calendar import calendar as made
    from ouzel.governance.meetings.queries import meetings

    bodies = given.with_those_before(body) if body else None
    found = meetings(None, body=bodies, limit=NEWEST)
    _write(made(found, name=f"Meetings: {body or 'all bodies'}", site=site.rstrip("/")), out)


def atom(body: BodyOption = "", out: Out = None, site: Site = HOME) -> None:
    """Meetings, decisions and who took over from whom, the newest two hundred, as an Atom feed."""
    ready()
    from ouzel.governance.decisions.queries import decisions_of
    from ouzel.governance.exports import atom as made
    from ouzel.governance.exports.successions import successions
    from ouzel.governance.meetings.queries import meetings

    place = site.rstrip("/")
    bodies = given.with_those_before(body)
    entries = [made.of_meeting(view, site=place) for view in meetings(None, body=bodies, limit=NEWEST)]
    decided = decisions_of(bodies, None, with_predecessors=False, limit=NEWEST)
    entries += [made.of_decision(each, site=place) for each in decided]
    entries += [made.of_succession(each, site=place) for each in successions([each.slug for each in bodies])]
    newest = sorted(entries, key=lambda entry: entry.updated, reverse=True)[:NEWEST]
    address = f"/bodies/{body}/" if body else "/meetings/"
    _write(made.feed(newest, title=f"Who decides: {body or 'all bodies'}", address=address, site=place), out)


def _write(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(content.decode())
        return
    out.write_bytes(content)
    showing.note(f"Written to {out.name}: {len(content):,} bytes")
