"""Business to come and strategies go on with the heir of a plan, and come back exactly when it is reversed."""

from datetime import date

import pytest

from ouzel.core.errors import ContentError
from ouzel.governance.carrying.late import carry_late
from ouzel.governance.meetings.forward import drop_business, forward_plan, plan_business
from ouzel.governance.models import Body, ForwardItem, Strategy, StrategyKeeper
from ouzel.governance.strategies.actions import end_strategy, new_version, set_owner, set_priority, set_strategy
from ouzel.governance.strategies.queries import keeper_of, strategies_on, strategy_on
from tests.governance.following.changing import (
    HANDED_ON,
    HANDOVER_DAY,
    MERGED_ON,
    MERGER_DAY,
    ONE,
    enacted,
    handover,
    merger,
    reversed_,
    seen,
    totals,
)
from tests.governance.world import SECRETARY, SOURCE, World

BUSINESS, STRATEGIES = "business to come of bodies", "strategies of bodies"
REVERSED = date(2021, 3, 29)
EVE = date(2021, 3, 31)


@pytest.fixture
def busy(world: World) -> World:
    for title, public in (("Annual report", True), ("Talks with a provider", False)):
        plan_business(body=world.luton, title=title, due=date(2021, 6, 1), every=12, public=public, by=SECRETARY)
    taken = plan_business(body=world.luton, title="Over", due=date(2021, 1, 1), by=SECRETARY)
    drop_business(planned=taken, why="Done elsewhere", by=SECRETARY)
    strategy = set_strategy(slug="luton-plan", kind="other", title="Luton's plan", body=world.luton,
                            since=date(2019, 4, 1), by=SECRETARY)  # fmt: skip
    said = {"known": date(2019, 4, 1), "source": SOURCE, "by": SECRETARY, "since": date(2019, 4, 1)}
    set_priority(strategy=strategy, slug="stroke", title="Fewer strokes", **said)  # type: ignore[arg-type]
    set_owner(strategy=strategy, priority="stroke", owner="Chair", body=world.luton, **said)  # type: ignore[arg-type]
    return world


def titles(body: Body, on: date) -> list[str]:
    return [each.title for each in forward_plan([body], SECRETARY, on=on)]


def test_the_preview_says_who_takes_over_and_counts_both(busy: World) -> None:
    shown = seen(merger(), on=MERGED_ON)
    assert totals(shown, BUSINESS) == ({"luton-governing-body": 2}, {ONE: 2})
    assert totals(shown, STRATEGIES) == ({"luton-governing-body": 1}, {ONE: 1})
    said = [each for each in shown.consequences if each.what == "business to come"]
    assert {(each.name, each.before) for each in said} == {
        ("Annual report", "Governing body of Luton, due 1 June 2021"),
        ("Governing body of Luton", "1 not in public"),
    }  # fmt: skip
    assert "Talks" not in "".join(str(each) for each in shown.consequences)


def test_on_the_day_the_heir_has_them_and_who_had_them_stays_on_record(busy: World) -> None:
    enacted(merger(), on=MERGED_ON)
    one, strategy = Body.objects.get(slug=ONE), Strategy.objects.get()
    assert len(titles(busy.luton, EVE)) == 2
    assert titles(one, EVE) == []
    assert len(titles(one, MERGER_DAY)) == 2
    assert {step.before for planned in ForwardItem.objects.filter(dropped="") for step in planned.steps.all()} == {
        busy.luton
    }
    assert ForwardItem.objects.get(title="Over").body == busy.luton
    assert (strategy.body, keeper_of(strategy, on=EVE), keeper_of(strategy, on=MERGER_DAY)) == (
        busy.luton, busy.luton, one,
    )  # fmt: skip
    (head,) = strategies_on(MERGER_DAY, viewer=None, body=one)
    assert (head.body, head.keeper) == (busy.luton, one)
    whole = strategy_on("luton-plan", on=MERGER_DAY, viewer=None)
    assert whole is not None
    assert [owner.body for owner in whole.priorities[0].owners] == [one]


def test_reversed_all_is_where_it_was_and_the_proof_holds(busy: World) -> None:
    done = enacted(merger("X01"), on=MERGED_ON)
    undone = reversed_(done, on=REVERSED)
    assert len(titles(busy.luton, MERGER_DAY)) == 2
    assert set(ForwardItem.objects.values_list("body__slug", flat=True)) == {"luton-governing-body"}
    assert keeper_of(Strategy.objects.get(), on=MERGER_DAY) == busy.luton
    assert not StrategyKeeper.objects.known().exists()
    there = {(t["what"], t["body"]): (t["before"], t["after"]) for t in done.proof["totals"]}
    back = {(t["what"], t["body"]): (t["after"], t["before"]) for t in undone.proof["totals"]}
    assert back == there
    assert there[BUSINESS, "luton-governing-body"] == ("2", None)


def test_they_are_carried_twice(busy: World) -> None:
    enacted(merger(), on=MERGED_ON)
    second = enacted(handover(), on=HANDED_ON)
    assert len(titles(busy.board, HANDOVER_DAY)) == 2
    strategy = Strategy.objects.get()
    assert keeper_of(strategy, on=HANDOVER_DAY) == busy.board
    reversed_(second, on=date(2022, 7, 5))
    one = Body.objects.get(slug=ONE)
    assert len(titles(one, HANDOVER_DAY)) == 2
    assert keeper_of(strategy, on=HANDOVER_DAY) == one


def test_the_proof_of_an_enactment_is_the_same_whatever_comes_later(busy: World) -> None:
    enacted(merger(), on=MERGED_ON)
    before = totals(seen(merger(), on=MERGED_ON), BUSINESS)
    drop_business(planned=ForwardItem.objects.get(title="Annual report"), why="No more", by=SECRETARY)
    plan_business(body=busy.bedfordshire, title="New", due=EVE, by=SECRETARY)
    assert totals(seen(merger(), on=MERGED_ON), BUSINESS) == before


def test_business_of_the_last_days_is_carried_late(busy: World) -> None:
    enacted(merger(), on=MERGED_ON)
    plan_business(body=busy.luton, title="Late", due=date(2021, 7, 1), by=SECRETARY)
    carried = carry_late(on=MERGER_DAY, by=SECRETARY)
    assert carried == {"luton-governing-body": {"actions": 0, "risks": 0, "follows": 0, "business": 1}}
    assert "Late" in titles(Body.objects.get(slug=ONE), MERGER_DAY)


def test_who_runs_the_heir_changes_the_strategy_that_was_handed_to_it(busy: World) -> None:
    from ouzel.core.actors import Actor
    from ouzel.core.models import RoleAssignment
    from tests.core.people import LONG_AGO, user

    enacted(merger(), on=MERGED_ON)
    theirs = user("one@example.org")
    RoleAssignment.objects.create(user=theirs, role="board-secretary", body_code=ONE, since=LONG_AGO)
    strategy = Strategy.objects.get()
    version = new_version(strategy=strategy, text="# Ours now", source=SOURCE, by=Actor.person(theirs))
    assert version.number == 1
    ended = end_strategy(strategy=strategy, on=date(2022, 1, 1), why="A new one", by=Actor.person(theirs))
    assert ended.until == date(2022, 1, 1)


def test_a_strategy_of_the_body_that_the_plan_opened_stands_in_the_way(busy: World) -> None:
    done = enacted(merger("X01"), on=MERGED_ON)
    opened = Body.objects.get(slug="ccg-governing-body-x01")
    plan_business(body=opened, title="Its own", due=date(2021, 7, 1), by=SECRETARY)
    with pytest.raises(ContentError, match="piece of business to come"):
        reversed_(done, on=REVERSED)
