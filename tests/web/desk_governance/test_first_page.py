"""What the first page of governance at the desk leads to."""

import re
from datetime import timedelta

from django.test import Client

from ouzel.core.permissions import today
from ouzel.governance.models import Meeting, Question
from tests.governance.world import World
from tests.web.desk_governance.signing_in import DESK, MEETING
from tests.web.desk_governance.test_road_of_a_meeting import noticed, planned


def test_each_row_of_the_first_page_leads_to_where_it_is_done(secretary: Client, world: World):
    planned(secretary)
    noticed(secretary)
    Question.objects.create(meeting=Meeting.objects.get(), text="Why?")
    page = secretary.get(DESK).content.decode()
    first = page.partition("What to do first")[2].partition("<h2")[0]
    rows = re.findall(r"<li>(.*?)</li>", first, re.S)
    assert rows
    for row in rows:
        (href, *_) = re.findall(r'href="([^"]+)"', row) or [""]
        assert href.startswith("/desk/governance/"), row
        assert secretary.get(href.partition("#")[0]).status_code == 200, row
    assert f"{MEETING}#questions" in first
    for part in ("meetings", "forward", "actions", "private", "bodies", "people", "sheet", "interests", "strategies",
                 "risks"):  # fmt: skip
        assert f'href="{DESK}{part}/"' in page, part


def test_a_meeting_far_ahead_is_listed_and_asks_for_nothing_yet(secretary: Client):
    for title, days in (("Soon", 30), ("Far ahead", 200)):
        planned(secretary, on=today() + timedelta(days=days), bodies=["blmk-board"], title=title)
    first, _, rest = secretary.get(DESK).content.decode().partition("Next meetings")
    assert "Soon" in first
    assert "Far ahead" not in first
    assert "Far ahead" in rest
