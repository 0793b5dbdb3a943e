"""Laws of as-if over invented registers and plans: it is what the register derives once the plan is published, and it
loses nothing. No database: the register's own derivation is asked.
"""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ouzel.core.types.basis import Basis
from ouzel.engine.crosswalk import crosswalk
from ouzel.engine.figures import Figures
from ouzel.engine.overlay import overlaid
from ouzel.engine.rebase import rebase
from ouzel.engine.structure import Structure
from ouzel.register.attributes import Attribute
from ouzel.register.derive import Context, Said, by_value, derive
from ouzel.register.evidence import Assertion, Authority, Evidence
from ouzel.register.kinds import KINDS
from ouzel.register.timeline import FOREVER
from ouzel.reorganisation.applying import applied
from ouzel.reorganisation.expanding import expand
from ouzel.reorganisation.expansion import Held, Member, State
from ouzel.reorganisation.naming import bodies_named
from ouzel.reorganisation.overlaying import overlay_of
from ouzel.reorganisation.plan import (
    Change,
    ChangeRole,
    Close,
    Merger,
    Move,
    Opening,
    Part,
    Place,
    Plan,
    Split,
)

A = Attribute
T0, DAY, KNOWN = date(2013, 4, 1), date(2027, 4, 1), date(2026, 11, 1)
UNITS = [f"U{n}" for n in range(6)]
GROUPS = ["C0", "C1", "C2", "C3"]
SYSTEMS = ["S0", "S1"]
RELATIONS = {A.COMMISSIONER: "commissioner", A.SYSTEM: "system"}
DAYS = (DAY - timedelta(days=1), DAY, DAY + timedelta(days=40), DAY + timedelta(days=4000))

Lines = dict[tuple[str, Attribute], list[Said]]


def opening(code: str, role: str) -> Opening:
    return Opening(f"New {code}", (role,))


@st.composite
def registers(draw: st.DrawFn) -> list[Assertion]:
    """Units under commissioners under systems: some closed, some moved on, some divided by shares."""
    said: list[Assertion] = []

    def say(
        subject: str,
        attribute: Attribute,
        value: str,
        start: date = T0,
        until: date | None = None,
        share: Decimal | None = None,
    ) -> None:
        evidence = Evidence.SINCE if until is None else Evidence.INTERVAL
        said.append(Assertion(subject, attribute, evidence, start, until, value, 1, share))

    for code, role in [*((c, "RO98") for c in GROUPS), *((s, "RO318") for s in SYSTEMS)]:
        say(code, A.LIFESPAN, "open")
        say(code, A.ROLE, role)
    for code in GROUPS:
        say(code, A.SYSTEM, draw(st.sampled_from(SYSTEMS)))
    for unit in UNITS:
        closed = draw(st.sampled_from([None, None, None, date(2020, 1, 1)]))
        say(unit, A.LIFESPAN, "open", until=closed)
        first, second = draw(st.permutations(GROUPS))[:2]
        manner = draw(st.integers(0, 4))
        if closed:
            say(unit, A.COMMISSIONER, first, until=closed)
        elif manner == 0:
            say(unit, A.COMMISSIONER, first, share=Decimal("0.25"))
            say(unit, A.COMMISSIONER, second, share=Decimal("0.75"))
        elif manner == 1:
            moved = draw(st.sampled_from([date(2018, 4, 1), date(2027, 10, 1)]))
            say(unit, A.COMMISSIONER, first, until=moved)
            say(unit, A.COMMISSIONER, second, start=moved)
        else:
            say(unit, A.COMMISSIONER, first)
    return said


@st.composite
def plans(draw: st.DrawFn, bodies: tuple[str, ...] = tuple(GROUPS), fresh: str = "N", day: date = DAY) -> Plan:
    """One or two changes to commissioners of which no body is named twice."""
    left = draw(st.permutations(bodies))
    changes: list[Change] = []
    for number in range(draw(st.integers(1, 2))):
        new = f"{fresh}{number}"
        one, other, left = left[0], left[1], left[2:]
        units = tuple(draw(st.sets(st.sampled_from(UNITS), max_size=3)))
        match draw(st.sampled_from(["merger", "takeover", "shares", "rest", "lists", "move", "part", "close", "role"])):
            case "merger":
                changes.append(Merger(f"merger[{number}]", (one, other), new, opening=opening(new, "RO98")))
            case "takeover":
                changes.append(Merger(f"merger[{number}]", (one,), other, "acquisition"))
            case "shares":
                changes.append(_split(number, one, new, other, shares=True))
            case "rest":
                changes.append(_split(number, one, new, other, units=units[:1]))
            case "lists":
                changes.append(_split(number, one, new, other, units=units, left_open="nobody knows yet"))
            case "move" if units:
                changes.append(Move(f"move[{number}]", one, units=units, relation=A.COMMISSIONER))
            case "part":
                changes.append(Move(f"move[{number}]", one, origin=other, share=Decimal("0.4")))
            case "close":
                changes.append(Close(f"close[{number}]", one, left_open="nobody knows yet"))
            case "role":
                changes.append(ChangeRole(f"role[{number}]", one, ("RO319",)))
        if draw(st.integers(0, 3)) == 0:
            changes.append(Place(f"place[{number}]", (draw(st.sampled_from(UNITS)),), other))
        if len(left) < 2:
            break
    return Plan(f"plan-{fresh}".lower(), "A plan", day, "ada", tuple(changes))


def _split(
    number: int,
    body: str,
    new: str,
    other: str,
    *,
    units: tuple[str, ...] = (),
    shares: bool = False,
    left_open: str = "",
) -> Split:
    given = (Decimal("0.4"), Decimal("0.6")) if shares else (None, None)
    path = f"split[{number}]"
    parts = (
        Part(f"{path}.part[0]", new, units=units, share=given[0], opening=opening(new, "RO98")),
        Part(f"{path}.part[1]", other, share=given[1], rest=not shares and not left_open),
    )
    return Split(path, body, parts, left_open)


def published(said: list[Assertion], *, on: date, authority: Authority, series: str) -> Lines:
    lines: Lines = defaultdict(list)
    for number, a in enumerate(said):
        until = a.until.toordinal() if a.until else FOREVER
        lines[a.subject, a.attribute].append(
            Said(
                number,
                series,
                authority,
                0,
                on.toordinal(),
                FOREVER,
                a.evidence,
                a.start.toordinal(),
                until,
                a.value,
                a.share,
                a.note,
            )
        )
    return lines


def derived(*publications: Lines) -> dict[str, list[Held]]:
    """The facts of every body, as the register derives them from what was published."""
    lines: Lines = defaultdict(list)
    for publication in publications:
        for key, said in publication.items():
            lines[key] += said
    closings: dict[object, list[tuple[int, list[tuple[int, int]]]]] = {}
    for (code, attribute), said in lines.items():
        if attribute is A.LIFESPAN:
            spells = [(f.start, f.until) for f in derive(attribute, said)[0] if f.known_until == FOREVER]
            ends, starts = [0, *(b for _, b in spells)], [*(a for a, _ in spells), FOREVER]
            closings[code] = [(0, [(e, s) for e, s in zip(ends, starts, strict=True) if e < s])]
    context = Context(closings)
    facts: dict[str, list[Held]] = defaultdict(list)
    for (code, attribute), said in lines.items():
        for line in by_value(attribute, said):
            for f in derive(attribute, line, context if attribute in RELATIONS else None)[0]:
                if f.known_until == FOREVER:
                    facts[code].append(Held(attribute, str(f.value), _day(f.start), _day(f.until), f.share))
    return facts


def _day(day: int) -> date | None:
    return None if day == FOREVER else date.fromordinal(day)


def structure(facts: dict[str, list[Held]]) -> Structure:
    rows = [(code, h) for code, held in sorted(facts.items()) for h in held]
    return Structure.from_rows(
        relations=[
            (RELATIONS[h.attribute], c, h.value, h.since, h.until, h.share) for c, h in rows if h.attribute in RELATIONS
        ],
        lifespans=[(c, h.since, h.until) for c, h in rows if h.attribute is A.LIFESPAN],
        kinds=[
            (c, k.slug, h.since, h.until)
            for c, h in rows
            if h.attribute is A.ROLE
            for k in KINDS.values()
            if h.value in k.roles
        ],
        successions=[(c, h.value, h.since, h.share) for c, h in rows if h.attribute is A.SUCCESSOR],
        placements=[(c, h.value, h.since) for c, h in rows if h.attribute is A.PLACEMENT],
    )


def state(facts: dict[str, list[Held]], plan: Plan) -> State:
    """As the register would be read for the plan: bodies and units with all facts, members from the day on."""
    named = {code for code, _ in bodies_named(plan)}

    def open_later(code: str) -> bool:
        return any(h.until is None or h.until > plan.effective for h in facts[code] if h.attribute is A.LIFESPAN)

    members = [
        Member(code, h.attribute, h.value, h.since, h.until, h.share)
        for code, held in sorted(facts.items())
        for h in held
        if h.attribute in RELATIONS
        and h.value in named
        and (h.until is None or h.until > plan.effective)
        and open_later(code)
    ]
    members.sort(key=lambda m: (m.body, m.attribute, m.unit, m.since or date.min))
    return State(plan.effective, None, 1, {code: tuple(held) for code, held in facts.items()}, tuple(members), {})


def places(where: Structure, day: date, to: str) -> dict[str, dict[str, float]]:
    units = [code for code in where.codes if code in (*UNITS, *GROUPS)]
    frame = crosswalk(where, units, to=to, basis=Basis("as-at", day=day), today=KNOWN).to_frame()
    found: dict[str, dict[str, float]] = defaultdict(dict)
    frame["share"], frame["group"] = frame["share"].fillna(-1).round(6), frame["group"].fillna("unresolved")
    for row in frame.itertuples():
        found[row.unit][row.group] = row.share
    return found


@settings(max_examples=200)
@given(data=st.data())
def test_as_if_is_what_the_register_derives_once_the_plan_is_published(data: st.DataObject) -> None:
    before = published(data.draw(registers()), on=date(2026, 1, 1), authority=Authority.PUBLISHED, series="old")
    plan = data.draw(plans())
    facts = derived(before)
    expansion = expand(plan, state(facts, plan))
    assume(not expansion.problems)
    supposed = overlaid(structure(facts), overlay_of(expansion, known=KNOWN))
    told = published(list(expansion.assertions), on=KNOWN, authority=Authority.EVENT, series="plan")
    real = structure(derived(before, told))
    for to in ("commissioner", "sub-icb-location", "system"):
        for day in DAYS:
            assert places(supposed, day, to) == places(real, day, to), (to, day)


@settings(max_examples=100)
@given(data=st.data())
def test_second_plan_sees_the_state_that_the_first_would_leave(data: st.DataObject) -> None:
    before = published(data.draw(registers()), on=date(2026, 1, 1), authority=Authority.PUBLISHED, series="old")
    first, second = data.draw(plans()), data.draw(plans(("N0", *GROUPS), "M", DAY + timedelta(days=30)))
    facts = derived(before)
    one = expand(first, state(facts, first))
    assume(not one.problems)
    told = published(list(one.assertions), on=KNOWN, authority=Authority.EVENT, series="plan")
    really = state(derived(before, told), second)
    wide = state(facts, Plan("both", "", second.effective, "ada", (*first.changes, *second.changes)))
    ours = applied(wide, one, known=KNOWN)
    named = {code for code, _ in bodies_named(second)}
    assert {c: set(held) for c, held in ours.facts.items()} == {c: set(held) for c, held in really.facts.items()}
    assert {m for m in ours.members if m.body in named} == set(really.members)


@settings(max_examples=100)
@given(data=st.data(), patients=st.lists(st.integers(0, 10_000), min_size=len(UNITS), max_size=len(UNITS)))
def test_as_if_loses_nothing(data: st.DataObject, patients: list[int]) -> None:
    facts = derived(published(data.draw(registers()), on=date(2026, 1, 1), authority=Authority.PUBLISHED, series="old"))
    plan = data.draw(plans())
    expansion = expand(plan, state(facts, plan))
    assume(not expansion.problems)
    supposed = overlaid(structure(facts), overlay_of(expansion, known=KNOWN))
    pounds = [Decimal(n) / 100 for n in patients]
    table = pd.DataFrame({"unit": UNITS, "patients": patients, "pounds": pounds})
    figures = Figures.of(table, unit="unit", values=["patients", "pounds"])
    done = rebase(figures, supposed, to="commissioner", basis=Basis("as-if", plan="x"), today=KNOWN, plan_day=DAY)
    proof = done.reconciliation
    lost = sum((u.values["pounds"] for u in proof.unresolved), Decimal(0))
    assert proof.given["pounds"] == sum(pounds) == proof.placed["pounds"] + lost
    people = sum(u.values["patients"] for u in proof.unresolved)
    assert abs(proof.placed["patients"] + people - sum(patients)) < 1e-6
