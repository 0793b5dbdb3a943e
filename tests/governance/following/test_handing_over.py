"""The hand-over of 2022: the law ends a kind of body, and the board of another organisation takes over."""

from datetime import date, timedelta

import pytest
from django.core import mail

from ouzel.governance.action_log.queries import open_actions
from ouzel.governance.bodies.queries import body_on, lineage
from ouzel.governance.carrying.late import carry_late
from ouzel.governance.follows.sending import send_waiting
from ouzel.governance.models import Action, Body, Follow, Risk
from ouzel.governance.rules import Permission
from ouzel.register.attributes import Attribute
from ouzel.reorganisation.plan import Merger, Opening, Plan
from tests.governance.following.changing import (
    HANDED_ON,
    HANDOVER_DAY,
    MERGED_ON,
    MERGER_DAY,
    ONE,
    action,
    enacted,
    follower,
    handover,
    meeting,
    merger,
    reversed_,
    risk,
    seen,
)
from tests.governance.world import World
from tests.reorganisation.plans import AUTHOR

SITE = "https://ics.example.org"


@pytest.fixture
def merged(world: World) -> World:
    """The world after the merger, with what was open then."""
    held = meeting("2021-03-16-in-common", *world.three, on=date(2021, 3, 16))
    action("A-2021-0001", world.luton, held)
    risk("R-2021-0001", world.luton)
    follower("ann@example.org", "luton-governing-body")
    enacted(merger(), on=MERGED_ON)
    return world


def test_the_board_takes_over_because_the_law_says_what_follows(merged: World) -> None:
    shown = seen(handover(), on=HANDED_ON)
    assert (shown.problems, shown.choices) == ((), ())
    enacted(handover(), on=HANDED_ON)
    assert body_on(ONE, on=HANDOVER_DAY) is None
    assert body_on(ONE, on=HANDOVER_DAY - timedelta(days=1)) is not None
    board = body_on("blmk-board", on=HANDOVER_DAY)
    assert board is not None
    assert board.predecessors == (ONE,)
    assert {body.slug for body in lineage(board.body)} > {"luton-governing-body", ONE}


def test_what_is_open_is_carried_twice(merged: World) -> None:
    enacted(handover(), on=HANDED_ON)
    assert [each.ref for each in open_actions(merged.board, on=HANDOVER_DAY)] == ["A-2021-0001"]
    steps = Action.objects.get(ref="A-2021-0001").steps.order_by("number").values_list("kind", "body__slug", "plan")
    assert list(steps) == [
        ("made", "luton-governing-body", ""), ("carried", ONE, "one-group"), ("carried", "blmk-board", "one-board"),
    ]  # fmt: skip
    one = Body.objects.get(slug=ONE)
    assert [each.ref for each in open_actions(one, on=date(2022, 6, 30))] == ["A-2021-0001"]
    assert [each.ref for each in open_actions(merged.luton, on=date(2021, 3, 31))] == ["A-2021-0001"]
    assert Risk.objects.get(ref="R-2021-0001").body == merged.board


def test_a_subscriber_of_2020_is_told_in_2021_and_in_2022_and_why(merged: World) -> None:
    send_waiting(by=merged.by, site=SITE)
    enacted(handover(), on=HANDED_ON)
    send_waiting(by=merged.by, site=SITE)
    first, second = mail.outbox
    assert [first.to, second.to] == [["ann@example.org"], ["ann@example.org"]]
    assert "You follow Governing body of Luton. It ends, and from 1 April 2021 on" in first.body
    assert "merge into" in first.body
    assert "from 1 July 2022 on Board of the integrated care board takes over" in second.body
    assert "hands its functions" in second.body or "changes its role" in second.body
    assert f"{SITE}/bodies/blmk-board/" in second.body
    (now,) = Follow.objects.filter(ended=None)
    assert now.came_from is not None
    assert now.came_from.came_from is not None
    assert now.came_from.came_from.ref == "luton-governing-body"


def test_the_link_of_the_first_mail_ends_what_the_follow_became(merged: World) -> None:
    from ouzel.governance.follows.actions import leave
    from ouzel.governance.follows.tokens import Purpose, token_for

    enacted(handover(), on=HANDED_ON)
    first = Follow.objects.get(ref="luton-governing-body")
    leave(token=token_for(first, Purpose.LEAVE))
    assert not Follow.objects.filter(ended=None).exists()


def test_the_hand_over_is_reversed_alone(merged: World) -> None:
    reversed_(enacted(handover(), on=HANDED_ON), on=date(2022, 7, 5))
    assert body_on(ONE, on=HANDOVER_DAY) is not None
    assert Action.objects.get(ref="A-2021-0001").body.slug == ONE
    assert [each.ref for each in Follow.objects.filter(ended=None)] == [ONE]


def test_an_action_of_the_last_meeting_is_carried_late(merged: World) -> None:
    last = meeting("2021-03-30-luton", merged.luton, on=date(2021, 3, 30))
    action("A-2021-0002", merged.luton, last)
    follower("dan@example.org", "luton-governing-body")
    before = carry_late(on=MERGER_DAY - timedelta(days=1), by=merged.by)
    assert before == {}
    assert carry_late(on=MERGER_DAY, by=merged.by) == {
        "luton-governing-body": {"actions": 1, "risks": 0, "follows": 1, "business": 0}
    }
    assert Action.objects.get(ref="A-2021-0002").body.slug == ONE
    assert Follow.objects.get(email="dan@example.org", ended=None).ref == ONE
    assert carry_late(on=MERGER_DAY, by=merged.by) == {}


def test_who_keeps_no_bodies_carries_nothing(merged: World) -> None:
    from django.core.exceptions import PermissionDenied

    from ouzel.core.actors import Actor
    from tests.core.people import user

    with pytest.raises(PermissionDenied):
        carry_late(on=MERGER_DAY, by=Actor.person(user("who@example.org")))
    assert Permission.BODIES_KEEP == "core.bodies_keep"


def test_a_partnership_of_several_goes_on_with_the_heir_of_one(merged: World) -> None:
    enacted(handover(), on=HANDED_ON)
    opening = Opening("NHS Central East Integrated Care Board", roles=("RO318",), parents={})
    change = Merger(path="merger[0]", bodies=("QHG",), into="ZZ9Z9", opening=opening)
    day = date(2026, 4, 1)
    plan = Plan(
        slug="central-east", title="Central East", effective=day, author=str(AUTHOR), changes=(change,),
        choices={"body.blmk-board": "new"},
    )  # fmt: skip
    shown = seen(plan, on=date(2026, 3, 20))
    assert shown.problems == ()
    assert [c.before + " " + c.after for c in shown.consequences if c.what == "organisations of a joint body"] == [
        "QHG ZZ9Z9"
    ]
    enacted(plan, on=date(2026, 3, 20))
    view = body_on("blmk-partnership", on=day)
    assert view is not None
    assert {each.code for each in view.organisations} == {
        "E06000032", "E06000042", "E06000055", "E06000056", "ZZ9Z9",
    }  # fmt: skip
    assert "integrated-care-board-zz9z9" in view.accountable_to
    assert "blmk-board" not in view.accountable_to
    new = body_on("integrated-care-board-zz9z9", on=day)
    assert new is not None
    assert new.name == "NHS Central East Integrated Care Board"
    assert Attribute.REGION  # parents follow in the register; here only bodies are looked at


def test_what_was_carried_late_is_put_back_too(world: World) -> None:
    enactment = enacted(merger("X01"), on=MERGED_ON)
    last = meeting("2021-03-30-luton", world.luton, on=date(2021, 3, 30))
    action("A-2021-0002", world.luton, last)
    follower("dan@example.org", "luton-governing-body")
    carry_late(on=MERGER_DAY, by=world.by)
    reversed_(enactment, on=date(2021, 4, 6))
    assert Action.objects.get(ref="A-2021-0002").body == world.luton
    assert Follow.objects.get(ended=None).ref == "luton-governing-body"
