"""Who was here before and after, told by what moved, and the picture of it; on a small made-up area."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.core.actors import Actor
from ouzel.register import actions, flows, lineage
from ouzel.register.answers import Moment, NoSuchBody
from ouzel.register.attributes import Attribute

D = date
HEAD = ("subject", "attribute", "evidence", "since", "until", "value", "share", "note", "source", "published")
ONE, TWO, WHOLE, LAST = "X01", "X02", "Y01", "Z01"
"""Two groups became one on 1 April 2010; five of its six practices went on to the last in 2020, one elsewhere."""


def stay(practice: str, body: str, since: str, until: str = "") -> list[str]:
    kind = "interval" if until else "since"
    return [practice, "commissioner", kind, since, until, body, "", "", "made up", "2024-01-01"]


def life(body: str, since: str, until: str = "", role: str = "RO98") -> list[list[str]]:
    kind = "interval" if until else "since"
    return [[body, what, kind, since, until, value, "", "", "made up", "2024-01-01"]
            for what, value in (("lifespan", "open"), ("role", role))]  # fmt: skip


@pytest.fixture
def area(db: None, tmp_path: Path) -> None:
    rows = [*life(ONE, "2000-04-01", "2010-04-01"), *life(TWO, "2000-04-01", "2010-04-01"),
            *life(WHOLE, "2010-04-01", "2020-04-01"), *life(LAST, "2020-04-01"),
            *life("W99", "2000-04-01")]  # fmt: skip
    for number in range(1, 7):
        practice = f"P0{number}"
        rows.append(stay(practice, ONE if number <= 4 else TWO, "2000-04-01", "2010-04-01"))
        rows.append(stay(practice, WHOLE, "2010-04-01", "2020-04-01"))
        rows.append(stay(practice, "W99" if number == 6 else LAST, "2020-04-01"))
    rows += [stay(f"P1{number}", "W99", "2000-04-01") for number in range(9)]
    file = tmp_path / "area.csv"
    with file.open("w", newline="") as out:
        csv.writer(out).writerows([HEAD, *rows])
    actions.load([file], by=Actor.command("tests"))


def responsible(code: str, on: date) -> list[tuple[str, int]]:
    found = lineage.lineage(code, moment=Moment(on=on))
    assert found is not None
    return [(t.code, t.here) for t in found.responsible]


@pytest.mark.parametrize(
    ("on", "answer"),
    [(D(2000, 3, 31), []), (D(2000, 4, 1), [(ONE, 4), (TWO, 2)]), (D(2010, 3, 31), [(ONE, 4), (TWO, 2)]),
     (D(2010, 4, 1), [(WHOLE, 6)]), (D(2020, 3, 31), [(WHOLE, 6)]), (D(2020, 4, 1), [(LAST, 5), ("W99", 1)])],
)  # fmt: skip
def test_lineage_tells_who_held_the_members_on_any_day(area: None, on: date, answer: list[tuple[str, int]]) -> None:
    assert responsible(WHOLE, on) == answer


def test_lineage_never_leaves_the_lifespan_of_a_body(area: None) -> None:
    found = lineage.lineage(LAST, moment=Moment(on=D(2024, 1, 1)))
    assert found is not None
    assert [(t.code, t.since, t.until, t.units) for t in found.line] == [
        (ONE, D(2000, 4, 1), D(2010, 4, 1), 4),
        (TWO, D(2000, 4, 1), D(2010, 4, 1), 1),
        (WHOLE, D(2010, 4, 1), D(2020, 4, 1), 5),
        (LAST, D(2020, 4, 1), None, 5),
    ]
    assert found.recorded == found.units == 5


def test_lineage_of_a_practice_is_its_own(area: None) -> None:
    found = lineage.lineage("P06", moment=Moment(on=D(2015, 1, 1)))
    assert found is not None
    assert found.itself
    assert [t.code for t in found.line] == [TWO, WHOLE, "W99"]
    assert [t.code for t in found.responsible] == [WHOLE]


def test_lineage_knows_nothing_before_it_was_published(area: None) -> None:
    assert lineage.lineage(WHOLE, moment=Moment(on=D(2015, 1, 1), known_at=D(2023, 12, 31))) is None
    with pytest.raises(NoSuchBody):
        lineage.lineage("NOWHERE", moment=Moment(on=D(2015, 1, 1)))


def test_picture_follows_bodies_whose_members_moved_on(area: None) -> None:
    found = flows.picture(LAST, moment=Moment(on=D(2024, 1, 1)))
    assert found is not None
    assert found.relation is Attribute.COMMISSIONER
    assert {b.code: b.most for b in found.bands} == {ONE: 4, TWO: 2, WHOLE: 6, LAST: 5}
    assert [(f.source, f.target, f.on, f.members) for f in found.flows] == [
        (ONE, WHOLE, D(2010, 4, 1), 4), (TWO, WHOLE, D(2010, 4, 1), 2), (WHOLE, LAST, D(2020, 4, 1), 5),
    ]  # fmt: skip


def test_picture_leaves_out_a_body_of_which_only_a_few_moved(area: None) -> None:
    found = flows.picture("W99", moment=Moment(on=D(2024, 1, 1)))
    assert found is not None
    assert [b.code for b in found.bands] == ["W99"]
    assert found.bands[0].counts[0].members == 9
    assert found.bands[0].counts[-1].members == 10


def test_picture_since_a_day_leaves_out_what_ended_before(area: None) -> None:
    found = flows.picture(LAST, moment=Moment(on=D(2024, 1, 1)), since=D(2012, 1, 1))
    assert found is not None
    assert [b.code for b in found.bands] == [WHOLE, LAST]
    assert found.since == D(2012, 1, 1)


def test_picture_of_a_body_without_members_is_none(area: None) -> None:
    assert flows.picture("P01", moment=Moment(on=D(2024, 1, 1))) is None


@given(st.dates(D(2000, 1, 1), D(2030, 1, 1)), st.integers(0, 4000), st.dates(D(2000, 1, 1), D(2030, 1, 1)))
def test_stay_holds_from_its_first_day_up_to_its_end(since: date, days: int, on: date) -> None:
    until = since + timedelta(days=days)
    stay_ = lineage.Stay(1, 2, since, until)
    assert lineage.holds(stay_, on) == (on in {since + timedelta(days=n) for n in range(days)})
    assert lineage.holds(stay_._replace(until=None), on) == (on >= since)
