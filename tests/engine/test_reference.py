"""The fast grouping equals the slow, obvious one, for every body on every day of invented worlds."""

from datetime import date

import pytest
from hypothesis import given, settings

from ouzel.core.types.basis import Basis
from ouzel.engine.crosswalk import crosswalk, periods
from ouzel.engine.structure import Structure
from tests.engine.reference import HOPS_TO, World, group_of
from tests.engine.worlds import BODIES, FIRST, LAST, worlds

TODAY = date.fromordinal(LAST)


def groups(frame) -> dict | None:
    if frame["group"].isna().any():
        assert (frame["reason"] != "").all()
        return None
    return dict(zip(frame["group"], frame["share"], strict=True))


def same(fast: dict | None, slow: dict | None) -> bool:
    return fast == slow if fast is None or slow is None else fast == pytest.approx(slow, abs=1e-9)


@pytest.mark.parametrize("to", HOPS_TO)
@settings(max_examples=80, deadline=None)
@given(world=worlds)
def test_crosswalk_as_was_equals_reference(to: str, world: World) -> None:
    structure = Structure.from_rows(**world.rows())
    asked = [
        (body, date.fromordinal(day))
        for body in BODIES
        if body in structure.index
        for day in range(FIRST - 1, LAST + 2)
    ]
    if not asked:
        return
    units, days = zip(*asked, strict=True)
    frame = crosswalk(structure, units, days, to=to, basis=Basis("as-was"), today=TODAY).to_frame()
    answers = {key: groups(part) for key, part in frame.groupby(["unit", "day"])}
    for body, day in asked:
        expected = group_of(world, body, day.toordinal(), to)
        assert same(answers[body, day], expected), (body, day.toordinal())


@settings(max_examples=40, deadline=None)
@given(world=worlds)
def test_crosswalk_as_at_equals_as_was_on_that_day(world: World) -> None:
    structure = Structure.from_rows(**world.rows())
    units = list(structure.codes)
    for day in (FIRST, FIRST + 6, LAST):
        on = date.fromordinal(day)
        at = crosswalk(structure, units, to="system", basis=Basis("as-at", day=on), today=TODAY)
        was = crosswalk(structure, units, [on] * len(units), to="system", basis=Basis("as-was"), today=TODAY)
        assert at.group.tolist() == was.group.tolist()


@settings(max_examples=40, deadline=None)
@given(world=worlds)
def test_periods_say_the_same_as_each_day(world: World) -> None:
    structure = Structure.from_rows(**world.rows())
    units = list(structure.codes)
    if not units:
        return
    since, until = date.fromordinal(FIRST), date.fromordinal(LAST + 1)
    spans = periods(structure, units, to="system", since=since, until=until)
    assert spans.until is not None
    covered = {}
    for i, (unit, start, end) in enumerate(zip(spans.unit, spans.day, spans.until, strict=True)):
        for day in range(start, end):
            assert (unit, day) not in covered
            covered[unit, day] = spans.answers[spans.answer[i]]
    for day in range(FIRST, LAST + 1):
        on = [date.fromordinal(day)] * len(units)
        daily = crosswalk(structure, units, on, to="system", basis=Basis("as-was"), today=TODAY)
        for unit in range(len(units)):
            assert covered[unit, day] == daily.answers[daily.answer[unit]]
