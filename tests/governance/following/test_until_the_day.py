"""A plan is enacted ahead of its day: until then the bodies go on with what they have, and none of it is lost."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import RoleAssignment
from ouzel.governance.action_log.actions import change_owner, close_action, move_due, report
from ouzel.governance.action_log.queries import action as shown
from ouzel.governance.action_log.queries import open_actions
from ouzel.governance.bodies.queries import lineage
from ouzel.governance.models import Action, Body, PriorityOwner, Risk
from ouzel.governance.risks.actions import close_risk, review
from ouzel.governance.risks.queries import risk_on
from ouzel.governance.strategies.actions import set_owner, set_priority, set_strategy
from ouzel.governance.strategies.queries import priorities_on
from ouzel.reorganisation.models import Enactment
from tests.core.people import LONG_AGO, user
from tests.governance.following.changing import (
    MERGED_ON,
    MERGER_DAY,
    action,
    enacted,
    meeting,
    merger,
    reversed_,
    risk,
    seen,
    totals,
)
from tests.governance.world import SOURCE, World

ONE = "ccg-governing-body-x01"
BETWEEN = date(2021, 3, 25)
EVE = MERGER_DAY - timedelta(days=1)


@pytest.fixture
def busy(world: World) -> World:
    held = meeting("2021-03-16-in-common", *world.three, on=date(2021, 3, 16))
    action("A-2021-0001", world.luton, held)
    risk("R-2021-0001", world.luton)
    return world


@pytest.fixture
def ahead(busy: World) -> Enactment:
    """The merger, enacted ten days before it takes effect."""
    return enacted(merger("X01"), on=MERGED_ON)


def test_an_action_is_reported_on_by_the_body_that_still_has_it(busy: World, ahead: Enactment) -> None:
    row = Action.objects.get()
    report(action=row, note="Half of the letters are out", on=BETWEEN, by=busy.by)
    then = shown(row.ref, None, on=BETWEEN)
    assert then is not None
    assert (then.body, [step.kind for step in then.steps]) == ("luton-governing-body", ["made", "progress"])
    after = shown(row.ref, None, on=MERGER_DAY)
    assert after is not None
    assert (after.body, [step.kind for step in after.steps]) == (ONE, ["made", "progress", "carried"])
    assert [step.on for step in after.steps] == sorted(step.on for step in after.steps)
    assert Action.objects.get().body.slug == ONE


def test_what_changes_before_the_day_goes_on_after_it(busy: World, ahead: Enactment) -> None:
    row = Action.objects.get()
    move_due(action=row, due=date(2021, 9, 1), why="The printer is ill", on=BETWEEN, by=busy.by)
    change_owner(action=row, owner="Printer", on=EVE, by=busy.by)
    (view,) = open_actions(Body.objects.get(slug=ONE), on=MERGER_DAY)
    assert (view.due, view.owner, view.put_off) == (date(2021, 9, 1), "Printer", 1)
    assert [each.owner for each in open_actions(busy.luton, on=BETWEEN)] == ["Chair"]


def test_an_action_closed_before_the_day_is_handed_over_to_nobody(busy: World, ahead: Enactment) -> None:
    close_action(action=Action.objects.get(), on=BETWEEN, by=busy.by)
    assert open_actions(Body.objects.get(slug=ONE), on=MERGER_DAY) == ()
    view = shown("A-2021-0001", None, on=date(2021, 5, 1))
    assert view is not None
    assert (view.state, view.body) == ("closed", "luton-governing-body")
    with pytest.raises(ContentError, match="closed"):
        report(action=Action.objects.get(), note="Again", on=date(2021, 5, 1), by=busy.by)


def test_from_the_day_on_it_is_the_heirs(busy: World, ahead: Enactment) -> None:
    report(action=Action.objects.get(), note="Later", on=date(2021, 4, 20), by=busy.by)
    with pytest.raises(ContentError, match="step before was on 20 April 2021"):
        report(action=Action.objects.get(), note="Before", on=BETWEEN, by=busy.by)


def test_who_runs_the_body_of_the_day_is_asked(busy: World, ahead: Enactment) -> None:
    person = user("luton@example.org")
    RoleAssignment.objects.create(user=person, role="board-secretary", body_code="06P", since=LONG_AGO)
    by = Actor.person(person)
    report(action=Action.objects.get(), note="Half", on=BETWEEN, by=by)
    with pytest.raises(PermissionDenied):
        report(action=Action.objects.get(), note="Half", on=MERGER_DAY, by=by)


def test_what_was_said_before_the_day_does_not_stand_in_the_way_of_a_reversal(busy: World, ahead: Enactment) -> None:
    report(action=Action.objects.get(), note="Half", on=BETWEEN, by=busy.by)
    review(risk=Risk.objects.get(), on=BETWEEN, likelihood=5, by=busy.by)
    reversed_(ahead, on=date(2021, 3, 29))
    assert Action.objects.get().body == busy.luton
    assert Risk.objects.get().body == busy.luton
    view = shown("A-2021-0001", None, on=date(2021, 5, 1))
    assert view is not None
    assert (view.body, view.state) == ("luton-governing-body", "open")
    assert [step.kind for step in view.steps if step.note == "Half"] == ["progress"]
    looked = risk_on("R-2021-0001", on=date(2021, 5, 1), viewer=None)
    assert looked is not None
    assert (looked.body, looked.likelihood) == (busy.luton, 5)


def test_the_proof_counts_it_once(busy: World, ahead: Enactment) -> None:
    report(action=Action.objects.get(), note="Half", on=BETWEEN, by=busy.by)
    before, after = totals(seen(merger("X01"), on=MERGED_ON), "open actions of bodies")
    assert sum(before.values()) == sum(after.values()) == 1


def test_a_risk_is_looked_at_until_the_day_too(busy: World, ahead: Enactment) -> None:
    review(risk=Risk.objects.get(), on=BETWEEN, impact=2, by=busy.by)
    then, after = (risk_on("R-2021-0001", on=day, viewer=None) for day in (BETWEEN, MERGER_DAY))
    assert then is not None
    assert after is not None
    assert (then.body, then.impact) == (busy.luton, 2)
    assert (after.body.slug, after.impact, after.state) == (ONE, 2, "open")
    assert [point.on for point in after.points] == sorted(point.on for point in after.points)
    close_risk(risk=Risk.objects.get(), on=EVE, why="Over", by=busy.by)
    gone = risk_on("R-2021-0001", on=MERGER_DAY, viewer=None)
    assert gone is not None
    assert (gone.state, gone.body) == ("closed", busy.luton)
    assert Risk.objects.get().body == busy.luton


def test_the_heir_answers_for_the_priorities_of_a_body_that_ends(busy: World) -> None:
    since = date(2020, 4, 1)
    plan = set_strategy(slug="commissioning-plan", kind="other", title="Commissioning plan", body=busy.luton,
                        since=since, by=busy.by)  # fmt: skip
    set_priority(
        strategy=plan, slug="smoking", title="Fewer smoke", since=since, known=since, source=SOURCE, by=busy.by
    )
    for owner in ("Governing body of Luton", "Medical director"):
        set_owner(strategy=plan, priority="smoking", owner=owner, body=busy.luton, since=since, known=since,
                  source=SOURCE, by=busy.by)  # fmt: skip
    told = [c for c in seen(merger("X01"), on=MERGED_ON).consequences if c.what == "priority that the body answers for"]
    assert [(c.before, c.after) for c in told] == [
        ("Governing body of Luton", told[0].after), ("Medical director", told[0].after)
    ]  # fmt: skip
    enactment = enacted(merger("X01"), on=MERGED_ON)

    def owners(day: date) -> set[tuple[str, str]]:
        (view,) = priorities_on(plan, on=day, viewer=None)
        return {(each.owner, each.body.slug if each.body else "") for each in view.owners}

    assert owners(EVE) == {("Governing body of Luton", busy.luton.slug), ("Medical director", busy.luton.slug)}
    assert owners(MERGER_DAY) == {(told[0].after, ONE), ("Medical director", ONE)}
    reversed_(enactment, on=date(2021, 3, 29))
    assert owners(MERGER_DAY) == owners(EVE)
    assert PriorityOwner.objects.filter(replaced=None).count() == 2


def test_a_body_is_no_heir_before_its_day(busy: World, ahead: Enactment) -> None:
    one = Body.objects.get(slug=ONE)
    assert busy.luton in lineage(one)
    assert busy.luton not in lineage(one, on=EVE)
    assert busy.luton in lineage(one, on=MERGER_DAY)
