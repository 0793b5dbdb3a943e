"""What tests of interests declare, so that each says only what it is about."""

from datetime import date
from typing import Any

from ouzel.core.actors import Actor
from ouzel.governance.interests import actions
from ouzel.governance.models import Interest, Person
from tests.core.people import user
from tests.governance.world import SECRETARY

DECLARED = date(2020, 4, 14)


def declare(person: Person, **changes: Any) -> Interest:
    """Somebody is a director of Harlow Homecare since 2018, as declared after the appointment."""
    said: dict[str, Any] = {
        "category": "financial",
        "description": "Director of Harlow Homecare",
        "organisation": "Harlow Homecare Ltd",
        "since": date(2018, 1, 1),
        "occasion": "appointment",
        "on": DECLARED,
        "by": SECRETARY,
    }
    return actions.declare(person=person, **{**said, **changes})


def signed_in(person: Person, email: str = "member@example.org") -> Actor:
    """The person signed in to an account of their own, with no role."""
    person.user = user(email)
    person.save(update_fields=["user"])
    return Actor.person(person.user)
