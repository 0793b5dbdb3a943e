"""The site as people meet it: served over HTTP, opened in a real browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from ouzel.core.actors import Actor
from tests.system.acting import DESK, PASSWORD
from tests.web import loaded

BROWSER = os.environ.get("OUZEL_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def serving(blocker: Any, fill: Callable[[], None]) -> Iterator[str]:
    """The address of the site with what `fill` puts into its database; both are gone afterwards."""
    from pytest_django.live_server_helper import LiveServer

    with blocker.unblock():
        loaded.forget()
        fill()
        server = LiveServer("127.0.0.1")
        try:
            yield server.url
        finally:
            server.stop()
            loaded.empty()
            loaded.forget()


def person(email: str, name: str, role: str) -> None:
    """Somebody who can sign in (`tests.system.acting.sign_in`)."""
    from ouzel.core import actions

    made = actions.create_user(email=email, name=name, by=Actor.command("tests"), roles=[role])
    made.set_password(PASSWORD)
    made.save()


@pytest.fixture(scope="package")
def served(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of the site with the area's register."""
    with serving(django_db_blocker, loaded.load) as address:
        yield address


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    """The browser; skipped aloud where there is none."""
    yield from browsers()


def browsers() -> Iterator[Any]:
    """One browser, closed afterwards."""
    if not BROWSER:
        pytest.skip("no Chromium on this machine: install it (Debian: chromium) or name it in OUZEL_BROWSER")
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the player runs a loop in this thread
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(served: str, chromium: Any, db: None) -> Iterator[Any]:
    """Opens a window: `opened(width, scripts=True)` gives a page whose console must stay silent."""
    contexts = []
    said: list[str] = []

    def window(width: int = DESK, *, scripts: bool = True, **options: Any) -> Any:
        context = chromium.new_context(
            base_url=served, viewport={"width": width, "height": 740}, java_script_enabled=scripts, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        return page

    yield window
    for context in contexts:
        context.close()
    assert not said, "the browser complained"
