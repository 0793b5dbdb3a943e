"""What the doors are tested with: the demonstration's facts in a database of their own, and the real command."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from ouzel.core import database
from ouzel.demo.house import OWN_DATA

FACTS = OWN_DATA / "facts.csv"
COMPILED = os.path.join(
    tempfile.gettempdir(), "ouzel-tests-compiled"
)  # commands of a session compile what they need once


@dataclass(frozen=True)
class Ran:
    """A command that ran."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which must be one JSON document and nothing else."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Doors:
    """A database of its own, and the command on it."""

    environment: dict[str, str]

    def ouzel(self, *words: str, env: dict[str, str] | None = None) -> Ran:
        """Run the real command."""
        surroundings = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "COLUMNS")}
        done = subprocess.run(
            [sys.executable, "-m", "ouzel", *words],
            env={**surroundings, "PYTHONPYCACHEPREFIX": COMPILED, **self.environment, **(env or {})},
            capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)


@contextmanager
def own_database(name: str) -> Iterator[Doors]:
    """A fresh database on the server of the tests."""
    server = database.url()
    named = sql.Identifier(name)
    with psycopg.connect(server, dbname="postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(named))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(named))
        path = server.split("@/", 1)
        address = f"{path[0]}@/{name}?{path[1].partition('?')[2]}"
        try:
            yield Doors({"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "ouzel.settings"})
        finally:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(named))


@contextmanager
def in_process(*paths: Path) -> Iterator[None]:
    """A register in this process, loaded with the files, in a transaction that is undone at the end."""
    from django.db import transaction

    from ouzel.core.actors import Actor
    from ouzel.register import actions

    forget()
    outer = transaction.atomic()
    outer.__enter__()
    try:
        if paths:
            actions.load(paths, by=Actor.command("tests"))
        yield
    finally:
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
        forget()


def forget() -> None:
    """Forget what is remembered by edition: each test register begins again at edition 1."""
    from ouzel import as_if, structures
    from ouzel.api import organisations
    from tests.web import loaded

    structures._structure.cache_clear()
    as_if._laid.cache_clear()
    organisations._body.cache_clear()
    loaded.forget()


def typed(*words: str) -> Ran:
    """The command in this process, on the database of the tests."""
    from typer.testing import CliRunner

    from ouzel.cli import app
    from ouzel.cli.arguments import spread

    done = CliRunner().invoke(app, spread(words), prog_name="ouzel")
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Ran(done.exit_code, done.stdout, done.stderr)
