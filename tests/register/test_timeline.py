"""The facts of one attribute on both clocks: equal to a slow, obvious implementation, and the laws they keep."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ouzel.register.attributes import Attribute
from ouzel.register.derive import derive, listing
from ouzel.register.timeline import FOREVER, Clash
from tests.register.reference import END, Conflict, Statement, listed_at, ordered
from tests.register.worlds import World, context, facts_at, reference_at, said, statements, turns, worlds

MANY = settings(max_examples=150)
STATUS, LIFESPAN, RELATION = Attribute.STATUS, Attribute.LIFESPAN, Attribute.COMMISSIONER


def by_day(clashes: list[Clash]) -> set[Conflict]:
    return {
        Conflict(day, c.reason, c.kept.source if c.kept else None, c.other.source)
        for c in clashes
        for day in range(c.start, min(c.until, END))
    }


@MANY
@given(statements(shares=True))
def test_attribute_is_known_as_the_reference_says(said_: tuple[Statement, ...]) -> None:
    facts, clashes = derive(STATUS, said(said_))
    for day in turns(World(said_)):
        expected, conflicts = reference_at(World(said_), day)
        assert facts_at(facts, day) == expected, day
    assert by_day(clashes) == conflicts


@MANY
@given(statements(values=("open",)))
def test_lifespan_is_known_as_the_reference_says(said_: tuple[Statement, ...]) -> None:
    facts, _ = derive(LIFESPAN, said(said_))
    for day in turns(World(said_)):
        assert facts_at(facts, day) == reference_at(World(said_), day, restated=True)[0], day


@MANY
@given(worlds())
def test_relation_is_known_as_the_reference_says(world: World) -> None:
    facts, clashes = derive(RELATION, said(world.statements), context(world))
    for day in turns(world):
        expected, conflicts = reference_at(world, day)
        assert facts_at(facts, day) == expected, day
    assert by_day(clashes) == conflicts


@given(worlds(), st.data())
def test_order_of_assertions_changes_nothing(world: World, data: st.DataObject) -> None:
    around = context(world)
    shuffled = ordered(data.draw(st.permutations(world.statements)))
    one, _ = derive(RELATION, said(world.statements), around)
    other, _ = derive(RELATION, said(shuffled), around)
    assert {f._replace(source=0) for f in one} == {f._replace(source=0) for f in other}


@given(statements())
def test_assertion_said_twice_in_one_publication_counts_once(said_: tuple[Statement, ...]) -> None:
    once, _ = derive(STATUS, said(said_))
    twice, _ = derive(STATUS, said(ordered([*said_, *said_])))
    assert {f._replace(source=0) for f in once} == {f._replace(source=0) for f in twice}


@given(statements(), st.integers(1, 3))
def test_series_that_repeats_itself_undoes_nothing(said_: tuple[Statement, ...], times: int) -> None:
    """Whatever events, settlements and other series said meanwhile: what it said last, said again, is nothing new."""
    said_ = tuple(replace(s, withdrawn=None, start=s.published if s.kind == "sighting" else s.start) for s in said_)
    again = list(said_)
    for series in {s.series for s in said_}:
        last = max(s.published for s in said_ if s.series == series)
        for more in range(1, times + 1):
            day = 20 + more
            again += [
                replace(s, published=day, start=day if s.kind == "sighting" else s.start)
                for s in said_
                if (s.series, s.published) == (series, last)
            ]
    before, _ = derive(STATUS, said(said_))
    after, _ = derive(STATUS, said(ordered(again)))
    newest = [{fact[:4] for fact in facts_at(facts, END)} for facts in (before, after)]
    assert newest[0] == newest[1]


@given(worlds(), st.data())
def test_withdrawal_restores_what_was_known_without_it(world: World, data: st.DataObject) -> None:
    kept = tuple(replace(s, withdrawn=None) for s in world.statements)
    published, series = data.draw(st.sampled_from([(s.published, s.series) for s in kept]))
    on = data.draw(st.integers(published + 1, 22))
    gone = tuple(replace(s, withdrawn=on) if (s.published, s.series) == (published, series) else s for s in kept)
    never = tuple(s for s in kept if (s.published, s.series) != (published, series))
    around = context(world)
    withdrawn, _ = derive(RELATION, said(gone), around)
    standing, _ = derive(RELATION, said(kept), around)
    without = derive(RELATION, said(never), around)[0] if never else []
    for day in range(1, 24):
        assert facts_at(withdrawn, day) == facts_at(without if day >= on else standing, day), day


@given(worlds())
def test_facts_never_overlap_on_both_clocks(world: World) -> None:
    facts, _ = derive(RELATION, said(world.statements), context(world))
    for i, one in enumerate(facts):
        assert one.start < one.until
        assert one.known_from < one.known_until
        for other in facts[:i]:
            if one.known_from < other.known_until and other.known_from < one.known_until:
                divided = one.share is not None and (one.start, one.until) == (other.start, other.until)
                apart = one.until <= other.start or other.until <= one.start
                assert apart or (divided and one.value != other.value)


PUBLICATIONS = st.lists(
    st.tuples(st.integers(1, 20), st.one_of(st.none(), st.integers(1, 5))).map(
        lambda p: (p[0], None if p[1] is None else p[0] + p[1])
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda p: p[0],
)


@given(PUBLICATIONS, st.data())
def test_listing_is_known_as_the_reference_says(complete: list[tuple[int, int | None]], data: st.DataObject) -> None:
    having = [p for p in complete if data.draw(st.booleans())]
    pairs = [[(p, w or FOREVER) for p, w in some] for some in (having, complete)]
    facts = listing(pairs[0], pairs[1])
    for day in range(1, 27):
        expected = {(start, until if until < END else FOREVER) for start, until in listed_at(complete, having, day)}
        assert {(f.start, f.until) for f in facts if f.known_from <= day < f.known_until} == expected, day


def one(
    published: int, kind: str, start: int, value: str, *, until: int | None = None, series: str = "p", rank: int = 2
) -> Statement:
    """A statement of an example; `rank` is 0 for a settlement, 1 for an event, 2 for a publication."""
    return Statement(0, series, rank, 50, published, None, kind, start, until, value)


def newest(*said_: Statement, world: World | None = None) -> list[tuple[object, ...]]:
    """Start, until, value and last evidence of the value before, of what is now believed."""
    facts, _ = derive(RELATION, said(ordered(said_)), context(world or World(())))
    return sorted((f[0], f[1], f[2], f[4]) for f in facts_at(facts, END))


SUCCEEDED = World(
    (),
    {"06F": (one(10, "interval", 1, "open", until=10),), "M1J4Y": (one(10, "since", 10, "open"),)},
    (Statement(0, "06F", 1, 50, 10, None, "since", 10, None, "M1J4Y"),),
)


def test_worked_example_of_the_explanation() -> None:
    told = [
        one(3, "since", 1, "06F", series="practices"),
        one(12, "sighting", 12, "M1J4Y", series="patients"),
        one(14, "since", 1, "06F", series="practices"),
        one(20, "since", 10, "M1J4Y", series="practices"),
    ]
    facts, clashes = derive(RELATION, said(ordered(told)), context(SUCCEEDED))
    lines = {day: sorted((f[0], f[1], f[2]) for f in facts_at(facts, day)) for day in (3, 10, 12, 14, 20)}
    moved = [(1, 10, "06F"), (10, None, "M1J4Y")]
    assert lines == {3: [(1, None, "06F")], 10: [(1, 10, "06F")], 12: moved, 14: moved, 20: moved}
    assert [(c.reason, c.start, c.until) for c in clashes] == [("closed", 10, 15)]


def test_change_between_two_sightings_lies_in_the_gap() -> None:
    """The last evidence counts, also of a series that says the old value again later."""
    stale = [one(day, "sighting", day, "A") for day in (1, 5, 20)]
    assert newest(*stale, one(10, "sighting", 10, "B", series="q")) == [(1, 10, "A", None), (10, None, "B", 5)]


def test_end_told_later_is_no_evidence_of_the_days_after_it() -> None:
    told = [
        one(20, "interval", 1, "A", until=5),
        *(one(d, "sighting", d, v, series="q") for d, v in ((8, "A"), (25, "B"))),
    ]
    assert newest(*told) == [(1, 5, "A", None), (8, 25, "A", None), (25, None, "B", 8)]


def test_first_of_two_successions_in_the_gap_dates_the_change() -> None:
    twice = World((), {}, tuple(Statement(0, "A", 2, 50, 1, None, "since", day, None, "B") for day in (3, 12, 10)))
    told = [one(5, "sighting", 5, "A"), one(15, "sighting", 15, "B")]
    assert newest(*told, world=twice) == [(5, 10, "A", None), (10, None, "B", None)]


def test_closing_of_a_body_moves_no_change_before_it() -> None:
    """A ends on 10, when B was seen; that A closed on 20, learnt later, does not bring it back until then."""
    closed = World((), {"A": (one(20, "interval", 1, "open", until=20),)})
    told = [one(1, "since", 1, "A"), one(10, "sighting", 10, "B", series="q")]
    assert newest(*told, world=closed) == [(1, 10, "A", None), (10, None, "B", 1)]


def test_sighting_before_the_opening_does_not_hide_those_after_it() -> None:
    opened = World((), {"A": (one(1, "since", 8, "open"),)})
    told = [one(day, "sighting", day, "A") for day in (3, 10, 12)]
    assert newest(*told, world=opened) == [(10, None, "A", None)]


def test_settlement_of_some_days_leaves_the_others_as_they_were() -> None:
    told = [one(3, "since", 1, "A"), one(30, "interval", 5, "B", until=8, series="settlement", rank=0)]
    assert newest(*told) == [(1, 5, "A", None), (5, 8, "B", None), (8, None, "A", None)]


def test_settlement_ends_the_conflict() -> None:
    told = [one(9, "since", 1, "A"), one(9, "since", 1, "B"), one(5, "since", 1, "C", series="event", rank=1)]
    _, clashes = derive(STATUS, said(ordered(told)))
    assert {c.reason for c in clashes} == {"outranked"}
    _, clashes = derive(STATUS, said(ordered([*told, one(11, "since", 1, "B", series="settlement", rank=0)])))
    assert clashes == []


def test_statute_keeps_no_body_open_that_has_closed_since() -> None:
    told = [one(5, "since", 5, "open", series="event", rank=1), one(30, "interval", 5, "open", until=29)]
    facts, _ = derive(LIFESPAN, said(ordered(told)))
    assert {f[:2] for f in facts_at(facts, END)} == {(5, 29)}
    assert {f[:2] for f in facts_at(facts, 29)} == {(5, None)}


def test_new_word_after_a_statute_is_a_change_like_any_other() -> None:
    statute = one(10, "since", 10, "B", series="event", rank=1)
    assert newest(one(1, "since", 1, "A"), statute, one(20, "since", 15, "C")) == [
        (1, 10, "A", None),
        (10, 15, "B", None),
        (15, None, "C", None),
    ]


def test_publication_never_displaces_what_begins_after_it() -> None:
    planned = one(3, "since", 15, "B", series="q")
    assert newest(planned, one(5, "since", 1, "A")) == [(1, 15, "A", None), (15, None, "B", None)]


def test_division_by_shares_holds_and_ends_as_a_whole() -> None:
    parts = [replace(one(3, "since", 1, v), share=s) for v, s in (("A", "0.4"), ("B", "0.6"))]
    facts, clashes = derive(
        RELATION, said(ordered([*parts, one(9, "sighting", 9, "C", series="q")])), context(World(()))
    )
    assert {f[:4] for f in facts_at(facts, END)} == {(1, 9, "A", "0.4"), (1, 9, "B", "0.6"), (9, None, "C", None)}
    assert clashes == []


@pytest.mark.parametrize(
    ("attribute", "spellings"),
    [
        (Attribute.NAME, ("THE  SURGERY", "The Surgery")),
        (Attribute.ADDRESS, ("1 St. Mary's Road", "1 ST MARY'S ROAD")),
        (Attribute.POSTCODE, ("lu1 1aa", "LU1 1AA")),
    ],
)
def test_text_written_otherwise_is_no_change(attribute: Attribute, spellings: tuple[str, str]) -> None:
    told = [one(day, "sighting", day, text) for day, text in zip((1, 9), spellings, strict=True)]
    facts, _ = derive(attribute, said(ordered(told)))
    assert [(f.start, f.until, f.value) for f in facts] == [(1, FOREVER, spellings[0])]
    facts, _ = derive(Attribute.STATUS, said(ordered(told)))
    assert len(facts) == 3
