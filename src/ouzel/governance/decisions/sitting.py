"""Whether something can have happened at an item of a meeting on a day: what decisions and actions check first."""

from datetime import date

from ouzel.core.errors import ContentError
from ouzel.governance.meetings.steps import day_of
from ouzel.governance.models import AgendaItem, Body, Meeting
from ouzel.governance.models.meetings import MeetingState

BEGUN = (MeetingState.OPEN, MeetingState.ADJOURNED, MeetingState.CLOSED)


def last_day_of(meeting: Meeting) -> date | None:
    """The day on which it was closed; None while it was not."""
    closed = meeting.events.filter(kind="closed").order_by("-number").first()
    return closed.on if closed else None


def refuse_unless_sitting(*, item: AgendaItem, body: Body, on: date, what: str) -> Meeting:
    """The meeting of the item, read anew and held. ContentError unless the body sits in it, it has begun, the item is
    still on its agenda, and the day is one of its days. `what` begins the sentence: "a decision", "an action".

    What happened may be written down after the meeting was closed, with a day on which it sat.
    """
    # Held, so that nobody comes, goes or declares an interest between the count of the quorum and the decision.
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    if not meeting.sittings.filter(body=body).exists():
        sat = ", ".join(meeting.sittings.order_by("pk").values_list("body__slug", flat=True))
        raise ContentError(
            f"{body.slug} does not sit in the meeting {meeting.slug}", field="body", value=body.slug,
            right=f"Give one that does: {sat}",
        )  # fmt: skip
    if meeting.state not in BEGUN:
        raise ContentError(
            f"{what} belongs to a meeting that has begun, and {meeting.slug} is {meeting.get_state_display()}",
            field="meeting", value=meeting.slug, right="Open the meeting first",
        )  # fmt: skip
    removed = meeting.items.values_list("removed", flat=True).get(pk=item.pk)  # perhaps since the item was read
    if removed:
        raise ContentError(
            f"item {item.number} was taken off the agenda: {removed}", field="item", value=item.number,
            right="Give an item that is on it",
        )  # fmt: skip
    _check_day(meeting, on, what)
    return meeting


def _check_day(meeting: Meeting, on: date, what: str) -> None:
    first, last = day_of(meeting), last_day_of(meeting)
    if on < first or (last is not None and on > last):
        days = f"It sat on {first}" if last in (None, first) else f"It sat from {first} to {last}"
        raise ContentError(
            f"{what} is dated by a day of its meeting, and {on} is none of {meeting.slug}", field="on", value=str(on),
            right=days,
        )  # fmt: skip
