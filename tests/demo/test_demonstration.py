"""The demonstration from nothing, and again."""

import re
from pathlib import Path

from tests.demo.running import asked, part
from tests.sourced_facts import ROOT

PLANS = ["working-together-2018", "blmk-hospitals-2020", "blmk-2021", "blmk-2022", "blmk-2026"]


def test_the_demonstration_prints_what_it_computes(home: Path, told: list[str]) -> None:
    for wanted in (
        "2016-01-31 06F NHS Bedfordshire CCG 55",
        "2021-11-30 M1J4Y NHS Bedfordshire, Luton and Milton Keynes CCG 98",
        "2021-01-01 06F NHS Bedfordshire CCG 500,653",
        "together 1,047,296",
        "2022-04-01 M1J4Y NHS Central East ICB - M1J4Y 1,077,382",
        "2021-01-01 1,047,296 1,047,296 0",
        "sum of the parts 100 100",
        "the whole, as stated 98",
        "S1Y5D NHS Central East Integrated Care Board 396,975",
        "Reconciled (22 codes are no commissioner): 7,123,980 in = 6,967,123 out + 156,857 unresolved",
        "The site: http://127.0.0.1:8000/ (ouzel demo serves it)",
    ):
        assert wanted in told, wanted
    assert any("38,260: U2G6B" in line for line in told)
    assert (home / "demo").is_dir()
    assert not (home / "postgres").exists()


def test_three_groups_become_one_before_your_eyes(told: list[str]) -> None:
    assert part(told, "Before: who plans and buys health care on 31 March 2021") == [
        "code commissioner practices people",
        "04F NHS Milton Keynes CCG 26 304,539",
        "06F NHS Bedfordshire CCG 48 500,653",
        "06P NHS Luton CCG 26 242,104",
        "together 100 1,047,296",
        "People: registered with these practices on 1 January 2021.",
    ]
    assert part(told, "After: who plans and buys health care on 1 April 2021") == [
        "code commissioner practices people",
        "M1J4Y NHS Bedfordshire, Luton and Milton Keynes CCG 100 1,047,296",
        "People: registered with these practices on 1 January 2021.",
    ]
    proof = part(told, "The proof")
    assert "GP practices 100 100 0" in proof
    assert "people registered 1,047,296 1,047,296 0" in proof


def test_the_plan_is_seen_and_counted_as_if_before_it_is_enacted(told: list[str]) -> None:
    plan = part(told, "The plan: One commissioning group")
    new = "NHS Bedfordshire, Luton and Milton Keynes CCG"
    assert (
        f"NHS Milton Keynes CCG (04F), NHS Bedfordshire CCG (06F) and NHS Luton CCG (06P) merge into {new} (M1J4Y)."
        in plan
    )
    assert "NHS Luton CCG (06P) 26 none" in plan
    assert f"{new} (M1J4Y) none 100" in plan
    assert f"{new} (M1J4Y) none 1,047,296" in plan
    assert part(told, "As if") == [
        "day commissioner patients",
        f"2021-01-01 M1J4Y {new} 1,047,296",
        "Reconciled, all practices of the area: 1,047,296 in = 1,047,296 out + 0 unresolved",
    ]
    decision = part(told, "The decision")
    assert "Approved by: NHS England. Who wrote a plan cannot approve it." in decision
    assert re.fullmatch(
        r"Enacted in \d+\.\d seconds, all of it or nothing: edition 4 of the register, known from 31 March 2021\.",
        decision[-1],
    )


def test_what_came_later_undoes_nothing_and_rewrites_nothing(told: list[str]) -> None:
    since = part(told, "Since then")
    assert "275 say the same as the plan" in since
    assert "0 say something else of the same days: a person looks at each" in since
    assert part(told, "Two clocks") == [
        "known on commissioner practices",
        "2021-03-30 04F NHS Milton Keynes CCG 26",
        "2021-03-30 06F NHS Bedfordshire CCG 48",
        "2021-03-30 06P NHS Luton CCG 26",
        "2021-03-31 M1J4Y NHS Bedfordshire, Luton and Milton Keynes CCG 100",
        "The decision added an answer. It rewrote none.",
    ]


def test_the_readme_shows_what_is_told(told: list[str]) -> None:
    section = (ROOT / "README.md").read_text().partition("## Watch a reorganisation")[2]
    shown = [" ".join(line.split()) for line in section.split("```")[1].splitlines()]
    assert len(shown) > 15
    assert [line for line in shown if line not in told] == []


def test_the_register_has_what_was_told(home: Path, told: list[str]) -> None:
    stored = asked(home, "change", "list")["proposals"]
    assert {row["slug"]: row["state"] for row in stored} == dict.fromkeys(PLANS, "proved")
    kept = asked(home, "change", "proof", "blmk-2021", "--again")
    assert kept["sha256"] in told
    assert kept["again"]["holds"]
    life = asked(home, "change", "show", "blmk-2021")["steps"]
    assert [step["state"] for step in life] == [
        "draft", "proposed", "approved-in-principle", "approved", "scheduled", "proved",
    ]  # fmt: skip
    assert {step["on"] for step in life} == {"2021-03-31", "2021-04-01"}


def test_a_second_run_changes_nothing_and_tells_the_same(home: Path, told: list[str], told_again: list[str]) -> None:
    assert sum("There is nothing new to load." in line for line in told_again) == 2
    assert any(line.startswith("Enacted in an earlier run: edition 4") for line in told_again)
    doings = ("Loaded", "Enacted in")
    assert [x for x in told_again if not x.startswith(doings)] == [x for x in told if not x.startswith(doings)]
    assert len(asked(home, "change", "list")["proposals"]) == len(PLANS)
