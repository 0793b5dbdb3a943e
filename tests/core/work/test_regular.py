"""Chores come round: each when it is due, and one that goes wrong stops no other."""

import logging
from datetime import timedelta

import pytest

from ouzel.core.work import regular
from ouzel.core.work.regular import Chore, Round


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done, with chores of a test alone."""
    monkeypatch.setattr(regular, "_chores", {})
    found: list[str] = []

    def broken() -> None:
        found.append("broken")
        raise ValueError("out of order")

    regular.register(Chore("a.broken", timedelta(minutes=1), broken))
    regular.register(Chore("b.often", timedelta(minutes=1), lambda: found.append("often")))
    regular.register(Chore("c.seldom", timedelta(hours=1), lambda: found.append("seldom")))
    return found


def test_a_chore_is_done_at_once_and_again_when_it_is_due(done: list[str], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    going = Round()
    seen = []
    for now in (0.0, 59.9, 60.0, 119.0, 3600.0):
        going.go(now)
        seen.append(list(done))
        done.clear()
    assert seen == [["broken", "often", "seldom"], [], ["broken", "often"], [], ["broken", "often", "seldom"]]


def test_what_goes_wrong_is_logged(done: list[str], caplog: pytest.LogCaptureFixture) -> None:
    Round().go(0.0)
    assert "a.broken" in caplog.text
    assert "out of order" in caplog.text


def test_the_post_has_its_chores() -> None:
    assert {"follows.sweep", "follows.letters"} <= {chore.slug for chore in regular.chores()}
