"""What was decided, minuted or before a meeting stays so, and nothing is put down behind it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from ouzel.core.errors import ContentError
from ouzel.governance.action_log.actions import ask_for
from ouzel.governance.bodies.actions import close_body
from ouzel.governance.decisions.actions import decide
from ouzel.governance.decisions.voting import Counts
from ouzel.governance.meetings.actions import (
    adjourn,
    cancel_meeting,
    close_meeting,
    open_meeting,
    plan_meeting,
    reconvene,
    set_chair,
)
from ouzel.governance.meetings.agenda import add_item, move_item, remove_item
from ouzel.governance.meetings.attendance import Mark, record_attendances, recuse
from ouzel.governance.minutes.actions import approve_minutes, write_minutes
from ouzel.governance.models import Decision
from ouzel.governance.papers.actions import add_paper, new_version, publish_papers
from ouzel.governance.papers.queries import papers_of
from tests.governance.decisions.in_common import DAY, LONDON, NOTICE, Held, closed, opened, planned
from tests.governance.world import SOURCE, World

NEXT = date(2021, 3, 30)


def agreed(world: World, held: Held, number: str = "2", **changed: object) -> Decision:
    said = {"item": held.items[number], "body": world.luton, "title": "To become one", "text": "Approved.",
            "method": "consensus", "on": DAY, "by": world.by}  # fmt: skip
    return decide(**{**said, **changed})  # type: ignore[arg-type]


def minuted(world: World) -> Held:
    """A meeting of Luton whose minutes the next one approved."""
    held = opened(world, [world.luton])
    meeting = closed(world, held)
    write_minutes(meeting=meeting, text="# Minutes", on=DAY, by=world.by)
    later = opened(world, [world.luton], day=NEXT, notice=date(2021, 3, 20))
    approve_minutes(meeting=meeting, at=later.meeting, on=NEXT, by=world.by)
    return held


def test_the_chair_who_does_not_vote_has_no_casting_vote(world: World) -> None:
    held = opened(world, [world.luton])
    chair = world.person("Luc Chairman")
    set_chair(meeting=held.meeting, body=world.luton, person=chair, on=DAY, by=world.by)
    recuse(item=held.items["3"], person=chair, declared="Works for the bidder", effect="no-vote", on=DAY, by=world.by)
    with pytest.raises(ContentError, match="casting vote"):
        agreed(world, held, "3", method="vote", votes=Counts(4, 4), casting="for", pence=100)
    made = agreed(world, held, "3", method="vote", votes=Counts(4, 4), casting="for", pence=100,
                  irregular="Nobody else would preside")  # fmt: skip
    assert made.carried
    assert held.meeting.irregularities.filter(rule="vote").count() == 1


def test_a_vote_by_nobody_is_none(world: World) -> None:
    with pytest.raises(ContentError, match="no votes are given"):
        agreed(world, opened(world, [world.luton]), method="vote", votes={})


def test_somebody_of_the_second_body_declares_after_the_first_decided(world: World) -> None:
    held = opened(world)
    agreed(world, held)
    person = world.person("Mia Chairperson")
    recuse(item=held.items["2"], person=person, declared="A conflict", effect="left", on=DAY, by=world.by)
    for who in ("Luc Chairman", "Ola Allthree"):  # of the body that decided, alone or among others
        with pytest.raises(ContentError, match="decided already"):
            recuse(item=held.items["2"], person=world.person(who), declared="A conflict", effect="left", on=DAY,
                   by=world.by)  # fmt: skip
    made = agreed(world, held, body=world.milton_keynes)
    assert person.slug not in made.quorum["counted"]


def test_what_was_decided_on_keeps_its_place(world: World) -> None:
    held = opened(world, [world.luton])
    agreed(world, held)
    ask_for(item=held.items["4"], text="Write", owner="Chair", due=None, body=world.luton, on=DAY, by=world.by)
    for number in ("2", "4"):
        with pytest.raises(ContentError, match="decided or asked for"):
            move_item(item=held.items[number], after="P1", by=world.by, on=DAY)
        with pytest.raises(ContentError, match="decided or asked for"):
            remove_item(item=held.items[number], why="Embarrassing", by=world.by, on=DAY)


def test_a_decision_is_dated_by_a_day_on_which_the_meeting_sat(world: World) -> None:
    held = opened(world, [world.luton])
    adjourn(meeting=held.meeting, why="The fire alarm", on=DAY, by=world.by)
    with pytest.raises(ContentError, match="dated by a day"):
        agreed(world, held, on=DAY + timedelta(days=3))
    reconvene(meeting=held.meeting, on=DAY + timedelta(days=7), by=world.by)
    with pytest.raises(ContentError, match="dated by a day"):
        agreed(world, held, on=DAY + timedelta(days=3))
    assert agreed(world, held, on=DAY + timedelta(days=7)).on == DAY + timedelta(days=7)


def test_a_meeting_that_has_met_is_closed_and_not_cancelled(world: World) -> None:
    held = opened(world, [world.luton])
    agreed(world, held)
    adjourn(meeting=held.meeting, why="The fire alarm", on=DAY, by=world.by)
    with pytest.raises(ContentError, match="cannot be cancelled"):
        cancel_meeting(meeting=held.meeting, why="Nobody comes back", on=DAY, by=world.by)


def test_a_body_that_ended_since_it_called_a_meeting_does_not_meet(world: World) -> None:
    held = planned(world, [world.luton])
    close_body(body=world.finance_committee, on=NOTICE, known=NOTICE, source=SOURCE, by=world.by)
    close_body(body=world.luton, committees="end", on=NOTICE, known=NOTICE, source=SOURCE, by=world.by)
    with pytest.raises(ContentError, match="does not exist"):
        open_meeting(meeting=held.meeting, on=DAY, by=world.by)


BEHIND: dict[str, Callable[[World, Held], object]] = {
    "attendance": lambda w, h: record_attendances(
        meeting=h.meeting, body=w.luton, on=DAY, by=w.by, marks=[Mark(w.person("Luc Chairman"), "absent", "chair")]
    ),
    "interest": lambda w, h: recuse(
        item=h.items["4"], person=w.person("Luc Chairman"), declared="Late", effect="left", on=DAY, by=w.by
    ),
    "action": lambda w, h: ask_for(
        item=h.items["4"], text="Write", owner="Chair", due=None, body=w.luton, on=DAY, by=w.by
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", BEHIND)
def test_nothing_is_put_down_behind_approved_minutes(world: World, what: str) -> None:
    held = minuted(world)
    with pytest.raises(ContentError, match="were approved without this"):
        BEHIND[what](world, held)


def test_what_was_before_a_meeting_stays_before_it(world: World) -> None:
    held = opened(world, [world.luton])
    paper = add_paper(item=held.items["2"], title="Case", name="a case?.md", content=b"One", late="Ill", on=DAY,
                      by=world.by)  # fmt: skip
    publish_papers(meeting=held.meeting, on=DAY, by=world.by)
    meeting = closed(world, held)
    new_version(paper=paper, name="case.md", content=b"Two", why="A figure was wrong", on=NEXT, by=world.by)
    publish_papers(meeting=meeting, on=NEXT, by=world.by)
    ((view,),) = papers_of(meeting, None).values()
    assert (view.version.number, view.newer and view.newer.number) == (1, 2)
    assert view.file.endswith("/1/a%20case%3F.md")


def test_a_title_that_no_address_can_hold_is_given_one(world: World) -> None:
    meeting = plan_meeting(title="A_B and __C", bodies=[world.luton], starts=datetime(2021, 3, 16, 10, tzinfo=LONDON),
                           on=NOTICE, by=world.by)  # fmt: skip
    assert meeting.slug == "2021-03-16-a-b-and-c"
    item = add_item(meeting=meeting, title="One", number=" 7 ", by=world.by, on=NOTICE)
    assert item.number == "7"
    with pytest.raises(ContentError, match="item of this number"):
        add_item(meeting=meeting, title="Two", number="7 ", by=world.by, on=NOTICE)


def test_the_end_of_a_meeting_needs_its_zone(world: World) -> None:
    held = opened(world, [world.luton])
    remove_item(item=held.items["P1"], why="Not reached", by=world.by, on=DAY)
    with pytest.raises(ContentError, match="time zone"):
        close_meeting(meeting=held.meeting, on=DAY, ends=datetime(2021, 3, 16, 12), by=world.by)  # noqa: DTZ001


def test_somebody_comes_in_at_an_item_of_the_same_meeting(world: World) -> None:
    held, other = opened(world, [world.luton]), planned(world, [world.bedfordshire])
    mark = Mark(world.person("Luc Chairman"), "member", "chair", at=other.items["2"])
    with pytest.raises(ContentError, match="another meeting"):
        record_attendances(meeting=held.meeting, body=world.luton, marks=[mark], on=DAY, by=world.by)
