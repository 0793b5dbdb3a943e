"""As if a plan were enacted: the same figures, unit by unit, as at its day once it is."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from ouzel import as_if as asking
from ouzel import structures
from ouzel.as_if import as_if
from ouzel.core.types.basis import Basis
from ouzel.engine.crosswalk import crosswalk
from ouzel.engine.routes import ROUTES
from ouzel.engine.structure import Structure
from ouzel.register.answers import Moment
from ouzel.reorganisation import actions
from ouzel.reorganisation.plan import (
    Plan,
)
from tests.reorganisation.plans import APPROVER, AUTHOR, EFFECTIVE, KNOWN, OPERATOR, blmk_2021

pytestmark = pytest.mark.usefixtures("register")

NOW = Moment(KNOWN, KNOWN)
DAYS = (EFFECTIVE - timedelta(days=1), EFFECTIVE, EFFECTIVE + timedelta(days=400), date(2026, 5, 1))


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Editions of one test are not those of another."""
    structures._structure.cache_clear()
    asking._laid.cache_clear()
    yield
    structures._structure.cache_clear()
    asking._laid.cache_clear()


def enacted(*plans: Plan, on: date = KNOWN) -> None:
    for plan in plans:
        proposal = actions.save(plan=plan, by=AUTHOR, on=on)
        actions.propose(proposal=proposal, by=AUTHOR, on=on)
        actions.approve(proposal=proposal, by=APPROVER, on=on)
        actions.enact(proposal=proposal, by=OPERATOR, on=on)


def saved(*plans: Plan) -> Basis:
    for plan in plans:
        actions.save(plan=plan, by=AUTHOR, on=KNOWN)
    return Basis("as-if", plan=",".join(plan.slug for plan in plans))


def places(structure: Structure, *, to: str, day: date) -> dict[str, list[tuple[str, float, str]]]:
    """Where every body of the register belongs."""
    frame = crosswalk(structure, structure.codes, to=to, basis=Basis("as-at", day=day), today=day).to_frame()
    frame["share"] = frame["share"].round(9).fillna(-1)
    found: dict[str, list[tuple[str, float, str]]] = {}
    for row in frame.fillna("").itertuples():
        found.setdefault(row.unit, []).append((row.group, row.share, row.evidence))
    return found


def assert_as_if_is_as_enacted(*plans: Plan) -> None:
    supposed = as_if(saved(*plans), viewer=OPERATOR, moment=NOW).structure
    enacted(*plans)
    real = structures.structure(moment=NOW)
    for to in ROUTES:
        for day in DAYS:
            before, after = places(supposed, to=to, day=day), places(real, to=to, day=day)
            differing = {u: (before[u], after.get(u)) for u in before if before[u] != after.get(u)}
            assert not differing, (to, day, dict(list(differing.items())[:5]))
            assert set(after) == set(before)


def test_merger_as_if_is_as_enacted() -> None:
    assert_as_if_is_as_enacted(blmk_2021())
