"""`ouzel register ...`: what changes the register."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ouzel.cli import options, showing
from ouzel.cli.options import Json
from ouzel.cli.running import actor, body_code, edition, guarded, ready
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    from ouzel.register.actions import Loaded
    from ouzel.register.models import Publication

FEW = 5


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `register`."""
    for command in (load, release, withdraw, settle):
        app.command()(guarded(command))


def load(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files, or folders with a manifest.csv.")],
    published: Annotated[
        options.date | None,
        typer.Option("--published", parser=options.a_day, metavar="DATE", help="The day the files count as published."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    hold_above: Annotated[
        float | None,
        typer.Option(
            "--hold-above", metavar="PERCENT", min=0, max=100,
            help="Hold back a list in which more than this part of those listed before is missing.",
        ),
    ] = None,
    known_by: Annotated[
        options.date | None,
        typer.Option(
            "--known-by", parser=options.a_day, metavar="DATE",
            help="Leave for later what was published after that day: the register as it was known then.",
        ),
    ] = None,
    json: Json = False,
) -> None:  # fmt: skip
    """Load files, each recognised by its content; all of them or none."""
    ready()
    from ouzel.register import actions

    share = None if hold_above is None else Decimal(str(hold_above)) / 100
    act = actions.dry_run if dry_run else actions.load
    with showing.working("Looking at what would change" if dry_run else "Loading"):
        done = act(paths, by=actor(), published=published, hold_above=share, known_by=known_by)
    for skipped in done.skipped:
        showing.note(f"Left out {skipped.file}: {skipped.why}")
    for line in done.notes:
        showing.note(f"Note: {line}")
    if json:
        showing.document(_document(done, dry_run=dry_run))
    else:
        _tell(done, dry_run=dry_run)


def _document(done: "Loaded", *, dry_run: bool) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "edition": None if dry_run else done.edition,
        "publications": [
            {"id": p.pk, "file": p.file, "series": p.series, "published": str(p.published), "state": str(p.state),
             "assertions": p.rows}
            for p in done.publications
        ],
        "already": done.already,
        "held": done.held,
        "skipped": [{"file": s.file, "why": s.why} for s in done.skipped],
        "assertions": done.assertions,
        "changes": {"counts": done.changes.counts, "samples": done.changes.samples},
    }  # fmt: skip


def _tell(done: "Loaded", *, dry_run: bool) -> None:
    if done.publications:
        showing.table(("published", "file", "series", "assertions", "state"), _by_file(done), right=["assertions"])
    for kind, count in sorted(done.changes.counts.items()):
        showing.say(f"{count:,} {kind}")
        for words in done.changes.samples.get(kind, [])[:FEW]:
            showing.say(f"  {words}")
    if done.already:
        showing.say(f"Loaded before, nothing new: {', '.join(done.already)}")
    if done.held:
        showing.note(f"Held back until somebody releases it (ouzel register release ID): {', '.join(done.held)}")
    if dry_run:
        showing.say("Nothing was changed.")
    elif done.edition is None:
        showing.say("Nothing was new: the register is as it was.")
    else:
        counted = [p.rows for p in done.publications if p.file not in done.held]
        what = f"{showing.count(sum(counted), 'assertion')} from {showing.count(len(counted), 'publication')}"
        showing.say(f"Edition {done.edition}: {what}.")


def _by_file(done: "Loaded") -> list[tuple[str, str, str, str, str]]:
    """A row for each file; one that dates its own rows has the days of the first and last."""
    files: dict[tuple[str, str], list[Publication]] = {}
    for p in done.publications:
        files.setdefault((p.file, p.series), []).append(p)
    rows = []
    for (file, series), those in files.items():
        days = sorted(p.published for p in those)
        when = f"{days[0]}" if len(days) == 1 else f"{days[0].year} to {days[-1].year}"
        count = sum(p.rows for p in those)
        rows.append((when, file, series, f"{count:,}", those[0].get_state_display()))
    return rows


Id = Annotated[int, typer.Argument(metavar="ID", help="Number of the publication (ouzel register publications).")]
Why = Annotated[str, typer.Option("--why", help="The reason, for the audit trail.")]


def _publication(number: int) -> "Publication":
    from ouzel.register.models import Publication

    found = Publication.objects.filter(pk=number).first()
    if found is None:
        raise ContentError(
            "there is no such publication", field="id", value=str(number), right="See ouzel register publications"
        )
    return found


def release(publication: Id, json: Json = False) -> None:
    """Let a publication out of quarantine, so that it counts."""
    ready()
    from ouzel.register import actions

    with showing.working("Releasing"):
        made = actions.release(publication=_publication(publication), by=actor())
    _made(made.number, f"publication {publication} counts from now on", json)


def withdraw(
    publication: Id,
    why: Why,
    on: Annotated[
        options.date | None,
        typer.Option("--on", parser=options.a_day, metavar="DATE", help="The day the world learned that it was wrong."),
    ] = None,
    json: Json = False,
) -> None:
    """Withdraw a publication: it no longer counts, and what was known while it stood is still answered."""
    ready()
    from ouzel.register import actions

    with showing.working("Withdrawing"):
        made = actions.withdraw(publication=_publication(publication), by=actor(), why=why, on=on)
    _made(made.number, f"publication {publication} is withdrawn", json)


def settle(
    code: options.Code,
    attribute: Annotated[str, typer.Argument(metavar="FACT", help="Which fact, such as commissioner.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="What it was: text, or the code of the other body.")],
    since: Annotated[
        options.date, typer.Option("--since", parser=options.a_day, metavar="DATE", help="The first day it held.")
    ],
    why: Why,
    until: Annotated[
        options.date | None,
        typer.Option("--until", parser=options.a_day, metavar="DATE", help="The first day it no longer held."),
    ] = None,
    published: Annotated[
        options.date | None,
        typer.Option(
            "--published", parser=options.a_day, metavar="DATE", help="Known from that day; today if not given."
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Settle a conflict: your word, with its reason, above every publication for the days it names."""
    which = options.an_attribute(attribute)
    ready()
    from ouzel.core.permissions import today
    from ouzel.register import actions

    edition()
    made = actions.settle(
        code=body_code(code), attribute=which, value=value, since=since, until=until, by=actor(), why=why,
        published=published or today(),
    )  # fmt: skip
    _made(made.number, f"the {which.name.lower().replace('_', ' ')} of {code} is settled", json)


def _made(number: int, words: str, json: bool) -> None:
    if json:
        showing.document({"edition": number, "done": words})
    else:
        showing.say(f"Edition {number}: {words}.")
