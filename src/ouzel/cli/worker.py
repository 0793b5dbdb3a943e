"""`ouzel worker`, and the one that `ouzel serve` keeps beside its server."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Annotated

import typer

from ouzel.cli import showing
from ouzel.cli.running import guarded, ready, refusal

REST = 5.0  # seconds before a worker that ended is started again
PATIENCE = 15.0  # seconds that it is given to finish what it is at, and once more to break it off


def add_to(app: typer.Typer) -> None:
    """Add the command to `ouzel`."""
    app.command()(guarded(worker))


def worker(
    beside: Annotated[
        int | None, typer.Option("--beside", hidden=True, help="End with the process of this number.")
    ] = None,
) -> None:
    """Do the long work that people ask for at the desk, until Ctrl-C. `ouzel serve` has one beside it already."""
    if beside is not None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C while it begins: the server says all there is to say
    ready()
    import psycopg
    from django.db import OperationalError

    from ouzel.core.work.worker import work

    if beside is None:
        showing.note("Work that is asked for is done here (Ctrl-C ends it, when what is under way is done).")
    try:
        work(beside=beside)
    except (OperationalError, psycopg.OperationalError) as error:
        raise refusal(f"The connection to the database was lost, so this worker ends: {error}") from None


@contextmanager
def worker_beside() -> Iterator[None]:
    """A worker in a process of its own for the length of a block, started again should it end before."""
    keeper = _Keeper()
    keeper.start()
    try:
        yield
    finally:
        keeper.stop()


class _Keeper(threading.Thread):
    """Keeps a worker running."""

    def __init__(self) -> None:
        super().__init__(name="keeper of the worker", daemon=True)
        self._over = threading.Event()
        self._process = self._begun()

    def run(self) -> None:
        while not self._over.is_set():
            status = self._process.wait()
            if not self._over.wait(REST):
                showing.note(f"The worker ended with status {status}: another is started.")
                self._process = self._begun()

    def stop(self) -> None:
        """End the worker: what it is at is finished, or broken off if that takes long."""
        self._over.set()
        for end in (self._process.terminate, self._process.terminate, self._process.kill):
            end()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(PATIENCE)
                return

    def _begun(self) -> "subprocess.Popen[bytes]":
        # In the group of the server, so that Ctrl-C reaches both; a server that is killed is missed by its number.
        words = [sys.executable, "-m", "ouzel", "worker", "--beside", str(os.getpid())]
        return subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=sys.stderr)
