"""Who may do what, for which body, on which day."""

from datetime import date
from typing import Protocol, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from ouzel.core.actors import Actor
from ouzel.core.models import RoleAssignment, User
from ouzel.core.roles import PUBLIC, ROLES, Administrator, Permission, Role, roles_with

__all__ = ["Permission", "Role", "Viewer", "granted", "may", "require", "today"]


class _SomeUser(Protocol):
    """Whatever Django puts in `request.user`, also while it is still lazy."""

    is_active: bool

    @property
    def is_authenticated(self) -> bool: ...


Viewer: TypeAlias = Actor | User | AnonymousUser | _SomeUser | None

# Whoever can run the command on the machine can reach the database anyway; what they do is audited all the same.
_OPERATOR = frozenset(Permission)
_SYSTEM = _OPERATOR - {Permission.USERS_MANAGE}


def today() -> date:
    """The day in Europe/London, for doors that must have one; loaders and the engine are told theirs."""
    return timezone.localdate()


def granted(viewer: Viewer, *, body: str = "", on: date) -> frozenset[Permission]:
    """All that somebody may do on the day: for the whole system, or for the body with that code.

    A role given for one body counts for that body only; a role given for all counts for each. What is public is
    always in it.
    """
    user_id = _user_id(viewer)
    if isinstance(viewer, Actor) and user_id is None:
        return _OPERATOR if viewer.kind == "command" else _SYSTEM
    if user_id is None:
        return PUBLIC
    held = RoleAssignment.objects.holding(on).filter(user=user_id, user__is_active=True, body_code__in={"", body})
    roles = (ROLES[slug] for slug in held.values_list("role", flat=True) if slug in ROLES)
    return PUBLIC.union(*(role.permissions for role in roles))


def may(viewer: Viewer, permission: Permission, *, body: str = "", on: date) -> bool:
    """Whether somebody may do that on the day, for the body with that code (empty: for the whole system)."""
    return permission in PUBLIC or permission in granted(viewer, body=body, on=on)


def require(viewer: Viewer, permission: Permission, *, body: str = "", on: date) -> None:
    """Raise PermissionDenied, with a sentence that says which role is needed and who gives it, unless somebody may."""
    if may(viewer, permission, body=body, on=on):
        return
    labels = [role.label.lower() for role in roles_with(permission)]
    names = " or ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)
    where = f" for {body}" if body else ""
    raise PermissionDenied(
        f"This needs the role of {names}{where}. "
        f"A person with the role of {Administrator.label.lower()} can give it to you."
    )


def _user_id(viewer: Viewer) -> int | None:
    if viewer is None or isinstance(viewer, Actor):
        return viewer.user_id if viewer else None
    return getattr(viewer, "pk", None) if viewer.is_authenticated and viewer.is_active else None
