"""People who hold public offices: added and corrected. A slug is in the address of their page for good."""

import re

from django.db import transaction
from django.utils.text import slugify

from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import User
from ouzel.governance.auditing import Did
from ouzel.governance.bodies.checking import require_keeper
from ouzel.governance.models import Person
from ouzel.governance.models.dated import SLUG_SHAPE


@transaction.atomic
def add_person(*, name: str, by: Actor, slug: str = "", biography: str = "", user: User | None = None) -> Person:
    """Somebody who holds or will hold an office. Without a slug, one is made of the name.

    ContentError for a slug that is taken, and for an account that is somebody else's already.
    """
    require_keeper(by)
    locks.take(locks.Lock.GOVERNANCE)  # two of one name get two addresses
    name = " ".join(name.split())
    if not name:
        raise ContentError("a person needs a name", field="name")
    if slug:
        if not re.fullmatch(SLUG_SHAPE, slug):
            raise ContentError("this cannot stand in an address", field="slug", value=slug,
                               right="Small letters, digits and hyphens, such as ada-example")  # fmt: skip
        if Person.objects.filter(slug=slug).exists():
            raise ContentError("there is a person with this name in their address already", field="slug", value=slug,
                               right="Choose another, or use that person")  # fmt: skip
    _check_user(user, None)
    person = Person.objects.create(slug=slug or _free(name), name=name, biography=biography.strip(), user=user)
    audit.record(by=by, action=Did.PERSON_ADDED, subject=person.slug, detail={"name": name})
    return person


@transaction.atomic
def change_person(
    *, person: Person, by: Actor, name: str | None = None, biography: str | None = None, user: User | None = None
) -> Person:
    """Correct what is said of a person (None: as it is); the slug stays. What it was is in the audit trail."""
    require_keeper(by)
    person = Person.objects.select_for_update().get(pk=person.pk)
    before = {"name": person.name, "biography": person.biography, "user": person.user_id}
    if name is not None:
        person.name = " ".join(name.split())
        if not person.name:
            raise ContentError("a person needs a name", field="name")
    if biography is not None:
        person.biography = biography.strip()
    if user is not None:
        _check_user(user, person)
        person.user = user
    person.save(update_fields=["name", "biography", "user"])
    after = {"name": person.name, "biography": person.biography, "user": person.user_id}
    audit.record(by=by, action=Did.PERSON_CHANGED, subject=person.slug, detail={"before": before, "after": after})
    return person


def _free(name: str) -> str:
    """A slug of the name that nobody has: ada-example, else ada-example-2 ..."""
    start = slugify(name)[:110].strip("-_").replace("_", "-") or "person"
    taken = set(Person.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    number = 2
    found = start
    while found in taken:
        found = f"{start}-{number}"
        number += 1
    return found


def _check_user(user: User | None, person: Person | None) -> None:
    holder = Person.objects.filter(user=user).first() if user else None
    if holder is not None and holder != person:
        raise ContentError("this account is somebody else's already", field="user", value=holder.name)
