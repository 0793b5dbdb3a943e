"""Small worlds of publications that Hypothesis makes: a few series about one attribute of one body over a few weeks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from ouzel.register.attributes import Attribute
from ouzel.register.derive import Context, Held, Said, derive
from ouzel.register.deriving import _closed_periods
from ouzel.register.evidence import Evidence
from ouzel.register.timeline import FOREVER
from tests.register.reference import END, Conflict, Statement, known_at, ordered

SERIES = (("settlement", 0), ("event", 1), ("p", 2), ("q", 2), ("r", 2))
KINDS = {"interval": Evidence.INTERVAL, "since": Evidence.SINCE, "sighting": Evidence.SIGHTING}
LAST_DAY = 20


@dataclass(frozen=True)
class World:
    """Statements about one attribute, and what is said of the bodies it may lead to."""

    statements: tuple[Statement, ...]
    lifespans: dict[str, tuple[Statement, ...]] = field(default_factory=dict)
    successions: tuple[Statement, ...] = ()  # series holds the old body, value the new one


@st.composite
def contents(draw: st.DrawFn, values: Sequence[str], shares: bool) -> tuple[tuple[object, ...], ...]:
    """What one publication says: (kind, start, length or None, value, share) of one to three statements."""
    said = []
    for _ in range(draw(st.integers(1, 2))):
        kind = draw(st.sampled_from(("since", "sighting", "sighting", "interval")))
        start = draw(st.integers(1, 18))
        length = draw(st.integers(1, 12)) if kind == "interval" else None
        said.append((kind, start, length, draw(st.sampled_from(values)), None))
        if shares and draw(st.booleans()):
            kind_, start_, length_, value, _ = said.pop()
            other = draw(st.sampled_from([v for v in values if v != value]))
            said += [(kind_, start_, length_, value, "0.4"), (kind_, start_, length_, other, "0.6")]
    return tuple(dict.fromkeys(said))


@st.composite
def statements(
    draw: st.DrawFn,
    *,
    values: Sequence[str] = ("A", "B", "C"),
    shares: bool = False,
    series: Sequence[tuple[str, int]] = SERIES,
    withdrawals: bool = True,
) -> tuple[Statement, ...]:
    """Publications of two to four series, each of which often repeats itself."""
    said: list[Statement] = []
    names = draw(st.lists(st.sampled_from(list(series)), min_size=1, max_size=4, unique=True))
    for name, authority in names:
        pool = draw(st.lists(contents(values, shares), min_size=1, max_size=2))
        precedence = 0 if name == "settlement" else draw(st.sampled_from((40, 70)))
        for published in draw(st.lists(st.integers(1, LAST_DAY), min_size=1, max_size=4, unique=True)):
            withdrawn = None
            if withdrawals and draw(st.integers(0, 5)) == 0:
                withdrawn = draw(st.integers(published + 1, LAST_DAY + 2))
            for kind, start, length, value, share in draw(st.sampled_from(pool)):
                begin = max(1, published - draw(st.sampled_from((0, 0, 0, 3)))) if kind == "sighting" else start
                until = None if length is None else begin + length
                what = (kind, begin, until, value, share)
                said.append(Statement(0, name, authority, precedence, published, withdrawn, *what))
    return tuple(ordered(draw(st.permutations(said))))


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A relation with up to three bodies, some of which open, close, open again and succeed each other."""
    values = ("A", "B", "C")
    lifespans: dict[str, tuple[Statement, ...]] = {}
    for value in values:
        if draw(st.booleans()):
            lifespans[value] = draw(spells())
    successions = []
    for _ in range(draw(st.integers(0, 3))):
        old, new = draw(st.sampled_from([(a, b) for a in values for b in values if a != b]))
        published = draw(st.integers(1, LAST_DAY))
        withdrawn = draw(st.one_of(st.none(), st.none(), st.integers(published + 1, LAST_DAY + 2)))
        day = draw(st.integers(1, LAST_DAY))
        successions.append(Statement(0, old, 2, 80, published, withdrawn, "since", day, None, new))
    return World(draw(statements(shares=draw(st.booleans()))), lifespans, tuple(successions))


@st.composite
def spells(draw: st.DrawFn) -> tuple[Statement, ...]:
    """What is said of a lifespan: one or two spells, perhaps told again with an end, perhaps withdrawn."""
    said: list[Statement] = []
    for series in draw(st.sampled_from((("ord",), ("ord", "eccg"), ("event", "eccg")))):
        for published in draw(st.lists(st.integers(1, LAST_DAY), min_size=1, max_size=2, unique=True)):
            withdrawn = draw(st.one_of(st.none(), st.none(), st.none(), st.integers(published + 1, LAST_DAY + 2)))
            start = draw(st.integers(1, 14))
            length = draw(st.one_of(st.none(), st.integers(1, 12)))
            kind = "since" if length is None else "interval"
            until = None if length is None else start + length
            authority = 1 if series == "event" else 2
            said.append(Statement(0, series, authority, 70, published, withdrawn, kind, start, until, "open"))
            if until is not None and draw(st.booleans()):
                again = until + draw(st.integers(1, 6))
                said.append(Statement(0, series, authority, 70, published, withdrawn, "since", again, None, "open"))
    return tuple(ordered(said))


def said(statements: Sequence[Statement]) -> list[Said]:
    """The same statements as the register has them."""
    return [
        Said(
            s.number, s.series, s.authority, s.precedence, s.published, s.withdrawn or FOREVER, KINDS[s.kind], s.start,
            s.until or FOREVER, s.value, s.share, "",
        )
        for s in statements
    ]  # fmt: skip


def context(world: World) -> Context:
    """What the register knows of the other bodies."""
    closings = {
        value: _closed_periods(derive(Attribute.LIFESPAN, said(spells_))[0])
        for value, spells_ in world.lifespans.items()
    }
    passings: dict[tuple[object, object], list[tuple[int, int, int]]] = {}
    for s in world.successions:
        passings.setdefault((s.series, s.value), []).append((s.start, s.published, s.withdrawn or FOREVER))
    return Context(closings, passings)


def turns(world: World) -> list[int]:
    """The days on which anything is published or withdrawn: what is known does not change on others."""
    everything = [*world.statements, *world.successions, *(s for spells_ in world.lifespans.values() for s in spells_)]
    return sorted({s.published for s in everything} | {s.withdrawn for s in everything if s.withdrawn is not None})


Fact = tuple[int, int | None, str, str | None, int | None]
"""Start, until (None: no end), value, share, changed after."""


def facts_at(facts: Sequence[Held], day: int) -> set[Fact]:
    """What the register believes at the end of a day."""
    return {
        (
            f.start,
            None if f.until == FOREVER else f.until,
            str(f.value),
            None if f.share is None else str(f.share),
            f.after,
        )
        for f in facts
        if f.known_from <= day < f.known_until
    }


def reference_at(world: World, day: int, *, restated: bool = False) -> tuple[set[Fact], set[Conflict]]:
    """What the slow implementation believes at the end of a day."""
    open_days, passings = around(world, day)
    spans, conflicts = known_at(world.statements, day, restated=restated, open_days=open_days, passings=passings)
    facts = {
        (start, None if until == END else until, value, share, after)
        for start, until, values, after in spans
        for value, share in values
    }
    return facts, conflicts


def around(world: World, day: int) -> tuple[Callable[[str], Sequence[int] | None], Callable[[str, str], Sequence[int]]]:
    """What was known on a day of the other bodies: their open days, and their successions."""

    def open_days(value: str) -> Sequence[int] | None:
        spans, _ = known_at(world.lifespans.get(value, ()), day, restated=True)
        return [d for span in spans for d in range(span.start, span.until)] or None

    def passings(old: str, new: str) -> Sequence[int]:
        return [s.start for s in world.successions if (s.series, s.value) == (old, new) and s.counts_at(day)]

    return open_days, passings


def without(world: World, published: int, series: str) -> World:
    """The world in which that publication never was."""
    kept = tuple(s for s in world.statements if (s.published, s.series) != (published, series))
    return replace(world, statements=kept)
