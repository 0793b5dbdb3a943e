"""What an enactment would do to a state of the register, done to the state alone: pure.

So a plan that merges what another opens can be worked out before either is enacted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from ouzel.engine.days import MAXDAY, MINDAY
from ouzel.engine.lines import Stay, restated, retold
from ouzel.register.attributes import LASTING, RESTATED, SEVERAL, Attribute
from ouzel.register.evidence import Assertion
from ouzel.reorganisation.expansion import Expansion, Held, Member, State

A = Attribute
Closed = tuple[tuple[int, int], ...]


def applied(state: State, expansion: Expansion, *, known: date) -> State:
    """The state as it would be with the assertions of an expansion enacted, known from the day `known`.

    It holds for what the state has read: bodies with all their facts, members of the bodies that it names.
    """
    said: dict[str, list[Assertion]] = defaultdict(list)
    for assertion in expansion.assertions:
        said[assertion.subject].append(assertion)
    opened = {a.subject for a in expansion.assertions if a.attribute is A.LIFESPAN}
    facts = dict(state.facts)
    for code in said:
        if code in facts or code in opened:
            facts[code] = facts_after(facts.get(code, ()), said[code], known=known)
    lives = {code: _closed(facts[code]) for code in opened}
    facts = {code: _clipped(held, lives) for code, held in facts.items()}
    names = dict(state.names)
    eve = state.day - timedelta(days=1)
    for assertion in sorted(expansion.assertions, key=lambda a: a.start):
        if assertion.attribute is A.NAME and assertion.start <= eve:
            names[assertion.subject] = assertion.value
    return replace(state, facts=facts, names=names, members=_members(state, expansion, said, lives, known=known))


def facts_after(held: Iterable[Held], said: Iterable[Assertion], *, known: date) -> tuple[Held, ...]:
    """The facts of one body with what is said of it, by attribute and day."""
    before, new = _lines(held), _lines(_as_held(said))
    lines = dict(before)
    for (attribute, value), fresh in new.items():
        old = before.get((attribute, value), [])
        stays = restated(old, fresh) if attribute in RESTATED else retold(old, fresh, known=known.toordinal())
        lines[attribute, value] = stays
    facts = [
        Held(
            attribute, str(s.value), _since(s.start), _until(s.until), s.share if isinstance(s.share, Decimal) else None
        )
        for (attribute, _), stays in lines.items()
        for s in stays
    ]
    return tuple(sorted(facts, key=lambda h: (h.attribute, h.since or date.min, h.value)))


def _as_held(said: Iterable[Assertion]) -> Iterable[Held]:
    return (Held(a.attribute, a.value, a.start, a.until, a.share) for a in said)


def _lines(held: Iterable[Held]) -> dict[tuple[Attribute, str], list[Stay]]:
    """Facts by line: one for each attribute, or for each value of an attribute that may have several."""
    lines: dict[tuple[Attribute, str], list[Stay]] = defaultdict(list)
    for h in held:
        start, until = h.since.toordinal() if h.since else MINDAY, h.until.toordinal() if h.until else MAXDAY
        lines[h.attribute, h.value if h.attribute in SEVERAL else ""].append(Stay(h.value, start, until, h.share))
    return lines


def _members(
    state: State, expansion: Expansion, said: Mapping[str, Sequence[Assertion]], lives: Mapping[str, Closed], *,
    known: date,
) -> tuple[Member, ...]:  # fmt: skip
    """Members after the plan: those it moves in or out, cut to the days on which the bodies are open."""
    of_unit: dict[str, list[Member]] = defaultdict(list)
    for m in state.members:
        of_unit[m.unit].append(m)
    for code, assertions in said.items():
        moves = [a for a in assertions if a.attribute in LASTING]
        if moves:
            held = [Held(m.attribute, m.body, m.since, m.until, m.share) for m in of_unit.get(code, ())]
            held += [h for h in state.facts.get(code, ()) if h.attribute in LASTING and h not in held]
            of_unit[code] = [
                Member(code, h.attribute, h.value, h.since, h.until, h.share)
                for h in facts_after(held, moves, known=known)
            ]
    closed = {
        code for code, periods in lives.items() if any(start <= state.day.toordinal() < end for start, end in periods)
    }
    found = []
    for unit, members in of_unit.items():
        if unit in closed:
            continue
        theirs = _clipped([Held(m.attribute, m.body, m.since, m.until, m.share) for m in members], lives)
        found += [
            Member(unit, h.attribute, h.value, h.since, h.until, h.share)
            for h in theirs
            if h.until is None or h.until > state.day
        ]
    return tuple(sorted(found, key=lambda m: (m.body, m.attribute, m.unit, m.since or date.min)))


def _clipped(held: Iterable[Held], lives: Mapping[str, Closed]) -> tuple[Held, ...]:
    """Relations cut to the days on which the other body was open; a division ends with the first of its bodies."""
    before = list(held)
    after = [_open_days(h, lives) for h in before]
    ends: dict[tuple[Attribute, date | None, date | None], int] = {}
    for h, (_, until) in zip(before, after, strict=True):
        if h.share is not None:
            key = (h.attribute, h.since, h.until)
            ends[key] = min(ends.get(key, MAXDAY), until)
    out = []
    for h, (start, until) in zip(before, after, strict=True):
        if h.share is not None:
            until = ends[h.attribute, h.since, h.until]
        if start < until:
            out.append(replace(h, since=_since(start), until=_until(until)))
    return tuple(out)


def _open_days(h: Held, lives: Mapping[str, Closed]) -> tuple[int, int]:
    """The days of a fact; of a relation those on which the other body was open, nothing if there are none."""
    start, until = h.since.toordinal() if h.since else MINDAY, h.until.toordinal() if h.until else MAXDAY
    for closed, reopened in lives.get(h.value, ()) if h.attribute in LASTING else ():
        if start >= reopened or until <= closed:
            continue
        if start < closed:
            until = closed
        elif until > reopened:
            start = reopened
        else:
            until = start
    return start, until


def _closed(facts: Iterable[Held]) -> Closed:
    """The days between and around the lifespans of a body."""
    spells = [
        (s.start, s.until) for s in _lines(f for f in facts if f.attribute is A.LIFESPAN).get((A.LIFESPAN, ""), ())
    ]
    ends, starts = [0, *(until for _, until in spells)], [*(start for start, _ in spells), MAXDAY]
    return tuple((end, start) for end, start in zip(ends, starts, strict=True) if end < start) if spells else ()


def _since(day: int) -> date | None:
    return None if day == MINDAY else date.fromordinal(day)


def _until(day: int) -> date | None:
    return None if day == MAXDAY else date.fromordinal(day)
