"""The register as it would be under plans that are not enacted: the basis `as-if`.

What is laid over the register are the very assertions that an enactment would write, so a figure as if a plan were
enacted is the figure as at the plan's day once it is.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import sha256

from ouzel.core.errors import ContentError
from ouzel.core.permissions import Viewer
from ouzel.core.types.basis import Basis
from ouzel.engine.days import MAXDAY, MINDAY
from ouzel.engine.overlay import Overlay, overlaid
from ouzel.engine.structure import Structure
from ouzel.register.answers import Moment
from ouzel.register.asking import edition_of
from ouzel.register.attributes import Attribute
from ouzel.register.columns import SPANS
from ouzel.register.evidence import Assertion
from ouzel.register.kinds import KINDS
from ouzel.reorganisation import plan_file
from ouzel.reorganisation.applying import facts_after
from ouzel.reorganisation.expansion import Expansion
from ouzel.reorganisation.plan import Plan
from ouzel.reorganisation.queries import NoSuchProposal, plan_named
from ouzel.reorganisation.refusals import PlanRefused
from ouzel.reorganisation.stacking import in_register, known_day, stacked
from ouzel.structures import structure

A = Attribute
TOLD_BY = {kind.told_by for kind in KINDS.values()}
HOPS = {attribute: attribute.name.lower() for attribute in SPANS}


@dataclass(frozen=True, eq=False)
class AsIf:
    """The register with plans applied. `basis` knows their titles and day; `named` are the codes that they name."""

    structure: Structure
    basis: Basis
    named: frozenset[str]


@dataclass(frozen=True)
class _Text:
    """A plan, known by its text."""

    sha256: str
    plan: Plan = field(compare=False)


def named(basis: Basis, *, viewer: Viewer) -> tuple[tuple[Plan, ...], Basis]:
    """The plans of an `as-if`, and the basis with their titles and day.

    ContentError for one that is not there, or that the viewer may not see, or PlanRefused for a file that is no plan.
    """
    plans = tuple(_plan(text, basis, viewer) for text in basis.plans)
    day = max(plan.effective for plan in plans)
    return plans, basis.under(titles=tuple(plan.title for plan in plans), day=day)


def as_if(basis: Basis, *, viewer: Viewer, moment: Moment) -> AsIf:
    """The register with the plans of the basis applied, as known at the moment; the last few are kept.

    Errors as `named`; PlanRefused with everything that is wrong with a plan in this state of the register.
    """
    plans, basis = named(basis, viewer=viewer)
    texts = tuple(_Text(sha256(plan_file.write(plan).encode()).hexdigest(), plan) for plan in plans)
    laid, codes = _laid(texts, Moment(moment.on, moment.known_at, edition_of(moment)))
    return AsIf(laid, basis, codes)


@lru_cache(maxsize=8)
def _laid(texts: tuple[_Text, ...], moment: Moment) -> tuple[Structure, frozenset[str]]:
    plans = [text.plan for text in texts if not in_register(text.plan, moment=moment)]
    expansions = stacked(plans, moment=moment)
    for expansion in expansions:
        if expansion.problems:
            raise PlanRefused(expansion.problems)
    known = known_day(moment)
    codes = frozenset(a.subject for e in expansions for a in e.assertions if a.attribute is A.NAME)
    return laid_over(structure(moment=moment), expansions, known=known), codes


def laid_over(base: Structure, expansions: Iterable[Expansion], *, known: date) -> Structure:
    """The structure with plans laid over it one after another, each worked out with those before it applied."""
    for expansion in expansions:
        base = overlaid(base, overlay_of(expansion, known=known))
    return base


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
        if attribute in HOPS:
            relations[HOPS[attribute]].append((said.subject, said.value, start, until, share))
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


def _plan(text: str, basis: Basis, viewer: Viewer) -> Plan:
    try:
        return plan_named(text, viewer=viewer)
    except NoSuchProposal as error:
        raise ContentError(
            f"there is no such plan: {error}", field="basis", value=str(basis),
            right="Use the name of a proposal you may see, or as-was, as-now or as-at:DATE",
        ) from None  # fmt: skip
