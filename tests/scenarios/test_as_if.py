"""Scenario 1 as if: the merger of 2021 before it happened. Scenario 4: the site of a split trust goes to its heir."""

from pathlib import Path

import pytest

from ouzel.reorganisation import plan_file
from tests.reorganisation.plans import blmk_2021
from tests.scenarios.conftest import OWN
from tests.scenarios.house import Figures, House, write_rows

FACTS = ("subject", "attribute", "evidence", "since", "until", "value", "share", "note", "source")
SITES = [
    ("RW602", "operator", "interval", "2002-04-01", "2021-10-01", "RW6", "", "", "invented for the test"),
    ("RW601", "operator", "interval", "2002-04-01", "2021-10-01", "RW6", "", "", "invented for the test"),
]
PLACED = ("RW602", "placement", "since", "2021-10-01", "", "R0A", "", "", "invented for the test")


def _people(house: House, basis: str, known_at: str) -> Figures:
    return Figures(
        house.ask(
            "rebase", str(OWN / "list_sizes.csv"), "--unit", "practice", "--value", "patients", "--date", "date",
            "--to", "commissioner", "--basis", basis, "--known-at", known_at,
        ),
        "patients",
    )  # fmt: skip


def test_merger_of_2021_as_if_on_the_day_before(house: House, tmp_path: Path) -> None:
    plan = tmp_path / "merger.toml"
    plan.write_text(plan_file.write(blmk_2021()))
    before = _people(house, "as-at:2021-03-31", "2021-03-31")
    assert [before.of(code)["2021-01-01"] for code in ("06F", "06P", "04F")] == [500_653, 242_104, 304_539]
    merged = _people(house, f"as-if:{plan}", "2021-03-31")
    assert merged.of("M1J4Y")["2021-01-01"] == 1_047_296
    assert merged.total_out == before.total_out
    really = _people(house, "as-at:2021-04-01", "2021-12-31")
    assert merged.of("M1J4Y")["2021-01-01"] == really.of("M1J4Y")["2021-01-01"]


@pytest.fixture
def trusts(new_house: House, tmp_path: Path) -> House:
    """Pennine Acute with two sites; where one of them went is told by a fact, where the other went by nobody."""
    new_house.run("register", "load", str(OWN / "facts.csv"))
    told = [
        ("R0A", "lifespan", "since", "2017-10-01", "", "open", "", "", "invented for the test"),
        ("R0A", "role", "since", "2017-10-01", "", "RO197", "", "", "invented for the test"),
        ("RW6", "successor", "since", "2021-10-01", "", "RM3", "", "split", "ODS succession file"),
        ("RW6", "successor", "since", "2021-10-01", "", "R0A", "", "split", "ODS succession file"),
    ]
    file = write_rows(tmp_path / "sites.csv", FACTS, [*told, *SITES])
    new_house.run("register", "load", str(file), "--published", "2021-10-31")
    return new_house


def _beds(house: House, folder: Path) -> Figures:
    file = write_rows(
        folder / "beds.csv", ("site", "date", "beds"), [("RW602", "2021-01-01", 400), ("RW601", "2021-01-01", 300)]
    )
    return house.rebase(file, unit="site", value="beds", date="date", to="trust", basis="as-at:2022-04-01")


def test_site_goes_to_the_heir_that_a_sourced_fact_names(trusts: House, tmp_path: Path) -> None:
    nobody_said = _beds(trusts, tmp_path)
    assert (nobody_said.total_out, nobody_said.lost) == (0, 700)
    placed = write_rows(tmp_path / "placed.csv", FACTS, [PLACED])
    trusts.run("register", "load", str(placed), "--published", "2022-01-31")
    figures = _beds(trusts, tmp_path)
    assert figures.of("R0A") == {"2021-01-01": 400}
    assert [(u["code"], u["beds"]) for u in figures.unresolved] == [("RW601", 300)]
    assert "RW6 was split among R0A and RM3 on 2021-10-01" in figures.unresolved[0]["reason"]
