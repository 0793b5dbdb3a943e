"""The register of all England: loading it, and asking it through HTTP."""

import http.client
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DATA = Path(os.environ.get("OUZEL_SHARED_DATA") or Path(__file__).resolve().parents[1].parent / "shared" / "data")
DAY, KNOWN = "2021-11-30", "2022-01-01"
LOADED = """
import json, resource, subprocess, sys, time
begun = time.perf_counter()
done = subprocess.run([sys.executable, "-m", "ouzel", "register", "load", sys.argv[1], "--json"],
                      capture_output=True, text=True, check=True)
seconds = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(json.dumps([seconds, peak, json.loads(done.stdout)["assertions"]]))
"""
ONE, CLIENTS, WHOLE, SEED = 400, 2, 9, 20260401


def cases() -> list[dict[str, Any]]:
    """All cases; none where the published files are not here. No peer answers the same questions."""
    if not (DATA / "ods").is_dir():
        print("The published files are not here: set OUZEL_SHARED_DATA to their folder.", file=sys.stderr)
        return []
    with _home() as home:
        loading = _loading(home)
        with _server(home) as (port, server):
            return [loading, *_asking(port, server)]


def _case(case: str, size: str, seconds: float, peak: float) -> dict[str, Any]:
    return {"case": case, "size": size, "seconds": round(seconds, 4), "peak_mib": round(peak), "peers": {}}


@contextmanager
def _home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ouzel-", dir="/tmp", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)  # the database's account must reach it when root measures
        yield Path(name)


def _environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "PYTHONDONTWRITEBYTECODE")}
    return {**kept, "OUZEL_HOME": str(home), "PYTHONPYCACHEPREFIX": str(home / "compiled")}


def _loading(home: Path) -> dict[str, Any]:
    """One load into an empty register, the start of the database included; the peak is that of the command."""
    subprocess.run([sys.executable, "-m", "ouzel", "register", "editions"], env=_environment(home), check=True,
                   capture_output=True)  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", LOADED, str(DATA / "ods")],
        env=_environment(home),
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, peak, assertions = json.loads(done.stdout)
    return _case("load all ODS files", f"{assertions:,} assertions", seconds, peak)


@contextmanager
def _server(home: Path) -> Iterator[tuple[int, int]]:
    """The real server on a free port; its port and process."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "ouzel", "serve", "--port", str(port)], env=_environment(home), stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 120
        while True:
            try:
                _get(http.client.HTTPConnection("127.0.0.1", port, timeout=30), "/")
                break
            except OSError:
                if time.monotonic() > deadline or server.poll() is not None:
                    raise
                time.sleep(0.2)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def _asking(port: int, server: int) -> list[dict[str, Any]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    rows = _get(connection, f"/api/v1/snapshot?on={DAY}&format=csv").decode().splitlines()[1:]
    codes = sorted({row.split(",")[0] for row in rows})
    chance = random.Random(SEED)
    one = _timed(ONE, lambda: _get(connection, f"/api/v1/organisations/{chance.choice(codes)}?on={DAY}"))
    each = _rate(port, codes)
    body = json.dumps({"codes": chance.sample(codes, 1000)})
    batch = _timed(WHOLE, lambda: _post(connection, f"/api/v1/organisations?on={DAY}", body))
    whole = _timed(WHOLE, lambda: _get(connection, f"/api/v1/snapshot?on={DAY}&known-at={KNOWN}&format=csv"))
    peak = _peak(server)
    return [
        _case("one organisation through HTTP, median", f"{len(codes):,} codes", one, peak),
        _case(
            "one organisation through HTTP, seconds for each",
            f"{CLIENTS} clients, {1 / each:,.0f} a second",
            each,
            peak,
        ),
        _case("batch of organisations through HTTP", "1,000 codes", batch, peak),
        _case("all memberships as at a date, as known at another", f"{len(rows):,} memberships", whole, peak),
    ]


def _timed(runs: int, ask: Callable[[], object]) -> float:
    """The median of several runs after a first that is not counted."""
    ask()
    seconds = []
    for _ in range(runs):
        begun = time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


def _rate(port: int, codes: list[str]) -> float:
    """Seconds for each answer with several clients at once, their own work included."""

    def client(seed: int) -> None:
        chance, connection = random.Random(seed), http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _ in range(ONE):
            _get(connection, f"/api/v1/organisations/{chance.choice(codes)}?on={DAY}")

    clients = [threading.Thread(target=client, args=(SEED + k,)) for k in range(CLIENTS)]
    begun = time.perf_counter()
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    return (time.perf_counter() - begun) / (ONE * CLIENTS)


def _get(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path)
    return _answer(connection)


def _post(connection: http.client.HTTPConnection, path: str, body: str) -> bytes:
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    return _answer(connection)


def _answer(connection: http.client.HTTPConnection) -> bytes:
    response = connection.getresponse()
    body = response.read()
    if response.status != http.client.OK:
        raise RuntimeError(f"{response.status}: {body[:200]!r}")
    return body


def _peak(server: int) -> float:
    """MiB at the most, of the largest worker."""
    peaks = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        if re.search(rf"^PPid:\t{server}$", text, re.MULTILINE) and (found := re.search(r"VmHWM:\s+(\d+)", text)):
            peaks.append(int(found[1]) / 1024)
    return max(peaks, default=0.0)
