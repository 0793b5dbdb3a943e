"""People who hold public offices: added and corrected. A slug is in the address of their page for good."""

from django.db import transaction

from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.lines import line
from ouzel.core.models import User
from ouzel.core.permissions import today
from ouzel.core.roles import Permission
from ouzel.governance.auditing import Did
from ouzel.governance.bodies.checking import require_keeper
from ouzel.governance.interests import keeping
from ouzel.governance.interests.members import memberships_of
from ouzel.governance.models import Person
from ouzel.governance.rules import bodies_for, require_for
from ouzel.governance.slugs import check_slug, free_slug


@transaction.atomic
def add_person(*, name: str, by: Actor, slug: str = "", biography: str = "", account: str = "") -> Person:
    """Somebody who holds or will hold an office. Without a slug, one is made of the name.

    `account`: the e-mail address with which they sign in. ContentError for a slug that is taken, and for an account
    that is not there or is somebody else's: it does not say which, for nobody learns here who has one.
    """
    require_keeper(by)
    locks.take(locks.Lock.GOVERNANCE)  # two of one name get two addresses
    name = _name(name)
    slug = check_slug(slug, of=Person) if slug else free_slug(name, of=Person)
    user = _of_address(account, None) if account.strip() else None
    person = Person.objects.create(slug=slug, name=name, biography=biography.strip(), user=user)
    audit.record(
        by=by, action=Did.PERSON_ADDED, subject=person.slug, detail={"name": name, "user": user.pk if user else None}
    )
    return person


@transaction.atomic
def change_person(
    *, person: Person, by: Actor, name: str | None = None, biography: str | None = None, account: str | None = None
) -> Person:
    """Correct what is said of a person (None: as it is); the slug stays. What it was is in the audit trail.

    `account`: the e-mail address with which they sign in, as in `add_person`; empty: they have no account any more, so
    nobody reads or declares as them.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    own = person.user.email.casefold() if person.user else ""
    _require_keeper_of(by, person, account=(account or "").strip().casefold() not in ("", own))
    before = {"name": person.name, "biography": person.biography, "user": person.user_id}
    if name is not None:
        person.name = _name(name)
    if biography is not None:
        person.biography = biography.strip()
    if account is not None:
        person.user = _of_address(account, person) if account.strip() else None
    person.save(update_fields=["name", "biography", "user"])
    after = {"name": person.name, "biography": person.biography, "user": person.user_id}
    audit.record(by=by, action=Did.PERSON_CHANGED, subject=person.slug, detail={"before": before, "after": after})
    return person


def _require_keeper_of(by: Actor, person: Person, *, account: bool) -> None:
    """Who keeps a body in which the person sits; with an account, their interests too, since it may read these."""
    bodies = [each.body for each in memberships_of(person)]
    if not bodies:
        require_keeper(by)
    elif not bodies_for(by, Permission.BODIES_KEEP, on=today()).filter(pk__in=[body.pk for body in bodies]).exists():
        require_for(by, Permission.BODIES_KEEP, bodies, on=today())
    if bodies and account:
        keeping.require_keeper(by, person)


def _name(name: str) -> str:
    found = line(name, field="name")
    if not found:
        raise ContentError("a person needs a name", field="name")
    return found


def _of_address(email: str, person: Person | None) -> User:
    """The account with that address, if it can be the person's."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    holder = Person.objects.filter(user=user).first() if user else None
    if user is None or (holder is not None and holder != person):
        raise ContentError(
            "no account that can be theirs has this address", field="account",
            right="Write the whole address with which they sign in, or ask who looks after accounts",
        )  # fmt: skip
    return user
