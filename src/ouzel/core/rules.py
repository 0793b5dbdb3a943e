"""Permissions as Django asks for them.

In templates `perms.core.audit_read`, in views `user.has_perm("core.audit_read", body)`.
The object, where one is given, is a body: its code, or something with a `code`.
"""

from collections.abc import Callable

import rules

from ouzel.core.permissions import Permission, Viewer, may, today


def _body(thing: object) -> str:
    return thing if isinstance(thing, str) else str(getattr(thing, "code", ""))


def holds(permission: Permission) -> Callable[..., bool]:
    """A predicate of the `rules` library: the user holds the permission today, for the body if one is given."""

    def test(user: Viewer, thing: object = None) -> bool:
        return may(user, permission, body=_body(thing) if thing is not None else "", on=today())

    return rules.predicate(test, name=f"holds {permission.value}")  # type: ignore[no-any-return]


for _permission in Permission:
    rules.add_perm(_permission.value, holds(_permission))
