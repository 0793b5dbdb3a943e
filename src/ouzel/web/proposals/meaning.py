"""What a plan means for one body: one that it names, one that belongs to such a body, or one that it leaves alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ouzel.register import overview, queries, successions
from ouzel.register.answers import Body, Moment, NoSuchBody, Succession
from ouzel.register.attributes import Attribute
from ouzel.register.kinds import KINDS
from ouzel.reorganisation.expansion import Consequence, Expansion, Unresolved
from ouzel.reorganisation.lives import lives_of
from ouzel.reorganisation.naming import bodies_named
from ouzel.reorganisation.plan import Change, Plan
from ouzel.web.proposals.chain import Chains, Holding, Spread
from ouzel.web.proposals.plainly import kinds_of
from ouzel.web.proposals.words import Names, Sentence, names_given, sentences

A = Attribute
TOLD = frozenset({A.COMMISSIONER, A.AREA_COMMISSIONER, A.SYSTEM, A.NETWORK, A.OPERATOR})
"""Whom a body belongs to in ways that people ask about first."""


@dataclass(frozen=True)
class Meaning:
    """Everything the page says of one body. `names` has every code in it."""

    code: str
    name: str
    kinds: tuple[str, ...]  # slugs
    opened: date | None
    closed: date | None  # half-open; the body closed before the plan's day
    gone_to: tuple[Succession, ...]  # for a body that closed before: who came after
    named: bool  # the plan names it
    begins: bool
    ends: bool
    heirs: tuple[str, ...]
    predecessors: tuple[str, ...]
    own: tuple[Sentence, ...]  # the changes that name it
    around: tuple[Sentence, ...]  # the changes that name a body above or below it
    holdings: tuple[Holding, ...]
    spread: tuple[Spread, ...]
    consequences: tuple[Consequence, ...]
    unresolved: tuple[Unresolved, ...]
    handed: tuple[tuple[str, str], ...]  # who plans care for it and hands that work over: from whom, to whom
    stranded: tuple[Unresolved, ...]  # those that belonged to it and have no home yet
    below: tuple[str, ...]  # bodies in the plan that belong to this one
    names: Names
    boards: frozenset[str]  # of the systems above it, those in law: they plan and buy, a partnership does not

    @property
    def changed(self) -> tuple[Holding, ...]:
        """The bodies above it that would be others."""
        return tuple(h for h in self.holdings if h.changes)

    @property
    def told(self) -> tuple[Holding, ...]:
        """Of those, the ones that a sentence tells; the table beside has all."""
        told = TOLD - {A.AREA_COMMISSIONER} if self.moved_areas else TOLD
        return tuple(h for h in self.changed if h.relation in told)

    @property
    def moved_areas(self) -> tuple[Spread, ...]:
        """Of a place that not all goes one way: the areas that would have another commissioner."""
        return tuple(s for s in self.spread if s.before != s.after) if len(self.spread) > 1 else ()

    @property
    def touched(self) -> bool:
        """Whether the plan changes anything for it, or for a body it belongs to or that belongs to it."""
        return bool(
            self.named or self.changed or self.moved_areas or self.consequences or self.unresolved or self.around
        )

    @property
    def is_practice(self) -> bool:
        """Whether people register with it as patients."""
        return "practice" in self.kinds

    @property
    def is_place(self) -> bool:
        """Whether people live there."""
        return bool({"local-authority", "ward", "small-area"} & set(self.kinds)) or bool(self.spread)

    @property
    def stays_itself(self) -> bool:
        """Whether it goes on with its name, its code and what it is: only bodies around it change."""
        own = any(c.what in ("the body", "name", "role") for c in self.consequences)
        return not (self.named or self.ends or self.begins or self.closed or own)


def meaning(code: str, expansion: Expansion) -> Meaning:
    """What the plan means for the body; NoSuchBody for a code that neither the register nor the plan knows."""
    plan, state = expansion.plan, expansion.state
    lives, chains = lives_of(plan, state), Chains(expansion)
    body = chains.bodies([code]).get(code)
    if body is None and code not in lives.begins:
        raise NoSuchBody(f"No organisation has the code {code}.")
    named = tuple(dict.fromkeys(c for c, _ in bodies_named(plan)))
    chains.prepare((code, *named))
    holdings = chains.holdings(code)
    spread = chains.spread(code) if _is_place(body, holdings) else []
    holdings = chains.holdings(code) if spread else holdings
    above = {c for h in holdings for c in (*h.before, *h.after)} | {c for s in spread for c in (s.before, s.after)}
    below = [c for c in named if c != code and code in _above(chains, c)]
    kinds = kinds_of(code, plan, state) or (body.kinds if body else ()) or _known_later(code, chains)
    names = {**chains.names, **state.names, **names_given(plan)}
    names |= {c: n for c, n in state.names.items() if n != c}
    closed = body.closed if body and body.open is False and body.closed and body.closed <= chains.day else None
    return Meaning(
        code=code,
        name=names.get(code, code),
        kinds=kinds,
        opened=body.opened if body else None,
        closed=closed,
        gone_to=tuple(successions.successors(code, moment=Moment(chains.eve.on))) if closed else (),
        named=code in named,
        begins=code in lives.begins,
        ends=code in lives.ends,
        heirs=lives.ends[code].heirs if code in lives.ends else (),
        predecessors=tuple(lives.predecessors.get(code, ())),
        own=_about(plan, names, {code}),
        around=() if code in named else _about(plan, names, above | set(below)),
        holdings=tuple(holdings),
        spread=tuple(spread),
        consequences=tuple(c for c in expansion.consequences if c.record == code),
        unresolved=tuple(u for u in expansion.unresolved if u.code == code),
        handed=_handed(expansion, holdings),
        stranded=tuple(u for u in expansion.unresolved if u.was == code),
        below=tuple(below),
        names=names,
        boards=frozenset(c for c in above if "board" in (kinds_of(c, plan, state) or chains.kinds(c))),
    )


def _handed(expansion: Expansion, holdings: Iterable[Holding]) -> tuple[tuple[str, str], ...]:
    """The commissioners that go on holding a body, and those to whom they hand over their functions."""
    planning = {c for h in holdings if h.relation in (A.COMMISSIONER, A.AREA_COMMISSIONER) for c in h.before}
    said = (a for a in expansion.assertions if a.attribute is A.FUNCTIONS and a.subject in planning)
    return tuple(dict.fromkeys((a.subject, a.value) for a in said))


def _known_later(code: str, chains: Chains) -> tuple[str, ...]:
    """The kinds of a body on the day before by all that was learned since: files may say late what a thing was."""
    found = queries.bodies([code], moment=Moment(chains.eve.on))
    if code in found and chains.names.get(code, code) == code:
        chains.names[code] = found[code].name
    if code in found and found[code].kinds:
        return found[code].kinds
    past = overview.pasts([code], moment=Moment(chains.eve.on))
    return tuple(kind.slug for kind in KINDS.values() if code in past and past[code].roles & kind.roles)


def _is_place(body: Body | None, holdings: Iterable[Holding]) -> bool:
    """Whether its commissioner must be told by its small areas: a place that has none of its own."""
    if body is None or any(h.relation in (A.AREA_COMMISSIONER, A.COMMISSIONER) for h in holdings):
        return False
    return bool(set(body.kinds) & {"local-authority", "ward"}) or not body.kinds


def _above(chains: Chains, code: str) -> set[str]:
    return {c for h in chains.holdings(code) if h.relation is not A.GEOGRAPHY for c in (*h.before, *h.after)}


def _about(plan: Plan, names: Names, codes: set[str]) -> tuple[Sentence, ...]:
    """The changes of the plan that name one of the bodies, as sentences."""
    told = sentences(plan, names)
    return tuple(told[at] for at, change in enumerate(plan.changes) if _named(plan, change) & codes)


def _named(plan: Plan, change: Change) -> set[str]:
    at = (f"{change.path}.", f"{change.path}[")
    return {code for code, path in bodies_named(plan) if path == change.path or path.startswith(at)}


def subject(kinds: Iterable[str]) -> str:
    """Who is cared for under a body of these kinds, for a sentence: its patients, or the people who live there."""
    held = set(kinds)
    if held & {"practice", "network", "branch"}:
        return "its patients"
    if held & {"local-authority", "ward", "small-area"}:
        return "the people who live there"
    return "the people it serves"
