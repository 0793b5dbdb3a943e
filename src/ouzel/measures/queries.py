"""Reads of the measures: which release answers for a day, and what it says of each unit.

A release holds until the next begins, however long that is; so the answer names its release, and pages show its day.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from ouzel.core.models import ReferenceRelease, ReleaseState
from ouzel.measures.kinds import MEASURES, Measure
from ouzel.measures.models import UnitFigure
from ouzel.register.asking import fetch


@dataclass(frozen=True)
class Held:
    """One release of one measure, and how much is in it."""

    measure: Measure
    release: ReferenceRelease
    figures: int  # with a value
    gaps: int


def latest(
    measure: Measure, *, on: date, known_at: date | None = None, edition: int | None = None
) -> ReferenceRelease | None:
    """The newest release of figures of the day or earlier, published by `known_at` (None: all); None if there is none.

    With `edition`, of those that were loaded while that edition of the register was the newest, or before.
    The day a release began decides, not where it ends: where the one between was withdrawn, the one before it holds on.
    """
    found = ReferenceRelease.objects.filter(
        kind=measure.release_kind, state=ReleaseState.READY, effective__startswith__lte=on
    )
    if known_at is not None:
        found = found.filter(published__lte=known_at)
    if edition is not None:
        found = found.filter(Q(edition=None) | Q(edition__lte=edition))
    return found.order_by("-effective__startswith").first()


def figures(measure: Measure, *, on: date, known_at: date | None = None) -> dict[str, Decimal]:
    """The figure of each unit in the release that answers for the day; units without one are in `gaps`."""
    release = latest(measure, on=on, known_at=known_at)
    return {} if release is None else figures_of(release)


def figures_of(release: ReferenceRelease) -> dict[str, Decimal]:
    """The figure of each unit in a release, to its last published digit."""
    rows = fetch(
        "SELECT unit, trim_scale(value) FROM measures_unitfigure WHERE release_id = %s AND value IS NOT NULL",
        [release.pk],
    )
    return dict(rows)


def gaps(measure: Measure, *, on: date, known_at: date | None = None) -> dict[str, str]:
    """Why each unit without a figure has none: suppressed or missing."""
    release = latest(measure, on=on, known_at=known_at)
    return {} if release is None else gaps_of(release)


def gaps_of(release: ReferenceRelease) -> dict[str, str]:
    """Why each unit without a figure in a release has none."""
    return dict(UnitFigure.objects.filter(release=release, value=None).values_list("unit", "gap"))


def releases() -> list[Held]:
    """Every ready release, by measure and day."""
    rows = fetch(
        """SELECT r.id, count(f.value), count(*) - count(f.value) FROM core_referencerelease r
           JOIN measures_unitfigure f ON f.release_id = r.id WHERE r.state = 'ready' GROUP BY r.id""",
        [],
    )
    counts = {pk: (values, without) for pk, values, without in rows}
    order = {measure.release_kind: (n, measure) for n, measure in enumerate(MEASURES.values())}
    ready = ReferenceRelease.objects.filter(kind__in=order, state=ReleaseState.READY)
    return [
        Held(order[each.kind][1], each, *counts.get(each.pk, (0, 0)))
        for each in sorted(ready, key=lambda r: (order[r.kind][0], r.effective.lower or date.min))
    ]
