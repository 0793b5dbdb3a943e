"""What a plan does to a line of facts is what the register makes of the same words once they are published."""

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ouzel.register.attributes import SEVERAL, Attribute
from ouzel.register.derive import Said, by_value, derive
from ouzel.register.evidence import Assertion, Authority, Evidence
from ouzel.register.timeline import FOREVER
from ouzel.reorganisation.applying import facts_after
from ouzel.reorganisation.expansion import Held

A = Attribute
BEGIN = date(2020, 1, 1).toordinal()
VALUES = ["AA", "BB", "CC"]
days = st.integers(BEGIN, BEGIN + 20)


def on(day: int) -> date | None:
    return None if day == FOREVER else date.fromordinal(day)


@st.composite
def histories(draw: st.DrawFn, attribute: Attribute) -> list[Said]:
    """One value after another, each published on the day it begins, the last perhaps without an end."""
    edges = sorted(draw(st.sets(days, max_size=5)))
    said = []
    for number, start in enumerate(edges):
        until = edges[number + 1] if number + 1 < len(edges) else draw(st.sampled_from([FOREVER, BEGIN + 30]))
        if draw(st.integers(0, 3)):
            others = [v for v in VALUES if not said or v != said[-1].value]
            value = "open" if attribute is A.LIFESPAN else draw(st.sampled_from(others))
            told = draw(st.booleans())
            evidence = Evidence.INTERVAL if told or until < FOREVER else Evidence.SINCE
            said.append(_said(number, BEGIN - 1, Authority.PUBLISHED, evidence, start, until, value))
    return said


@st.composite
def words(draw: st.DrawFn, attribute: Attribute) -> list[Assertion]:
    """What a plan may say of one line: open or ended stretches that do not overlap, whole or divided."""
    edges = sorted(draw(st.sets(days, min_size=1, max_size=3)))
    found = []
    for number, start in enumerate(edges):
        more = number + 1 < len(edges)
        until = on(edges[number + 1]) if more else draw(st.sampled_from([None, on(BEGIN + 25)]))
        day = date.fromordinal(start)
        values = draw(st.permutations(VALUES))
        if attribute in (A.COMMISSIONER, A.SYSTEM) and not draw(st.integers(0, 3)):
            shares = [(values[0], Decimal("0.25")), (values[1], Decimal("0.75"))]
        else:
            shares = [("open" if attribute is A.LIFESPAN else values[0], None)]
        evidence = Evidence.SINCE if until is None else Evidence.INTERVAL
        found += [Assertion("U1", attribute, evidence, day, until, value, 1, share) for value, share in shares]
    return found


def _said(
    number: int, published: int, authority: Authority, evidence: Evidence, start: int, until: int, value: str,
    share: Decimal | None = None,
) -> Said:  # fmt: skip
    return Said(number, f"s{authority}", authority, 0, published, FOREVER, evidence, start, until, value, share, "")


def facts(attribute: Attribute, said: list[Said]) -> tuple[Held, ...]:
    """The register's own derivation, as known at the end of everything."""
    found = []
    for line in by_value(attribute, said):
        for f in derive(attribute, line)[0]:
            if f.known_until == FOREVER:
                found.append(Held(attribute, str(f.value), on(f.start), on(f.until), f.share))
    return tuple(sorted(found, key=lambda h: (h.since or date.min, h.value)))


@settings(max_examples=400)
@given(data=st.data(), attribute=st.sampled_from([A.COMMISSIONER, A.SYSTEM, A.ROLE, A.NAME, A.LIFESPAN]))
def test_line_after_a_plan_is_what_the_register_derives(data: st.DataObject, attribute: Attribute) -> None:
    before, plan = data.draw(histories(attribute)), data.draw(words(attribute))
    if attribute is A.LIFESPAN:
        before, plan = before[:1], plan[:1]
    known = data.draw(days)
    published = [
        _said(100 + n, known, Authority.EVENT, a.evidence, a.start.toordinal(),
              a.until.toordinal() if a.until else FOREVER, a.value, a.share)
        for n, a in enumerate(plan)
    ]  # fmt: skip
    held = facts(attribute, before) if before else ()
    ours = facts_after(held, plan, known=date.fromordinal(known))
    theirs = facts(attribute, before + published)
    assert sorted(ours, key=str) == sorted(theirs, key=str)
    assert attribute not in SEVERAL or len({h.value for h in ours}) <= len(VALUES)
