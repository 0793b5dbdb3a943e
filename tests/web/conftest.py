"""A loaded register for the tests of a file, undone after them."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.web import loaded


@pytest.fixture(scope="module")
def register(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The area's register in a transaction that every test of the file sees and none keeps."""
    with django_db_blocker.unblock():
        loaded.forget()
        outer = transaction.atomic()
        outer.__enter__()
        try:
            loaded.load()
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
            loaded.forget()


@pytest.fixture
def site(register: None, db: None) -> Client:
    """A visitor of the site with the area's register."""
    return Client()
