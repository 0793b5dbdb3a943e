"""`ouzel decisions ...`: what was decided, and what became of it."""

from typing import Annotated

import typer

from ouzel.cli import showing
from ouzel.cli.activity.words import pounds
from ouzel.cli.governance import given
from ouzel.cli.governance.given import BodyOption, Since, Until
from ouzel.cli.options import Json, On
from ouzel.cli.running import actor, guarded, ready, refusal

Ref = Annotated[str, typer.Argument(metavar="REF", help="Its reference, such as D-2021-0007.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `decisions`."""
    app.command("list")(guarded(list_decisions))
    for command in (show, awaiting, kinds):
        app.command()(guarded(command))


def list_decisions(
    body: BodyOption = "",
    since: Since = None,
    until: Until = None,
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="Only of this kind (ouzel decisions kinds).")
    ] = "",
    topic: Annotated[str, typer.Option("--topic", metavar="TOPIC", help="Only on this topic.")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="At most so many.")] = 50,
    json: Json = False,
) -> None:
    """Decisions, the newest first."""
    ready()
    from ouzel.api import governance_shapes as shapes
    from ouzel.governance.decisions.queries import decisions_of
    from ouzel.governance.reference.decisions import kind_of_decision

    if kind:
        kind_of_decision(kind)
    found = decisions_of(
        given.with_those_before(body), actor(), since=since, until=until, kind=kind, topic=topic,
        with_predecessors=False, limit=limit + 1,
    )  # fmt: skip
    more, found = len(found) > limit, found[:limit]
    if json:
        rows = [shapes.decision(each) for each in found]
        showing.document({"count": len(rows), "more": more, "decisions": rows})
        return
    if found:
        showing.table(
            ("ref", "on", "named", "title"), [(each.ref, each.on, each.body, each.title) for each in found]
        )  # fmt: skip
    showing.say(f"{showing.count(len(found), 'decision')}{', and more (--limit)' if more else ''}.")


def show(ref: Ref, json: Json = False) -> None:
    """One decision: options, reasons, votes, quorum, authority, and what it is linked to."""
    ready()
    from ouzel.api import governance_shapes as shapes
    from ouzel.governance.decisions.queries import decision, links_of_decision

    viewer = actor()
    found = decision(ref.upper(), viewer)
    if found is None:
        raise refusal(f"There is no decision {ref}. All of them: ouzel decisions list")
    links = links_of_decision(found.ref, viewer)
    if json:
        showing.document({**shapes.decision(found), "links": [shapes.link(each) for each in links]})
        return
    showing.say(f"{found.ref}: {found.title}")
    where = f"at {found.meeting}, item {found.item}" if found.meeting else "between meetings"
    showing.say(f"{found.body_name}, {given.in_words(found.on)}, {where}. {found.kind_name}.")
    showing.say(found.text)
    showing.say(found.how)
    rows = [
        ("reasons", found.reasons), ("commits", pounds(found.pence)), ("dissent", found.dissent),
        ("authority", found.authority), ("urgent because", found.urgent), ("revises", found.revises),
        ("revised by", ", ".join(found.revised_by)), ("private", "taken in private" if found.private else ""),
        ("waits", "for a meeting to ratify it" if found.awaits_ratification else ""),
        *((f"option{' (chosen)' if each.get('chosen') else ''}", each["title"]) for each in found.options),
        *((link.words, f"{link.title} {link.address}") for link in links),
        *((each.vote, each.name) for each in found.votes),
    ]  # fmt: skip
    showing.table(("", ""), [row for row in rows if row[1]])


def awaiting(body: BodyOption = "", on: On = None, json: Json = False) -> None:
    """Urgent decisions that no meeting has ratified, or refused to, by a day; the oldest first."""
    ready()
    from ouzel.governance.decisions.ratifying import awaiting_ratification

    day = given.day(on)
    found = awaiting_ratification(given.with_those_before(body), on=day)
    if json:
        rows = [{"ref": each.ref, "on": each.on, "body": each.body.slug, "title": each.title, "urgent": each.urgent}
                for each in found]  # fmt: skip
        showing.document({"on": day, "count": len(rows), "decisions": rows})
        return
    if found:
        showing.table(
            ("ref", "on", "named", "title"), [(each.ref, each.on, each.body.slug, each.title) for each in found]
        )
    showing.say(f"{showing.count(len(found), 'urgent decision')} to ratify on {given.in_words(day)}.")


def kinds(json: Json = False) -> None:
    """The kinds of decision; which are usually reserved, and which commit money."""
    from ouzel.governance.reference.decisions import kinds_of_decision

    found = kinds_of_decision()
    if json:
        showing.document({"count": len(found), "kinds": [
            {"slug": each.slug, "name": each.name, "reserved": each.reserved, "money": each.money} for each in found
        ]})  # fmt: skip
        return
    showing.table(
        ("named", "", "usually reserved", "money"),
        [(each.slug, each.name, "yes" if each.reserved else "", "yes" if each.money else "") for each in found],
    )
