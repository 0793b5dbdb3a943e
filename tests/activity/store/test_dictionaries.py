"""A number stands for the same word for good, whatever is added after it."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.store import Store
from ouzel.activity.store.dictionaries import WHOLE
from ouzel.core.errors import ContentError
from ouzel.engine.activity_lines import DICTIONARIES, PROFILE


def at(place) -> Store:
    return Store.at(place / "activity")


def test_blank_is_nought_and_words_count_up(tmp_path):
    words = at(tmp_path).dictionaries()
    assert words.ids("practice", pa.array(["A", "", "B", None, "A"])).tolist() == [1, 0, 2, 0, 1]
    assert words.ids("practice", pa.array(["B", "C"]).dictionary_encode()).tolist() == [2, 3]
    assert words.ids("practice", pa.chunked_array([["C"], ["A", ""]])).tolist() == [3, 1, 0]
    assert words.ids("practice", pa.chunked_array([], pa.string())).tolist() == []


def test_a_dictionary_array_with_gaps_is_read_as_it_is_meant(tmp_path):
    words = at(tmp_path).dictionaries()
    array = pa.DictionaryArray.from_arrays(pa.array([1, None, 0], pa.int8()), ["A", "B"])
    assert [words.keys("practice")[n] for n in words.ids("practice", array)] == [("B",), ("",), ("A",)]


def test_combinations_have_one_number_each(tmp_path):
    words = at(tmp_path).dictionaries()
    table = pa.table({"provider": ["R1", "R1", "", "R1"], "site": ["", "S", "", ""], "service": [None, "", "", ""]})
    assert words.ids("supply", table).tolist() == [1, 2, 0, 1]
    assert words.table("supply").to_pylist()[2] == {"id": 2, "provider": "R1", "site": "S", "service": ""}


def test_profiles_have_all_their_columns(tmp_path):
    words = at(tmp_path).dictionaries()
    table = pa.table({name: ["x", "", "x"] for name in PROFILE})
    assert words.ids("profile", table).tolist() == [1, 0, 1]
    assert words.table("profile").column_names == ["id", *PROFILE]


def test_nothing_is_kept_until_it_is_saved(tmp_path):
    store = at(tmp_path)
    words = store.dictionaries()
    words.ids("practice", pa.array(["A"]))
    assert store.dictionaries().size("practice") == 1
    assert words.save() == ("dictionaries/practice/000001.parquet",)
    assert words.save() == ()
    assert store.dictionaries().table("practice").to_pylist() == [
        {"id": 0, "code": "", "name": ""},
        {"id": 1, "code": "A", "name": ""},
    ]


def test_the_last_name_of_a_code_holds_and_its_number_stays(tmp_path):
    store = at(tmp_path)
    for name in ("knee clinc", "", "knee clinic"):
        words = store.dictionaries()
        words.ids("local_pod", pa.array(["K1", "", "K1"]), names=pa.array([name, "nobody's", name]))
        words.save()
    assert store.dictionaries().table("local_pod").to_pylist()[1:] == [{"id": 1, "code": "K1", "name": "knee clinic"}]
    assert len(store.names("dictionaries")) == 2  # nothing new was said the second time


def test_many_saves_are_read_from_few_files(tmp_path, monkeypatch):
    store = at(tmp_path)
    for number in range(WHOLE + 3):
        words = store.dictionaries()
        words.ids("currency", pa.array([f"H{number}"]))
        words.save()
    opened = []
    real = Store.read_table
    monkeypatch.setattr(Store, "read_table", lambda self, name: opened.append(name) or real(self, name))
    assert [key for (key,) in store.dictionaries().keys("currency")] == ["", *(f"H{n}" for n in range(WHOLE + 3))]
    assert len(opened) == 4


def test_two_who_save_at_once_do_not_write_over_each_other(tmp_path):
    store = at(tmp_path)
    one, two = store.dictionaries(), store.dictionaries()
    one.ids("practice", pa.array(["A"]))
    two.ids("practice", pa.array(["B"]))
    one.save()
    two_again = store.dictionaries()
    assert two_again.ids("practice", pa.array(["B"])).tolist() == [2]
    monkey = two._store  # it looked before the other saved, and would give number 1 to another word
    assert monkey is store
    two.save()
    with pytest.raises(ValueError, match="two things"):
        store.dictionaries().size("practice")


def test_a_lost_file_is_noticed(tmp_path):
    store = at(tmp_path)
    for code in "AB":
        words = store.dictionaries()
        words.ids("practice", pa.array([code]))
        words.save()
    store.remove("dictionaries/practice/000001.parquet")
    with pytest.raises(ValueError, match="missing"):
        store.dictionaries().size("practice")


def test_a_dictionary_that_there_is_not_is_named(tmp_path):
    with pytest.raises(KeyError, match="'ward' is no dictionary of lines: use profile"):
        at(tmp_path).dictionaries().ids("ward", pa.array(["A"]))


texts = st.lists(st.sampled_from(["", "A", "B", "C", "D1", "é", "ZZ99 3VZ"]), min_size=1, max_size=8)


@given(st.lists(st.tuples(st.sampled_from(DICTIONARIES[2:]), texts, st.booleans()), max_size=12))
def test_numbers_never_change_whatever_is_added_saved_or_given_up(steps):
    store = Store.at(f"memory://{id(steps)}")
    store.fs.store.clear()
    kept: dict[tuple[str, str], int] = {}
    words = store.dictionaries()
    for name, values, saved in steps:
        found = words.ids(name, pa.array(values)).tolist()
        assert [words.keys(name)[n][0] for n in found] == values
        if saved:
            words.save()
            for each in DICTIONARIES[2:]:
                for number, (code, *rest) in enumerate(words.keys(each)):
                    assert not any(rest)
                    assert kept.setdefault((each, code), number) == number
        words = store.dictionaries() if not saved else words
        for (each, code), number in kept.items():
            assert words.keys(each)[number][0] == code


def test_a_home_and_the_establishment_that_it_is_are_two_entries_of_one_code(tmp_path):
    store = at(tmp_path)
    words = store.dictionaries()
    homes = pa.table({"code": ["E01000001", "E01000001", ""], "establishment": ["", "J1", "J1"]})
    found = words.ids("residence", homes).tolist()
    assert len(set(found)) == 3
    assert words.ids("residence", pa.array(["E01000001", ""])).tolist() == [found[0], 0]
    words.save()
    assert store.dictionaries().keys("residence")[found[1]] == ("E01000001", "J1")


def test_words_of_a_store_in_an_earlier_form_are_refused_with_what_to_do(tmp_path):
    store = at(tmp_path)
    table = pa.table({"id": pa.array([1], pa.int32()), "code": ["E01000001"], "name": [""]})
    store.write_table("dictionaries/residence/000001.parquet", table)
    with pytest.raises(ContentError, match="earlier Ouzel") as caught:
        store.dictionaries().keys("residence")
    assert "Load its files again" in caught.value.right
