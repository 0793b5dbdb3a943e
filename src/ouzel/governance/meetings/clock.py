"""Clear days: how many lie between a notice and a meeting, and by when a notice must be given.

Neither the day of the notice nor the day of the meeting counts. Which days between do is for the standing orders:
all, weekdays, or working days of England and Wales. Bank holidays come with the package govuk-bank-holidays, from
GOV.UK; for a year that it does not hold nothing is guessed.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

from ouzel.core.errors import ContentError
from ouzel.governance.reference.rules_of_meeting import Count, Period

DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class Notice:
    """When something was due at the latest, when it was given (None: not yet), and whether that was in time.

    `clear`: the clear days that there were, or None. `rule`: what was asked, in words.
    """

    due: date
    given: date | None
    enough: bool
    clear: int | None
    rule: str


class NotKnown(ContentError):
    """Days cannot be counted: nobody has published the bank holidays of that year yet."""


@cache
def bank_holidays() -> frozenset[date]:
    """Bank holidays of England and Wales in the years that are known."""
    known = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return frozenset(each["date"] for each in known)


@cache
def known_years() -> range:
    """The years whose bank holidays are known."""
    years = {day.year for day in bank_holidays()}
    return range(min(years), max(years) + 1)


def counts(day: date, count: Count) -> bool:
    """Whether a day counts. NotKnown for a weekday of a year whose bank holidays are not known."""
    if count is Count.ALL:
        return True
    if day.weekday() >= SATURDAY:
        return False
    if count is Count.WEEKDAYS:
        return True
    if day.year not in known_years():
        raise NotKnown(
            f"the bank holidays of {day.year} are not known, so working days cannot be counted", field="count",
            value=str(day), right=f"Known are {known_years()[0]} to {known_years()[-1]}: bring the package "
            "govuk-bank-holidays up to date, or let the standing orders count all days",
        )  # fmt: skip
    return day not in bank_holidays()


def clear_days(given: date, meeting: date, *, count: Count = Count.ALL) -> int:
    """The days that count after `given` and before `meeting`; 0 where it is not before."""
    return sum(counts(given + DAY * each, count) for each in range(1, (meeting - given).days))


def due(meeting: date, period: Period) -> date:
    """The last day on which so many clear days are left before a meeting; for none, the day of the meeting itself."""
    if not period.clear_days:
        return meeting
    day, left = meeting - DAY, period.clear_days
    while left:
        left -= counts(day, period.count)
        day -= DAY
    return day


def notice(meeting: date, period: Period, *, given: date | None) -> Notice:
    """Whether something given on a day was given in time for a meeting on another."""
    last = due(meeting, period)
    clear = None if given is None else clear_days(given, meeting, count=period.count)
    return Notice(last, given, given is not None and given <= last, clear, period.words)


def papers_due(meeting: date, period: Period) -> date:
    """The last day on which papers are in time."""
    return due(meeting, period)
