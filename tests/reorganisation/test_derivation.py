"""Plans from two states: each kind of change is recognised, and with the leftovers nothing is lost or made up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.reorganisation.derivation import STATUTORY, Derived, Picture, derive, derive_day, picture_of_file
from ouzel.reorganisation.derivation.pictured import Recorded
from ouzel.reorganisation.expanding import expand
from ouzel.reorganisation.plan import (
    ChangeRole,
    Close,
    HandOver,
    Merger,
    Move,
    Open,
    Opening,
    Part,
    Place,
    Plan,
    Rename,
    Split,
    WorkTogether,
)
from tests.register.files import practice, practices
from tests.reorganisation.pictures import DAY, EVE, Plain, enacted, picture, state_of_picture

A = Attribute
GROUP, LOCATION, PRACTICE, BOARD, TRUST = "RO98", "RO319", "RO76", "RO318", "RO197"
NAMES = {"A1": "NHS Alpha", "B1": "NHS Beta", "C1": "NHS Gamma", "D1": "NHS Delta"}


def under(*pairs: str, relation: Attribute = A.COMMISSIONER) -> list[tuple[Attribute, str, str]]:
    """ "P1 A1": practice P1 belongs to A1; a range "P1-4 A1" is P1 to P4."""
    found = []
    for pair in pairs:
        units, parent = pair.split()
        first, _, last = units[1:].partition("-")
        found += [(relation, f"{units[0]}{n}", parent) for n in range(int(first), int(last or first) + 1)]
    return found


def bodies(*lines: str) -> dict[str, str]:
    """ "A1 RO98": a body with its role; "P1-9" are practices."""
    found = {}
    for line in lines:
        code, _, role = line.partition(" ")
        if "-" in code:
            first, last = code[1:].split("-")
            found |= {f"{code[0]}{n}": PRACTICE for n in range(int(first), int(last) + 1)}
        else:
            found[code] = role or PRACTICE
    return found


def told(before: Picture, after: Picture, **more: Any) -> Derived:
    return derive(before, after, effective=DAY, slug="a-plan", title="A plan", author="ada", **more)


def changes(before: Picture, after: Picture, **more: Any) -> tuple[object, ...]:
    """What was derived; nothing may be left over."""
    derived = told(before, after, **more)
    assert derived.unexplained == ()
    return derived.plan.changes


def passed(*pairs: str, note: str = "", share: Decimal | None = None, by: Attribute = A.SUCCESSOR) -> list[Recorded]:
    return [Recorded(*pair.split(), DAY, note, share, by) for pair in pairs]


def test_merger_into_a_new_code_is_told_by_members() -> None:
    before = picture(EVE, bodies("P1-9", f"A1 {GROUP}", f"B1 {GROUP}"), under("P1-5 A1", "P6-9 B1"), names=NAMES)
    after = picture(DAY, bodies("P1-9", f"C1 {GROUP}"), under("P1-9 C1"), names=NAMES)
    assert changes(before, after) == (
        Merger("merger[0]", ("A1", "B1"), "C1", "merger", Opening("NHS Gamma", (GROUP,))),
    )
    assert told(before, after).explained == 3 + 2 + 9  # lives, name and role of the new one, practices


def test_merger_into_an_open_body_that_takes_a_new_name() -> None:
    before = picture(EVE, bodies("P1-9", f"A1 {GROUP}", f"B1 {GROUP}"), under("P1-5 A1", "P6-9 B1"), names=NAMES)
    after = picture(DAY, bodies("P1-9", f"B1 {GROUP}"), under("P1-9 B1"), names=NAMES | {"B1": "NHS Alphabeta"})
    assert changes(before, after) == (Merger("merger[0]", ("A1",), "B1", "merger", Opening("NHS Alphabeta")),)


def test_acquisition_where_the_succession_says_so() -> None:
    before = picture(EVE, bodies(f"A1 {TRUST}", f"B1 {TRUST}"), names=NAMES)
    after = picture(DAY, bodies(f"B1 {TRUST}"), names=NAMES, successions=passed("A1 B1", note="acquisition"))
    assert changes(before, after) == (Merger("acquisition[0]", ("A1",), "B1", "acquisition"),)


def test_succession_of_another_day_is_no_evidence() -> None:
    before = picture(EVE, bodies(f"A1 {TRUST}", f"B1 {TRUST}"), names=NAMES)
    late = [replace(s, on=EVE) for s in passed("A1 B1")]
    after = picture(DAY, bodies(f"B1 {TRUST}"), names=NAMES, successions=late)
    assert changes(before, after) == (Close("close[0]", "A1"),)


def test_successions_one_after_another_lead_to_the_last() -> None:
    before = picture(EVE, bodies(f"A1 {TRUST}", f"B1 {TRUST}"), names=NAMES)
    after = picture(DAY, bodies(f"B1 {TRUST}"), names=NAMES, successions=passed("A1 X1", "X1 B1"))
    assert changes(before, after) == (Merger("merger[0]", ("A1",), "B1"),)


def test_recode_where_members_and_name_go_on() -> None:
    before = picture(EVE, bodies("P1-3", f"A1 {GROUP}"), under("P1-3 A1"), names=NAMES)
    after = picture(DAY, bodies("P1-3", f"C1 {GROUP}"), under("P1-3 C1"), names=NAMES | {"C1": "NHS ALPHA"})
    assert changes(before, after) == (
        Merger("recode[0]", ("A1",), "C1", "recode", Opening("NHS ALPHA", (GROUP,))),
    )  # fmt: skip
    other = picture(DAY, bodies("P1-3", f"C1 {GROUP}"), under("P1-3 C1"), names=NAMES)
    assert changes(before, other)[0].kind == "merger"  # type: ignore[attr-defined]


def test_split_lists_units_and_leaves_the_rest_open() -> None:
    before = picture(EVE, bodies("P1-9", f"A1 {GROUP}", f"B1 {GROUP}"), under("P1-9 A1"), names=NAMES)
    after = picture(
        DAY, bodies("P1-9", f"B1 {GROUP}", f"C1 {GROUP}"), under("P1-4 B1", "P5-8 C1"), names=NAMES,
        successions=passed("A1 B1", "A1 C1", note="split"),
    )  # fmt: skip
    assert changes(before, after) == (
        Split(
            "split[0]",
            "A1",
            (
                Part("split[0].part[0]", "B1", ("P1", "P2", "P3", "P4")),
                Part("split[0].part[1]", "C1", ("P5", "P6", "P7", "P8"), opening=Opening("NHS Gamma", (GROUP,))),
            ),
            left_open="No source says where these belong from 2021-04-01: 1 GP practice",
        ),
    )


def test_split_has_shares_only_where_they_are_recorded() -> None:
    before = picture(EVE, bodies("P1", f"A1 {GROUP}", f"B1 {GROUP}", f"C1 {GROUP}"), under("P1 A1"), names=NAMES)
    quarter, rest = Decimal("0.25"), Decimal("0.75")
    after = picture(
        DAY, bodies("P1", f"B1 {GROUP}", f"C1 {GROUP}"), under("P1 B1", "P1 C1"), names=NAMES,
        shares={("P1", "B1"): quarter, ("P1", "C1"): rest},
        successions=[*passed("A1 B1", share=quarter), *passed("A1 C1", share=rest)],
    )  # fmt: skip
    (split,) = changes(before, after)
    assert isinstance(split, Split)
    assert [(part.into, part.units, part.share) for part in split.parts] == [("B1", (), quarter), ("C1", (), rest)]


def test_split_that_follows_a_listed_unit_does_not_list_what_belongs_to_it() -> None:
    both = [*under("P1-2 A1"), *under("A1 X1", "B1 X1", relation=A.SYSTEM), *under("P1-2 X1", relation=A.GEOGRAPHY)]
    before = picture(
        EVE, bodies("P1-2", f"A1 {GROUP}", f"B1 {GROUP}", f"X1 {BOARD}", f"X2 {BOARD}", f"X3 {BOARD}"), both
    )
    after = picture(
        DAY, bodies("P1-2", f"A1 {GROUP}", f"B1 {GROUP}", f"X2 {BOARD}", f"X3 {BOARD}"),
        [*under("P1-2 A1"), *under("A1 X2", "B1 X3", relation=A.SYSTEM), *under("P1-2 X2", relation=A.GEOGRAPHY)],
    )  # fmt: skip
    (split,) = changes(before, after)
    assert isinstance(split, Split)
    assert [part.units for part in split.parts] == [("A1",), ("B1",)]


def test_boundary_change_moves_units_and_both_go_on() -> None:
    both = bodies("P1-20", f"A1 {GROUP}", f"B1 {GROUP}")
    before = picture(EVE, both, under("P1-15 A1", "P16-20 B1"))
    after = picture(DAY, both, under("P1-12 A1", "P13-20 B1"))
    assert changes(before, after) == (Move("move[0]", "B1", ("P13", "P14", "P15"), "A1"),)


def test_move_names_the_relation_where_others_stay() -> None:
    both = bodies("P1-9", f"A1 {GROUP}", f"B1 {GROUP}")
    areas = under("P1-9 A1", relation=A.NETWORK)
    before, after = (picture(day, both, [*under(line), *areas]) for day, line in ((EVE, "P1-9 A1"), (DAY, "P1-9 B1")))
    (move,) = changes(before, after)
    assert isinstance(move, Move)
    assert (move.relation, len(move.units)) == (A.COMMISSIONER, 9)


def test_single_practice_is_left_over_and_a_single_location_is_not() -> None:
    all_ = bodies("P1-9", f"A1 {LOCATION}", f"B1 {LOCATION}", f"X1 {BOARD}", f"X2 {BOARD}")
    systems = under("B1 X2", relation=A.SYSTEM)
    before = picture(EVE, all_, [*under("P1-5 A1", "P6-9 B1"), *systems, *under("A1 X1", relation=A.SYSTEM)])
    after = picture(DAY, all_, [*under("P1-4 A1", "P5-9 B1"), *systems, *under("A1 X2", relation=A.SYSTEM)])
    derived = told(before, after)
    assert derived.plan.changes == (Move("move[0]", "X2", ("A1",), "X1"),)
    (left,) = derived.unexplained
    assert (left.code, left.what, left.before, left.after) == ("P5", A.COMMISSIONER, "A1", "B1")
    assert left.why == "It went by itself"


def test_change_of_role_keeps_the_code_and_may_bring_a_name() -> None:
    before = picture(EVE, bodies(f"A1 {GROUP}", f"B1 {GROUP} RO326"), names=NAMES)
    after = picture(DAY, bodies(f"A1 {LOCATION}", f"B1 {LOCATION} RO326"), names=NAMES | {"A1": "NHS X ICB - A1"})
    assert changes(before, after) == (
        ChangeRole("role[0]", "A1", (LOCATION,), (), "NHS X ICB - A1"),
        ChangeRole("role[1]", "B1", (LOCATION,), (GROUP,)),
    )


def test_role_that_is_only_added_is_left_over() -> None:
    before, after = (
        picture(day, bodies(f"A1 {roles}")) for day, roles in ((EVE, LOCATION), (DAY, f"{LOCATION} RO326"))
    )
    derived = told(before, after)
    assert derived.plan.changes == ()
    assert [(x.what, x.before, x.after) for x in derived.unexplained] == [(A.ROLE, LOCATION, f"{LOCATION}, RO326")]


def test_functions_of_the_day_are_handed_over() -> None:
    both = bodies(f"A1 {GROUP}", f"B1 {GROUP}", f"X1 {BOARD}")
    recorded = passed("B1 X1", "A1 X1", by=A.FUNCTIONS)
    assert changes(picture(EVE, both), picture(DAY, both, successions=recorded)) == (
        HandOver("functions[0]", ("A1", "B1"), "X1"),
    )


def test_rename_alone() -> None:
    before, after = (picture(d, bodies(f"A1 {GROUP}"), names=n) for d, n in ((EVE, NAMES), (DAY, {"A1": "NHS Omega"})))
    assert changes(before, after) == (Rename("rename[0]", "A1", "NHS Omega"),)


def test_name_that_nobody_knew_before_is_no_rename() -> None:
    derived = told(picture(EVE, bodies(f"A1 {GROUP}")), picture(DAY, bodies(f"A1 {GROUP}"), names=NAMES))
    assert derived.plan.changes == ()
    assert [(x.what, x.after, x.why) for x in derived.unexplained] == [
        (A.NAME, "NHS Alpha", "No source said it before")
    ]


def test_closure_names_what_has_no_home() -> None:
    before = picture(
        EVE, bodies("P1-4", "N1 RO272", f"A1 {GROUP}"),
        [*under("P1-4 A1", "N1 A1"), *under("E1-2 A1", relation=A.AREA_COMMISSIONER)],
    )  # fmt: skip
    after = picture(DAY, bodies("P1-4", "N1 RO272"))
    (close,) = changes(before, after)
    assert close == Close(
        "close[0]",
        "A1",
        "No source says where these belong from 2021-04-01: 4 GP practices, 1 primary care network, 2 small areas",
    )


def test_divided_unit_that_loses_a_home_is_left_open_as_a_whole() -> None:
    half = Decimal("0.5")
    shares = {("P1", "A1"): half, ("P1", "B1"): half}
    before = picture(EVE, bodies("P1", f"A1 {GROUP}", f"B1 {GROUP}"), under("P1 A1", "P1 B1"), shares=shares)
    silent = told(before, picture(DAY, bodies("P1", f"B1 {GROUP}")))
    assert ([c.path for c in silent.plan.changes], silent.unexplained) == (["close[0]"], ())
    (left,) = told(before, picture(DAY, bodies("P1", f"B1 {GROUP}"), under("P1 B1"))).unexplained
    assert (left.code, left.before, left.after) == ("P1", "A1 0.5; B1 0.5", "B1")


def test_plan_with_a_problem_is_derived_and_what_it_keeps_from_happening_is_left_over() -> None:
    """P1 went to one body by the one relation and to another by the other: an expansion finds it listed twice."""
    both = [*under("P1-4 A1"), *under("P1 A1", relation=A.NETWORK)]
    before = picture(EVE, bodies("P1-4", f"A1 {GROUP}", f"B1 {GROUP}"), both, names=NAMES)
    after = picture(
        DAY, bodies("P1-4", f"B1 {GROUP}", f"C1 {GROUP}", f"D1 {GROUP}"),
        [*under("P1-2 B1", "P3-4 C1"), *under("P1 D1", relation=A.NETWORK)], names=NAMES,
    )  # fmt: skip
    derived = told(before, after)
    problems = expand(derived.plan, state_of_picture(before, DAY)).problems
    assert [(p.value, p.problem) for p in problems] == [("P1", "P1 is moved twice")]
    assert [(x.code, x.what, x.before, x.after) for x in derived.unexplained] == [("P1", A.NETWORK, "A1", "D1")]


def test_opening_without_predecessor_has_its_parents() -> None:
    before = picture(EVE, bodies(f"X1 {BOARD}"))
    after = picture(DAY, bodies(f"X1 {BOARD}", f"C1 {LOCATION}"), under("C1 X1", relation=A.SYSTEM), names=NAMES)
    assert changes(before, after) == (Open("open[0]", "C1", Opening("NHS Gamma", (LOCATION,), {A.SYSTEM: "X1"})),)


def test_working_together_begins_and_ends() -> None:
    groups = bodies(f"A1 {GROUP}", f"B1 {GROUP}", f"C1 {GROUP}")
    both = {**groups, "TOGETHER": "COLLABORATION"}
    names = NAMES | {"TOGETHER": "Two together"}
    alone = picture(EVE, groups, names=names)
    with_ = picture(DAY, both, under("A1 TOGETHER", "B1 TOGETHER", relation=A.COLLABORATION), names=names)
    assert changes(alone, with_) == (
        WorkTogether("together[0]", "TOGETHER", "collaboration", ("A1", "B1"), "Two together"),
    )
    assert changes(replace(with_, day=EVE), replace(alone, day=DAY)) == (
        WorkTogether("together[0]", "TOGETHER", "collaboration", ("A1", "B1"), ends=True),
    )


def test_unit_of_a_split_trust_is_placed() -> None:
    trusts = bodies(f"B1 {TRUST}", f"C1 {TRUST}")
    before = picture(EVE, bodies(f"A1 {TRUST}") | trusts)
    recorded = [*passed("A1 B1", "A1 C1"), *passed("S1 C1", by=A.PLACEMENT)]
    split, place = changes(before, picture(DAY, trusts, successions=recorded))
    assert isinstance(split, Split)
    assert place == Place("place[0]", ("S1",), "C1")


def test_practices_that_open_close_or_are_not_spoken_of_are_left_over() -> None:
    before = picture(EVE, bodies("P1-9", f"A1 {GROUP}", f"B1 {GROUP}"), under("P1-5 A1", "P6-9 B1"))
    after = picture(DAY, bodies("P1-8", "P10", f"C1 {GROUP}"), under("P1-3 C1", "P5-8 C1", "P10 C1"))
    derived = told(before, after)
    assert [c.into for c in derived.plan.changes if isinstance(c, Merger)] == ["C1"]
    assert [(x.code, x.what.name, x.before, x.after, x.why) for x in derived.unexplained] == [
        ("P10", "LIFESPAN", "", "open", "It opened by itself"),
        ("P10", "COMMISSIONER", "", "C1", "No source named one before"),
        ("P9", "LIFESPAN", "open", "", "It closed by itself"),
        ("P4", "COMMISSIONER", "A1", "", "The plan carries it to C1. No source speaks of it on the day"),
    ]


def test_recorded_succession_of_a_body_that_stays_is_left_over() -> None:
    both = bodies(f"A1 {TRUST}", f"B1 {TRUST}")
    derived = told(picture(EVE, both), picture(DAY, both, successions=passed("A1 B1")))
    assert derived.plan.changes == ()
    assert [(x.code, x.what, x.after) for x in derived.unexplained] == [("A1", A.SUCCESSOR, "B1")]


def test_kinds_limit_what_the_plan_is_about() -> None:
    before = picture(EVE, bodies(f"A1 {GROUP}", f"X1 {BOARD}"), names=NAMES)
    after = picture(DAY, {}, names=NAMES)
    assert [c.path for c in told(before, after, kinds=("board",)).plan.changes] == ["close[0]"]
    assert len(told(before, after, kinds=STATUTORY).plan.changes) == 2


def test_unknown_kind_is_refused_with_the_list() -> None:
    with pytest.raises(ValueError, match="'ccg' is not a kind of body: use one of practice, network"):
        told(picture(EVE, {}), picture(DAY, {}), kinds=("ccg",))


# From files and from the register


def test_two_lists_tell_a_merger_by_members_alone(tmp_path: Path) -> None:
    old, new = (f"P1000{n}" for n in range(1, 4)), (f"P1000{n}" for n in range(1, 4))
    then = practices(tmp_path, "then.csv", *(practice(p, x) for p, x in zip(old, ("X01", "X01", "X02"), strict=True)))
    now = practices(tmp_path, "now.csv", *(practice(p, "Y01", "20210401") for p in new))
    before, after = (picture_of_file(p, published=day) for p, day in ((then, EVE), (now, DAY)))
    assert changes(before, after) == (Merger("merger[0]", ("X01", "X02"), "Y01", "merger", Opening("Y01")),)


def test_file_without_a_day_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="nothing says when this file was published"):
        picture_of_file(practices(tmp_path, "then.csv", practice("P10001", "X01")))


def test_day_in_the_register_becomes_a_plan(register: None) -> None:
    derived = derive_day(DAY, kinds=("commissioner",))
    merger = next(c for c in derived.plan.changes if isinstance(c, Merger))
    assert (merger.bodies, merger.into, merger.opening.roles) == (("04F", "06F", "06P"), "M1J4Y", (GROUP,))
    assert (derived.plan.slug, derived.plan.effective) == ("as-on-2021-04-01", DAY)
    assert derived.plan.title == "What was reorganised on 1 April 2021"
    assert derived.plan.sources == ("The register of organisations on 2021-03-31 and on 2021-04-01",)


def test_functions_and_roles_of_a_day_in_the_register(register: None) -> None:
    plan = derive_day(date(2022, 7, 1)).plan
    assert sum(len(c.bodies) for c in plan.changes if isinstance(c, HandOver)) == 106
    assert sum(c.takes == (BOARD,) for c in plan.changes if isinstance(c, ChangeRole)) == 42


def test_day_not_known_yet_has_nothing_to_tell(register: None) -> None:
    derived = derive_day(date(2022, 7, 1), known_at=date(2022, 6, 30))
    assert (derived.plan.changes, derived.unexplained, derived.plan.summary) == ((), (), "Nothing changed")


# Laws

UNITS = [f"P{n}" for n in range(1, 8)]
GROUPS, BOARDS = ["A1", "B1", "C1", "D1"], ["X1", "Y1", "Z1"]
DIVISIONS = [(Decimal("0.25"), Decimal("0.75")), (Decimal("0.5"), Decimal("0.5"))]


ROLES = st.sampled_from([GROUP, GROUP, LOCATION, f"{LOCATION} RO326"])
RECORDED = st.builds(
    Recorded,
    *[st.sampled_from(GROUPS + BOARDS)] * 2,
    on=st.just(DAY),
    note=st.sampled_from(["", "merger", "acquisition"]),
    share=st.sampled_from([None, Decimal("0.5")]),
    attribute=st.sampled_from([A.SUCCESSOR, A.SUCCESSOR, A.FUNCTIONS]),
)


@st.composite
def states(draw: st.DrawFn, day: date = EVE, wild: bool = True) -> Picture:
    """Practices under groups under boards; some closed, some nowhere; in wild ones some divided or under the closed."""
    there = {code: PRACTICE for code in UNITS if draw(st.integers(0, 5))}
    there |= {code: draw(ROLES) for code in GROUPS if draw(st.booleans())}
    there |= {code: BOARD for code in BOARDS if draw(st.booleans())}
    there |= {"TOGETHER": "COLLABORATION"} if draw(st.booleans()) else {}
    belongs, shares = [], {}
    for units, parents, relation in (
        (UNITS, GROUPS, A.COMMISSIONER), (UNITS, BOARDS, A.GEOGRAPHY), (GROUPS, BOARDS, A.SYSTEM),
        (GROUPS, ["TOGETHER"], A.COLLABORATION),
    ):  # fmt: skip
        for unit in (u for u in units if u in there):
            near = [p for p in parents if p in there] * 3
            one = draw(st.sampled_from([*near, None, *(parents if wild and len(parents) > 1 else [])]))
            if one is not None:
                belongs.append((relation, unit, one))
            other = draw(st.sampled_from(parents))
            if wild and one not in (None, other) and relation is A.COMMISSIONER and not draw(st.integers(0, 5)):
                belongs.append((relation, unit, other))
                shares[unit, one], shares[unit, other] = draw(st.sampled_from(DIVISIONS))
    recorded = draw(st.lists(RECORDED, max_size=3, unique_by=lambda s: (s.old, s.new)))
    names = {code: f"{code} {draw(st.sampled_from(['old', 'old', 'new']))}" for code in (*GROUPS, *BOARDS)}
    found = picture(day, there, belongs, shares=shares, successions=recorded, names=names)
    return replace(found, open={c: b for c, b in found.open.items() if c in there})


def concerned(before: Picture, after: Picture) -> set[str]:
    return {c for p in (before, after) for c, b in p.open.items() if b.kinds & set(STATUTORY)}


class Whole(Plain):
    """A divided unit of which a part has no home is left open as a whole, as an expansion leaves it."""

    def _passed(self, plan: Plan, attribute: Attribute, unit: str, parents: dict[str, Decimal]) -> dict[str, Decimal]:
        homes = all(self._fate(plan, attribute, unit, parent) for parent in parents)
        return super()._passed(plan, attribute, unit, parents) if homes else {}


@given(states(), states(day=DAY))
def test_plan_and_leftovers_give_the_state_after(before: Picture, after: Picture) -> None:
    derived = told(before, after)
    plain, wanted = Whole(before), Plain(after)
    plain.apply(derived.plan)
    plain.correct(derived.unexplained)
    about = concerned(before, after)
    assert plain.about(about) == wanted.about(about)


@given(states(wild=False), states(day=DAY, wild=False))
def test_expansion_has_no_problems_and_comes_to_what_the_derivation_says(before: Picture, after: Picture) -> None:
    derived = told(before, after)
    expansion = expand(derived.plan, state_of_picture(before, DAY))
    nowhere = [f"{code} would have no" for code in GROUPS if not before.parents(A.SYSTEM, code)]  # as no state says
    assert [p for p in expansion.problems if not p.problem.startswith(tuple(nowhere))] == []
    plain, wanted = enacted(before, expansion), Plain(after)
    plain.correct(derived.unexplained)
    about = concerned(before, after)
    assert plain.about(about) == wanted.about(about)


@given(states())
def test_without_difference_there_is_no_change(before: Picture) -> None:
    derived = told(before, replace(before, day=DAY, successions=()))
    assert (derived.plan.changes, derived.unexplained, derived.explained) == ((), (), 0)


@given(states(), states(day=DAY), st.randoms())
def test_order_of_rows_does_not_matter(before: Picture, after: Picture, chance: Any) -> None:
    def shuffled(p: Picture) -> Picture:
        def mixed(rows: Any) -> Any:
            rows = list(rows)
            chance.shuffle(rows)
            return rows

        relations = {a: dict(mixed(units.items())) for a, units in mixed(p.relations.items())}
        return replace(
            p, open=dict(mixed(p.open.items())), relations=relations, successions=tuple(mixed(p.successions))
        )

    assert told(shuffled(before), shuffled(after)) == told(before, after)


@pytest.mark.parametrize("kinds", [(), ("commissioner",), STATUTORY])
def test_no_kinds_means_all(kinds: tuple[str, ...]) -> None:
    before = picture(EVE, bodies("P1-2", f"A1 {GROUP}"), under("P1-2 A1"))
    after = picture(DAY, bodies("P1", f"A1 {GROUP}"), under("P1 A1"))
    derived = told(before, after, kinds=kinds)
    assert (len(derived.plan.changes), len(derived.unexplained)) == ((0, 1) if kinds else (1, 0))
