"""`ouzel change ...`: plans of reorganisations, looked at without changing anything."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ouzel.cli import options, showing
from ouzel.cli.changes import case, deriving, enacting, steps
from ouzel.cli.changes.files import write
from ouzel.cli.changes.plans import PlanText, given
from ouzel.cli.options import Json
from ouzel.cli.running import REFUSED, actor, edition, guarded, ready
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    from ouzel.reorganisation.preview import Preview

FEW = 3
FORMS = (".html", ".csv", ".json")

KnownAt = Annotated[
    options.date | None,
    typer.Option(
        "--known-at",
        parser=options.a_day,
        metavar="DATE",
        help="Worked out from what was known at the end of that day; from all that is loaded if not given.",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `change`."""
    for command in (preview, new, check, schema):
        app.command()(guarded(command))
    deriving.add_to(app)
    app.command("list")(guarded(list_proposals))
    app.command()(guarded(show))
    for part in (steps, enacting, case):
        part.add_to(app)


def preview(
    plan: PlanText,
    known_at: KnownAt = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every consequence, not the first few of each kind.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write a page (.html), the consequences (.csv) or all (.json)."),
    ] = None,
    json: Json = False,
) -> None:
    """What would follow from a plan: totals side by side, every consequence, what is left to decide. Stores nothing."""
    if out and out.suffix.lower() not in FORMS:
        raise typer.BadParameter(f"{out.name}: the name ends in {', '.join(FORMS)}", param_hint="--out")
    ready()
    seen = _looked_at(plan, known_at)
    if out:
        _write(seen, out)
    if json:
        from ouzel.api import change_shapes

        showing.document(change_shapes.preview(seen))
    elif not out:
        from ouzel.cli.changes import telling

        telling.preview(seen, most=None if everything else FEW)
    _refuse(seen)


def check(plan: PlanText, known_at: KnownAt = None, json: Json = False) -> None:
    """Only what is wrong with a plan: each problem with its line, and what would be right."""
    ready()
    seen = _looked_at(plan, known_at)
    if json:
        from ouzel.api import change_shapes

        found = [change_shapes.problem(each) for each in seen.problems]
        showing.document({"slug": seen.plan.slug, "count": len(found), "problems": found})
    elif not seen.problems:
        showing.say(f"{seen.plan.slug}: nothing is wrong with it.")
    _refuse(seen)


def _looked_at(text: str, known_at: "options.date | None") -> "Preview":
    """The preview of the plan named, with a note where the file is not what is stored."""
    from ouzel.register.answers import Moment
    from ouzel.reorganisation import preview as looking

    edition()
    named = given(text)
    if named.differs:
        showing.note(f"Note: the file differs from the newest version stored (ouzel change show {named.plan.slug}).")
    with showing.working("Working out what would follow"):
        return looking.preview(named.plan, moment=Moment(on=named.plan.effective, known_at=known_at))


def _refuse(seen: "Preview") -> None:
    """Every problem on standard error, and status 1, if there is any."""
    from ouzel.cli.changes import telling

    telling.problems(seen.problems)
    if seen.problems:
        raise typer.Exit(REFUSED)


def _write(seen: "Preview", out: Path) -> None:
    from ouzel.api import change_shapes
    from ouzel.api.answering import packed
    from ouzel.cli.changes import page

    form = out.suffix.lower()
    if form == ".csv":
        content = change_shapes.consequences_csv(seen.consequences)
    elif form == ".json":
        content = packed(change_shapes.preview(seen))
    else:
        content = page.page(seen).encode()
    write(out, content)


def schema() -> None:
    """The JSON Schema of plan files."""
    from importlib.resources import files

    showing.say((files("ouzel.reorganisation.plan_file") / "plan.schema.json").read_text(encoding="utf-8").rstrip())


def new(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="A short name for addresses: merger-2027.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write it; SLUG.toml here if not given.")
    ] = None,
) -> None:
    """Write a plan file to fill in, with a word on each part."""
    import re
    from datetime import date

    from ouzel.cli.changes.skeleton import skeleton

    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,79}", slug):
        raise typer.BadParameter(f"{slug!r}: small letters, digits and hyphens, as in merger-2027", param_hint="SLUG")
    file = out or Path(f"{slug}.toml")
    if file.exists():
        raise ContentError("there is such a file already", str(file), right="Give another name with --out")
    april = date(date.today().year + 1, 4, 1)  # most reorganisations begin with a financial year
    write(file, skeleton(slug, author=actor().name, effective=april).encode())


def list_proposals(json: Json = False) -> None:
    """Every proposal that is stored, with where it stands."""
    ready()
    from ouzel.api import change_shapes
    from ouzel.api.change_words import count
    from ouzel.core.permissions import today
    from ouzel.reorganisation import queries

    rows = [
        change_shapes.listed(each, queries.current_version(each), queries.standing(each, on=today()))
        for each in queries.proposals(actor())
    ]
    if json:
        showing.document({"count": len(rows), "proposals": rows})
        return
    if rows:
        showing.table(("slug", "takes effect", "stands", "title"), [
            (row["slug"], row["effective"], row["state"].replace("-", " "), row["title"]) for row in rows
        ])  # fmt: skip
    showing.say(f"{count(len(rows), 'proposal').capitalize()}." + ("" if rows else " Begin one: ouzel change new SLUG"))


def show(plan: PlanText, json: Json = False) -> None:
    """The life of a proposal: its steps, its documents, and how far its checklist is."""
    ready()
    from ouzel.cli.changes import life

    life.show(given(plan), json=json)
