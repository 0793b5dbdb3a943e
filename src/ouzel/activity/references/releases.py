"""Reference data that people load: each file is a release, its rows lie as Parquet in the store."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import pyarrow as pa
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from ouzel.activity.knowing import known_by
from ouzel.activity.store.place import Store
from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import ReferenceRelease, ReleaseState
from ouzel.core.permissions import Permission, require, today
from ouzel.core.releases import Origin, finish_release, start_release, supersede_release, withdraw_release

NEEDS = Permission.ACTIVITY_LOAD
KINDS_BEGIN = "activity:"


class Action(StrEnum):
    """What reference data of activity records in the audit trail, beside what each release records of itself."""

    LOADED = "activity.reference.loaded"
    HOLDS_ON = "activity.reference.holds_on"


def enter(
    table: pa.Table,
    *,
    kind: str,
    name: str,
    effective: date,
    origin: Origin,
    sha256: str,
    by: Actor,
    store: Store | None = None,
    file: str = "",
) -> ReferenceRelease:
    """Make a release of rows that holds from `effective` until the next of its kind begins.

    An earlier one ends where it begins. The very same file as of the same day is not taken twice: the release there is
    comes back. Other rows of a day that has some take their place from the day they were published: whoever asks as
    known before finds the earlier ones. ContentError where they were published no later than those.
    """  # fmt: skip
    require(by, NEEDS, on=today())
    store = store or Store.at()
    with transaction.atomic():
        locks.take(locks.Lock.ACTIVITY)
        ready = ReferenceRelease.objects.filter(kind=kind, state=ReleaseState.READY)
        there = ready.filter(effective__startswith=effective).first()
        if there is not None:
            if there.sha256 == sha256:
                return there
            if origin.published <= there.published:
                raise ContentError(
                    f"there is a release of this day that was published on {_said(there.published)}: {there.name}",
                    file, field="published", value=str(origin.published),
                    right=f"Give the later day on which it was published anew, or withdraw release {there.pk} first",
                )  # fmt: skip
            until: date | None = there.effective.upper
            withdraw_release(release=there, by=by, why="published anew", on=origin.published, needs=NEEDS)
        else:
            until = _make_room(kind, effective, by=by)
        release = start_release(kind=kind, name=_free(kind, name), since=effective, until=until, origin=origin, by=by,
                                needs=NEEDS)  # fmt: skip
        store.write_table(path_of(release), table)
        try:
            audit.record(by=by, action=Action.LOADED, subject=f"{kind}: {release.name}",
                         detail={"file": file, "sha256": sha256, "release": release.pk, "rows": table.num_rows,
                                 "effective": effective, "published": origin.published})  # fmt: skip
            return finish_release(release=release, sha256=sha256, by=by, needs=NEEDS)
        except BaseException:
            store.remove(path_of(release))
            raise


@transaction.atomic
def withdraw(*, release: ReferenceRelease, by: Actor, why: str, on: date | None = None) -> ReferenceRelease:
    """Take a release back as known from the day `on` (None: today): as if it had not been loaded, for who asks then.

    The one before it holds again for its days; before the first, what comes with Ouzel. Its rows stay in the store, and
    whoever asks as known before that day still finds them. ContentError without a reason, for a release that is not of
    activity or not ready, and for a day before it was published or to come.
    """
    if not release.kind.startswith(KINDS_BEGIN):
        raise ContentError("this release is not reference data of activity", field="release", value=str(release))
    if not why.strip():
        raise ContentError("a withdrawal needs its reason", field="why")
    on = on or today()
    known_by(on, since=min(release.published, today()))
    locks.take(locks.Lock.ACTIVITY)
    done = withdraw_release(release=release, by=by, why=why, on=on, needs=NEEDS)
    before = ReferenceRelease.objects.select_for_update().filter(
        kind=done.kind, state=ReleaseState.READY, effective__endswith=done.effective.lower
    )
    for holding in before:
        holding.effective = DateRange(holding.effective.lower, done.effective.upper)
        holding.save(update_fields=["effective"])
        detail = {"release": holding.pk, "until": holding.effective.upper, "withdrawn": done.pk}
        audit.record(by=by, action=Action.HOLDS_ON, subject=str(holding), detail=detail)
    return done


def releases(kind: str, *, known_at: date | None = None) -> Sequence[ReferenceRelease]:
    """The releases of a kind that were published by a day and not withdrawn by then (None: that are ready), by the day
    from which they hold. Each holds until the next one begins; of two of one day the one published last is there."""
    ready = Q(state=ReleaseState.READY)
    if known_at is not None:
        ready = (ready | Q(state=ReleaseState.WITHDRAWN, withdrawn__gt=known_at)) & Q(published__lte=known_at)
    found = sorted(
        ReferenceRelease.objects.filter(ready, kind=kind),
        key=lambda each: (each.effective.lower or date.min, each.published, each.pk),
    )
    return list({each.effective.lower: each for each in found}.values())


def rows_of(release: ReferenceRelease, *, store: Store | None = None, columns: list[str] | None = None) -> pa.Table:
    """The rows of a release."""
    table = (store or Store.at()).read_table(path_of(release))
    return table if columns is None else table.select(columns)


def path_of(release: ReferenceRelease) -> str:
    """Where the rows of a release lie in the store."""
    return f"reference/{release.kind.removeprefix(KINDS_BEGIN)}/{release.pk}.parquet"


def _make_room(kind: str, effective: date, *, by: Actor) -> date | None:
    """End the release that holds on the first day; the day on which the next one begins."""
    ready = ReferenceRelease.objects.filter(kind=kind, state=ReleaseState.READY)
    holding = ready.filter(effective__contains=effective).first()
    if holding is not None:
        until: date | None = holding.effective.upper
        supersede_release(release=holding, on=effective, by=by, needs=NEEDS)
        return until
    following = ready.filter(effective__startswith__gt=effective).order_by("effective__startswith").first()
    return following.effective.lower if following else None


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _free(kind: str, name: str) -> str:
    """The name, numbered where a release of the kind has it already."""
    taken = ReferenceRelease.objects.filter(kind=kind, name__startswith=name).count()
    return f"{name} ({taken + 1})" if taken else name
