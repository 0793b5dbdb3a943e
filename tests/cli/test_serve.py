"""The site is served by the real server, and stops when it is asked to."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from ouzel.core.work.alive import OURS, WORKER
from tests.doors import COMPILED, Doors

PATIENCE = 60  # seconds


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.fixture
def served(loaded: Doors, tmp_path: Path) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    """The port, and the process, of a site that answers."""
    port = free_port()
    environment = {**os.environ, **loaded.environment, "OUZEL_HOME": str(tmp_path), "PYTHONPYCACHEPREFIX": COMPILED}
    process = subprocess.Popen(
        [sys.executable, "-m", "ouzel", "serve", "--port", str(port), "--workers", "1"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                get(port, "/healthz")
                break
            except OSError:
                assert process.poll() is None, process.communicate()
                assert time.monotonic() < deadline
                time.sleep(0.2)
        yield port, process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # workers too, should it have left any
        process.communicate()


def get(port: int, path: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.headers, response.read()


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_pages_style_and_api_are_served_until_the_server_is_asked_to_stop(served, asked: signal.Signals) -> None:
    port, process = served
    status, headers, page = get(port, "/")
    assert status == 200
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    style = re.search(rb'rel="stylesheet" href="(/static/[^"]+)"', page)
    assert style is not None
    status, headers, _ = get(port, style[1].decode())
    assert status == 200
    assert "immutable" in headers["Cache-Control"]
    status, headers, body = get(port, "/api/v1/organisations/M1J4Y?on=2021-11-30")
    assert status == 200
    assert body.startswith(b'{"code":"M1J4Y"')
    assert get(port, "/api/v1/docs")[0] == 200
    assert len(get(port, "/api/v1/snapshot?on=2021-11-30&format=ndjson")[2].splitlines()) > 100
    process.send_signal(asked)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    assert f"http://127.0.0.1:{port}/" in err
    assert "Traceback" not in err
    assert out == ""


def test_a_port_that_is_taken_is_refused_with_what_to_do(loaded: Doors) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = loaded.ouzel("serve", "--port", str(taken.getsockname()[1]))
    assert done.status == 1
    assert "another --port" in done.err


def workers(loaded: Doors) -> int:
    """How many workers are there on that database."""
    with psycopg.connect(loaded.environment["DATABASE_URL"], autocommit=True) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database AS held ON held.oid = database"
            " WHERE locktype = 'advisory' AND held.datname = current_database() AND classid::bigint = %s"
            " AND objid::bigint = %s",
            [OURS, WORKER],
        ).fetchone()
    assert row is not None
    return int(row[0])


def until_there_are(count: int, loaded: Doors) -> None:
    deadline = time.monotonic() + PATIENCE
    while workers(loaded) != count:
        assert time.monotonic() < deadline, f"{workers(loaded)} workers, not {count}"
        time.sleep(0.1)


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_one_worker_is_beside_the_server_and_ends_with_it(served, loaded: Doors, end: signal.Signals) -> None:
    _, process = served
    until_there_are(1, loaded)
    process.send_signal(end)
    until_there_are(0, loaded)


def test_a_worker_that_is_killed_is_started_again(served, loaded: Doors) -> None:
    _, process = served
    until_there_are(1, loaded)
    beside = [each for each in psutil.Process(process.pid).children() if "worker" in each.cmdline()]
    assert len(beside) == 1
    beside[0].kill()
    until_there_are(0, loaded)
    until_there_are(1, loaded)
