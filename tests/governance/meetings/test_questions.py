"""Questions of the public: in time, without patients, with names only where they may be shown."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail

from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from ouzel.governance.meetings.actions import cancel_meeting, open_meeting
from ouzel.governance.meetings.queries import public_questions
from ouzel.governance.meetings.questions import accept, answer, ask, questions_due, refuse, takes_questions, told
from ouzel.governance.models import Question
from tests.governance.meetings.doing import BY, DAY, NOTICED, at, noticed, planned
from tests.governance.world import World

ANYBODY = AnonymousUser()
LAST = date(2021, 3, 11)  # two clear working days before Tuesday 16 March are Friday and Monday
WHEN = {"on": date(2021, 3, 15), "by": BY}


def asked(world: World, **more: object) -> Question:
    """A question that can be asked."""
    given = {"text": "Will my practice close?", "name": "Ann Asker", "email": "ann@example.org", "at": at(LAST, 23)}
    return ask(meeting=noticed(*world.three), **{**given, **more})  # type: ignore[arg-type]


def test_questions_due_by_the_orders(world: World) -> None:
    meeting = noticed(*world.three)
    assert questions_due(meeting) == LAST
    assert takes_questions(meeting, on=LAST)
    assert not takes_questions(meeting, on=LAST + timedelta(1))
    assert questions_due(noticed(world.finance_committee)) is None


def test_ask_is_seen_once_accepted_and_the_name_only_with_consent(world: World) -> None:
    question = asked(world)
    assert public_questions(question.meeting, ANYBODY) == ()
    accept(question=question, **WHEN)
    (shown,) = public_questions(question.meeting, ANYBODY)
    assert (shown.text, shown.name) == ("Will my practice close?", "")
    assert "example.org" not in repr(shown)


def test_ask_with_a_name_that_may_be_shown(world: World) -> None:
    question = accept(question=asked(world, name_public=True), **WHEN)
    assert public_questions(question.meeting, ANYBODY)[0].name == "Ann Asker"


def test_ask_leaves_nobody_in_the_audit_trail(world: World) -> None:
    asked(world)
    entry = AuditEntry.objects.get(action="governance.question.asked")
    assert "Ann" not in str(entry.detail) + entry.by_name


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"text": "  "}, "write your question"),
        ({"text": "x" * 3001}, "longer than"),
        ({"text": "My NHS number is 943 476 5919, why?"}, "NHS number"),
        ({"name": "", "name_public": True}, "name that may be shown"),
        ({"name": "x" * 201}, "longer than 200"),
        ({"email": "ann at home"}, "e-mail"),
        ({"at": at(LAST + timedelta(1), 0)}, "closed at the end of 11 March 2021"),
    ],
)
def test_ask_refuses(world: World, change: dict[str, object], problem: str) -> None:
    with pytest.raises(ContentError, match=problem) as refused:
        asked(world, **change)
    assert "9434765919" not in str(refused.value).replace(" ", "")
    assert not Question.objects.exists()


def test_ask_a_meeting_that_takes_none(world: World) -> None:
    unseen, gone = planned(world.luton), cancel_meeting(meeting=noticed(world.bedfordshire), why="x", on=DAY, by=BY)
    begun = open_meeting(meeting=noticed(world.milton_keynes), on=DAY, by=BY)
    for meeting in (unseen, gone, begun, noticed(world.finance_committee)):
        with pytest.raises(ContentError, match="takes no questions"):
            ask(meeting=meeting, text="Why?", at=at(NOTICED))


def test_refuse_says_why_and_is_not_shown(world: World) -> None:
    question = asked(world)
    with pytest.raises(ContentError, match="why"):
        refuse(question=question, why="", **WHEN)
    refuse(question=question, why="It is about one patient", **WHEN)
    assert public_questions(question.meeting, ANYBODY) == ()
    with pytest.raises(ContentError, match="not accepted"):
        answer(question=question, text="No", answered_by="The chair", **WHEN)


def test_answer_is_public_and_holds_no_patient(world: World) -> None:
    question = accept(question=asked(world), **WHEN)
    with pytest.raises(ContentError, match="NHS number"):
        answer(question=question, text="NHS number 9434765919 is safe", answered_by="The chair", **WHEN)
    answer(question=question, text="No.", answered_by="The chair", **WHEN)
    (shown,) = public_questions(question.meeting, ANYBODY)
    assert (shown.answer, shown.answered_by, shown.answered_on) == ("No.", "The chair", WHEN["on"])
    with pytest.raises(ContentError, match="answered already"):
        refuse(question=question, why="Late thought", **WHEN)


def test_who_asked_is_told_the_answer_and_the_refusal_by_post(
    world: World, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.OUZEL_SITE = "https://ics.example.org/"
    first = asked(world)
    second = ask(meeting=first.meeting, email="bob@example.org", text="And when?", at=at(LAST, 23))
    assert told(first) == ""
    with django_capture_on_commit_callbacks(execute=True):
        answer(question=accept(question=first, **WHEN), text="No practice closes.", answered_by="The  chair", **WHEN)
        refuse(question=second, why="It was asked already", **WHEN)
    one, other = mail.outbox
    assert (one.to, other.to) == (["ann@example.org"], ["bob@example.org"])
    assert one.subject == "Your question to the meeting on 16 March 2021 was answered"
    for part in ("Will my practice close?", "The chair answered:", "No practice closes.",
                 f"https://ics.example.org/meetings/{first.meeting.slug}/"):  # fmt: skip
        assert part in one.body
    assert "It was refused: It was asked already" in other.body
    assert told(first).startswith("The e-mail to them left on ")


def test_an_answer_is_given_though_the_post_is_shut_and_the_desk_is_told(
    world: World, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_BACKEND = "tests.governance.follows.broken.Backend"
    question = accept(question=asked(world), **WHEN)
    with django_capture_on_commit_callbacks(execute=True):
        answer(question=question, text="No.", answered_by="The chair", **WHEN)
    question.refresh_from_db()
    assert question.answer == "No."
    assert told(question) == "The e-mail to them was not handed over: SMTPServerDisconnected."


def test_nobody_is_written_to_who_gave_no_address(world: World, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        refuse(question=asked(world, email=""), why="It was asked already", **WHEN)
    assert not mail.outbox
