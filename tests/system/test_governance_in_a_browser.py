"""A meeting in common of three governing bodies in March 2021, run at the desk from its plan to approved minutes, in a
real browser; the merger it decided on is carried out, and its pages stand at the same addresses years later.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.system.acting import DESK, PHONE, follow, looked_at, press, said, sign_in
from tests.system.conftest import browsers, person, serving

pytestmark = pytest.mark.browser
Opened = Callable[..., Any]

SECRETARY, LEAD, APPROVER = "sara@example.org", "lena@example.org", "anna@example.org"
MEETING = "/desk/governance/meetings/2021-03-16-governing-bodies-in-common/"
LAST = "/desk/governance/meetings/2021-03-30-the-last-meeting-in-common/"
BODIES = ("bedfordshire-governing-body", "luton-governing-body", "milton-keynes-governing-body")
BOARD, BOARD_BEGAN = "Board of the integrated care board", date(2022, 7, 1)
STRATEGY = "joint-forward-plan"
OF_A_STRATEGY = ("version", "priority", "progress", "owner", "hand", "owner-end", "priority-end", "end")
HEIR = "ccg-governing-body-m1j4y"
NAMES = ("Governing body of Bedfordshire", "Governing body of Luton", "Governing body of Milton Keynes")
RISK = f"R-{date.today().year}-0001"  # the year in which the test runs
NOTICE, DAY, PLANNED, LAST_NOTICE, LAST_DAY = (
    date(2021, 3, 4), date(2021, 3, 16), date(2021, 3, 1), date(2021, 3, 19), date(2021, 3, 30),
)  # fmt: skip


@pytest.fixture(scope="module")
def served(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site with three governing bodies, a plan to merge that is proposed, and three people who can sign in."""
    from ouzel.reorganisation import actions as proposals
    from tests.governance.following.changing import merger
    from tests.governance.world import load_register, make_world
    from tests.reorganisation.plans import AUTHOR

    def fill() -> None:
        load_register(tmp_path_factory.mktemp("register"))
        make_world()
        proposal = proposals.save(plan=merger(), by=AUTHOR, on=PLANNED)
        proposals.propose(proposal=proposal, by=AUTHOR, on=PLANNED)
        person(SECRETARY, "Sara Secretary", "board-secretary")
        person(LEAD, "Lena Lead", "transition-lead")
        person(APPROVER, "Anna Approver", "approver")

    with serving(django_db_blocker, fill) as address:
        yield address


@pytest.fixture(scope="module")
def chromium(served: str) -> Iterator[Any]:
    """A browser that is started after the database was filled and closed before it is emptied."""
    yield from browsers()


def test_a_meeting_in_common_from_notice_to_approved_minutes_and_on(opened: Opened, tmp_path: Path) -> None:
    page = given_somebody_signed_in(opened, SECRETARY)
    when_the_meeting_is_planned(page)
    when_its_agenda_is_made(page)
    when_a_paper_is_put_before_an_item(page, tmp_path)
    when_a_private_item_is_written(page, tmp_path)
    when_notice_is_given_and_papers_are_published(page)
    then_everybody_reads_when_and_where(opened)
    when_it_is_opened_and_everybody_is_there(page)
    when_an_interest_is_declared_in_the_award(page)
    then_the_quorum_of_that_item_is_lost(page)
    when_the_three_decide_to_merge(page)
    when_an_action_is_asked_for(page)
    when_the_public_is_excluded_and_a_contract_awarded(page)
    when_it_is_closed_and_its_minutes_are_written(page)
    when_the_next_meeting_approves_the_minutes(page)
    when_the_registers_between_meetings_are_kept(page)
    when_a_decision_that_could_not_wait_is_taken_in_private(page)
    when_a_sheet_is_looked_at(page)
    then_every_page_of_the_desk_can_be_used(opened)
    when_the_merger_is_approved_and_carried_out(opened)
    then_the_action_is_with_the_successor(page)
    then_the_meeting_stands_at_its_address_in_2026(opened)


def given_somebody_signed_in(opened: Opened, email: str, width: int = DESK) -> Any:
    page = opened(width, bypass_csp=True)  # only so that the checker may run in the page
    sign_in(page, email)
    return page


def when_the_meeting_is_planned(page: Any) -> None:
    assert page.url.endswith("/desk/governance/")
    assert page.get_by_role("heading", name="Governance", exact=True).is_visible()
    looked_at(page, "governance-overview-empty")
    follow(page.get_by_role("button", name="Plan a meeting"))
    looked_at(page, "governance-plan")
    press(page, "Plan it")
    assert "“Title” must be filled in" in page.get_by_role("alert").inner_text()
    looked_at(page, "governance-plan-wrong")
    page.get_by_label("Title").fill("Governing bodies in common")
    for name in NAMES:
        page.get_by_label(name, exact=True).check()
    fill_day(page, "day", DAY)
    page.get_by_label("It begins at").fill("10:00")
    page.get_by_label("It ends at").fill("13:00")
    page.get_by_label("Where it is").fill("Council chamber, Bedford")
    press(page, "Plan it")
    assert page.url.endswith(MEETING)
    assert "Nobody sees it yet" in said(page)


def when_its_agenda_is_made(page: Any) -> None:
    for title, kind, private in (
        ("Minutes of the meeting before", "Approval of minutes", False), ("Proposal to become one group", None, False),
        ("Award of the community contract", None, False), ("A contract", None, True),
    ):  # fmt: skip
        page.goto(MEETING)
        follow(page.get_by_role("link", name="Put an item on the agenda"))
        if title.startswith("Proposal"):
            looked_at(page, "governance-item-add")
        page.get_by_label("Title", exact=True).fill(title)
        if private:
            page.get_by_label("It is taken in private").check()
        page.get_by_text("More", exact=True).click()
        page.get_by_label("What kind of decision is asked for").select_option(
            "minutes" if kind else "merger" if "become" in title else "contract-award"
        )
        press(page, "Add it")
        assert "is on the agenda." in said(page)
    looked_at(page, "governance-planned")


def when_a_paper_is_put_before_an_item(page: Any, folder: Path) -> None:
    follow(page.get_by_role("link", name="Proposal to become one group"))
    looked_at(page, "governance-item")
    follow(page.get_by_role("link", name="Put a paper before it"))
    paper = folder / "case-for-change.md"
    paper.write_text("# Case for change\n\nWhat was done three times would be done once.\n")
    page.get_by_label("Title of the paper").fill("Case for change")
    page.get_by_label("The document").set_input_files(paper)
    page.get_by_text("More", exact=True).click()
    fill_day(page, "on", NOTICE)
    looked_at(page, "governance-paper-add")
    press(page, "Put it before the item")
    assert "It is not public yet." in said(page)


def when_a_private_item_is_written(page: Any, folder: Path) -> None:
    page.goto(MEETING)
    follow(page.get_by_role("link", name="The private part").first)
    follow(page.get_by_role("link", name="Say what it is about"))
    page.get_by_label("What it is about").fill("Community beds: award to Lifeworks Example")
    page.get_by_label("What is asked of the meeting").fill("To accept the price of 4.2 million pounds.")
    press(page, "Save it")
    offer = folder / "offer.txt"
    offer.write_text("Lifeworks Example asks for 4.2 million pounds.")
    follow(page.get_by_role("link", name="Put a paper before it"))
    page.get_by_label("Title of the paper").fill("Offer of Lifeworks Example")
    page.get_by_label("The document").set_input_files(offer)
    page.get_by_text("More", exact=True).click()
    fill_day(page, "on", NOTICE)
    press(page, "Put it before the item")
    assert "The paper is in the private part." in said(page)
    looked_at(page, "governance-private")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Offer of Lifeworks Example", exact=True).click()
    assert saved.value.suggested_filename == "offer.txt"


def when_notice_is_given_and_papers_are_published(page: Any) -> None:
    page.goto(MEETING)
    follow(page.get_by_role("button", name="Give notice"))
    looked_at(page, "governance-notice")
    press(page, "Give notice")  # today: years after the meeting
    assert "Notice is given before the meeting" in page.get_by_role("alert").inner_text()
    fill_day(page, "on", NOTICE)
    press(page, "Give notice")
    assert "Notice is given: everybody can read it." in said(page)
    follow(page.get_by_role("link", name="Publish papers: 1 paper is not public"))
    fill_day(page, "on", NOTICE)
    looked_at(page, "governance-publish")
    press(page, "Publish them")
    assert "1 paper published." in said(page)


def then_everybody_reads_when_and_where(opened: Opened) -> None:
    page = opened(DESK)
    page.goto(MEETING.removeprefix("/desk/governance"))
    assert "Council chamber, Bedford" in said(page)
    assert "Lifeworks" not in page.content()


def when_it_is_opened_and_everybody_is_there(page: Any) -> None:
    page.goto(MEETING)
    follow(page.get_by_role("button", name="Open the meeting"))
    press(page, "Open it")
    looked_at(page, "governance-opened")
    for name in NAMES:
        page.goto(MEETING)
        follow(page.get_by_role("link", name=f"Record who is there: {name}").last)
        if name == NAMES[0]:
            looked_at(page, "governance-attendance")
        for seat in page.get_by_role("combobox").all():
            seat.select_option(label="There, in person")
        press(page, "Record it")
        assert "Recorded." in said(page)


def when_an_interest_is_declared_in_the_award(page: Any) -> None:
    for name in ("Ola Allthree", "Fin Ledgerman"):
        page.goto(MEETING)
        follow(page.get_by_role("link", name="Award of the community contract"))
        follow(page.get_by_role("link", name="Record an interest declared"))
        page.get_by_label("Who declared it").select_option(label=name)
        page.get_by_label("What was declared").fill("Their spouse works for the supplier.")
        page.get_by_label("Left the room").check()
        press(page, "Record it")


def then_the_quorum_of_that_item_is_lost(page: Any) -> None:
    assert said(page).count("Not quorate") == 3
    looked_at(page, "governance-recused")
    follow(page.get_by_role("link", name="Record a decision", exact=True))
    page.get_by_label("What was decided").fill("The contract is awarded.")
    press(page, "Record it")
    alert = page.get_by_role("alert").inner_text()
    assert "Governing body of Bedfordshire was not quorate at item 3: the accountable officer" in alert
    assert page.get_by_label("Why it is done although a rule is not kept").is_visible()
    looked_at(page, "governance-not-quorate")
    page.goto(MEETING + "items/3/remove/")
    page.get_by_label("The reason").fill("Deferred, as the quorum was lost")
    press(page, "Take it off")
    assert "Taken off: Deferred, as the quorum was lost" in said(page)


def when_the_three_decide_to_merge(page: Any) -> None:
    follow(page.get_by_role("link", name="Proposal to become one group"))
    assert said(page).count("Quorate") >= 3
    follow(page.get_by_role("link", name="Record a decision", exact=True))
    page.get_by_label("What was decided").fill("To become one group on 1 April 2021.")
    page.get_by_text("Votes, dissent, kind of decision, options, money and more").click()
    page.get_by_label("Options considered").fill("Stay three groups\n* Become one group")
    page.get_by_label("The plan that it decides on").select_option("one-group")
    looked_at(page, "governance-decide")
    press(page, "Record it")
    assert "Recorded: D-2021-0001, D-2021-0002 and D-2021-0003." in said(page)
    follow(page.get_by_role("link", name="D-2021-0002"))
    assert "One group" in page.get_by_role("list").filter(has_text="Decides on").inner_text()
    looked_at(page, "governance-decision")


def when_an_action_is_asked_for(page: Any) -> None:
    page.goto(MEETING + "items/2/")
    follow(page.get_by_role("link", name="Ask for something"))
    page.get_by_label("What is to be done").fill("Tell every practice what changes for it")
    page.get_by_label("Who does it").fill("Ola Allthree")
    fill_day(page, "due", date(2021, 6, 30))
    page.get_by_label("The body that asks for it").select_option(label=NAMES[1])
    looked_at(page, "governance-action-add")
    press(page, "Put it on the log")
    assert "A-2021-0001 is on the log." in said(page)


def when_the_public_is_excluded_and_a_contract_awarded(page: Any) -> None:
    page.goto(MEETING + "private/items/P1/decide/")
    page.get_by_label("The body that decided").select_option(label=NAMES[0])
    page.get_by_label("Title that everybody reads").fill("A contract")
    page.get_by_label("What everybody may read of it").fill("A contract was awarded.")
    page.get_by_label("Title in private").fill("Community beds")
    page.get_by_label("What was decided, in full").fill("Lifeworks Example is awarded the beds.")
    page.get_by_label("What it commits, in pounds").fill("4,200,000")
    press(page, "Record it")
    assert "did not resolve to exclude the public" in page.get_by_role("alert").inner_text()
    for body, name, (one, two) in zip(
        BODIES, NAMES, (("Bea Chairwoman", "Lara Bedsaudit"), ("Luc Chairman", "Liz Lutaudit"),
                        ("Mia Chairperson", "Lin Keynaudit")), strict=True,
    ):  # fmt: skip
        page.goto(f"{MEETING}exclude/{body}/")
        assert page.get_by_role("heading", name=f"{name} excludes the public").is_visible()
        page.get_by_label("The reason that the resolution states").fill("Confidential terms of a contract")
        page.get_by_label("Who proposed it").select_option(label=one)
        page.get_by_label("Who seconded it").select_option(label=two)
        page.get_by_label("From the item").select_option("P1")
        if body == BODIES[0]:
            looked_at(page, "governance-exclude")
        press(page, "Record the resolution")
        assert "The resolution is recorded." in said(page)
    page.goto(MEETING + "private/items/P1/decide/")
    page.get_by_label("The body that decided").select_option(label=NAMES[0])
    page.get_by_label("Title that everybody reads").fill("A contract")
    page.get_by_label("What everybody may read of it").fill("A contract was awarded.")
    page.get_by_label("Title in private").fill("Community beds")
    page.get_by_label("What was decided, in full").fill("Lifeworks Example is awarded the beds.")
    page.get_by_label("What it commits, in pounds").fill("4,200,000")
    looked_at(page, "governance-private-decide")
    press(page, "Record it")
    assert "Recorded: D-2021-0004." in said(page)
    follow(page.get_by_role("link", name="Decision D-2021-0004 in full"))
    assert "£4,200,000" in said(page)


def when_it_is_closed_and_its_minutes_are_written(page: Any) -> None:
    page.goto(MEETING)
    follow(page.get_by_role("button", name="Close the meeting"))
    page.get_by_label("When it ended").fill("12:40")
    press(page, "Close it")
    follow(page.get_by_role("button", name="Write the minutes"))
    text = page.get_by_label("Minutes", exact=True)
    draft = text.input_value()
    assert "To become one group on 1 April 2021." in draft
    assert "Lifeworks" not in draft
    assert "Not quorate" not in draft or "item 3" in draft
    looked_at(page, "governance-minutes")
    press(page, "Keep it as a version")
    follow(page.get_by_role("link", name="Publish the minutes").first)
    press(page, "Publish them")
    assert "Version 1 of the minutes is public." in said(page)
    looked_at(page, "governance-closed")


def when_the_next_meeting_approves_the_minutes(page: Any) -> None:
    page.goto("/desk/governance/meetings/new/")
    page.get_by_label("Title").fill("The last meeting in common")
    for name in NAMES:
        page.get_by_label(name, exact=True).check()
    fill_day(page, "day", LAST_DAY)
    page.get_by_label("It begins at").fill("14.00")
    page.get_by_label("Where it is").fill("Council chamber, Bedford")
    press(page, "Plan it")
    follow(page.get_by_role("link", name="Put an item on the agenda"))
    page.get_by_label("Title", exact=True).fill("Minutes of 16 March 2021")
    page.get_by_text("More", exact=True).click()
    page.get_by_label("What kind of decision is asked for").select_option("minutes")
    press(page, "Add it")
    follow(page.get_by_role("button", name="Give notice"))
    fill_day(page, "on", LAST_NOTICE)
    press(page, "Give notice")
    follow(page.get_by_role("button", name="Open the meeting"))
    press(page, "Open it")
    assert "Tell every practice what changes for it" in said(page)  # the log that is before it
    for name in NAMES:
        follow(page.get_by_role("link", name=f"Record who is there: {name}").last)
        for seat in page.get_by_role("combobox").all():
            seat.select_option(label="There, online")
        press(page, "Record it")
    page.goto(MEETING)
    follow(page.get_by_role("link", name="Record that they were approved"))
    page.get_by_label("The meeting that approves them").select_option(label="30 March 2021: The last meeting in common")
    page.get_by_text("More", exact=True).click()
    fill_day(page, "on", LAST_DAY)
    looked_at(page, "governance-approve")
    press(page, "Record it")
    assert "Version 1: approved on 30 March 2021" in said(page)
    page.goto(LAST + "step/close/")
    press(page, "Close it")


def when_the_registers_between_meetings_are_kept(page: Any) -> None:
    page.goto("/desk/governance/risks/new/")
    page.get_by_label("The risk", exact=True).fill("Too few nurses")
    page.get_by_label("The body that looks after it").select_option(label=BOARD)
    page.get_by_label("Who answers for it").fill("Nora Wardwell")
    page.get_by_label("How likely").select_option("4")
    page.get_by_label("How bad").select_option("4")
    press(page, "Put it there")
    assert page.url.endswith(f"/risks/{RISK}/")
    page.goto("/desk/governance/strategies/new/")
    page.get_by_label("Title").fill("Joint forward plan")
    page.get_by_label("What it is", exact=True).select_option("joint-forward-plan")
    page.get_by_label("The body that sets it").select_option(label=BOARD)
    fill_day(page, "since", BOARD_BEGAN)
    press(page, "Put it down")
    for name, label, text in (("priority", "Title", "Live longer"), ("owner", "Who answers for it", "Max Medicson")):
        page.goto(f"/desk/governance/strategies/{STRATEGY}/{name}/")
        page.get_by_label(label, exact=True).fill(text)
        fill_day(page, "since", BOARD_BEGAN)
        page.get_by_label("Where this is from").fill("The plan")
        press(page, "Save it")
        assert "Saved." in said(page)
    page.goto("/desk/governance/interests/cara-boardchair/gift/")
    page.get_by_label("A gift").check()
    page.get_by_label("Who offered it", exact=True).fill("Lifeworks Example")
    page.get_by_label("What exactly").fill("A watch")
    page.get_by_label("What it was worth, in pounds").fill("40.005")
    fill_day(page, "offered", date(2024, 5, 1))
    page.get_by_label("Declined").check()
    press(page, "Declare it")
    assert "There is no part of a penny" in page.get_by_role("alert").inner_text()
    page.get_by_label("What it was worth, in pounds").fill("40")
    press(page, "Declare it")
    follow(page.get_by_role("link", name="Correct : A watch"))
    looked_at(page, "governance-gift-correct")
    page.get_by_label("What exactly").fill("A clock")
    press(page, "Save it")
    follow(page.get_by_role("link", name="Withhold : A clock"))
    looked_at(page, "governance-gift-withhold")
    page.get_by_label("Why the public does not read it").fill("It names a patient.")
    press(page, "Withhold it")
    assert "Withheld: It names a patient." in said(page)


def when_a_decision_that_could_not_wait_is_taken_in_private(page: Any) -> None:
    page.goto("/desk/governance/bodies/blmk-board/urgent/")
    follow(page.get_by_role("link", name="Record it in private"))
    page.get_by_label("Title that everybody reads").fill("A contract")
    page.get_by_label("What everybody may read of it").fill("A contract was awarded.")
    page.get_by_label("Why it could not wait").fill("The offer ended that day.")
    page.get_by_label("Title in private").fill("Community beds")
    page.get_by_label("What was decided, in full").fill("Lifeworks Example is awarded the beds.")
    press(page, "Record it")
    assert "“Who agreed to it” must be filled in" in page.get_by_role("alert").inner_text()
    looked_at(page, "governance-urgent-private-wrong")
    for name in ("Cara Boardchair", "Ola Allthree"):
        page.get_by_role("group", name="Who agreed to it").get_by_label(name).check()
    page.get_by_role("group", name="Who else was consulted").get_by_label("Nell Outsider").check()
    press(page, "Record it")
    assert "Lifeworks Example is awarded the beds." in said(page)
    looked_at(page, "governance-urgent-private")


def when_a_sheet_is_looked_at(page: Any) -> None:
    page.goto("/desk/governance/sheet/")
    page.get_by_label("Its lines").fill("record,slug,name\nperson,new-face,New Face\nperson,other-face,\n")
    page.get_by_label("Where this is from").fill("A letter")
    press(page, "Look at what it would do")
    assert "Line 3: name of this person is missing" in page.get_by_role("alert").inner_text()
    looked_at(page, "governance-sheet-wrong")
    page.get_by_label("Its lines").fill("record,slug,name\nperson,new-face,New Face\n")
    press(page, "Look at what it would do")
    assert "1 line would be put down. Nothing is loaded yet." in said(page)
    looked_at(page, "governance-sheet-looked")
    press(page, "Load it")
    assert "Loaded: 1 person." in said(page)


def then_every_page_of_the_desk_can_be_used(opened: Opened) -> None:
    for width in (PHONE, DESK):
        page = given_somebody_signed_in(opened, SECRETARY, width)
        for part in (
            "", "meetings/", "meetings/new/", "meetings/year/", "actions/", "actions/A-2021-0001/",
            "actions/A-2021-0001/due/", "private/", "decisions/D-2021-0001/", "bodies/", "bodies/new/",
            f"bodies/{BODIES[0]}/", f"bodies/{BODIES[0]}/seats/new/", f"bodies/{BODIES[0]}/seats/chair/appoint/",
            f"bodies/{BODIES[0]}/do/power/", "bodies/blmk-board/", "bodies/blmk-board/urgent/", "people/",
            "people/bea-chairwoman/", "interests/", "interests/bea-chairwoman/", "interests/bea-chairwoman/new/",
            "interests/bea-chairwoman/gift/", "interests/cara-boardchair/", "forward/", "forward/new/", "strategies/",
            "strategies/new/", f"strategies/{STRATEGY}/",
            *(f"strategies/{STRATEGY}/{act}/?priority=live-longer" for act in OF_A_STRATEGY),
            "risks/", "risks/new/", f"risks/{RISK}/", f"risks/{RISK}/hand/", f"risks/{RISK}/show/", "sheet/",
            "people/new/", "bodies/blmk-board/urgent/private/", "decisions/D-2021-0001/",
            "links/decision/D-2021-0001/", "links/action/A-2021-0001/", f"links/risk/{RISK}/",
            f"links/strategy/{STRATEGY}/", f"links/priority/{STRATEGY}/live-longer/",
            "links/meeting/2021-03-16-governing-bodies-in-common/", "links/paper/2021-03-16-case-for-change/",
        ):  # fmt: skip
            page.goto("/desk/governance/" + part)
            looked_at(page, f"governance-all-{name_of(part) or 'overview'}")
        page.goto("/desk/governance/links/decision/D-2021-0001/")
        follow(page.get_by_role("link", name="Take it away").first)
        looked_at(page, "governance-all-link-off")
        for part in (
            "", "items/1/", "items/2/", "items/P1/", "items/2/decide/", f"items/2/vote/{BODIES[0]}/",
            f"attendance/{BODIES[0]}/", f"attendance/{BODIES[0]}/other/", f"attendance/{BODIES[0]}/moved/", "private/",
            "minutes/", "step/recording/", "items/2/papers/there/", "private/minutes/write/", "pack/",
            f"chair/{BODIES[0]}/", "private/release/decision/D-2021-0004/", "private/decisions/D-2021-0004/",
        ):  # fmt: skip
            page.goto(MEETING + part)
            looked_at(page, f"governance-all-meeting-{name_of(part)}")


def when_the_merger_is_approved_and_carried_out(opened: Opened) -> None:
    page = given_somebody_signed_in(opened, APPROVER)
    page.goto("/desk/changes/one-group/step/approved/")
    fill_day(page, "on", LAST_DAY)
    press(page, "Approve it in full")
    assert "It is approved in full." in said(page)
    page = given_somebody_signed_in(opened, LEAD)
    page.goto("/desk/changes/one-group/step/enacted/")
    fill_day(page, "on", LAST_DAY)
    press(page, "Carry it out now")
    page.wait_for_url("**/desk/changes/one-group/proof/")


def then_the_action_is_with_the_successor(page: Any) -> None:
    page.goto("/desk/governance/actions/A-2021-0001/")
    assert "Carried over" in said(page)
    assert "Governing body of NHS Bedfordshire, Luton and Milton Keynes CCG" in said(page)
    looked_at(page, "governance-action-carried")


def then_the_meeting_stands_at_its_address_in_2026(opened: Opened) -> None:
    for width in (PHONE, DESK):
        page = opened(width, bypass_csp=True)
        response = page.goto(MEETING.removeprefix("/desk/governance") + "?on=2026-07-01")
        assert response.status == 200
        text = said(page)
        for words in (
            "Council chamber, Bedford", "Case for change", "To become one group on 1 April 2021.",
            "Confidential terms of a contract", "Their spouse works for the supplier.",
            "Tell every practice what changes for it",
        ):  # fmt: skip
            assert words in text, words
        assert "Lifeworks" not in page.content()
        assert "4,200,000" not in page.content()
        looked_at(page, "governance-public-2026")
        page.goto(f"/bodies/{BODIES[1]}/?on=2026-07-01")
        assert "Governing body of NHS Bedfordshire, Luton and Milton Keynes CCG" in said(page)
        looked_at(page, "governance-public-body-2026")
        page.goto("/actions/A-2021-0001/?on=2026-07-01")
        assert "one-group" in page.content()
        looked_at(page, "governance-public-action-2026")


def name_of(part: str) -> str:
    """The name of a picture of a page."""
    return part.partition("?")[0].strip("/").replace("/", "-")


def fill_day(page: Any, name: str, on: date) -> None:
    """Fill in the boxes of a day, opening what few need if it stands there."""
    box = page.locator(f"[id='{name}-day']")
    if not box.is_visible():
        page.locator("summary").first.click()
    for part, value in (("day", on.day), ("month", on.month), ("year", on.year)):
        page.locator(f"[id='{name}-{part}']").fill(str(value))
