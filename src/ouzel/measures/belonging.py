"""Which units belong to which bodies on a day, and what that becomes with a plan. What needs no database is pure."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from ouzel.register.answers import Moment
from ouzel.register.asking import believed, fetch
from ouzel.register.attributes import Attribute as A
from ouzel.register.evidence import Assertion
from ouzel.register.kinds import Kind
from ouzel.register.queries import INACTIVE
from ouzel.reorganisation.expansion import Expansion, Member, State

Belonging: TypeAlias = dict[tuple[str, A], dict[str, Decimal]]
"""For each unit and relation, the bodies it belongs to with its share in each."""

Heirs: TypeAlias = Mapping[str, Mapping[str, Decimal] | None]
"""For each body that ends, who carries on and by what share; None where several do and no share is said."""

BELOW: Mapping[A, A | None] = {A.REGION: A.SYSTEM, A.SYSTEM: A.COMMISSIONER, A.COMMISSIONER: None, A.NETWORK: None}
"""The relations by which people belong to bodies, and for each the one by which they belong to its units in turn.

A network is commissioned too, but its practices are so by themselves: nobody is counted twice.
"""

ONE = Decimal(1)


def of_members(members: Iterable[Member], day: date) -> Belonging:
    """What the members of a state are on its day."""
    found: Belonging = {}
    for m in members:
        if m.attribute in BELOW and (m.since is None or m.since <= day) and (m.until is None or day < m.until):
            found.setdefault((m.unit, m.attribute), {})[m.body] = ONE if m.share is None else m.share
    return found


def with_plan(before: Belonging, expansion: Expansion) -> Belonging:
    """What it becomes on the plan's day: a unit that the plan speaks of is where it says, and nowhere else."""
    day = expansion.state.day
    after: Belonging = {key: dict(bodies) for key, bodies in before.items()}
    for code in ended(expansion.assertions, day):
        for attribute in BELOW:
            after.pop((code, attribute), None)
    for left in expansion.unresolved:
        after.get((left.code, left.attribute), {}).pop(left.was, None)
    said: Belonging = {}
    for a in expansion.assertions:
        if a.attribute not in BELOW:
            continue
        if a.start <= day and (a.until is None or day < a.until):
            said.setdefault((a.subject, a.attribute), {})[a.value] = ONE if a.share is None else a.share
        elif a.until is not None and a.until <= day:
            after.get((a.subject, a.attribute), {}).pop(a.value, None)
    return after | said


def ended(assertions: Iterable[Assertion], day: date) -> set[str]:
    """The bodies that a plan closes on its day."""
    return {a.subject for a in assertions if a.attribute is A.LIFESPAN and a.until == day}


def heirs_with_plan(expansion: Expansion) -> Heirs:
    """Who carries on for each body that the plan closes on its day."""
    day = expansion.state.day
    said = [
        (a.subject, a.value, a.share) for a in expansion.assertions if a.attribute is A.SUCCESSOR and a.start == day
    ]
    return _heirs(ended(expansion.assertions, day), said)


def heirs_in_state(state: State) -> Heirs:
    """The same of the bodies that have ended on the day in the state itself: once a plan is enacted."""
    gone, said = set(), []
    for code, facts in state.facts.items():
        lives = [h for h in facts if h.attribute is A.LIFESPAN]
        if any(h.until == state.day for h in lives) and not any(h.on(state.day) for h in lives):
            gone.add(code)
            said += [(code, h.value, h.share) for h in facts if h.attribute is A.SUCCESSOR and h.since == state.day]
    return _heirs(gone, said)


def _heirs(gone: Iterable[str], said: Iterable[tuple[str, str, Decimal | None]]) -> Heirs:
    found: dict[str, dict[str, Decimal | None]] = {code: {} for code in gone}
    for code, heir, share in said:
        if code in found:
            found[code][heir] = share
    return {code: _divided(to) for code, to in found.items()}


def _divided(to: Mapping[str, Decimal | None]) -> dict[str, Decimal] | None:
    if len(to) == 1:
        return dict.fromkeys(to, ONE)
    shares = {heir: share for heir, share in to.items() if share is not None}
    return shares if len(shares) == len(to) else None


def read(bodies: Collection[str], *, moment: Moment) -> Belonging:
    """Who belongs to the bodies on the day of the moment, and to those in turn, as far down as people are counted."""
    found: Belonging = {}
    level, relations = set(bodies), list(BELOW)
    where, params = believed(moment)
    while level and relations:
        rows = fetch(
            f"""SELECT u.code, f.attribute, o.code, f.share
                FROM register_body o JOIN register_fact f ON f.object_id = o.id
                     JOIN register_body u ON u.id = f.subject_id
                WHERE o.code = ANY(%s) AND f.attribute = ANY(%s) AND f.valid @> %s::date AND {where}""",
            [sorted(level), [int(a) for a in relations], moment.on, *params],
        )
        level = set()
        for unit, number, body, share in rows:
            found.setdefault((unit, A(number)), {})[body] = ONE if share is None else share
            if BELOW[A(number)] is not None:
                level.add(unit)
        relations = sorted({below for a in relations if (below := BELOW[a]) is not None})
    return found


def active(codes: Collection[str], *, kind: Kind, moment: Moment) -> set[str]:
    """Those of the bodies that are of the kind on the day, and neither closed nor resting."""
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT b.code, f.attribute, f.value, f.valid @> %s::date
            FROM register_body b JOIN register_fact f ON f.subject_id = b.id
            WHERE b.code = ANY(%s) AND f.attribute = ANY(%s) AND {where}""",
        [moment.on, sorted(codes), [int(kind.told_by), int(A.STATUS), int(A.LIFESPAN)], *params],
    )
    of_kind, resting, lived, open_ = set(), set(), set(), set()
    for code, number, value, holds in rows:
        if number == A.LIFESPAN:
            lived.add(code)
        if holds and number == A.LIFESPAN:
            open_.add(code)
        elif holds and number == A.STATUS and value in INACTIVE:
            resting.add(code)
        elif holds and number == kind.told_by and value in kind.roles:
            of_kind.add(code)
    return {code for code in of_kind - resting if code in open_ or code not in lived}
