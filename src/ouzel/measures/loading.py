"""Figures into the database: each measure of each day is a release of its own, which holds until the next begins."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from django.db import transaction

from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import Edition, ReferenceRelease, ReleaseState
from ouzel.core.permissions import Permission, require, today
from ouzel.core.releases import Origin, finish_release, start_release, supersede_release
from ouzel.measures.gathering import Source, gather
from ouzel.measures.kinds import MEASURES, Measure
from ouzel.measures.naming import codes_by_name
from ouzel.measures.readers import Figure
from ouzel.register.copying import NULL, copy_in, escape
from ouzel.register.gathering import Skipped

FEW = 10  # names told in a note; all are in `unmatched`
NEEDS = Permission.MEASURES_LOAD
COLUMNS = ("release_id", "measure", "unit", "value", "gap")


class Action(StrEnum):
    """What the measures record in the audit trail, beside what each release records of itself."""

    LOADED = "measures.figures.loaded"


@dataclass
class Loaded:
    """What a load did."""

    releases: list[ReferenceRelease] = field(default_factory=list)
    already: list[str] = field(default_factory=list)  # files whose content was loaded before
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)  # names that are nobody's, whose figures are kept under them
    figures: int = 0
    gaps: int = 0


def load(
    paths: Iterable[Path], *, by: Actor, published: date | None = None, effective: date | None = None, source: str = ""
) -> Loaded:
    """Load files of figures, each recognised by its content: all of them in one transaction, or none.

    `effective` is the first day of figures whose file does not say it, `source` who publishes those that do not say so;
    `published` is the day they became known (else the first day they are for). Order does not matter: figures of an
    earlier day end where the later ones begin. ContentError for a file that cannot be read whole, and for other figures
    of a day that has some.
    """
    require(by, NEEDS, on=today())
    sources, skipped = gather(paths, published=published, effective=effective, source=source)
    outcome = Loaded(skipped=skipped)
    with transaction.atomic():
        locks.take(locks.Lock.MEASURES)  # two loads at once must not both find a file new
        for each in sources:
            _load(each, outcome, by=by)
    return outcome


def _load(source: Source, outcome: Loaded, *, by: Actor) -> None:
    by_measure: dict[str, list[Figure]] = {}
    for figure in source.reading.figures:
        by_measure.setdefault(figure.measure, []).append(figure)
    fresh = {slug: those for slug, those in by_measure.items() if not _loaded_before(source, MEASURES[slug])}
    if not fresh:
        if source.path.name not in outcome.already:
            outcome.already.append(source.path.name)
        return
    outcome.notes += [f"{source.path.name}: {note}" for note in source.reading.notes]
    codes = _codes(source, outcome) if source.reading.by_name else {}
    for slug in fresh:
        _refuse_beside(source, MEASURES[slug], outcome)
    releases = [_enter(source, MEASURES[slug], those, codes, by=by) for slug, those in fresh.items()]
    count = sum(map(len, fresh.values()))
    outcome.releases += releases
    outcome.figures += count
    outcome.gaps += sum(figure.value is None for those in fresh.values() for figure in those)
    audit.record(
        by=by, action=Action.LOADED, subject=f"figures in {source.path.name}",
        detail={"file": source.path.name, "sha256": source.sha256, "effective": source.effective,
                "published": source.published, "source": source.reading.source, "figures": count,
                "measures": sorted(fresh), "releases": [release.pk for release in releases]},
    )  # fmt: skip


def _loaded_before(source: Source, measure: Measure) -> bool:
    same = ReferenceRelease.objects.filter(
        kind=measure.release_kind, sha256=source.sha256, state=ReleaseState.READY
    )  # fmt: skip
    if same.filter(effective__startswith=source.effective).exists():
        return True
    other = None if source.dated else same.first()
    if other is not None:
        raise ContentError(
            f"this very file was loaded as of {other.effective.lower}; now it is said to be of {source.effective}",
            source.path.name, right=f"Give --effective {other.effective.lower}, or withdraw release {other.pk} first",
        )  # fmt: skip
    return False


def _codes(source: Source, outcome: Loaded) -> dict[str, str]:
    """The codes of the names in a file; a name that nobody can be told by stays as it is, and is said."""
    figures = source.reading.figures
    names = {figure.unit for figure in figures}
    codes = codes_by_name(names, kind=MEASURES[figures[0].measure].kept_for, on=source.effective)
    if not codes:
        raise ContentError(
            "the register knows none of these names", source.path.name, figures[0].row, value=figures[0].unit,
            right="Load the files that list these bodies first: ouzel register load PATH",
        )  # fmt: skip
    if unknown := sorted(names - codes.keys()):
        more = f" and {len(unknown) - FEW:,} more" if len(unknown) > FEW else ""
        outcome.notes.append(
            f"{source.path.name}: {len(unknown)} of {len(names)} names are nobody's in the register, and their figures "
            f"are kept under the name as printed: {'; '.join(unknown[:FEW])}{more}"
        )
        outcome.unmatched += unknown
    return codes


def _enter(
    source: Source, measure: Measure, figures: list[Figure], codes: dict[str, str], *, by: Actor
) -> ReferenceRelease:
    """One release with its figures, fitted between those that are there."""
    since, kind = source.effective, measure.release_kind
    until = _make_room(source, measure, by=by)
    release = start_release(
        kind=kind, name=_name(source, measure), since=since, until=until,
        origin=Origin(source.reading.source, source.published), by=by, needs=NEEDS,
    )  # fmt: skip
    rows: dict[str, Figure] = {}
    for figure in figures:
        unit = codes.get(figure.unit, figure.unit)
        if unit in rows:
            raise ContentError(
                f"two names of one body: lines {rows[unit].row} and {figure.row}",
                source.path.name, figure.row, value=figure.unit, right=f"One figure for {unit}",
            )  # fmt: skip
        rows[unit] = figure
    copy_in("measures_unitfigure", COLUMNS, _lines(release.pk, rows))
    edition = Edition.objects.order_by("number").last()  # the register's newest: the figures were not there before it
    return finish_release(release=release, sha256=source.sha256, by=by, edition=edition, needs=NEEDS)


def _lines(release: int, rows: dict[str, Figure]) -> Iterable[str]:
    for unit, figure in rows.items():
        value = NULL if figure.value is None else format(figure.value, "f")
        yield f"{release}\t{figure.measure}\t{escape(unit)}\t{value}\t{figure.gap}"


def _refuse_beside(source: Source, measure: Measure, outcome: Loaded) -> None:
    """Raise ContentError for a measure that has other figures of the very day."""
    same = ReferenceRelease.objects.filter(
        kind=measure.release_kind, state=ReleaseState.READY, effective__startswith=source.effective
    ).first()
    if same is None:
        return
    right = f"Withdraw release {same.pk} first: ouzel measures withdraw {same.pk} --why REASON"
    if same in outcome.releases:
        right = "They are in another file of this load: leave one out, or give each its own day, one load after another"
    raise ContentError(
        f"there are other figures of this day: {same.name}", source.path.name,
        field="effective", value=str(source.effective), right=right,
    )  # fmt: skip


def _make_room(source: Source, measure: Measure, *, by: Actor) -> date | None:
    """End the release that holds on the first day; the day on which the next one begins."""
    ready = ReferenceRelease.objects.filter(kind=measure.release_kind, state=ReleaseState.READY)
    holding = ready.filter(effective__contains=source.effective).first()
    if holding is not None:
        until: date | None = holding.effective.upper
        supersede_release(release=holding, on=source.effective, by=by, needs=NEEDS)
        return until
    following = ready.filter(effective__startswith__gt=source.effective).order_by("effective__startswith").first()
    return following.effective.lower if following else None


def _name(source: Source, measure: Measure) -> str:
    """The measure and its day; a number where an earlier release of that day was withdrawn."""
    on = source.effective
    name = f"{measure.name}, {on.day} {on:%B %Y}"
    taken = ReferenceRelease.objects.filter(kind=measure.release_kind, effective__startswith=on).count()
    return f"{name} ({taken + 1})" if taken else name
