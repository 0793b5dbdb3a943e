"""A plan laid over the register."""

from datetime import date

import pytest

from ouzel.core.types.basis import Basis
from ouzel.engine.crosswalk import crosswalk
from ouzel.engine.overlay import overlaid
from ouzel.engine.structure import Structure
from tests.engine.england import england

DAY = date(2027, 4, 1)
TODAY = date(2026, 11, 1)


def groups(structure: Structure, units: list[str], day: date | None) -> list[str]:
    basis = Basis("as-if", plan="x") if day else Basis("as-now")
    frame = crosswalk(structure, units, to="board", basis=basis, today=TODAY, plan_day=day).to_frame()
    return frame["group"].tolist()


def test_overlay_merger_moves_every_unit_and_leaves_the_register_alone() -> None:
    base = england()
    units = ["E81001", "E81611", "J82001"]
    assert groups(base, units, None) == ["S1Y5D", "S1Y5D", "S0E4D"]
    merged = overlaid(
        base,
        day=DAY,
        openings=[("NEW", "New board", ("system", "board"))],
        closures=["S1Y5D", "S0E4D"],
        successions=[("S1Y5D", "NEW", None), ("S0E4D", "NEW", None)],
    )
    assert groups(merged, units, DAY) == ["NEW", "NEW", "NEW"]
    assert groups(merged, units, None) == ["S1Y5D", "S1Y5D", "S0E4D"]
    assert "NEW" not in base.index


def test_overlay_moves_one_member() -> None:
    moved = overlaid(england(), day=DAY, relations=[("system", "M1J4Y", "S0E4D")])
    assert groups(moved, ["E81001"], DAY) == ["S0E4D"]
    assert groups(moved, ["E81001"], date(2027, 3, 31)) == ["S1Y5D"]


def test_overlay_split_follows_the_list_in_the_plan() -> None:
    split = overlaid(
        england(),
        day=DAY,
        openings=[("N1", "North", ("board",)), ("N2", "South", ("board",))],
        closures=["S1Y5D"],
        successions=[("S1Y5D", "N1", None), ("S1Y5D", "N2", None)],
        placements=[("E81001", "N1")],
    )
    frame = crosswalk(
        split, ["E81001", "E81005"], to="board", basis=Basis("as-if", plan="x"), today=TODAY, plan_day=DAY
    ).to_frame()
    assert frame["group"].tolist()[0] == "N1"
    assert frame["reason"].tolist()[1].startswith("S1Y5D was split among N1 and N2 on 2027-04-01")


def test_overlay_shares_of_a_split_divide_and_are_estimates() -> None:
    split = overlaid(
        england(),
        day=DAY,
        openings=[("N1", "North", ("board",)), ("N2", "South", ("board",))],
        closures=["S1Y5D"],
        successions=[("S1Y5D", "N1", 0.4), ("S1Y5D", "N2", 0.6)],
    )
    frame = crosswalk(
        split, ["E81001"], to="board", basis=Basis("as-if", plan="x"), today=TODAY, plan_day=DAY
    ).to_frame()
    assert frame[["group", "share", "estimated"]].values.tolist() == [["N1", 0.4, True], ["N2", 0.6, True]]


def test_overlay_unknown_code_is_refused() -> None:
    with pytest.raises(KeyError, match="NOBODY"):
        overlaid(england(), day=DAY, closures=["NOBODY"])
