"""A proposal brought to any state of its life by the real steps, dated as if history were written down today."""

from dataclasses import replace
from datetime import date

from ouzel.reorganisation import actions
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.models import Proposal
from ouzel.reorganisation.plan import Merger, Plan
from tests.reorganisation.plans import APPROVER, AUTHOR, OPERATOR, blmk_2021

S = State
DAY = date(2021, 1, 11)
LATER = date(2021, 1, 25)
BEFORE = date(2021, 3, 22)
AFTER = date(2021, 4, 6)
EARLY = date(2021, 2, 1)
"""A day for the merger on which nobody knew yet of the real one, so that it can be enacted after its own day."""


def drafted(plan: Plan | None = None) -> Proposal:
    """The merger of 2021, or another plan, saved by its author."""
    return actions.save(plan=plan or blmk_2021(), by=AUTHOR, on=DAY)


def at(state: State, plan: Plan | None = None) -> Proposal:
    """A proposal that stands in the state. If no plan is given, the merger of 2021, but for two states another.

    Enacted after its day: the same, two months early. Reversed: into a code that no later file has built on.
    """
    if plan is None:
        plan = {S.ENACTED: blmk_2021(effective=EARLY), S.REVERSED: into("MADEUP")}.get(state)
    proposal = drafted(plan)
    for step in ROADS[state]:
        _STEPS[step](proposal)
    return proposal


def into(code: str) -> Plan:
    """The merger of 2021 into another code."""
    (merger,) = blmk_2021().changes
    assert isinstance(merger, Merger)
    return blmk_2021(changes=(replace(merger, into=code),))


ROADS: dict[State, tuple[str, ...]] = {
    S.DRAFT: (),
    S.PROPOSED: ("propose",),
    S.APPROVED_IN_PRINCIPLE: ("propose", "principle"),
    S.APPROVED: ("propose", "principle", "approve"),
    S.SCHEDULED: ("propose", "approve", "enact before"),
    S.ENACTED: ("propose", "approve", "enact after"),
    S.PROVED: ("propose", "approve", "enact before", "prove"),
    S.REJECTED: ("propose", "reject"),
    S.WITHDRAWN: ("withdraw",),
    S.REVERSED: ("propose", "approve", "enact before", "reverse"),
}

_STEPS = {
    "propose": lambda p: actions.propose(proposal=p, by=AUTHOR, on=DAY),
    "principle": lambda p: actions.approve_in_principle(proposal=p, by=APPROVER, on=DAY),
    "approve": lambda p: actions.approve(proposal=p, by=APPROVER, on=DAY),
    "reject": lambda p: actions.reject(proposal=p, by=APPROVER, on=DAY, note="Too soon"),
    "withdraw": lambda p: actions.withdraw(proposal=p, by=AUTHOR, on=DAY, note="Thought better of it"),
    "enact before": lambda p: actions.enact(proposal=p, by=OPERATOR, on=BEFORE),
    "enact after": lambda p: actions.enact(proposal=p, by=OPERATOR, on=BEFORE),
    "prove": lambda p: actions.prove(proposal=p, by=OPERATOR, on=AFTER),
    "reverse": lambda p: actions.reverse(proposal=p, by=OPERATOR, why="It was not lawful", on=AFTER),
}
