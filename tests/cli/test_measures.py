"""`ouzel measures`: figures loaded, listed, summed and withdrawn, as a person types it."""

import json
from pathlib import Path

import pytest

from ouzel.demo.house import OWN_DATA
from tests.doors import typed

LISTS = str(OWN_DATA / "list_sizes.csv")

pytestmark = pytest.mark.usefixtures("register")


def test_load_says_what_it_loaded_and_a_second_time_nothing_is_new() -> None:
    done = typed("measures", "load", LISTS)
    assert done.status == 0, done.err
    assert "482 figures in 5 releases." in done.out
    assert "Nothing was new." in typed("measures", "load", LISTS).out


def test_load_as_a_document() -> None:
    made = typed("measures", "load", LISTS, "--published", "2022-05-01", "--json").json
    assert (made["figures"], made["gaps"], made["already"]) == (482, 0, [])
    first = made["releases"][0]
    assert (first["measure"], first["since"], first["published"]) == ("registered-patients", "2021-01-01", "2022-05-01")


def test_show_sums_by_commissioner_with_the_proof() -> None:
    typed("measures", "load", LISTS)
    done = typed("measures", "show", "registered-patients", "--on", "2021-01-31")
    assert "500,653" in done.out
    assert "1,047,296 in = 1,047,296 out + 0 without a place" in done.err


def test_show_as_a_document() -> None:
    typed("measures", "load", LISTS)
    shown = typed("measures", "show", "registered-patients", "--on", "2021-06-01", "--by", "system", "--json").json
    assert shown["rows"] == [
        {"code": "QHG", "name": "Bedfordshire, Luton and Milton Keynes", "value": 1056616, "units": 97}
    ]
    assert (shown["whole"], shown["unplaced"], shown["release"]["since"]) == (1056616, [], "2021-06-01")


def test_show_each_practice() -> None:
    typed("measures", "load", LISTS)
    shown = typed("measures", "show", "registered-patients", "--on", "2021-01-01", "--by", "practice", "--json").json
    assert len(shown["rows"]) == 98


def test_show_says_why_there_is_nothing() -> None:
    done = typed("measures", "show", "imd2019-score", "--on", "2021-01-01")
    assert done.status == 0
    assert "Nothing of imd2019-score is loaded for 1 January 2021 or before" in done.err


def test_list_names_every_measure() -> None:
    typed("measures", "load", LISTS)
    listed = typed("measures", "list", "--json").json["measures"]
    assert {m["measure"]: len(m["releases"]) for m in listed}["registered-patients"] == 5
    assert "imd2019-score" in typed("measures", "list").out


def test_figures_of_your_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("unit,measure,value\nE81001,registered-patients,3500\n")
    refused = typed("measures", "load", str(path), "--effective", "2024-01-01")
    assert (refused.status, "--source" in refused.err) == (1, True)
    done = typed("measures", "load", str(path), "--effective", "2024-01-01", "--source", "Our own count")
    assert done.status == 0, done.err


def test_withdraw_takes_figures_back() -> None:
    made = json.loads(typed("measures", "load", LISTS, "--json").out)["releases"]
    done = typed("measures", "withdraw", str(made[1]["id"]), "--why", "wrong month")
    assert "is withdrawn" in done.out
    shown = typed("measures", "show", "registered-patients", "--on", "2021-06-01", "--json").json
    assert shown["release"]["since"] == "2021-01-01"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "height", "--on", "2021-01-01"), "Use one of registered-patients"),
        (("show", "ccg-allocation", "--by", "practice", "--on", "2021-01-01"), "cannot be shown"),
        (("withdraw", "99999", "--why", "x"), "no such release"),
        (("load", "nowhere.csv"), "no such file"),
    ],
)
def test_refusals_say_what_is_right(words: tuple[str, ...], said: str) -> None:
    done = typed("measures", *words)
    assert done.status == 1
    assert said in done.err
