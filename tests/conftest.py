"""What every test has: the embedded database, no network, the same examples in every run of the CI."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings

from ouzel.core import database

# A shared machine may pause a test for long, which is no fault of the code: no deadline.
settings.register_profile("dev", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of a file run in one process: what a file loads for all of them is loaded once."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(str(item.path)))


def pytest_unconfigure() -> None:
    database.stop()


@pytest.fixture
def outside_home() -> Iterator[Path]:
    """A short folder that a system account can reach, for tests that run servers of their own."""
    with tempfile.TemporaryDirectory(prefix="ouzel-", dir="/tmp", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)
