"""Who pays and how much for the lines of a year: attribution, pricing and their summary, refusals and pennies included.

OUZEL_BENCH_LINES is how many lines the contestants have (20 million unless told otherwise), OUZEL_BENCH_MOST how many
the largest year has (175 million: England's admitted, outpatient and emergency care). See `_paying` for the folder.
"""

import os
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks import _paying
from benchmarks.measure import in_a_child, side_by_side, timed
from ouzel.engine.columnar import Columnar, duckdb
from ouzel.engine.paying.bodies import Bodies
from ouzel.engine.paying.expression import USED, dated, priced
from ouzel.engine.pricing.compiling import Pods
from ouzel.engine.pricing.reasons import Why

LINES = int(os.environ.get("OUZEL_BENCH_LINES", "20_000_000"))
MOST = int(os.environ.get("OUZEL_BENCH_MOST", "175_000_000"))
PANDAS = 10
"""pandas has so many times fewer lines: what it holds of more does not fit in the memory of a small machine."""
STEPS = (1_000_000, 5_000_000, 20_000_000, 60_000_000, 175_000_000)


@dataclass(frozen=True, eq=False)
class Ready:
    """An engine with the look-up tables in it, the question, and the words of the numbers in its answer."""

    engine: Columnar
    results: Any
    bodies: Bodies
    pods: Pods


def ready(engine: Columnar, files: list[str]) -> Ready:
    """Rules and prices compiled and handed to the engine."""
    of = _paying.country(1_000_000)
    period, bodies, pods = of.compiled()
    lines = dated(engine.read(files).select(*USED), of.facts["profile"], of.starts, engine)
    return Ready(engine, priced(lines, period, engine), bodies, pods)


def summary(results: Any) -> Any:
    """The results added up."""
    sums = {name: results[name].sum().cast("int64") for name in _paying.SUMS[1:]}
    return results.group_by(*_paying.KEYS).aggregate(lines=results.count(), **sums)


def in_words(found: pa.Table, bodies: Bodies, pods: Pods) -> pa.Table:
    """The summary with words, in order."""
    words = {"commissioner": bodies.codes, "pod": pods.codes, "why": [each.name for each in Why]}
    for name, codes in words.items():
        column = pa.array(np.array(codes, dtype=object)[found[name].to_numpy()])
        found = found.set_column(found.column_names.index(name), name, column)
    return found.select(_paying.ANSWER.names).cast(_paying.ANSWER).sort_by([(key, "ascending") for key in _paying.KEYS])


def prepare(files: list[str]) -> Ready:
    return ready(duckdb(), files)


def run(given: Ready) -> pa.Table:
    """The summary of all lines."""
    return in_words(given.engine.rows(summary(given.results)), given.bodies, given.pods)


def write(given: Ready) -> int:
    """Every priced line as Parquet, to a folder that is removed; its bytes."""
    with tempfile.TemporaryDirectory(dir=_paying.folder()) as folder:
        path = Path(folder) / "priced.parquet"
        given.engine.write(given.results, path)
        return path.stat().st_size


def cases() -> list[dict[str, Any]]:
    """The contestants over the same lines; fewer lines with pandas; all lines of England and their priced lines."""
    made = _paying.lines(max(LINES, MOST))
    files, words = _paying.some(made, LINES), _paying.texts(made, LINES)
    ours = ("benchmarks.paying", "prepare", "run")
    peers = {
        name: (f"benchmarks.peers.{module}", prepare, prepare.replace("prepare", "run"))
        for name, module, prepare in (
            ("duckdb, words", "duckdb_paying", "prepare"),
            ("polars, words", "polars_paying", "prepare"),
            ("duckdb, dense keys", "duckdb_paying_dense", "prepare"),
            ("spark, ours", "spark_paying", "prepare"),
            ("bare scan", "duckdb_paying_dense", "prepare_scan"),
        )
    }
    own = {name: (words,) for name in peers if name.endswith("words")}
    few = max(LINES // PANDAS, _paying.FILE)
    found = [
        side_by_side(
            "payer, price and summary", f"{LINES:,} lines", {"ouzel": ours, **peers}, given=(files,), own=own,
            unlike={"bare scan"}, runs=3,
        ),
        side_by_side(
            "payer, price and summary", f"{few:,} lines",
            {"ouzel": ours, "pandas, words": ("benchmarks.peers.pandas_paying", "prepare", "run")},
            given=(_paying.some(made, few),), own={"pandas, words": (_paying.texts(made, few),)}, runs=3,
        ),
    ]  # fmt: skip
    found += [_alone("payer, price and summary", made, step, "run") for step in STEPS if step <= MOST]
    found.append(_alone("payer, price, every line written", made, MOST, "write", runs=1))
    return found


def _alone(case: str, made: Path, count: int, how: str, *, runs: int = 3) -> dict[str, Any]:
    """One size without peers; for what is linear, nanoseconds a line are much the same at any size."""
    taken = [
        in_a_child(timed, ("benchmarks.paying", "prepare", how), (_paying.some(made, count),)) for _ in range(runs)
    ]
    seconds = statistics.median(each[0] for each in taken)
    size = f"{count:,} lines"
    if how == "write":
        size += f", {taken[0][2] / 2**30:.1f} GiB written"
    return {
        "case": case, "size": size, "seconds": round(seconds, 3),
        "nanoseconds_a_line": round(seconds / count * 1e9, 1),
        "peak_mib": round(statistics.median(each[1] for each in taken)), "peers": {},
    }  # fmt: skip
