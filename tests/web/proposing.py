"""Proposals to look at: the merger of 2021 and others, written, decided and carried out as they would have been."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction

from ouzel.reorganisation import actions, enacting
from ouzel.reorganisation.models import Proposal
from ouzel.reorganisation.plan import Link, Plan, WorkTogether
from tests.reorganisation.plans import APPROVER, AUTHOR, OPERATOR, blmk_2021

D = date
TOLD: dict[str, Any] = {
    "reasons": ("What was done three times would be done once.",),
    "challenges": ("One large body may be further from the people of each town.",),
    "alternatives": ("one-team", "not-public"),
    "timeline": (Link("NHS England decides", on=D(2021, 3, 20), note="In public"),),
    "documents": (Link("Engagement document", "https://example.org/engagement.pdf", on=D(2020, 7, 1)),),
}
"""What a plan says for its readers, beside what it does."""


def drafted(plan: Plan | None = None, **changes: Any) -> Proposal:
    """A plan that is saved and seen by nobody but those who work on it."""
    return actions.save(plan=plan or blmk_2021(**{**TOLD, **changes}), by=AUTHOR, on=D(2020, 6, 1))


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


def rejected() -> Proposal:
    """A plan that was turned down, with the reason."""
    proposal = proposed(slug="two-groups", title="Two groups instead of three", alternatives=())
    actions.reject(proposal=proposal, by=APPROVER, on=D(2020, 11, 2), note="It would leave one of them alone.")
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


def before_the_day() -> None:
    """One of each that has not been carried out."""
    proposed()
    proposed(together())
    rejected()
    drafted(slug="secret-plan", title="Nobody knows this yet")


@contextmanager
def kept(blocker: Any) -> Iterator[None]:
    """A transaction that the tests of a file see and none keeps."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
