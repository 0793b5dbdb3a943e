"""The command on a register with the demonstration's facts: run as people run it, or in this process."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.doors import FACTS, Doors, in_process, own_database

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "one")


@pytest.fixture(scope="session")
def loaded() -> Iterator[Doors]:
    """A register with our own facts in a database of its own, for the real command."""
    with own_database(f"doors_{WORKER}") as doors:
        done = doors.ouzel("register", "load", str(FACTS))
        assert done.status == 0, done.err
        yield doors


@pytest.fixture
def fresh() -> Iterator[Doors]:
    """An empty register in a database of its own, for the real command."""
    with own_database(f"fresh_{WORKER}") as doors:
        yield doors


@pytest.fixture(scope="module")
def facts_loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Our own facts in the database of the tests, undone after the file."""
    with django_db_blocker.unblock(), in_process(FACTS):
        yield


@pytest.fixture
def register(facts_loaded: None, db: None) -> Iterator[None]:
    """Our own facts; what a test changes is undone after it."""
    from tests.doors import forget

    yield
    forget()
