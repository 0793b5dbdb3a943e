"""Words for everybody do not hold what is private, wherever they are put down for a meeting with a private part."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from ouzel.confidential import actions, releasing
from ouzel.confidential.models import PrivateDecision, PrivatePaper
from ouzel.core.errors import ContentError
from ouzel.governance.action_log.actions import ask_for, report
from ouzel.governance.decisions.actions import decide
from ouzel.governance.irregular import refuse_or_record
from ouzel.governance.meetings.actions import adjourn, close_meeting
from ouzel.governance.meetings.agenda import add_item, change_item
from ouzel.governance.meetings.attendance import recuse
from ouzel.governance.meetings.excluding import exclude_public
from ouzel.governance.meetings.forward import drop_business, plan_business
from ouzel.governance.meetings.questions import accept, answer, ask, refuse
from ouzel.governance.minutes.actions import publish_minutes, write_minutes
from ouzel.governance.minutes.drafting import PRIVATE
from ouzel.governance.models import Action, Question
from tests.confidential.marked import MARK, Marked, marks_in
from tests.governance.decisions.in_common import DAY, LONDON, Held, opened, planned
from tests.governance.world import World

TITLE = f"Award to {MARK} Care"
SAID = f"We spoke of the AWARD to  {MARK}  care, at length"


@pytest.fixture
def held(world: World) -> Held:
    """A meeting that sits, with a private item that says what it is about."""
    found = opened(world, [world.luton])
    actions.write_item(item=found.items["P1"], title=TITLE, text=f"What {MARK} asks for its work",
                       parties=[{"name": f"{MARK} Nursing Homes Ltd", "company_number": "09876543"}],
                       by=world.by)  # fmt: skip
    return found


def _decision(world: World, held: Held, item: str, words: dict[str, str]) -> object:
    said = {"title": "Something", "text": "Something was decided.", **words}
    return decide(item=held.items[item], body=world.luton, method="consensus", on=DAY, by=world.by, **said)  # type: ignore[arg-type]


def _asked(world: World, held: Held, item: str, text: str) -> Action:
    return ask_for(item=held.items[item], text=text, owner="Somebody", due=None, body=world.luton, on=DAY, by=world.by)


def _recusal(world: World, held: Held, **words: str) -> object:
    said = {"declared": "A friend bids", "effect": "none", "ruling": "It is small", **words}
    return recuse(item=held.items["P1"], person=world.person("Eastluton"), on=DAY, by=world.by, **said)  # type: ignore[arg-type]


def _question(held: Held) -> Question:
    return Question.objects.create(meeting=held.meeting, text="Why?", accepted=True)


DOORS: dict[str, Callable[[World, Held], object]] = {
    "decision": lambda w, h: _decision(w, h, "3", {"title": TITLE}),
    "reasons": lambda w, h: _decision(w, h, "3", {"reasons": SAID}),
    "dissent": lambda w, h: _decision(w, h, "3", {"dissent": SAID}),
    "decision at it": lambda w, h: _decision(w, h, "P1", {"title": TITLE}),
    "action": lambda w, h: _asked(w, h, "3", SAID),
    "report": lambda w, h: report(action=_asked(w, h, "3", "Write"), note=SAID, on=DAY, by=w.by),
    "declared": lambda w, h: _recusal(w, h, declared=SAID),
    "ruling": lambda w, h: _recusal(w, h, ruling=SAID),
    "irregular": lambda w, h: refuse_or_record(meeting=h.meeting, rule="quorum", problem="P", right="R", reason=SAID,
                                               by=w.by, on=DAY),
    "title": lambda w, h: add_item(meeting=h.meeting, title=TITLE, late="It came up", on=DAY, by=w.by),
    "late": lambda w, h: add_item(meeting=h.meeting, title="Another", late=SAID, on=DAY, by=w.by),
    "change": lambda w, h: change_item(item=h.items["P1"], title=TITLE, late="It came up", on=DAY, by=w.by),
    "exclusion": lambda w, h: exclude_public(
        meeting=h.meeting, body=w.luton, reason=SAID, from_item=h.items["P1"], proposer=w.person("Lutaudit"),
        seconder=w.person("Lutpublic"), on=DAY, by=w.by),
    "adjourned": lambda w, h: adjourn(meeting=h.meeting, why=SAID, on=DAY, by=w.by),
    "answer": lambda w, h: answer(question=_question(h), text=SAID, answered_by="Somebody", on=DAY, by=w.by),
    "refusal": lambda w, h: refuse(question=Question.objects.create(meeting=h.meeting, text="Why?"), why=SAID, on=DAY,
                                   by=w.by),
    "business": lambda w, h: plan_business(body=w.luton, title=TITLE, due=DAY, by=w.by),
    "dropped": lambda w, h: drop_business(planned=plan_business(body=w.luton, title="Report", due=DAY, by=w.by),
                                          why=SAID, by=w.by),
}  # fmt: skip


@pytest.mark.parametrize("door", sorted(DOORS))
def test_private_words_are_refused_at_every_door(world: World, held: Held, door: str) -> None:
    with pytest.raises(ContentError, match="words of item P1") as refused:
        DOORS[door](world, held)
    assert marks_in(str(refused.value)) == []


@pytest.mark.parametrize("words", [f"My brother works at {MARK} Nursing Homes", "It is company 09876543"])
def test_at_a_private_item_nobody_whom_it_concerns_is_named(world: World, held: Held, words: str) -> None:
    for attempt in (lambda: _recusal(world, held, declared=words), lambda: _asked(world, held, "P1", words),
                    lambda: _decision(world, held, "P1", {"text": words})):  # fmt: skip
        with pytest.raises(ContentError, match="words of item P1"):
            attempt()
    assert _asked(world, held, "3", words).text == words  # elsewhere they may be spoken of


def test_what_is_public_of_the_meeting_already_is_not_private(world: World) -> None:
    held = opened(world, [world.luton])
    actions.write_item(item=held.items["P1"], title="Award of the community contract", by=world.by)
    _asked(world, held, "4", "Tell who bid of the award of the community contract")  # the title of item 3


def test_business_that_is_not_public_may_say_it(world: World, held: Held) -> None:
    assert plan_business(body=world.luton, title=TITLE, due=DAY, public=False, by=world.by).title == TITLE
    assert plan_business(body=world.bedfordshire, title=TITLE, due=DAY, by=world.by).title == TITLE


def test_what_the_public_asks_is_not_held_against_what_is_private(world: World, held: Held) -> None:
    """It would tell anybody who guesses whether they guessed right."""
    april = planned(world, [world.luton], day=date(2021, 4, 20), notice=date(2021, 4, 9), title="April")
    actions.write_item(item=april.items["P1"], title=TITLE, by=world.by)
    at = datetime(2021, 4, 10, 12, tzinfo=LONDON)
    made = ask(meeting=april.meeting, text=f"Will you {TITLE}?", at=at)
    assert accept(question=made, on=DAY, by=world.by).accepted


def test_minutes_name_nobody_whom_a_private_item_concerns_where_they_tell_of_it(marked: Marked) -> None:
    text = f"# Minutes\n\n{MARK} Care was thanked.\n\n## {PRIVATE}\n\nThe body spoke of {MARK} Care.\n"
    write_minutes(meeting=marked.meeting, text=text, on=DAY, by=marked.world.by)
    with pytest.raises(ContentError, match="words of item P1"):
        publish_minutes(meeting=marked.meeting, on=DAY, by=marked.world.by)
    write_minutes(meeting=marked.meeting, text=text.replace(f"of {MARK} Care", "of it"), on=DAY, by=marked.world.by)
    publish_minutes(meeting=marked.meeting, on=DAY, by=marked.world.by)


def test_what_was_released_may_be_said(marked: Marked) -> None:
    text = f"Publish that the body awarded it to {MARK} Care"
    held = Held(marked.meeting, {"3": marked.meeting.items.get(number="3")})
    with pytest.raises(ContentError, match="words of item P1"):
        _asked(marked.world, held, "3", text)
    releasing.release_decision(decision=PrivateDecision.objects.get(), why="It was signed", on=DAY, by=marked.world.by)
    assert _asked(marked.world, held, "3", text).text == text


def test_a_name_of_a_patient_number_is_not_released(world: World) -> None:
    """A title that was kept before such were refused is looked at again when it becomes public."""
    held = opened(world, [world.luton])
    row = actions.add_paper(item=held.items["P1"], title="Terms", name="t.txt", content=b"T", on=DAY, late="Late",
                            by=world.by)  # fmt: skip
    kept = {
        f.attname: getattr(row, f.attname) for f in PrivatePaper._meta.concrete_fields if f.name not in ("id", "at")
    }
    old = PrivatePaper.objects.create(**{**kept, "slug": "old", "title": "About 943 476 5919"})
    close_meeting(meeting=held.meeting, on=DAY, irregular="Not resolved", by=world.by)
    with pytest.raises(ContentError, match="NHS number"):
        releasing.release_paper(paper=old, why="It was signed", on=DAY, by=world.by)
