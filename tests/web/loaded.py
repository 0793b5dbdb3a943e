"""A register to look at: the bodies of Bedfordshire, Luton and Milton Keynes since 1999, from our own facts."""

from pathlib import Path

from django.core.cache import cache
from django.db import connection

from ouzel.core.actors import Actor
from ouzel.register import actions
from tests.sourced_facts import DEMO, STATUTORY


def load() -> None:
    """Load our own facts, in one edition."""
    actions.load([STATUTORY, DEMO / "facts.csv", Path(__file__).parent / "codes.csv"], by=Actor.command("tests"))


def empty() -> None:
    """Empty every table of ours, those too that may not be; a server's thread that lingers is cut off first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    _truncate()


def again() -> None:
    """Begin again with the area's register alone, while the site goes on being served."""
    _truncate()
    forget()
    load()


def _truncate() -> None:
    apps = "core|work|django_tasks|register|reorganisation|measures|activity|governance|confidential|axes|account|mfa"
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"SELECT tablename FROM pg_tables WHERE tablename ~ '^({apps})_'")
        tables = ", ".join(f'"{name}"' for (name,) in cursor.fetchall())
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY")
        cursor.execute("SET session_replication_role = DEFAULT")


def forget() -> None:
    """Forget what is remembered by edition: each test register begins again at edition 1."""
    from ouzel.register import search
    from ouzel.web import notable, organisation
    from ouzel.web.proposals import reading
    from ouzel.web.views import kinds, pictures, sources

    for cached in (
        search._index, notable.kinds_at_a_glance, notable.waves_at_a_glance, notable.picture_root, organisation._whole,
        organisation.members_by_kind, kinds.of_kind, pictures.drawn, pictures.of_kind, sources.all_conflicts,
        reading._seen, reading._public,
    ):  # fmt: skip
        cached.cache_clear()
    cache.clear()
