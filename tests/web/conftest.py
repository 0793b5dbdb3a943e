"""A loaded register for the tests of a file, undone after them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.web import loaded
from tests.web.activity import made_once


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


@pytest.fixture(scope="module")
def made(register: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a file of activity and a run, made once in the transaction of the register."""
    path = tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock():
        made_once(path)
    return path


@pytest.fixture
def site(register: None, db: None) -> Client:
    """A visitor of the site with the area's register."""
    return Client()
