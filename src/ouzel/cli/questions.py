"""`ouzel register ...`: questions of one organisation."""

from typing import Annotated

import typer

from ouzel.cli import options, showing
from ouzel.cli.options import AtEdition, Code, Json, KnownAt, On, Ultimate
from ouzel.cli.running import body_code, guarded, moment, ready


def add_to(app: typer.Typer) -> None:
    """Add the questions to the group `register`."""
    for command in (show, members, history, successors, predecessors, evidence, find):
        app.command()(guarded(command))


def show(code: Code, on: On = None, known_at: KnownAt = None, edition: AtEdition = None, json: Json = False) -> None:
    """One organisation or area on a day: its name, roles and parents."""
    ready()
    from ouzel.api import shapes
    from ouzel.register import queries

    found = queries.body(body_code(code), moment=moment(on=on, known_at=known_at, at_edition=edition))
    if json:
        showing.document(shapes.body(found))
        return
    state = {True: "open", False: "closed", None: "when it was open is not recorded"}[found.open]
    rows = [
        ("code", found.code),
        ("on", showing.in_words(found.moment.on)),
        ("state", ", ".join(x for x in (state, found.status) if x)),
        ("opened", showing.in_words(found.opened) if found.opened else ""),
        ("last day", showing.last_in_words(found.closed)),
        ("kinds", ", ".join(found.kinds)),
        ("roles", ", ".join(found.roles)),
        ("address", ", ".join(x for x in (found.address, found.postcode) if x)),
        ("ONS code", found.gss_code),
        *(
            (p.attribute.name.lower().replace("_", " "), f"{p.value} {p.value_name}{_since(p.since)}")
            for p in found.parents
        ),
        *(("former name", f"{n.name}, until {showing.last_in_words(n.until)}") for n in found.former_names),
    ]
    showing.say(found.name)
    showing.table(("", ""), [row for row in rows if row[1]])
    showing.say(_answered(found.edition, found.moment.known_at))
    if not found.described:
        showing.note(f"Nothing describes {found.code} as known then: it is only named by others.")


def members(
    code: Code,
    on: Annotated[
        options.date, typer.Option("--on", parser=options.a_day, metavar="DATE", help="The day asked about.")
    ],
    role: Annotated[
        str | None,
        typer.Option("--role", metavar="KIND", help='A kind ("practice") or an ODS role (RO76), at any depth.'),
    ] = None,
    known_at: KnownAt = None,
    edition: AtEdition = None,
    json: Json = False,
) -> None:
    """The members of a body on a day: its immediate ones or, with --role, all of that kind under it."""
    kind = options.a_kind(role) if role else None
    ready()
    from ouzel.api import shapes
    from ouzel.register import asking, queries

    asked = moment(on=on, known_at=known_at, at_edition=edition)
    it = body_code(code)
    found = queries.members(it, moment=asked, kind=kind)
    answered = asking.edition_of(asked)
    if not found:
        from ouzel.register.reasons import why_no_members

        showing.note(why_no_members(it, moment=asked, kind=kind))
    if json:
        showing.document(shapes.members(it, found, asked, answered))
        return
    if found:
        showing.table(
            ("code", "name", "since", "last day"),
            [(m.code, m.name, showing.day(m.since), showing.last_day(m.until)) for m in found],
        )
    what = (kind.one if len(found) == 1 else kind.many) if kind else ("member" if len(found) == 1 else "members")
    showing.say(f"{len(found):,} {what} of {it} on {showing.in_words(on)}.")
    showing.say(_answered(answered, known_at))


def history(code: Code, known_at: KnownAt = None, edition: AtEdition = None, json: Json = False) -> None:
    """Every fact about a body, with both its clocks."""
    ready()
    from ouzel.api import shapes
    from ouzel.register import asking, queries

    asked = moment(on=None, known_at=known_at, at_edition=edition)
    it = body_code(code)
    rows = queries.history(it, moment=asked)
    answered = asking.edition_of(asked)
    if json:
        head = {"code": it, "known_at": shapes.text(known_at), "edition": answered}
        showing.document({**head, "facts": [shapes.fact(row) for row in rows]})
        return
    showing.table(
        ("fact", "value", "since", "last day", "known since"),
        [
            (
                row.attribute.name.lower().replace("_", " "),
                " ".join(x for x in (row.value, row.value_name) if x),
                showing.day(row.since) + (f" (after {row.changed_after})" if row.changed_after else ""),
                showing.last_day(row.until),
                showing.day(row.known_from),
            )
            for row in rows
        ],
    )
    showing.say(_answered(answered, known_at))


def successors(
    code: Code, ultimate: Ultimate = False, known_at: KnownAt = None, edition: AtEdition = None, json: Json = False
) -> None:
    """The bodies that came after: those it was succeeded by or, with --ultimate, every step to the last."""
    _steps("successors", code, ultimate, known_at, edition, json)


def predecessors(
    code: Code, ultimate: Ultimate = False, known_at: KnownAt = None, edition: AtEdition = None, json: Json = False
) -> None:
    """The bodies that came before or, with --ultimate, every step to the first."""
    _steps("predecessors", code, ultimate, known_at, edition, json)


def _steps(
    which: str, code: str, ultimate: bool, known_at: options.date | None, edition: int | None, json: bool
) -> None:
    ready()
    from ouzel.api import shapes
    from ouzel.register import asking, successions

    asked = moment(on=None, known_at=known_at, at_edition=edition)
    it = body_code(code)
    ask = successions.successors if which == "successors" else successions.predecessors
    found = ask(it, moment=asked, ultimate=ultimate)
    if not found:
        showing.note(f"No {which} of {it} are recorded.")
    if json:
        head = {"code": it, "known_at": shapes.text(known_at), "edition": asking.edition_of(asked)}
        showing.document({**head, which: [shapes.succession(s) for s in found]})
        return
    if found:
        showing.table(
            ("on", "from", "name", "to", "name", "kind"),
            [(s.on, s.predecessor, s.predecessor_name, s.successor, s.successor_name, s.note) for s in found],
        )


def evidence(
    code: Code,
    attribute: Annotated[
        str | None, typer.Option("--attribute", metavar="NAME", help="Only of this fact, such as commissioner.")
    ] = None,
    json: Json = False,
) -> None:
    """Every assertion about a body: who said it, in which file and line, published when."""
    ready()
    from ouzel.api import shapes
    from ouzel.cli.running import edition as newest
    from ouzel.register import queries

    answered, it = newest(), body_code(code)
    rows = queries.evidence(it, attribute=options.an_attribute(attribute) if attribute else None)
    if json:
        showing.document({"code": it, "edition": answered, "evidence": [shapes.evidence(row) for row in rows]})
        return
    showing.table(
        ("fact", "value", "since", "last day", "published", "file, line"),
        [
            (
                row.attribute.name.lower().replace("_", " "),
                row.value,
                f"{row.since}" + (" seen" if row.evidence == "sighting" else ""),
                showing.last_day(row.until),
                f"{row.published}" + (" withdrawn" if row.withdrawn else ""),
                f"{row.file}, {row.row}",
            )
            for row in rows
        ],
    )


def find(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A code, a name now or formerly, or initials.")],
    on: On = None,
    known_at: KnownAt = None,
    edition: AtEdition = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=500, help="How many answers at most.")] = 20,
    json: Json = False,
) -> None:
    """Find organisations and areas by code, old code form, name, former name or initials."""
    ready()
    from ouzel.api import shapes
    from ouzel.register import asking, search

    asked = moment(on=on, known_at=known_at, at_edition=edition)
    found = search.find(text, moment=asked, limit=limit)
    if not found:
        showing.note(f"Nothing is called {text!r}. Try a part of the name, or the code.")
    if json:
        head = {"text": text, **shapes.moment(asked, asking.edition_of(asked))}
        showing.document({**head, "found": [shapes.found(one) for one in found]})
        return
    if found:
        showing.table(
            ("code", "name", "kinds", "opened", "last day", "matched"),
            [
                (
                    one.code, one.name, ", ".join(one.kinds), showing.day(one.opened), showing.last_day(one.closed),
                    one.matched if one.matched_text == one.name else f"{one.matched}: {one.matched_text}",
                )
                for one in found
            ],
        )  # fmt: skip


def _since(day: "options.date | None") -> str:
    return f", since {showing.in_words(day)}" if day else ""


def _answered(edition: int, known_at: options.date | None) -> str:
    known = f"as known on {showing.in_words(known_at)}" if known_at else "as known from all that is loaded"
    return f"Edition {edition}, {known}."
