"""Questions of the public: in time, without patients, with names only where they may be shown."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from ouzel.governance.meetings.actions import cancel_meeting, open_meeting
from ouzel.governance.meetings.queries import public_questions
from ouzel.governance.meetings.questions import accept, answer, ask, questions_due, refuse, takes_questions
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
        ({"name": "x" * 201}, "too long"),
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
