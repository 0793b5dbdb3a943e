"""Who gets in at which address of the desk: nobody unasked, and a board secretary for their own bodies only."""

import pytest
from django.test import Client
from django.urls import URLPattern

from ouzel.governance.models import Decision, Person
from ouzel.web.desk.governance.urls import urlpatterns
from tests.governance.decisions.in_common import opened
from tests.governance.world import World
from tests.web.desk_governance.signing_in import DESK, signed_in

MEETING = "2021-03-16-governing-bodies"
FILLED = {
    "<slug:slug>": MEETING, "<slug:body>": "luton-governing-body", "<str:number>": "2", "<slug:step>": "close",
    "<slug:paper>": "no-such-paper", "<int:number>": "1", "<int:number_of>": "1", "<int:kept>": "1",
    "<int:version>": "1", "<slug:what>": "decision",
    "<str:ref>": "D-2021-0001", "<slug:seat>": "chair", "<slug:act>": "end", "<slug:who>": "bea-chairwoman",
    "<slug:kind>": "body", "<path:ref>": "luton-governing-body",
}  # fmt: skip


def addresses() -> list[str]:
    """Every address of governance at the desk, filled in."""
    found = []
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        address = str(pattern.pattern)
        if address.startswith(("bodies/<slug:slug>", "strategies/<slug:slug>")):
            address = address.replace("<slug:slug>", "luton-governing-body")
        for part, value in FILLED.items():
            address = address.replace(part, value)
        assert "<" not in address, address
        found.append(DESK + address)
    return found


@pytest.fixture
def meeting(world: World) -> World:
    opened(world)
    return world


def let_in(client: Client, found: list[str]) -> list[str]:
    """The addresses that gave somebody a page, or did what was asked."""
    return [
        f"{method} {address}"
        for address in found
        for method in ("get", "post")
        if getattr(client, method)(address).status_code not in (403, 404)
    ]


def test_every_address_asks_who_comes_in(meeting: World):
    for address in addresses():
        for method in ("get", "post"):
            answer = getattr(Client(), method)(address)
            assert answer.status_code == 302, address
            assert answer["Location"].startswith("/account/login/"), address


def test_no_address_is_for_an_analyst(meeting: World):
    assert let_in(signed_in("ana@example.org", "analyst"), addresses()) == []


def test_a_member_gets_to_private_papers_and_no_further(meeting: World):
    there = [f"{DESK}meetings/{MEETING}/private/", f"{DESK}private/"]
    found = let_in(signed_in("mem@example.org", "board-member"), addresses())
    assert found == [f"{method} {each}" for each in there for method in ("get", "post")]


def test_no_address_of_a_body_is_for_the_secretary_of_another(meeting: World):
    other = signed_in("oth@example.org", "board-secretary", "bedfordshire-governing-body")
    private = f"{DESK}meetings/{MEETING}/private/"  # theirs sat too, so its private part is theirs to read
    of_others = [each for each in addresses() if "luton" in each or MEETING in each]
    assert let_in(other, of_others) == [f"get {private}", f"post {private}"]
    assert not Decision.objects.exists()


def test_the_secretary_of_an_organisation_runs_its_body_alone(meeting: World):
    luton = signed_in("lut@example.org", "board-secretary", "06P")
    assert luton.get(DESK).status_code == 200
    assert luton.get(f"{DESK}bodies/luton-governing-body/").status_code == 200
    assert luton.get(f"{DESK}bodies/bedfordshire-governing-body/").status_code == 403
    assert luton.get(f"{DESK}meetings/{MEETING}/").status_code == 403
    page = luton.get(f"{DESK}meetings/new/").content.decode()
    assert "Governing body of Luton" in page
    assert "Governing body of Bedfordshire" not in page


def test_a_planned_meeting_of_others_is_as_if_it_were_not_there(world: World):
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from ouzel.governance.meetings.actions import plan_meeting

    starts = datetime(2021, 5, 4, 10, tzinfo=ZoneInfo("Europe/London"))
    plan_meeting(title="Secret", bodies=[world.bedfordshire], starts=starts, venue="Hall", by=world.by)
    luton = signed_in("lut@example.org", "board-secretary", "06P")
    assert luton.get(f"{DESK}meetings/2021-05-04-secret/").status_code == 404
    assert luton.get(f"{DESK}meetings/2021-05-04-nothing/").status_code == 404
    assert "Secret" not in luton.get(DESK + "meetings/").content.decode()


def test_a_member_declares_their_own_interests_and_nobody_elses(world: World):
    from ouzel.core.models import User

    member = signed_in("bea@example.org", "board-member")
    person = Person.objects.get(slug="bea-chairwoman")
    person.user = User.objects.get(email="bea@example.org")
    person.save()
    assert member.get(f"{DESK}interests/bea-chairwoman/").status_code == 200
    assert member.get(f"{DESK}interests/luc-chairman/").status_code == 403


def test_the_first_page_of_the_desk_leads_to_what_somebody_may(world: World):
    assert signed_in("sec@example.org", "board-secretary").get("/desk/")["Location"] == DESK
    assert signed_in("mem@example.org", "board-member").get("/desk/")["Location"] == DESK + "private/"
    assert signed_in("one@example.org", "board-secretary", "06P").get("/desk/")["Location"] == DESK
