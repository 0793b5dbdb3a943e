"""What sign-in tells us, written into the audit trail.

Addresses of machines stay out of it: the trail is kept for good; they are in the logs of axes, which can be cleared.
"""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.dispatch import receiver

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.models import User


def _record(by: Actor, action: audit.Action, subject: str, detail: dict[str, Any] | None = None) -> None:
    with transaction.atomic():
        audit.record(by=by, action=action, subject=subject, detail=detail or {})


@receiver(user_logged_in)
def signed_in(user: User, **_: object) -> None:
    """Somebody signed in, all steps passed."""
    _record(Actor.person(user), audit.Action.SIGNED_IN, str(user))


@receiver(user_logged_out)
def signed_out(user: User | None, **_: object) -> None:
    """Somebody signed out, or was signed out."""
    if user is not None:
        _record(Actor.person(user), audit.Action.SIGNED_OUT, str(user))


@receiver(user_locked_out)
def locked_out(username: str, **_: object) -> None:
    """Too many wrong passwords."""
    _record(Actor.system("sign-in"), audit.Action.LOCKED_OUT, username or "(no account named)")


@receiver([password_changed, password_reset, password_set])
def password(user: User, **_: object) -> None:
    """Somebody has a new password."""
    _record(Actor.person(user), audit.Action.PASSWORD_CHANGED, str(user))


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def second_factor(signal: object, user: User, authenticator: Any, **_: object) -> None:
    """Somebody added, removed or renewed a second step."""
    done = {authenticator_added: "added", authenticator_removed: "removed"}.get(signal, "renewed")
    _record(
        Actor.person(user),
        audit.Action.SECOND_FACTOR_CHANGED,
        str(user),
        {"what": str(authenticator.type), "done": done},
    )
