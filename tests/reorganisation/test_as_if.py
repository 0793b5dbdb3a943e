"""As if a plan were enacted: the same figures, unit by unit, as at its day once it is."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
import pytest

from ouzel import as_if as asking
from ouzel import structures
from ouzel.as_if import as_if
from ouzel.core.errors import ContentError
from ouzel.core.types.basis import Basis
from ouzel.engine.crosswalk import crosswalk
from ouzel.engine.structure import Structure
from ouzel.rebasing import crosswalk_table, rebase_table
from ouzel.register.answers import Moment
from ouzel.register.attributes import Attribute
from ouzel.reorganisation import actions
from ouzel.reorganisation.plan import Change, ChangeRole, Merger, Move, Opening, Part, Place, Plan, Rename, Split
from ouzel.reorganisation.reading import state_of
from ouzel.reorganisation.refusals import PlanRefused
from ouzel.reorganisation.stacking import stacked
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
    for to in ("commissioner", "clinical-commissioning-group", "system", "region", "network", "geography"):
        for day in DAYS:
            before, after = places(supposed, to=to, day=day), places(real, to=to, day=day)
            differing = {u: (before[u], after.get(u)) for u in before if before[u] != after.get(u)}
            assert not differing, (to, day, dict(list(differing.items())[:5]))
            assert set(after) == set(before)


def plan(slug: str, *changes: Change, effective: date = EFFECTIVE, title: str = "") -> Plan:
    """A plan of the tests."""
    return Plan(slug, title or f"The plan {slug}", effective, str(AUTHOR), changes, sources=("A source",))


MERGER = blmk_2021().changes[0]
PARTED = Split(
    "split[0]",
    "06F",
    (
        Part("split[0].part[0]", "X01", units=("E81002", "E81003"), opening=Opening("NHS North CCG", ("RO98",))),
        Part("split[0].part[1]", "X02", rest=True, opening=Opening("NHS South CCG", ("RO98",))),
    ),
)
SHARED = Split(
    "split[0]",
    "06F",
    (
        Part("split[0].part[0]", "X01", share=Decimal("0.4"), opening=Opening("NHS North CCG", ("RO98",))),
        Part("split[0].part[1]", "X02", share=Decimal("0.6"), opening=Opening("NHS South CCG", ("RO98",))),
    ),
)
OPEN = Split(
    "split[0]",
    "06F",
    (
        Part("split[0].part[0]", "X01", units=("E81002",), opening=Opening("NHS North CCG", ("RO98",))),
        Part("split[0].part[1]", "X02", opening=Opening("NHS South CCG", ("RO98",))),
    ),
    left_open="The lists are not agreed yet",
)
MOVED = Move("move[0]", "06P", units=("E81002", "E81003"), origin="06F", relation=Attribute.COMMISSIONER)
HALVED = Move("move[1]", "06P", units=("E81004",), origin="06F", relation=Attribute.COMMISSIONER, share=Decimal("0.5"))


@pytest.mark.parametrize(
    "changes",
    [(MERGER,), (PARTED,), (SHARED,), (OPEN,), (MOVED, HALVED), (ChangeRole("role[0]", "06F", ("RO319",)),)],
    ids=["merger", "split by list", "split by shares", "split left open", "moves", "change of role"],
)
def test_plan_as_if_is_as_enacted(changes: tuple[Change, ...]) -> None:
    assert_as_if_is_as_enacted(plan("tried", *changes))


FIRST = plan("first", PARTED)
SECOND = plan(
    "second",
    Merger("merger[0]", ("X01", "04F"), "X03", opening=Opening("NHS Third CCG", ("RO98",))),
    Rename("rename[0]", "X02", "NHS South and East CCG"),
    effective=date(2021, 10, 1),
)


def test_plans_together_each_stand_on_those_before() -> None:
    one, two = stacked([SECOND, FIRST], moment=NOW)
    assert (one.plan, two.plan) == (FIRST, SECOND)
    assert not one.problems
    assert not two.problems
    enacted(FIRST)
    really = state_of(SECOND, moment=NOW)
    theirs = {code: set(really.facts[code]) for code in really.facts}
    assert {code: set(two.state.facts[code]) for code in theirs} == theirs
    assert set(two.state.members) == set(really.members)
    assert {code: two.state.names[code] for code in really.names} == really.names


def test_plans_together_as_if_are_as_enacted_one_after_the_other() -> None:
    assert_as_if_is_as_enacted(FIRST, SECOND)


def test_plan_that_needs_another_is_refused_alone() -> None:
    with pytest.raises(PlanRefused, match="X01"):
        as_if(saved(SECOND), viewer=OPERATOR, moment=NOW)


def test_plan_already_in_the_register_is_not_laid_over_it_again() -> None:
    enacted(blmk_2021())
    supposed = as_if(Basis("as-if", plan="blmk-2021"), viewer=None, moment=NOW)
    assert supposed.structure is structures.structure(moment=NOW)
    assert supposed.named == frozenset()
    before = Moment(KNOWN, date(2021, 3, 30))  # nobody knew of the enactment yet
    assert as_if(Basis("as-if", plan="blmk-2021"), viewer=None, moment=before).structure is not supposed.structure


def test_draft_is_a_basis_for_those_alone_who_may_see_it() -> None:
    basis = saved(blmk_2021())
    assert as_if(basis, viewer=OPERATOR, moment=NOW).basis.titles == (blmk_2021().title,)
    with pytest.raises(ContentError, match="no such plan"):
        as_if(basis, viewer=None, moment=NOW)
    proposal = actions.save(plan=blmk_2021(), by=AUTHOR, on=KNOWN)
    actions.propose(proposal=proposal, by=AUTHOR, on=KNOWN)
    assert as_if(basis, viewer=None, moment=NOW).basis.day == EFFECTIVE


def test_same_text_is_laid_over_once_and_another_anew() -> None:
    first = as_if(saved(blmk_2021()), viewer=OPERATOR, moment=NOW).structure
    assert as_if(saved(blmk_2021(summary="")), viewer=OPERATOR, moment=NOW).structure is not first
    assert as_if(saved(blmk_2021()), viewer=OPERATOR, moment=NOW).structure is first


def test_figures_as_if_are_named_by_the_plan_and_lose_nothing() -> None:
    basis = saved(plan("shared", SHARED, title="Two groups for Bedfordshire"))
    table = pd.DataFrame({"practice": ["E81002", "E81003", "E81001", "ZZZZZ"], "patients": [1001, 500, 70, 3]})
    done = rebase_table(
        table, unit="practice", values=["patients"], to="commissioner", basis=basis, today=KNOWN, known_at=KNOWN,
        viewer=OPERATOR,
    )  # fmt: skip
    rows = {row.code: (row.name, row.patients) for row in done.frame.itertuples(index=False)}
    assert rows["X01"] == ("NHS North CCG", pytest.approx(600.4))
    assert rows["X02"] == ("NHS South CCG", pytest.approx(900.6))
    assert rows["06P"][1] == 70
    proof = done.reconciliation
    assert proof.given["patients"] == 1574
    assert proof.placed["patients"] == pytest.approx(1571)
    assert [(u.unit, u.values["patients"]) for u in proof.unresolved] == [("ZZZZZ", 3)]
    assert proof.estimated["patients"] == pytest.approx(1501)
    assert done.basis.describe() == (
        "bodies as they would be under the plan \u201cTwo groups for Bedfordshire\u201d, on 1 April 2021"
    )
    assert done.to_dict()["basis"] == "as-if:shared"


def test_unit_left_open_by_the_plan_says_why() -> None:
    walk = crosswalk_table(
        ["E81002", "E81003"], to="commissioner", basis=saved(plan("open", OPEN)), today=KNOWN, known_at=KNOWN,
        viewer=OPERATOR,
    ).to_frame()  # fmt: skip
    assert walk["group"].tolist()[0] == "X01"
    assert "06F was split among X01 and X02 on 2021-04-01" in walk["reason"].tolist()[1]


def test_placement_by_a_plan_takes_a_unit_to_its_heir() -> None:
    placed = plan("placed", Place("place[0]", ("E81003",), "X02"), effective=date(2021, 5, 1))
    walk = crosswalk_table(
        ["E81003"], to="commissioner", basis=saved(plan("open", OPEN), placed), today=KNOWN, known_at=KNOWN,
        viewer=OPERATOR,
    ).to_frame()  # fmt: skip
    assert walk[["group", "evidence"]].values.tolist() == [["X02", "recorded placement"]]
