"""The life of a reference release: loading, ready, withdrawn. A ready one is not changed; a new one supersedes it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import Edition, ReferenceRelease, ReleaseState
from ouzel.core.permissions import Permission, require, today


@dataclass(frozen=True)
class Origin:
    """Where a release comes from: who published it, where, on which day."""

    source: str
    published: date


@transaction.atomic
def start_release(
    *,
    kind: str,
    name: str,
    since: date | None,
    until: date | None,
    origin: Origin,
    by: Actor,
    needs: Permission = Permission.RELEASES_MANAGE,
) -> ReferenceRelease:
    """Begin a release that holds from `since` until `until` (half-open; None: no end is known); its rows come next.

    `needs` is what whoever loads this kind must be permitted, here and in the steps after it. ContentError when the
    kind has a release of that name already or the dates are the wrong way round.
    """
    require(by, needs, on=today())
    if since is not None and until is not None and until <= since:
        raise ContentError("the release would end before it begins", field="until", value=str(until))
    try:
        with transaction.atomic():
            release = ReferenceRelease.objects.create(
                kind=kind,
                name=name,
                effective=DateRange(since, until),
                published=origin.published,
                source=origin.source,
            )
    except IntegrityError:
        raise ContentError(
            f"a release of {kind} needs a name of its own and a source", field="name", value=name
        ) from None
    _record(audit.Action.RELEASE_STARTED, release, by)
    return release


@transaction.atomic
def finish_release(
    *,
    release: ReferenceRelease,
    sha256: str,
    by: Actor,
    edition: Edition | None = None,
    needs: Permission = Permission.RELEASES_MANAGE,
) -> ReferenceRelease:
    """Make a whole release ready; `sha256` is of the file it was loaded from.

    ContentError when it is not loading, or when another ready release of its kind holds on some of its days.
    """
    require(by, needs, on=today())
    kept = _held(release, "finish", ReleaseState.LOADING)
    kept.state, kept.sha256, kept.edition = ReleaseState.READY, sha256, edition
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as error:
        if "release_ready_once_a_day" not in str(error):
            raise ContentError(
                "the sum is not that of a file", field="sha256", value=sha256, right="64 hex digits"
            ) from None
        others = ReferenceRelease.objects.filter(
            kind=kept.kind, state=ReleaseState.READY, effective__overlap=kept.effective
        ).values_list("name", flat=True)
        raise ContentError(
            f"it holds on days of a release that is ready already: {', '.join(others)}",
            field="effective",
            right="Supersede or withdraw that first",
        ) from None
    _record(audit.Action.RELEASE_FINISHED, kept, by)
    return kept


@transaction.atomic
def supersede_release(
    *, release: ReferenceRelease, on: date, by: Actor, needs: Permission = Permission.RELEASES_MANAGE
) -> ReferenceRelease:
    """End a ready release on the day another takes over (half-open); it stays the answer for the days before."""
    require(by, needs, on=today())
    kept = _held(release, "supersede", ReleaseState.READY)
    since, until = kept.effective.lower, kept.effective.upper
    if (since is not None and on <= since) or (until is not None and on >= until):
        raise ContentError(
            "it does not hold on both sides of this day", field="on", value=str(on), right="Withdraw it instead"
        )
    kept.effective = DateRange(since, on)
    kept.save()
    _record(audit.Action.RELEASE_SUPERSEDED, kept, by, until_before=until)
    return kept


@transaction.atomic
def withdraw_release(
    *,
    release: ReferenceRelease,
    by: Actor,
    why: str,
    on: date | None = None,
    needs: Permission = Permission.RELEASES_MANAGE,
) -> ReferenceRelease:
    """Take back a release that is ready or will never be whole; its rows stay, since figures were based on them.

    `on` is the day from which it is known not to hold, of kinds that are asked as known on a day.
    """
    require(by, needs, on=today())
    kept = _held(release, "withdraw", ReleaseState.LOADING, ReleaseState.READY)
    kept.state, kept.withdrawn = ReleaseState.WITHDRAWN, on
    kept.save()
    _record(audit.Action.RELEASE_WITHDRAWN, kept, by, why=why, **({"on": on} if on else {}))
    return kept


def _held(release: ReferenceRelease, verb: str, *states: ReleaseState) -> ReferenceRelease:
    """The release, locked, if it is in a state that this step starts from."""
    kept = ReferenceRelease.objects.select_for_update().get(pk=release.pk)
    if kept.state not in states:
        right = f"It must be {' or '.join(state.value for state in states)}"
        raise ContentError(f"cannot {verb} a release that is {kept.state}", field="state", value=kept.name, right=right)
    return kept


def _record(action: StrEnum, release: ReferenceRelease, by: Actor, **more: object) -> None:
    detail: dict[str, object] = {
        "release": release.pk,
        "state": str(release.state),
        "since": release.effective.lower,
        "until": release.effective.upper,
        "source": release.source,
        "published": release.published,
        "sha256": release.sha256,
        "edition": release.edition_id,
    }
    audit.record(by=by, action=action, subject=str(release), detail=detail | more)
