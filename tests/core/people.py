"""Actors and people that tests of the core use."""

from datetime import date

from ouzel.core.actors import Actor
from ouzel.core.models import RoleAssignment, User

OPERATOR = Actor.command("root")
LONG_AGO = date(2020, 1, 1)


def user(email: str = "ann@example.org", *roles: str, password: str | None = None) -> User:
    """A person who holds roles for all bodies since 2020."""
    made = User.objects.create_user(email, password=password)
    for role in roles:
        RoleAssignment.objects.create(user=made, role=role, since=LONG_AGO)
    return made
