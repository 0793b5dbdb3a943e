"""A decade of four boards: 2,000 meetings and 40,000 papers searched, one meeting's page, and a pack of 600 pages.

OUZEL_BENCH_PART makes it smaller: 0.02 is a fiftieth of the meetings and papers.
"""

import http.client
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import _governance
from benchmarks.peers import pikepdf_join, sqlite_search
from benchmarks.register import _case, _environment, _get, _home, _peak, _server

PART = float(os.environ.get("OUZEL_BENCH_PART", "1"))
WARM = 5  # pages that warm the server


def cases() -> list[dict[str, Any]]:
    """All cases. The searches' peer is a bare FTS5 table of the same words, the pack's a bare join of the same PDFs."""
    with _home() as home:
        made = _in_a_process(home, "make", str(PART))
        size = f"{made['meetings']:,} meetings, {made['papers']:,} papers"
        found = _in_a_process(home, "search")
        packed = _in_a_process(home, "pack")
        page, again, server_peak = _page(home, made["slugs"])
    return [
        _case("make a decade of four boards", size, made["seconds"], made["peak"]),
        *_searches(found, size, made["papers"]),
        _case("the page of a meeting, asked for the first time", size, page, server_peak),
        _case("the page of a meeting, remembered", size, again, server_peak),
        _pack(packed),
    ]


def _in_a_process(home: Path, *words: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks._governance", *words], env=_environment(home), check=True,
        stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _searches(found: dict[str, Any], size: str, papers: int) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "papers.sqlite"
        sqlite_search.build(path, ((f"Paper {n}", text) for n, text in enumerate(_governance.texts(papers))))
        with sqlite3.connect(path) as connection:
            cases = []
            for kind, took in found.items():
                if kind == "peak":
                    continue
                case = _case(f"search: {kind}", size, took["median"], found["peak"])
                case["slowest"] = round(took["slowest"], 4)
                some = _governance.queries().get(kind)
                if some:
                    case["peers"] = {
                        "bare FTS5, newest first": _peer(connection, sqlite_search.NEWEST, some, took["median"]),
                        "bare FTS5, by rank": _peer(connection, sqlite_search.RANKED, some, took["median"]),
                    }
                cases.append(case)
            return cases


def _peer(connection: sqlite3.Connection, statement: str, some: list[str], ours: float) -> dict[str, float]:
    seconds = []
    for words in some:
        begun = time.perf_counter()
        sqlite_search.find(connection, statement, words)
        seconds.append(time.perf_counter() - begun)
    median = statistics.median(seconds)
    return {"seconds": round(median, 4), "ratio": round(median / ours, 2)}


def _pack(packed: dict[str, Any]) -> dict[str, Any]:
    papers = _governance.documents()
    begun = time.perf_counter()
    pages = pikepdf_join.join(papers)
    took = time.perf_counter() - begun
    case = _case("pack of a meeting", f"{packed['pages']} pages", packed["seconds"], packed["peak"])
    peer = f"bare join of its {pages} pages of papers"
    case["peers"] = {peer: {"seconds": round(took, 4), "ratio": round(took / packed["seconds"], 2)}}
    return case


def _page(home: Path, slugs: list[str]) -> tuple[float, float, float]:
    """Median seconds of a meeting's page through the real server when it is asked for the first time and when it is
    remembered, and the peak of the server's largest worker.
    """
    with _server(home) as (port, server):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        first = [_asked(connection, slug) for slug in slugs]
        again = [_asked(connection, slugs[-1]) for _ in slugs]
        return statistics.median(first[WARM:]), statistics.median(again[WARM:]), _peak(server)


def _asked(connection: http.client.HTTPConnection, slug: str) -> float:
    begun = time.perf_counter()
    _get(connection, f"/meetings/{slug}/")
    return time.perf_counter() - begun
