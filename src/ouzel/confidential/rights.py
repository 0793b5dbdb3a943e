"""What every private record rests on: who may write it, that its item is private, that no minutes were approved."""

from typing import Any

from ouzel.confidential.models import PrivateMinutes
from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import today
from ouzel.core.roles import Permission
from ouzel.governance.auditing import Did
from ouzel.governance.meetings import steps
from ouzel.governance.models import AgendaItem, Body, Meeting
from ouzel.governance.rules import require_for


def require(meeting: Meeting, by: Actor) -> None:
    """PermissionDenied but for who runs the meetings of its bodies, and may read what they take in private."""
    bodies = list(Body.objects.filter(sittings__meeting=meeting))
    require_for(by, Permission.GOVERNANCE_RUN, bodies, on=today())
    require_for(by, Permission.GOVERNANCE_PRIVATE, bodies, on=today())


def refuse_public(item: AgendaItem) -> None:
    """ContentError for an item that is taken in public."""
    if not item.private:
        raise ContentError(
            f"item {item.number} is taken in public", field="item", value=item.number,
            right="Put it down with the meeting. If it is to be private, take it off, and add one that is",
        )  # fmt: skip


def refuse_removed(item: AgendaItem) -> None:
    """ContentError for an item that was taken off the agenda."""
    if item.removed:
        raise ContentError(f"item {item.number} was taken off the agenda: {item.removed}", field="item",
                           value=item.number, right="Give an item that is on it")  # fmt: skip


def refuse_minuted(meeting: Meeting, what: str) -> None:
    """ContentError once the minutes were approved, in public or in private: nothing changes behind them."""
    steps.refuse_minuted(meeting, what)
    if PrivateMinutes.objects.filter(meeting=meeting).exclude(approved_at=None).exists():
        raise ContentError(
            f"the private minutes of {meeting.slug} were approved without this: {what}", field="minutes",
            value=meeting.slug, right="Take it at the next meeting",
        )  # fmt: skip


def record(by: Actor, meeting: Meeting, detail: dict[str, Any]) -> None:
    """Write down, without a word of it, what of the private part was written."""
    audit.record(by=by, action=Did.PRIVATE_WRITTEN, subject=meeting.slug, detail=detail)
