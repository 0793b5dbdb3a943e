"""The key of the pseudonyms."""

import stat
from pathlib import Path

import pytest

from ouzel.activity.gate.key import Key
from ouzel.core.server.errors import ServerFault


def test_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    key = Key.kept(tmp_path / "home", environment={})
    assert Key.kept(tmp_path / "home", environment={}) == key
    assert stat.S_IMODE((tmp_path / "home" / "pseudonym_key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["pseudonym_key"]
    assert Key.kept(tmp_path / "other", environment={}) != key


def test_key_that_is_given_is_taken_and_nothing_is_written(tmp_path: Path) -> None:
    key = Key.kept(tmp_path, environment={"OUZEL_PSEUDONYM_KEY": "k" * 32})
    assert key.secret == b"k" * 32
    assert not list(tmp_path.iterdir())


def test_short_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ServerFault, match="too short"):
        Key.kept(tmp_path, environment={"OUZEL_PSEUDONYM_KEY": "secret"})


def test_key_open_to_others_is_refused(tmp_path: Path) -> None:
    Key.kept(tmp_path, environment={})
    (tmp_path / "pseudonym_key").chmod(0o640)
    with pytest.raises(ServerFault, match="can be read by others"):
        Key.kept(tmp_path, environment={})


def test_key_that_cannot_be_kept_says_what_to_set(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ServerFault, match="OUZEL_HOME"):
        Key.kept(tmp_path / "file" / "home", environment={})


def test_key_does_not_show_itself() -> None:
    key = Key(b"a secret that nobody may ever see in a log")
    assert "secret that" not in repr(key)
    assert len(key.fingerprint) == 8
    assert key.fingerprint != Key(b"another secret that nobody may see at all").fingerprint
