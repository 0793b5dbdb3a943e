"""A year of meetings planned at once: first looked at, then planned all together or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.governance.meetings import clock
from ouzel.governance.meetings.actions import plan_meeting
from ouzel.governance.meetings.checking import check_bodies, check_free
from ouzel.governance.models import Body, Meeting
from ouzel.governance.months import nth_weekday
from ouzel.governance.reference.orders import orders_of

LONDON = ZoneInfo("Europe/London")
MOST = 60  # meetings planned at once


@dataclass(frozen=True)
class Proposed:
    """A day on which a meeting might be: by when its notice and papers are due, and what stands against it."""

    day: date
    notice_due: date | None  # None: it cannot be worked out, and `against` says why
    papers_due: date | None
    against: tuple[str, ...]


def monthly(
    *, year: int, month: int, count: int, every: int = 1, weekday: int, nth: int
) -> tuple[date, ...]:  # fmt: skip
    """Days such as the third Tuesday (`weekday` 1, `nth` 3) of every second month, so many from a month on. A month
    that has no such day is left out.
    """
    if not 1 <= count <= MOST or every < 1:
        raise ContentError("a series is of some meetings, some months apart", field="count", value=f"{count}, {every}",
                           right=f"1 to {MOST} meetings, 1 month or more apart")  # fmt: skip
    firsts = [divmod(year * 12 + month - 1 + every * number, 12) for number in range(count)]
    days = (nth_weekday(y, m + 1, weekday=weekday, nth=nth) for y, m in firsts)
    return tuple(day for day in days if day is not None)


def look_at(
    days: Iterable[date], *, bodies: Sequence[Body], begins: time, ends: time | None = None
) -> tuple[Proposed, ...]:
    """What would be of meetings of these bodies on each of the days; nothing is planned."""
    return tuple(_look(day, bodies, begins, ends) for day in days)


@transaction.atomic
def plan_series(
    *, title: str, bodies: Sequence[Body], days: Sequence[date], begins: time, ends: time | None = None,
    venue: str = "", join: str = "", on: date | None = None, by: Actor,
) -> tuple[Meeting, ...]:  # fmt: skip
    """Plan a meeting on each of the days, at the same hours of the clock in London. All, or none of them."""
    if not 1 <= len(days) <= MOST or len(set(days)) < len(days):
        raise ContentError("a series is of different days", field="days", value=str(len(days)),
                           right=f"1 to {MOST}, each once")  # fmt: skip
    return tuple(
        plan_meeting(
            title=title,
            bodies=bodies,
            starts=_moment(day, begins),
            ends=_moment(day, ends) if ends else None,
            venue=venue,
            join=join,
            on=on,
            by=by,
        )
        for day in sorted(days)
    )


def _look(day: date, bodies: Sequence[Body], begins: time, ends: time | None) -> Proposed:
    against = []
    notice_due = papers_due = None
    if day.weekday() >= clock.SATURDAY:
        against.append("It is a weekend")
    if day in clock.bank_holidays():
        against.append("It is a bank holiday")
    elif day.year not in clock.known_years():
        against.append(f"The bank holidays of {day.year} are not known yet")
    try:
        check_bodies(bodies, day)
        check_free(bodies, _moment(day, begins), _moment(day, ends) if ends else None)
    except ContentError as error:
        against.append(str(error))
    try:
        orders = [orders_of(body, on=day) for body in bodies]
        notice_due = min(clock.due(day, each.notice) for each in orders)
        papers_due = min(clock.papers_due(day, each.papers) for each in orders)
    except ContentError as error:
        against.append(str(error))
    return Proposed(day, notice_due, papers_due, tuple(against))


def _moment(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, LONDON)
