"""The case for change as commands and the interface give it: what it is made from, and what of."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from ouzel.core.permissions import today
from ouzel.register.answers import Moment
from ouzel.reorganisation.case import case_for
from ouzel.reorganisation.plan import Plan

if TYPE_CHECKING:
    from ouzel.reorganisation.case.values import Case
    from ouzel.reorganisation.models import Enactment, Proposal


def made(
    plan: Plan,
    proposal: "Proposal | None",
    options: Iterable[Plan],
    *,
    known_at: date | None,
    edition: int | None = None,
) -> "Case":
    """The case for a plan. For one that was enacted, from the register as it was just before, if nothing else is asked.

    Afterwards the register has the plan already, and "no change" would have nobody in it.
    """
    moment = Moment(plan.effective, known_at, edition)
    done = enacted(proposal)
    if done and known_at is None and edition is None:
        moment = Moment(plan.effective, done.known_from, done.edition_id - 1)
    results = proposal.benefit_results.all() if proposal else ()
    return case_for(plan, options=tuple(options), moment=moment, on=today(), results=results)


def enacted(proposal: "Proposal | None") -> "Enactment | None":
    """The enactment of a proposal, reversed or not."""
    return proposal.enactments.filter(reverses=None).first() if proposal else None
