"""Proposals to look at: the merger of 2021 and others, written, decided and carried out as they would have been."""

from datetime import date
from typing import Any

from ouzel.reorganisation import actions, enacting
from ouzel.reorganisation.models import Proposal
from ouzel.reorganisation.plan import Plan, WorkTogether
from tests.reorganisation.plans import APPROVER, AUTHOR, OPERATOR, blmk_2021

D = date


def drafted(plan: Plan | None = None, **changes: Any) -> Proposal:
    """A plan that is saved and seen by nobody but those who work on it."""
    return actions.save(plan=plan or blmk_2021(**changes), by=AUTHOR, on=D(2020, 6, 1))


def proposed(plan: Plan | None = None, **changes: Any) -> Proposal:
    """A plan put before everybody in September 2020."""
    proposal = drafted(plan, **changes)
    actions.propose(proposal=proposal, by=AUTHOR, on=D(2020, 9, 25), note="Sent to NHS England")
    return proposal


def approved(plan: Plan | None = None, **changes: Any) -> Proposal:
    """A plan approved in October 2020 in principle, and in March 2021 in full, with its decision letter."""
    proposal = proposed(plan, **changes)
    letter = actions.add_document(
        proposal=proposal, title="Letter of authorisation", name="letter of 2020.txt", content=b"Approved.", by=APPROVER
    )
    actions.approve_in_principle(proposal=proposal, by=APPROVER, on=D(2020, 10, 20), document=letter)
    actions.approve(proposal=proposal, by=APPROVER, on=D(2021, 3, 12))
    return proposal


def enacted(plan: Plan | None = None, **changes: Any) -> Proposal:
    """A plan carried out on the day before it takes effect."""
    proposal = approved(plan, **changes)
    enacting.enact(proposal=proposal, by=OPERATOR, on=D(2021, 3, 31))
    return proposal


def together() -> Plan:
    """The three groups under one executive team: no merger."""
    return blmk_2021(
        slug="one-team", title="One executive team", effective=D(2020, 11, 1), benefits=(), engagements=(),
        summary="The three groups share one team.",
        changes=(
            WorkTogether("together[0]", "BLMK-TEAM", "one executive team", ("04F", "06F", "06P"), "One team of BLMK"),
        ),
    )  # fmt: skip
