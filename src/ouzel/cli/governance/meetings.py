"""`ouzel meetings ...`: what is called, what was before it and who was there; packs, minutes, and the search."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ouzel.cli import showing
from ouzel.cli.governance import given
from ouzel.cli.governance.given import BodyOption, MeetingSlug, Since, Until
from ouzel.cli.options import Json
from ouzel.cli.running import actor, guarded, ready, refusal

if TYPE_CHECKING:
    from ouzel.governance.meetings.shown import ItemView

LONDON = "%Y-%m-%d %H:%M"


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `meetings`."""
    app.command("list")(guarded(list_meetings))
    for command in (show, pack, minutes, find):
        app.command()(guarded(command))


def list_meetings(
    body: BodyOption = "",
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="At most so many.")] = 50,
    json: Json = False,
) -> None:
    """Meetings, the latest first; those of which no notice was given yet among them."""
    ready()
    from django.utils.timezone import localtime

    from ouzel.api import meeting_shapes as shapes
    from ouzel.governance.meetings import queries

    bodies = given.with_those_before(body) if body else None
    viewer = actor()
    found = queries.meetings(viewer, body=bodies, since=since, until=until, limit=limit)
    whole = queries.count_meetings(viewer, body=bodies, since=since, until=until)
    if json:
        showing.document({"count": whole, "meetings": [shapes.meeting(view) for view in found]})
        return
    if found:
        showing.table(
            ("meeting", "starts", "", "state"),
            [(view.slug, localtime(view.starts).strftime(LONDON), view.title, view.state_words) for view in found],
        )
    more = f", {len(found):,} shown (--limit)" if len(found) < whole else ""
    showing.say(f"{showing.count(whole, 'meeting')}{more}.")


def show(meeting: MeetingSlug, json: Json = False) -> None:
    """One meeting: its notice, its agenda with the quorum of each item, and what was irregular."""
    ready()
    from django.utils.timezone import localtime

    from ouzel.api import meeting_shapes as shapes
    from ouzel.governance.meetings import queries
    from ouzel.governance.papers.queries import papers_of

    viewer = actor()
    found = queries.meeting_named(meeting, viewer)
    if json:
        showing.document(shapes.told(found, viewer))
        return
    view, standing = queries.view_of(found, viewer), queries.standing(found, viewer)
    showing.say(view.title)
    starts = localtime(view.starts)
    when = f"{given.in_words(starts.date())}, {starts:%H:%M}"
    showing.say(f"{when}, {view.venue or 'no place is said'}: {view.state_words}.")
    showing.say("; ".join(each.name for each in view.sittings))
    if standing.notice is not None:
        notice = standing.notice
        told = f"not given yet, due by {given.in_words(notice.due)}"
        if notice.given:
            days = showing.count(notice.clear or 0, "clear day")
            told = f"given on {given.in_words(notice.given)}, {days} before"
        showing.say(f"Notice: {told}; {notice.rule} are asked for.")
    papers = papers_of(found, viewer)
    for item in queries.agenda(found, viewer):
        showing.say()
        _item(item)
        for paper in papers.get(item.key, ()):
            late = f", late: {paper.late}" if paper.late else ""
            late += "".join(
                f", version {each.version} after papers were due: {each.reason}" for each in paper.corrected
            )
            late += ", published after the meeting" if paper.afterwards else ""
            showing.say(f"    paper: {paper.paper.title}, version {paper.version.number}{late}")
            showing.say(f"           SHA-256 {paper.version.sha256}")
    for each in standing.irregularities:
        showing.say(f"Irregular ({each.rule}): {each.problem}. Reason: {each.reason}")


def _item(item: "ItemView") -> None:
    state = "in private" if item.private else item.purpose
    showing.say(f"{item.number}. {item.title} ({state}){' – taken off: ' + item.removed if item.removed else ''}")
    for each in item.quorum:
        showing.say(f"    {each.body}: {each.quorum.words}")
    for one in item.recusals:
        if one.taken_back:
            showing.say(f"    {one.name}: put down by mistake, and taken back. {one.taken_back}")
        else:
            showing.say(f"    {one.name}: {one.declared} Effect: {one.effect}")


def pack(
    meeting: MeetingSlug,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.pdf", help="Where to write it.")],
    site: Annotated[str, typer.Option("--site", metavar="ADDRESS", help="Where the site is, for links.")] = "",
    json: Json = False,
) -> None:
    """Make the pack of a meeting: agenda, interests and papers as one PDF, with bookmarks and page numbers."""
    if out.suffix.lower() != ".pdf":
        raise typer.BadParameter(f"{out.name}: the name ends in .pdf", param_hint="--out")
    ready()
    from rich.console import Console
    from rich.progress import Progress

    from ouzel.governance.meetings.queries import meeting_named
    from ouzel.governance.packs.actions import make_pack

    found = meeting_named(meeting, actor())
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Pages", total=None)
        made = make_pack(
            meeting=found, by=actor(), base=site.rstrip("/"),
            progress=lambda done, whole: bar.update(task, completed=done, total=whole),
        )  # fmt: skip
    out.write_bytes(made.content)
    if json:
        showing.document({"file": out.name, "bytes": made.size, "sha256": made.sha256})
        return
    showing.say(f"Written to {out.name}: {made.size:,} bytes, SHA-256 {made.sha256}")


def minutes(
    meeting: MeetingSlug,
    drafted: Annotated[
        bool, typer.Option("--draft", help="What the records give, as a start; nothing is kept.")
    ] = False,
    json: Json = False,
) -> None:
    """The minutes of a meeting, the newest version, as Markdown."""
    ready()
    from ouzel.governance.meetings.queries import meeting_named
    from ouzel.governance.minutes.drafting import draft
    from ouzel.governance.minutes.queries import minutes_of

    viewer = actor()
    found = meeting_named(meeting, viewer)
    if drafted:
        text = draft(found)
        if json:
            showing.document({"meeting": found.slug, "version": None, "standing": "a draft from the records",
                              "text": text})  # fmt: skip
        else:
            showing.say(text)
        return
    newest = minutes_of(found, viewer)
    if newest is None:
        raise refusal(f"There are no minutes of {found.slug} yet. What the records give: --draft")
    if json:
        showing.document({"meeting": found.slug, "version": newest.number, "standing": newest.standing,
                          "sha256": newest.sha256, "text": newest.text})  # fmt: skip
        return
    showing.say(newest.text)
    showing.note(f"Version {newest.number}: {newest.standing}.")


def find(
    words: Annotated[str, typer.Argument(metavar="WORDS", help='Words, "a phrase", or, -not.')],
    body: BodyOption = "",
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, metavar="N", help="At most so many.")] = 20,
    json: Json = False,
) -> None:
    """Search decisions, papers, items and minutes in full text; of a body, those of its predecessors too."""
    ready()
    from ouzel.api.meeting_shapes import hits
    from ouzel.governance.search import find as search

    found = search(words, actor(), body=body or None, since=since, until=until, limit=limit)
    if json:
        showing.document(hits(found))
        return
    for hit in found.hits:
        note = f" ({hit.note})" if hit.note else ""
        showing.say(f"{showing.day(hit.on)}  {hit.kind}  {hit.title}{note}")
        showing.say(f"    {hit.address}")
    if found.why:
        showing.say(found.why)
    elif found.more:
        showing.say(f"and more: {', '.join(f'{count:,} of the kind {kind}' for kind, count in found.counts.items())}")
