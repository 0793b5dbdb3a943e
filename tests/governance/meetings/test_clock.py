"""Clear days, beside a second way of counting them that looks at every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.core.errors import ContentError
from ouzel.governance.meetings import clock
from ouzel.governance.reference.rules_of_meeting import Count, Period

# Bank holidays of England and Wales 2020 to 2022, as GOV.UK lists them.
HOLIDAYS = {
    date(2020, 1, 1), date(2020, 4, 10), date(2020, 4, 13), date(2020, 5, 8), date(2020, 5, 25), date(2020, 8, 31),
    date(2020, 12, 25), date(2020, 12, 28), date(2021, 1, 1), date(2021, 4, 2), date(2021, 4, 5), date(2021, 5, 3),
    date(2021, 5, 31), date(2021, 8, 30), date(2021, 12, 27), date(2021, 12, 28), date(2022, 1, 3), date(2022, 4, 15),
    date(2022, 4, 18), date(2022, 5, 2), date(2022, 6, 2), date(2022, 6, 3), date(2022, 8, 29), date(2022, 9, 19),
    date(2022, 12, 26), date(2022, 12, 27),
}  # fmt: skip
DAYS = st.dates(date(2020, 2, 1), date(2022, 11, 30))
COUNTS = st.sampled_from(Count)


def slow_clear_days(given_on: date, meeting: date, count: Count) -> int:
    """Every day strictly between the two, one by one."""
    found = 0
    day = given_on
    while True:
        day = day + timedelta(days=1)
        if day >= meeting:
            return found
        weekend = day.strftime("%a") in ("Sat", "Sun")
        if count is Count.ALL or (not weekend and (count is Count.WEEKDAYS or day not in HOLIDAYS)):
            found += 1


def slow_due(meeting: date, days: int, count: Count) -> date:
    """Go back from the meeting until there are enough."""
    day = meeting
    while slow_clear_days(day, meeting, count) < days:
        day = day - timedelta(days=1)
    return day


@given(DAYS, st.integers(-5, 40), COUNTS)
def test_clear_days_as_counted_one_by_one(meeting: date, before: int, count: Count) -> None:
    given_on = meeting - timedelta(days=before)
    assert clock.clear_days(given_on, meeting, count=count) == slow_clear_days(given_on, meeting, count)


@given(DAYS, st.integers(0, 20), COUNTS)
def test_due_is_the_last_day_with_enough(meeting: date, days: int, count: Count) -> None:
    assert clock.due(meeting, Period(days, count)) == slow_due(meeting, days, count)


@given(DAYS, st.integers(1, 20), COUNTS, st.integers(0, 40))
def test_notice_enough_where_there_are_as_many_clear_days(meeting: date, days: int, count: Count, before: int) -> None:
    given_on = meeting - timedelta(days=before)
    notice = clock.notice(meeting, Period(days, count), given=given_on)
    assert notice.clear == slow_clear_days(given_on, meeting, count)
    assert notice.enough == (notice.clear >= days)


def test_notice_three_clear_days_excludes_both_ends() -> None:
    meeting = date(2021, 3, 16)
    assert clock.notice(meeting, Period(3), given=date(2021, 3, 12)).enough
    late = clock.notice(meeting, Period(3), given=date(2021, 3, 13))
    assert (late.enough, late.clear, late.due) == (False, 2, date(2021, 3, 12))


def test_notice_over_easter_counts_working_days_only() -> None:
    after_easter = date(2021, 4, 7)  # a Wednesday; 2 and 5 April were bank holidays
    assert clock.due(after_easter, Period(3, Count.WORKING)) == date(2021, 3, 30)
    assert clock.due(after_easter, Period(3, Count.WEEKDAYS)) == date(2021, 4, 1)
    assert clock.due(after_easter, Period(3)) == date(2021, 4, 3)


def test_notice_not_given_is_not_enough() -> None:
    notice = clock.notice(date(2021, 3, 16), Period(3), given=None)
    assert (notice.given, notice.enough, notice.clear) == (None, False, None)


def test_due_for_no_clear_days_is_the_day_itself() -> None:
    assert clock.due(date(2021, 3, 16), Period(0)) == date(2021, 3, 16)


def test_due_unknown_bank_holidays_are_not_guessed() -> None:
    beyond = date(clock.known_years()[-1] + 1, 3, 16)
    with pytest.raises(ContentError, match="bank holidays"):
        clock.due(beyond, Period(3, Count.WORKING))
    assert clock.due(beyond, Period(3)) == beyond - timedelta(days=4)


def test_bank_holidays_are_those_listed() -> None:
    assert {day for day in clock.bank_holidays() if 2020 <= day.year <= 2022} == HOLIDAYS
