"""Reference data that people load: each file is a release, its rows lie as Parquet in the store."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

import pyarrow as pa
from django.db import transaction

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
    comes back. ContentError for other rows of a day that has some.
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
            raise ContentError(f"there is another release of this day: {there.name}", file, field="effective",
                               value=str(effective), right=f"Withdraw release {there.pk} first")  # fmt: skip
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


def withdraw(*, release: ReferenceRelease, by: Actor, why: str) -> ReferenceRelease:
    """Take a release back: the one before it does not come to life again for its days. Its rows stay in the store.

    ContentError without a reason, and for a release that is not of activity or not ready.
    """
    if not release.kind.startswith(KINDS_BEGIN):
        raise ContentError("this release is not reference data of activity", field="release", value=str(release))
    if not why.strip():
        raise ContentError("a withdrawal needs its reason", field="why")
    return withdraw_release(release=release, by=by, why=why, needs=NEEDS)


def releases(kind: str, *, known_at: date | None = None) -> Sequence[ReferenceRelease]:
    """The ready releases of a kind that were published by a day, oldest first."""
    ready = ReferenceRelease.objects.filter(kind=kind, state=ReleaseState.READY)
    if known_at is not None:
        ready = ready.filter(published__lte=known_at)
    return list(ready.order_by("effective"))


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


def _free(kind: str, name: str) -> str:
    """The name, numbered where a release of the kind has it already."""
    taken = ReferenceRelease.objects.filter(kind=kind, name__startswith=name).count()
    return f"{name} ({taken + 1})" if taken else name
