"""The same country gives the same bytes, however it is cut and by however many hands it is made."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ouzel.activity.synthetic.choosing import generator, slots
from ouzel.activity.synthetic.lines import lines
from ouzel.activity.synthetic.records import records
from ouzel.activity.synthetic.world import make
from tests.activity.synthetic.made import SMALL, all_lines, all_people, all_records, seeded, world


def _bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks(), max_chunksize=1 << 30)
    return sink.getvalue().to_pybytes()


def test_lines_are_the_same_when_made_again():
    assert _bytes(pa.concat_tables(lines(make(SMALL)))) == _bytes(all_lines())


@pytest.mark.parametrize("rows", [1, 9_999, 250_000])
def test_lines_do_not_depend_on_how_they_are_cut(rows):
    few = lines(world(), rows=rows, threads=1)
    if rows == 1:
        found = pa.concat_tables(next(few) for _ in range(5))
        assert found.equals(all_lines().slice(0, 5))
        return
    tables = list(few)
    assert {table.num_rows for table in tables[:-1]} <= {rows}
    assert pa.concat_tables(tables).equals(all_lines())


def test_lines_do_not_depend_on_the_threads():
    assert pa.concat_tables(lines(world(), threads=4)).equals(all_lines())


def test_records_are_the_same_when_made_again():
    assert pa.concat_tables(records(make(SMALL), rows=7_000, threads=1)).equals(all_records())


def test_the_first_people_do_not_depend_on_how_many_come_after():
    # Blocks are whole: the first is the same in every country of more than one.
    first = next(world(seeded(7, people=80_000)).people())
    assert first.to_pylist()[:50] == all_people().slice(0, 50).to_pylist()


def test_another_seed_is_another_country():
    other = pa.concat_tables(lines(make(seeded(8, people=SMALL.people))))
    assert other.num_rows != all_lines().num_rows or not other.equals(all_lines())


def test_another_year_is_another_year():
    assert not all_lines(SMALL, 2025).slice(0, 1000).equals(all_lines().slice(0, 1000))


def test_generators_are_the_children_that_spawning_gives():
    child = np.random.SeedSequence(5).spawn(3)[2]
    assert generator(5, 2).random() == np.random.Generator(np.random.SFC64(child)).random()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 1000), min_size=1, max_size=40).filter(lambda w: sum(w) > 1e-3), st.integers(1, 5000))
def test_slots_are_as_many_as_weights_ask(weights, size):
    table = slots(np.array(weights), size)
    exact = np.array(weights) / sum(weights) * size
    assert len(table) == size
    assert (np.abs(np.bincount(table, minlength=len(weights)) - exact) < 1 + 1e-6).all()
