"""Laws of every reorganisation: nothing is lost, what was shown comes to be, and a reversal is remembered."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ouzel.register.answers import Moment
from ouzel.register.asking import fetch
from ouzel.register.attributes import Attribute
from ouzel.reorganisation import actions
from ouzel.reorganisation.enacting import enact
from ouzel.reorganisation.models import Proposal
from ouzel.reorganisation.plan import Plan
from ouzel.reorganisation.preview import preview
from ouzel.reorganisation.proving import again, prove
from ouzel.reorganisation.reversing import reverse
from tests.reorganisation.plans import APPROVER, AUTHOR
from tests.reorganisation.worlds import DAY, World, by_hand, load, plans, worlds

APPROVED, ENACTED, REVERSED = date(2026, 3, 1), date(2026, 3, 10), date(2026, 3, 20)
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # to shrink what the database takes part in takes minutes
SOON = settings(max_examples=12, phases=PHASES, suppress_health_check=list(HealthCheck))  # each example undoes itself


@st.composite
def planned(draw: st.DrawFn) -> tuple[World, Plan]:
    world = draw(worlds())
    return world, draw(plans(world))


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is forgotten."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def approved(plan: Plan) -> Proposal:
    proposal = actions.save(plan=plan, by=AUTHOR, on=APPROVED)
    actions.propose(proposal=proposal, by=AUTHOR, on=APPROVED)
    actions.approve(proposal=proposal, by=APPROVER, on=APPROVED)
    return proposal


def answers(known: date) -> set[tuple[Any, ...]]:
    """Everything that the register believes, for all days at once, as known on one."""
    return set(
        fetch(
            """SELECT b.code, f.attribute, f.value, o.code, f.share, f.valid::text, f.note FROM register_fact f
               JOIN register_body b ON b.id = f.subject_id LEFT JOIN register_body o ON o.id = f.object_id
               WHERE upper_inf(f.editions) AND f.known @> %s::date""",
            [known],
        )
    )


def homes(known: date, on: date) -> dict[str, dict[str, Decimal]]:
    """Whom each drawn practice belongs to, by share, asked of the table of facts alone."""
    rows = fetch(
        """SELECT b.code, o.code, coalesce(f.share, 1) FROM register_fact f JOIN register_body b ON b.id = f.subject_id
           JOIN register_body o ON o.id = f.object_id WHERE f.attribute = %s AND b.code LIKE 'ZP%%'
             AND upper_inf(f.editions) AND f.known @> %s::date AND f.valid @> %s::date""",
        [int(Attribute.COMMISSIONER), known, on],
    )
    found: dict[str, dict[str, Decimal]] = {}
    for practice, body, share in rows:
        found.setdefault(practice, {})[body] = share
    return found


@SOON
@given(drawn=planned())
def test_enactment_gives_each_practice_what_a_plan_by_hand_gives(register: None, drawn: tuple[World, Plan]) -> None:
    world, plan = drawn
    with undone():
        load(world)
        shown = preview(plan, moment=Moment(DAY, APPROVED))
        assert not shown.problems, [str(p) for p in shown.problems]
        enact(proposal=approved(plan), by=AUTHOR, on=ENACTED)
        expected = {practice: home for practice, home in by_hand(world, plan).items() if home}
        assert homes(ENACTED, DAY) == expected
        left = {u.code for u in shown.unresolved if u.attribute is Attribute.COMMISSIONER and u.since == DAY}
        assert left == world.practices.keys() - expected.keys()
        assert all(sum(home.values()) == 1 for home in expected.values())
        for practice, (day, body) in world.later.items():
            if body not in ended(plan):  # a move of its own after the plan's day is kept
                assert homes(ENACTED, day)[practice] == {body: 1}


def ended(plan: Plan) -> set[str]:
    """Bodies that end on the plan's day."""
    said = preview(plan, moment=Moment(DAY, APPROVED)).expansion.assertions
    return {a.subject for a in said if a.attribute is Attribute.LIFESPAN and a.until == DAY}


@SOON
@given(drawn=planned())
def test_totals_shown_before_are_those_counted_after_and_sums_hold(register: None, drawn: tuple[World, Plan]) -> None:
    world, plan = drawn
    with undone():
        load(world)
        proposal = approved(plan)
        shown = preview(plan, moment=Moment(DAY, APPROVED)).totals
        enactment = enact(proposal=proposal, by=AUTHOR, on=ENACTED)
        kept = {(t["what"], t["body"]): t["after"] for t in enactment.proof["totals"]}
        assert {(t.what, t.body): None if t.after is None else f"{t.after.normalize():f}" for t in shown} == kept
        left = len({u["code"] for u in enactment.proof["unresolved"] if u["relation"] == "commissioner"})
        for row in enactment.proof["sums"]:
            if row["what"] == "GP practices":
                assert Decimal(row["before"]) - Decimal(row["after"]) == Decimal(row["left_open"]) <= left
        assert again(proposal).holds


@SOON
@given(drawn=planned())
def test_reversal_gives_the_answers_from_before_on_every_date_and_knowledge_remembers_both(
    register: None, drawn: tuple[World, Plan]
) -> None:
    world, plan = drawn
    with undone():
        load(world)
        before, early = answers(REVERSED), answers(APPROVED)
        proposal = approved(plan)
        enact(proposal=proposal, by=AUTHOR, on=ENACTED)
        enacted = answers(REVERSED)
        assert enacted != before
        assert answers(APPROVED) == early  # enacting late rewrites nothing that was known
        reverse(proposal=proposal, by=AUTHOR, why="The law changed", on=REVERSED)
        assert answers(REVERSED) == before
        assert answers(ENACTED) == enacted  # between the two days the plan was what the world knew
        assert answers(APPROVED) == early


@SOON
@given(drawn=planned())
def test_enacting_late_changes_only_what_is_known_from_then_on(register: None, drawn: tuple[World, Plan]) -> None:
    world, plan = drawn
    late = date(2026, 4, 1)
    plan = Plan(plan.slug, plan.title, late, plan.author, plan.changes)
    with undone():
        load(world)
        proposal = approved(plan)
        before = answers(date(2026, 5, 1))
        enact(proposal=proposal, by=AUTHOR, on=date(2026, 5, 2))
        assert answers(date(2026, 5, 1)) == before
        expected = {practice: home for practice, home in by_hand(world, plan).items() if home}
        assert homes(date(2026, 5, 2), late) == expected
        assert prove(proposal=proposal, by=AUTHOR, on=date(2026, 5, 3)).state == "proved"
