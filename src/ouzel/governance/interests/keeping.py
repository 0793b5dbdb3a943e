"""Who may see and change what somebody declared: they themself, and who keeps the register of a body of theirs."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied

from ouzel.core.permissions import Permission, Viewer, require, today
from ouzel.governance.interests.members import memberships_of
from ouzel.governance.models import Appointment, Deputy, Person
from ouzel.governance.rules import some_bodies

KEEPS = Permission.GOVERNANCE_INTERESTS


def is_self(viewer: Viewer, person: Person) -> bool:
    """Whether the viewer is signed in as that person."""
    user = getattr(viewer, "user_id", None) or getattr(viewer, "pk", None)
    return user is not None and user == person.user_id


def keeps(viewer: Viewer, person: Person) -> bool:
    """Whether the viewer keeps the register of a body in which the person sits, sat or will sit."""
    return person.pk in kept_by(viewer, [person])


def kept_by(viewer: Viewer, people: Collection[Person]) -> frozenset[int]:
    """The keys of those of some people for whom the viewer keeps a register. Three queries at most."""
    held = some_bodies(viewer, KEEPS, on=today())
    if held is None:
        return frozenset(person.pk for person in people)
    seated = (model.objects.known().filter(person__in=people, body__in=held) for model in (Appointment, Deputy))
    return frozenset(pk for rows in seated for pk in rows.values_list("person", flat=True))


def require_own(by: Viewer, person: Person) -> None:
    """Raise PermissionDenied unless it is the person themself, or who keeps the register for them."""
    if not is_self(by, person):
        require_keeper(by, person)


def require_keeper(by: Viewer, person: Person) -> None:
    """Raise PermissionDenied unless somebody keeps the register of a body of the person."""
    if keeps(by, person):
        return
    bodies = sorted({each.body.slug for each in memberships_of(person)})
    require(by, KEEPS, body=bodies[0] if bodies else "", on=today())
    raise PermissionDenied(f"This needs a role for a body in which {person.name} sits.")
