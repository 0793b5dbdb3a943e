"""`ouzel bodies list`, `show`, `check`, `may`, `kinds` and `carry`: bodies that decide, on any day, as then known."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from ouzel.cli import showing
from ouzel.cli.activity.words import pounds
from ouzel.cli.governance import given
from ouzel.cli.governance.given import BodySlug
from ouzel.cli.options import Json, KnownAt, On
from ouzel.cli.running import actor, body_code, guarded, ready, refusal

if TYPE_CHECKING:
    from ouzel.governance.bodies.queries import BodyView


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `bodies`."""
    app.command("list")(guarded(list_bodies))
    for command in (show, check, may, kinds, carry):
        app.command()(guarded(command))


def list_bodies(
    of: Annotated[str, typer.Option("--of", metavar="CODE", help="Only bodies of this organisation.")] = "",
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="Only of this kind (ouzel bodies kinds).")] = "",
    on: On = None,
    known_at: KnownAt = None,
    json: Json = False,
) -> None:
    """The bodies that exist on a day."""
    ready()
    from ouzel.api import governance_shapes as shapes
    from ouzel.governance.bodies.queries import bodies_of, bodies_on
    from ouzel.governance.reference.kinds import kind_of_body

    day = given.day(on)
    if kind:
        kind_of_body(kind)
    found = bodies_of([body_code(of)], on=day, known_at=known_at) if of else bodies_on(on=day, known_at=known_at)
    views = [view for view in found if kind in ("", view.kind)]
    if json:
        asked = shapes.asked(on=day, known_at=known_at)
        showing.document({**asked, "count": len(views), "bodies": [shapes.body(view) for view in views]})
        return
    if views:
        showing.table(
            ("named", "name", "of"),
            [(view.slug, view.name, ", ".join(o.code for o in view.organisations)) for view in views],
        )
    showing.say(f"{len(views):,} {'body' if len(views) == 1 else 'bodies'} on {given.in_words(day)}.")


def show(body: BodySlug, on: On = None, known_at: KnownAt = None, json: Json = False) -> None:
    """One body on a day: what it is for, who sits on it, its committees and what they may decide."""
    ready()
    from ouzel.api import governance_shapes as shapes
    from ouzel.governance.bodies.delegation import powers, scheme
    from ouzel.governance.bodies.queries import body_shown, committees_of
    from ouzel.governance.seats.queries import seats_on

    day, row = given.day(on), given.body(body)
    view = body_shown(row, on=day, known_at=known_at)
    if view is None:
        raise refusal(f"Nothing was known of {body} on {given.in_words(known_at or day)}")
    seats = seats_on(row, on=day, known_at=known_at)
    committees = committees_of(row, on=day, known_at=known_at)
    lines = {
        line.pk: line for line in (*scheme(row, on=day, known_at=known_at), *powers(row, on=day, known_at=known_at))
    }
    if json:
        showing.document({
            **shapes.asked(on=day, known_at=known_at), **shapes.body(view),
            "seats": [shapes.seat(each) for each in seats], "committees": [shapes.body(each) for each in committees],
            "scheme": [shapes.power(line) for line in lines.values()],
        })  # fmt: skip
        return
    showing.say(view.name)
    showing.table(("", ""), [row for row in _rows(view) if row[1]])
    if seats:
        showing.say()
        showing.table(
            ("seat", "who", "since", "vote"),
            [(s.title, _who(s.holder.name if s.holder else "", s.standing), s.since, "yes" if s.votes else "no")
             for s in seats],
        )  # fmt: skip
    for each in committees:
        showing.say(f"Committee: {each.name} ({each.slug})")
    for line in lines.values():
        reach = "reserved to it" if line.reserved else f"up to {pounds(line.limit)}" if line.limit else "without limit"
        showing.say(f"{line.kind}: {line.body.slug}, {reach}, by the scheme of {line.scheme_of.slug}")


def _rows(view: "BodyView") -> list[tuple[str, str]]:
    state = "" if view.exists else f"not on {view.on}; shown as it was nearest to that day"
    return [
        ("body", view.slug), ("kind", view.kind_name), ("state", state), ("since", showing.day(view.since)),
        ("last day", showing.last_day(view.until)),
        ("of", "; ".join(f"{o.name} ({o.code})" for o in view.organisations)), ("part of", view.part_of),
        ("accountable to", ", ".join(view.accountable_to)), ("basis", view.basis), ("place", view.place),
        ("topics", ", ".join(view.topics)), ("terms", view.terms), ("duties", "; ".join(view.duties)),
        ("followed", ", ".join(view.predecessors)), ("followed by", ", ".join(view.successors)),
    ]  # fmt: skip


def _who(name: str, standing: str) -> str:
    return f"{name} ({standing})" if name and standing != "substantive" else name or "vacant"


def check(
    body: Annotated[str | None, typer.Argument(metavar="[BODY]", help="Only this body; all if not given.")] = None,
    within: Annotated[int, typer.Option("--within", min=0, metavar="DAYS", help="How far ahead to look.")] = 90,
    on: On = None,
    known_at: KnownAt = None,
    json: Json = False,
) -> None:
    """Rules of composition that are not kept, and seats that will stand empty, before it happens."""
    ready()
    from ouzel.api import governance_shapes as shapes
    from ouzel.governance.bodies.composition import breaches
    from ouzel.governance.bodies.composition import coming as to_come
    from ouzel.governance.bodies.queries import bodies_on

    day = given.day(on)
    chosen = [given.body(body)] if body else [view.body for view in bodies_on(on=day, known_at=known_at)]
    with showing.working("Checking"):
        wrong = [each for row in chosen for each in breaches(row, on=day, known_at=known_at)]
        ahead = [
            (row.slug, each) for row in chosen
            for each in to_come(row, on=day, within=timedelta(days=within), known_at=known_at)
        ]  # fmt: skip
    if json:
        coming = [{"body": slug, **shapes.coming(each)} for slug, each in ahead]
        broken = [shapes.breach(each) for each in wrong]
        showing.document({**shapes.asked(on=day, known_at=known_at), "breaches": broken, "coming": coming})
        return
    for each in wrong:
        showing.say(f"{each.text}{' (compare the rule with the law first)' if each.rule.recheck else ''}")
    for slug, one in ahead:
        showing.say(f"{one.on}  {slug}: {one.text}")
    broken_on = f"{showing.count(len(wrong), 'rule')} not kept on {given.in_words(day)}"
    showing.say(f"{broken_on}; {len(ahead):,} to come within {within} days.")


def may(
    body: BodySlug,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="A kind of decision, such as contract-award.")],
    pence: Annotated[
        int | None,
        typer.Option("--pounds", parser=given.a_sum, metavar="POUNDS", help="What the decision would commit."),
    ] = None,
    on: On = None,
    known_at: KnownAt = None,
    json: Json = False,
) -> None:
    """Whether a body may take a decision, by the scheme of reservation and delegation."""
    ready()
    from ouzel.api import governance_shapes as shapes
    from ouzel.governance.bodies.delegation import may_decide

    day = given.day(on)
    found = may_decide(body=given.body(body), kind=kind, pence=pence, on=day, known_at=known_at)
    if json:
        showing.document({**shapes.asked(on=day, known_at=known_at), **shapes.authority(found)})
        return
    showing.say(f"{'Yes' if found.allowed else 'No'}. {found.why}.")


def kinds(on: On = None, json: Json = False) -> None:
    """The kinds of body that the law or custom knows, with their rules; `--on`: only those of a day."""
    from ouzel.governance.reference.kinds import kinds_of_body

    found = [kind for kind in kinds_of_body() if on is None or kind.holds(on)]
    if json:
        showing.document({"count": len(found), "kinds": [
            {"slug": kind.slug, "name": kind.name, "since": kind.since, "until": kind.until, "basis": kind.basis,
             "source": kind.source, "joint": kind.joint, "in_public": kind.in_public,
             "rules": [{"slug": rule.slug, "text": rule.text, "least": rule.least, "most": rule.most,
                        "since": rule.since, "until": rule.until, "source": rule.source, "recheck": rule.recheck}
                       for rule in kind.rules],
             "proposed": [{"text": each.text, "introduced": each.introduced, "source": each.source}
                          for each in kind.proposed]}
            for kind in found
        ]})  # fmt: skip
        return
    showing.table(
        ("named", "", "since", "last day", "basis"),
        [(kind.slug, kind.name, kind.since, showing.last_day(kind.until), kind.basis) for kind in found],
    )


def carry(on: On = None, json: Json = False) -> None:
    """What came to bodies that have ended since, such as an action of a last meeting, goes to who came after them."""
    ready()
    from ouzel.governance.carrying.late import carry_late

    day = given.day(on)
    handed = carry_late(on=day, by=actor())
    if json:
        showing.document({"on": day, "handed": handed})
        return
    for slug, found in handed.items():
        showing.say(f"{slug}: {', '.join(f'{number:,} {what}' for what, number in found.items() if number)}")
    if not handed:
        showing.say(f"Nothing is left with bodies that ended by {given.in_words(day)}.")
