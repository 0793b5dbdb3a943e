"""The key that signs sessions."""

import stat
from pathlib import Path

import pytest

from ouzel.core.secret import secret_key
from ouzel.core.server.errors import ServerFault


def test_secret_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    key = secret_key(tmp_path / "home")
    assert len(key) >= 50
    assert secret_key(tmp_path / "home") == key
    assert stat.S_IMODE((tmp_path / "home" / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["secret_key"]


def test_secret_key_differs_between_homes(tmp_path: Path) -> None:
    assert secret_key(tmp_path / "a") != secret_key(tmp_path / "b")


def test_secret_key_open_to_others_is_refused(tmp_path: Path) -> None:
    secret_key(tmp_path)
    (tmp_path / "secret_key").chmod(0o644)
    with pytest.raises(ServerFault, match="can be read by others"):
        secret_key(tmp_path)


def test_secret_key_that_cannot_be_kept_says_what_to_set(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ServerFault, match="OUZEL_HOME"):
        secret_key(tmp_path / "file" / "home")
