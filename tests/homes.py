"""Homes for registers of their own: the product makes the tables once in a run, and each home has a copy of them.

That a register comes from nothing is tried elsewhere: in tests/core/test_database.py, by the demonstration, and by the
tutorial as it is followed.
"""

import os
import subprocess
import sys
from pathlib import Path

from ouzel.core.server.roll import locked
from tests.settings import HOME_OF_TESTS

MAKE = """
import django
import psycopg
from ouzel.core import database

django.setup()
with database.running():
    database.ensure_schema()
    with psycopg.connect(database.url(), autocommit=True) as connection:
        # Kept in the data: copies do not wait for the disc either.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("ALTER SYSTEM SET full_page_writes = off")
"""


def with_tables(home: Path) -> Path:
    """The home, with an empty register in it whose server is not running. The first of all processes makes it."""
    made = Path(os.environ[HOME_OF_TESTS]) / "with-tables"
    with locked(made.with_suffix(".lock")):
        if not made.exists():
            half = made.with_suffix(".half")
            surroundings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
            surroundings |= {"OUZEL_HOME": str(half), "DJANGO_SETTINGS_MODULE": "ouzel.settings"}
            subprocess.run([sys.executable, "-c", MAKE], env=surroundings, check=True, timeout=170)
            half.rename(made)
    copied(made, home)
    return home


def copied(made: Path, home: Path) -> None:
    """Copy the data of a server that was stopped, with their owner; the account of the database can reach them."""
    home.mkdir(exist_ok=True)
    home.chmod(0o755)
    subprocess.run(["cp", "-a", made / "postgres", home / "postgres"], check=True)
