"""Who uses the server: a lock around its starts and stops, and a roll of live processes."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from .errors import ServerFault

PATIENCE = 180.0  # seconds; a first start on a slow disc takes a few
SAME_START = 3.0  # seconds; a start time is read against a clock that may be set meanwhile

Entry = tuple[int, float]  # process number, time of its start


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file. The system frees it when its holder dies, however that was."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise ServerFault(
                        f"Another command has been starting or stopping the database for {PATIENCE:.0f} seconds "
                        f"(it holds {path}). End it and try again."
                    ) from None
                time.sleep(0.02)
        yield
    finally:
        os.close(handle)


class Roll:
    """The processes that use the server. Use it with the lock held. One that died without a word does not count."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def join(self) -> None:
        self._write([*self.others(), _me()])

    def leave(self) -> int:
        """Strike this process off; how many are left."""
        others = self.others()
        self._write(others)
        return len(others)

    def others(self) -> list[Entry]:
        return [entry for entry in self._read() if entry[0] != os.getpid() and _lives(entry)]

    def _read(self) -> list[Entry]:
        try:
            return [(int(number), float(start)) for number, start in json.loads(self.path.read_text())]
        except (FileNotFoundError, ValueError, TypeError):
            return []  # never written, or cut short by a crash: who is alive joins again on its next start

    def _write(self, entries: list[Entry]) -> None:
        half = self.path.with_suffix(".new")
        half.write_text(json.dumps(entries))
        half.replace(self.path)


def _me() -> Entry:
    return os.getpid(), psutil.Process().create_time()


def _lives(entry: Entry) -> bool:
    try:
        process = psutil.Process(entry[0])
        return abs(process.create_time() - entry[1]) < SAME_START and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
