"""What putting a paper before an item rests on: the meeting held, the item in public, the day that papers were due."""

from datetime import date

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import today
from ouzel.governance.irregular import refuse_or_record
from ouzel.governance.meetings import clock, steps
from ouzel.governance.models import AgendaItem, Meeting, MeetingEvent
from ouzel.governance.models.meetings import MeetingState
from ouzel.governance.reference.orders import orders_of
from ouzel.governance.rules import require_for
from ouzel.reorganisation.wording import in_words


def hold(meeting: Meeting, *, by: Actor) -> Meeting:
    """The meeting, kept from changing until the transaction ends. PermissionDenied unless `by` runs it."""
    held = steps.held(meeting, by=by)
    if held.state == MeetingState.CANCELLED:
        raise ContentError(
            f"{held.slug} was cancelled", field="meeting", value=held.slug, right="Put it before another meeting"
        )
    return held


def require(meeting: Meeting, *, by: Actor) -> None:
    """PermissionDenied unless `by` runs the meeting, which is not held for it: before what takes time."""
    require_for(by, steps.NEEDS, steps.bodies_of(meeting), on=today())


def came_afterwards(meeting: Meeting, *, tabled: bool) -> bool:
    """Whether what comes now is not before the meeting any more, but published with it afterwards: it was held, and
    this was not handed out at it.
    """
    return meeting.state == MeetingState.CLOSED and not tabled


def refuse_private_or_removed(item: AgendaItem) -> None:
    """ContentError for an item that can have no paper in public."""
    if item.private:
        raise ContentError(
            f"item {item.number} is taken in private", field="item", value=item.number,
            right="Keep its paper with the private papers; it can be released later",
        )  # fmt: skip
    if item.removed:
        raise ContentError(f"item {item.number} was taken off the agenda: {item.removed}", field="item",
                           value=item.number, right="Give an item that is on it")  # fmt: skip


def due(meeting: Meeting) -> date | None:
    """The last day on which its papers are in time: the earliest that the orders of a sitting body say; None where that
    cannot be worked out, as nobody has published the bank holidays yet.
    """
    day = steps.day_of(meeting)
    try:
        return min(clock.papers_due(day, orders_of(body, on=day).papers) for body in steps.bodies_of(meeting))
    except clock.NotKnown:
        return None


def refuse_late(*, meeting: Meeting, what: str, reason: str, on: date) -> str:
    """Why a paper is late; empty where `on` is in time. ContentError where it is late, or nobody can say whether it is,
    and no reason is given.
    """
    last = due(meeting)
    if last is not None and on <= last:
        return ""
    if not reason.strip():
        raise ContentError(
            _late(meeting, what, on), field="papers",
            right="Put it before a later meeting. Or give the reason for going on all the same: it is recorded with "
            "the meeting, for everybody to read",
        )  # fmt: skip
    return reason.strip()


def record_late(*, meeting: Meeting, item: AgendaItem | None, what: str, reason: str, on: date, by: Actor) -> None:
    """Record in public that a paper was late, and why: when it becomes public itself, since this names it."""
    refuse_or_record(
        meeting=meeting, item=item, rule="papers", problem=_late(meeting, what, on),
        right="Put it before a later meeting", reason=reason, by=by, on=on,
    )  # fmt: skip


def _late(meeting: Meeting, what: str, on: date) -> str:
    last = due(meeting)
    if last is None:
        return (
            f"{what} came on {in_words(on)}; by when papers were due could not be worked out, as nobody has published "
            "the bank holidays yet"
        )
    return f"{what} came on {in_words(on)}; papers were due on {in_words(last)}"


def note(*, meeting: Meeting, words: str, detail: dict[str, object], on: date, by: Actor) -> MeetingEvent:
    """Write down, with the meeting, what happened to its papers: words that may be public."""
    return steps.write_event(meeting=meeting, kind="paper", on=on, note=words, detail=detail, by=by)
