"""Runs the demonstration as somebody at the keyboard does."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def ouzel(home: Path, *words: str, **variables: str) -> str:
    """What a command that is typed writes."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ours = {"OUZEL_HOME": str(home), "OUZEL_SHARED_DATA": str(home), "DJANGO_SETTINGS_MODULE": "ouzel.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "ouzel", *words],
        env={**kept, **ours, "COLUMNS": "200", **variables},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def demo(home: Path) -> list[str]:
    """The lines of the demonstration, with single blanks. It keeps away from the operator's database."""
    told = ouzel(home, "demo", "--no-serve", DATABASE_URL="postgresql://nobody@nowhere.invalid/operator")
    return [" ".join(line.split()) for line in told.splitlines()]


def asked(home: Path, *words: str) -> Any:
    """What a command answers in the register of the demonstration."""
    return json.loads(ouzel(home / "demo", *words, "--json"))


def part(lines: list[str], heading: str) -> list[str]:
    """The lines under the heading that begins so."""
    at = next(n for n, line in enumerate(lines) if line.startswith(heading))
    end = next((n for n in range(at, len(lines)) if not lines[n]), len(lines))
    return lines[at + 1 : end]
