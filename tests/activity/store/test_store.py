"""What is written comes back, at a folder and elsewhere; nothing is written over."""

import uuid

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ouzel.activity.store import STORED, Store, live_lines
from ouzel.activity.store.schema import LINES, LIVE, month_of, period
from tests.activity.store.lines import APRIL, lines, live, numbers


@pytest.fixture(params=["folder", "memory"])
def store(request, tmp_path) -> Store:
    return Store.at(tmp_path / "activity" if request.param == "folder" else f"memory://{uuid.uuid4()}")


def fill(store: Store, load: int, *tables: pa.Table, dataset: str = "plcm"):
    with store.writer(load, dataset) as writer:
        for table in tables:
            writer.write(table)
    return writer.close()


def test_lines_come_back_as_they_were_written(store):
    table = lines(1, 5, practice=[3, 1, 4, 1, 5], submitted=[100, 0, -5, 2**40, 7])
    written = fill(store, 1, table.slice(0, 2), table.slice(2))
    assert (written.lines, written.months) == (5, (APRIL,))
    assert written.files == ("lines/dataset=plcm/period=2025-04/load-1-0.parquet",)
    assert live(store) == [row | {"counted_with": 0} for row in table.to_pylist()]


def test_what_was_not_said_stays_not_said(store):
    table = lines(1, 2).set_column(LINES.get_field_index("submitted"), "submitted", pa.array([None, 0], pa.int64()))
    fill(store, 1, table)
    assert [each["submitted"] for each in live(store)] == [None, 0]


def test_lines_of_many_months_are_kept_by_month_in_their_order(store):
    months = [APRIL + 1, APRIL, 0, APRIL + 1, APRIL]
    written = fill(store, 1, lines(1, 5, month=months))
    assert written.months == (0, APRIL, APRIL + 1)
    assert [file.month for file in store.files()] == [APRIL, APRIL + 1, 0]
    assert numbers(store, months=[APRIL]) == ["1-2", "1-5"]
    assert numbers(store, months=[0]) == ["1-3"]
    assert numbers(store) == [f"1-{n}" for n in range(1, 6)]


def test_lines_are_chosen_by_load_and_data_set(store):
    fill(store, 1, lines(1, 2))
    fill(store, 2, lines(2, 1), dataset="hes-op")
    assert numbers(store, loads=[2]) == ["2-1"]
    assert numbers(store, datasets=["plcm"]) == ["1-1", "1-2"]
    assert numbers(store, ready=[1]) == ["1-1", "1-2"]
    assert numbers(store, ready=[1], loads=[2]) == []
    assert len(store.paths()) == 2


def test_a_store_with_nothing_in_it_has_no_lines_but_their_columns(store):
    table = live_lines(store, connection=ibis.duckdb.connect())
    assert table.columns == tuple(LIVE.names)
    assert table.to_pyarrow().num_rows == 0


def test_dead_lines_are_left_out_while_what_killed_them_counts(store):
    fill(store, 1, lines(1, 3))
    fill(store, 2, lines(2, 2))
    store.write_table("dead/load-1/by-2.parquet", pa.table({"line": [(1 << 32) + 2]}))
    assert numbers(store) == ["1-1", "1-3", "2-1", "2-2"]
    assert numbers(store, ready=[1]) == ["1-1", "1-2", "1-3"]


def test_a_writer_that_fails_leaves_nothing(store):
    def fail() -> None:
        with store.writer(1, "plcm") as writer:
            writer.write(lines(1, 600_000))  # more than a row group, so that some of it is written
            raise RuntimeError("gone wrong")

    with pytest.raises(RuntimeError, match="gone wrong"):
        fail()
    assert store.names("") == []


def test_a_load_is_written_once(store):
    fill(store, 1, lines(1, 1))
    with pytest.raises(FileExistsError, match="written once"):
        fill(store, 1, lines(1, 1))
    assert numbers(store) == ["1-1"]


def test_nothing_in_the_store_is_written_over(store):
    store.write("loads/load-1.json", b"{}")
    with pytest.raises(FileExistsError):
        store.write("loads/load-1.json", b"[]")
    assert store.read("loads/load-1.json") == b"{}"


def test_other_columns_than_those_of_a_line_are_refused(store):
    with pytest.raises(ValueError, match="ward"), store.writer(1, "plcm") as writer:
        writer.write(lines(1, 1).append_column("ward", pa.array([1])))
    assert store.names("") == []


def test_a_local_store_is_open_to_its_owner_alone(tmp_path):
    store = Store.at(tmp_path / "activity")
    store.write("loads/load-1.json", b"{}")
    assert (tmp_path / "activity").stat().st_mode & 0o077 == 0


def test_a_stored_file_has_the_types_of_a_line_and_row_groups_of_half_a_million(tmp_path):
    store = Store.at(tmp_path)
    written = fill(store, 1, lines(1, 700_000, practice=np.arange(700_000) % 8000))
    file = pq.ParquetFile(tmp_path / written.files[0])
    assert file.schema_arrow.equals(STORED)
    assert [file.metadata.row_group(k).num_rows for k in range(file.num_row_groups)] == [500_000, 200_000]


@pytest.mark.parametrize("month", [0, APRIL, 2020 * 12, 2020 * 12 + 11])
def test_a_month_is_told_by_its_folder(month):
    assert month_of(period(month)) == month
