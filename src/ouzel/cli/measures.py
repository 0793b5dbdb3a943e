"""`ouzel measures ...`: published figures of practices and commissioners, loaded, listed and summed."""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ouzel.cli import options, showing
from ouzel.cli.options import Json, KnownAt, On
from ouzel.cli.running import actor, guarded, moment, ready
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    from ouzel.core.models import ReferenceRelease
    from ouzel.measures.actions import Loaded
    from ouzel.measures.totals import Summed

FEW = 10
PLACES = Decimal("0.01")  # of a mean or an excess, for people; a program gets what was worked out


def add_to(app: typer.Typer) -> None:
    """Add the commands to the group `measures`."""
    app.command()(guarded(load))
    app.command("list")(guarded(list_))
    app.command()(guarded(show))
    app.command()(guarded(withdraw))


def load(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files of figures, or folders with some.")],
    published: Annotated[
        options.date | None,
        typer.Option(
            "--published", parser=options.a_day, metavar="DATE",
            help="The day the figures became known; if not given, the day in a manifest.csv, else their first day.",
        ),
    ] = None,
    effective: Annotated[
        options.date | None,
        typer.Option(
            "--effective", parser=options.a_day, metavar="DATE",
            help="The first day the figures are for, where a file does not say it.",
        ),
    ] = None,
    source: Annotated[
        str, typer.Option("--source", metavar="WORDS", help="The publication the figures are from, in your words.")
    ] = "",
    json: Json = False,
) -> None:  # fmt: skip
    """Load files of figures, each recognised by its content; all of them or none."""
    ready()
    from ouzel.measures import actions

    with showing.working("Loading"):
        done = actions.load(paths, by=actor(), published=published, effective=effective, source=source)
    for skipped in done.skipped:
        showing.note(f"Left out {skipped.file}: {skipped.why}")
    for line in done.notes:
        showing.note(f"Note: {line}")
    if json:
        showing.document(
            {"releases": [_release(each) for each in done.releases], "already": done.already, "figures": done.figures,
             "gaps": done.gaps, "notes": done.notes, "unmatched": done.unmatched,
             "skipped": [{"file": s.file, "why": s.why} for s in done.skipped]}
        )  # fmt: skip
    else:
        _tell(done)


def _tell(done: "Loaded") -> None:
    if done.releases:
        showing.table(("id", "release", "published"), [(r.pk, r.name, r.published) for r in done.releases])
    if done.already:
        showing.say(f"Loaded before, nothing new: {', '.join(done.already)}")
    if not done.releases:
        showing.say("Nothing was new.")
        return
    gaps = f", {showing.count(done.gaps, 'gap')} among them" if done.gaps else ""
    showing.say(f"{showing.count(done.figures, 'figure')} in {showing.count(len(done.releases), 'release')}{gaps}.")


def _release(release: "ReferenceRelease") -> dict[str, Any]:
    return {
        "id": release.pk,
        "measure": release.kind.removeprefix("measure:"),
        "name": release.name,
        "since": str(release.effective.lower),
        "until": str(release.effective.upper) if release.effective.upper else None,
        "published": str(release.published),
        "source": release.source,
    }


def list_(json: Json = False) -> None:
    """Every measure, and the releases of figures that are loaded."""
    ready()
    from ouzel.measures import queries
    from ouzel.measures.kinds import MEASURES

    held = queries.releases()
    if json:
        showing.document(
            {"measures": [
                {"measure": m.slug, "name": m.name, "unit": m.unit, "kept_for": m.kept_for.slug, "adds": m.adds(),
                 "source": m.source,
                 "releases": [_release(h.release) | {"figures": h.figures, "gaps": h.gaps} for h in held
                              if h.measure is m]}
                for m in MEASURES.values()]}
        )  # fmt: skip
        return
    showing.table(
        ("measure", "since", "published", "figures", "gaps", "id"),
        [(h.measure.slug, showing.day(h.release.effective.lower), h.release.published, f"{h.figures:,}", f"{h.gaps:,}",
          h.release.pk) for h in held],
        right=["figures", "gaps"],
    )  # fmt: skip
    without = [slug for slug in MEASURES if slug not in {h.measure.slug for h in held}]
    if without:
        showing.say(f"Nothing is loaded of: {', '.join(without)}.")


def show(
    measure: Annotated[str, typer.Argument(metavar="MEASURE", help="Which figures, such as registered-patients.")],
    on: On = None,
    by: Annotated[
        str, typer.Option("--by", metavar="KIND", help="Summed by commissioner or system, or each practice.")
    ] = "commissioner",
    known_at: KnownAt = None,
    json: Json = False,
) -> None:
    """Figures by body on a day: the newest of that day or earlier, where their units belonged on it."""
    ready()
    from ouzel.measures.kinds import measure_named
    from ouzel.measures.totals import chain_to, total_by

    which = measure_named(measure)
    chain = chain_to(which, by)
    found = total_by(which, by=chain, moment=moment(on=on, known_at=known_at, at_edition=None))
    if json:
        showing.document(_document(found, by))
        return
    if found.release is None:
        day = showing.in_words(found.moment.on)
        showing.note(f"Nothing of {which.slug} is loaded for {day} or before: see ouzel measures load")
        return
    if which.by and found.weights is None:
        day = showing.in_words(found.moment.on)
        showing.note(f"It is weighted by {which.by}, of which nothing is loaded for {day} or before.")
        return
    showing.table(
        ("code", "name", which.unit), [(row.code, row.name, _words(row.value, found)) for row in found.rows],
        right=[which.unit],
    )  # fmt: skip
    _proof(found)


def _words(value: Decimal, found: "Summed") -> str:
    from ouzel.measures.kinds import Adding

    return f"{value:,f}" if found.measure.adding is Adding.SUM else f"{value.quantize(PLACES):,f}"


def _proof(found: "Summed") -> None:
    """What the figures are of and, of a sum, that nothing was lost; beside the answer."""
    from ouzel.measures.kinds import Adding

    assert found.release is not None
    showing.note(f"{found.release.name}: {found.release.source}.")
    if found.whole is not None and found.measure.adding is Adding.SUM:
        placed = sum((row.value for row in found.rows), Decimal(0))
        left = sum((each.value for each in found.unplaced), Decimal(0))
        showing.note(f"{found.whole:,f} in = {placed:,f} out + {left:,f} without a place")
    elif found.whole is not None:
        showing.note(f"All together {_words(found.whole, found)}: {found.measure.adds()}.")
    reasons: dict[str, list[str]] = {}
    for each in found.unplaced:
        reasons.setdefault(each.why, []).append(each.unit)
    for why, units in reasons.items():
        showing.note(f"  {showing.few(units, FEW)}: {why}")
    if found.gaps:
        showing.note(f"  Without a figure: {showing.few([f'{unit} ({gap})' for unit, gap in found.gaps], FEW)}")
    if found.unweighted:
        showing.note(f"  Left out, with nothing to weigh them by: {showing.few(found.unweighted, FEW)}")


def _document(found: "Summed", by: str) -> dict[str, Any]:
    return {
        "measure": found.measure.slug,
        "unit": found.measure.unit,
        "on": str(found.moment.on),
        "known_at": str(found.moment.known_at) if found.moment.known_at else None,
        "by": by,
        "release": _release(found.release) if found.release else None,
        "weights": _release(found.weights) if found.weights else None,
        "rows": [{"code": r.code, "name": r.name, "value": r.value, "units": r.units} for r in found.rows],
        "whole": found.whole,
        "unplaced": [{"unit": u.unit, "value": u.value, "why": u.why} for u in found.unplaced],
        "gaps": [{"unit": unit, "gap": gap} for unit, gap in found.gaps],
        "unweighted": list(found.unweighted),
    }


def withdraw(
    release: Annotated[int, typer.Argument(metavar="ID", help="Number of the release (ouzel measures list).")],
    why: Annotated[str, typer.Option("--why", help="The reason, for the audit trail.")],
    json: Json = False,
) -> None:
    """Take figures back: those before them are the newest again."""
    ready()
    from ouzel.core.models import ReferenceRelease
    from ouzel.measures import actions

    found = ReferenceRelease.objects.filter(pk=release).first()
    if found is None:
        raise ContentError("there is no such release", field="id", value=str(release), right="See ouzel measures list")
    done = actions.withdraw(release=found, by=actor(), why=why)
    if json:
        showing.document({"id": done.pk, "done": f"{done.name} is withdrawn"})
    else:
        showing.say(f"{done.name} is withdrawn.")
