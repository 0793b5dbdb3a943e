"""State changes of the measures: each names its actor, in one transaction, and is audited in it."""

from django.db import transaction

from ouzel.core import locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import ReferenceRelease
from ouzel.core.releases import withdraw_release
from ouzel.measures.kinds import MEASURES
from ouzel.measures.loading import NEEDS, Action, Loaded, load

__all__ = ["Action", "Loaded", "load", "withdraw"]


@transaction.atomic
def withdraw(*, release: ReferenceRelease, by: Actor, why: str) -> ReferenceRelease:
    """Take figures back: from now on those before them are the newest again. Their rows stay.

    ContentError without a reason, and for a release that is not of a measure or not ready.
    """
    locks.take(locks.Lock.MEASURES)
    if release.kind not in {measure.release_kind for measure in MEASURES.values()}:
        raise ContentError("this release is not of figures of units", field="release", value=str(release))
    if not why.strip():
        raise ContentError("a withdrawal needs its reason", field="why")
    return withdraw_release(release=release, by=by, why=why, needs=NEEDS)
