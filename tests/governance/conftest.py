"""The small world of governance, made once for the tests of a module: what a test does on top of it is undone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from ouzel.register import search
from tests.governance.world import World, load_register, make_world


@pytest.fixture(scope="module")
def organisations(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    """The register knows the organisations of the world. None of the tests of a module may commit."""
    folder: Path = tmp_path_factory.mktemp("register")
    with django_db_blocker.unblock(), transaction.atomic():
        load_register(folder)
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def made_world(organisations: None, django_db_blocker: Any) -> Iterator[World]:
    """The world, kept for the tests of a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def register(organisations: None, db: None) -> None:
    """The organisations alone, and no bodies unless the module asked for the world."""
    search._index.cache_clear()


@pytest.fixture
def world(made_world: World, db: None) -> World:
    """Three governing bodies, a committee, a board and a partnership: see tests/governance/world.py."""
    search._index.cache_clear()  # an edition number is used again once a test is over
    return made_world
