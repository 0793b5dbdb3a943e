"""Where every unit of a plan goes on its day: by list, with its body, by the rest, by shares, or nowhere yet. Pure.

A unit of a split body goes by the first of these that speaks of it: the list of a part or of a move; the listed unit it
belongs to (a practice's geography follows its listed commissioner); the part that takes the rest; the shares. What none
decides is left open, with the plan's reason, and refused where the plan gives none. Shares of a unit sum to one: a
divided unit of which a part has no home is left open as a whole.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from ouzel.core.errors import ContentError
from ouzel.register.attributes import LASTING, Attribute
from ouzel.reorganisation.contradictions import shares_hold
from ouzel.reorganisation.expansion import Held, Member, State, Unresolved
from ouzel.reorganisation.lives import Lives, wrong
from ouzel.reorganisation.plan import Close, Merger, Move, Plan, Split
from ouzel.reorganisation.wording import relation_words

A = Attribute
ONE = Decimal(1)
LOOSE = frozenset({A.GEOGRAPHY, A.COLLABORATION})
"""Relations a unit may be without: nobody is an orphan for them. All others need a home."""

Division = tuple[tuple[str, Decimal | None], ...]
"""The bodies that a unit belongs to after the plan, each with its share (None: wholly)."""


@dataclass(frozen=True)
class Going:
    """One unit goes from a day on: `was` and `becomes` are whole divisions; `until` is a known end."""

    unit: str
    attribute: Attribute
    since: date
    until: date | None
    was: Division
    becomes: Division
    path: str


@dataclass
class Destinations:
    """All that goes, what is left open, and what is wrong."""

    goings: list[Going] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    problems: list[ContentError] = field(default_factory=list)


@dataclass(frozen=True)
class _Listed:
    """A list says where a unit goes; `origin` and `relation` limit it, `share` moves a part only."""

    path: str
    to: str
    origin: str
    relation: Attribute | None
    share: Decimal | None = None

    def speaks_of(self, attribute: Attribute, body: str) -> bool:
        """Whether it decides about this relation to this body."""
        return (self.relation is None or self.relation is attribute) and self.origin in ("", body)


def destinations(plan: Plan, state: State, lives: Lives) -> Destinations:
    """Where all units of the bodies that end, are split or give units away go."""
    return _Router(plan, state, lives).route()


class _Router:
    def __init__(self, plan: Plan, state: State, lives: Lives) -> None:
        self.plan, self.state, self.lives = plan, state, lives
        self.eve = state.day - timedelta(days=1)
        self.out = Destinations()
        self.listed: dict[str, list[_Listed]] = defaultdict(list)
        self.whole: dict[tuple[str, Attribute | None], Move] = {}  # moves without a list: all of an origin's units
        self.splits = {c.body: c for c in plan.changes if isinstance(c, Split)}
        self.closes = {c.code: c for c in plan.changes if isinstance(c, Close)}
        self.heirs = {b: c for c in plan.changes if isinstance(c, Merger) for b in c.bodies if b != c.into}
        self.homeless: dict[str, list[tuple[str, Attribute, date]]] = defaultdict(list)
        self.used: set[str] = set()

    def route(self) -> Destinations:
        self._read_lists()
        members: dict[tuple[str, Attribute], list[Member]] = defaultdict(list)
        for m in (*self.state.members, *self._listed_elsewhere()):
            members[m.unit, m.attribute].append(m)
        for (unit, attribute), theirs in sorted(members.items()):
            if unit not in self.lives.ends and attribute is not A.COLLABORATION:
                self._route_unit(unit, attribute, theirs)
        self._check_lists()
        for body, left in self.homeless.items():
            self._left_open(body, left)
        return self.out

    def _read_lists(self) -> None:
        for change in self.plan.changes:
            if isinstance(change, Move):
                if not change.units:
                    self.whole.setdefault((change.origin, change.relation), change)
                for n, unit in enumerate(change.units):
                    path = f"{change.path}.units[{n}]"
                    listed = _Listed(path, change.to, change.origin, change.relation, change.share)
                    self.listed[unit].append(listed)
                if not change.units and not change.origin:
                    self.out.problems.append(
                        wrong(self.plan, change.path, "nothing says what moves",
                              right="List the units, or name the body they all come from")
                    )  # fmt: skip
            elif isinstance(change, Split):
                for part in change.parts:
                    for n, unit in enumerate(part.units):
                        listed = _Listed(f"{part.path}.units[{n}]", part.into, change.body, None)
                        self.listed[unit].append(listed)

    def _listed_elsewhere(self) -> list[Member]:
        """Relations of listed units to bodies that the plan does not otherwise touch."""
        known = {(m.unit, m.attribute, m.body, m.since) for m in self.state.members}
        return [
            Member(unit, h.attribute, h.value, h.since, h.until, h.share)
            for unit in self.listed
            for h in self.state.facts.get(unit, ())
            if h.attribute in LASTING
            and (h.until is None or h.until > self.state.day)
            and (unit, h.attribute, h.value, h.since) not in known
        ]

    def _route_unit(self, unit: str, attribute: Attribute, theirs: list[Member]) -> None:
        """One unit's one relation: its whole division on each stretch of days, before and after."""
        if any(m.share is not None for m in theirs):
            whole = [h for h in self.state.facts.get(unit, ()) if h.attribute is attribute and self._from_now(h)]
            stretches = self._by_days([Member(unit, attribute, h.value, h.since, h.until, h.share) for h in whole])
        else:
            stretches = self._by_days(theirs)
        for (since, until), together in stretches.items():
            was: Division = tuple((m.body, m.share) for m in together)
            becomes: dict[str, Decimal] = defaultdict(Decimal)
            paths: list[str] = []
            lost = False
            for m in together:
                goes = self._goes(unit, attribute, m.body)
                if goes is None:
                    becomes[m.body] += m.share or ONE
                elif not goes[1]:
                    lost = True
                    self.homeless[m.body].append((unit, attribute, since))
                else:
                    paths.append(goes[0])
                    for to, part in goes[1]:
                        becomes[to] += (m.share or ONE) * part
            if paths and not lost:
                self._add(unit, attribute, since, until, was, becomes, paths[0])

    def _from_now(self, held: Held) -> bool:
        return held.until is None or held.until > self.state.day

    def _by_days(self, members: list[Member]) -> Mapping[tuple[date, date | None], list[Member]]:
        stretches: dict[tuple[date, date | None], list[Member]] = defaultdict(list)
        for m in members:
            stretches[max(self.state.day, m.since or self.state.day), m.until].append(m)
        return stretches

    def _add(
        self, unit: str, attribute: Attribute, since: date, until: date | None, was: Division,
        becomes: Mapping[str, Decimal], path: str,
    ) -> None:  # fmt: skip
        total = sum(becomes.values(), Decimal(0))
        if total != ONE:
            self.out.problems.append(
                wrong(self.plan, path, f"the shares of {unit} come to {total.normalize():f}, not to 1", value=unit,
                      right="The shares of one unit sum to one")
            )  # fmt: skip
            return
        division: Division = (
            ((next(iter(becomes)), None),) if len(becomes) == 1 else tuple(sorted(becomes.items()))
        )  # fmt: skip
        self.out.goings.append(Going(unit, attribute, since, until, was, division, path))

    def _goes(self, unit: str, attribute: Attribute, body: str) -> tuple[str, list[tuple[str, Decimal]]] | None:
        """Where a unit's relation to a body goes, each part with its share: None stays, an empty list is nowhere."""
        listed = [x for x in self.listed.get(unit, ()) if x.speaks_of(attribute, body)]
        if any(x.relation is attribute or x.origin for x in listed) or (listed and body in self.lives.ends):
            self.used |= {x.path for x in listed}
            if len(listed) > 1 and any(x.share is None for x in listed):
                self._twice(unit, listed)
                return None
            if all(x.share is None for x in listed):
                return listed[0].path, [(listed[0].to, ONE)]
            parts = [(x.to, x.share or ONE) for x in listed]
            rest = ONE - sum((share for _, share in parts), Decimal(0))
            return listed[0].path, [*parts, (body, rest)] if rest > 0 else parts
        move = self.whole.get((body, attribute)) or self.whole.get((body, None))
        if move is not None:
            share = move.share
            parts = [(move.to, ONE)] if share is None or share == ONE else [(move.to, share), (body, ONE - share)]
            return move.path, parts
        if body in self.heirs:
            merger = self.heirs[body]
            return merger.path, [(merger.into, ONE)]
        if body in self.splits:
            return self._split(unit, self.splits[body])
        return (self.closes[body].path, []) if body in self.closes else None

    def _twice(self, unit: str, listed: list[_Listed]) -> None:
        first, *others = listed
        line = self.plan.line(first.path)
        also = f", also on line {line}" if line else ""
        for x in others:
            problem = wrong(self.plan, x.path, f"{unit} is moved twice{also}", value=unit,
                            right="List it once, or give each move its share")  # fmt: skip
            if problem not in self.out.problems:  # it is the same for each of its relations
                self.out.problems.append(problem)

    def _split(self, unit: str, split: Split) -> tuple[str, list[tuple[str, Decimal]]] | None:
        led = {
            (x.path, x.to)
            for h in self.state.facts.get(unit, ())
            if h.attribute in LASTING and h.on(self.eve)
            for x in self.listed.get(h.value, ())
            if x.origin == split.body and x.share is None
        }
        if len({to for _, to in led}) == 1:
            path, to = min(led)
            return path, [(to, ONE)]
        rest = next((part for part in split.parts if part.rest), None)
        if rest is not None:
            return rest.path, [(rest.into, ONE)]
        if not shares_hold(split):
            return None  # that is told once for the split, and not again for each of its units
        shares = [(part.into, part.share) for part in split.parts if part.share is not None]
        if shares:
            return split.path, [(to, share) for to, share in shares if share is not None]
        if split.body in {part.into for part in split.parts}:
            return None  # the body goes on, and what no list takes away stays with it
        return split.path, []

    def _check_lists(self) -> None:
        """Every listed unit was found where the plan has it."""
        for unit, lists in sorted(self.listed.items()):
            for x in lists:
                told = (*self.lives.problems, *self.out.problems)
                if x.path in self.used or any(p.value == unit for p in told):
                    continue
                if x.relation and self._is_without(unit, x.relation, x):
                    self._add(unit, x.relation, self.state.day, None, (), {x.to: ONE}, x.path)
                else:
                    self.out.problems.append(self._not_there(unit, x))

    def _is_without(self, unit: str, relation: Attribute, x: _Listed) -> bool:
        """Whether a list gives a home to a unit that had one and has none: left open by an earlier plan, say."""
        if x.origin or x.share is not None or unit in self.lives.ends or len(self.listed[unit]) > 1:
            return False
        held = [h for h in self.state.facts.get(unit, ()) if h.attribute is relation]
        return bool(held) and not any(self._from_now(h) for h in held)

    def _not_there(self, unit: str, x: _Listed) -> ContentError:
        day = self.state.day  # a plan of the same day, enacted before, may have moved it
        now = [h for h in self.state.facts.get(unit, ()) if h.attribute in LASTING and h.on(day)]
        if unit in self.lives.ends:
            return wrong(self.plan, x.path, f"{unit} is moved, but another change closes it", value=unit,
                         right="Take it from the list, or out of the change that closes it")  # fmt: skip
        if x.relation is None and not x.origin:
            return wrong(self.plan, x.path, f"nothing says which of its relations {unit} changes", value=unit,
                         right="Give `from`, the body it leaves, or `relation`, such as commissioner")  # fmt: skip
        where = ", ".join(f"{h.value} ({h.attribute.name.lower().replace('_', ' ')})" for h in now) or "no body"
        what = f"has no {relation_words(x.relation)}" if x.relation else ""
        of = f"does not belong to {x.origin}" if x.origin else what
        return wrong(self.plan, x.path, f"{unit} {of} on {day}: it belongs to {where}", value=unit,
                     right="The register may have moved on since the plan was written")  # fmt: skip

    def _left_open(self, body: str, left: list[tuple[str, Attribute, date]]) -> None:
        change = self.splits.get(body) or self.closes[body]
        name = self.state.names.get(body, body)
        firm = sorted({unit for unit, attribute, _ in left if attribute not in LOOSE})
        if firm and not change.left_open:
            few = ", ".join(firm[:5]) + (f" and {len(firm) - 5} more" if len(firm) > 5 else "")
            units = "1 unit" if len(firm) == 1 else f"{len(firm):,} units"
            self.out.problems.append(
                wrong(self.plan, change.path, f"{units} of {name} would be left without a home: {few}", value=body,
                      right="List where they go, name a part that takes the rest, or give `left_open` with the reason")
            )  # fmt: skip
            return
        why = change.left_open or "no list of the plan says where it goes, and it may be without"
        self.out.unresolved += [
            Unresolved(unit, self.state.names.get(unit, unit), attribute, body, why, since)
            for unit, attribute, since in sorted(left)
        ]
