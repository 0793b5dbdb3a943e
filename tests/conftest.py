"""What every test has: the embedded database, no network, the same examples in every run of the CI."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from ouzel.core import database
from tests.thorough import THOROUGH

# A shared machine may pause a test for long, which is no fault of the code: no deadline.
settings.register_profile(
    "dev", max_examples=50 if THOROUGH else 25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


_empty_tables = TransactionTestCase._fixture_teardown


def _empty_append_only_tables_too(case: TransactionTestCase) -> None:
    """Tables that may not be emptied are, after a test that committed: our triggers look away meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            _empty_tables(case)
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


TransactionTestCase._fixture_teardown = _empty_append_only_tables_too


def pytest_configure(config: pytest.Config) -> None:
    """Start the server once; worker processes join it."""
    database.start()
    if database.embedded() and not hasattr(config, "workerinput"):
        # Tests lose nothing that matters when the power goes; waiting for the disc would double their time.
        with psycopg.connect(database.url(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """How often something was asked for is counted in the cache: each test begins anew."""
    cache.clear()


TOGETHER = ("tests/scenarios/", "tests/reorganisation/england/", "tests/system/", "tests/demo/")
"""Folders whose files share what takes long to make: all of a folder runs in one process."""


def scope_of(nodeid: str) -> str:
    """What runs in one process: a folder of `TOGETHER`, else a file, so that what it loads is loaded once."""
    return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid.partition("::")[0])


class ByFile(LoadScopeScheduling):
    """Hands out whole files, in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return scope_of(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """How processes share the tests (`--dist`)."""
    config.option.loadscopereorder = False
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that nobody waits for it at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(TOGETHER))


def pytest_unconfigure() -> None:
    database.stop()


@pytest.fixture
def outside_home() -> Iterator[Path]:
    """A short folder that a system account can reach, for tests that run servers of their own."""
    with tempfile.TemporaryDirectory(prefix="ouzel-", dir="/tmp", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)
