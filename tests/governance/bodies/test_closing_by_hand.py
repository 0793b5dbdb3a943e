"""A body that is closed by hand hands over what a plan would, nothing is lost, and it can be opened again."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, RoleAssignment
from ouzel.governance.action_log.actions import report
from ouzel.governance.action_log.queries import action as shown_action
from ouzel.governance.action_log.queries import open_actions
from ouzel.governance.bodies.actions import close_body, open_body, reopen_body, say_of_body
from ouzel.governance.bodies.closing import ENDS
from ouzel.governance.bodies.queries import body_on, heirs
from ouzel.governance.carrying import counting
from ouzel.governance.meetings.forward import forward_plan, plan_business
from ouzel.governance.models import Body, Follow, Risk, StrategyKeeper
from ouzel.governance.strategies.actions import set_strategy
from ouzel.governance.strategies.queries import keeper_of
from tests.core.people import LONG_AGO, user
from tests.governance.following.changing import action, follower, meeting, risk
from tests.governance.following.test_reversing_governance import believed
from tests.governance.world import SECRETARY, SOURCE, World

END, LAST, BACK = date(2021, 4, 1), date(2021, 3, 22), date(2021, 3, 29)
HELD = date(2021, 3, 16)
Counts = tuple[int, int, int, int, int]


def closed(body: Body, successor: str = "bedfordshire-governing-body", **more: Any) -> int:
    given = {"on": END, "known": LAST, "source": SOURCE, "by": SECRETARY, "committees": ENDS, **more}
    return close_body(body=body, successor=successor, **given)


def busy(world: World, counts: Counts = (1, 1, 1, 1, 1), body: Body | None = None) -> None:
    """So many actions, risks, follows, pieces of business and strategies of Luton's governing body."""
    body = body or world.luton
    actions, risks, follows, business, strategies = counts
    held = meeting(f"2021-03-16-{body.slug}", body, on=HELD)
    for number in range(actions):
        action(f"A-2021-{body.pk:03}{number}", body, held)
    for number in range(risks):
        risk(f"R-2021-{body.pk:03}{number}", body)
    for number in range(follows):
        follower(f"person-{number}@example.org", body.slug)
    for number in range(business):
        plan_business(body=body, title=f"Business {number}", due=date(2021, 5, 1), public=number > 0, by=SECRETARY)
    for number in range(strategies):
        set_strategy(slug=f"strategy-{body.pk}-{number}", kind="other", title="A strategy", body=body,
                     since=date(2020, 4, 1), by=SECRETARY)  # fmt: skip


def open_of(*bodies: Body) -> dict[str, dict[str, int]]:
    """What is open with each of the bodies, counted."""
    found = counting.counted({body.slug for body in bodies}, counting.Asked(day=END))
    return {what: {slug: count for slug, count in counts.items() if count} for what, counts in found.items()}


def test_all_that_is_open_goes_to_the_successor(world: World) -> None:
    busy(world)
    closed(world.luton)
    assert open_of(world.luton, world.bedfordshire) == {
        what: {"bedfordshire-governing-body": 1}
        for what in (counting.ACTIONS, counting.RISKS, counting.FOLLOWS, counting.BUSINESS, counting.STRATEGIES)
    }  # fmt: skip
    assert Risk.objects.get().body == world.bedfordshire
    (now,) = Follow.objects.filter(ended=None)
    assert now.ref == "bedfordshire-governing-body"
    entry = AuditEntry.objects.get(action="governance.body.closed", subject="luton-governing-body")
    assert entry.detail["handed"] == {"actions": 1, "risks": 1, "follows": 1, "business": 1}


def test_a_body_with_committees_is_not_closed_until_somebody_says_that_they_end_too(world: World) -> None:
    with pytest.raises(ContentError, match="it has committees, which end with it: Finance committee of Luton"):
        closed(world.luton, committees="")
    assert body_on(world.luton, on=END)
    closed(world.bedfordshire, "", committees="")  # it has none


def test_committees_end_with_the_body_and_the_committee_of_the_same_sort_carries_on(world: World) -> None:
    open_body(slug="bedfordshire-finance-committee", name="Finance committee of Bedfordshire", kind="committee",
              organisations=["06F"], part_of="bedfordshire-governing-body", since=HELD, known=HELD, source=SOURCE,
              by=SECRETARY)  # fmt: skip
    busy(world, body=world.finance_committee)
    closed(world.luton)
    assert body_on(world.finance_committee, on=END) is None
    (later,) = heirs(world.finance_committee)
    assert later.slug == "bedfordshire-finance-committee"
    assert Risk.objects.get().body == later
    reopen_body(body=world.luton, why="It was never decided", known=BACK, by=SECRETARY)
    assert body_on(world.finance_committee, on=END)
    assert Risk.objects.get().body == world.finance_committee


def test_what_is_open_with_a_committee_goes_to_the_successor_that_has_none_like_it(world: World) -> None:
    busy(world, body=world.finance_committee)
    closed(world.luton)
    assert [body.slug for body in heirs(world.finance_committee)] == ["bedfordshire-governing-body"]
    assert Risk.objects.get().body == world.bedfordshire


def test_until_the_day_the_body_has_what_is_its_own(world: World) -> None:
    busy(world)
    closed(world.luton)
    assert [each.body for each in open_actions(world.luton, on=LAST)] == ["luton-governing-body"]
    assert len(forward_plan([world.luton], SECRETARY, on=LAST)) == 1
    assert forward_plan([world.bedfordshire], SECRETARY, on=LAST) == ()
    (business,) = forward_plan([world.bedfordshire], SECRETARY, on=END)
    assert business.body == world.bedfordshire
    (strategy,) = world.luton.strategies.all()
    assert (keeper_of(strategy, on=LAST), keeper_of(strategy, on=END)) == (world.luton, world.bedfordshire)
    assert strategy.body == world.luton  # who set it stays


def test_a_step_before_the_day_is_with_the_body_and_its_hand_over_stays(world: World) -> None:
    busy(world)
    closed(world.luton)
    (asked,) = world.bedfordshire.actions.all()
    report(action=asked, note="Half done", on=LAST, by=SECRETARY)
    asked.refresh_from_db()
    assert asked.body == world.bedfordshire
    view = shown_action(asked.ref, SECRETARY, on=END)
    assert view is not None
    assert [(step.kind, step.body, step.plan) for step in view.steps] == [
        ("made", "luton-governing-body", ""), ("progress", "luton-governing-body", ""),
        ("carried", "bedfordshire-governing-body", ""),
    ]  # fmt: skip


def test_a_committee_that_another_body_takes_goes_on_and_is_accountable_to_the_successor(world: World) -> None:
    say_of_body(body=world.finance_committee, attribute="part-of", value="bedfordshire-governing-body", since=END,
                known=LAST, source=SOURCE, by=SECRETARY)  # fmt: skip
    closed(world.luton, committees="")
    view = body_on(world.finance_committee, on=END)
    assert view is not None
    assert view.accountable_to == ("bedfordshire-governing-body",)


def test_the_successor_that_was_said_before_is_the_one(world: World) -> None:
    busy(world)
    say_of_body(body=world.luton, attribute="successor", value="bedfordshire-governing-body", since=END, known=LAST,
                source=SOURCE, by=SECRETARY)  # fmt: skip
    closed(world.luton, "")
    assert open_of(world.luton, world.bedfordshire)[counting.ACTIONS] == {"bedfordshire-governing-body": 1}


def test_without_a_successor_what_is_open_stays(world: World) -> None:
    busy(world)
    closed(world.luton, "")
    assert open_of(world.luton)[counting.ACTIONS] == {"luton-governing-body": 1}
    assert not StrategyKeeper.objects.exists()


def test_it_takes_a_role_for_the_successor_too(world: World) -> None:
    theirs = user("luton@example.org")
    RoleAssignment.objects.create(user=theirs, role="board-secretary", body_code="06P", since=LONG_AGO)
    with pytest.raises(PermissionDenied, match="bedfordshire-governing-body"):
        closed(world.luton, by=Actor.person(theirs))
    assert body_on(world.luton, on=END) is not None


def test_what_was_changed_since_stands_in_the_way_of_opening_again(world: World) -> None:
    busy(world)
    closed(world.luton)
    (asked,) = world.bedfordshire.actions.all()
    report(action=asked, note="Under way", on=END, by=SECRETARY)
    with pytest.raises(ContentError, match="which was taken over, was changed on"):
        reopen_body(body=world.luton, why="It was a mistake", known=BACK, by=SECRETARY)


def test_opening_what_was_not_closed_by_hand_is_refused(world: World) -> None:
    with pytest.raises(ContentError, match="not closed by hand"):
        reopen_body(body=world.luton, why="Why not", known=BACK, by=SECRETARY)
    closed(world.luton)
    with pytest.raises(ContentError, match="say why"):
        reopen_body(body=world.luton, why=" ", known=BACK, by=SECRETARY)
    reopen_body(body=world.luton, why="A mistake", known=BACK, by=SECRETARY)
    with pytest.raises(ContentError, match="not closed by hand"):
        reopen_body(body=world.luton, why="Again", known=BACK, by=SECRETARY)


def test_closed_again_after_it_was_opened_again(world: World) -> None:
    busy(world)
    closed(world.luton)
    reopen_body(body=world.luton, why="A mistake", known=BACK, by=SECRETARY)
    closed(world.luton, "milton-keynes-governing-body", known=BACK)
    assert open_of(world.milton_keynes)[counting.BUSINESS] == {"milton-keynes-governing-body": 1}
    reopen_body(body=world.luton, why="A mistake again", known=BACK, by=SECRETARY)
    assert open_of(world.luton)[counting.BUSINESS] == {"luton-governing-body": 1}


SOME = st.tuples(*[st.integers(0, 2)] * 5)


@given(SOME, SOME)
@settings(max_examples=6, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
def test_nothing_is_lost_and_opening_again_puts_all_back(world: World, mine: Counts, others: Counts) -> None:
    with transaction.atomic():
        busy(world, mine)
        busy(world, others, world.bedfordshire)
        two = (world.luton, world.bedfordshire)
        facts, before = believed(BACK), open_of(*two)
        closed(world.luton)
        after = open_of(*two)
        assert {what: sum(counts.values()) for what, counts in after.items()} == {
            what: sum(counts.values()) for what, counts in before.items()
        }
        assert all("luton-governing-body" not in counts for counts in after.values())
        reopen_body(body=world.luton, why="A mistake", known=BACK, by=SECRETARY)
        assert open_of(*two) == before
        assert believed(BACK) == facts
        assert heirs(world.luton) == ()
        assert not StrategyKeeper.objects.known().exists()
        transaction.set_rollback(True)
