"""Questions to the register: one body, its kinds, names, members, parents, successors, waves."""

from decimal import Decimal
from pathlib import Path

import pytest

from ouzel.register import actions
from ouzel.register.answers import NoSuchBody
from ouzel.register.asking import ids_of, names_of
from ouzel.register.attributes import Attribute
from ouzel.register.kinds import KINDS, kind_named
from ouzel.register.models import Publication
from ouzel.register.queries import bodies, body, evidence, history, members, of_kind
from ouzel.register.successions import predecessors, successors, wave, waves  # fmt: skip
from tests.core.people import OPERATOR
from tests.register.files import at, load, practice, practices

A = Attribute


def codes(code: str, on: str, kind: str | None = None, known: str | None = None) -> list[str]:
    return [m.code for m in members(code, moment=at(on, known), kind=kind_named(kind) if kind else None)]


# Members


def test_members_at_once_are_those_that_belong_on_the_day_and_are_open(isles: Path) -> None:
    assert codes("1X1", "2021-03-31") == ["P10001", "P10002"]
    assert codes("1X1", "2021-04-01") == []
    assert codes("Y01", "2021-03-31") == []
    assert codes("Y01", "2021-04-01") == ["P10001", "P10002", "P10003", "P10004", "U10001"]
    assert codes("Y01", "2021-09-30") == ["P10001", "P10002", "P10003", "P10004", "P10005", "U10001"]
    assert codes("Y01", "2021-10-01") == ["P10001", "P10002", "P10004", "P10005", "U10001"]


def test_practice_is_open_active_and_of_the_prescribing_setting(isles: Path) -> None:
    """P10002 becomes dormant, P10003 closes, P10004 is a prison, of P10005 no setting is known."""
    assert codes("Y01", "2021-04-30", "practice") == ["P10001", "P10002", "P10003"]
    assert codes("Y01", "2021-09-30", "practice") == ["P10001", "P10002", "P10003"]
    assert codes("Y01", "2021-11-29", "practice") == ["P10001", "P10002"]
    assert codes("Y01", "2021-11-30", "practice") == ["P10001"]
    assert codes("Y01", "2021-11-30", "practice", known="2021-04-30") == ["P10001", "P10002", "P10003"]


@pytest.mark.parametrize(
    ("top", "kind", "expected"),
    [
        ("RXX", "practice", [("P10001", ("Y01", "QXX"))]),
        ("RXX", "commissioner", [("Y01", ("QXX",))]),
        ("RXX", "board", []),
        ("RXX", "partnership", [("QXX", ())]),
        ("QXX", "network", [("U10001", ("Y01",))]),
        ("QXX", "branch", [("P10001001", ("P10001", "Y01"))]),
        ("U10001", "practice", [("P10001", ())]),
        ("Y01", "practice", [("P10001", ())]),
        ("P10001", "practice", []),
    ],
)
def test_members_of_a_kind_at_any_depth_say_what_lies_between(
    isles: Path, top: str, kind: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    found = members(top, moment=at("2021-12-01"), kind=kind_named(kind))
    assert [(m.code, m.via) for m in found] == expected


def test_member_says_since_when_and_its_name_on_the_day(isles: Path) -> None:
    (one,) = members("Y01", moment=at("2021-12-01"), kind=kind_named("practice"))
    assert (one.name, str(one.since), one.until, one.share) == ("NEW SURGERY", "2021-04-01", None, None)


def test_members_of_no_body_are_refused_with_what_to_do(isles: Path) -> None:
    with pytest.raises(NoSuchBody, match="No organisation or area has the code X77"):
        members("X77", moment=at("2021-12-01"))


# Kinds


def test_of_kind_follows_the_roles_and_not_the_code(isles: Path) -> None:
    def ours(kind: str, on: str) -> set[str]:
        own = {"RXX", "QXX", "Y01", "1X1", "X02", "U10001", "P10001", "P10002", "P10003", "P10004"}
        return {n.code for n in of_kind(kind_named(kind), moment=at(on))} & own

    assert (ours("partnership", "2022-06-30"), ours("board", "2022-06-30")) == ({"QXX"}, set())
    assert (ours("partnership", "2022-07-01"), ours("board", "2022-07-01")) == (set(), {"QXX"})
    assert ours("system", "2022-06-30") == ours("system", "2022-07-01") == {"QXX"}
    assert ours("clinical-commissioning-group", "2021-03-31") == {"1X1"}
    assert ours("clinical-commissioning-group", "2021-04-01") == {"Y01"}
    assert ours("sub-icb-location", "2022-07-01") == {"Y01"}
    assert ours("practice", "2021-12-01") == {"P10001"}


def test_kind_that_is_none_names_those_there_are() -> None:
    with pytest.raises(ValueError, match=f"'pub' is not a kind of body: use one of {', '.join(KINDS)}"):
        kind_named("pub")


# One body


def test_body_on_a_day(isles: Path) -> None:
    before, after = (body("Y01", moment=at(day)) for day in ("2022-06-30", "2022-07-01"))
    assert (before.name, before.roles, before.kinds) == (
        "NHS Isles CCG", ("RO98",), ("commissioner", "clinical-commissioning-group"),
    )  # fmt: skip
    assert (after.name, after.roles, after.kinds) == (
        "NHS Isles and Skerries ICB - Y01", ("RO319",), ("commissioner", "sub-icb-location"),
    )  # fmt: skip
    assert (before.open, str(before.opened), before.closed, before.gss_code) == (True, "2021-04-01", None, "E38000999")
    assert [(p.attribute, p.value, p.value_name) for p in before.parents] == [
        (A.SYSTEM, "QXX", "Isles, Skerries & St. Bride's Partnership")
    ]
    assert before.former_names == ()
    assert [(n.name, str(n.until)) for n in after.former_names] == [("NHS Isles CCG", "2022-07-01")]
    assert after.edition == 5


def test_body_that_is_closed_has_no_roles_and_says_when(isles: Path) -> None:
    closed = body("1X1", moment=at("2021-04-01"))
    assert (closed.open, str(closed.closed), closed.roles, closed.kinds) == (False, "2021-04-01", (), ())
    unborn = body("Y01", moment=at("2013-04-01"))
    assert (unborn.open, str(unborn.opened)) == (False, "2021-04-01")


def test_body_nobody_has_described_is_called_by_its_code(isles: Path) -> None:
    placeholder = body("D01", moment=at("2021-04-01"))
    assert (placeholder.described, placeholder.open, placeholder.name) == (False, None, "D01")
    with pytest.raises(NoSuchBody):
        body("D99", moment=at("2021-04-01"))


def test_bodies_leave_out_what_is_no_code(isles: Path) -> None:
    assert set(bodies(["Y01", "D99", "1X1"], moment=at("2021-04-01"))) == {"Y01", "1X1"}
    assert bodies([], moment=at("2021-04-01")) == {}


@pytest.mark.parametrize(
    ("code", "on", "name"),
    [
        ("Y01", "2013-01-01", "NHS Isles CCG"),  # before any: the first
        ("Y01", "2022-06-30", "NHS Isles CCG"),
        ("Y01", "2022-07-01", "NHS Isles and Skerries ICB - Y01"),
        ("X02", "2015-01-01", "SOUTH ISLE CCG"),  # only ever printed beside the closed body
        ("D01", "2015-01-01", "D01"),
        ("P10001", "2015-01-01", "OLD SURGERY"),
        ("P10001", "2021-04-29", "OLD SURGERY"),
        ("P10001", "2021-04-30", "NEW SURGERY"),
        ("P10003", "2025-01-01", "THE SURGERY"),
    ],
)
def test_name_on_the_day_else_the_nearest(isles: Path, code: str, on: str, name: str) -> None:
    moment = at(on)
    assert body(code, moment=moment).name == name
    id_ = ids_of([code])[code]
    assert names_of([id_], moment) == {id_: name}


def test_status_is_apart_from_the_lifespan(isles: Path) -> None:
    dormant = body("P10002", moment=at("2021-12-01"))
    assert (dormant.open, dormant.status, dormant.kinds) == (True, "dormant", ())
    assert body("P10002", moment=at("2021-11-01")).kinds == ("practice",)


def test_history_has_every_fact_with_both_clocks(isles: Path) -> None:
    told = [(f.value, str(f.since), str(f.until), str(f.known_from), str(f.known_until)) for f in history(
        "P10001", moment=at("2021-12-01", "2021-04-30")) if f.attribute is A.COMMISSIONER]  # fmt: skip
    assert told == [
        ("1X1", "2013-04-01", "2021-04-01", "2021-04-01", "None"),
        ("Y01", "2021-04-01", "None", "2021-04-30", "None"),
    ]


def test_evidence_names_the_row_and_leaves_out_what_is_held(isles: Path) -> None:
    held = practices(isles, "held", practice("P10001", "Y01", "20211201"))
    load(held, published="2021-12-31", hold_above=Decimal(0))
    actions.withdraw(publication=Publication.objects.get(file="2021-11"), by=OPERATOR, why="a slip")
    rows = evidence("P10001", attribute=A.COMMISSIONER)
    assert [(r.value, r.evidence, str(r.published), r.file, r.row, r.withdrawn) for r in rows] == [
        ("1X1", "since", "2016-01-31", "2016", 1, False),
        ("Y01", "since", "2021-04-30", "2021-04", 1, False),
        ("Y01", "since", "2021-11-30", "2021-11", 1, True),
    ]
    assert {r.attribute for r in evidence("P10001")} >= {A.COMMISSIONER, A.NETWORK, A.STATUS}


# Successions


def test_successors_and_predecessors_immediate_and_ultimate(isles: Path) -> None:
    moment = at("2021-12-01")
    assert [(s.successor, str(s.on), s.note, s.depth) for s in successors("1X1", moment=moment)] == [
        ("Y01", "2021-04-01", "merger", 1)
    ]
    assert [(s.successor, s.depth) for s in successors("1W1", moment=moment)] == [("1X1", 1)]
    steps = successors("1W1", moment=moment, ultimate=True)
    assert [(s.predecessor, s.successor, s.depth) for s in steps] == [("1W1", "1X1", 1), ("1X1", "Y01", 2)]
    assert [s.successor_name for s in steps] == ["NHS North Isle CCG", "NHS Isles CCG"]
    back = predecessors("Y01", moment=moment, ultimate=True)
    assert [(s.predecessor, s.depth) for s in back] == [("1X1", 1), ("X02", 1), ("1W1", 2)]
    assert successors("Y01", moment=moment, ultimate=True) == []
    assert successors("1X1", moment=at("2021-12-01", "2021-03-31")) == []


def test_successors_in_a_circle_are_each_told_once(isles: Path) -> None:
    steps = successors("C01", moment=at("2021-12-01"), ultimate=True)
    assert [(s.predecessor, s.successor, s.depth) for s in steps] == [
        ("C01", "C02", 1),
        ("C02", "C03", 2),
        ("C03", "D01", 3),
    ]
    assert [s.predecessor for s in predecessors("C01", moment=at("2021-12-01"), ultimate=True)] == ["C03", "C02"]


def test_waves_are_the_days_of_successions_without_small_areas(isles: Path) -> None:
    found = {w.day.isoformat(): w for w in waves(moment=at("2021-12-01"))}
    of_two = found["2021-04-01"]
    assert (of_two.predecessors - of_two.successors, of_two.successions) == (1, 2)
    assert "2021-03-21" not in found
    assert "2013-04-03" in found
    assert "2013-04-03" not in {w.day.isoformat() for w in waves(moment=at("2021-12-01"), at_least=2)}
    steps = wave(of_two.day, moment=at("2021-12-01"))
    assert [(s.predecessor, s.successor, s.note) for s in steps] == [("1X1", "Y01", "merger"), ("X02", "Y01", "merger")]
