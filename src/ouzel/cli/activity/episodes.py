"""`ouzel activity episodes ...`: responsibility that stays with a commissioner whatever the registration says."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ouzel.cli import showing
from ouzel.cli.activity.given import MaybeUntil, Recorded, Since, Source, line_ref
from ouzel.cli.options import Json, KnownAt
from ouzel.cli.running import actor, body_code, guarded, ready
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    from ouzel.activity.models import ResponsibilityEpisode

Specialties = Annotated[
    list[str] | None,
    typer.Option(
        "--specialty",
        metavar="CODE",
        help="A treatment function it covers (710), again for more. None: what its kind covers, which is mental-health"
        " care for aftercare and all care for a child.",
    ),
]  # fmt: skip
Commissioner = Annotated[
    str, typer.Option("--commissioner", metavar="CODE", help="Who was responsible when it began, and stays so.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `episodes`."""
    app.command()(guarded(record))
    app.command()(guarded(replace))
    app.command("list")(guarded(list_))


def record(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="aftercare (section 117) or looked-after (a child).")],
    commissioner: Commissioner,
    since: Since,
    source: Source,
    until: MaybeUntil = None,
    person: Annotated[
        int | None, typer.Option("--person", metavar="NUMBER", help="The pseudonym of the person, as lines carry it.")
    ] = None,
    line: Annotated[
        str, typer.Option("--line", metavar="LINE", help="A line of the person (12-345); reading it is recorded.")
    ] = "",
    specialty: Specialties = None,
    recorded: Recorded = None,
    json: Json = False,
) -> None:  # fmt: skip
    """Record that a commissioner stays responsible for a person: it wins over the rules of the year."""
    if (person is None) == (not line):
        raise typer.BadParameter("say who it is of: either --person or --line", param_hint="--person")
    ready()
    from ouzel.activity import episodes
    from ouzel.core.permissions import today

    made = episodes.record_episode(
        person=person if person is not None else _person_of(line), kind=kind, commissioner=body_code(commissioner),
        start=since, until=until, specialties=specialty or [], source=source, recorded=recorded or today(), by=actor(),
    )  # fmt: skip
    _tell(made, json=json)


def replace(
    episode: Annotated[int, typer.Argument(metavar="ID", help="Number of the episode (ouzel activity episodes list).")],
    commissioner: Commissioner,
    since: Since,
    source: Source,
    until: MaybeUntil = None,
    specialty: Specialties = None,
    recorded: Recorded = None,
    json: Json = False,
) -> None:
    """Say better what was recorded before, such as that it ended. What was believed until then stays known."""
    ready()
    from ouzel.activity import episodes
    from ouzel.activity.models import ResponsibilityEpisode
    from ouzel.core.permissions import today

    row = ResponsibilityEpisode.objects.visible_to(actor()).filter(pk=episode).first()
    if row is None:
        raise ContentError("there is no such episode", field="id", value=str(episode),
                           right="See ouzel activity episodes list")  # fmt: skip
    made = episodes.replace_episode(
        episode=row, start=since, until=until, commissioner=body_code(commissioner), specialties=specialty or [],
        source=source, recorded=recorded or today(), by=actor(),
    )  # fmt: skip
    _tell(made, json=json)


def list_(known_at: KnownAt = None, json: Json = False) -> None:
    """Episodes of responsibility that are believed. Persons are shown by their pseudonym alone."""
    ready()
    from ouzel.activity.episodes import episodes_visible
    from ouzel.core.permissions import today

    found = episodes_visible(actor(), on=today(), known=known_at)
    if json:
        showing.document({"episodes": [
            {"id": e.number, "person": str(e.person), "kind": e.kind, "commissioner": e.commissioner,
             "specialties": list(e.specialties), "since": str(e.start), "until": str(e.until) if e.until else None}
            for e in found
        ]})  # fmt: skip
        return
    if not found:
        showing.say("No episode of responsibility is recorded.")
        return
    showing.table(
        ("id", "person", "kind", "stays with", "from", "last day", "care"),
        [(e.number, e.person, e.kind, e.commissioner, e.start, showing.last_day(e.until),
          ", ".join(e.specialties) or "that of its kind") for e in found],
    )  # fmt: skip


def _person_of(line: str) -> int:
    from ouzel.activity.reading_lines import read_lines

    ref = line_ref(line)
    found = read_lines(by=actor(), why="To record an episode of responsibility", lines=[ref])
    if not found.num_rows:
        raise ContentError("no line that counts has this number", field="line", value=str(ref))
    person: int = found["person"][0].as_py()
    if not person:
        raise ContentError("this line does not say who the person is", field="line", value=str(ref),
                           right="Choose a line with an NHS number")  # fmt: skip
    return person


def _tell(made: "ResponsibilityEpisode", *, json: bool) -> None:
    if json:
        showing.document(_shape(made))
        return
    last = showing.last_day(made.valid.upper)
    showing.say(
        f"Episode {made.pk}: {made.commissioner} stays responsible from {_said(made.valid.lower)}"
        f"{f' to {_said(made.valid.upper - timedelta(days=1))}' if last else ''} ({made.get_kind_display()})."
    )
    showing.note("It counts from the next run on: ouzel activity price")


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _shape(row: "ResponsibilityEpisode") -> dict[str, Any]:
    return {
        "id": row.pk, "person": str(row.person), "kind": row.kind, "commissioner": row.commissioner,
        "specialties": [each for each in row.specialties.split(",") if each], "since": str(row.valid.lower),
        "until": str(row.valid.upper) if row.valid.upper else None, "recorded": str(row.recorded), "source": row.source,
    }  # fmt: skip
