"""A plan laid over the register."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ouzel.core.types.basis import Basis
from ouzel.engine.crosswalk import crosswalk
from ouzel.engine.days import MAXDAY
from ouzel.engine.lines import Stay, restated, retold
from ouzel.engine.overlay import Overlay, overlaid
from ouzel.engine.structure import Structure
from tests.engine.england import england
from tests.engine.reference import World, group_of
from tests.engine.test_reference import groups as told
from tests.engine.test_reference import same
from tests.engine.worlds import BODIES, FIRST, LAST, OPEN, PARENTS, TOPS, UNITS, worlds

DAY = date(2027, 4, 1)
ON = DAY.toordinal()
TODAY = date(2026, 11, 1)
KNOWN = TODAY.toordinal()
WHOLE = float("nan")


def groups(structure: Structure, units: list[str], day: date | None) -> list[str]:
    basis = Basis("as-if", plan="x") if day else Basis("as-now")
    frame = crosswalk(structure, units, to="board", basis=basis, today=TODAY, plan_day=day).to_frame()
    return frame["group"].tolist()


def board(code: str) -> dict[str, list[tuple[str, int, int]]]:
    return {code: [("system", ON, MAXDAY), ("board", ON, MAXDAY)]}


def ended(*codes: str) -> list[tuple[str, int, int]]:
    return [(code, date(2026, 4, 1).toordinal(), ON) for code in codes]


MERGER = Overlay(
    known=KNOWN,
    names={"NEW": "New board"},
    lifespans=[*ended("S1Y5D", "S0E4D"), ("NEW", ON, MAXDAY)],
    kinds=board("NEW"),
    relations={"system": [("M1J4Y", "NEW", ON, MAXDAY, WHOLE), ("U2G6B", "NEW", ON, MAXDAY, WHOLE)]},
    successions=[("S1Y5D", "NEW", ON, WHOLE, "merger"), ("S0E4D", "NEW", ON, WHOLE, "merger")],
)


def test_overlay_merger_moves_every_unit_and_leaves_the_register_alone() -> None:
    base = england()
    units = ["E81001", "E81611", "J82001"]
    assert groups(base, units, None) == ["S1Y5D", "S1Y5D", "S0E4D"]
    merged = overlaid(base, MERGER)
    assert groups(merged, units, DAY) == ["NEW", "NEW", "NEW"]
    assert groups(merged, units, None) == ["S1Y5D", "S1Y5D", "S0E4D"]
    assert merged.names[merged.index["NEW"]] == "New board"
    assert "NEW" not in base.index


def test_overlay_relation_without_a_home_ends_with_its_body_and_follows_the_heir() -> None:
    without = overlaid(
        england(),
        Overlay(
            known=KNOWN, lifespans=MERGER.lifespans, kinds=MERGER.kinds,
            successions=[("S1Y5D", "NEW", ON, WHOLE, "merger")],
        ),
    )  # fmt: skip
    spans = without.relations["system"]
    closed = [without.index[code] for code in ("S1Y5D", "S0E4D")]
    assert {
        until for parent, until in zip(spans.object.tolist(), spans.until.tolist(), strict=True) if parent in closed
    } == {ON}
    assert groups(without, ["E81001"], DAY) == ["NEW"]


def test_overlay_moves_one_member() -> None:
    moved = overlaid(england(), Overlay(KNOWN, relations={"system": [("M1J4Y", "S0E4D", ON, MAXDAY, WHOLE)]}))
    assert groups(moved, ["E81001"], DAY) == ["S0E4D"]
    assert groups(moved, ["E81001"], date(2027, 3, 31)) == ["S1Y5D"]


def test_overlay_member_that_joins_later_joins_on_its_own_day() -> None:
    later = date(2027, 10, 1)
    moved = overlaid(
        england(), Overlay(KNOWN, relations={"system": [("M1J4Y", "S0E4D", later.toordinal(), MAXDAY, WHOLE)]})
    )
    assert groups(moved, ["E81001"], date(2027, 9, 30)) == ["S1Y5D"]
    assert groups(moved, ["E81001"], later) == ["S0E4D"]


def test_overlay_shares_of_a_member_divide_it() -> None:
    rows = [("M1J4Y", "S0E4D", ON, MAXDAY, 0.4), ("M1J4Y", "S1Y5D", ON, MAXDAY, 0.6)]
    frame = crosswalk(
        overlaid(england(), Overlay(KNOWN, relations={"system": rows})), ["E81001"], to="board",
        basis=Basis("as-if", plan="x"), today=TODAY, plan_day=DAY,
    ).to_frame()  # fmt: skip
    assert frame[["group", "share", "estimated"]].values.tolist() == [["S0E4D", 0.4, True], ["S1Y5D", 0.6, True]]


SPLIT = Overlay(
    known=KNOWN,
    names={"N1": "North", "N2": "South"},
    lifespans=[*ended("S1Y5D"), ("N1", ON, MAXDAY), ("N2", ON, MAXDAY)],
    kinds={"N1": [("board", ON, MAXDAY)], "N2": [("board", ON, MAXDAY)]},
)


def split(shares: tuple[float, float], placed: str = "") -> Structure:
    return overlaid(
        england(),
        Overlay(
            known=KNOWN, names=SPLIT.names, lifespans=SPLIT.lifespans, kinds=SPLIT.kinds,
            successions=[("S1Y5D", heir, ON, s, "split") for heir, s in zip(("N1", "N2"), shares, strict=True)],
            placements=[(placed, "N1", ON)] if placed else [],
        ),
    )  # fmt: skip


def test_overlay_split_follows_the_list_in_the_plan() -> None:
    structure = split((WHOLE, WHOLE), placed="E81001")
    frame = crosswalk(
        structure, ["E81001", "E81005"], to="board", basis=Basis("as-if", plan="x"), today=TODAY, plan_day=DAY
    ).to_frame()
    assert frame["group"].tolist()[0] == "N1"
    assert frame["reason"].tolist()[1].startswith("S1Y5D was split among N1 and N2 on 2027-04-01")


def test_overlay_shares_of_a_split_divide_and_are_estimates() -> None:
    frame = crosswalk(
        split((0.4, 0.6)), ["E81001"], to="board", basis=Basis("as-if", plan="x"), today=TODAY, plan_day=DAY
    ).to_frame()
    assert frame[["group", "share", "estimated"]].values.tolist() == [["N1", 0.4, True], ["N2", 0.6, True]]


def test_overlay_role_that_ends_leaves_the_body_open() -> None:
    born, turned = date(2021, 4, 1).toordinal(), date(2022, 7, 1).toordinal()
    changed = overlaid(
        england(),
        Overlay(
            KNOWN, kinds={"M1J4Y": [("sub-icb-location", turned, ON), ("clinical-commissioning-group", born, turned)]}
        ),
    )
    body = changed.index["M1J4Y"]
    assert changed.kinds["sub-icb-location"].rows_of(body) == [(turned, ON)]
    assert changed.kinds["commissioner"].rows_of(body) == []
    assert changed.open.rows_of(body)[-1][1] == MAXDAY


def test_overlay_names_a_body_it_does_not_know() -> None:
    added = overlaid(england(), Overlay(KNOWN, relations={"system": [("M1J4Y", "NOBODY", ON, MAXDAY, WHOLE)]}))
    assert added.names[added.index["NOBODY"]] == "NOBODY"


def test_overlay_of_nothing_is_the_same() -> None:
    base, same_again = england(), overlaid(england(), Overlay(KNOWN))
    assert same_again.codes == base.codes
    for hop, spans in base.relations.items():
        assert spans.until.tolist() == same_again.relations[hop].until.tolist()


# The law of a line


@pytest.mark.parametrize(
    ("held", "said", "after"),
    [
        ([("A", 1, OPEN)], [("B", 10, OPEN)], [("A", 1, 10), ("B", 10, OPEN)]),
        ([("A", 1, OPEN)], [("A", 1, 10)], [("A", 1, 10)]),
        ([("A", 1, OPEN)], [("B", 10, 20)], [("A", 1, 10), ("B", 10, 20), ("A", 20, OPEN)]),
        ([("A", 1, 15), ("C", 15, OPEN)], [("B", 10, OPEN)], [("A", 1, 10), ("B", 10, 15), ("C", 15, OPEN)]),
        ([("A", 1, 7), ("C", 7, OPEN)], [("B", 6, OPEN)], [("A", 1, 6), ("B", 6, OPEN)]),  # C began before it was known
        ([("A", 1, OPEN)], [("A", 10, OPEN)], [("A", 1, OPEN)]),
        ([], [("A", 10, 12), ("B", 12, OPEN)], [("A", 10, 12), ("B", 12, OPEN)]),
    ],
)
def test_line_told_anew(held: list, said: list, after: list) -> None:
    rows = retold([Stay(*row) for row in held], [Stay(*row) for row in said], known=8)
    assert [row[:3] for row in rows] == after


def test_line_of_lifespans_is_restated_whole() -> None:
    held = [Stay("", 1, 5), Stay("", 7, OPEN)]
    assert restated(held, [Stay("", 7, 20)]) == [Stay("", 1, 5), Stay("", 7, 20)]
    assert restated([], [Stay("", 9, OPEN)]) == [Stay("", 9, OPEN)]


# The overlay equals rows told anew one by one


@st.composite
def overlays(draw: st.DrawFn) -> Overlay:
    """What a plan may say: whole rows and divisions, ends, bodies that open and close, steps and placements."""
    day, ends = st.integers(FIRST, LAST), st.one_of(st.integers(FIRST, LAST + 1), st.just(OPEN), st.just(OPEN))
    relations: dict[str, list[tuple[str, str, int, int, float]]] = {}
    for hop, subjects, parents in (("commissioner", UNITS, PARENTS), ("system", PARENTS, TOPS)):
        for subject in draw(st.lists(st.sampled_from(subjects), max_size=4)):
            start, until = draw(day), draw(ends)
            if start >= until:
                continue
            if draw(st.integers(0, 3)):
                rows = [(subject, draw(st.sampled_from([*parents, "N"])), start, until, WHOLE)]
            else:
                one, other = draw(st.permutations([*parents, "N"]))[:2]
                rows = [(subject, one, start, until, 0.25), (subject, other, start, until, 0.75)]
            relations.setdefault(hop, []).extend(rows)
    lives = [(body, FIRST - 5, draw(day)) for body in draw(st.sets(st.sampled_from([*PARENTS, *TOPS]), max_size=2))]
    kinds = {"N": [(kind, FIRST, OPEN) for kind in ("commissioner", "system")]} if draw(st.booleans()) else {}
    heirs = draw(st.lists(st.tuples(st.sampled_from(PARENTS), st.sampled_from([*PARENTS, "N"]), day), max_size=3))
    return Overlay(
        known=draw(st.integers(FIRST - 1, LAST)),
        lifespans=lives,
        kinds=kinds,
        relations=relations,
        successions=[(*step, WHOLE, "") for step in heirs],
        placements=draw(st.lists(st.tuples(st.sampled_from(UNITS), st.sampled_from(PARENTS), day), max_size=1)),
    )


def slowly(world: World, overlay: Overlay) -> World:
    """The rows of a world with an overlay: slow, obvious, a body at a time."""
    lives = {code: (start, until) for code, start, until in overlay.lifespans}
    out = World(
        relations=list(world.relations),
        lifespans=[
            row for row in world.lifespans
            if not (row[0] in lives and row[1] < lives[row[0]][1] and lives[row[0]][0] < row[2])
        ] + [(code, *spell) for code, spell in lives.items()],
        kinds=[row for row in world.kinds if row[0] not in overlay.kinds]
        + [(code, *spell) for code, spells in overlay.kinds.items() for spell in spells],
        successions=world.successions + [(p, s, d, None) for p, s, d, _, _ in overlay.successions],
        placements=world.placements + list(overlay.placements),
    )  # fmt: skip
    for hop, rows in overlay.relations.items():
        for subject in {row[0] for row in rows}:
            held = [r for r in out.relations if r[0] == hop and r[1] == subject and r[1] != r[2]]
            told_of = [r for r in rows if r[0] == subject]
            line = retold(
                [Stay(r[2], r[3], r[4], r[5]) for r in held],
                [Stay(r[1], r[2], r[3], None if r[4] != r[4] else r[4]) for r in told_of],
                known=overlay.known,
            )
            out.relations = [r for r in out.relations if r not in held] + [
                (hop, subject, s.value, s.start, s.until, s.share) for s in line
            ]
    out.relations = _cut(out.relations, out.lifespans, set(lives))
    return out


def _cut(relations: list, lifespans: list, told_anew: set[str]) -> list:
    """Relations to bodies whose lives are told anew: from the first day the body is open until it closes."""

    def is_open(body: str, day: int) -> bool:
        return any(b == body and start <= day < until for b, start, until in lifespans)

    def lasts(row: tuple) -> tuple[int, int]:
        _, _, parent, start, until, _ = row
        if parent not in told_anew:
            return start, until
        end = min(until, LAST + 9)
        while start < end and not is_open(parent, start):
            start += 1
        day = start
        while day < end and is_open(parent, day):
            day += 1
        return start, until if day == LAST + 9 else day

    def ends(row: tuple) -> int:
        parts = [r for r in relations if r[:2] == row[:2] and r[3:5] == row[3:5] and r[5] is not None]
        return min(lasts(r)[1] for r in (parts if row[5] is not None else [row]))

    return [(*row[:3], lasts(row)[0], ends(row), row[5]) for row in relations]


@settings(max_examples=150, deadline=None)
@given(world=worlds, overlay=overlays())
def test_overlay_equals_reference(world: World, overlay: Overlay) -> None:
    structure = overlaid(Structure.from_rows(**world.rows()), overlay)
    slow = slowly(tidy(world), overlay)
    asked = [(b, day) for b in (*BODIES, "N") if b in structure.index for day in range(FIRST - 1, LAST + 2)]
    if not asked:
        return
    units, days = zip(*asked, strict=True)
    for to in ("commissioner", "system"):
        frame = crosswalk(
            structure, units, [date.fromordinal(d) for d in days], to=to, basis=Basis("as-was"), today=TODAY
        ).to_frame()
        answers = {key: told(part) for key, part in frame.groupby(["unit", "day"])}
        for body, day in asked:
            expected = group_of(slow, body, day, to)
            assert same(answers[body, date.fromordinal(day)], expected), (body, day, to)


def tidy(world: World) -> World:
    """Rows that hold on no day or name themselves are none, and lifespans that touch are one."""
    return World(
        [r for r in world.relations if r[3] < r[4] and r[1] != r[2]], world.lifespans, world.kinds, world.successions,
        world.placements,
    )  # fmt: skip
