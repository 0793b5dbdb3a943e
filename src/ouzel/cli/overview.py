"""`ouzel register ...`: questions of the register as a whole."""

from datetime import date
from typing import Annotated

import typer

from ouzel.cli import options, showing
from ouzel.cli.options import AtEdition, Json, KnownAt, On
from ouzel.cli.running import body_code, guarded, moment, ready
from ouzel.cli.running import edition as newest_edition

FEW = 5
MOST = 50


def add_to(app: typer.Typer) -> None:
    """Add the questions to the group `register`."""
    for command in (check, conflicts, differences, publications, editions):
        app.command()(guarded(command))


def check(on: On = None, known_at: KnownAt = None, edition: AtEdition = None, json: Json = False) -> None:
    """What cannot be right: overlaps, orphans, shares, cycles, gaps in the partition of England, with the rows."""
    ready()
    from ouzel.api import shapes
    from ouzel.register import asking, checks

    asked = moment(on=on, known_at=known_at, at_edition=edition)
    with showing.working("Checking"):
        findings = checks.check(moment=asked)
    if json:
        head = shapes.moment(asked, asking.edition_of(asked))
        showing.document({**head, "count": len(findings), "findings": [shapes.finding(f) for f in findings]})
        return
    for rule in dict.fromkeys(f.rule for f in findings):
        mine = [f for f in findings if f.rule == rule]
        showing.say(f"{rule}: {len(mine):,}")
        for one in mine[:FEW]:
            rows = f" [{showing.few(one.rows, FEW, '; ')}]" if one.rows else ""
            showing.say(f"  {showing.few(one.codes, FEW)}: {one.problem}{rows}")
        if len(mine) > FEW:
            showing.say(f"  and {len(mine) - FEW:,} more (all of them: --json)")
    found = f"{showing.count(len(findings), 'finding')} on {showing.in_words(asked.on)}"
    showing.say(f"{found}, edition {asking.edition_of(asked)}.")


def conflicts(
    code: Annotated[str | None, typer.Argument(metavar="[CODE]", help="Only of this body.")] = None, json: Json = False
) -> None:
    """Where sources contradict each other: what is believed, what is not, until a person settles it."""
    ready()
    from ouzel.register.conflicts import conflict_rows

    number = newest_edition()
    rows = conflict_rows(body_code(code) if code else None)
    if json:
        showing.document({"edition": number, "count": len(rows), "conflicts": rows})
        return
    for row in rows[:MOST]:
        since = showing.in_words(date.fromisoformat(str(row["since"])))
        days = f"{since} to {showing.last_in_words(row['until']) or 'today'}"
        showing.say(f"{row['code']} {row['attribute'].replace('_', ' ')}, {days}: {row['reason']}")
        showing.say(f"  believed: {_said(row['kept'])}")
        showing.say(f"  not believed: {_said(row['other'])}")
    showing.say(
        f"{showing.count(len(rows), 'conflict')}, edition {number}."
        + (" All of them: --json" if len(rows) > MOST else "")
    )


def _said(claim: dict[str, object] | None) -> str:
    return "nothing" if claim is None else f"{claim['value']} ({claim['file']}, line {claim['row']})"


def differences(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="A day; or DATE@KNOWN-AT; or DATE#EDITION.")],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="The same forms.")],
    under: Annotated[
        str | None, typer.Option("--under", metavar="CODE", help="Only this body and its members.")
    ] = None,
    json: Json = False,
) -> None:
    """What differs between two days, two states of knowledge or two editions."""
    one, other = options.a_moment(before), options.a_moment(after)
    ready()
    from ouzel.api import shapes
    from ouzel.register import asking
    from ouzel.register import differences as compare

    first, second = (moment(on=m[0], known_at=m[1], at_edition=m[2]) for m in (one, other))
    found = compare.between(first, second, under=body_code(under) if under else None)
    if json:
        sides = {name: shapes.moment(m, asking.edition_of(m)) for name, m in (("before", first), ("after", second))}
        showing.document({**sides, "count": len(found), "differences": [shapes.difference(d) for d in found]})
        return
    if found:
        showing.table(
            ("code", "name", "change", "fact", "before", "after"),
            [(d.code, d.name, d.change, d.attribute.name.lower().replace("_", " "), d.before, d.after) for d in found],
        )
    showing.say(f"{len(found):,} differences.")


def publications(json: Json = False) -> None:
    """Every publication that was loaded, with its state."""
    ready()
    from ouzel.register.models import Publication

    newest_edition()
    rows = list(Publication.objects.order_by("published", "series", "pk"))
    if json:
        showing.document(
            [
                {"id": p.pk, "published": str(p.published), "series": p.series, "file": p.file, "sha256": p.sha256,
                 "state": str(p.state), "entered": p.entered_id, "left": p.left_id, "assertions": p.rows,
                 "complete_for": p.complete_for or None, "notes": p.notes}
                for p in rows
            ]
        )  # fmt: skip
        return
    showing.table(
        ("id", "published", "file", "series", "assertions", "state"),
        [(p.pk, p.published, p.file, p.series, f"{p.rows:,}", p.get_state_display()) for p in rows],
        right=["id", "assertions"],
    )


def editions(json: Json = False) -> None:
    """Every edition of this register: what made it, who, and when."""
    ready()
    from ouzel.core.models import Edition

    rows = list(Edition.objects.order_by("number"))
    if json:
        showing.document(
            [{"edition": e.number, "at": e.at.isoformat(), "kind": e.kind, "by": e.by, "note": e.note} for e in rows]
        )
        return
    showing.table(
        ("edition", "at", "kind", "by", "note"),
        [(e.number, f"{e.at:%Y-%m-%d %H:%M}", e.kind, e.by, e.note) for e in rows],
        right=["edition"],
    )
