"""What was known at the end of a day: rows that were written by then. What is only added to is told exactly."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

LONDON = ZoneInfo("Europe/London")


def end_of(day: date) -> datetime:
    """The first moment after a day in London."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON)


def by_then(known_at: date | None, column: str = "at") -> Q:
    """Rows whose moment in `column` came by the end of the day `known_at` (None: all)."""
    return Q() if known_at is None else Q(**{f"{column}__lt": end_of(known_at)})


def was_by_then(moment: datetime | None, known_at: date | None) -> bool:
    """Whether a moment came by the end of the day `known_at` (None: whether it came)."""
    return moment is not None and (known_at is None or moment < end_of(known_at))
