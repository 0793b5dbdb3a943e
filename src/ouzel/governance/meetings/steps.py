"""What happens to a meeting is written as a numbered event, with the audit row, and calendars learn of it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, today
from ouzel.governance import guards
from ouzel.governance.auditing import Did
from ouzel.governance.models import Body, Meeting, MeetingEvent
from ouzel.governance.models.meetings import MeetingState
from ouzel.governance.rules import require_for

State = MeetingState
NEEDS = Permission.GOVERNANCE_RUN
ALIVE = (State.PLANNED, State.NOTICED, State.OPEN, State.ADJOURNED)  # the agenda may still change
MEETING_NOW = (State.OPEN, State.ADJOURNED)
STANDS = {
    State.PLANNED: "is planned", State.NOTICED: "is called, and not begun", State.OPEN: "is sitting",
    State.ADJOURNED: "is adjourned", State.CLOSED: "was held", State.CANCELLED: "was cancelled",
}  # fmt: skip
FROM: dict[str, tuple[MeetingState, ...]] = {
    "noticed": (State.PLANNED,),
    "moved": (State.PLANNED, State.NOTICED),
    "cancelled": (State.PLANNED, State.NOTICED),  # one that was adjourned has met: it is closed, and minuted
    "opened": (State.PLANNED, State.NOTICED),
    "adjourned": (State.OPEN,),
    "reconvened": (State.ADJOURNED,),
    "closed": (State.OPEN, State.ADJOURNED),
}


def day_of(meeting: Meeting) -> date:
    """The day for which a meeting is called, in London."""
    return timezone.localdate(meeting.starts)


def bodies_of(meeting: Meeting) -> list[Body]:
    """The bodies that sit in it, in the order in which they were named."""
    return list(Body.objects.filter(sittings__meeting=meeting).order_by("sittings__id"))


def held(meeting: Meeting, *, by: Actor) -> Meeting:
    """The meeting read anew and held until the transaction ends, for who runs meetings of each body that sits."""
    locks.need_transaction()
    found = Meeting.objects.select_for_update().get(pk=meeting.pk)
    require_for(by, NEEDS, bodies_of(found), on=today())
    return found


def check_step(meeting: Meeting, step: str) -> None:
    """ContentError unless a meeting that stands where this one does may take the step."""
    if meeting.state not in FROM[step]:
        done = {"noticed": "called"}.get(step, step)
        raise ContentError(
            f"the meeting cannot be {done}: it {stands(meeting)}", field="state", value=meeting.title,
            right=f"Only one that {_either(FROM[step])} can be",
        )  # fmt: skip


def check_alive(meeting: Meeting, what: str, *, states: Iterable[MeetingState] = ALIVE) -> None:
    """ContentError where a meeting stands so that this cannot be done any more, or not yet."""
    if meeting.state not in tuple(states):
        raise ContentError(
            f"{what}: the meeting {stands(meeting)}", field="state", value=meeting.title,
            right=f"It can be done for a meeting that {_either(states)}",
        )  # fmt: skip


def stands(meeting: Meeting) -> str:
    """Where a meeting stands, as the end of a sentence that it begins."""
    return STANDS[State(meeting.state)]


def _either(states: Iterable[MeetingState]) -> str:
    return " or ".join(STANDS[State(each)] for each in states)


def refuse_minuted(meeting: Meeting, what: str) -> None:
    """ContentError once the minutes were approved: nothing is put down or changed behind them."""
    if meeting.minutes.exclude(approved_at=None).exists():
        raise ContentError(
            f"the minutes of the meeting were approved without this: {what}", field="minutes", value=meeting.title,
            right="Take it at the next meeting, which can also correct the minutes",
        )  # fmt: skip


def take(
    meeting: Meeting, step: str, *, on: date, by: Actor, note: str = "", detail: dict[str, Any] | None = None,
    did: Did = Did.MEETING_STEP, **columns: Any,
) -> Meeting:  # fmt: skip
    """Take a step: the columns change, the event is numbered, `sequence` goes up, the audit row is written.

    The meeting as it then is: `meeting` itself is read anew.
    """
    before = Meeting.objects.values("sequence", *columns).get(pk=meeting.pk)
    Meeting.objects.filter(pk=meeting.pk).update(sequence=F("sequence") + 1, **columns)
    write_event(meeting=meeting, kind=step, on=on, note=note, detail=detail, before=before, by=by)
    audit.record(
        by=by, action=did, subject=meeting.slug,
        detail={"step": step, "on": on, "note": note, **_plain(detail or {})},
    )  # fmt: skip
    meeting.refresh_from_db()
    return meeting


def write_event(
    *, meeting: Meeting, kind: str, on: date, note: str = "", detail: dict[str, Any] | None = None,
    before: dict[str, Any] | None = None, by: Actor,
) -> MeetingEvent:  # fmt: skip
    """Write one event of a meeting, which is new to feeds since. `note` and `detail` may be public; `before`: what the
    columns that changed were, by which `as_known` tells what was known earlier. The caller writes its own audit row.

    ContentError for a day that is still to come.
    """
    if on > today():
        raise ContentError("this day is still to come", field="on", value=str(on), right="The day on which it was done")
    guards.check(meeting, {"why": note})
    Meeting.objects.filter(pk=meeting.pk).update(modified=Now())  # which also holds it: numbers come one at a time
    now = Meeting.objects.get(pk=meeting.pk)
    return MeetingEvent.objects.create(
        meeting=meeting, number=meeting.events.count() + 1, kind=kind, on=on, note=note,
        detail=_plain(detail or {}), before=_plain(before or {}), by=str(by), at=now.modified,
        seen=kind != "moved" or now.public,
    )  # fmt: skip


def _plain(detail: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, (date, datetime)) else value for name, value in detail.items()}
