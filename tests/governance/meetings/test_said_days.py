"""The day of a notice or of papers, of a meeting still to come, is the day on which it was done; or it says why not."""

from datetime import date, timedelta

import pytest

from ouzel.core.errors import ContentError
from ouzel.core.permissions import today
from ouzel.governance.meetings.actions import adjourn, close_meeting, give_notice, move_meeting
from ouzel.governance.models import Irregularity, Meeting
from ouzel.governance.papers.actions import add_paper, publish_papers
from tests.governance.meetings.doing import BY, DAY, at, item, noticed, numbered, opened, planned
from tests.governance.world import World

WEEK = timedelta(days=7)


def problems() -> list[str]:
    return list(Irregularity.objects.order_by("pk").values_list("problem", flat=True))


@pytest.fixture
def coming(world: World) -> Meeting:
    """A meeting of half a year ahead, planned."""
    return planned(world.luton, day=today() + 26 * WEEK)


def test_notice_of_a_meeting_to_come_is_of_today(coming: Meeting) -> None:
    with pytest.raises(ContentError, match="was not here before"):
        give_notice(meeting=coming, on=today() - WEEK, by=BY)
    noticed = give_notice(meeting=coming, on=today(), by=BY)
    assert (noticed.noticed_on, problems()) == (today(), [])


def test_notice_of_an_earlier_day_tells_why_in_public(coming: Meeting) -> None:
    give_notice(meeting=coming, on=today() - WEEK, by=BY, irregular="It was on the site that we had before")
    (problem,) = problems()
    assert problem.startswith("notice of the meeting is said to be of")


def test_notice_of_another_time_is_of_today(coming: Meeting) -> None:
    give_notice(meeting=coming, on=today(), by=BY)
    to = at(today() + 30 * WEEK)
    with pytest.raises(ContentError, match="was not here before"):
        move_meeting(meeting=coming, starts=to, venue="Town hall", why="Snow", on=today() - WEEK, by=BY)
    move_meeting(meeting=coming, starts=to, venue="Town hall", why="Snow", on=today(), by=BY)


def test_papers_of_a_meeting_to_come_are_published_today(coming: Meeting) -> None:
    one = item(coming, "Welcome") if not coming.items.exists() else coming.items.earliest("order")
    add_paper(item=one, title="The case", name="case.md", content=b"# The case", by=BY, on=today())
    give_notice(meeting=coming, on=today(), by=BY)
    with pytest.raises(ContentError, match="publication of the papers is said to be of"):
        publish_papers(meeting=coming, on=today() - WEEK, by=BY)
    assert len(publish_papers(meeting=coming, on=today(), by=BY)) == 1


def test_what_was_held_is_history(world: World) -> None:
    assert noticed(world.luton).noticed_on is not None
    assert problems() == []


def test_nothing_is_done_on_a_day_to_come(world: World) -> None:
    meeting = opened(world)
    with pytest.raises(ContentError, match="still to come"):
        close_meeting(meeting=meeting, on=date(2099, 1, 1), by=BY, irregular="x")
    with pytest.raises(ContentError, match="before it was opened"):
        adjourn(meeting=meeting, why="The lights went out", on=DAY - WEEK, by=BY)
    assert numbered(meeting, "1").meeting.state == "open"
