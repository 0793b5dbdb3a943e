"""`ouzel register ...`: loading, and what concerns the register as a whole."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ouzel.cli import options, showing
from ouzel.cli.options import AtEdition, Json, KnownAt, On
from ouzel.cli.running import actor, body_code, edition, guarded, moment, ready
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    from ouzel.register.actions import Loaded
    from ouzel.register.models import Publication

FEW = 5


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `register`."""
    for command in (load, release, withdraw, settle, check, conflicts, differences, publications, editions):
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
    json: Json = False,
) -> None:  # fmt: skip
    """Load files, each recognised by its content; all of them or none."""
    ready()
    from ouzel.register import actions

    share = None if hold_above is None else Decimal(str(hold_above)) / 100
    act = actions.dry_run if dry_run else actions.load
    with showing.working("Looking at what would change" if dry_run else "Loading"):
        done = act(paths, by=actor(), published=published, hold_above=share)
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
        showing.table(
            ("published", "file", "series", "assertions", "state"),
            [(p.published, p.file, p.series, f"{p.rows:,}", p.get_state_display()) for p in done.publications],
            right=["assertions"],
        )
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
        showing.say(
            f"Edition {done.edition}: {done.assertions:,} assertions from {len(done.publications)} publications."
        )


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


def check(on: On = None, known_at: KnownAt = None, edition: AtEdition = None, json: Json = False) -> None:
    """What cannot be right: overlaps, orphans, shares, cycles, gaps in the partition of England; each names its rows."""
    ready()
    from ouzel.api import shapes
    from ouzel.register import checks, queries

    asked = moment(on=on, known_at=known_at, at_edition=edition)
    with showing.working("Checking"):
        findings = checks.check(moment=asked)
    if json:
        head = shapes.moment(asked, queries.edition_of(asked))
        showing.document({**head, "count": len(findings), "findings": [shapes.finding(f) for f in findings]})
        return
    for rule in dict.fromkeys(f.rule for f in findings):
        mine = [f for f in findings if f.rule == rule]
        showing.say(f"{rule}: {len(mine):,}")
        for one in mine[:FEW]:
            showing.say(
                f"  {', '.join(one.codes)}: {one.problem}" + (f" [{'; '.join(one.rows[:FEW])}]" if one.rows else "")
            )
        if len(mine) > FEW:
            showing.say(f"  and {len(mine) - FEW:,} more (all of them: --json)")
    showing.say(f"{len(findings):,} findings on {asked.on}, edition {queries.edition_of(asked)}.")


def conflicts(
    code: Annotated[str | None, typer.Argument(metavar="[CODE]", help="Only of this body.")] = None, json: Json = False
) -> None:
    """Where sources contradict each other: what is believed, what is not, until a person settles it."""
    ready()
    from ouzel.api.conflicts import conflict_rows

    number = edition()
    rows = conflict_rows(body_code(code) if code else None)
    if json:
        showing.document({"edition": number, "count": len(rows), "conflicts": rows})
        return
    if rows:
        showing.table(
            ("code", "fact", "since", "until", "why", "believed", "not believed"),
            [
                (r["code"], r["attribute"], r["since"], r["until"], r["reason"], _said(r["kept"]), _said(r["other"]))
                for r in rows[:200]
            ],
        )
    showing.say(f"{len(rows):,} conflicts, edition {number}." + (" All of them: --json" if len(rows) > 200 else ""))


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
    from ouzel.register import differences as compare
    from ouzel.register import queries

    first, second = (moment(on=m[0], known_at=m[1], at_edition=m[2]) for m in (one, other))
    found = compare.between(first, second, under=body_code(under) if under else None)
    if json:
        sides = {name: shapes.moment(m, queries.edition_of(m)) for name, m in (("before", first), ("after", second))}
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

    edition()
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
