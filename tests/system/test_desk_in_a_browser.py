"""The merger of 2021 done by hand at the desk, by the people whose work it is, in a real browser."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ouzel.core.actors import Actor
from tests.system.acting import DESK, PHONE, follow, looked_at, press, sign_in
from tests.system.conftest import browsers, person, serving

pytestmark = pytest.mark.browser
Opened = Callable[..., Any]

LEAD, APPROVER = "lena@example.org", "anna@example.org"


@pytest.fixture(scope="module")
def served(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The site with the register as it was known on the day before the merger, and two people who can sign in."""
    from ouzel.register import actions as register
    from tests.sourced_facts import DEMO, STATUTORY

    def fill() -> None:
        register.load([STATUTORY, DEMO / "facts.csv"], by=Actor.command("tests"), known_by=date(2021, 3, 31))
        person(LEAD, "Lena Lead", "transition-lead")
        person(APPROVER, "Anna Approver", "approver")

    with serving(django_db_blocker, fill) as address:
        yield address


@pytest.fixture(scope="module")
def chromium(served: str) -> Iterator[Any]:
    """A browser that is started after the database was filled and closed before it is emptied.

    While a player runs, Django has other connections, which nobody would close.
    """
    yield from browsers()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_merger_of_2021_by_hand(opened: Opened, width: int, tmp_path: Path) -> None:
    lead, anna = given_two_people_who_are_signed_in(opened, width)
    when_the_lead_fills_in_the_first_page(lead)
    when_she_says_that_three_groups_merge_but_names_one_unclearly(lead)
    then_the_field_asks_which_is_meant(lead)
    when_she_chooses_and_saves(lead)
    then_the_page_tells_what_stands_in_the_way(lead)
    when_she_puts_it_right(lead)
    then_she_sees_the_preview(lead)
    then_every_other_page_can_be_used(lead)
    when_she_proposes(lead)
    then_she_may_not_approve_it_herself(lead)
    when_somebody_else_approves_in_principle_and_in_full(anna, tmp_path)
    then_the_approver_may_not_carry_it_out(anna)
    when_the_lead_carries_it_out(lead)
    then_she_reads_the_proof(lead)
    when_she_counts_again_and_proves_it(lead)
    then_everybody_reads_it_on_the_public_page(opened, width)
    when_she_undoes_it_without_a_reason(lead)
    then_the_reason_is_asked_for(lead)
    when_she_gives_the_reason(lead)
    then_it_is_undone(lead)


def given_two_people_who_are_signed_in(opened: Opened, width: int) -> tuple[Any, Any]:
    pages = []
    for email in (LEAD, APPROVER):
        page = opened(width, bypass_csp=True)  # only so that the checker may run in the page
        sign_in(page, email)
        assert page.get_by_role("heading", name="What there is to do").is_visible()
        looked_at(page, "overview-empty")
        pages.append(page)
    return pages[0], pages[1]


def when_the_lead_fills_in_the_first_page(page: Any) -> None:
    follow(page.get_by_role("button", name="Write a new plan"))
    page.get_by_label("Name in addresses").fill(slug(page))
    page.get_by_label("Title").fill("One group for Bedfordshire, Luton and Milton Keynes")
    fill_day(page, "The day it takes effect", ("31", "2", "2021"))
    press(page, "Go on: say what changes")
    follow(page.get_by_role("alert").get_by_role("link", name="31 2 2021 is not a day of the calendar"))
    looked_at(page, "about-wrong")
    fill_day(page, "The day it takes effect", ("1", "4", "2021"))
    page.get_by_label("Summary").fill("Three clinical commissioning groups become one.")
    page.get_by_label("The law it stands on").fill("National Health Service Act 2006, section 14G")
    page.get_by_label("Sources").fill("News of the merger, 1 April 2021")
    assert page.get_by_label("Author").input_value() == "Lena Lead"
    press(page, "Go on: say what changes")


def when_she_says_that_three_groups_merge_but_names_one_unclearly(page: Any) -> None:
    looked_at(page, "add")
    follow(page.get_by_role("link", name="Bodies merge into one that is open"))
    page.get_by_label("Bodies that close").fill("Luton")
    page.get_by_label("The body that carries on for them").fill("Bedfordshire")
    press(page, "Save")


def then_the_field_asks_which_is_meant(page: Any) -> None:
    assert "More than one body matches “Bedfordshire”" in page.get_by_role("alert").inner_text()
    assert page.get_by_role("group", name="Which of these is meant?").is_visible()
    looked_at(page, "which")


def when_she_chooses_and_saves(page: Any) -> None:
    page.goto(at(page) + "add/")  # it was the wrong kind: a new body carries on for them
    follow(page.get_by_role("link", name="Bodies merge into a new one"))
    page.get_by_label("Bodies that merge").fill("04F\nNHS Bedfordshire CCG\nnhs luton ccg")
    page.get_by_label("Code of the new body").fill("M1J4Y")
    press(page, "Save")


def then_the_page_tells_what_stands_in_the_way(page: Any) -> None:
    page.wait_for_url("**" + at(page))
    assert "nothing says what it is called" in page.get_by_role("main").inner_text()
    looked_at(page, "in-the-way")


def when_she_puts_it_right(page: Any) -> None:
    follow(page.get_by_role("link", name="Put it right").first)
    looked_at(page, "put-right")
    assert page.get_by_label("Bodies that merge").input_value().split() == ["04F", "06F", "06P"]
    page.get_by_label("Name of the new body").fill("NHS Bedfordshire, Luton and Milton Keynes CCG")
    press(page, "Save")
    if page.get_by_role("link", name="choice that nobody has made").count():
        follow(page.get_by_role("link", name="choice that nobody has made"))
        looked_at(page, "choices")
        page.get_by_role("radio").first.check()
        press(page, "Save the choices")


def then_she_sees_the_preview(page: Any) -> None:
    said = page.get_by_role("region", name="Before and after").inner_text()
    assert "GP practices" in said
    assert "NHS Luton CCG" in said
    assert "stands in the way" not in page.get_by_role("main").inner_text()
    looked_at(page, "draft")


def then_every_other_page_can_be_used(page: Any) -> None:
    for part in ("add/split/", "add/move/", "add/role/", "add/together/", "add/benefit/", "remove/merger/0/", "text/",
                 "about/", "choices/", "tasks/", "documents/", "proof/"):  # fmt: skip
        page.goto(at(page) + part)
        looked_at(page, part.strip("/").replace("/", "-"))
    page.goto(at(page) + "tasks/")
    follow(page.get_by_role("table").get_by_role("link").first)
    looked_at(page, "task")
    for part in ("file", "day"):
        page.goto(f"/desk/changes/new/{part}/")
        looked_at(page, f"new-{part}")
    page.goto(at(page))


def when_she_proposes(page: Any) -> None:
    follow(page.get_by_role("button", name="Propose it"))
    looked_at(page, "propose")
    page.get_by_label("Note").fill("Put before the three governing bodies")
    press(page, "Propose it to everybody")
    assert "everybody can read it" in page.get_by_role("main").inner_text()


def then_she_may_not_approve_it_herself(page: Any) -> None:
    assert page.get_by_role("button", name="Approve it").count() == 0
    response = page.request.get(at(page) + "step/approved/")
    assert response.status == 403
    assert "role of approver of reorganisations" in response.text()


def when_somebody_else_approves_in_principle_and_in_full(page: Any, tmp_path: Path) -> None:
    page.goto("/desk/")
    looked_at(page, "overview")
    follow(page.get_by_role("main").locator(f"h3 a[href='{at(page)}']"))
    assert page.get_by_role("link", name="Add a change").count() == 0
    follow(page.get_by_role("button", name="Approve it in principle"))
    press(page, "Approve it in principle")
    letter = tmp_path / "letter.txt"
    letter.write_text("The merger is authorised.")
    follow(page.get_by_role("button", name="Approve it in full"))
    looked_at(page, "approve")
    page.get_by_label("Title of the paper").fill("Letter of authorisation")
    page.get_by_label("The paper", exact=True).set_input_files(letter)
    press(page, "Approve it in full")
    assert "It is approved in full." in page.get_by_role("main").inner_text()
    assert page.get_by_role("link", name="Letter of authorisation").count() == 2


def then_the_approver_may_not_carry_it_out(page: Any) -> None:
    response = page.request.get(at(page) + "step/enacted/")
    assert response.status == 403
    assert "This needs the role of transition lead" in response.text()


def when_the_lead_carries_it_out(page: Any) -> None:
    page.goto(at(page))
    follow(page.get_by_role("button", name="Carry it out"))
    said = page.get_by_role("main").inner_text()
    assert "done as a whole or not at all" in said
    assert "Press the button once" in said
    assert page.get_by_role("table", name="GP practices", exact=True).is_visible()
    looked_at(page, "enact")
    press(page, "Carry it out now")


def then_she_reads_the_proof(page: Any) -> None:
    page.wait_for_url("**" + at(page) + "proof/")
    assert "Every member belongs where the plan says" in page.get_by_role("main").inner_text()
    looked_at(page, "proof")


def when_she_counts_again_and_proves_it(page: Any) -> None:
    follow(page.get_by_role("button", name="Count everything again"))
    assert "every total is the one that was proved" in page.get_by_role("main").inner_text()
    follow(page.get_by_role("link", name="Where the plan stands, and the next steps"))
    follow(page.get_by_role("button", name="Prove it"))
    press(page, "Count again and prove it")
    looked_at(page, "proved")
    follow(page.get_by_role("link", name="What later files say"))
    looked_at(page, "reconcile")


def then_everybody_reads_it_on_the_public_page(opened: Opened, width: int) -> None:
    page = opened(width, bypass_csp=True)
    page.goto(at(page).removeprefix("/desk"))
    said = page.get_by_role("main").inner_text()
    assert "In force and checked" in said
    assert "Letter of authorisation" in said
    looked_at(page, "public")
    yesterday = date.today() - timedelta(days=1)
    page.goto(f"/organisations/M1J4Y/?on=2021-04-01&known-at={yesterday}")
    assert "NHS Bedfordshire, Luton and Milton Keynes CCG" not in page.get_by_role("main").inner_text()


def when_she_undoes_it_without_a_reason(page: Any) -> None:
    page.goto(at(page))
    follow(page.get_by_role("button", name="Undo it"))
    press(page, "Undo it now")


def then_the_reason_is_asked_for(page: Any) -> None:
    assert "“The reason” must be filled in" in page.get_by_role("alert").inner_text()
    looked_at(page, "undo-wrong")


def when_she_gives_the_reason(page: Any) -> None:
    page.get_by_label("The reason").fill("Done to try it out")
    press(page, "Undo it now")


def then_it_is_undone(page: Any) -> None:
    assert "It is undone." in page.get_by_role("main").inner_text()
    follow(page.get_by_role("link", name="Desk").first)
    looked_at(page, "overview-after")


def slug(page: Any) -> str:
    """The name of the plan that is made in a window of this width."""
    return f"one-group-{page.viewport_size['width']}"


def at(page: Any) -> str:
    """The address of that plan at the desk."""
    return f"/desk/changes/{slug(page)}/"


def fill_day(page: Any, legend: str, day: tuple[str, str, str]) -> None:
    for label, value in zip(("Day", "Month", "Year"), day, strict=True):
        page.get_by_role("group", name=legend).get_by_label(label, exact=True).fill(value)
