"""Scenario 2, membership by date as known then, and scenario 6, the two clocks and the editions."""

import csv
import gzip
from pathlib import Path

import pytest

from tests.scenarios.house import House, write_rows
from tests.shared_data import DATA, needs_data

COUNTS = [
    ("2016-01-31", {"06F": 55, "06P": 30, "04F": 28}),
    ("2019-12-31", {"06F": 48, "06P": 26, "04F": 26}),
    ("2021-11-30", {"M1J4Y": 98}),
    ("2023-12-31", {"M1J4Y": 92}),
    ("2025-05-31", {"M1J4Y": 86}),
    ("2026-02-28", {"M1J4Y": 86}),
]


@pytest.mark.parametrize(("on", "counts"), COUNTS)
def test_membership_on_a_date_as_known_on_it(house: House, on: str, counts: dict[str, int]) -> None:
    assert {code: len(house.members(code, on, known_at=on)) for code in counts} == counts


@needs_data
@pytest.mark.parametrize(("code", "on", "count"), [("M1J4Y", "2021-11-30", 98), ("06F", "2016-01-31", 55)])
def test_membership_with_the_ods_folder_alone(england: House, code: str, on: str, count: int) -> None:
    answer = england.ask(
        "register", "members", code, "--on", on, "--known-at", on, "--role", "practice", "--edition", "1"
    )
    assert (answer["code"], answer["on"], answer["known_at"], answer["count"]) == (code, on, on, count)
    assert set(answer["members"][0]) >= {"code", "name", "since", "until"}


@needs_data
@pytest.mark.parametrize(("on", "counts"), COUNTS)
def test_membership_known_later_differs_only_with_evidence(england: House, on: str, counts: dict[str, int]) -> None:
    for code in counts:
        then, now = set(england.members(code, on, known_at=on)), set(england.members(code, on))
        for practice in then ^ now:
            later = [e for e in england.ask("register", "evidence", practice)["evidence"] if e["published"] > on]
            assert later, f"{practice} of {code} on {on} differs, and nothing published since says why"


def test_known_at_a_correction_does_not_reach_back(house: House) -> None:
    def commissioner(known_at: str) -> tuple[str, str]:
        shown = house.ask("register", "show", "P81791", "--on", "2016-01-31", "--known-at", known_at)
        (parent,) = (p for p in shown["parents"] if p["relation"] == "commissioner")
        return parent["code"], parent["since"]

    assert commissioner("2016-01-31")[0] == "02M"
    assert commissioner("2019-10-31") == ("00R", "2015-12-02")


def of_the_area(folder: Path, name: str) -> str:
    """The lines of a published list that are of the area's groups, in a file of the same name."""
    with gzip.open(DATA / "ods" / name, "rt", encoding="utf-8-sig", newline="") as whole:
        lines = [line for line in csv.reader(whole) if {"06F", "06P", "04F", "M1J4Y"} & set(line)]
    with (DATA / "ods" / "manifest.csv").open(encoding="utf-8") as days:
        (published,) = (row["published"] for row in csv.DictReader(days) if row["file"] == name)
    heading, rows = lines[0], lines[1:]
    path = write_rows(folder / name.removesuffix(".gz"), heading, rows)
    (folder / "manifest.csv").write_text(f"file,published\n{path.name},{published}\n")
    return str(path)


@needs_data
def test_edition_can_be_rerun_after_an_older_file_came_later(new_house: House, tmp_path: Path) -> None:
    house = new_house
    house.run("register", "load", of_the_area(tmp_path, "epraccur_2021-11.csv.gz"))
    asked = ("register", "members", "M1J4Y", "--on", "2021-11-30", "--role", "practice")
    before = house.ask(*asked)
    assert before["count"] == 98
    house.run("register", "load", of_the_area(tmp_path, "epraccur_2016-01.csv.gz"))
    assert len(house.members("06F", "2016-01-31", known_at="2016-01-31")) == 55
    again = house.ask(*asked, "--edition", "1")
    assert again["members"] == before["members"]
    nothing = house.ask("register", "members", "06F", "--on", "2016-01-31", "--role", "practice", "--edition", "1")
    assert nothing["count"] == 0


def test_edition_can_be_rerun_with_files_of_our_own(tmp_path: Path, new_house: House) -> None:
    heading = ("subject", "attribute", "evidence", "since", "until", "value", "share", "note", "source", "published")
    newer = [
        ("A10001", "lifespan", "since", "2000-04-01", "", "open", "", "", "test", "2021-11-30"),
        ("A10001", "setting", "sighting", "2021-11-30", "", "RO76", "", "", "test", "2021-11-30"),
        ("A10001", "commissioner", "since", "2021-04-01", "", "99Z", "", "", "test", "2021-11-30"),
    ]
    older = [("A10001", "commissioner", "since", "2013-04-01", "", "98Z", "", "", "test", "2016-01-31")]
    house = new_house
    house.run("register", "load", str(write_rows(tmp_path / "newer.csv", heading, newer)))
    first = house.ask("register", "history", "A10001")
    house.run("register", "load", str(write_rows(tmp_path / "older.csv", heading, older)))
    assert house.ask("register", "history", "A10001", "--edition", "1")["facts"] == first["facts"]
    now = [
        (f["value"], f["since"], f["until"])
        for f in house.ask("register", "history", "A10001")["facts"]
        if f["attribute"] == "commissioner"
    ]
    assert now == [("98Z", "2013-04-01", "2021-04-01"), ("99Z", "2021-04-01", None)]
