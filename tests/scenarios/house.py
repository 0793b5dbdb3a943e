"""A register of its own for the golden scenarios: filled and asked through the command, as a person would."""

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

MONTHS = ("2021-01", "2021-06", "2021-10", "2022-01", "2022-04")
LOOK_UPS = {
    "lookup_lsoa11_ccg21_stp21_ltla21.csv.gz": "2021-04-01",
    "lookup_lsoa11_subicb22_icb22_ltla22.csv.gz": "2022-07-01",
    "lookup_lsoa21_subicb24_icb24.csv.gz": "2024-04-01",
}


class House:
    """One register under a home of its own, and a process that answers for it."""

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.scenarios.asking"],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "OUZEL_HOME": str(home), "DJANGO_SETTINGS_MODULE": "ouzel.settings"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def close(self) -> None:
        """Let the process end, and the database with it."""
        self.process.communicate(timeout=60)

    def run(self, *words: str) -> str:
        """Run `ouzel WORDS`; what it printed, once it ended well."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()
        done = json.loads(self.process.stdout.readline())
        assert done["status"] == 0, f"ouzel {' '.join(words)}\n{done['out'][-2000:]}\n{done['err'][-2000:]}"
        return str(done["out"])

    def ask(self, *words: str) -> Any:
        """The one JSON document that `ouzel WORDS --json` prints."""
        return json.loads(self.run(*words, "--json"))

    def members(self, code: str, on: str, known_at: str | None = None, role: str = "practice") -> list[str]:
        """The codes of the members of a kind on a day."""
        known = ["--known-at", known_at] if known_at else []
        answer = self.ask("register", "members", code, "--on", on, *known, "--role", role)
        assert answer["count"] == len(answer["members"])
        return [member["code"] for member in answer["members"]]

    def rebase(self, file: Path, *, unit: str, value: str, date: str, to: str, basis: str) -> "Figures":
        """Figures in the shape of other bodies."""
        return Figures(
            self.ask(
                "rebase", str(file), "--unit", unit, "--value", value, "--date", date, "--to", to, "--basis", basis
            ),
            value,
        )


class Figures:
    """The answer of a rebase."""

    def __init__(self, answer: dict[str, Any], value: str) -> None:
        self.rows: dict[tuple[str, str], int] = {(r["code"], r.get("date", "")): r[value] for r in answer["rows"]}
        proof = answer["reconciliation"]
        self.total_in, self.total_out = proof["in"][value], proof["out"][value]
        self.unresolved: list[dict[str, Any]] = proof["unresolved"]
        self.lost = sum(u[value] for u in self.unresolved)
        assert self.total_in == self.total_out + self.lost  # to the last patient

    def of(self, code: str) -> dict[str, int]:
        """The series of one body by date."""
        return {day: count for (body, day), count in self.rows.items() if body == code}


def write_rows(path: Path, heading: Iterable[str], rows: Iterable[Iterable[object]]) -> Path:
    """A CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(heading)
        writer.writerows(rows)
    return path
