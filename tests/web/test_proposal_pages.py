"""The public pages of proposals that are not carried out: what is proposed, and what it would mean for whom."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ouzel.core import actions as core
from ouzel.core.actors import Actor
from ouzel.core.models import User
from ouzel.register.attributes import Attribute
from ouzel.reorganisation import actions, plan_file, reversing
from ouzel.reorganisation.models import Document, Proposal
from ouzel.reorganisation.plan import Close, HandOver, Merger, Move, Open, Opening, Part, Split
from tests.reorganisation.plans import APPROVER, AUTHOR, MERGED, OPERATOR, SAVING, blmk_2021
from tests.web import proposing

PARTS = ["", "preview/", "proof/", "case/", "for/", "for/?q=luton", "for/?q=nowhere", "for/06P/", "for/M1J4Y/",
         "for/E81011/", "for/E06000032/", "for/QHG/", "for/RC9/"]  # fmt: skip


@pytest.fixture(scope="module")
def proposals(register: None, django_db_blocker: Any) -> Iterator[None]:
    """A merger that is proposed, a team, one that was turned down, and a draft."""
    with proposing.kept(django_db_blocker):
        proposing.before_the_day()
        yield


@pytest.fixture
def public(proposals: None, db: None) -> Client:
    """A visitor of the site."""
    cache.clear()
    return Client()


@pytest.fixture
def lead(proposals: None, db: None) -> Client:
    """Somebody who works on proposals."""
    lead = core.create_user(email="lead@example.org", by=OPERATOR, roles=["transition-lead"])
    client = Client()
    client.force_login(User.objects.get(pk=lead.pk))
    return client


def text(site: Client, address: str) -> str:
    response = site.get(address)
    assert response.status_code == 200, response
    return " ".join(response.content.decode().split())


def words(site: Client, address: str) -> str:
    """The page without its markup, and without the headings that a phone shows beside each cell."""
    page = re.sub(r'<span class="nhsuk-table__heading" aria-hidden="true">[^<]*</span>', "", text(site, address))
    return " ".join(re.sub(r"<[^>]+>", " ", page).split()).replace(" .", ".").replace(" ,", ",")


@pytest.mark.parametrize("part", PARTS)
def test_every_page_of_a_proposal_is_sound(public: Client, part: str) -> None:
    page = text(public, f"/changes/blmk-2021/{part}")
    assert page.count("<h1") == 1
    assert not re.search(r"<(script|style)\b|\sstyle=|\son[a-z]+=\"", page), "the content policy allows none of these"
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    assert not re.search(r"\b20\d\d-\d\d-\d\d\b", re.sub(r"<[^>]+>", "", page)), "days are told in words"
    assert public.post(f"/changes/blmk-2021/{part}").status_code == 405


@pytest.mark.parametrize("part", ["", "preview/", "for/E81011/", "for/06P/"])
def test_page_of_a_proposal_asks_the_database_little_and_once(public: Client, part: str) -> None:
    with CaptureQueriesContext(connection) as first:
        page = public.get(f"/changes/blmk-2021/{part}").content
    with CaptureQueriesContext(connection) as again:
        assert public.get(f"/changes/blmk-2021/{part}").content == page
    assert len(first) <= 80, [q["sql"][:90] for q in first]
    assert len(again) <= 1


def test_proposal_is_told_to_somebody_who_never_heard_of_the_nhs(public: Client) -> None:
    page = words(public, "/changes/blmk-2021/")
    assert "It is called a commissioner. It does not treat anybody itself." in page
    assert "NHS Milton Keynes CCG, NHS Bedfordshire CCG and NHS Luton CCG close. Together they become" in page
    assert "It does not move your GP practice, your hospital, your doctors or your nurses" in page
    assert page.index("commissioner. It does not") < page.index("On 1 April 2021 :")
    assert "What was done three times would be done once." in page
    assert "One large body may be further" in page


def test_proposal_says_where_it_stands_and_who_decided(public: Client) -> None:
    page = words(public, "/changes/blmk-2021/")
    assert "Would take effect on 1 April 2021" in page
    assert "Nobody has decided yet." in page
    assert "25 September 2020 Proposed By ada Sent to NHS England" in page
    assert "none is done" in page
    assert "Closed Talk to us about one group, 1 July 2020 to 31 August 2020" in page


def test_proposal_on_a_day_shows_what_had_happened_by_then(public: Client) -> None:
    assert "Open Talk to us about one group" in words(public, "/changes/blmk-2021/?on=2020-08-31")
    before = words(public, "/changes/blmk-2021/?on=2020-08-31")
    assert "On 31 August 2020 this proposal had not been put before everybody yet." in before
    assert "More has happened since." in before
    rejected = words(public, "/changes/two-groups/?on=2020-10-01")
    assert "This proposal was rejected" not in rejected
    assert "Proposed" in rejected


def test_proposal_has_its_options_with_no_change_first(public: Client) -> None:
    options = words(public, "/changes/blmk-2021/")
    options = options[options.index("No change: everything") :]
    assert options.index("(this one)") < options.index("One executive team") < options.index("not-public (not public")


def test_rejected_proposal_stays_and_says_so_first_with_the_reason(public: Client) -> None:
    page = words(public, "/changes/two-groups/")
    assert page.index("This proposal was rejected") < page.index("Two groups instead of three Rejected")
    assert "The reason: It would leave one of them alone." in page
    assert "What was proposed" in page
    assert "Nothing, as the change was not made" in page
    assert "The change takes effect" not in page


def test_working_together_is_no_merger(public: Client) -> None:
    page = words(public, "/changes/one-team/")
    assert "This is not a merger." in page
    assert "begin to work together in One team of BLMK (one executive team)" in page
    assert "What belongs to each body stays with it." in page
    assert "Picture of the bodies" not in text(public, "/changes/one-team/")
    luton = words(public, "/changes/one-team/for/06P/")
    assert "NHS Luton CCG stays." in luton
    assert "Works together with others in" in luton


def test_draft_is_for_those_who_work_on_it_alone(public: Client, lead: Client) -> None:
    for part in ("", "preview/", "case/", "proof/", "for/06P/", "for/?q=luton", "consequences.csv", "case.docx"):
        assert public.get(f"/changes/secret-plan/{part}").status_code == 404, part
    assert public.get("/changes/secret-plan.json").status_code == 404
    assert public.get("/changes/secret-plan.toml").status_code == 404
    assert "Nobody knows this yet" not in text(public, "/changes/")
    assert "This is a draft" in text(lead, "/changes/secret-plan/")
    assert "Nobody knows this yet" in text(lead, "/changes/")
    assert public.get("/changes/secret-plan/").status_code == 404, "what the lead saw is not remembered for others"


def test_new_version_is_not_shown_before_it_is_proposed(public: Client, lead: Client) -> None:
    actions.save(plan=blmk_2021(**proposing.TOLD, title="A secret second thought"), by=AUTHOR, on=date(2020, 10, 1))
    for address in ("/changes/blmk-2021/", "/changes/", "/changes/blmk-2021.toml", "/changes/blmk-2021.json"):
        assert "A secret second thought" not in public.get(address).content.decode()
    assert "A new version of this proposal is being written." in text(public, "/changes/blmk-2021/")
    assert "A secret second thought" in text(lead, "/changes/blmk-2021/")


def test_step_shows_at_once_though_pages_are_remembered(public: Client) -> None:
    assert "Nobody has decided yet" in text(public, "/changes/blmk-2021/")
    assert "There is a proposal" not in text(public, "/organisations/06P/?on=2020-09-24")
    proposal = Proposal.objects.get(slug="blmk-2021")
    actions.approve_in_principle(proposal=proposal, by=APPROVER, on=date(2020, 10, 20))
    assert "The direction is approved." in text(public, "/changes/blmk-2021/")
    assert "Approved in principle" in text(public, "/changes/")


def test_nobody_s_address_is_public(lead: Client, public: Client) -> None:
    person = Actor.person(User.objects.get(email="lead@example.org"))
    actions.withdraw(proposal=Proposal.objects.get(slug="one-team"), by=person, on=date(2020, 10, 1), note="Too soon")
    assert "By a person with the role of transition lead" in words(public, "/changes/one-team/")
    for address in ("/changes/one-team/", "/changes/one-team.json"):
        assert "lead@example.org" not in public.get(address).content.decode()


def test_nobody_s_address_is_public_though_the_plan_names_it(public: Client) -> None:
    named = blmk_2021(
        slug="by-address", author="lead@example.org", benefits=(replace(SAVING, owner="chief@example.org"),)
    )  # fmt: skip
    proposal = actions.save(plan=named, by=AUTHOR, on=date(2020, 9, 1))
    actions.propose(proposal=proposal, by=AUTHOR, on=date(2020, 9, 1))
    for address in ("by-address/", "by-address/case/", "by-address.json", "by-address.toml"):
        response = public.get(f"/changes/{address}")
        assert response.status_code == 200
        assert "@example.org" not in response.content.decode(), address
    again = plan_file.parse(public.get("/changes/by-address.toml").content.decode(), file="by-address.toml")
    assert again.author == "a person with the role of transition lead"
    assert again.changes == named.changes


def test_practice_is_told_who_plans_its_care_and_that_it_stays(public: Client) -> None:
    page = words(public, "/changes/blmk-2021/for/E81002/")
    assert "The organisation that plans and buys care for its patients is NHS Bedfordshire CCG 06F." in page
    assert "From 1 April 2021 it would be NHS Bedfordshire, Luton and Milton Keynes CCG M1J4Y." in page
    assert "Your doctors and nurses, and how you book an appointment." in page


def test_closing_body_is_told_its_successor(public: Client) -> None:
    page = words(public, "/changes/blmk-2021/for/06P/")
    assert "NHS Luton CCG would close at the end of 31 March 2021." in page
    assert "NHS Bedfordshire, Luton and Milton Keynes CCG M1J4Y would carry on for it." in page
    assert "Its duties and everybody who belongs to it would pass to that body." in page


def test_new_body_is_told_whom_it_carries_on_for(public: Client) -> None:
    page = words(public, "/changes/blmk-2021/for/M1J4Y/")
    assert "would open on 1 April 2021. It would carry on for NHS Milton Keynes CCG" in page
    assert "GP practices none 100" in page


def test_council_is_told_through_its_commissioner(public: Client) -> None:
    page = words(public, "/changes/blmk-2021/for/E06000032/")
    assert "The organisation that plans and buys care for the people who live there is NHS Luton CCG 06P." in page


def test_body_above_and_body_untouched_are_told_plainly(public: Client) -> None:
    above = words(public, "/changes/blmk-2021/for/QHG/")
    assert "the plan does not name it, but it names bodies that belong to it" in above
    untouched = words(public, "/changes/blmk-2021/for/QE1/")
    assert "does not name" in untouched
    assert "What stays the same" not in untouched


def test_body_that_closed_before_leads_on(public: Client) -> None:
    page = words(public, "/changes/blmk-2021/for/5GD/")
    assert "closed on 30 September 2006, before this plan. So the plan changes nothing for it." in page
    assert "/changes/blmk-2021/for/5P2/" in text(public, "/changes/blmk-2021/for/5GD/")


def test_meaning_for_takes_any_form_of_a_code(public: Client) -> None:
    response = public.get("/changes/blmk-2021/for/06f00/?on=2020-12-01")
    assert (response.status_code, response["Location"]) == (301, "/changes/blmk-2021/for/06F/?on=2020-12-01")
    assert public.get("/changes/blmk-2021/for/NOBODY/").status_code == 404


def test_search_leads_to_what_it_means(public: Client) -> None:
    page = text(public, "/changes/blmk-2021/for/?q=luton+ccg&on=2020-12-01")
    assert "/changes/blmk-2021/for/06P/?on=2020-12-01" in page
    new = text(public, "/changes/blmk-2021/for/?q=m1j4y")
    assert new.count("/changes/blmk-2021/for/M1J4Y/") == 1
    assert "Nothing matches" in text(public, "/changes/blmk-2021/for/?q=atlantis")
    assert "200 characters or fewer" in text(public, f"/changes/blmk-2021/for/?q={'a' * 201}")


def test_preview_has_totals_side_by_side_and_every_record(public: Client) -> None:
    page = words(public, "/changes/blmk-2021/preview/")
    assert "NHS Bedfordshire CCG 06F 48 none" in page
    assert "All together 100 100" in page
    assert "opens on 1 April 2021" in page
    moved = text(public, "/changes/blmk-2021/preview/?kind=register-commissioner")
    assert "1 to 100 of 129" in moved
    assert "kind=register-commissioner&amp;page=2" in moved


def test_preview_of_a_plan_that_cannot_be_says_what_stands_in_the_way(lead: Client) -> None:
    proposing.drafted(slug="taken", changes=(Close("close[0]", "06P"),), benefits=())
    page = words(lead, "/changes/taken/preview/")
    assert "1 thing stands in the way of this plan." in page
    assert "would be left without a home" in page
    assert "1 thing stands in the way of this plan." in words(lead, "/changes/taken/")


def test_plan_that_divides_a_body_tells_each_of_its_practices(lead: Client) -> None:
    parts = (Part("split[0].part[0]", "04F", ("E81016",)), Part("split[0].part[1]", "06F", ("E81018",)))
    changes = (Split("split[0]", "06P", parts, left_open="The rest waits for the council"),)
    proposing.drafted(slug="divided", title="Luton is divided", changes=changes, benefits=())
    assert "From 1 April 2021 it would be NHS Milton Keynes CCG 04F." in words(lead, "/changes/divided/for/E81016/")
    left = words(lead, "/changes/divided/for/E81013/")
    assert "From 1 April 2021 it would be nobody, until it is settled." in left
    assert "The rest waits for the council." in left
    unresolved = json.loads(lead.get("/changes/divided.json").content)["preview"]["unresolved"]
    assert {"E81013"} < {u["code"] for u in unresolved}
    assert "E81016" not in {u["code"] for u in unresolved}
    body = words(lead, "/changes/divided/for/06P/")
    assert f"For {len(unresolved)} places that belong to it, it is still open where they go." in body
    page = words(lead, "/changes/divided/")
    assert (
        "It is divided between NHS Milton Keynes CCG (1 listed unit) and NHS Bedfordshire CCG (1 listed unit)." in page
    )


def test_plan_that_moves_and_opens_is_told(lead: Client) -> None:
    opening = Opening("NHS New CCG", ("RO98",), {Attribute.SYSTEM: "QHG"})
    changes = (
        Open("open[0]", "X9X9X", opening),
        Move("move[0]", "X9X9X", ("E81016",), "06P", Attribute.COMMISSIONER),
    )
    proposing.drafted(slug="moves", title="One practice moves", changes=changes, benefits=())
    page = words(lead, "/changes/moves/")
    assert "NHS New CCG begins." in page
    assert "moves from NHS Luton CCG to NHS New CCG." in page
    assert "From 1 April 2021 it would be NHS New CCG X9X9X." in words(lead, "/changes/moves/for/E81016/")
    assert "Who plans and buys care for its patients stays the same." in words(lead, "/changes/moves/for/E81018/")


def test_copies_for_machines(public: Client) -> None:
    found = json.loads(public.get("/changes/blmk-2021.json").content)
    assert (found["slug"], found["state"], found["preview"]["count"]) == ("blmk-2021", "proposed", 162)
    plan = public.get("/changes/blmk-2021.toml")
    assert plan_file.parse(plan.content.decode()).slug == "blmk-2021"
    table = public.get("/changes/blmk-2021/consequences.csv")
    rows = list(csv.DictReader(io.StringIO(table.content.decode())))
    assert len(rows) == 162
    assert {"E81002", "06P", "M1J4Y"} <= {row["record"] for row in rows}
    case = public.get("/changes/blmk-2021/case.docx")
    assert case.content.startswith(b"PK")
    for response in (plan, table, case):
        assert response["Content-Disposition"].startswith("attachment; filename=")
        assert response["X-Content-Type-Options"] == "nosniff"
    assert public.get("/changes/blmk-2021.json?on=yesterday").status_code == 400


def test_documents_are_saved_and_never_run(public: Client) -> None:
    kept = actions.add_document(
        proposal=Proposal.objects.get(slug="blmk-2021"), title="Notes <b>", name="näme of 2020.txt",
        content=b"Words.", by=APPROVER,
    )  # fmt: skip
    page = text(public, "/changes/blmk-2021/")
    assert "Notes &lt;b&gt;" in page
    address = next(a for a in re.findall(r'href="([^"]+)"', page) if "/documents/" in a)
    response = public.get(address)
    assert response.content == b"Words."
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert public.get(f"/changes/blmk-2021/documents/{kept.pk}/other.txt").status_code == 404
    assert public.get(f"/changes/one-team/documents/{kept.pk}/{kept.name}").status_code == 404
    assert Document.objects.count() == 1


def test_list_has_proposals_first_by_where_they_stand(public: Client) -> None:
    page = text(public, "/changes/")
    assert page.index("Proposed and approved") < page.index("Turned down") < page.index("Waves of change")
    assert "No proposal has been put before everybody by 1 January 2019." in words(public, "/changes/?on=2019-01-01")


def test_body_says_what_is_proposed_for_it(public: Client) -> None:
    named = words(public, "/organisations/06P/?on=2020-12-01")
    assert "There is a proposal to change this body: One commissioning group" in named
    around = text(public, "/organisations/E06000032/?on=2020-12-01")
    assert "There is a proposal for a body that this one belongs to" in around
    assert "/changes/blmk-2021/for/E06000032/?on=2020-12-01" in around
    assert "There is a proposal" not in text(public, "/organisations/RC9/?on=2020-12-01")
    assert "two-groups" not in named


def test_change_that_was_undone_stays_and_says_why(public: Client) -> None:
    opening = Opening("NHS New CCG", ("RO98",), {Attribute.SYSTEM: "QHG"})
    merger = Merger("merger[0]", MERGED, "X9X9X", opening=opening)
    proposal = proposing.enacted(slug="undone", title="A change for a day", changes=(merger,), benefits=())
    reversing.reverse(proposal=proposal, by=OPERATOR, why="The power was taken back", on=date(2021, 4, 2))
    page = words(public, "/changes/undone/")
    assert page.index("This change was undone") < page.index("A change for a day Undone")
    assert "It had been put in force, and was undone on 2 April 2021." in page
    assert "The reason: The power was taken back" in page
    assert "The change was undone later, in edition 3" in text(public, "/changes/undone/proof/")
    assert "NHS Bedfordshire CCG 06F 48 none" in words(public, "/changes/undone/preview/")
    assert "In force" in words(public, "/changes/undone/?on=2021-04-01")


def test_practice_is_told_when_the_work_of_its_commissioner_passes_on(lead: Client) -> None:
    changes = (
        HandOver("functions[0]", ("06P",), "QHG"),
        Merger("merger[0]", ("04F", "06F"), "06F", "acquisition", Opening("NHS Both CCG")),
    )
    proposing.drafted(slug="handed", title="The work passes on", changes=changes, benefits=())
    page = words(lead, "/changes/handed/for/E81013/")
    assert "On 1 April 2021 its work and duties would pass to Bedfordshire, Luton and Milton Keynes QHG." in page
    assert "stays the same." not in page
    whole = words(lead, "/changes/handed/")
    assert (
        "NHS Bedfordshire CCG takes over NHS Milton Keynes CCG, which closes. It is then called NHS Both CCG." in whole
    )
    assert "NHS Bedfordshire CCG stays, and would take over" in words(lead, "/changes/handed/for/06F/")
