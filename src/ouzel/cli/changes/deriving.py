"""`ouzel change derive`: from two states of the register, or two files, the plan that explains the difference."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ouzel.cli import options, showing
from ouzel.cli.changes.files import write
from ouzel.cli.options import Json, KnownAt
from ouzel.cli.running import edition, guarded, ready

if TYPE_CHECKING:
    from ouzel.reorganisation.derivation import Derived, Leftover

FEW = 20


def add_to(app: typer.Typer) -> None:
    """Add the command to the group `change`."""
    app.command()(guarded(derive))


def derive(
    day: Annotated[
        date | None,
        typer.Option(
            "--day", parser=options.a_day, metavar="DATE",
            help="The first day of the new shape: from the register on the day before and on the day.",
        ),
    ] = None,
    before: Annotated[
        Path | None, typer.Option("--before", metavar="FILE", help="Or from two files or folders: the one before.")
    ] = None,
    after: Annotated[Path | None, typer.Option("--after", metavar="FILE", help="And the one after.")] = None,
    before_published: Annotated[
        date | None,
        typer.Option(
            "--before-published", parser=options.a_day, metavar="DATE", help="The day of --before, if it has none."
        ),
    ] = None,
    after_published: Annotated[
        date | None,
        typer.Option(
            "--after-published", parser=options.a_day, metavar="DATE", help="The day of --after, if it has none."
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="Only about bodies of this kind; may be given again."),
    ] = None,
    slug: Annotated[str, typer.Option("--slug", metavar="SLUG", help="The plan's name in addresses.")] = "",
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="The plan's title.")] = "",
    author: Annotated[str, typer.Option("--author", metavar="NAME", help="Who answers for the plan.")] = "",
    known_at: KnownAt = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.toml", help="Write the plan there; else to standard output.")
    ] = None,
    json: Json = False,
) -> None:  # fmt: skip
    """The plan that explains what changed between two states, and a list of what it does not explain."""
    if (before is None) != (after is None) or (before is None and day is None):
        raise typer.BadParameter("give --day, or both --before and --after", param_hint="--day")
    kinds = [options.a_kind(each).slug for each in kind or ()]
    ready()
    given: dict[str, Any] = {"kinds": kinds} if kinds else {}
    given |= {"author": author} if author else {}
    with showing.working("Working out what changed"):
        if before is not None and after is not None:
            done = _from_files(before, after, (before_published, after_published), day, slug, title, given)
        else:
            assert day is not None
            done = _from_register(day, slug, title, known_at, given)
    _tell(done, out, json)


def _from_register(day: date, slug: str, title: str, known_at: date | None, given: dict[str, Any]) -> "Derived":
    from ouzel.reorganisation.derivation import derive_day

    edition()
    return derive_day(day, slug=slug, title=title, known_at=known_at, **given)


def _from_files(
    before: Path, after: Path, published: tuple[date | None, date | None], day: date | None, slug: str, title: str,
    given: dict[str, Any],
) -> "Derived":  # fmt: skip
    from ouzel.reorganisation import derivation

    first = derivation.picture_of_file(before, published=published[0])
    second = derivation.picture_of_file(after, published=published[1])
    effective = day or second.day
    return derivation.derive(
        first, second, effective=effective, slug=slug or f"as-on-{effective}",
        title=title or f"What changed between {before.name} and {after.name}",
        sources=(before.name, after.name), **{"author": derivation.AUTHOR, **given},
    )  # fmt: skip


def _tell(done: "Derived", out: Path | None, json: bool) -> None:
    """The plan, to a file or to standard output, and beside it what it does not explain."""
    from ouzel.api import change_shapes
    from ouzel.reorganisation import plan_file

    text = plan_file.write(done.plan)
    if out and done.plan.changes:
        write(out, text.encode())
    if json:
        rows = [_shape(each) for each in done.unexplained]
        shape = {"plan": change_shapes.plan(done.plan), "explained": done.explained, "unexplained": rows}
        showing.document(shape)
        return
    if done.plan.changes and not out:
        showing.say(text.rstrip())
    showing.note(f"{done.plan.summary}." + ("" if done.plan.changes else " There is no plan to write."))
    showing.note(f"It explains {showing.count(done.explained, 'difference')}; {len(done.unexplained):,} are left.")
    _unexplained(done.unexplained)
    if out and done.plan.changes:
        eve = done.plan.effective - timedelta(days=1)
        showing.note(f"Next: ouzel change preview {out} --known-at {eve} (as it was known before the day)")


def _unexplained(left: "Iterable[Leftover]") -> None:
    """What is left, in groups by its reason, the first of each by name."""
    reasons: dict[str, list[Leftover]] = {}
    for each in left:
        reasons.setdefault(each.why, []).append(each)
    for why, those in list(reasons.items())[:FEW]:
        named = showing.few([f"{each.name} ({each.code})" for each in those], 3)
        showing.note(f"  {why}: {named}")
    if len(reasons) > FEW:
        showing.note(f"  and {len(reasons) - FEW:,} more reasons (all of them: --json)")


def _shape(it: "Leftover") -> dict[str, Any]:
    return {
        "code": it.code,
        "name": it.name,
        "what": it.what.name.lower(),
        "before": it.before or None,
        "after": it.after or None,
        "why": it.why,
    }
