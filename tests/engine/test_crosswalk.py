"""Where units belong under each basis, how we know, and why not."""

from datetime import date

import pytest

from ouzel.core.types.basis import Basis
from ouzel.engine.answers import Answer, alike
from ouzel.engine.crosswalk import crosswalk, periods
from ouzel.engine.structure import Structure
from tests.engine.england import ROWS, england

TODAY = date(2026, 11, 1)


def row(unit: str, *, to: str, basis: str, day: str | None = None) -> dict:
    days = [date.fromisoformat(day)] if day else None
    frame = crosswalk(england(), [unit], days, to=to, basis=Basis.parse(basis), today=TODAY).to_frame()
    assert len(frame) == 1
    return {key: None if value != value else value for key, value in frame.iloc[0].to_dict().items()}


@pytest.mark.parametrize(
    ("unit", "to", "basis", "day", "group", "evidence"),
    [
        ("E81001", "commissioner", "as-was", "2021-03-31", "06F", "direct"),
        ("E81001", "commissioner", "as-was", "2021-04-01", "M1J4Y", "direct"),
        ("E81001", "system", "as-was", "2021-01-01", "QHG", "direct"),
        ("E81001", "board", "as-was", "2022-07-01", "QHG", "direct"),
        ("E81001", "board", "as-now", None, "S1Y5D", "direct"),
        ("E81001", "region", "as-at:2026-03-31", None, "Y61", "direct"),
        ("E81611", "commissioner", "as-at:2020-12-31", None, "06F", "last parent"),
        ("E81611", "commissioner", "as-now", None, "M1J4Y", "heir of 06F"),
        ("E81611", "board", "as-now", None, "S1Y5D", "heir of 06F"),
        ("06F", "commissioner", "as-now", None, "M1J4Y", "own successor"),
        ("QHG", "board", "as-now", None, "S1Y5D", "own successor"),
        ("M1J4Y", "partnership", "as-at:2021-03-31", None, "QHG", "predecessors agree"),
        ("RW602", "trust", "as-now", None, "R0A", "recorded placement"),
        ("E81001", "network", "as-was", "2020-06-30", "U59591", "direct"),
        ("E81001", "network", "as-was", "2020-07-01", "U27128", "direct"),
    ],
)
def test_crosswalk_places(unit: str, to: str, basis: str, day: str | None, group: str, evidence: str) -> None:
    found = row(unit, to=to, basis=basis, day=day)
    assert (found["group"], found["evidence"], found["share"], found["reason"]) == (group, evidence, 1.0, "")


@pytest.mark.parametrize(
    ("unit", "to", "basis", "reason"),
    [
        (
            "K81007",
            "board",
            "as-at:2026-04-01",
            (
                "D4U1Y closed at the end of 2026-03-31; its board QNQ was split among QRL, S0E4D and S9B9J "
                "on 2026-04-01 and no evidence says which part"
            ),
        ),
        ("Y00001", "board", "as-now", "13Q was a commissioning hub on 2026-11-01, not a board, and belonged to none"),
        (
            "Y00001",
            "commissioner",
            "as-now",
            "13Q was a commissioning hub on 2026-11-01, not a local commissioner, and belonged to none",
        ),
        (
            "U2G6B",
            "board",
            "as-at:2026-03-31",
            "U2G6B opened on 2026-04-01, after 2026-03-31, and has no recorded predecessor",
        ),
        ("X24", "board", "as-now", "code X24 is not in the register"),
        ("", "board", "as-now", "the unit is blank"),
        (
            "E81001",
            "board",
            "as-at:2021-01-01",
            "QHG was a partnership on 2021-01-01, not a board, and belonged to none",
        ),
        (
            "E81001",
            "clinical-commissioning-group",
            "as-now",
            "M1J4Y was a sub-ICB location on 2026-11-01, not a clinical commissioning group, and belonged to none",
        ),
        (
            "K81007",
            "network",
            "as-now",
            "K81007 had several parents at once (network: U27128 and U59591) and no shares are recorded",
        ),
        ("RW601", "trust", "as-now", "RW6 was split among R0A and RM3 on 2021-10-01 and no evidence says which part"),
        (
            "M1J4Y",
            "commissioner",
            "as-at:2021-03-31",
            (
                "M1J4Y opened on 2021-04-01, after 2021-03-31, and its predecessors belonged to different bodies "
                "(06F and 06P)"
            ),
        ),
        ("D4U1Y", "commissioner", "as-now", "D4U1Y closed at the end of 2026-03-31, with no successor recorded"),
    ],
)
def test_crosswalk_says_why_not(unit: str, to: str, basis: str, reason: str) -> None:
    found = row(unit, to=to, basis=basis)
    assert found["group"] is None
    assert found["share"] is None
    assert found["reason"] == reason


def test_crosswalk_as_was_does_not_repeat_the_date_in_its_reasons() -> None:
    days = [date(2014, 1, 1), date(2015, 1, 1)]
    frame = crosswalk(england(), ["Y00001"] * 2, days, to="board", basis=Basis("as-was"), today=TODAY).to_frame()
    assert frame["reason"].nunique() == 1
    assert "on the date of the figure" in frame["reason"][0]


def test_crosswalk_divides_by_recorded_shares() -> None:
    basis = Basis("as-at", day=date(2020, 1, 1))
    frame = crosswalk(england(), ["E81005"], to="network", basis=basis, today=TODAY).to_frame()
    assert frame[["group", "share", "estimated", "evidence"]].values.tolist() == [
        ["U27128", 0.75, True, "recorded share"],
        ["U59591", 0.25, True, "recorded share"],
    ]


def test_crosswalk_body_of_unknown_lifespan_is_not_said_to_have_opened() -> None:
    structure = Structure.from_rows(relations=[("system", "U2G6B", "S0E4D", "2026-04-01", None)])
    basis = Basis("as-at", day=date(2026, 3, 31))
    frame = crosswalk(structure, ["U2G6B"], to="system", basis=basis, today=TODAY).to_frame()
    assert frame["reason"].tolist() == [
        "U2G6B is first recorded on 2026-04-01, after 2026-03-31, and has no recorded predecessor"
    ]


def test_crosswalk_commissioner_is_not_place() -> None:
    rows = {
        "relations": [
            ("commissioner", "Y07040", "M1J4Y", None, None),
            ("system", "M1J4Y", "QHG", None, None),
            ("geography", "Y07040", "QMJ", None, None),
        ],
        "kinds": [("QHG", "system", None, None), ("QMJ", "system", None, None)],
    }
    structure = Structure.from_rows(**rows)
    for to, group in (("system", "QHG"), ("geography", "QMJ")):
        frame = crosswalk(structure, ["Y07040"], to=to, basis=Basis("as-now"), today=TODAY).to_frame()
        assert frame["group"].tolist() == [group]


def test_crosswalk_heirs_that_agree_decide_a_split() -> None:
    regions = [("region", heir, "Y59", "2016-04-01", None) for heir in ("S0E4D", "S9B9J", "QRL")]
    rows = {**ROWS, "relations": ROWS["relations"] + regions, "kinds": ROWS["kinds"] + [("Y59", "region", None, None)]}
    frame = crosswalk(
        Structure.from_rows(**rows), ["K81007"], to="region", basis=Basis("as-now"), today=TODAY
    ).to_frame()
    assert frame[["group", "evidence"]].values.tolist() == [["Y59", "heirs of QNQ agree"]]


def test_periods_give_each_change_once() -> None:
    found = periods(england(), ["E81001"], to="system", since=date(2016, 4, 1), until=date(2027, 1, 1)).to_frame()
    assert found[["since", "until", "group"]].values.tolist() == [
        [date(2016, 4, 1), date(2026, 4, 1), "QHG"],
        [date(2026, 4, 1), date(2027, 1, 1), "S1Y5D"],
    ]


def test_crosswalk_as_was_without_days_is_refused() -> None:
    with pytest.raises(ValueError, match="date of each figure"):
        crosswalk(england(), ["E81001"], to="system", basis=Basis("as-was"), today=TODAY)


def test_crosswalk_to_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="'ccg' is not a kind"):
        crosswalk(england(), ["E81001"], to="ccg", basis=Basis("as-now"), today=TODAY)


def test_crosswalk_as_if_without_the_day_of_the_plan_is_refused() -> None:
    with pytest.raises(ValueError, match="date of the plan"):
        crosswalk(england(), ["E81001"], to="system", basis=Basis("as-if", plan="x"), today=TODAY)


def test_crosswalk_of_no_units_is_an_empty_table() -> None:
    frame = crosswalk(england(), [], to="system", basis=Basis("as-now"), today=TODAY).to_frame()
    assert frame.empty
    assert "group" in frame


@pytest.mark.parametrize("units", [["X", "Y"], ["Y", "X"]])
def test_crosswalk_circle_does_not_spoil_the_bodies_on_it(units: list[str]) -> None:
    structure = Structure.from_rows(
        relations=[
            ("system", "X", "Y", None, None),
            ("region", "X", "R", None, None),
            ("system", "Y", "X", None, None),
            ("commissioner", "Y", "X", None, None),
        ],
        kinds=[("R", "region", None, None)],
    )
    frame = crosswalk(structure, units, to="region", basis=Basis("as-now"), today=TODAY).to_frame()
    assert frame["group"].tolist() == ["R", "R"]


def test_crosswalk_nothing_but_a_circle_ends() -> None:
    structure = Structure.from_rows(
        relations=[("system", "X", "Y", None, None), ("system", "Y", "X", None, None)],
        successions=[("A", "B", 1), ("B", "A", 1)],
    )
    frame = crosswalk(structure, ["X", "A"], to="system", basis=Basis("as-now"), today=TODAY).to_frame()
    assert frame["group"].isna().all()
    assert frame["reason"].str.contains("go round in a circle").all()


def test_alike_compares_shares_too() -> None:
    halves, thirds = Answer(((1, 0.5), (2, 0.5))), Answer(((1, 0.3), (2, 0.7)))
    assert alike([halves, halves])
    assert not alike([halves, thirds])
    assert not alike([Answer(reason="lost"), Answer(reason="lost")])
