"""What people do in a window, and how a page is looked at."""

import os
from typing import Any

from axe_playwright_python.sync_playwright import Axe

PHONE, DESK = 320, 1280  # widths of windows, in pixels
PASSWORD = "a river with small fishes"  # nobody's
PICTURES = os.environ.get("OUZEL_PICTURES")  # a folder to keep what the pages look like


def follow(what: Any) -> None:
    """Click what leads to another page, and wait until that page is there."""
    with what.page.expect_navigation():
        what.click()


def press(page: Any, name: str) -> None:
    """Press a button that sends a form, and wait for the answer."""
    follow(page.get_by_role("button", name=name, exact=True))


def sign_in(page: Any, email: str) -> None:
    """Open the desk as one of the people that `tests.system.conftest.person` made."""
    page.goto("/desk/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    assert "/desk/" in page.url, said(page)


def said(page: Any) -> str:
    """The words of the page, without its head and foot."""
    return str(page.get_by_role("main").inner_text())


def looked_at(page: Any, name: str) -> None:
    """The page fits, and the checker of accessibility finds nothing; a picture is kept where one is asked for."""
    width = page.viewport_size["width"]
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{width}-{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name}: one must read sideways"
    found = Axe().run(page)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
