"""The interface on a register with the demonstration's facts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.doors import FACTS, forget, in_process
from tests.web.activity import made_once


@pytest.fixture(scope="module")
def facts_loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Our own facts in the database of the tests, undone after the file."""
    with django_db_blocker.unblock(), in_process(FACTS):
        yield


@pytest.fixture(scope="module")
def made(facts_loaded: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a file of activity and a run, made once in the transaction of the register."""
    path = tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock():
        made_once(path)
    return path


@pytest.fixture
def register(facts_loaded: None, db: None) -> Iterator[None]:
    """Our own facts; what a test changes is undone after it."""
    yield
    forget()


@pytest.fixture
def api(register: None) -> Client:
    """Another system that asks."""
    return Client()
