"""The small world of governance with a meeting that was held, kept for the tests of a module."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.governance.world import load_register, make_world
from tests.web import loaded
from tests.web.governance.told import Told, tell


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Told]:
    """All of `told`, in a transaction that every test of the module sees and none keeps."""
    folder: Path = tmp_path_factory.mktemp("register")
    with django_db_blocker.unblock(), transaction.atomic():
        loaded.forget()
        load_register(folder)
        yield tell(make_world())
        transaction.set_rollback(True)
    loaded.forget()


@pytest.fixture
def told(made: Told, db: None) -> Told:
    """What was made."""
    loaded.forget()
    return made


@pytest.fixture
def site(told: Told) -> Client:
    """A visitor who is not signed in."""
    return Client()
