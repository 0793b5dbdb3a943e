"""What does not fit in memory lies in a folder of its own, and nothing of it stays."""

import stat
from pathlib import Path

import pytest

from ouzel.activity.spilling import spilling, sweep_spill
from ouzel.activity.store import Store
from ouzel.engine.columnar import duckdb

NOBODY = 2**22 + 1  # above the most that Linux gives a process


def test_the_folder_is_its_owners_alone_and_goes_with_the_work(store):
    with spilling(store) as folder:
        assert folder is not None
        with duckdb(memory="60MB", spill=folder) as engine:
            engine.connection.con.execute(
                "CREATE TEMP TABLE t AS SELECT range AS i, hash(range) AS h, repeat('x', 40) || range AS s "
                "FROM range(3000000)"
            )
            assert list(folder.iterdir())  # it did spill
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
    assert not store.names("spill")
    assert not folder.exists()


def test_it_goes_with_an_error_too(store):
    with pytest.raises(KeyError):
        _fails(store)
    assert not store.names("spill")


def _fails(store):
    with spilling(store) as folder:
        assert folder is not None
        (folder / "some").write_bytes(b"lines")
        raise KeyError


def test_what_work_that_was_cut_off_left_is_removed_and_what_goes_on_is_left_alone(store):
    with spilling(store) as mine:
        assert mine is not None
        (mine / "some").write_bytes(b"lines")
        lost = mine.parent / f"{NOBODY}-lost"
        lost.mkdir()
        (lost / "some").write_bytes(b"lines")
        (mine.parent / "duckdb_temp_9_0_storage_DEFAULT-0.tmp").write_bytes(b"lines")
        sweep_spill(store)
        assert [path.name for path in mine.parent.iterdir()] == [mine.name]
        assert (mine / "some").exists()


def test_a_store_that_is_no_folder_spills_nowhere():
    with spilling(Store.at("memory://spills")) as folder:
        assert folder is None
    assert not Path("spill").exists()
