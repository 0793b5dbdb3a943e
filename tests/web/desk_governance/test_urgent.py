"""Decisions that could not wait: in public or in private, read by who may, ratified from where they wait."""

import pytest
from django.test import Client

from ouzel.core.models import AuditEntry
from ouzel.governance.meetings.actions import give_notice, open_meeting
from ouzel.governance.models import Decision, Meeting
from tests.confidential.marked import MARK
from tests.governance.world import World
from tests.web.desk_governance.signing_in import DESK, done, problems, sent_form, signed_in, text_of
from tests.web.desk_governance.test_road_of_a_meeting import everybody_there, planned

AT = DESK + "bodies/blmk-board/urgent/private/"
SAID = {
    "kind": "other", "title": "A contract", "text": "A contract was awarded.", "why": "The offer ended that day.",
    "whole_title": f"Beds {MARK}", "whole_text": f"Lifeworks Example is awarded the beds {MARK}.", "pence": "42,000.50",
}  # fmt: skip
AGREED = {"agreed_by": ["cara-boardchair", "ola-allthree"], "consulted": ["nell-outsider", "ned-outsider"]}


def taken(client: Client, **more: object) -> str:
    done(sent_form(client, AT, **{**SAID, **AGREED, **more}))
    return str(Decision.objects.get(method="urgent").ref)


def test_it_is_taken_in_private_and_read_by_who_may(secretary: Client, world: World) -> None:
    ref = taken(secretary)
    row = Decision.objects.get(ref=ref)
    assert (row.private, row.pence, row.title) == (True, None, "A contract")
    page = text_of(secretary.get(f"{DESK}decisions/{ref}/whole/"))
    assert f"Lifeworks Example is awarded the beds {MARK}." in page
    assert "£42,000.50" in page
    assert MARK not in secretary.get(f"{DESK}decisions/{ref}/").content.decode()
    for address in (f"/decisions/{ref}/", "/decisions/"):
        assert MARK not in Client().get(address).content.decode()
    assert ref in text_of(secretary.get(DESK + "private/"))
    assert AuditEntry.objects.filter(action__contains="private", detail__contains={"decision": ref}).exists()
    assert not AuditEntry.objects.filter(detail__icontains=MARK).exists()


def test_only_who_may_read_what_is_private_gets_to_it(secretary: Client, world: World) -> None:
    ref = taken(secretary)
    whole = f"{DESK}decisions/{ref}/whole/"
    member = signed_in("mem@example.org", "board-member", "QHG")
    assert f"Lifeworks Example is awarded the beds {MARK}." in text_of(member.get(whole))
    assert ref in text_of(member.get(DESK + "private/"))
    assert member.get(whole + "release/").status_code == 403
    assert member.get(AT).status_code == 403
    other = signed_in("lut@example.org", "board-secretary", "06P")
    assert other.get(whole).status_code == 404
    assert other.get(whole + "release/").status_code == 404
    assert other.get(AT).status_code == 404
    assert ref not in text_of(other.get(DESK + "private/"))
    assert signed_in("ana@example.org", "analyst").get(whole).status_code == 403


@pytest.mark.parametrize(
    ("more", "field"),
    [({"whole_text": ""}, "whole_text"), ({"why": ""}, "why"), ({"pence": "0.001"}, "pence"),
     ({"agreed_by": ["cara-boardchair"]}, "agreed_by"), ({"whole_text": "NHS number 943 476 5919"}, "agreed_by")],
)  # fmt: skip
def test_what_is_wrong_is_told_beside_its_field(
    secretary: Client, world: World, more: dict[str, object], field: str
) -> None:
    page = sent_form(secretary, AT, **{**SAID, **AGREED, **more})
    assert problems(page)
    assert f'href="#{field}"' in page.content.decode()
    assert not Decision.objects.exists()


def test_it_is_released_with_its_reason(secretary: Client, world: World) -> None:
    ref = taken(secretary)
    at = f"{DESK}decisions/{ref}/whole/release/"
    assert "“Why it is made public” must be filled in" in problems(sent_form(secretary, at))
    to = done(sent_form(secretary, at, why="It is signed."))
    made = Decision.objects.get(revises__ref=ref)
    assert to == f"{DESK}decisions/{made.ref}/"
    assert MARK in Client().get(f"/decisions/{made.ref}/").content.decode()
    assert problems(sent_form(secretary, at, why="Again."))


def test_it_waits_until_a_meeting_deals_with_it(secretary: Client, world: World) -> None:
    ref = taken(secretary)
    overview = secretary.get(DESK).content.decode()
    assert f"{DESK}decisions/{ref}/" in overview
    page = text_of(secretary.get(f"{DESK}decisions/{ref}/"))
    assert "It waits to be ratified" in page
    assert "No meeting of the body is planned." in page
    on = Decision.objects.get(ref=ref).on
    meeting = planned(secretary, on=on, bodies=["blmk-board"], title="Board")
    assert "once it is open" in text_of(secretary.get(f"{DESK}decisions/{ref}/"))
    done(sent_form(secretary, meeting + "items/new/", title="Urgent decisions", purpose="decision"))
    open_meeting(meeting=give_notice(meeting=Meeting.objects.get(), on=on, by=world.by, irregular="A test"), on=on,
                 by=world.by, irregular="A test")  # fmt: skip
    everybody_there(secretary, world, meeting, ["blmk-board"])
    ratify = f"{meeting}ratify/{ref}/"
    assert ratify in secretary.get(f"{DESK}decisions/{ref}/").content.decode()
    done(sent_form(secretary, ratify, item="1", ratified="yes"))
    page = text_of(secretary.get(f"{DESK}decisions/{ref}/"))
    assert "Ratified by a meeting , item 1" in page
    assert "It waits to be ratified" not in page


def test_the_page_says_who_must_agree_and_leads_to_the_private_one(secretary: Client, world: World) -> None:
    page = secretary.get(DESK + "bodies/blmk-board/urgent/")
    asks = "The standing orders ask for the agreement of: chair; chief executive or accountable officer. "
    assert asks + "At least 1 other is to be consulted, who hold a seat as: non-executive member." in text_of(page)
    assert AT in page.content.decode()
    without = secretary.get(DESK + "bodies/luton-governing-body/urgent/")
    assert "The standing orders" in text_of(without)
