"""Who may see and change what somebody declared: they themself, and who keeps the register of a body of theirs."""

from django.core.exceptions import PermissionDenied

from ouzel.core.permissions import Permission, Viewer, may, require, today
from ouzel.governance.interests.members import memberships_of
from ouzel.governance.models import Person
from ouzel.governance.rules import bodies_for

KEEPS = Permission.GOVERNANCE_INTERESTS


def is_self(viewer: Viewer, person: Person) -> bool:
    """Whether the viewer is signed in as that person."""
    user = getattr(viewer, "user_id", None) or getattr(viewer, "pk", None)
    return user is not None and user == person.user_id


def keeps(viewer: Viewer, person: Person) -> bool:
    """Whether the viewer keeps the register of a body in which the person sits, sat or will sit."""
    if may(viewer, KEEPS, on=today()):
        return True
    bodies = {each.body.pk for each in memberships_of(person)}
    return bodies_for(viewer, KEEPS, on=today()).filter(pk__in=bodies).exists()


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
