"""A small register to plan on: the statutory events, and the bodies of Bedfordshire, Luton and Milton Keynes.

What was known on 31 March 2021 is in it with what was learned later: ask with `known_at`.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from ouzel.register import actions, search
from tests.reorganisation.plans import APPROVER, AUTHOR, OPERATOR, blmk_2021
from tests.sourced_facts import DEMO

__all__ = ["APPROVER", "AUTHOR", "OPERATOR", "blmk_2021", "known_bodies", "register"]


@pytest.fixture(scope="module")
def known_bodies(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The first edition, kept for the tests of a module, none of which may commit."""
    with django_db_blocker.unblock(), transaction.atomic():
        actions.load([DEMO / "facts.csv"], by=OPERATOR)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def register(known_bodies: None, db: None) -> None:
    """The register of edition 1. What a test does on top of it is gone after the test."""
    search._index.cache_clear()  # an edition number is used again once a test is over
