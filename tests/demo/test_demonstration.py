"""The demonstration from nothing, and again."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ouzel-", dir="/tmp", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


def demo(home: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "ouzel", "demo", "--no-serve"],
        env={**os.environ, "OUZEL_HOME": str(home), "OUZEL_SHARED_DATA": str(home),
             "DJANGO_SETTINGS_MODULE": "ouzel.settings", "DATABASE_URL": "postgresql://nobody@nowhere.invalid/operator"},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_demonstration_prints_what_it_computes(home: Path) -> None:
    told = demo(home)
    lines = [" ".join(line.split()) for line in told.splitlines()]
    for wanted in (
        "2016-01-31 06F NHS Bedfordshire CCG 55",
        "2021-01-01 06F NHS Bedfordshire CCG 500,653",
        "together 1,047,296",
        "2022-04-01 M1J4Y NHS Central East ICB - M1J4Y 1,077,382",
        "2021-01-01 1,047,296 1,047,296 0",
        "sum of the parts 100 100",
        "the whole, as stated 98",
        "S1Y5D NHS Central East Integrated Care Board 396,975",
        "Reconciled (22 codes are no commissioner): 7,123,980 in = 6,967,123 out +",
    ):
        assert wanted in lines, wanted
    assert "38,260: U2G6B" in told
    assert "http://127.0.0.1:8000/" in told
    assert (home / "demo").is_dir()
    assert not (home / "postgres").exists()


def test_a_second_run_loads_nothing(home: Path) -> None:
    assert "nothing new to load" in demo(home)
