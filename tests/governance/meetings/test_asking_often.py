"""Questions of the public are taken so many times from one address, and to one meeting; nothing tells who asked."""

from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache

from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from ouzel.governance.meetings import questions
from ouzel.governance.models import Question
from tests.governance.meetings.doing import LONDON, noticed
from tests.governance.world import World

WHEN = datetime(2021, 3, 10, 9, tzinfo=LONDON)


def ask(meeting: Any, email: str = "", text: str = "Why?", name: str = "") -> Question:
    return questions.ask(meeting=meeting, text=text, email=email, name=name, name_public=bool(name), at=WHEN)


def test_one_address_asks_a_meeting_so_many_times_a_day(world: World) -> None:
    meeting, other = noticed(world.luton), noticed(world.bedfordshire)
    for number in range(questions.FROM_ONE):
        ask(meeting, "ann@example.org" if number % 2 else "Ann@Example.org")
    with pytest.raises(ContentError, match="from this address"):
        ask(meeting, "ann@example.org")
    ask(meeting, "bob@example.org")
    ask(other, "ann@example.org")
    assert Question.objects.count() == questions.FROM_ONE + 2


def test_a_meeting_is_asked_so_many_times_an_hour(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "FROM_ALL", 3)
    meeting = noticed(world.luton)
    for _ in range(3):
        ask(meeting)
    with pytest.raises(ContentError, match="within the hour"):
        ask(meeting)


def test_what_is_refused_anyway_is_not_counted(world: World) -> None:
    meeting = noticed(world.luton)
    for _ in range(questions.FROM_ONE + 1):
        with pytest.raises(ContentError, match="write your question"):
            ask(meeting, "ann@example.org", text=" ")
    ask(meeting, "ann@example.org")


def test_who_asked_is_kept_neither_in_the_cache_nor_in_the_trail(world: World) -> None:
    ask(noticed(world.luton), "ann@example.org")
    kept = str(getattr(cache, "_cache")) + str(list(AuditEntry.objects.values_list("detail", flat=True)))  # noqa: B009
    assert "ann@" not in kept


@pytest.mark.parametrize("name", ["Ann\r\r## Decision", "Ann\u2028## Decision", "Ann\x0b"])
def test_a_name_is_one_line(world: World, name: str) -> None:
    with pytest.raises(ContentError, match="name"):
        ask(noticed(world.luton), name=name + "x")


def test_a_question_holds_only_what_text_holds(world: World) -> None:
    with pytest.raises(ContentError, match="no text has"):
        ask(noticed(world.luton), text="Why\x00?")
    assert ask(noticed(world.bedfordshire), text="Why?\r\n\tAnd when?").text == "Why?\r\n\tAnd when?"
