"""One home in which the demonstration is run from nothing, and again; its tests share it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.demo.running import demo


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ouzel-", dir="/tmp", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="session")
def told(home: Path) -> list[str]:
    """What the first run says, with single blanks."""
    return demo(home)


@pytest.fixture(scope="session")
def told_again(home: Path, told: list[str]) -> list[str]:
    """What the second run says."""
    return demo(home)
