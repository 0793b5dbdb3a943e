"""From what a plan says to what the engine lays over the register's structure: pure."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ouzel.engine.days import MAXDAY, MINDAY
from ouzel.engine.overlay import Overlay
from ouzel.engine.routes import HOPS
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Assertion
from ouzel.register.kinds import KINDS
from ouzel.reorganisation.applying import facts_after
from ouzel.reorganisation.expansion import Expansion

A = Attribute
TOLD_BY = {kind.told_by for kind in KINDS.values()}
HOP_OF = {Attribute[hop.upper()]: hop for hop in HOPS}


def overlay_of(expansion: Expansion, *, known: date) -> Overlay:
    """What the engine lays over a structure for the assertions of a plan, known from the day `known`."""
    lifespans: list[tuple[str, int, int]] = []
    relations: dict[str, list[tuple[str, str, int, int, float]]] = defaultdict(list)
    successions: list[tuple[str, str, int, float, str]] = []
    placements: list[tuple[str, str, int]] = []
    names: dict[str, str] = {}
    roles: dict[str, list[Assertion]] = defaultdict(list)
    for said in expansion.assertions:
        attribute, start = said.attribute, said.start.toordinal()
        until = said.until.toordinal() if said.until else MAXDAY
        share = float("nan") if said.share is None else float(said.share)
        if attribute in HOP_OF:
            relations[HOP_OF[attribute]].append((said.subject, said.value, start, until, share))
        elif attribute is A.LIFESPAN:
            lifespans.append((said.subject, start, until))
        elif attribute in TOLD_BY:
            roles[said.subject].append(said)
        elif attribute is A.NAME:
            names[said.subject] = said.value
        elif attribute is A.SUCCESSOR:
            successions.append((said.subject, said.value, start, share, said.note))
        elif attribute is A.PLACEMENT:
            placements.append((said.subject, said.value, start))
    return Overlay(
        known=known.toordinal(),
        names=names,
        lifespans=lifespans,
        kinds={code: _kinds(expansion, code, said, known) for code, said in roles.items()},
        relations=relations,
        successions=successions,
        placements=placements,
    )


def _kinds(expansion: Expansion, code: str, said: Iterable[Assertion], known: date) -> list[tuple[str, int, int]]:
    """Every spell of every kind of a body, by the roles it held and those the plan gives and takes."""
    held = facts_after(expansion.state.facts.get(code, ()), said, known=known)
    return [
        (kind.slug, h.since.toordinal() if h.since else MINDAY, h.until.toordinal() if h.until else MAXDAY)
        for h in held
        for kind in KINDS.values()
        if h.attribute is kind.told_by and h.value in kind.roles
    ]
