"""One step of a proposal's life: locked, in its order, dated, audited. Every change of its state ends here."""

from datetime import date
from enum import StrEnum
from typing import Any

from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import require, today
from ouzel.reorganisation import lifecycle, rules
from ouzel.reorganisation.models import Document, Proposal, Step, Version

S = lifecycle.State


class Action(StrEnum):
    """What the audit trail records of reorganisations."""

    SAVED = "reorganisation.proposal.saved"
    REDRAFTED = "reorganisation.proposal.redrafted"
    PROPOSED = "reorganisation.proposal.proposed"
    APPROVED_IN_PRINCIPLE = "reorganisation.proposal.approved-in-principle"
    APPROVED = "reorganisation.proposal.approved"
    REJECTED = "reorganisation.proposal.rejected"
    WITHDRAWN = "reorganisation.proposal.withdrawn"
    SCHEDULED = "reorganisation.plan.scheduled"
    ENACTED = "reorganisation.plan.enacted"
    PROVED = "reorganisation.plan.proved"
    REVERSED = "reorganisation.plan.reversed"
    DOCUMENT_ADDED = "reorganisation.document.added"
    TASK_ASSIGNED = "reorganisation.task.assigned"
    TASK_COMPLETED = "reorganisation.task.completed"
    TASK_REOPENED = "reorganisation.task.reopened"
    PROOF_KEPT = "reorganisation.proof.kept"
    BENEFIT_RECORDED = "reorganisation.benefit.recorded"


AUDITED: dict[lifecycle.State, Action] = {
    S.DRAFT: Action.REDRAFTED,
    S.PROPOSED: Action.PROPOSED,
    S.APPROVED_IN_PRINCIPLE: Action.APPROVED_IN_PRINCIPLE,
    S.APPROVED: Action.APPROVED,
    S.REJECTED: Action.REJECTED,
    S.WITHDRAWN: Action.WITHDRAWN,
    S.SCHEDULED: Action.SCHEDULED,
    S.ENACTED: Action.ENACTED,
    S.PROVED: Action.PROVED,
    S.REVERSED: Action.REVERSED,
}
"""What the audit trail calls a step."""


def lock(proposal: Proposal) -> Proposal:
    """Read the proposal anew and hold it until the transaction ends, so that two steps at once cannot both be taken.

    Taken before the register's lock, always. RuntimeError outside a transaction.
    """
    locks.need_transaction()
    return Proposal.objects.select_for_update().get(pk=proposal.pk)


def last(proposal: Proposal) -> Step | None:
    """The step it stands on; None for a proposal that is just being made."""
    return proposal.steps.select_related("version").order_by("-number").first()


def check_day(on: date, *, after: date | None = None, what: str = "step") -> None:
    """Raise ContentError for a day to come, or one before `after`, the day of the step before."""
    if on > today():
        raise ContentError(
            f"a {what} cannot be dated in the future", field="on", value=str(on),
            right=f"Give the day on which it happened, {today()} at the latest",
        )  # fmt: skip
    if after is not None and on < after:
        raise ContentError(
            f"a {what} cannot be dated before the one that went before it", field="on", value=str(on),
            right=f"Give {after} or a later day",
        )  # fmt: skip


def refuse_unless_next(proposal: Proposal, *, now: lifecycle.State | None, then: lifecycle.State) -> None:
    """Raise ContentError unless the one state may follow the other; it says which may."""
    if lifecycle.may_follow(now, then):
        return
    assert now is not None
    to = "made a draft again" if then is S.DRAFT else lifecycle.WORDS[then]
    raise ContentError(
        f"{proposal.slug} is {lifecycle.WORDS[now]}, so it cannot be {to}", right=_way_on(proposal, now, then)
    )


def _way_on(proposal: Proposal, now: lifecycle.State, then: lifecycle.State) -> str:
    if now in lifecycle.IN_FORCE and then in (S.DRAFT, S.WITHDRAWN, S.REJECTED):
        return f'Write a further plan with a name of its own and amends = "{proposal.slug}", or reverse this one'
    if now is S.REVERSED:
        return "Write a further plan with a name of its own"
    words = [lifecycle.WORDS[s] for s in S if s in lifecycle.FOLLOWS[now] and s is not S.DRAFT]
    words += ["a draft again"] if S.DRAFT in lifecycle.FOLLOWS[now] and now is not S.DRAFT else []
    return f"What may come next: {', '.join(words)}"


def ready(*, proposal: Proposal, state: lifecycle.State, by: Actor, on: date) -> Proposal:
    """The proposal, locked, if somebody may bring it into the state that day; else PermissionDenied or ContentError.

    Looks at permission, order and day, and that nobody approves their own plan; not at what the plan comes to.
    """
    require(by, rules.NEEDS[state], on=today())
    held = lock(proposal)
    before = last(held)
    refuse_unless_next(held, now=S(before.state) if before else None, then=state)
    check_day(on, after=before.on if before else None)
    if state in lifecycle.APPROVALS:
        rules.refuse_author(held, by=by)
    return held


def take(
    *,
    proposal: Proposal,
    state: lifecycle.State,
    by: Actor,
    on: date,
    note: str = "",
    document: Document | None = None,
    expected: Any = None,
    version: Version | None = None,
    action: Action | None = None,
) -> Step:
    """Write down that the proposal enters a state, with its audit row, inside the caller's transaction.

    `version`: a new one; else that of the step before. `action`: what the audit trail calls it, if not as in
    `AUDITED`. Everything that `ready` checks is checked, and that a
    refusal, a withdrawal and a reversal have their reason.
    """
    held = ready(proposal=proposal, state=state, by=by, on=on)
    if state in (S.REJECTED, S.WITHDRAWN, S.REVERSED) and not note.strip():
        raise ContentError(f"a proposal is not {lifecycle.WORDS[state]} without a reason", field="note")
    if document is not None and document.proposal_id != held.pk:
        raise ContentError("the document belongs to another proposal", field="document", value=document.title)
    before = last(held)
    of = version or (before.version if before else None)
    assert of is not None, "a new proposal begins with a version"
    saver = held.steps.filter(version=of).order_by("number").values_list("by_user", flat=True).first()
    step = Step.objects.create(
        proposal=held, number=before.number + 1 if before else 1, version=of, state=state.value, on=on,
        by=str(by), by_user=by.user_id, author=held.author, author_user=saver or held.author_user,
        note=note.strip(), document=document, expected=expected,
    )  # fmt: skip
    audit.record(
        by=by, action=action or AUDITED[state], subject=f"proposal {held.slug}",
        detail={"step": step.number, "version": of.number, "sha256": of.sha256, "on": on, "note": step.note,
                "document": document.sha256 if document else None},
    )  # fmt: skip
    return step
