"""The staff desk: who comes in, plans made by filling in forms, what is wrong said at its field, and each step."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ouzel.core import actions as core
from ouzel.core.actors import Actor
from ouzel.core.models import User
from ouzel.core.permissions import today
from ouzel.register import actions as register
from ouzel.reorganisation import plan_file, queries
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.models import Proposal
from tests.reorganisation.plans import blmk_2021
from tests.sourced_facts import DEMO, STATUTORY
from tests.web import loaded
from tests.web.proposing import kept

D = date
OPERATOR = Actor.command("tests")
EVERYBODY = Actor.system("tests")
ABOUT = {
    "title": "One group for Bedfordshire, Luton and Milton Keynes", "slug": "", "effective-day": "1",
    "effective-month": "4", "effective-year": "2021", "author": "Lena Lead", "summary": "Three become one.",
    "statutory_basis": "", "sources": "News of the merger", "amends": "", "alternatives": "", "reasons": "",
    "challenges": "", "day-day": "22", "day-month": "11", "day-year": "2026",
}  # fmt: skip
MERGER = {
    "bodies": "04F\nNHS Bedfordshire CCG\n06P", "into": "M1J4Y", "name": "NHS BLMK CCG", "kind": "", "roles": "",
    "parents-system": "QHG",
}  # fmt: skip


@pytest.fixture(scope="module")
def known_in_2021(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The register as it was known on the day before the merger."""
    with kept(django_db_blocker):
        loaded.forget()
        register.load([STATUTORY, DEMO / "facts.csv"], by=OPERATOR, known_by=D(2021, 3, 31))
        yield
    loaded.forget()


def signed_in(email: str, role: str, name: str = "") -> Client:
    user = core.create_user(email=email, by=OPERATOR, roles=[role] if role else [], name=name)
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


@pytest.fixture
def lead(known_in_2021: None, db: None) -> Client:
    """Somebody who writes plans and carries them out."""
    cache.clear()
    return signed_in("lead@example.org", "transition-lead", "Lena Lead")


@pytest.fixture
def approver(known_in_2021: None, db: None) -> Client:
    """Somebody who decides on what others write."""
    return signed_in("approver@example.org", "approver", "Anna Approver")


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status, (response.status_code, response.content[:3000].decode())
    return " ".join(response.content.decode().split())


def today_boxes(name: str = "on") -> dict[str, str]:
    on = today()
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def about(**changes: str) -> dict[str, str]:
    return {**ABOUT, **today_boxes("day"), **changes}


def begun(client: Client, **changes: str) -> str:
    """The address of a plan whose first page is filled in."""
    response = client.post("/desk/changes/new/", about(**changes))
    assert response.status_code == 302, text(response)
    return response["Location"].removesuffix("add/")


def written(client: Client, **changes: str) -> str:
    """The address of the merger of 2021 as a draft, made by forms."""
    at = begun(client)
    response = client.post(f"{at}add/merger/", {**MERGER, **changes})
    assert response.status_code == 302, text(response)
    assert response["Location"] == at
    return at


def plan(slug: str = "one-group-for-bedfordshire-luton-and-milton-keynes") -> Any:
    return queries.plan_named(slug, viewer=EVERYBODY)


def test_merger_made_by_forms_is_the_plan_of_the_file(lead: Client) -> None:
    at = written(lead)
    made = plan()
    assert made.changes[0].bodies == ("04F", "06F", "06P")
    assert made.effective == D(2021, 4, 1)
    assert made.author == "Lena Lead"
    page = text(lead.get(at))
    assert "GP practices" in page
    assert "NHS Luton CCG" in page
    for address in ("about/", "text/", "add/", "add/split/", "edit/merger/0/", "remove/merger/0/", "choices/", "tasks/",
                    "documents/", "proof/", "reconcile/", "step/proposed/"):  # fmt: skip
        text(lead.get(at + address))
    text(lead.get("/desk/"))
    for kind in ("merger", "acquisition", "split", "move", "role", "functions", "rename", "recode", "open", "close",
                 "place", "together", "benefit", "timeline", "engagement", "document"):  # fmt: skip
        text(lead.get(f"{at}add/{kind}/"))


def test_who_is_not_signed_in_is_asked_to_and_comes_back(known_in_2021: None, db: None) -> None:
    response = Client().get("/desk/changes/new/")
    assert response.status_code == 302
    assert response["Location"] == "/account/login/?next=/desk/changes/new/"


@pytest.mark.parametrize("address", ["/desk/", "/desk/changes/new/", "/desk/changes/nothing/"])
def test_who_holds_no_role_is_told_which_one_it_takes(known_in_2021: None, db: None, address: str) -> None:
    page = text(signed_in("nobody@example.org", "").get(address), 403)
    assert "This needs the role of transition lead" in page
    assert "administrator can give it to you" in page


def test_approver_cannot_write_and_is_told_who_can(lead: Client, approver: Client) -> None:
    at = written(lead)
    for address in ("/desk/changes/new/", f"{at}add/", f"{at}edit/merger/0/", f"{at}text/", f"{at}about/"):
        assert "This needs the role of transition lead" in text(approver.get(address), 403)
        assert approver.post(address, MERGER).status_code == 403
    page = text(approver.get(at))
    assert "Add a change" not in page
    assert "Take out" not in page


def test_desk_is_in_the_header_of_who_is_signed_in_alone(lead: Client) -> None:
    assert 'href="/desk/"' in text(lead.get("/"))
    assert 'href="/desk/"' not in text(Client().get("/"))


def test_pages_of_the_desk_are_kept_by_no_browser(lead: Client) -> None:
    assert "no-store" in lead.get("/desk/")["Cache-Control"]


def test_plan_that_is_begun_is_kept_once_it_changes_something(lead: Client) -> None:
    at = begun(lead)
    assert not Proposal.objects.exists()
    assert "go on with it" in text(lead.get("/desk/"))
    assert lead.get(at)["Location"] == f"{at}add/"
    text(lead.get(f"{at}about/"))
    lead.post(f"{at}about/", about(summary="Told better."))
    lead.post(f"{at}add/merger/", MERGER)
    assert plan().summary == "Told better."
    assert "go on with it" not in text(lead.get("/desk/"))


def test_begun_plan_is_seen_by_nobody_else(lead: Client) -> None:
    at = begun(lead)
    other = signed_in("other@example.org", "transition-lead")
    assert other.get(f"{at}add/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "“Title” must be filled in"),
        ({"effective-day": "31", "effective-month": "2"}, "31 2 2021 is not a day of the calendar"),
        (
            {"effective-day": "", "effective-month": "", "effective-year": ""},
            "“The day it takes effect” must be filled",
        ),
        ({"slug": "No Good"}, "This cannot be a name in an address"),
        ({"slug": "new"}, "This name is an address of something else"),
        ({"day-year": "2090"}, "This cannot be written on a day to come"),
        ({"title": "one\x00two"}, "Null characters are not allowed"),
    ],
)
def test_wrong_first_page_is_said_at_its_field_and_above(lead: Client, changes: dict[str, str], said: str) -> None:
    page = text(lead.post("/desk/changes/new/", about(**changes)))
    assert "There is a problem" in page
    assert page.count(said) == 2
    assert "Three become one." in page  # what was typed is still there


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"bodies": ""}, "“Bodies that merge” must be filled in"),
        ({"bodies": "04F\n04F"}, "Line 2: 04F stands on line 1 already"),
        ({"bodies": "04F\natlantis"}, "Line 2: Nothing is called “atlantis”"),
        ({"bodies": "04F\nbedfordshire"}, "Line 2: More than one body matches “bedfordshire”"),
        ({"into": "Milton Keynes"}, "More than one body matches “Milton Keynes”"),
        ({"into": ""}, "“Code of the new body” must be filled in"),
        ({"roles": "RO9999"}, "This is not a role that the register knows"),
        ({"kind": "board", "roles": "RO98"}, "A kind is chosen already"),
    ],
)
def test_wrong_change_is_said_at_its_field_and_not_kept(lead: Client, changes: dict[str, str], said: str) -> None:
    at = begun(lead)
    page = text(lead.post(f"{at}add/merger/", {**MERGER, **changes}))
    assert page.count(said) == 2
    assert not Proposal.objects.exists()


def test_one_of_several_bodies_of_a_name_is_chosen(lead: Client) -> None:
    at = begun(lead)
    page = text(lead.post(f"{at}add/rename/", {"code": "bedfordshire", "name": "NHS Beds"}))
    assert 'name="code-which"' in page
    assert 'value="06F"' in page
    sent = {"code": "bedfordshire", "code-asked": "bedfordshire", "code-which": "06F", "name": "NHS Beds"}
    assert lead.post(f"{at}add/rename/", sent).status_code == 302
    assert plan().changes[0].code == "06F"


def test_choice_of_a_body_does_not_outlive_the_text_it_was_asked_of(lead: Client) -> None:
    at = begun(lead)
    sent = {"code": "06P", "code-asked": "bedfordshire", "code-which": "06F", "name": "Another name"}
    assert lead.post(f"{at}add/rename/", sent).status_code == 302
    assert plan().changes[0].code == "06P"


@pytest.mark.parametrize(
    ("kind", "sent", "written_as"),
    [
        ("acquisition", {"bodies": "06P", "into": "06F"}, 'bodies = [\n    "06P",\n]\ninto = "06F"'),
        ("recode", {"code": "06P", "to": "99Z"}, 'code = "06P"\nto = "99Z"'),
        ("open", {"code": "99Z", "name": "New", "kind": "board"}, 'name = "New"\nroles = [\n    "RO318",'),
        ("close", {"code": "06P", "left_open": "Nobody knows yet"}, 'left_open = "Nobody knows yet"'),
        ("move", {"to": "06F", "units": "E81011", "share": "25%"}, "share = 0.25"),
        ("role", {"code": "06P", "kind": "board", "name": "Board of Luton"}, 'takes = [\n    "RO318",\n]'),
        ("functions", {"from": "06P", "to": "06F", "duties": "Buying\nPaying"}, '"Buying",\n    "Paying",'),
        ("rename", {"code": "06P", "name": "NHS Town CCG"}, 'name = "NHS Town CCG"'),
        ("place", {"units": "E81011", "heir": "06F"}, 'heir = "06F"'),
        ("together", {"code": "BLMK-TEAM", "form": "one executive team", "bodies": "06P\n06F", "name": "A team"},
         'form = "one executive team"'),
    ],
)  # fmt: skip
def test_each_kind_of_change_is_written_edited_and_taken_out(
    lead: Client, kind: str, sent: dict[str, str], written_as: str
) -> None:
    at = begun(lead)
    response = lead.post(f"{at}add/{kind}/", sent)
    assert response.status_code == 302, text(response)
    assert written_as in plan_file.write(plan())
    before = plan()
    text(lead.get(f"{at}edit/{kind}/0/"))
    text(lead.get(at))
    assert lead.post(f"{at}edit/{kind}/0/", sent).status_code == 302
    assert plan() == before
    lead.post(f"{at}add/rename/", {"code": "04F", "name": "Something to stay"})
    number = len(plan().changes) - 1 if kind == "rename" else 0
    text(lead.get(f"{at}remove/{kind}/{number}/"))
    assert lead.post(f"{at}remove/{kind}/{number}/").status_code == 302
    assert len(plan().changes) == 1


def test_last_change_cannot_be_taken_out(lead: Client) -> None:
    at = written(lead)
    assert "The plan changes nothing" in text(lead.post(f"{at}remove/merger/0/"))
    assert len(plan().changes) == 1


def test_divided_body_has_as_many_parts_as_are_filled_in(lead: Client) -> None:
    at = begun(lead)
    parts = {"part-0-into": "06F", "part-0-share": "40%", "part-1-into": "04F", "part-1-share": "0.6"}
    page = text(lead.post(f"{at}add/split/", {"body": "06P", "parts": "2", "more": "yes", **parts}))
    assert "There is a problem" not in page
    assert 'name="part-3-into"' in page
    assert 'value="40%"' in page
    assert lead.post(f"{at}add/split/", {"body": "06P", "parts": "4", **parts}).status_code == 302
    split = plan().changes[0]
    assert [(part.into, str(part.share)) for part in split.parts] == [("06F", "0.4"), ("04F", "0.6")]
    only = {"body": "06P", "parts": "2", "part-0-into": "06F", "part-0-rest": "on"}
    assert lead.post(f"{at}edit/split/0/", only).status_code == 302
    assert len(plan().changes[0].parts) == 1
    assert "must be filled in" in text(
        lead.post(f"{at}edit/split/0/", {"body": "06P", "part-0-share": "1", "parts": "2"})
    )
    assert "give at least one part" in text(lead.post(f"{at}edit/split/0/", {"body": "06P", "parts": "2"}))


def test_what_stands_in_the_way_is_told_at_the_field_of_its_change(lead: Client) -> None:
    at = written(lead, name="")
    page = text(lead.get(at))
    assert "1 thing stands in the way" in page.replace("<strong>", "")
    assert f'href="{at}edit/merger/0/"' in page
    assert "step/proposed/" not in page
    page = text(lead.get(f"{at}edit/merger/0/"))
    assert "This stands in the way of the plan" in page
    assert "nothing says what it is called" in page
    assert "name =" not in page  # how it is written in a file


def test_two_who_write_at_once_do_not_write_over_one_another(lead: Client) -> None:
    at = written(lead)
    lead.post(f"{at}edit/merger/0/", {**MERGER, "name": "First", "version": "1"})
    page = text(lead.post(f"{at}edit/merger/0/", {**MERGER, "name": "Second", "version": "1"}))
    assert "Version 2 of this plan was saved while you were writing" in page
    assert plan().changes[0].opening.name == "First"


def test_text_is_refused_with_its_lines_and_kept_when_right(lead: Client) -> None:
    at = written(lead)
    whole = plan_file.write(plan())
    page = text(lead.post(f"{at}text/", {"text": whole.replace('into = "M1J4Y"', 'intto = "M1J4Y"'), "version": "1"}))
    assert "Line " in page
    assert "intto" in page
    assert "Line 2" in text(lead.post(f"{at}text/", {"text": "[plan]\nslug = other", "version": "1"}))
    other = whole.replace(f'slug = "{plan().slug}"', 'slug = "other"')
    assert "The name of a plan is kept for good" in text(lead.post(f"{at}text/", {"text": other, "version": "1"}))
    response = lead.post(f"{at}text/", {"text": whole.replace("Three become one.", "One."), "version": "1"})
    assert response.status_code == 302, text(response)
    assert plan().summary == "One."


def test_plan_file_is_handed_in(lead: Client) -> None:
    file = SimpleUploadedFile("blmk.toml", plan_file.write(blmk_2021()).encode())
    response = lead.post("/desk/changes/new/file/", {"text": "", "file": file})
    assert response["Location"] == "/desk/changes/blmk-2021/"
    again = SimpleUploadedFile("blmk.toml", plan_file.write(blmk_2021()).encode())
    assert "there is a plan called blmk-2021 already" in text(
        lead.post("/desk/changes/new/file/", {"file": again})
    ).replace("There is a plan called", "there is a plan called")
    wrong = SimpleUploadedFile("blmk.toml", b"\xff\xfe\x00")
    assert "is not UTF-8 text" in text(lead.post("/desk/changes/new/file/", {"file": wrong}))
    assert "The plan is empty" in text(lead.post("/desk/changes/new/file/", {"text": " "}))


def test_plan_is_worked_out_from_a_day(lead: Client) -> None:
    sent = {"on-day": "1", "on-month": "4", "on-year": "2013", "title": "", "slug": "", **today_boxes("day")}
    page = text(lead.post("/desk/changes/new/day/", sent))
    assert "It explains" in page
    assert not Proposal.objects.exists()
    response = lead.post("/desk/changes/new/day/", {**sent, "keep": "yes"})
    assert response["Location"] == "/desk/changes/as-on-2013-04-01/"
    text(lead.get(response["Location"]))
    nothing = {**sent, "on-day": "3", "on-month": "5"}
    assert "Nothing that a plan can say took effect" in text(lead.post("/desk/changes/new/day/", nothing))


def test_choice_is_made_with_a_radio_button_and_dropped_when_nothing_asks(lead: Client, approver: Client) -> None:
    first = begun(lead, slug="two-systems", title="Luton goes to a system of its own", **{"effective-month": "2"})
    lead.post(f"{first}add/open/", {"code": "99S", "name": "Luton system", "kind": "partnership"})
    lead.post(f"{first}add/move/", {"units": "06P", "to": "99S", "relation": "system"})
    for client, then in ((lead, "proposed"), (approver, "approved"), (lead, "enacted")):
        step(client, first, then)
    at = written(lead, **{"parents-system": ""})
    assert "1 choice that nobody has made" in text(lead.get(at))
    assert "1 choice is not made" in text(lead.get("/desk/")).replace("<strong>", "").replace("</strong>", "")
    page = text(lead.get(f"{at}choices/"))
    assert page.count('type="radio"') == 2
    assert "There is a problem" in text(lead.post(f"{at}choices/", {"choice-0": "QXX", "version": "1"}))
    assert lead.post(f"{at}choices/", {"choice-0": "QHG", "version": "1"}).status_code == 302
    assert dict(plan().choices) == {"M1J4Y.system": "QHG"}
    assert "stands in the way" not in text(lead.get(at))
    lead.post(f"{at}edit/merger/0/", {**MERGER, "parents-system": "99S"})
    assert "Nothing asks for these answers any more" in text(lead.get(f"{at}choices/"))
    assert lead.post(f"{at}choices/", {}).status_code == 302
    assert not plan().choices


def test_life_of_a_proposal_at_the_desk(lead: Client, approver: Client) -> None:
    at = written(lead)
    slug = plan().slug
    page = text(lead.post(f"{at}step/proposed/", {**today_boxes(), "on-year": "2090", "note": "", "title": ""}))
    assert "a step cannot be dated in the future" in page.replace("A step", "a step")
    step(lead, at, "proposed", note="Sent")
    assert "Somebody else with the role of approver" in text(lead_with_both(at).get(f"{at}step/approved/"), 403)
    assert text(lead.get(f"{at}step/approved/"), 403)
    step(approver, at, "approved-in-principle")
    paper = SimpleUploadedFile("letter.txt", b"Authorised.")
    page = text(approver.post(f"{at}step/approved/", {**today_boxes(), "note": "", "title": "", "file": paper}))
    assert "Give the paper a title" in page
    program = SimpleUploadedFile("letter.txt", b"#!/bin/sh")
    page = text(approver.post(f"{at}step/approved/", {**today_boxes(), "note": "", "title": "Letter", "file": program}))
    assert "this is no plain text" in page.replace("This", "this")
    assert standing(slug) is State.APPROVED_IN_PRINCIPLE
    paper.seek(0)
    step(approver, at, "approved", title="Letter", file=paper)
    assert text(approver.get(f"{at}step/enacted/"), 403)
    page = text(lead.get(f"{at}step/enacted/"))
    assert "Press the button once" in page
    assert "NHS Luton CCG" in page
    response = lead.post(f"{at}step/enacted/", today_boxes())
    assert response["Location"] == f"{at}proof/", text(response)
    assert "Every member belongs where the plan says" in text(lead.get(f"{at}proof/"))
    assert "every total is the one that was proved" in text(lead.get(f"{at}proof/?again=1"))
    assert lead.post(f"{at}step/enacted/", today_boxes()).status_code == 302  # pressed twice: nothing more is done
    assert lead.get(f"{at}edit/merger/0/").status_code == 200
    assert "cannot be made a draft again" in text(lead.post(f"{at}edit/merger/0/", {**MERGER, "name": "Other"}))
    step(lead, at, "proved")
    for address in ("", "proof/", "reconcile/", "tasks/", "documents/"):
        text(lead.get(at + address))
    page = text(lead.post(f"{at}step/reversed/", {**today_boxes(), "note": ""}))
    assert "“The reason” must be filled in" in page
    step(lead, at, "reversed", note="Tried out")
    assert standing(slug) is State.REVERSED
    text(lead.get(at))
    assert lead.get("/desk/").status_code == 200


def test_undoing_is_refused_with_what_was_built_on_it(lead: Client, approver: Client) -> None:
    first = written(lead)
    for client, then in ((lead, "proposed"), (approver, "approved"), (lead, "enacted")):
        step(client, first, then)
    second = begun(lead, title="A new name", slug="new-name", **{"effective-month": "5"})
    lead.post(f"{second}add/rename/", {"code": "M1J4Y", "name": "NHS Ouse CCG"})
    for client, then in ((lead, "proposed"), (approver, "approved"), (lead, "enacted")):
        step(client, second, then)
    page = text(lead.post(f"{first}step/reversed/", {**today_boxes(), "note": "Tried out"}))
    assert "the plan new-name, enacted later, names M1J4Y too" in page
    assert "Take these back first" in page


def test_task_has_an_owner_a_day_and_can_be_opened_again(lead: Client) -> None:
    at = written(lead)
    page = text(lead.get(f"{at}tasks/"))
    name = page.partition(f'href="{at}tasks/')[2].partition("/")[0]
    empty = {"done-day": "", "done-month": "", "done-year": "", "note": ""}
    lead.post(f"{at}tasks/{name}/", {**empty, "owner": "Head of estates"})
    assert "Head of estates" in text(lead.get(f"{at}tasks/"))
    lead.post(f"{at}tasks/{name}/", {**today_boxes("done"), "owner": "Head of estates", "note": "All of it"})
    assert "1 of " in text(lead.get(f"{at}tasks/"))
    refused = lead.post(f"{at}tasks/{name}/", {**empty, "owner": "Head of estates", "note": "All of it"})
    assert "without a reason" in text(refused)
    lead.post(f"{at}tasks/{name}/", {**empty, "owner": "Head of estates", "note": "It was not"})
    assert "0 of " in text(lead.get(f"{at}tasks/"))
    assert lead.get(f"{at}tasks/nothing/").status_code == 404


def test_benefit_is_promised_at_the_desk_and_measured_once_in_force(lead: Client, approver: Client) -> None:
    at = written(lead)
    benefit = {"slug": "running-costs", "title": "One team instead of three", "owner": "Chief finance officer",
               "unit": "pounds a year", "baseline": "£20,100,000", "target": "18100000", "measure_on-day": "31",
               "measure_on-month": "3", "measure_on-year": "2022", "source": ""}  # fmt: skip
    assert "a number" in text(lead.post(f"{at}add/benefit/", {**benefit, "target": "less"})).lower()
    assert lead.post(f"{at}add/benefit/", benefit).status_code == 302
    assert "£20,100,000" in text(lead.get(at))
    measured = {"on-day": "31", "on-month": "3", "on-year": "2022", "value": "18.5 m", "source": "Accounts", "note": ""}
    assert "a number" in text(lead.post(f"{at}benefits/running-costs/", measured)).lower()
    measured["value"] = "£17,900,000"
    assert "measured once it is enacted" in text(lead.post(f"{at}benefits/running-costs/", measured))
    for client, then in ((lead, "proposed"), (approver, "approved"), (lead, "enacted")):
        step(client, at, then)
    assert lead.post(f"{at}benefits/running-costs/", measured).status_code == 302
    assert "£17,900,000" in text(lead.get(at))


def test_paper_is_handed_in_by_an_approver_too(lead: Client, approver: Client) -> None:
    at = written(lead)
    file = SimpleUploadedFile("minutes.txt", b"They met.")
    assert approver.post(f"{at}documents/", {"title": "Minutes", "file": file}).status_code == 302
    assert "minutes.txt" in text(approver.get(f"{at}documents/"))
    program = SimpleUploadedFile("minutes.exe", b"MZ\x00\x01\x02")
    assert "There is a problem" in text(approver.post(f"{at}documents/", {"title": "Minutes", "file": program}))


def test_the_past_is_written_down_on_its_days(known_in_2021: None, lead: Client, approver: Client) -> None:
    at = begun(lead, **{"day-day": "11", "day-month": "1", "day-year": "2021"})
    lead.post(f"{at}add/merger/", MERGER)
    lead.post(f"{at}edit/merger/0/", {**MERGER, "name": "A better name", "version": "1"})
    life = queries.life(queries.proposal_named(plan().slug, viewer=EVERYBODY))
    assert [each.on for each in life] == [D(2021, 1, 11), D(2021, 1, 11)]
    boxes = {"on-day": "12", "on-month": "1", "on-year": "2021"}
    step(lead, at, "proposed", **boxes)
    assert 'value="12"' in text(approver.get(f"{at}step/approved/"))
    page = text(approver.post(f"{at}step/approved/", {**boxes, "on-day": "11", "note": "", "title": ""}))
    assert "cannot be dated before the one that went before it" in page


def step(client: Client, at: str, then: str, **sent: Any) -> None:
    response = client.post(f"{at}step/{then}/", {**today_boxes(), "note": "", "title": "", **sent})
    assert response.status_code == 302, text(response).partition('role="alert"')[2][:2000]


def standing(slug: str) -> State:
    return queries.standing(queries.proposal_named(slug, viewer=EVERYBODY), on=today())


def lead_with_both(at: str) -> Client:
    """Whoever wrote the plan, with the role of approver beside it."""
    user = User.objects.get(email="lead@example.org")
    core.grant_role(user=user, role="approver", by=OPERATOR, since=D(2020, 1, 1))
    client = Client()
    client.force_login(user)
    return client
