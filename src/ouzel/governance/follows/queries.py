"""Reads of follows: what a link is about, and counts. Addresses are shown to nobody but who keeps the lists."""

from collections import Counter
from dataclasses import dataclass

from ouzel.core.permissions import Viewer
from ouzel.governance.follows.naming import name_of
from ouzel.governance.follows.tokens import Purpose, follow_of, last_of
from ouzel.governance.models import Follow, Letter, Notice
from ouzel.governance.post import NOT_HANDED_OVER


@dataclass(frozen=True)
class FollowView:
    """What a link from an e-mail is about. `why`: what moved it here, if anything did."""

    kind: str
    ref: str
    name: str
    confirmed: bool
    ended: bool
    why: str


def asked_about(token: str) -> FollowView:
    """What the link that confirms is about; reading it confirms nothing. ContentError for a bad link."""
    return _view(follow_of(token, Purpose.CONFIRM))


def leaving_from(token: str) -> FollowView:
    """What the link that ends is about, wherever it has moved since; reading it ends nothing."""
    return _view(last_of(follow_of(token, Purpose.LEAVE)))


def counts(viewer: Viewer) -> Counter[tuple[str, str]]:
    """How many follow each (kind, ref); nothing for who does not keep the lists."""
    rows = Follow.objects.visible_to(viewer).filter(ended=None, confirmed__isnull=False)
    return Counter(rows.values_list("kind", "ref"))


def waiting(viewer: Viewer) -> int:
    """How many notices and letters wait to be sent; 0 for who does not keep the lists."""
    notices = Notice.objects.visible_to(viewer).filter(sent=None, failed="", follow__ended=None)
    return notices.count() + Letter.objects.visible_to(viewer).filter(sent=None, failed="").count()


def failed(viewer: Viewer) -> Counter[str]:
    """How many notices and letters could not be handed over, by the reason; none for who does not keep the lists."""
    notices = Notice.objects.visible_to(viewer).filter(follow__ended=None)
    letters = Letter.objects.visible_to(viewer)
    found: Counter[str] = Counter()
    for rows in (notices, letters):
        there = rows.filter(sent=None, failed__startswith=NOT_HANDED_OVER)
        found.update(there.values_list("failed", flat=True))
    return found


def _view(follow: Follow) -> FollowView:
    return FollowView(
        follow.kind, follow.ref, name_of(follow.kind, follow.ref), follow.confirmed is not None,
        follow.ended is not None, follow.why,
    )  # fmt: skip
