"""From need to plan, for each place: what answers what, and where the road breaks off."""

from datetime import date

from ouzel.governance.record_links import unlink
from ouzel.governance.strategies.actions import end_strategy
from ouzel.governance.strategies.road import Road, roads
from tests.governance.strategies.making import SINCE, answers, strategy
from tests.governance.world import SECRETARY, World

DAY = date(2023, 6, 1)
LUTON_NEEDS = "Luton Needs"


def by_place(on: date = DAY, *places: str) -> dict[str, Road]:
    return {road.place: road for road in roads(on, viewer=None, places=places)}


def test_whole_road_of_a_place_has_no_gaps(world: World) -> None:
    needs = strategy(world, "luton-needs", "needs-assessment", place="Luton")
    own = strategy(world, "luton-wellbeing", "health-and-wellbeing-strategy", place="Luton")
    system = strategy(world, "living-well", "integrated-care-strategy")
    plan = strategy(world, "forward-plan", "joint-forward-plan", body=world.board)
    for one, other in ((own, needs), (system, needs), (plan, system), (plan, own)):
        answers(one, other)
    road = by_place()["Luton"]
    assert road.gaps == ()
    (need,) = road.needs
    assert [each.strategy.slug for each in need.answered_by] == ["living-well", "luton-wellbeing"]
    assert [each.strategy.slug for one in need.answered_by for each in one.answered_by] == ["forward-plan"] * 2


def test_places_and_steps_that_are_missing_are_told(world: World) -> None:
    needs = strategy(world, "luton-needs", "needs-assessment", place="Luton")
    answers(strategy(world, "living-well", "integrated-care-strategy"), needs)
    found = by_place(DAY, "Luton", "Bedford")
    assert found["Bedford"].gaps == ("No joint strategic needs assessment is on record.",)
    assert found["Luton"].gaps == (
        f"No joint local health and wellbeing strategy answers “{LUTON_NEEDS}”.",
        "No joint forward plan answers “Living Well”.",
    )


def test_what_is_over_or_was_unlinked_answers_nothing(world: World) -> None:
    needs = strategy(world, "luton-needs", "needs-assessment", place="Luton")
    system = strategy(world, "living-well", "integrated-care-strategy")
    made = answers(system, needs)
    assert by_place()["Luton"].needs[0].answered_by != ()
    assert by_place(SINCE)["Luton"].needs[0].answered_by != ()
    end_strategy(strategy=system, on=date(2023, 7, 1), why="The next one", by=SECRETARY)
    assert by_place(date(2023, 7, 1))["Luton"].needs[0].answered_by == ()
    unlink(link=made, why="Another one", by=SECRETARY, on=DAY)
    assert by_place()["Luton"].needs[0].answered_by == ()


def test_strategies_that_answer_each_other_in_a_ring_end(world: World) -> None:
    needs = strategy(world, "luton-needs", "needs-assessment", place="Luton")
    one, other = strategy(world, "one", "other"), strategy(world, "other", "other")
    for first, second in ((one, needs), (other, one), (one, other)):
        answers(first, second)
    (need,) = by_place()["Luton"].needs
    (ring,) = need.answered_by
    assert ring.answered_by[0].answered_by == ()
