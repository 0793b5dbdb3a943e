"""Two people at once, each in a transaction of their own: a body sits in one meeting at an hour, business is taken
once, and of somebody there is one stay.
"""

from datetime import date
from pathlib import Path

import pytest

from ouzel.governance.meetings.actions import move_meeting, open_meeting
from ouzel.governance.meetings.attendance import left, recuse
from ouzel.governance.meetings.forward import plan_business, put_on_agenda
from ouzel.governance.models import ForwardItem, Meeting, Recusal, Stay
from tests.governance.meetings.doing import BY, DAY, NOTICED, at, everybody, noticed, numbered, planned
from tests.governance.seats.test_two_at_once import at_once
from tests.governance.world import load_register, make_world

NEXT = date(2021, 4, 20)
WHEN = {"on": DAY, "by": BY}


@pytest.mark.django_db(transaction=True)
def test_two_at_once_about_one_meeting_or_one_hour(tmp_path: Path) -> None:
    load_register(tmp_path)
    world = make_world()
    first, second = planned(world.luton), planned(world.luton, hour=14)

    def move(meeting: Meeting) -> None:
        move_meeting(meeting=meeting, starts=at(NEXT), venue="Town hall", why="Snow", on=NOTICED, by=BY)

    said = at_once(lambda: move(first), lambda: move(second))
    assert sorted(said) == ["", "one of the bodies sits in another meeting then"]
    assert Meeting.objects.filter(starts=at(NEXT)).count() == 1

    business = plan_business(body=world.luton, title="Report", due=DAY, every=12, by=BY)
    meeting = planned(world.luton, day=date(2021, 5, 18))

    def take() -> None:
        put_on_agenda(planned=ForwardItem.objects.get(pk=business.pk), meeting=meeting, on=NOTICED, by=BY)

    assert sorted(at_once(take, take)) == ["", "this is on an agenda already"]
    assert meeting.items.count() == 1
    assert ForwardItem.objects.count() == 2, "it recurs once"

    sits = open_meeting(meeting=noticed(world.bedfordshire), on=DAY, by=BY)
    everybody(sits, world.bedfordshire)
    bea, two = world.person("Bea"), numbered(sits, "2")

    def leave() -> None:
        left(meeting=sits, body=world.bedfordshire, person=bea, at=two, **WHEN)

    assert at_once(leave, leave) == ["", ""]
    assert Stay.objects.filter(replaced=None).count() == 1

    def declare() -> None:
        recuse(item=numbered(sits, "1"), person=bea, declared="A share", effect="left", **WHEN)

    assert sorted(at_once(declare, declare)) == ["", "this is recorded for them and this item already"]
    assert Recusal.objects.count() == 1
