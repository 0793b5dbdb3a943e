"""The database: the one that `DATABASE_URL` names, or a PostgreSQL of our own that starts when it is needed.

Any number of processes share the embedded server; the last one out stops it. It survives being killed, and so do the
processes that use it: `start()` again is enough.
"""

import atexit
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from .server import cluster
from .server.account import account_for
from .server.binaries import programs
from .server.errors import ServerFault
from .server.places import PORT, make_folder, places
from .server.roll import Roll, locked

__all__ = ["ServerFault", "database_settings", "embedded", "ensure_schema", "running", "start", "stop", "url"]

NAME = "ouzel"
SCHEMA_LOCK = 0x6F757A656C  # "ouzel" in bytes: our number among the database's advisory locks

_guard = threading.RLock()
_of_the_parent: list[Any] = []  # kept alive, since their end would close what they hold
_joined_as: int | None = None  # the process that joined: a fork inherits the variable and has not joined


def embedded() -> bool:
    """Whether the product runs its own server, which is when `DATABASE_URL` is not given."""
    return not os.environ.get("DATABASE_URL")


def url() -> str:
    """The address of the database, as every PostgreSQL program understands it. Starts nothing."""
    given = os.environ.get("DATABASE_URL")
    if given:
        return given
    return (
        f"postgresql://{cluster.OWNER}@/{NAME}?{urlencode({'host': places().sockets, 'port': PORT}, quote_via=quote)}"
    )


def database_settings() -> dict[str, Any]:
    """Django's `DATABASES["default"]`. Starts nothing.

    The address is read by psycopg, which means by PostgreSQL's own library: every form and option that it knows is good
    here, and no other parser need be trusted with a password.
    """
    try:
        parts = conninfo_to_dict(url())
    except psycopg.ProgrammingError as error:
        raise ServerFault(
            f"DATABASE_URL cannot be read: {error}. An example: postgresql://user:password@host:5432/name"
        ) from None
    settings = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", None) or NAME,
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "") or ""),
        "CONN_HEALTH_CHECKS": True,  # a pooled connection may have outlived its server
    }
    # A pool a process, shared by its threads; six processes of it fit the embedded server's 60 connections.
    pool = {"min_size": 1, "max_size": 8, "timeout": 30}
    return {**settings, "OPTIONS": {**parts, "pool": pool}}


def start() -> str:
    """See to it that the database is there, joining a server that runs or starting one; its address.

    May be called again at any time, from any thread. With `DATABASE_URL` nothing is done: that server is yours. Raises
    ServerFault, which says what to do.
    """
    global _joined_as
    if not embedded():
        return url()
    where = places()
    with _guard:
        if _joined_as == os.getpid() and cluster.postmaster(where.data) is not None:
            return url()
        make_folder(where.home, mode=0o755 if os.geteuid() == 0 else 0o700)
        with locked(where.lock):
            if cluster.postmaster(where.data) is None:
                account = account_for(where.base)
                cluster.start(places=where, programs=programs(where.installs, account), account=account)
                _make_database()
            Roll(where.users).join()
        if _joined_as != os.getpid():
            atexit.register(stop)
        _joined_as = os.getpid()
    return url()


def stop() -> None:
    """Leave the server; the last process out stops it. Called at the end of a process that started, if not before."""
    global _joined_as
    with _guard:
        if _joined_as != os.getpid():
            return
        _joined_as = None
        _close_connections()
        where = places()
        if not where.lock.exists():
            return  # the home was removed under us: nothing to stop
        with locked(where.lock):
            if Roll(where.users).leave() == 0 and cluster.postmaster(where.data) is not None:
                account = account_for(where.base)
                cluster.stop(places=where, programs=programs(where.installs, account), account=account)


@contextmanager
def running() -> Iterator[str]:
    """The database for the length of a block; an outer block or an earlier `start()` keeps it afterwards."""
    first = _joined_as != os.getpid()
    try:
        yield start()
    finally:
        if first:
            stop()


def ensure_schema() -> bool:
    """Bring the tables up to date; whether there was anything to do. Two processes at once take turns."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    def behind() -> bool:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

    if not behind():
        return False
    # The lock has a connection of its own: it is freed with it, however this process ends.
    with psycopg.connect(url(), autocommit=True) as holder:
        holder.execute("SELECT pg_advisory_lock(%s)", [SCHEMA_LOCK])
        if not behind():
            return False
        call_command("migrate", interactive=False, verbosity=0)
    return True


def _forget_the_parents() -> None:
    """In a forked child: the pool has no threads here and its connections are the parent's to use and to close."""
    global _guard
    _guard = threading.RLock()
    django_db = sys.modules.get("django.db")
    if django_db is None:
        return
    for connection in django_db.connections.all(initialized_only=True):
        pools = getattr(connection, "_connection_pools", {})
        _of_the_parent.extend([connection.connection, *pools.values()])
        pools.clear()
        connection.connection = None


os.register_at_fork(after_in_child=_forget_the_parents)


def _make_database() -> None:
    with psycopg.connect(url(), dbname="postgres", autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))


def _close_connections() -> None:
    """Give this process's connections back, the pool's too, so that the server need not break them off."""
    django_db = sys.modules.get("django.db")  # not imported anew: at the end of a process that fails
    if django_db is None:
        return
    for connection in django_db.connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
