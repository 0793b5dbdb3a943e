"""A register with nothing in it but the statutory events that every register has, and a small system on top."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from ouzel.register import actions, search
from tests.core.people import OPERATOR
from tests.register.isle import isle


@pytest.fixture(scope="module")
def statutes(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The first edition, kept for the tests of a module, none of which may commit."""
    with django_db_blocker.unblock(), transaction.atomic():
        actions.load([], by=OPERATOR)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def system(statutes: None, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[None]:
    """Four more editions, with the small system of `isle`."""
    with django_db_blocker.unblock(), transaction.atomic():
        isle(tmp_path_factory.mktemp("isle"))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def register(statutes: None, db: None) -> None:
    """The first edition. What a test loads on top of it is gone after the test."""
    search._index.cache_clear()  # an edition number is used again once a test is over


@pytest.fixture
def isles(system: None, db: None, tmp_path: Path) -> Path:
    """The small system, and a folder for more files."""
    search._index.cache_clear()
    return tmp_path
