"""`ouzel bodies`, `meetings`, `decisions`, `actions`: who decides, as a person types it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.boards import LUTON, MEETING, SHEET, met_in_common
from tests.doors import typed

EVE = ("--on", "2021-03-31")


@pytest.fixture(scope="module", autouse=True)
def _met(facts_loaded: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), met_in_common():
        yield


@pytest.fixture(autouse=True)
def _database(register: None) -> None:
    """Each test is undone after it."""


def test_bodies_are_listed_for_a_day_and_an_organisation() -> None:
    assert "8 bodies on 31 March 2021." in typed("bodies", "list", *EVE).out
    mine = typed("bodies", "list", "--of", "06P", *EVE, "--json").json
    assert [each["slug"] for each in mine["bodies"]] == [LUTON]
    assert typed("bodies", "list", "--kind", "health-and-wellbeing-board", *EVE, "--json").json["count"] == 4
    assert typed("bodies", "list", "--on", "2013-03-31", "--json").json["count"] == 0


def test_what_was_not_known_yet_is_not_told() -> None:
    asked = ("bodies", "show", LUTON, "--on", "2020-09-01", "--json")
    assert "vacant" not in {seat["standing"] for seat in typed(*asked).json["seats"]}
    done = typed(*asked, "--known-at", "2020-05-30")
    assert done.status == 1
    assert "Nothing was known" in done.err


def test_a_body_is_shown_with_seats_and_powers() -> None:
    done = typed("bodies", "show", LUTON, *EVE)
    assert "Governing body of NHS Luton CCG" in done.out
    assert "Clinical chair" in done.out
    assert "Dr Nicola Smith" in done.out
    assert f"merger: {LUTON}, reserved to it" in done.out
    as_document = typed("bodies", "show", LUTON, *EVE, "--json").json
    assert as_document["organisations"] == [{"code": "06P", "name": "NHS Luton CCG"}]
    assert len(as_document["seats"]) == 9


def test_a_body_that_is_not_there_is_refused_with_what_to_do() -> None:
    done = typed("bodies", "show", "nowhere")
    assert done.status == 1
    assert "no body called 'nowhere'" in done.err
    assert done.out == ""


def test_rules_that_are_not_kept_are_told() -> None:
    done = typed("bodies", "check", LUTON, *EVE)
    assert "0 rules not kept on 31 March 2021" in done.out
    wrong = typed("bodies", "check", "bedford-health-and-wellbeing-board", *EVE, "--json").json["breaches"]
    assert "public-health" in {each["rule"] for each in wrong}


def test_who_may_decide_follows_the_scheme() -> None:
    assert typed("bodies", "may", LUTON, "merger", *EVE, "--json").json["allowed"] is True
    done = typed("bodies", "may", LUTON, "nonsense", *EVE)
    assert done.status == 1


def test_what_a_decision_commits_is_told_to_the_penny() -> None:
    asked = ("bodies", "may", LUTON, "merger", *EVE, "--json", "--pounds")
    assert typed(*asked, "1,250,000.10").json == typed(*asked, "£1250000.1").json
    done = typed(*asked, "10.005")
    assert done.status == 2
    assert "There is no part of a penny" in done.err
    assert typed(*asked, "-1").status == 2


def test_people_are_told_with_all_that_they_hold() -> None:
    found = typed("bodies", "person", "felicity-cox", *EVE, "--json").json
    assert {each["body"] for each in found["held"]} >= {LUTON, "bedfordshire-governing-body"}
    assert "Felicity Cox: Accountable officer" in typed("bodies", "who", *EVE).out
    empty = typed("bodies", "vacancies", *EVE, "--json").json["seats"]
    assert {each["body"] for each in empty} & {LUTON} == set()
    assert typed("bodies", "person", "nobody").status == 1


def test_a_sheet_is_loaded_once_and_refused_with_its_line(tmp_path: Path) -> None:
    done = typed("bodies", "load", str(SHEET), "--source", "a test", "--known", "2020-05-31")
    assert done.status == 0, done.err
    assert "8 bodies" in done.out
    assert "Nothing" not in typed("bodies", "list", *EVE).out
    broken = tmp_path / "board.toml"
    broken.write_text(SHEET.read_text().replace('kind = "ccg-governing-body"', 'kind = "ccg"', 1))
    done = typed("bodies", "load", str(broken), "--source", "a test")
    assert done.status == 1
    assert "board.toml, line" in done.err


def test_meetings_are_listed_and_shown_with_the_quorum_of_each_item() -> None:
    assert typed("meetings", "list", "--body", LUTON, "--json").json["count"] == 1
    done = typed("meetings", "show", MEETING)
    assert "luton-governing-body: Quorate: 7 of the 5 needed." in done.out
    told = typed("meetings", "show", MEETING, "--json").json
    private = next(item for item in told["agenda"] if item["private"])
    assert private["parties"] == []
    assert private["text"] is None
    assert [quorum["have"] for quorum in private["quorum"]] == [8, 7, 8]
    assert told["notice"]["clear_days"] == 6


def test_minutes_and_their_draft_hold_nothing_of_the_private_part() -> None:
    for more in ((), ("--draft",)):
        text = typed("meetings", "minutes", MEETING, *more).out
        assert text.startswith("# Minutes")
        assert "Example Community Care" not in text


def test_a_pack_is_written_with_its_hash(tmp_path: Path) -> None:
    out = tmp_path / "pack.pdf"
    made = typed("meetings", "pack", MEETING, "--out", str(out), "--json").json
    assert out.read_bytes().startswith(b"%PDF")
    assert made["bytes"] == out.stat().st_size
    assert typed("meetings", "pack", MEETING, "--out", str(tmp_path / "pack.txt")).status == 2


def test_search_finds_across_kinds_and_says_why_it_finds_nothing() -> None:
    found = typed("meetings", "find", "commissioning group", "--json").json
    assert {hit["kind"] for hit in found["hits"]} >= {"decision", "paper"}
    assert "Nothing that is public" in typed("meetings", "find", "zzzzq").out


def test_decisions_are_told_with_their_plan() -> None:
    found = typed("decisions", "list", "--body", LUTON, "--json").json["decisions"]
    (merger,) = [each for each in found if each["kind"] == "merger"]
    shown = typed("decisions", "show", merger["ref"], "--json").json
    assert [link["ref"] for link in shown["links"]] == ["blmk-2021"]
    assert "Agreed without a vote." in typed("decisions", "show", merger["ref"].lower()).out
    assert typed("decisions", "show", "D-1999-0001").status == 1
    assert typed("decisions", "awaiting").out.startswith("0 urgent decisions to ratify")


def test_actions_are_told_as_they_stood_and_closed_step_by_step() -> None:
    asked = ("actions", "list", "--body", LUTON, "--json")
    (mine,) = typed(*asked, "--on", "2021-03-20").json["actions"]
    assert typed(*asked, "--on", "2021-03-15").json["count"] == 0
    assert typed("actions", "done", mine["ref"], "--on", "2021-03-25").status == 0
    assert typed("actions", "report", mine["ref"], "--note", "", "--on", "2021-03-26").status == 1
    assert "closed" in typed("actions", "close", mine["ref"], "--on", "2021-03-30").out
    assert typed(*asked, "--on", "2021-03-30").json["count"] == 0
    assert typed(*asked, "--on", "2021-03-27").json["actions"][0]["state"] == "done"


def test_kinds_are_told_without_a_register() -> None:
    assert "integrated-care-board" in typed("bodies", "kinds").out
    assert "ccg-governing-body" not in typed("bodies", "kinds", "--on", "2023-01-01").out
    assert "urgent-ratification" in typed("decisions", "kinds").out


def test_nothing_is_carried_where_no_body_has_ended() -> None:
    ran = typed("bodies", "carry", "--on", "2021-03-31")
    assert ran.status == 0
    assert ran.out == "Nothing is left with bodies that ended by 31 March 2021.\n"
