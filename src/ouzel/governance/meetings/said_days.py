"""The day on which something became public is the day on which it was done here; any other day is somebody's word."""

from datetime import date

from ouzel.core.actors import Actor
from ouzel.core.permissions import today
from ouzel.governance.irregular import refuse_or_record
from ouzel.governance.meetings.steps import day_of
from ouzel.governance.models import Meeting
from ouzel.reorganisation.wording import in_words


def refuse_earlier(*, meeting: Meeting, what: str, rule: str, on: date, reason: str, by: Actor) -> None:
    """What is public from now on, of a meeting still to come, is public since today. That it was since an earlier day,
    on paper or on another site, is refused, or recorded as irregular with the reason. `what` begins the sentence:
    "notice of the meeting". A meeting that was held before today is history, written down as it is known.
    """
    now = today()
    if on >= now or day_of(meeting) < now:
        return
    refuse_or_record(
        meeting=meeting, rule=rule, problem=f"{what} is said to be of {in_words(on)}, and was not here before "
        f"{in_words(now)}", right="Give the day of today", reason=reason, by=by, on=now,
    )  # fmt: skip
