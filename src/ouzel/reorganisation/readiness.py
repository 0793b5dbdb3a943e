"""Who sees to which task of the readiness checklist, and when it was done."""

from datetime import date

from django.db import transaction

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import may, require, today
from ouzel.core.roles import Permission
from ouzel.reorganisation import checklist, queries, steps
from ouzel.reorganisation.models import CheckItem, Proposal


@transaction.atomic
def assign(*, proposal: Proposal, task: str, owner: str, by: Actor) -> CheckItem:
    """Say who sees to a task; an empty owner takes it back."""
    item = _item(proposal, task, by)
    item.owner = owner.strip()
    return _kept(item, by, steps.Action.TASK_ASSIGNED)


@transaction.atomic
def complete(*, proposal: Proposal, task: str, on: date, note: str = "", by: Actor) -> CheckItem:
    """Say that a task was done on a day, today at the latest. Doing so again restates the day and the note."""
    item = _item(proposal, task, by)
    steps.check_day(on, what="task")
    item.done_on, item.note = on, note.strip()
    return _kept(item, by, steps.Action.TASK_COMPLETED)


@transaction.atomic
def reopen(*, proposal: Proposal, task: str, why: str, by: Actor) -> CheckItem:
    """Say that a task is not done after all, and why."""
    item = _item(proposal, task, by)
    if item.done_on is None:
        raise ContentError("the task is not done, so it cannot be opened again", field="task", value=task)
    if not why.strip():
        raise ContentError("a task is not opened again without a reason", field="why")
    item.done_on, item.note = None, why.strip()
    return _kept(item, by, steps.Action.TASK_REOPENED)


def _item(proposal: Proposal, task: str, by: Actor) -> CheckItem:
    if not may(by, Permission.PLANS_ENACT, on=today()):  # who carries a plan out may tick off what is done
        require(by, Permission.PLANS_WRITE, on=today())
    held = steps.lock(proposal)
    known = {row.slug for row in checklist.rows_for(queries.plan_of(held))}
    if task not in known:
        raise ContentError(
            "the checklist of this plan has no such task", field="task", value=task,
            right=f"Its tasks: {', '.join(sorted(known))}",
        )  # fmt: skip
    return CheckItem.objects.filter(proposal=held, slug=task).first() or CheckItem(proposal=held, slug=task)


def _kept(item: CheckItem, by: Actor, action: steps.Action) -> CheckItem:
    item.save()
    audit.record(
        by=by, action=action, subject=f"proposal {item.proposal.slug}",
        detail={"task": item.slug, "owner": item.owner, "done_on": item.done_on, "note": item.note},
    )  # fmt: skip
    return item
