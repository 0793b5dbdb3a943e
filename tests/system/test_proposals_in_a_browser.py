"""The public pages of proposals in a real browser: on a phone, without scripts, and checked for accessibility."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from tests.system.acting import DESK, PHONE, follow, looked_at
from tests.web import loaded, proposing

pytestmark = pytest.mark.browser
Opened = Callable[..., Any]

PAGES = ["/changes/", "/changes/blmk-2021/", "/changes/blmk-2021/preview/", "/changes/blmk-2021/proof/",
         "/changes/blmk-2021/case/", "/changes/blmk-2021/for/?q=luton", "/changes/blmk-2021/for/?q=atlantis",
         "/changes/blmk-2021/for/06P/", "/changes/blmk-2021/for/E81002/", "/changes/blmk-2021/for/E06000032/",
         "/changes/two-groups/", "/changes/one-team/", "/changes/one-team/for/06P/",
         "/organisations/06P/?on=2020-12-01"]  # fmt: skip


@pytest.fixture(scope="module")
def site(served: str, django_db_blocker: Any) -> Iterator[str]:
    """The site with a merger that was carried out, a team that is proposed and a plan that was turned down.

    All is as before afterwards, for the tests of other files.
    """
    with django_db_blocker.unblock():
        connection.close()  # another file that emptied the database has cut it off
        proposing.rejected()
        proposing.proposed(proposing.together())
        proposing.enacted()
    yield served
    with django_db_blocker.unblock():
        loaded.again()


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("address", PAGES)
def test_page_has_no_accessibility_violation_and_fits(site: str, opened: Opened, address: str, width: int) -> None:
    page = opened(width, bypass_csp=True)  # only so that the checker may run in the page
    page.goto(address)
    looked_at(page, re.sub(r"\W+", "-", address).strip("-") or "first")


def test_resident_finds_out_what_it_means_for_them_on_a_phone_without_scripts(site: str, opened: Opened) -> None:
    page = given_the_list_of_changes_on_a_phone(opened)
    when_one_opens(page, "One commissioning group for Bedfordshire, Luton and Milton Keynes")
    when_one_looks_for(page, "luton ccg")
    when_one_opens(page, "NHS Luton CCG")
    then_it_says(page, "NHS Luton CCG closed at the end of 31 March 2021.")
    when_one_opens(page, "NHS Bedfordshire, Luton and Milton Keynes CCG")
    then_it_says(page, "opened on 1 April 2021.")


def given_the_list_of_changes_on_a_phone(opened: Opened) -> Any:
    page = opened(PHONE, scripts=False)
    page.goto("/changes/")
    return page


def when_one_opens(page: Any, name: str) -> None:
    follow(page.get_by_role("main").get_by_role("link", name=name, exact=True).first)


def when_one_looks_for(page: Any, text: str) -> None:
    page.get_by_label("Find your GP practice, council or organisation").fill(text)
    follow(page.get_by_role("main").get_by_role("button", name="Search"))


def then_it_says(page: Any, words: str) -> None:
    assert words in " ".join(page.get_by_role("main").inner_text().split())


def test_documents_and_plans_are_saved_and_not_opened(site: str, opened: Opened) -> None:
    page = opened()
    page.goto("/changes/blmk-2021/")
    for name in ("Letter of authorisation", "its plan as TOML", "its consequences as CSV"):
        with page.expect_download() as waiting:
            page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()
        assert waiting.value.suggested_filename


@pytest.mark.parametrize("address", ["/changes/blmk-2021/", "/changes/blmk-2021/preview/", "/changes/blmk-2021/case/"])
def test_page_can_be_read_at_twice_the_size_of_text(site: str, opened: Opened, address: str) -> None:
    page = opened(DESK, bypass_csp=True)
    page.goto(address)
    page.add_style_tag(content="html { font-size: 200% !important }")
    assert page.evaluate("document.documentElement.scrollWidth") <= DESK


def test_pages_say_nothing_to_the_console_under_their_own_policy(site: str, opened: Opened) -> None:
    page = opened()
    for address in PAGES:
        page.goto(address)
