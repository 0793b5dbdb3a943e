"""Whether something can have happened at an item of a meeting on a day: what decisions and actions check first."""

from datetime import date

from ouzel.core.errors import ContentError
from ouzel.core.permissions import today
from ouzel.governance.bodies.names import name_of
from ouzel.governance.meetings.steps import day_of, stands
from ouzel.governance.models import AgendaItem, Body, Meeting
from ouzel.governance.models.meetings import MeetingState
from ouzel.reorganisation.wording import in_words

BEGUN = (MeetingState.OPEN, MeetingState.ADJOURNED, MeetingState.CLOSED)


def days_of(meeting: Meeting) -> list[tuple[date, date | None]]:
    """The spans of days on which it sat, first and last included; the last day None: it sits still.

    Between an adjournment and the day on which it was taken up again it did not.
    """
    spans: list[tuple[date, date | None]] = []
    steps = meeting.events.filter(kind__in=("opened", "adjourned", "reconvened", "closed")).order_by("number")
    for kind, on in steps.values_list("kind", "on"):
        if kind in ("opened", "reconvened"):
            spans.append((on, None))
        elif spans and spans[-1][1] is None:
            spans[-1] = (spans[-1][0], on)
    return spans or [(day_of(meeting), None)]


def refuse_unless_begun(meeting: Meeting, *, on: date) -> None:
    """ContentError for a meeting at which nothing can have been said yet on the day, in the words of one that is not
    there: it may not be public.
    """
    if meeting.state not in BEGUN or on < day_of(meeting):
        raise ContentError("no such meeting has begun by that day", field="meeting", value=meeting.slug,
                           right="Give the meeting at which it was said, or none")  # fmt: skip


def meeting_begun(slug: str, *, on: date) -> str:
    """The slug of a meeting that has begun by the day (empty: none was given); ContentError for any other."""
    if slug:
        found = Meeting.objects.filter(slug=slug).first()
        refuse_unless_begun(found or Meeting(slug=slug), on=on)
    return slug


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
            f"{name_of(body, on)} does not sit in the meeting {meeting.slug}", field="body", value=body.slug,
            right=f"Give one that does: {sat}",
        )  # fmt: skip
    if meeting.state not in BEGUN:
        raise ContentError(
            f"{what} belongs to a meeting that has begun, and this one {stands(meeting)}",
            field="meeting", value=meeting.title, right="Open the meeting first",
        )  # fmt: skip
    removed = meeting.items.values_list("removed", flat=True).get(pk=item.pk)  # perhaps since the item was read
    if removed:
        raise ContentError(
            f"item {item.number} was taken off the agenda: {removed}", field="item", value=item.number,
            right="Give an item that is on it",
        )  # fmt: skip
    refuse_unless_day(meeting, on, what)
    return meeting


def refuse_unless_day(meeting: Meeting, on: date, what: str) -> None:
    """ContentError for a day on which the meeting did not sit, and for one that is still to come."""
    if on > today():
        raise ContentError("this day is still to come", field="on", value=str(on), right="The day on which it was done")
    spans = days_of(meeting)
    if not any(first <= on and (last is None or on <= last) for first, last in spans):
        days = "It sat " + ", ".join(
            f"on {in_words(first)}" if last in (None, first) else f"from {in_words(first)} to {in_words(last)}"
            for first, last in spans
        )
        raise ContentError(
            f"{what} is dated by a day of its meeting, and {in_words(on)} is none of them", field="on",
            value=str(on), right=days,
        )  # fmt: skip
