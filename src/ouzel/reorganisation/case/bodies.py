"""The bodies of each option: which of those concerned it leaves open, what they are, and whom they would serve."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from ouzel.register.answers import Moment
from ouzel.register.attributes import Attribute
from ouzel.register.kinds import KINDS
from ouzel.reorganisation.case.members import Edges, as_it_is, as_it_would_be, kinds_of, units_of
from ouzel.reorganisation.case.values import Served
from ouzel.reorganisation.expansion import Expansion, Held
from ouzel.reorganisation.naming import bodies_named

A = Attribute
NOT_A_BODY_BY_ITSELF = KINDS["collaboration"].roles
"""Roles of what is only a way of working together: it serves nobody, and is no option's body."""

Facts = Mapping[str, tuple[Held, ...]]
Units = Mapping[str, Mapping[str, Decimal]]


def bodies_of_options(
    expansions: Sequence[Expansion | None], *, moment: Moment
) -> tuple[tuple[Served, ...], ...]:  # fmt: skip
    """For each option the bodies it leaves open, of all that any option concerns. None stands for "no change".

    All are compared on `moment.on`; what an option asserts is taken as of its own day. Raises nothing for an
    option with problems: what it does say is laid on, and the case tells the problems.
    """
    plans = [e for e in expansions if e is not None]
    members = {m for e in plans for m in e.state.members}
    facts: dict[str, tuple[Held, ...]] = {}
    names: dict[str, str] = {}
    for e in plans:
        facts |= e.state.facts
        names |= e.state.names
    scope = sorted({code for e in plans for code, _ in bodies_named(e.plan)})
    now = as_it_is(sorted(members, key=repr), moment=moment)
    kinds = kinds_of(now, moment=moment)
    return tuple(_bodies(e, scope, now, kinds, facts, names, moment.on) for e in expansions)


def _bodies(
    expansion: Expansion | None, scope: Sequence[str], now: Edges, kinds: Mapping[str, str], facts: Facts,
    names: Mapping[str, str], day: date,
) -> tuple[Served, ...]:  # fmt: skip
    edges = now
    if expansion is not None:
        facts = _told(expansion, facts)
        edges = as_it_would_be(now, expansion.assertions, day=expansion.plan.effective)
        day = expansion.plan.effective
    begun = (
        {a.subject for a in expansion.assertions if a.attribute is A.LIFESPAN and a.start == day} if expansion else ()
    )
    served = units_of(edges)
    found = []
    for code in scope:
        roles = {h.value for h in facts.get(code, ()) if h.attribute is A.ROLE and h.on(day)}
        if roles & NOT_A_BODY_BY_ITSELF or not _open(facts.get(code, ()), day, served.get(code, {})):
            continue
        name = next((h.value for h in facts[code] if h.attribute is A.NAME and h.on(day)), names.get(code, code))
        found.append(Served(code, name, _kinds(roles), _by_kind(served.get(code, {}), kinds), code in begun))
    return tuple(found)


def _told(expansion: Expansion, facts: Facts) -> dict[str, tuple[Held, ...]]:
    """The facts with what the plan says of bodies' lives, names and roles: its word first, and ends where it ends."""
    day = expansion.plan.effective
    said: dict[str, list[Held]] = defaultdict(list)
    over: set[tuple[str, Attribute, str]] = set()
    for a in expansion.assertions:
        if a.attribute in (A.LIFESPAN, A.NAME, A.ROLE):
            said[a.subject].append(Held(a.attribute, a.value, a.start, a.until))
            if a.until is not None and a.until <= day:
                over.add((a.subject, a.attribute, a.value))
    told = dict(facts)
    for code, held in said.items():
        kept = (h for h in facts.get(code, ()) if (code, h.attribute, h.value) not in over)
        told[code] = (*held, *kept)
    return told


def _open(facts: tuple[Held, ...], day: date, units: Mapping[str, Decimal]) -> bool:
    """Whether the body is open on the day; one whose lifespan nobody has told is, if it has members."""
    spells = [h for h in facts if h.attribute is A.LIFESPAN]
    return any(h.on(day) for h in spells) if spells else bool(facts and units)


def _kinds(roles: set[str]) -> tuple[str, ...]:
    return tuple(k.slug for k in KINDS.values() if k.told_by is A.ROLE and k.roles & roles)


def _by_kind(units: Mapping[str, Decimal], kinds: Mapping[str, str]) -> Units:
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for unit, share in sorted(units.items()):
        found[kinds.get(unit, "")][unit] = share
    return dict(found)
