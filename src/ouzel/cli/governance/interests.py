"""`ouzel interests ...`: the register on any day, who must declare, and what meets the business of a meeting."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ouzel.cli import showing
from ouzel.cli.activity.words import pounds
from ouzel.cli.governance import given
from ouzel.cli.governance.given import BodyOption, MeetingSlug
from ouzel.cli.options import Json, KnownAt, On
from ouzel.cli.running import actor, guarded, ready

if TYPE_CHECKING:
    from ouzel.governance.interests.publishing import Register


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `interests`."""
    for command in (register, due, remind, match):
        app.command()(guarded(command))


def register(
    body: BodyOption = "",
    whole: Annotated[
        bool, typer.Option("--whole", help="Also what is withheld from the public; it is written into the trail.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.csv", help="Write the interests as CSV; gifts beside it.")
    ] = None,
    on: On = None,
    known_at: KnownAt = None,
    json: Json = False,
) -> None:
    """The register as the public may read it, or the whole of it."""
    if out and out.suffix.lower() != ".csv":
        raise typer.BadParameter(f"{out.name}: the name ends in .csv", param_hint="--out")
    ready()
    from ouzel.api import governance_shapes as shapes
    from ouzel.governance.interests.exporting import export_whole, gifts_csv, interests_csv
    from ouzel.governance.interests.publishing import register_of

    bodies, day = given.with_those_before(body), given.day(on)
    if whole:
        found = export_whole(bodies, on=day, by=actor(), known_at=known_at)
    else:
        found = register_of(bodies, on=day, viewer=None, known_at=known_at)
    if out:
        out.write_text(interests_csv(found), encoding="utf-8-sig", newline="")
        gifts = out.with_name(f"{out.stem}.gifts.csv")
        gifts.write_text(gifts_csv(found), encoding="utf-8-sig", newline="")
        showing.note(f"Written to {out.name} and {gifts.name}")
    if json:
        showing.document(shapes.interests(found))
        return
    if not out:
        _lines(found)
    words = f"{len(found.people):,} {'person' if len(found.people) == 1 else 'people'}"
    showing.say(found.why_empty or f"{words} and {showing.count(len(found.gifts), 'gift')} on {given.in_words(day)}.")


def _lines(found: "Register") -> None:
    for each in found.people:
        showing.say(f"{each.person.name}: {each.said}")
        for entry in each.entries:
            said = entry.description or f"withheld: {entry.redaction}"
            of = f" ({entry.organisation})" if entry.organisation else ""
            showing.say(f"    {entry.category_name}: {said}{of}, since {given.in_words(entry.since)}")
    for gift in found.gifts:
        said = gift.description or f"withheld: {gift.redaction}"
        showing.say(f"{gift.offered}  {gift.person.name}: {said} {pounds(gift.value)} {gift.outcome}")


def due(
    body: BodyOption = "",
    within: Annotated[int, typer.Option("--within", min=0, metavar="DAYS", help="How far ahead to look.")] = 28,
    on: On = None,
    json: Json = False,
) -> None:
    """Who must declare, by when and why."""
    ready()
    from ouzel.governance.interests.deadlines import due as to_declare

    day = given.day(on)
    found = to_declare(day, bodies=given.with_those_before(body) if body else None, within=timedelta(days=within))
    if json:
        rows = [
            {"person": each.person.slug, "name": each.person.name, "bodies": [one.slug for one in each.bodies],
             "occasion": each.occasion, "why": each.why, "by": each.by_day, "last": each.last,
             "meeting": each.meeting}
            for each in found
        ]  # fmt: skip
        showing.document({"on": day, "count": len(rows), "due": rows})
        return
    if found:
        showing.table(("by", "who", "why"), [(each.by_day, each.person.name, each.why) for each in found])
    showing.say(f"{showing.count(len(found), 'declaration')} due within {within} days of {given.in_words(day)}.")


def remind(body: BodyOption = "", on: On = None, json: Json = False) -> None:
    """Send the day's reminders by e-mail, each once; for a daily job."""
    ready()
    from ouzel.governance.interests.deadlines import remind as send

    with given.post_beside_the_answer():
        sent = send(on=given.day(on), by=actor(), bodies=given.with_those_before(body))
    if json:
        showing.document({
            "count": len(sent.told), "reminded": [each.due.person.slug for each in sent.told],
            "failed": [each.due.person.slug for each in sent.lost],
        })  # fmt: skip
        return
    showing.say(f"{showing.count(len(sent.told), 'reminder')} sent.")
    if sent.lost:
        names = ", ".join(each.due.person.name for each in sent.lost)
        showing.say(f"Not handed over, and tried again with the rest of the post (ouzel follows list): {names}")


def match(meeting: MeetingSlug, on: On = None, json: Json = False) -> None:
    """Whose interests meet what is on the agenda, and who has yet to declare: before papers go out."""
    ready()
    from ouzel.governance.interests.matching import before_papers
    from ouzel.governance.meetings.queries import meeting_named

    viewer = actor()
    found = before_papers(meeting_named(meeting, viewer), on=given.day(on), viewer=viewer)
    rows = [(item.number, each) for item, several in found.items for each in several]
    if json:
        showing.document({
            "meeting": meeting,
            "matches": [
                {"item": number, "person": each.person.slug, "name": each.person.name, "party": each.party,
                 "how": each.how, "why": each.why, "ended": each.ended}
                for number, each in rows
            ],
            "undeclared": [{"person": each.person.slug, "by": each.by_day, "why": each.why}
                           for each in found.undeclared],
        })  # fmt: skip
        return
    for number, each in rows:
        showing.say(f"{number}. {each.person.name}: {each.party}. {each.why}")
    for one in found.undeclared:
        showing.say(f"{one.person.name} must declare by {given.in_words(one.by_day)}: {one.why}")
    showing.say(
        f"{len(rows):,} {'match' if len(rows) == 1 else 'matches'}, {len(found.undeclared):,} still to declare."
    )
