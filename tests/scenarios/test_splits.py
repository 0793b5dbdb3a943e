"""Scenarios 3, 5 and 7: boards that were split, a practice between networks, and nobody dropped unexplained."""

import csv
import gzip
from pathlib import Path
from typing import Any

import pytest

from tests.scenarios.conftest import OWN
from tests.scenarios.house import House, write_rows
from tests.shared_data import DATA, needs_data


def _board(house: House, code: str, on: str) -> list[str]:
    shown = house.ask("register", "show", code, "--on", on)
    return [p["code"] for p in shown["parents"] if p["relation"] == "system"]


def _findings(house: House, rule: str, on: str) -> list[dict[str, Any]]:
    return [f for f in house.ask("register", "check", "--on", on)["findings"] if f["rule"] == rule]


def test_split_locations_follow_recorded_evidence(house: House) -> None:
    assert {s["successor"] for s in house.ask("register", "successors", "QM7")["successors"]} == {"S1Y5D", "D7T5G"}
    for location, heir in (("06K", "S1Y5D"), ("06N", "S1Y5D"), ("07H", "D7T5G")):
        assert _board(house, location, "2026-03-31") == ["QM7"]
        assert _board(house, location, "2026-04-01") == [heir]


def test_split_without_evidence_is_listed_not_guessed(house: House) -> None:
    figures = house.rebase(
        OWN / "list_sizes_frimley.csv", unit="practice", value="patients", date="date", to="board", basis="as-now"
    )
    assert (figures.total_out, figures.lost) == (0, 811_078)
    for each in figures.unresolved:
        assert "D4U1Y" in each["reason"]
        assert all(heir in each["reason"] for heir in ("S0E4D", "S9B9J", "QRL"))
    before = house.rebase(
        OWN / "list_sizes_frimley.csv", unit="practice", value="patients", date="date", to="board",
        basis="as-at:2026-03-31",
    )  # fmt: skip
    assert before.of("QNQ") == {"2022-04-01": 811_078}


@needs_data
def test_new_board_drops_nobody_unexplained(england: House, tmp_path: Path) -> None:
    at, now = (
        {row["unit"]: row for row in england.ask("crosswalk", "practice", "--to", "board", "--basis", basis)["rows"]}
        for basis in ("as-at:2026-03-31", "as-at:2026-11-22")
    )
    had_one = [unit for unit, row in at.items() if row["group"]]
    assert len(had_one) > 6_000
    homeless = [unit for unit in had_one if not now[unit]["group"]]
    assert all(now[unit]["reason"] for unit in homeless)
    active = set(england.members("D4U1Y", "2026-03-31"))
    assert len(active) == 67
    assert active <= set(homeless)


@needs_data
def test_new_board_is_checked_for_orphans(england: House) -> None:
    orphans = _findings(england, "orphan", "2026-04-02")
    practices = {code for f in orphans if "practice" in f["problem"] for code in f["codes"]}
    assert practices == set(england.members("D4U1Y", "2026-03-31"))
    assert {code for f in orphans for code in f["codes"]} - practices == {"U2G6B"}  # first listed at the month's end


@pytest.fixture
def networks(new_house: House, tmp_path: Path) -> House:
    """A practice that changes its network on 1 April 2026, from the record that an open project quotes."""
    house = new_house
    if (DATA / "ods").is_dir():
        house.run(
            "register",
            "load",
            str(DATA / "ods" / "ods_dse_pcn_relationships_example.json"),
            "--published",
            "2026-03-01",
        )
    else:
        heading = ("subject", "attribute", "evidence", "since", "until", "value", "share", "note", "source")
        rows = [
            ("M85171", "network", "interval", "2021-04-01", "2026-04-01", "U93165", "", "", "test"),
            ("M85171", "network", "since", "2026-04-01", "", "U25891", "", "", "test"),
        ]
        house.run(
            "register", "load", str(write_rows(tmp_path / "networks.csv", heading, rows)), "--published", "2026-03-01"
        )
    return house


def test_overlap_day_before_day_and_day_after_are_whole(networks: House, tmp_path: Path) -> None:
    days = ("2026-03-31", "2026-04-01", "2026-04-02")
    file = write_rows(tmp_path / "f.csv", ("practice", "date", "patients"), [("M85171", day, 100) for day in days])
    figures = networks.rebase(file, unit="practice", value="patients", date="date", to="network", basis="as-was")
    assert figures.total_out == 300
    assert figures.of("U93165") == {"2026-03-31": 100}
    assert figures.of("U25891") == {"2026-04-01": 100, "2026-04-02": 100}


@needs_data
def test_every_area_has_one_local_commissioner_on_each_published_date(england: House) -> None:
    for on in ("2021-04-01", "2022-07-01", "2024-04-01"):
        assert [f for f in england.ask("register", "check", "--on", on)["findings"] if f["rule"] == "partition"] == []
    missing = [
        f for f in england.ask("register", "check", "--on", "2026-04-02")["findings"] if f["rule"] == "partition"
    ]
    lacking = {len(f["codes"]) for f in missing if "LSOA21" in f["problem"]}
    assert lacking == {455}
    assert all("D4U1Y" in f["problem"] for f in missing)


@needs_data
def test_areas_cover_england_once(england: House, tmp_path: Path) -> None:
    for on, look_up, areas, ours in (
        ("2021-04-01", "lsoa11_ccg21_stp21_ltla21", 32_844, 537),
        ("2022-07-01", "lsoa11_subicb22_icb22_ltla22", 32_844, 537),
        ("2024-04-01", "lsoa21_subicb24_icb24", 33_755, 587),
    ):
        with gzip.open(DATA / "geography" / f"lookup_{look_up}.csv.gz", "rt") as text:
            rows = [(row[f"{look_up[:6]}_code"], on, 1) for row in csv.DictReader(text)]
        file = write_rows(tmp_path / "areas.csv", ("area", "date", "areas"), rows)
        figures = england.rebase(file, unit="area", value="areas", date="date", to="commissioner", basis="as-was")
        assert (figures.total_in, figures.total_out) == (areas, areas)
        assert len(figures.rows) == 106
        assert figures.of("M1J4Y") == {on: ours}
