"""Questions about people and the roles they hold."""

from datetime import date

from django.db.models import QuerySet

from ouzel.core.models import RoleAssignment, User
from ouzel.core.roles import Permission, roles_with


def can_manage_people(*, on: date) -> QuerySet[User]:
    """The active people who can sign in and manage others on the day, for the whole system."""
    slugs = [role.slug for role in roles_with(Permission.USERS_MANAGE)]
    held = RoleAssignment.objects.holding(on).filter(role__in=slugs, body_code="")
    return User.objects.filter(is_active=True, role_assignments__in=held).distinct()
