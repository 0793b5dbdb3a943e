"""Lines on the disk are the lines that were made, under whatever numbers a store has for their words."""

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from ouzel.activity.store import Store, live_lines
from ouzel.activity.synthetic.words import dictionaries
from ouzel.activity.synthetic.writing import KEYS, write_folder, write_store
from tests.activity.synthetic.made import all_lines, seeded, world

FEW = seeded(4, people=2_000)


def _told(table, tables):
    """Lines with the words for their numbers, by their line."""
    columns = {"line": table["line"], "person": table["person"], "submitted": table["submitted"]}
    for name, keys in KEYS.items():
        words = tables[name]
        said = words["code"] if "code" in words.column_names else pc.binary_join_element_wise(
            *(words[column] for column in words.column_names if column != "id"), "|")  # fmt: skip
        columns |= {key: pc.take(said, table[key]) for key in keys}
    return pa.table(columns).sort_by("line").combine_chunks()


@pytest.mark.parametrize("used", [False, True], ids=["new store", "store with words of its own"])
def test_store_gives_back_the_same_lines(tmp_path, used):
    store = Store.at(tmp_path / "store")
    if used:
        words = store.dictionaries()
        words.ids("practice", pa.array(["A12345", "OP0003"]))
        words.ids("currency", pa.array(["FZ12A"]))
        words.save()
    told = []
    written = write_store(world(FEW), store, load=5, told=told.append)
    made = all_lines(FEW)
    assert written.lines == told[-1] == made.num_rows
    found = live_lines(store, connection=ibis.duckdb.connect()).to_pyarrow()
    words = store.dictionaries()
    tables = {name: words.table(name) for name in KEYS}
    assert (found["line"].to_numpy() >> 32 == 5).all()
    made = made.set_column(0, "line", pc.add(made["line"], 4 << 32))
    assert _told(found, tables).equals(_told(made, dictionaries(world(FEW))))


def test_folder_holds_the_lines_in_files_of_the_length_asked_for(tmp_path):
    count = write_folder(world(FEW), tmp_path / "lines", file=3_000)
    files = sorted((tmp_path / "lines").glob("lines-*.parquet"))
    assert count == all_lines(FEW).num_rows
    assert pa.concat_tables(pq.read_table(file) for file in files).equals(all_lines(FEW))
    assert pq.read_table(tmp_path / "lines" / "practice.parquet").equals(dictionaries(world(FEW))["practice"])


def test_folder_that_has_something_in_it_is_refused(tmp_path):
    (tmp_path / "something").touch()
    with pytest.raises(FileExistsError):
        write_folder(world(FEW), tmp_path)
