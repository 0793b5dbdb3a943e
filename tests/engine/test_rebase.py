"""Figures in the shape of other bodies: what comes out, what is listed, the laws that always hold."""

import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ouzel.core.types.basis import Basis
from ouzel.engine.figures import Figures
from ouzel.engine.rebase import Rebased, rebase
from ouzel.engine.structure import Structure
from tests.engine.england import england
from tests.engine.reference import World
from tests.engine.worlds import BODIES, FIRST, LAST, worlds

TODAY = date(2026, 11, 1)


def rebased(table, *, values: list[str], basis: str, to: str = "system", day: str | date | None = "day") -> Rebased:
    figures = Figures.of(table, unit="unit", values=values, day=day)
    return rebase(figures, england(), to=to, basis=Basis.parse(basis), today=TODAY)


def table(rows: list[tuple], *columns: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["unit", "day", *columns])


POPULATION = table(
    [
        ("E81001", "2020-04-01", 100),
        ("E81611", "2020-04-01", 20),
        ("E81005", "2020-04-01", 3),
        ("E81001", "2021-06-01", 110),
        ("E81005", "2021-06-01", 4),
        ("Y00001", "2021-06-01", 7),
        ("X24", "2021-06-01", 5),
    ],
    "patients",
)


def test_rebase_as_was_keeps_the_shape_of_each_date() -> None:
    found = rebased(POPULATION, values=["patients"], basis="as-was", to="commissioner")
    assert found.frame.values.tolist() == [
        ["06F", "06F", date(2020, 4, 1), 120],
        ["06P", "06P", date(2020, 4, 1), 3],
        ["M1J4Y", "Bedfordshire, Luton and Milton Keynes", date(2021, 6, 1), 114],
    ]


def test_rebase_as_now_gives_one_series_and_closed_practices_stay_in_it() -> None:
    found = rebased(POPULATION, values=["patients"], basis="as-now", to="commissioner")
    assert found.frame[["code", "patients"]].values.tolist() == [["M1J4Y", 123], ["M1J4Y", 114]]


def test_rebase_lists_what_is_unresolved_with_its_reason() -> None:
    proof = rebased(POPULATION, values=["patients"], basis="as-now").reconciliation
    assert proof.given == {"patients": 249}
    assert proof.placed == {"patients": 237}
    assert [(u.unit, u.values, u.since, u.rows) for u in proof.unresolved] == [
        ("X24", {"patients": 5}, date(2021, 6, 1), 1),
        ("Y00001", {"patients": 7}, date(2021, 6, 1), 1),
    ]
    assert proof.unresolved[0].reason == "code X24 is not in the register"


def test_rebase_document_has_the_shape_others_script_against() -> None:
    document = rebased(POPULATION, values=["patients"], basis="as-now").to_dict()
    assert document["basis"] == "as-now"
    assert document["to"] == "system"
    assert document["rows"][0] == {"code": "S1Y5D", "name": "Central East", "date": "2020-04-01", "patients": 123}
    assert document["reconciliation"]["in"] == {"patients": 249}
    assert document["reconciliation"]["out"] == {"patients": 237}
    assert document["reconciliation"]["unresolved"][0]["code"] == "X24"


def test_rebase_missing_and_suppressed_are_counted_and_never_zero() -> None:
    rows = table(
        [
            ("E81001", "2022-08-01", "10"),
            ("E81005", "2022-08-01", "*"),
            ("E81001", "2022-09-01", "c"),
            ("E81005", "2022-09-01", ""),
            ("X24", "2022-09-01", "*"),
        ],
        "deaths",
    )
    found = rebased(rows, values=["deaths"], basis="as-was")
    assert found.frame["deaths"].tolist() == [10, pd.NA]
    assert found.suppressed["deaths"].tolist() == [1, 1]
    assert found.missing["deaths"].tolist() == [0, 1]
    assert found.reconciliation.suppressed == {"deaths": 3}
    assert found.reconciliation.missing == {"deaths": 1}
    assert found.reconciliation.unresolved[0].values == {"deaths": None}
    assert found.to_dict()["rows"][1]["deaths"] is None


def test_rebase_whole_numbers_stay_exact_beyond_floats() -> None:
    big = 2**53
    rows = table([("E81001", "2022-08-01", big), ("E81005", "2022-08-01", 1)], "n")
    assert rebased(rows, values=["n"], basis="as-was").frame["n"].tolist() == [big + 1]


def test_rebase_whole_numbers_with_gaps_stay_exact_from_arrow() -> None:
    big = 2**60 + 1
    day = pa.array([date(2022, 8, 1)] * 2)
    rows = pa.table({"unit": ["E81001", "E81005"], "day": day, "n": pa.array([big, None], pa.int64())})
    found = rebased(rows, values=["n"], basis="as-was")
    assert found.frame["n"].tolist() == [big]
    assert found.missing["n"].tolist() == [1]


def test_rebase_sums_past_64_bits_are_refused() -> None:
    rows = table([("E81001", "2022-08-01", 2**62), ("E81005", "2022-08-01", 2**62)], "n")
    with pytest.raises(OverflowError, match="64 bits"):
        rebased(rows, values=["n"], basis="as-was")


def test_rebase_money_stays_money() -> None:
    rows = table([("E81001", "2022-08-01", Decimal("0.10")), ("E81005", "2022-08-01", Decimal("0.20"))], "cost")
    assert rebased(rows, values=["cost"], basis="as-was").frame["cost"].tolist() == [Decimal("0.30")]


def test_rebase_divided_money_loses_no_penny() -> None:
    rows = table([("E81005", "2020-01-01", Decimal("0.01")), ("E81005", "2020-02-01", Decimal("1.01"))], "cost")
    found = rebased(rows, values=["cost"], basis="as-was", to="network")
    assert found.frame["cost"].sum() == Decimal("1.02")
    assert all(value == round(value, 2) for value in found.frame["cost"])
    assert found.reconciliation.estimated == {"cost": Decimal("1.02")}


def test_rebase_estimated_part_is_carried_with_the_figure() -> None:
    rows = table([("E81005", "2020-01-01", 8), ("E81001", "2020-01-01", 10)], "n")
    found = rebased(rows, values=["n"], basis="as-was", to="network")
    assert found.frame[["code", "n"]].values.tolist() == [["U27128", 6.0], ["U59591", 12.0]]
    assert found.estimated["n"].tolist() == [6.0, 2.0]
    assert found.reconciliation.estimated == {"n": 8.0}


def test_rebase_across_a_change_of_network_is_always_whole() -> None:
    days = ["2020-06-30", "2020-07-01", "2020-07-02"]
    found = rebased(table([("E81001", d, 5) for d in days], "n"), values=["n"], basis="as-was", to="network")
    assert sorted(found.frame[["date", "code", "n"]].values.tolist()) == [
        [date(2020, 6, 30), "U59591", 5],
        [date(2020, 7, 1), "U27128", 5],
        [date(2020, 7, 2), "U27128", 5],
    ]


def test_rebase_figures_without_dates_have_none() -> None:
    rows = POPULATION.drop(columns="day")
    found = rebased(rows, values=["patients"], basis="as-now", day=None)
    assert found.frame.columns.tolist() == ["code", "name", "patients"]
    assert found.reconciliation.unresolved[0].since is None
    with pytest.raises(ValueError, match="date of each figure"):
        rebased(rows, values=["patients"], basis="as-was", day=None)


def test_rebase_of_no_rows_is_an_empty_table() -> None:
    found = rebased(POPULATION.head(0), values=["patients"], basis="as-now")
    assert found.frame.empty
    assert found.reconciliation.given == {"patients": 0}


def test_rebase_where_nothing_resolves_still_accounts_for_all() -> None:
    rows = table([("X1", "2022-08-01", 4), (None, "2022-08-01", 5)], "n")
    found = rebased(rows, values=["n"], basis="as-was")
    assert found.frame.empty
    assert [(u.unit, u.values["n"], u.reason) for u in found.reconciliation.unresolved] == [
        ("", 5, "the unit is blank"),
        ("X1", 4, "code X1 is not in the register"),
    ]


bases = st.sampled_from(["as-was", f"as-at:{date.fromordinal(FIRST + 4)}", f"as-at:{date.fromordinal(LAST)}", "as-now"])
kinds = st.sampled_from(["commissioner", "system", "network", "region"])
figure_rows = st.lists(
    st.tuples(
        st.sampled_from([*BODIES, "nobody"]),
        st.integers(FIRST, LAST).map(date.fromordinal),
        st.integers(-1000, 10_000),
        st.one_of(st.none(), st.floats(-1e6, 1e6)),
        st.sampled_from(["1.25", "0.01", "*", "", "7"]),
    ),
    max_size=30,
)
VALUES = ["whole", "real", "money"]


def of_world(world: World, rows: list[tuple], to: str, basis: str) -> Rebased:
    frame = pd.DataFrame(rows, columns=["unit", "day", *VALUES]).astype({"whole": "int64", "real": "float64"})
    figures = Figures.of(frame, unit="unit", values=VALUES, day="day")
    return rebase(figures, Structure.from_rows(**world.rows()), to=to, basis=Basis.parse(basis), today=TODAY)


@settings(max_examples=80, deadline=None)
@given(world=worlds, rows=figure_rows, to=kinds, basis=bases)
def test_rebase_conserves(world: World, rows: list[tuple], to: str, basis: str) -> None:
    found = of_world(world, rows, to, basis)
    proof = found.reconciliation
    assert proof.given["whole"] == sum(row[2] for row in rows)
    assert proof.given["money"] == sum((Decimal(row[4]) for row in rows if row[4] not in ("*", "")), Decimal(0))
    for name in VALUES:
        lost = sum((u.values[name] for u in proof.unresolved if u.values[name] is not None), type(proof.given[name])(0))
        shown = sum((v for v in found.frame[name] if v is not None and v is not pd.NA), type(proof.given[name])(0))
        if name == "money":
            assert proof.given[name] == proof.placed[name] + lost == shown + lost
        else:
            scale = 1e-9 * (1 + sum(abs(row[2] if name == "whole" else row[3] or 0) for row in rows))
            assert abs(proof.given[name] - proof.placed[name] - lost) <= scale
            assert abs(proof.given[name] - shown - lost) <= scale
    assert sum(u.rows for u in proof.unresolved) <= len(rows)


@settings(max_examples=40, deadline=None)
@given(world=worlds, rows=figure_rows, to=kinds)
def test_rebase_as_at_its_own_date_is_as_was(world: World, rows: list[tuple], to: str) -> None:
    day = date.fromordinal(FIRST + 6)
    dated = [(unit, day, *values) for unit, _, *values in rows]
    was, at = (of_world(world, dated, to, basis) for basis in ("as-was", f"as-at:{day}"))
    pd.testing.assert_frame_equal(was.frame, at.frame)


@settings(max_examples=40, deadline=None)
@given(world=worlds, rows=figure_rows, to=kinds, basis=bases, seed=st.integers(0, 99))
def test_rebase_order_of_rows_changes_nothing(world: World, rows: list[tuple], to: str, basis: str, seed: int) -> None:
    shuffle = random.Random(seed).sample
    mixed = World(
        **{name: shuffle(list(part), len(part)) for name, part in vars(world).items() if name != "successions"}
    )
    mixed.successions = sorted(
        world.successions, key=lambda row: row[2]
    )  # two shares said of one step: the later holds
    first, second = of_world(world, rows, to, basis), of_world(mixed, shuffle(rows, len(rows)), to, basis)
    pd.testing.assert_frame_equal(first.frame, second.frame)
    assert _unresolved(first) == _unresolved(second)


@settings(max_examples=40, deadline=None)
@given(world=worlds, rows=figure_rows, to=kinds, basis=bases)
def test_rebase_other_codes_for_the_same_bodies_change_nothing(
    world: World, rows: list[tuple], to: str, basis: str
) -> None:
    other = {code: f"{len(BODIES) - i:02}-{code}" for i, code in enumerate(BODIES)}
    renamed = World(
        relations=[(hop, other[a], other[b], *rest) for hop, a, b, *rest in world.relations],
        lifespans=[(other[a], *rest) for a, *rest in world.lifespans],
        kinds=[(other[a], *rest) for a, *rest in world.kinds],
        successions=[(other[a], other[b], *rest) for a, b, *rest in world.successions],
        placements=[(other[a], other[b], *rest) for a, b, *rest in world.placements],
    )
    first = of_world(world, rows, to, basis).frame
    second = of_world(renamed, [(other.get(unit, unit), *rest) for unit, *rest in rows], to, basis).frame
    first["code"] = first["name"] = [other[code] for code in first["code"]]
    first = first.sort_values(["code", "date"], ignore_index=True)
    assert first[["code", "date"]].values.tolist() == second[["code", "date"]].values.tolist()
    np.testing.assert_allclose(first["whole"].to_numpy(float), second["whole"].to_numpy(float))


def _unresolved(found: Rebased) -> list[tuple]:
    return [
        (u.unit, u.values["whole"], u.values["money"], u.since, u.until, u.rows)
        for u in found.reconciliation.unresolved
    ]


def test_rebase_on_every_core_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = POPULATION.assign(again=POPULATION["patients"] * 2, cost=[Decimal("0.10")] * len(POPULATION))
    path = tmp_path / "figures.parquet"
    rows.to_parquet(path)
    values = ["patients", "again", "cost"]
    one = rebased(rows, values=values, basis="as-was").to_dict()
    monkeypatch.setattr("ouzel.engine.rebase.WORTH_THREADS", 0)
    figures = Figures.from_parquet(path, unit="unit", values=values, day="day")
    for read in (figures, figures.in_memory()):
        assert rebase(read, england(), to="system", basis=Basis("as-was"), today=TODAY).to_dict() == one
