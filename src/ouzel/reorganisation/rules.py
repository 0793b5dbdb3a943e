"""Who may take which step of a proposal. Nobody approves what they wrote."""

import re
from datetime import date

from django.core.exceptions import PermissionDenied

from ouzel.core.actors import Actor
from ouzel.core.models import User
from ouzel.core.permissions import Viewer, may
from ouzel.core.roles import Permission
from ouzel.reorganisation import lifecycle
from ouzel.reorganisation.models import Proposal

S = lifecycle.State

NEEDS: dict[lifecycle.State, Permission] = {
    S.DRAFT: Permission.PLANS_WRITE,
    S.PROPOSED: Permission.PLANS_WRITE,
    S.APPROVED_IN_PRINCIPLE: Permission.PLANS_APPROVE,
    S.APPROVED: Permission.PLANS_APPROVE,
    S.REJECTED: Permission.PLANS_APPROVE,
    S.WITHDRAWN: Permission.PLANS_WRITE,
    S.SCHEDULED: Permission.PLANS_ENACT,
    S.ENACTED: Permission.PLANS_ENACT,
    S.PROVED: Permission.PLANS_ENACT,
    S.REVERSED: Permission.PLANS_ENACT,
}
"""What it takes to bring a proposal into each state."""

_BETWEEN = re.compile(r"[,;&]|\band\b")  # between the names of several authors


def refuse_author(proposal: Proposal, *, by: Actor) -> None:
    """Raise PermissionDenied if the plan names them as its author, or they saved any version of it."""
    if not wrote(proposal, by=by):
        return
    raise PermissionDenied(
        f"You wrote the plan {proposal.slug}, or saved a version of it, so you cannot approve it. "
        "Somebody else with the role of approver of reorganisations must."
    )


def wrote(proposal: Proposal, *, by: Actor) -> bool:
    """Whether somebody had a hand in the plan: as the author it names, or by saving a version of it."""
    saved = proposal.steps.filter(state=S.DRAFT)
    if by.user_id is not None and (by.user_id == proposal.author_user or saved.filter(by_user=by.user_id).exists()):
        return True
    return _names(by, proposal.author) or proposal.versions.filter(by=str(by)).exists()


def _names(by: Actor, author: str) -> bool:
    """Whether the plan's line about its author means them: as the audit trail, their account or their post has them."""
    said = author.casefold()
    called = {str(by), by.name}
    if by.user_id is not None:
        called |= set(User.objects.filter(pk=by.user_id).exclude(name="").values_list("name", flat=True))
    people = {part.strip() for part in _BETWEEN.split(said)} | {said.strip()}
    return not people.isdisjoint(name.strip().casefold() for name in called) or (
        "@" in by.name and by.name.casefold() in said
    )


def open_to(proposal: Proposal, *, now: lifecycle.State, viewer: Viewer, on: date) -> tuple[lifecycle.State, ...]:
    """The states that somebody may bring the proposal into from where it stands `now`, in the order of its life.

    Approvals are left out for who wrote the plan. For buttons: an action checks everything again.
    """
    actor = _actor(viewer)
    if actor is None:
        return ()
    steps = [s for s in lifecycle.State if s in lifecycle.FOLLOWS[now] and may(viewer, NEEDS[s], on=on)]
    own = any(s in lifecycle.APPROVALS for s in steps) and wrote(proposal, by=actor)
    return tuple(s for s in steps if not (own and s in lifecycle.APPROVALS))


def _actor(viewer: Viewer) -> Actor | None:
    if isinstance(viewer, Actor):
        return viewer
    pk = getattr(viewer, "pk", None)
    user = User.objects.filter(pk=pk, is_active=True).first() if pk is not None else None
    return Actor.person(user) if user else None
