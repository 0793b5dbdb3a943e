"""Reversal puts everything back: on every date the answers are those from before the enactment."""

from datetime import date, timedelta
from typing import Any

import pytest

from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from ouzel.governance.action_log.queries import open_actions
from ouzel.governance.bodies.actions import say_of_body
from ouzel.governance.bodies.queries import body_on, heirs
from ouzel.governance.models import (
    Action,
    Appointment,
    Body,
    BodyFact,
    Delegation,
    Deputy,
    Follow,
    Notice,
    Risk,
    Seat,
    StandingOrders,
)
from ouzel.governance.seats.actions import set_seat
from ouzel.reorganisation.plan import Merger, Opening, Plan
from tests.governance.following.changing import (
    MERGED_ON,
    MERGER_DAY,
    THREE,
    action,
    enacted,
    follower,
    meeting,
    merger,
    reversed_,
    risk,
)
from tests.governance.world import SOURCE, World
from tests.reorganisation.plans import AUTHOR

ONE = "ccg-governing-body-x01"
REVERSED = date(2021, 3, 29)
DATED = (BodyFact, StandingOrders, Seat, Appointment, Deputy, Delegation)
OWN = {"id", "recorded", "replaced", "at"}


@pytest.fixture
def busy(world: World) -> World:
    held = meeting("2021-03-16-in-common", *world.three, on=date(2021, 3, 16))
    action("A-2021-0001", world.bedfordshire, held)
    action("A-2021-0002", world.luton, held)
    risk("R-2021-0001", world.luton)
    follower("ann@example.org", "luton-governing-body")
    follower("ann@example.org", "bedfordshire-governing-body")
    return world


def believed(known_at: date) -> set[tuple[Any, ...]]:
    """Every fact about bodies, seats and powers that is believed at the end of a day."""
    return {
        (model.__name__, *(str(getattr(row, f.attname)) for f in model._meta.concrete_fields if f.name not in OWN))
        for model in DATED
        for row in model._default_manager.known(known_at)
    }


def test_every_fact_is_believed_again(busy: World) -> None:
    early, before = believed(date(2021, 3, 1)), believed(REVERSED)
    enactment = enacted(merger("X01"), on=MERGED_ON)
    between = believed(MERGED_ON)
    assert between != before
    reversed_(enactment, on=REVERSED)
    assert believed(REVERSED) == before
    assert believed(REVERSED - timedelta(days=1)) == between
    assert believed(date(2021, 3, 1)) == early
    assert body_on("luton-governing-body", on=MERGER_DAY) is not None
    assert body_on(ONE, on=MERGER_DAY) is None
    assert heirs(busy.luton) == ()


def test_reversed_on_the_very_day_it_was_never_known(busy: World) -> None:
    before = believed(MERGED_ON)
    reversed_(enacted(merger("X01"), on=MERGED_ON), on=MERGED_ON)
    assert believed(MERGED_ON) == before
    assert believed(REVERSED) == before


def test_actions_and_risks_are_where_they_were(busy: World) -> None:
    reversed_(enacted(merger("X01"), on=MERGED_ON), on=REVERSED)
    one = Action.objects.get(ref="A-2021-0002")
    assert (one.body, one.owner, one.due, one.state) == (busy.luton, "Chair", date(2021, 6, 1), "open")
    assert [step.kind for step in one.steps.order_by("number")] == ["made", "carried", "carried"]
    assert [each.ref for each in open_actions(busy.luton, on=MERGER_DAY)] == ["A-2021-0002"]
    back = Risk.objects.get(ref="R-2021-0001")
    assert back.body == busy.luton
    assert back.reviews.latest("number").body == busy.luton
    assert back.reviews.latest("number").state == "open"


def test_follows_are_where_they_were_and_nobody_is_told_of_what_never_left(busy: World) -> None:
    reversed_(enacted(merger("X01"), on=MERGED_ON), on=REVERSED)
    active = Follow.objects.filter(ended=None).order_by("ref").values_list("email", "ref")
    assert list(active) == [("ann@example.org", THREE[0]), ("ann@example.org", THREE[1])]
    assert not Notice.objects.filter(sent=None, failed="").exists()


def test_who_was_told_is_told_of_the_reversal(busy: World) -> None:
    from django.utils import timezone

    enactment = enacted(merger("X01"), on=MERGED_ON)
    Notice.objects.update(sent=timezone.now())
    reversed_(enactment, on=REVERSED)
    waiting = Notice.objects.filter(sent=None, failed="")
    assert sorted(each.subject for each in waiting) == [
        "You follow Governing body of Bedfordshire again", "You follow Governing body of Luton again",
    ]  # fmt: skip


def test_who_left_meanwhile_has_left(busy: World) -> None:
    from ouzel.governance.follows.actions import leave
    from ouzel.governance.follows.tokens import Purpose, token_for

    enactment = enacted(merger("X01"), on=MERGED_ON)
    leave(token=token_for(Follow.objects.get(ended=None), Purpose.LEAVE))
    reversed_(enactment, on=REVERSED)
    assert not Follow.objects.filter(ended=None).exists()


def test_the_proof_of_the_reversal_is_the_other_way_round(busy: World) -> None:
    done = enacted(merger("X01"), on=MERGED_ON)
    undone = reversed_(done, on=REVERSED)
    there = {(t["what"], t["body"]): (t["before"], t["after"]) for t in done.proof["totals"]}
    back = {(t["what"], t["body"]): (t["after"], t["before"]) for t in undone.proof["totals"]}
    assert back == there
    assert ("open actions of bodies", ONE) in there
    assert AuditEntry.objects.filter(action="governance.reorganisation.undone").count() == 1


def test_a_changed_action_stands_in_the_way(busy: World) -> None:
    from ouzel.governance.action_log.actions import report_done

    enactment = enacted(merger("X01"), on=MERGED_ON)
    report_done(action=Action.objects.get(ref="A-2021-0002"), on=MERGER_DAY, by=busy.by)
    with pytest.raises(ContentError, match=r"A-2021-0002, which was taken over, was changed on 1 April 2021"):
        reversed_(enactment, on=REVERSED)


def test_a_risk_that_was_looked_at_stands_in_the_way(busy: World) -> None:
    from ouzel.governance.models import RiskReview

    enactment = enacted(merger("X01"), on=MERGED_ON)
    taken = Risk.objects.get(ref="R-2021-0001")
    RiskReview.objects.create(
        risk=taken, number=4, on=MERGER_DAY, body=taken.body, owner="Chair", likelihood=1, impact=1, by="x"
    )
    with pytest.raises(ContentError, match="the risk R-2021-0001"):
        reversed_(enactment, on=REVERSED)


def test_seats_of_the_body_that_the_plan_opened_stand_in_the_way(busy: World) -> None:
    enactment = enacted(merger("X01"), on=MERGED_ON)
    set_seat(
        body=Body.objects.get(slug=ONE), slug="chair", title="Chair", since=MERGER_DAY, known=MERGED_ON, source=SOURCE,
        by=busy.by,
    )  # fmt: skip
    with pytest.raises(ContentError, match="has 1 of these: seat"):
        reversed_(enactment, on=REVERSED)


def test_a_corrected_fact_stands_in_the_way(busy: World) -> None:
    enactment = enacted(merger("X01"), on=MERGED_ON)
    say_of_body(
        body=busy.luton, attribute="name", value="Luton's governing body", since=date(2021, 3, 1), known=REVERSED,
        source=SOURCE, by=busy.by,
    )  # fmt: skip
    with pytest.raises(ContentError, match="the name of luton-governing-body was corrected on 29 March 2021"):
        reversed_(enactment, on=REVERSED)


def test_two_plans_one_upon_the_other_are_reversed_in_their_turn(busy: World) -> None:
    days = date(2021, 3, 24), date(2021, 3, 25)
    before = believed(MERGED_ON)
    first = enacted(merger("X01"), on=MERGED_ON)
    opening = Opening("NHS Two CCG", roles=("RO98",), parents={})
    change = Merger(path="merger[0]", bodies=("X01",), into="X02", opening=opening)
    plan = Plan(slug="two", title="Two", effective=date(2021, 10, 1), author=str(AUTHOR), changes=(change,),
                choices={f"body.{ONE}": "new"})  # fmt: skip
    second = enacted(plan, on=date(2021, 3, 23))
    assert Action.objects.get(ref="A-2021-0002").body.slug == "ccg-governing-body-x02"
    with pytest.raises(ContentError, match="built on it"):
        reversed_(first, on=date(2021, 3, 23))
    reversed_(second, on=days[0])
    assert Action.objects.get(ref="A-2021-0002").body.slug == ONE
    reversed_(first, on=days[1])
    assert believed(days[1]) == before
    assert body_on(ONE, on=MERGER_DAY) is None
    assert Action.objects.get(ref="A-2021-0002").body == busy.luton
    assert Risk.objects.get().body == busy.luton
    assert {follow.ref for follow in Follow.objects.filter(ended=None)} == {
        "luton-governing-body", "bedfordshire-governing-body",
    }  # fmt: skip
