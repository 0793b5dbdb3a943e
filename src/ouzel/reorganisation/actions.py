"""State changes of proposals: each names its actor, runs in one transaction and writes its audit row in it.

What is done on the day, its proof and its undoing have modules of their own, and are reached from here like the rest.
"""

import hashlib
from datetime import date

from django.db import transaction

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import require, today
from ouzel.core.roles import Permission
from ouzel.reorganisation import agreement, checking, lifecycle, plan_file, queries, steps
from ouzel.reorganisation.benefits import record_benefit
from ouzel.reorganisation.enacting import enact
from ouzel.reorganisation.models import Document, Proposal, Step, Version
from ouzel.reorganisation.papers import add_document
from ouzel.reorganisation.plan import Plan
from ouzel.reorganisation.proving import prove
from ouzel.reorganisation.readiness import assign, complete, reopen
from ouzel.reorganisation.reversing import reverse
from ouzel.reorganisation.steps import Action

__all__ = [
    "Action", "add_document", "approve", "approve_in_principle", "assign", "complete", "enact", "propose", "prove",
    "record_benefit", "redraft", "reject", "reopen", "reverse", "save", "withdraw",
]  # fmt: skip

S = lifecycle.State


@transaction.atomic
def save(*, plan: Plan, by: Actor, on: date) -> Proposal:
    """Keep a plan: a new proposal, or a further version of the one with its slug, which makes that a draft again.

    The same text as the newest version changes nothing. ContentError when the plan cannot be written down, when the
    author is not who it was, or when the proposal is past changing (a plan in force is amended by a further one).
    """
    require(by, Permission.PLANS_WRITE, on=today())
    text = plan_file.write(plan)
    plan_file.parse(text, file=plan.file or f"{plan.slug}.toml")  # whatever was put together by hand must be readable
    checking.refuse_odd_amendment(plan)
    digest = hashlib.sha256(text.encode()).hexdigest()
    proposal, _ = Proposal.objects.get_or_create(
        slug=plan.slug, defaults={"author": plan.author, "author_user": by.user_id}
    )
    proposal = steps.lock(proposal)
    before = steps.last(proposal)
    if before is not None and before.version.sha256 == digest:
        return proposal
    if plan.author != proposal.author:
        raise ContentError(
            "the author of a proposal stays who it was", plan.file, plan.line("author"), "author", plan.author,
            right=f'Write author = "{proposal.author}": who saves a version is kept beside it',
        )  # fmt: skip
    steps.refuse_unless_next(proposal, now=S(before.state) if before else None, then=S.DRAFT)
    steps.check_day(on, after=before.on if before else None)
    version = Version.objects.create(
        proposal=proposal, number=before.version.number + 1 if before else 1, text=text, sha256=digest,
        title=plan.title, effective=plan.effective, by=str(by),
    )  # fmt: skip
    steps.take(proposal=proposal, state=S.DRAFT, by=by, on=on, version=version, action=Action.SAVED)
    return proposal


@transaction.atomic
def redraft(*, proposal: Proposal, by: Actor, on: date, note: str = "", document: Document | None = None) -> Step:
    """Take up a proposal again as a draft, with the text it has: one that was withdrawn, rejected, or was too early."""
    return steps.take(proposal=proposal, state=S.DRAFT, by=by, on=on, note=note, document=document)


@transaction.atomic
def propose(*, proposal: Proposal, by: Actor, on: date, note: str = "", document: Document | None = None) -> Step:
    """Put a draft before everybody: checked against the register as known on the day, and public from then on.

    PlanRefused says everything that is wrong with the plan.
    """
    held = steps.ready(proposal=proposal, state=S.PROPOSED, by=by, on=on)
    checking.checked(queries.plan_of(held), on=on)
    step = steps.take(proposal=held, state=S.PROPOSED, by=by, on=on, note=note, document=document)
    Proposal.objects.filter(pk=held.pk).update(public=True)
    proposal.public = step.proposal.public = True
    return step


@transaction.atomic
def approve_in_principle(
    *, proposal: Proposal, by: Actor, on: date, note: str = "", document: Document | None = None
) -> Step:
    """Approve the direction; the approval in full comes later. Not by who wrote it; checked again."""
    held = steps.ready(proposal=proposal, state=S.APPROVED_IN_PRINCIPLE, by=by, on=on)
    checking.checked(queries.plan_of(held), on=on)
    return steps.take(proposal=held, state=S.APPROVED_IN_PRINCIPLE, by=by, on=on, note=note, document=document)


@transaction.atomic
def approve(*, proposal: Proposal, by: Actor, on: date, note: str = "", document: Document | None = None) -> Step:
    """Approve a plan in full, by somebody who did not write it, with every choice made.

    What the plan comes to that day is kept in `Step.expected`: an enactment that would come to something else is
    refused.
    """
    held = steps.ready(proposal=proposal, state=S.APPROVED, by=by, on=on)
    seen = checking.checked(queries.plan_of(held), on=on)
    return steps.take(
        proposal=held, state=S.APPROVED, by=by, on=on, note=note, document=document,
        expected=agreement.said(seen.expansion),
    )  # fmt: skip


@transaction.atomic
def reject(*, proposal: Proposal, by: Actor, on: date, note: str = "", document: Document | None = None) -> Step:
    """Turn a proposal down. `note` says why."""
    return steps.take(proposal=proposal, state=S.REJECTED, by=by, on=on, note=note, document=document)


@transaction.atomic
def withdraw(*, proposal: Proposal, by: Actor, on: date, note: str = "", document: Document | None = None) -> Step:
    """Take a proposal back before it is in force. `note` says why."""
    return steps.take(proposal=proposal, state=S.WITHDRAWN, by=by, on=on, note=note, document=document)
