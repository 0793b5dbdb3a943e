"""Who may do what for which body: a role counts for a body by its slug, or by the code of its organisation."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet

from ouzel.core.models import RoleAssignment
from ouzel.core.permissions import Permission, Viewer, may, require
from ouzel.core.roles import roles_with
from ouzel.governance.models import Body, BodyFact
from ouzel.governance.models.bodies import BodyAttribute


def bodies_for(viewer: Viewer, permission: Permission, *, on: date) -> QuerySet[Body]:
    """The bodies for which somebody holds a permission on the day: all, for who holds it for the whole system."""
    if may(viewer, permission, on=on):
        return Body.objects.all()
    user = getattr(viewer, "user_id", None) or getattr(viewer, "pk", None)
    if user is None:
        return Body.objects.none()
    slugs = [role.slug for role in roles_with(permission)]
    held = RoleAssignment.objects.holding(on).filter(user=user, user__is_active=True, role__in=slugs)
    codes = set(held.exclude(body_code="").values_list("body_code", flat=True))
    known = BodyFact.objects.known().filter(body=OuterRef("pk"))
    of = known.filter(attribute=BodyAttribute.ORGANISATION, value__in=codes)
    lives = known.filter(attribute=BodyAttribute.LIFE, valid__contains=on)
    # A joint body that an organisation has left goes on without it; what has ended, or is to come, has only these.
    return Body.objects.filter(
        Q(slug__in=codes) | Exists(of.filter(valid__contains=on)) | (Exists(of) & ~Exists(lives))
    )


def may_for(viewer: Viewer, permission: Permission, body: Body, *, on: date) -> bool:
    """Whether somebody may do that for the body on the day."""
    return bodies_for(viewer, permission, on=on).filter(pk=body.pk).exists()


def require_for(viewer: Viewer, permission: Permission, bodies: Iterable[Body], *, on: date) -> None:
    """Raise PermissionDenied, with a sentence that says which role is missing, unless somebody may for each body."""
    missing = {body.slug for body in bodies} - set(bodies_for(viewer, permission, on=on).values_list("slug", flat=True))
    if missing:
        require(viewer, permission, body=min(missing), on=on)
        raise PermissionDenied(f"This needs a role for {', '.join(sorted(missing))}.")
