"""Scenario 1: three groups become one, which becomes a location of a board, which merges again; the codes stay."""

import csv
import gzip
from pathlib import Path

import pytest

from tests.scenarios.conftest import OWN
from tests.scenarios.house import MONTHS, Figures, House, write_rows
from tests.shared_data import DATA, needs_data

MERGED = "2021-04-01"
PEOPLE = {"2021-01-01": 1_047_296, "2021-06-01": 1_056_616, "2022-04-01": 1_077_382}


def _of_kind(house: House, code: str, on: str) -> set[str]:
    return set(house.ask("register", "show", code, "--on", on)["kinds"])


def test_chain_three_groups_merge_into_one(house: House) -> None:
    for code in ("04F", "06F", "06P"):
        steps = house.ask("register", "successors", code)["successors"]
        assert [(s["successor"], s["on"]) for s in steps] == [("M1J4Y", MERGED)]
        assert not house.ask("register", "show", code, "--on", MERGED)["open"]
        assert "clinical-commissioning-group" in _of_kind(house, code, "2021-03-31")


def test_chain_codes_stay_and_roles_change(house: House) -> None:
    assert "clinical-commissioning-group" in _of_kind(house, "M1J4Y", "2022-06-30")
    assert "sub-icb-location" not in _of_kind(house, "M1J4Y", "2022-06-30")
    assert "sub-icb-location" in _of_kind(house, "M1J4Y", "2022-07-01")
    assert "clinical-commissioning-group" not in _of_kind(house, "M1J4Y", "2022-07-01")
    assert _of_kind(house, "QHG", "2022-06-30") == {"system", "partnership"}
    assert _of_kind(house, "QHG", "2022-07-01") == {"system", "board"}


def test_chain_location_moves_between_boards_and_never_closes(house: House) -> None:
    for on, board in (("2022-07-01", "QHG"), ("2026-03-31", "QHG"), ("2026-04-01", "S1Y5D"), ("2026-11-22", "S1Y5D")):
        shown = house.ask("register", "show", "M1J4Y", "--on", on)
        assert shown["open"]
        assert [p["code"] for p in shown["parents"] if p["relation"] == "system"] == [board]
    assert house.ask("register", "successors", "M1J4Y")["successors"] == []
    assert [s["successor"] for s in house.ask("register", "successors", "QHG")["successors"]] == ["S1Y5D"]


def _series(house: House, file: Path, to: str, basis: str) -> Figures:
    return house.rebase(file, unit="practice", value="patients", date="date", to=to, basis=basis)


def test_chain_one_series_under_each_basis_from_our_facts(own_facts: House) -> None:
    file = OWN / "list_sizes.csv"
    was = _series(own_facts, file, "commissioner", "as-was")
    assert [was.rows[code, "2021-01-01"] for code in ("06F", "06P", "04F")] == [500_653, 242_104, 304_539]
    assert was.of("M1J4Y")["2021-06-01"] == PEOPLE["2021-06-01"]
    for to, basis, code in (
        ("commissioner", "as-now", "M1J4Y"), ("board", "as-at:2026-03-31", "QHG"), ("board", "as-now", "S1Y5D"),
    ):  # fmt: skip
        figures = _series(own_facts, file, to, basis)
        assert {day: figures.of(code)[day] for day in PEOPLE} == PEOPLE
        assert figures.unresolved == []


@pytest.fixture(scope="session")
def registrations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All registered patients of England on five dates, as one file."""
    rows = []
    for month in MONTHS:
        with gzip.open(DATA / "registrations" / f"gp-reg-pat-prac-all_{month}.csv.gz", "rt") as text:
            rows += [(r["CODE"], f"{month}-01", r["NUMBER_OF_PATIENTS"]) for r in csv.DictReader(text)]
    return write_rows(tmp_path_factory.mktemp("figures") / "registered.csv", ("practice", "date", "patients"), rows)


@needs_data
def test_chain_one_series_under_each_basis_of_england(england: House, registrations: Path) -> None:
    england_total = {"2021-01-01": 60_606_345, "2022-04-01": 61_625_745}
    was = _series(england, registrations, "commissioner", "as-was")
    assert [was.rows[code, "2021-01-01"] for code in ("06F", "06P", "04F")] == [500_653, 242_104, 304_539]
    assert was.unresolved == []
    assert len({code for code, day in was.rows if day == "2021-01-01"}) == 135
    assert len({code for code, day in was.rows if day == "2021-06-01"}) == 106
    at = _series(england, registrations, "commissioner", "as-at:2026-03-31")
    assert {day: at.of("M1J4Y")[day] for day in PEOPLE} == PEOPLE
    now = _series(england, registrations, "board", "as-now")
    for day, total in england_total.items():
        assert sum(n for (_, d), n in at.rows.items() if d == day) == total
        lost = sum(
            u["patients"] for u in now.unresolved if u["since"] <= day <= u["until"] and u["since"] == u["until"]
        )
        assert lost <= total
    assert len({code for code, _ in now.rows}) == 36


@needs_data
def test_chain_a_sighting_of_the_commissioner_counts(england: House) -> None:
    """Y06810 stands under Milton Keynes in the registrations of January 2021 and nowhere else."""
    with_registrations = england.ask("register", "show", "Y06810", "--on", "2021-01-01")["parents"]
    assert [p["code"] for p in with_registrations if p["relation"] == "commissioner"] == ["04F"]
    ods_alone = england.ask("register", "show", "Y06810", "--on", "2021-01-01", "--edition", "1")["parents"]
    assert [p for p in ods_alone if p["relation"] == "commissioner"] == []
