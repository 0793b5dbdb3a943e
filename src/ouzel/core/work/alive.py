"""Who is at work, as the database itself knows it: locks of connections, which are gone when a process is, however.

No clock and no sign of life that could be late: a worker holds a shared lock while it is there, and the lock of a piece
while it does it. Keys are two numbers: ours, and 0 for a worker or the number of the piece.
"""

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import psycopg
from django.db import connection

OURS, WORKER = 471158, 0
CHANNEL = "ouzel_work"
EVERY = 0.5  # seconds between two writings of how far a step is
# A machine that is switched off says no goodbye: the server asks its connections after 30 seconds of silence.
KEEPALIVE = (
    "SELECT set_config('tcp_keepalives_idle', '30', false), set_config('tcp_keepalives_interval', '10', false),"
    " set_config('tcp_keepalives_count', '3', false)"
)


def connect() -> "psycopg.Connection[tuple[object, ...]]":
    """A connection apart from all transactions, to the database that Django uses."""
    made = psycopg.connect(**connection.get_connection_params(), autocommit=True)
    made.execute(KEEPALIVE)
    return made


@contextmanager
def there() -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """Be a worker for the length of a block: seen by `worker_there`, and told on the connection when work is asked."""
    with closing(connect()) as line:
        line.execute("SELECT pg_advisory_lock_shared(%s, %s)", [OURS, WORKER])
        line.execute(f"LISTEN {CHANNEL}")
        yield line


@contextmanager
def on(number: int) -> Iterator["Telling | None"]:
    """Be at work on a piece for the length of a block, with a way to tell how far it is; None: somebody else is."""
    with closing(connect()) as line:
        row = line.execute("SELECT pg_try_advisory_lock(%s, %s)", [OURS, number]).fetchone()
        yield Telling(line, number) if row and row[0] else None


class Telling:
    """Writes how far a piece is, beside the transaction of the work, so that others see it. For any thread."""

    def __init__(self, line: "psycopg.Connection[tuple[object, ...]]", number: int) -> None:
        self._line, self._number = line, number
        self._step, self._next = "", 0.0

    def __call__(self, step: str, done: int = 0, of: int | None = None) -> None:
        now = time.monotonic()
        if step == self._step and now < self._next:
            return
        self._step, self._next = step, now + EVERY
        with suppress(psycopg.OperationalError):  # what cannot be told does not stop the work
            self._line.execute(
                "UPDATE work_piece SET step = %s, done = %s, of = %s WHERE id = %s AND ended IS NULL",
                [step, done, of, self._number],
            )


def worker_there() -> bool:
    """Whether any worker is there, busy or not."""
    return _held(WORKER)


def somebody_on(number: int) -> bool:
    """Whether a process that lives is at work on that piece."""
    return _held(number)


def call() -> None:
    """Tell the workers that there is work; they hear of it when this transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def _held(key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND classid::bigint = %s AND objid::bigint = %s)",
            [OURS, key],
        )
        row = cursor.fetchone()
    return bool(row and row[0])
