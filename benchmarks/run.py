"""Measure: all benchmarks, or one by name. Prints a table and writes `benchmarks/results/NAME.json`."""

import importlib
import json
import os
import platform
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

HERE = Path(__file__).parent
NOT_BENCHMARKS = {"__init__", "run", "measure"}


def names() -> list[str]:
    """The benchmarks there are: modules beside this one that have `cases()`."""
    return sorted(
        path.stem for path in HERE.glob("*.py") if path.stem not in NOT_BENCHMARKS and not path.stem.startswith("_")
    )


def machine() -> str:
    """The machine in a few words: processor, cores, memory, system and Python; nothing that names it."""
    info = Path("/proc/cpuinfo")
    models = (
        [line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
        if info.exists()
        else []
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = models[0] if models else platform.machine()
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}"


def table(name: str, cases: list[dict[str, Any]]) -> Table:
    """The cases with a row for each peer; ratio above 1: the peer takes longer."""
    shown = Table(title=name, title_justify="left")
    for heading in ("case", "size", "seconds", "peak MiB", "peer", "seconds", "peer / ours"):
        shown.add_column(heading, justify="left" if heading in ("case", "size", "peer") else "right")
    for case in cases:
        first = (case["case"], case["size"], f"{case['seconds']:.3f}", str(case["peak_mib"]))
        peers = [(peer, f"{m['seconds']:.3f}", f"{m['ratio']:.1f}") for peer, m in case["peers"].items()] or [
            ("", "", "")
        ]
        for i, peer in enumerate(peers):
            shown.add_row(*(first if i == 0 else ("", "", "", "")), *peer)
    return shown


def main(asked: list[str]) -> int:
    """Run what is asked for; 2 for a name that is no benchmark."""
    known = names()
    strange = [name for name in asked if name not in known]
    if strange:
        print(f"no benchmark {', '.join(strange)}: there are {', '.join(known)}", file=sys.stderr)
        return 2
    for name in asked or known:
        cases = importlib.import_module(f"benchmarks.{name}").cases()
        screen = Console()
        screen = screen if screen.is_terminal else Console(width=130)  # a log wraps at no column
        screen.print(table(name, cases))
        results = HERE / "results"
        results.mkdir(exist_ok=True)
        text = json.dumps({"machine": machine(), "cases": cases}, indent=2, ensure_ascii=False)
        (results / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
