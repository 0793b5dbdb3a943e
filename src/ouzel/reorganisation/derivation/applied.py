"""What a plan comes to in a picture: its expansion, enacted in the state that the picture is. No rule of its own. Pure.

Problems of the expansion are not looked at: whoever proposes the plan is shown them, and what a problem keeps from
happening is in no assertion, so that the difference is listed as one that the plan does not explain.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from ouzel.register.attributes import Attribute
from ouzel.reorganisation import applying
from ouzel.reorganisation.derivation.pictured import BELONGING, Picture, Pictured
from ouzel.reorganisation.expanding import expand
from ouzel.reorganisation.expansion import Held, Member, State
from ouzel.reorganisation.naming import bodies_named, codes_given
from ouzel.reorganisation.plan import Plan

A = Attribute


def applied(plan: Plan, before: Picture) -> Picture:
    """The picture as it would be with the plan enacted, on its day; who opened has no kinds."""
    state = _state(plan, before)
    facts_alone = replace(state, members=())  # those of a unit say whom it belongs to
    after = applying.applied(facts_alone, expand(plan, state), known=plan.effective)
    bodies, relations = dict(before.open), {a: dict(before.relations.get(a, {})) for a in BELONGING}
    for code, facts in after.facts.items():
        if facts == state.facts[code]:
            continue
        was = bodies.pop(code, None)
        for units in relations.values():
            units.pop(code, None)
        now = _on(facts, state.day)
        if now[A.LIFESPAN]:
            roles = tuple(sorted(h.value for h in now[A.ROLE]))
            name = now[A.NAME][0].value if now[A.NAME] else code
            bodies[code] = Pictured(name, roles, was.kinds if was else frozenset())
        if now[A.LIFESPAN] or not was:
            for attribute in relations.keys() & now.keys():
                parents = ((h.value, h.share) for h in now[attribute])
                relations[attribute][code] = tuple(sorted(parents, key=lambda p: (p[0], p[1] or 0)))
    return Picture(plan.effective, bodies, relations)


def _on(facts: Iterable[Held], day: date) -> dict[Attribute, list[Held]]:
    found: dict[Attribute, list[Held]] = defaultdict(list)
    for h in facts:
        if h.on(day):
            found[h.attribute].append(h)
    return found


def _state(plan: Plan, before: Picture) -> State:
    """The picture as an expansion reads it, for what the plan names and who belongs to that.

    Everything has held for ever: one day does not say since when. So a body that a file knows only as a parent was
    open too, and may be merged or closed like any other.
    """
    named = {code for code, _ in bodies_named(plan)}
    members = tuple(
        Member(unit, attribute, body, None, None, share)
        for attribute, units in before.relations.items() for unit, parents in units.items()
        for body, share in parents if body in named
    )  # fmt: skip
    codes = named | set(codes_given(plan)) | {m.unit for m in members}
    facts = {code: _described(before.open.get(code)) for code in codes}
    for attribute, units in before.relations.items():
        for code in codes & units.keys():
            facts[code] += [Held(attribute, body, None, None, share) for body, share in units[code]]
    names = dict(before.names) | {code: before.called(code) for code in codes}
    held = {code: tuple(theirs) for code, theirs in facts.items()}
    return State(plan.effective, None, 0, held, members, names)


def _described(body: Pictured | None) -> list[Held]:
    if body is None:
        return []
    told = [(A.LIFESPAN, "open"), (A.NAME, body.name), *((A.ROLE, role) for role in body.roles)]
    return [Held(attribute, value, None, None) for attribute, value in told]
