"""Contestants measured in turn, each run in a process of its own, so that none warms the ground for another."""

import importlib
import multiprocessing
import statistics
import time
import traceback
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

KIB = 1024

Contestant = tuple[str, str, str]
"""(module, function that prepares, function that is timed): prepare(*given) gives what the timed one takes."""


def side_by_side(
    case: str, size: str, contestants: Mapping[str, Contestant], *, given: tuple[Any, ...] = (), runs: int = 5,
    own: Mapping[str, tuple[Any, ...]] | None = None, unlike: Collection[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """One case: the median seconds and peak memory of the first contestant, and how much longer each peer takes.

    The contestants' answers (what their timed functions return) must be equal, else AssertionError: a fast wrong
    answer is no answer. Ratios are peer / ours. `own` is given to those who take something else, such as the same lines
    in another shape; `unlike` are those that answer nothing, such as a bare scan.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    peaks: dict[str, list[float]] = {name: [] for name in contestants}
    answers: dict[str, Any] = {}
    for _ in range(runs):
        for name, contestant in contestants.items():
            took, peak, answers[name] = in_a_child(timed, contestant, (own or {}).get(name, given))
            seconds[name].append(took)
            peaks[name].append(peak)
    ours, *peers = contestants
    for peer in set(peers) - set(unlike):
        assert answers[peer] == answers[ours], f"{case}: {peer} answers {answers[peer]}, ouzel {answers[ours]}"
    best = statistics.median(seconds[ours])
    return {
        "case": case,
        "size": size,
        "seconds": round(best, 4),
        "peak_mib": round(statistics.median(peaks[ours])),
        "peers": {
            peer: {
                "seconds": round(statistics.median(seconds[peer]), 4),
                "ratio": round(statistics.median(seconds[peer]) / best, 2),
                "peak_mib": round(statistics.median(peaks[peer])),
            }
            for peer in peers
        },
    }


def in_a_child(work: Callable[..., Any], *args: Any) -> Any:
    """The result of `work(*args)` in a fresh process; its failure is raised here, as RuntimeError in its words."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        found, failure = pool.apply(_told, (work, args))
    if failure:
        raise RuntimeError(failure)
    return found


def _told(work: Callable[..., Any], args: tuple[Any, ...]) -> tuple[Any, str]:
    """The result, or the words of the failure: its class may need what only that process has set up."""
    try:
        return work(*args), ""
    except Exception:
        return None, traceback.format_exc()


def timed(contestant: Contestant, given: tuple[Any, ...]) -> tuple[float, float, Any]:
    """Seconds and peak memory (MiB) of one contestant in this process, and its answer."""
    module, prepare, run = contestant
    found = importlib.import_module(module)
    prepared = getattr(found, prepare)(*given)
    begun = time.perf_counter()
    answer = getattr(found, run)(prepared)
    took = time.perf_counter() - begun
    return took, peak(), answer


def peak() -> float:
    """The most memory (MiB) that this process held. `ru_maxrss` would count that of the process that started it too."""
    said = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(said.split()[1]) / KIB
