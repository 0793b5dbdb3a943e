"""A store for each test."""

from pathlib import Path

import pytest

from ouzel.activity.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.at(tmp_path / "store")
