"""Real workers in processes of their own, on the database of the tests."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from psycopg.conninfo import make_conninfo

from ouzel.core.work import alive
from tests.doors import COMPILED

PATIENCE = 60  # seconds
COMMAND = ("-m", "ouzel", "worker")


@contextmanager
def worker(*words: str, settings: str = "ouzel.settings") -> Iterator["subprocess.Popen[str]"]:
    """A worker that is there (`words`: what Python runs in place of the command); it is gone afterwards."""
    at = connection.settings_dict
    address = make_conninfo(host=at["HOST"], port=at["PORT"], user=at["USER"], dbname=at["NAME"])
    surroundings = {
        **os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": settings, "PYTHONPYCACHEPREFIX": COMPILED,
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, *(words or COMMAND)], env=surroundings, stderr=subprocess.PIPE, text=True
    )
    try:
        until(alive.worker_there, process)
        yield process
    finally:
        process.kill()
        process.communicate()


def until(so: "object", process: "subprocess.Popen[str] | None" = None) -> None:
    """Wait until it is so; fails where the process ends before, or it takes too long."""
    assert callable(so)
    deadline = time.monotonic() + PATIENCE
    while not so():
        if process is not None:
            assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline, "it never became so"
        time.sleep(0.05)
