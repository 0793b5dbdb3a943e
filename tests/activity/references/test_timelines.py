"""Values over time as columns say what looking at each row says."""

from datetime import date
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.references.timelines import Timeline, facts
from ouzel.engine.days import MAXDAY, MINDAY

ENTRIES, DAYS = 3, 30


@st.composite
def timelines(draw: st.DrawFn, values: tuple[str, ...] = ("a", "b", "c")) -> Timeline:
    """Rows of a few entries that do not overlap."""
    rows = []
    for entry in range(ENTRIES):
        cuts = sorted(draw(st.sets(st.integers(2, DAYS), max_size=6)))
        for start, until in zip(cuts[::2], cuts[1::2], strict=False):
            rows.append((entry, start, until, draw(st.sampled_from(values))))
    return Timeline.of(*(list(column) for column in zip(*rows, strict=True))) if rows else Timeline.of([], [], [], [])


def said(timeline: Timeline, entry: int, day: int) -> str:
    """The slow way."""
    for e, start, until, value in zip(timeline.entry, timeline.start, timeline.until, timeline.value, strict=True):
        if e == entry and start <= day < until:
            return str(value)
    return ""


EVERY = [(entry, day) for entry in range(ENTRIES) for day in range(1, DAYS + 3)]


@given(timelines())
def test_a_value_is_looked_up_for_many_at_once(timeline):
    entry, day = (np.array(column) for column in zip(*EVERY, strict=True))
    assert timeline.at(entry, day.astype(np.int32)).tolist() == [said(timeline, *each) for each in EVERY]


@given(timelines(), timelines(("x", "y")))
def test_through_another_is_what_that_says_of_the_value(one, other):
    index = {"a": 0, "b": 1, "c": 2}
    chained = one.through(other, index)
    for entry, day in EVERY:
        value = said(one, entry, day)
        assert said(chained, entry, day) == (said(other, index[value], day) if value else "")


@given(timelines(), st.integers(1, DAYS))
def test_fixed_is_what_held_on_that_day_for_ever(timeline, day):
    fixed = timeline.fixed(day)
    for entry, other in EVERY:
        assert said(fixed, entry, other) == said(timeline, entry, day)


@given(timelines(), timelines(("x", "y")))
def test_facts_cover_every_day_once_and_say_what_the_columns_say(one, other):
    found = facts(ENTRIES, {"one": one, "other": other})
    for entry, day in [*EVERY, (0, MINDAY), (2, MAXDAY - 1)]:
        assert found.on(entry, day) == {"one": said(one, entry, day), "other": said(other, entry, day)}
    rows = list(zip(found.entry, *found.columns.values(), strict=True))
    assert all(a != b for a, b in pairwise(rows))


@given(timelines(), st.integers(1, 15), st.integers(16, 40))
def test_within_a_time_facts_are_exact_and_outside_its_ends_are_repeated(timeline, since, until):
    found = facts(ENTRIES, {"it": timeline}, between=(date.fromordinal(since), date.fromordinal(until)))
    for entry, day in EVERY:
        nearest = min(max(day, since), until - 1)
        assert found.on(entry, day) == {"it": said(timeline, entry, nearest)}
