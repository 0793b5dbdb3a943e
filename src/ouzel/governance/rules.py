"""Who may do what for which body: a role counts for a body by its slug, or by the code of its organisation.

It follows the line of bodies: once a body has ended, whoever may do something for the one that succeeded it may do it
for what that body left behind, over any number of steps. A body that goes on speaks for itself.
"""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from ouzel.core.models import RoleAssignment
from ouzel.core.permissions import Permission, Viewer, may, require
from ouzel.core.roles import PUBLIC, roles_with
from ouzel.governance.models import Body

# A joint body that an organisation has left goes on without it; what has ended, or is to come, has only these.
LINE = """
WITH RECURSIVE known AS (
    SELECT body_id, attribute, value, valid FROM governance_bodyfact WHERE replaced IS NULL
), lives AS (
    SELECT body_id FROM known WHERE attribute = 'life' AND valid @> %s::date
), line AS (
    SELECT body.id, body.slug FROM governance_body body WHERE body.slug = ANY(%s) OR EXISTS (
        SELECT 1 FROM known WHERE known.body_id = body.id AND attribute = 'organisation' AND value = ANY(%s)
        AND (valid @> %s::date OR body.id NOT IN (SELECT body_id FROM lives)))
    UNION
    SELECT old.id, old.slug FROM line
    JOIN known ON attribute = 'successor' AND value = line.slug AND valid @> %s::date
    JOIN governance_body old ON old.id = known.body_id AND old.id NOT IN (SELECT body_id FROM lives)
) SELECT id FROM line
"""


def bodies_for(viewer: Viewer, permission: Permission, *, on: date) -> QuerySet[Body]:
    """The bodies for which somebody holds a permission on the day: all, for who holds it for the whole system."""
    held = some_bodies(viewer, permission, on=on)
    return Body.objects.all() if held is None else held


def some_bodies(viewer: Viewer, permission: Permission, *, on: date) -> QuerySet[Body] | None:
    """The same, and None where it is held for the whole system. One query for who is signed in; the bodies themselves
    are found within the query that asks for them.
    """
    user = getattr(viewer, "user_id", None) or getattr(viewer, "pk", None)
    if user is None or permission in PUBLIC:
        return None if may(viewer, permission, on=on) else Body.objects.none()
    slugs = [role.slug for role in roles_with(permission)]
    held = RoleAssignment.objects.holding(on).filter(user=user, user__is_active=True, role__in=slugs)
    codes = set(held.values_list("body_code", flat=True))
    if "" in codes:
        return None
    if not codes:
        return Body.objects.none()
    given = sorted(codes)
    return Body.objects.filter(pk__in=RawSQL(LINE, (on, given, given, on, on)))  # noqa: S611  # parameters are kept apart


def may_for(viewer: Viewer, permission: Permission, body: Body, *, on: date) -> bool:
    """Whether somebody may do that for the body on the day."""
    return bodies_for(viewer, permission, on=on).filter(pk=body.pk).exists()


def require_for(viewer: Viewer, permission: Permission, bodies: Iterable[Body], *, on: date) -> None:
    """Raise PermissionDenied, with a sentence that says which role is missing, unless somebody may for each body."""
    missing = {body.slug for body in bodies} - set(bodies_for(viewer, permission, on=on).values_list("slug", flat=True))
    if missing:
        require(viewer, permission, body=min(missing), on=on)
        raise PermissionDenied(f"This needs a role for {', '.join(sorted(missing))}.")
