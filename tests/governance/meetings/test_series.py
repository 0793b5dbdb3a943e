"""A year of meetings at once, and the months it is made of."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.core.errors import ContentError
from ouzel.governance.meetings.series import look_at, monthly, plan_series
from ouzel.governance.models import Meeting
from ouzel.governance.months import months_on, nth_weekday
from tests.governance.meetings.doing import BY, planned
from tests.governance.world import World

TUESDAY = 1
TEN, NOON = time(10), time(12)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.integers(1, 48))
def test_months_on_is_in_the_right_month(day: date, months: int) -> None:
    later = months_on(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(1)).day == 1)


@given(st.integers(2000, 2100), st.integers(1, 12), st.integers(0, 6), st.sampled_from([1, 2, 3, 4, 5, -1]))
def test_nth_weekday_as_found_by_looking(year: int, month: int, weekday: int, nth: int) -> None:
    days = [
        day
        for day in (date(year, 1, 1) + timedelta(each) for each in range(366))
        if (day.year, day.month, day.weekday()) == (year, month, weekday)
    ]
    found = nth_weekday(year, month, weekday=weekday, nth=nth)
    assert found == (days[-1] if nth == -1 else days[nth - 1] if nth <= len(days) else None)


def test_monthly_third_tuesdays_over_the_new_year() -> None:
    assert monthly(year=2020, month=11, count=3, every=2, weekday=TUESDAY, nth=3) == (
        date(2020, 11, 17), date(2021, 1, 19), date(2021, 3, 16),
    )  # fmt: skip


def test_monthly_leaves_out_a_month_without_the_day() -> None:
    assert monthly(year=2021, month=3, count=2, weekday=TUESDAY, nth=5) == (date(2021, 3, 30),)
    with pytest.raises(ContentError, match="1 to 60"):
        monthly(year=2021, month=3, count=61, weekday=TUESDAY, nth=1)


def test_look_at_says_what_stands_against_a_day(world: World) -> None:
    planned(world.luton)
    days = [date(2021, 3, 16), date(2021, 4, 5), date(2021, 4, 20), date(2021, 4, 24), date(2031, 4, 22)]
    found = look_at(days, bodies=world.three, begins=TEN, ends=NOON)
    taken, easter, free, weekend, unknown = found
    assert "another meeting" in taken.against[0]
    assert easter.against == ("It is a bank holiday",)
    assert (free.against, free.notice_due, free.papers_due) == ((), date(2021, 4, 16), date(2021, 4, 14))
    assert weekend.against == ("It is a weekend",)
    assert unknown.against == ("The bank holidays of 2031 are not known yet",)
    assert Meeting.objects.count() == 1


def test_plan_series_at_the_same_hour_in_summer_and_winter(world: World) -> None:
    days = [date(2021, 3, 16), date(2021, 4, 20)]
    found = plan_series(title="Governing bodies", bodies=world.three, days=days, begins=TEN, ends=NOON, by=BY)
    assert [meeting.slug for meeting in found] == ["2021-03-16-governing-bodies", "2021-04-20-governing-bodies"]
    assert [meeting.starts.utcoffset() for meeting in Meeting.objects.order_by("starts")] != [None]
    assert [meeting.starts.timestamp() % 86400 / 3600 for meeting in found] == [10, 9]


def test_plan_series_all_or_none(world: World) -> None:
    planned(world.luton, day=date(2021, 4, 20))
    with pytest.raises(ContentError, match="another meeting"):
        plan_series(title="T", bodies=world.three, days=[date(2021, 3, 16), date(2021, 4, 20)], begins=TEN, by=BY)
    assert Meeting.objects.count() == 1
    with pytest.raises(ContentError, match="different days"):
        plan_series(title="T", bodies=world.three, days=[date(2021, 3, 16)] * 2, begins=TEN, by=BY)
