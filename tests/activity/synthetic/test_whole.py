"""Every number in a line is an entry of its dictionary, and no line says what cannot be."""

from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ouzel.activity.store.schema import LINES
from ouzel.activity.synthetic.country import Country, england
from ouzel.activity.synthetic.lines import lines
from ouzel.activity.synthetic.words import dictionaries
from ouzel.activity.synthetic.world import make
from ouzel.activity.synthetic.writing import KEYS
from ouzel.core.errors import ContentError
from ouzel.engine.activity_lines import DICTIONARIES, KINDS, PROFILE, SUPPLY
from tests.activity.synthetic.made import SMALL, all_lines, seeded, words, world


def test_columns_are_those_of_stored_lines():
    assert all_lines().schema.equals(LINES)
    assert set(KEYS) == set(DICTIONARIES)


def test_dictionaries_begin_with_blank_and_say_nothing_twice():
    tables = words()
    assert set(tables) == set(DICTIONARIES)
    assert tables["profile"].column_names == list(PROFILE)
    assert tables["supply"].column_names == list(SUPPLY)
    for name, table in tables.items():
        keys = [column for column in table.column_names if column != "name"]
        assert set(table.select(keys).slice(0, 1).to_pylist()[0].values()) == {""}
        assert table.select(keys).group_by(keys).aggregate([]).num_rows == table.num_rows, name
    assert set(tables["profile"]["kind"].to_pylist()) <= {"", *KINDS}


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 2**31), people=st.integers(1, 3_000), commissioners=st.integers(1, 6),
    practices=st.integers(2, 40), providers=st.integers(2, 9),
)  # fmt: skip
def test_every_key_is_in_its_dictionary(seed, people, commissioners, practices, providers):
    country = Country(
        seed=seed, people=people, areas=60, commissioners=commissioners, practices=practices, providers=providers
    )
    made = make(country)
    table, tables = pa.concat_tables(lines(made)), dictionaries(made)
    _check(table, tables)


def _check(table, tables):
    for name, columns in KEYS.items():
        for column in columns:
            values = table[column].to_numpy()
            assert not len(values) or (values.min() >= 0 and values.max() < tables[name].num_rows), column


def test_every_key_is_in_its_dictionary_in_a_country_like_england():
    made = make(england(lines=200_000))
    assert len(made.bodies.areas) == 33_755
    assert 6_500 <= len(made.bodies.practices) <= 8_000
    assert 15_000 < len(made.supplies.rows) < 25_000
    assert 2_300 < len(made.currencies.codes) < 2_700
    _check(pa.concat_tables(lines(made)), dictionaries(made))


def test_days_stays_and_ages_fit_each_other():
    table = all_lines()
    start, end, stay = (table[name].to_numpy() for name in ("start", "end", "stay"))
    both = (start > 0) & (end > 0)
    assert (stay[both] == (end - start)[both]).all()
    assert (stay[~both] == -1).all()
    assert (table["exempt_days"].to_numpy() <= np.maximum(stay, 0)).all()
    age = table["age"].to_numpy()
    assert age.min() == -1
    assert ((age == -1) == (start == 0)).all()
    assert age.max() <= 106


def test_months_are_of_the_end_else_of_the_start():
    table = all_lines().slice(0, 4_000)
    for row in table.select(["start", "end", "month"]).to_pylist():
        day = date.fromordinal(row["end"] or row["start"])
        assert row["month"] == day.year * 12 + day.month - 1


def test_year_holds_what_ends_in_it_and_what_is_open_at_its_end():
    table = all_lines()
    end, start = table["end"].to_numpy(), table["start"].to_numpy()
    april, next_april = date(2024, 4, 1).toordinal(), date(2025, 4, 1).toordinal()
    assert ((end == 0) | ((end >= april) & (end < next_april))).all()
    assert start[end == 0].max() < next_april
    kinds = pc.take(words()["profile"]["kind"], table["profile"]).to_numpy(zero_copy_only=False)
    assert ((kinds == "admitted-unfinished") == (end == 0)).all()


def test_lines_are_numbered_from_one_within_their_load():
    numbers = pa.concat_tables(lines(world(seeded(3, people=500)), load=12))["line"].to_numpy()
    assert (numbers == (12 << 32) + 1 + np.arange(len(numbers))).all()


def test_codes_are_no_real_bodys():
    bodies = world().bodies
    assert bodies.practices[0] == "OP0001"
    assert bodies.areas[0] == "E01900001"
    assert not any(code.endswith("00") for code in make(replace(SMALL, providers=120)).bodies.providers)


@pytest.mark.parametrize("few", [{"people": 0}, {"areas": 49}, {"practices": 1}, {"since": date(2024, 5, 1)}])
def test_country_that_cannot_be_is_refused(few):
    with pytest.raises(ContentError) as error:
        replace(SMALL, **few)
    assert error.value.field in few


def test_merger_and_split_on_one_day_are_refused():
    with pytest.raises(ContentError, match="different days"):
        make(replace(SMALL, merger=date(2024, 7, 1), split=date(2024, 7, 1)))
