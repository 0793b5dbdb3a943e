"""The public site in a real browser: on a phone, by keyboard alone, without scripts, and checked for accessibility."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.system.acting import DESK, PHONE, follow, looked_at

pytestmark = pytest.mark.browser
Opened = Callable[..., Any]

PAGES = ["/", "/search/?q=luton", "/search/?q=atlantis", "/organisations/", "/organisations/kinds/board/",
         "/organisations/M1J4Y/", "/organisations/06P/?on=2023-01-01", "/organisations/06P/?on=2021-02-31",
         "/organisations/BLMK-COLLABORATIVE/?on=2020-12-31&basis=as-at:2020-12-31", "/changes/", "/changes/2006-10-01/",
         "/pictures/", "/pictures/M1J4Y/", "/sources/", "/conflicts/", "/about-the-figures/", "/accessibility/",
         "/account/login/"]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "body"),
    [(("1", "1", "2000"), "4NP98"), (("5", "5", "2007"), "Luton PCT"), (("1", "4", "2013"), "NHS Luton CCG"),
     (("30", "6", "2022"), "NHS Bedfordshire, Luton and Milton Keynes CCG"), (("1", "5", "2026"), "NHS Central East")],
)  # fmt: skip
def test_luton_s_commissioner_on_any_day_is_three_clicks_away_on_a_phone(
    opened: Opened, day: tuple[str, str, str], body: str
) -> None:
    page = given_the_first_page_on_a_phone(opened)
    when_one_searches_for(page, "Luton")  # 1
    when_one_follows(page, "Luton")  # 2
    when_one_asks_for(page, day)  # 3
    then_the_answer_is(page, body)


def given_the_first_page_on_a_phone(opened: Opened) -> Any:
    page = opened(PHONE, has_touch=True, is_mobile=True)
    page.goto("/")
    return page


def when_one_searches_for(page: Any, text: str) -> None:
    page.get_by_label("Find an organisation or place").fill(text)
    follow(page.get_by_role("button", name="Search"))


def when_one_follows(page: Any, name: str) -> None:
    follow(page.get_by_role("main").get_by_role("link", name=name, exact=True).first)


def when_one_asks_for(page: Any, day: tuple[str, str, str]) -> None:
    for label, value in zip(("Day", "Month", "Year"), day, strict=True):
        page.get_by_role("group", name="Show another day").get_by_label(label).fill(value)
    follow(page.get_by_role("button", name="Show that day"))


def then_the_answer_is(page: Any, body: str) -> None:
    card = page.locator("#on-any-day .ouzel-answer")
    assert card.count() == 1
    assert body in card.inner_text()


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("address", PAGES)
def test_page_has_no_accessibility_violation_and_fits(opened: Opened, address: str, width: int) -> None:
    page = opened(width, bypass_csp=True)  # only so that the checker may run in the page
    page.goto(address)
    looked_at(page, re.sub(r"\W+", "-", address).strip("-") or "first")


def test_page_can_be_read_at_four_times_the_size_of_text(opened: Opened) -> None:
    page = opened(DESK, bypass_csp=True)
    page.goto("/organisations/06P/")
    page.add_style_tag(content="html { font-size: 200% !important }")
    assert page.evaluate("document.documentElement.scrollWidth") <= DESK


@pytest.mark.parametrize("address", ["/", "/organisations/M1J4Y/", "/pictures/M1J4Y/", "/sources/"])
def test_page_says_nothing_to_the_console_under_its_own_policy(opened: Opened, address: str) -> None:
    opened().goto(address)


def test_search_by_keyboard_alone(opened: Opened) -> None:
    page = opened()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    page.keyboard.press("Enter")
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type("luton pct")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=luton+pct")
    link = page.get_by_role("link", name="Luton PCT", exact=True)
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/organisations/5GC/")


def test_everything_works_without_scripts(opened: Opened) -> None:
    page = opened(PHONE, scripts=False)
    page.goto("/")
    when_one_searches_for(page, "06P")
    follow(page.get_by_role("link", name="NHS Luton CCG", exact=True).first)
    when_one_asks_for(page, ("5", "5", "2007"))
    then_the_answer_is(page, "Luton PCT")
    page.get_by_text("As known on a day, and on another basis").click()
    page.get_by_label("As it is now").check()
    follow(page.get_by_role("button", name="Show that day"))
    assert "basis=as-now" in page.url
    assert "on=2007-05-05" in page.url


def test_wrong_date_is_said_beside_its_field(opened: Opened) -> None:
    page = opened(PHONE)
    page.goto("/organisations/06P/")
    when_one_asks_for(page, ("31", "2", "2021"))
    follow(page.get_by_role("link", name="is not a day of the calendar"))
    assert page.evaluate("document.activeElement.id") == "on-day"


def test_forced_colours_change_the_page_and_leave_the_picture_on_its_own_ground(opened: Opened) -> None:
    colour = "selector => getComputedStyle(document.querySelector(selector)).color"
    page = opened(PHONE, forced_colors="active", color_scheme="dark")
    page.goto("/pictures/M1J4Y/")
    assert page.evaluate(colour, "h1") != "rgb(33, 43, 50)"
    assert page.evaluate("getComputedStyle(document.querySelector('.ouzel-picture')).forcedColorAdjust") == "none"
    ground = page.locator(".ouzel-picture svg > rect").first
    assert ground.get_attribute("fill") == "#ffffff"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.ouzel-picture svg text')).fill") == "rgb(33, 43, 50)"
    )


def test_picture_can_be_reached_and_moved_by_keyboard(opened: Opened) -> None:
    page = opened(PHONE)
    page.goto("/pictures/M1J4Y/")
    frame = page.get_by_role("region", name="Picture of the flows")
    frame.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert frame.evaluate("e => e.scrollLeft") > 0
