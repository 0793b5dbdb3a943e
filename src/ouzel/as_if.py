"""The register as it would be under plans that are not enacted: the basis `as-if`.

What is laid over the register are the very assertions that an enactment would write, so a figure as if a plan were
enacted is the figure as at the plan's day once it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import sha256

from ouzel.core.errors import ContentError
from ouzel.core.permissions import Viewer
from ouzel.core.types.basis import Basis
from ouzel.engine.overlay import overlaid
from ouzel.engine.structure import Structure
from ouzel.register.answers import Moment
from ouzel.register.asking import edition_of
from ouzel.register.attributes import Attribute
from ouzel.reorganisation import plan_file
from ouzel.reorganisation.expansion import Expansion
from ouzel.reorganisation.overlaying import overlay_of
from ouzel.reorganisation.plan import Plan
from ouzel.reorganisation.queries import NoSuchProposal, plan_named
from ouzel.reorganisation.refusals import PlanRefused
from ouzel.reorganisation.stacking import in_register, known_day, stacked
from ouzel.structures import structure


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
    codes = frozenset(a.subject for e in expansions for a in e.assertions if a.attribute is Attribute.NAME)
    return laid_over(structure(moment=moment), expansions, known=known), codes


def laid_over(base: Structure, expansions: Iterable[Expansion], *, known: date) -> Structure:
    """The structure with plans laid over it one after another, each worked out with those before it applied."""
    for expansion in expansions:
        base = overlaid(base, overlay_of(expansion, known=known))
    return base


def _plan(text: str, basis: Basis, viewer: Viewer) -> Plan:
    try:
        return plan_named(text, viewer=viewer)
    except NoSuchProposal as error:
        raise ContentError(
            f"there is no such plan: {error}", field="basis", value=str(basis),
            right="Use the name of a proposal you may see, or as-was, as-now or as-at:DATE",
        ) from None  # fmt: skip
