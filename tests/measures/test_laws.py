"""Laws: with any plan nobody is lost and nobody counted twice, as a slow sum by hand has it, shown and then enacted."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ouzel.register.answers import Moment
from ouzel.reorganisation import actions
from ouzel.reorganisation.naming import bodies_named
from ouzel.reorganisation.plan import Plan
from ouzel.reorganisation.preview import preview
from tests.measures.files import figures
from tests.measures.files import load as load_figures
from tests.reorganisation.plans import APPROVER, AUTHOR, OPERATOR
from tests.reorganisation.worlds import World, by_hand, load, plans, worlds

APPROVED, ENACTED = date(2026, 3, 1), date(2026, 3, 10)
PEOPLE = "people registered"
SOON = settings(max_examples=20, suppress_health_check=list(HealthCheck))  # each example undoes itself

Counted = tuple[World, Plan, dict[str, int]]
Sums = dict[str, Decimal]


@contextmanager
def undone() -> Iterator[Path]:
    """What is done inside is forgotten; a folder for its files."""
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        yield Path(folder)
        transaction.set_rollback(True)


@st.composite
def counted(draw: st.DrawFn) -> Counted:
    """A world, a plan for it, and the lists of some of its practices; the others have none published."""
    world = draw(worlds())
    lists = {p: draw(st.integers(0, 20_000)) for p in world.practices if draw(st.integers(0, 5))}
    return world, draw(plans(world)), lists


def sums(homes: Mapping[str, Mapping[str, Decimal]], lists: Mapping[str, int], bodies: set[str]) -> Sums:
    """People of each body, one practice at a time; a body with no practice that has a list is not there."""
    found: Sums = {}
    for practice, people in lists.items():
        for body, share in homes[practice].items():
            if body in bodies:
                found[body] = found.get(body, Decimal(0)) + people * share
    return found


def prepare(folder: Path, world: World, lists: Mapping[str, int]) -> None:
    load(world)
    if lists:
        load_figures(figures(folder, "registered-patients", "people.csv", **lists), effective=date(2025, 6, 1))


@given(counted())
@SOON
def test_people_are_where_a_slow_sum_has_them_before_and_after(register: None, drawn: Counted) -> None:
    world, plan, lists = drawn
    with undone() as folder:
        prepare(folder, world, lists)
        shown = preview(plan, moment=Moment(plan.effective, APPROVED))
        rows = [row for row in shown.totals if row.what == PEOPLE]
    bodies = {code for code, _ in bodies_named(plan)}
    before, after = sums(world.practices, lists, bodies), sums(by_hand(world, plan), lists, bodies)
    assert {row.body: row.before for row in rows if row.before is not None} == before
    assert {row.body: row.after for row in rows if row.after is not None} == after


@given(counted())
@SOON
def test_nobody_is_lost_but_those_left_open(register: None, drawn: Counted) -> None:
    world, plan, lists = drawn
    with undone() as folder:
        prepare(folder, world, lists)
        shown = preview(plan, moment=Moment(plan.effective, APPROVED))
        rows = [row for row in shown.totals if row.what == PEOPLE]
    left = sum(
        (Decimal(lists.get(u.code, 0)) * world.practices[u.code].get(u.was, Decimal(0))
         for u in shown.unresolved if u.code in world.practices),
        Decimal(0),
    )  # fmt: skip
    assert sum(row.before or 0 for row in rows) == sum(row.after or 0 for row in rows) + left


@given(counted())
@settings(SOON, max_examples=8)
def test_what_was_shown_is_what_the_register_has_once_enacted(register: None, drawn: Counted) -> None:
    world, plan, lists = drawn
    with undone() as folder:
        prepare(folder, world, lists)
        proposal = actions.save(plan=plan, by=AUTHOR, on=APPROVED)
        actions.propose(proposal=proposal, by=AUTHOR, on=APPROVED)
        actions.approve(proposal=proposal, by=APPROVER, on=APPROVED)
        proof = actions.enact(proposal=proposal, by=OPERATOR, on=ENACTED).proof
    bodies = {code for code, _ in bodies_named(plan)}
    after = sums(by_hand(world, plan), lists, bodies)
    rows = [row for row in proof["totals"] if row["what"] == PEOPLE]
    assert {row["body"]: Decimal(row["after"]) for row in rows if row["after"] is not None} == after
