"""Loading a file of activity, checks and gate included, beside DuckDB's own copy of the same file to Parquet.

DuckDB copies texts, names and all. Ours reads the same file, makes every published check of it, looks every value
through for identifiers, makes pseudonyms, ages and areas, resolves texts to numbers and takes the load down in the
database. The seconds are of the whole action; starting the database is not in them. No postcode directory is loaded:
postcodes are found and left out, but not looked up.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from benchmarks.measure import in_a_child, side_by_side

LINES = 2_400_000
ON = date(2025, 6, 20)
PLCM, OUTPATIENTS = "contract monitoring", "outpatients"
ONE_PROVIDER = {
    "ORGANISATION IDENTIFIER (CODE OF PROVIDER)": "RC9",
    "FINANCIAL YEAR": "202425",
    "FINANCIAL MONTH": "12",
}
"""The file of a country as a provider would send it: its year in one submission."""


def prepare_ours(path: str) -> tuple[Any, str]:
    """What loads, and the path: the database started, the code read in as in a server, nothing loaded."""
    from ouzel.starting import ready

    ready()
    import ouzel.activity.loading  # noqa: F401  (as in a server that has begun)
    from ouzel.activity.gate.sums import first_of_sums
    from ouzel.activity.loading import load
    from ouzel.activity.models import ActivityLoad, LoadState
    from ouzel.activity.withdrawing import withdraw
    from ouzel.core.actors import Actor

    first_of_sums(pa.array([b"x"]), inner=b"", outer=b"")
    for row in ActivityLoad.objects.filter(state=LoadState.READY):
        withdraw(row, by=Actor.system("benchmark"), why="measured again")
    return load, path


def ours(given: tuple[Any, str]) -> int:
    """Take the file; its lines."""
    from ouzel.activity.faults import Taking
    from ouzel.core.actors import Actor

    load, path = given
    return int(load(path, by=Actor.system("benchmark"), on=ON, taking=Taking(None), without_places=True).load.lines)


def prepare_duckdb(path: str) -> tuple[Any, str, str]:
    """A connection, and where to."""
    return duckdb.connect(), path, str(Path(path).with_suffix(".copy.parquet"))


def copy(given: tuple[Any, str, str]) -> int:
    """Copy the file to Parquet as DuckDB reads it by itself; its rows."""
    connection, path, into = given
    connection.execute(f"COPY (FROM '{path}') TO '{into}' (FORMAT parquet, COMPRESSION zstd)")
    return int(connection.execute(f"SELECT count(*) FROM '{into}'").fetchone()[0])


def write_files(folder: str) -> dict[str, str]:
    """A provider's contract monitoring as CSV and Parquet, and a year's outpatients as CSV; paths by name."""
    from ouzel.activity.synthetic.country import england
    from ouzel.activity.synthetic.files import write_csv
    from ouzel.activity.synthetic.world import make

    world = make(england(lines=LINES))
    raw, plcm, outpatients = (Path(folder) / f"{name}.csv" for name in ("raw", "plcm", "hes-op"))
    write_csv(world, raw, kind="plcm")
    write_csv(world, outpatients, kind="hes-op")
    days = ""
    for name in ("START", "END"):
        column = f"ACTIVITY {name} DATE (CONTRACT MONITORING)"
        last = '"ACTIVITY END DATE (CONTRACT MONITORING)"::DATE'
        moved = f"\"{column}\"::DATE + (DATE '2025-03-31' - {last} - day({last}) % 28)::INTEGER"
        days += f', ({moved})::DATE::VARCHAR AS "{column}"'
    same = ", ".join(f"'{value}' AS \"{name}\"" for name, value in ONE_PROVIDER.items())
    connection = duckdb.connect()
    changed = f"SELECT * REPLACE ({same}{days}) FROM read_csv('{raw}', all_varchar = true)"
    connection.execute(f"COPY ({changed}) TO '{plcm}' (HEADER, QUOTE '\"')")
    parquet = plcm.with_suffix(".parquet")
    connection.execute(
        f"COPY (FROM read_csv('{plcm}', all_varchar = true)) TO '{parquet}' (FORMAT parquet, COMPRESSION zstd)"
    )
    raw.unlink()
    return {f"{PLCM}, CSV": str(plcm), f"{PLCM}, Parquet": str(parquet), f"{OUTPATIENTS}, CSV": str(outpatients)}


@contextmanager
def _home() -> Iterator[str]:
    """A home of its own, for this run and the processes it starts."""
    with tempfile.TemporaryDirectory(prefix="ouzel-", dir="/tmp", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)  # the database's account must reach it when root measures
        before = {key: os.environ.pop(key, None) for key in ("DATABASE_URL", "OUZEL_HOME")}
        os.environ["OUZEL_HOME"] = name
        try:
            yield name
        finally:
            os.environ.pop("OUZEL_HOME")
            os.environ.update({key: value for key, value in before.items() if value is not None})


def cases() -> list[dict[str, Any]]:
    """Each file beside DuckDB."""
    with _home() as home:
        files = in_a_child(write_files, home)
        contestants = {
            "ouzel": (__name__, "prepare_ours", "ours"),
            "duckdb": (__name__, "prepare_duckdb", "copy"),
        }
        return [
            side_by_side(f"load {name}", _size(path), contestants, given=(path,), runs=3)
            for name, path in files.items()
        ]


def _size(path: str) -> str:
    rows = duckdb.connect().execute(f"SELECT count(*) FROM '{path}'").fetchone()[0]
    return f"{rows:,} rows, {Path(path).stat().st_size / 2**20:,.0f} MiB"


if __name__ == "__main__":
    from benchmarks.run import main

    sys.exit(main(["loading"]))
