"""Scenarios 1, 3, 7 and 15 by plans: enacted as known on the eve, and held to what the files said afterwards."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ouzel.reorganisation import plan_file
from tests.reorganisation.doing import written
from tests.scenarios.conftest import OWN, england_files, new_register
from tests.scenarios.house import House
from tests.shared_data import DATA, needs_data
from tests.thorough import THOROUGH

PLANS = OWN.parent / "plans"
EVE_2021, EVE_2026 = "2021-03-31", "2026-03-31"
DAYS = ("2016-01-31", EVE_2021, "2021-04-01", "2021-11-30", "2022-07-01", EVE_2026, "2026-04-01", "2026-11-22")
MERGED = ("04F", "06F", "06P")


def taken_through(house: House, plan: Path | str, *, on: str) -> None:
    """A plan proposed, approved by somebody else and enacted, as if on that day."""
    house.run("change", "propose", str(plan), "--by", "ada", "--on", on)
    house.run("change", "approve", str(plan), "--by", "ben", "--on", on)
    house.run("change", "enact", str(plan), "--by", "carol", "--on", on)


class Both(NamedTuple):
    """Two registers of the same files: in one the merger of 2021 was enacted before the files that tell of it came."""

    planned: House
    files: House
    all_england: bool


@pytest.fixture(
    scope="module",
    params=[
        "own_facts",
        pytest.param(
            "england",
            marks=(
                needs_data,
                pytest.mark.skipif(not THOROUGH, reason="a second whole England: `make coverage` loads it"),
            ),
        ),
    ],
)
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    england = request.param == "england"
    files = [str(DATA / "ods"), str(england_files(tmp_path_factory.mktemp("beside")))] if england else [
        str(OWN / "facts.csv")
    ]  # fmt: skip
    with new_register() as house:
        house.run("register", "load", *files, "--known-by", EVE_2021)
        taken_through(house, PLANS / "blmk-2021.toml", on=EVE_2021)
        house.run("register", "load", *files)
        yield Both(house, request.getfixturevalue(request.param), england)


def rows(house: House, to: str, on: str, *, known_at: str = "") -> dict[str, dict[str, Any]]:
    """Where each practice belongs on a day, by what evidence, or why nowhere."""
    known = ["--known-at", known_at] if known_at else []
    answer = house.ask("crosswalk", "practice", "--to", to, "--basis", f"as-at:{on}", *known)
    return {row["unit"]: row for row in answer["rows"]}


def homes(house: House, to: str, on: str) -> dict[str, str]:
    """Where each practice belongs on a day; empty for nowhere."""
    return {unit: row["group"] for unit, row in rows(house, to, on).items()}


def shown(house: House, code: str, on: str) -> dict[str, Any]:
    """What a body is on a day, without from when that was known and by which edition."""
    body = house.ask("register", "show", code, "--on", on)
    parents = {(p["relation"], p["code"]) for p in body["parents"]}
    told = ("name", "open", "opened", "closed", "roles", "kinds")
    return {**{key: body[key] for key in told}, "parents": parents}


# Scenario 1


def test_chain_by_a_plan_gives_the_answers_of_the_files(both: Both) -> None:
    for code in (*MERGED, "M1J4Y", "QHG"):
        for on in (EVE_2021, "2021-04-01", "2022-07-01", "2026-04-01"):
            planned, files = shown(both.planned, code, on), shown(both.files, code, on)
            assert files.pop("parents") <= planned.pop("parents"), (code, on)  # England's files name no system in 2021
            assert planned == files, (code, on)
        planned, files = (
            house.ask("register", "successors", code)["successors"] for house in (both.planned, both.files)
        )
        assert [(s["successor"], s["on"]) for s in planned] == [(s["successor"], s["on"]) for s in files]


@pytest.mark.parametrize("to", ["commissioner", "board"])
def test_chain_by_a_plan_has_every_practice_where_the_files_have_it(both: Both, to: str) -> None:
    for on in DAYS:
        planned, files = homes(both.planned, to, on), homes(both.files, to, on)
        differing = {u: (planned.get(u), files.get(u)) for u in planned | files if planned.get(u) != files.get(u)}
        assert differing == {}, on


def test_chain_by_a_plan_is_what_the_files_say_of_it(both: Both) -> None:
    found = both.planned.ask("change", "reconcile", "blmk-2021")
    assert found["counts"]["agrees"] > 90
    assert found["counts"].get("disagrees", 0) == 0


# Scenarios 3 and 7


class Wave(NamedTuple):
    """The wave of April 2026 as a plan derived from the register, before and after it is enacted."""

    house: House
    files: House
    preview: dict[str, Any]
    proof: dict[str, Any]


@pytest.fixture(scope="module")
def wave(both: Both, tmp_path_factory: pytest.TempPathFactory) -> Wave:
    plan = str(tmp_path_factory.mktemp("wave") / "wave.toml")
    both.planned.run("change", "derive", "--day", "2026-04-01", "--out", plan)
    preview = both.planned.ask("change", "preview", plan, "--known-at", EVE_2026)
    taken_through(both.planned, plan, on=EVE_2026)
    proof = both.planned.ask("change", "proof", preview["slug"])["proof"]
    return Wave(both.planned, both.files, preview, proof)


def test_split_by_a_plan_follows_evidence_and_names_what_has_none(wave: Wave) -> None:
    for location, board in (("06K", "S1Y5D"), ("06N", "S1Y5D"), ("07H", "D7T5G")):
        parents = wave.house.ask("register", "show", location, "--on", "2026-04-01", "--known-at", EVE_2026)["parents"]
        assert [p["code"] for p in parents if p["relation"] == "system"] == [board]
    left = {u["code"]: u for u in wave.preview["unresolved"] if u["relation"] == "commissioner"}
    practices = wave.files.members("D4U1Y", EVE_2026)
    assert set(practices) <= set(left)
    assert len(practices) == 67
    assert {u["was"] for u in left.values()} == {"D4U1Y"}
    assert all(u["why"].startswith("No source says where these belong") for u in left.values())


def test_new_board_by_a_plan_drops_nobody_unexplained(wave: Wave) -> None:
    at, now = (rows(wave.house, "board", on, known_at=EVE_2026) for on in (EVE_2026, "2026-04-01"))
    homeless = {unit for unit, row in at.items() if row["group"] and not now[unit]["group"]}
    assert homeless
    left = {u["code"] for u in wave.proof["unresolved"]}
    there = {unit for unit in homeless if at[unit]["evidence"] == "direct"}  # of others only old figures come still
    assert set(wave.files.members("D4U1Y", EVE_2026)) <= there <= left
    assert all("D4U1Y" in now[unit]["reason"] for unit in homeless)
    assert not {row["group"] for row in now.values()} & {"QHG", "QUE", "QM7", "QNQ"}


def test_new_board_by_a_plan_is_where_the_files_say(wave: Wave) -> None:
    for on in (EVE_2026, "2026-04-01", "2026-11-22"):
        planned, files = homes(wave.house, "board", on), homes(wave.files, "board", on)
        differing = {u: (planned.get(u), files.get(u)) for u in planned | files if planned.get(u) != files.get(u)}
        assert differing == {}, on


# Scenario 15


def test_areas_of_merged_locations_have_one_commissioner_still(wave: Wave, tmp_path: Path) -> None:
    def partition() -> list[tuple[str, ...]]:
        findings = wave.house.ask("register", "check", "--on", "2027-04-01")["findings"]
        return sorted(tuple(f["codes"]) for f in findings if f["rule"] == "partition")

    before = partition()
    text = '[[merger]]\nbodies = ["M1J4Y", "06H"]\ninto = "X15"\nname = "A location of two"\n'
    plan = tmp_path / "areas.toml"
    plan.write_text(plan_file.write(written(text, slug="areas", day=date(2027, 4, 1))))
    for command, name in (("propose", "ada"), ("approve", "ben"), ("enact", "carol")):
        wave.house.run("change", command, str(plan), "--by", name)
    proof = wave.house.ask("change", "proof", "areas")["proof"]
    areas = {t["body"]: (t["before"], t["after"]) for t in proof["totals"] if t["what"] == "small areas"}
    together = sum(int(n or 0) for n, _ in areas.values())
    assert areas["X15"] == (None, str(together))
    assert together > 0
    assert partition() == before
