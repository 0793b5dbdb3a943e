"""A meeting of a year whose bank holidays nobody has published: every page says so, and none breaks."""

from datetime import date

import pytest
from django.test import Client

from ouzel.core.permissions import today
from ouzel.governance.meetings.actions import give_notice
from ouzel.governance.meetings.clock import known_years
from ouzel.governance.models import Meeting
from tests.governance.meetings.doing import item, planned
from tests.governance.world import World
from tests.web.desk_governance.signing_in import DESK, done, problems, sent_form, text_of

NOT_KNOWN = "are not known, so working days cannot be counted"


@pytest.fixture
def far(world: World) -> Meeting:
    """A meeting of the board in a year that is not known, of which notice was given."""
    meeting = planned(world.board, day=date(known_years()[-1] + 2, 3, 18))
    item(meeting, "Welcome")
    return give_notice(meeting=meeting, on=today(), by=world.by)


def test_everybody_reads_it_in_words(far: Meeting, client: Client) -> None:
    page = client.get(f"/meetings/{far.slug}/").content.decode()
    assert NOT_KNOWN in page
    assert "govuk-bank-holidays" not in page
    asking = client.get(f"/meetings/{far.slug}/ask/")
    assert (asking.status_code, "takes no questions" in asking.content.decode()) == (200, True)


@pytest.mark.parametrize("part", ["", "items/1/", "items/1/papers/new/", "papers/publish/", "step/recording/"])
def test_the_desk_says_what_cannot_be_worked_out(far: Meeting, secretary: Client, part: str) -> None:
    response = secretary.get(f"{DESK}meetings/{far.slug}/{part}")
    assert response.status_code in {200, 409}
    if response.status_code == 409:
        assert NOT_KNOWN in text_of(response)


def test_notice_can_be_given_with_a_reason(world: World, secretary: Client) -> None:
    meeting = planned(world.partnership, day=date(known_years()[-1] + 2, 3, 18))
    at = f"{DESK}meetings/{meeting.slug}/step/notice/"
    assert NOT_KNOWN in text_of(secretary.get(at))
    assert any("could not be worked out" in each for each in problems(sent_form(secretary, at)))
    done(sent_form(secretary, at, irregular="The year is planned ahead"))
    assert Meeting.objects.get().public
