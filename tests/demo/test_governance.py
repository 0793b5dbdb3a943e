"""Who decides, as the demonstration tells it: what the sources print, what is made up and says so, what is carried."""

import json
import tomllib
from pathlib import Path

from ouzel.demo import boards
from ouzel.demo.governance import AWARD, PRIVATE, SUPPLIER
from tests.demo.running import part

MERGED = "NHS Bedfordshire, Luton and Milton Keynes CCG"
SHEETS = sorted(boards.FOLDER.glob("*.toml"))
SEEDS = {
    "Dr Nicola Smith", "Patricia Davies", "Felicity Cox", "Dr Sarah Whiteman", "Dr Edward Sivills", "Dean Westcott",
}  # fmt: skip
"""Everybody whom the sources name, as printed there."""


def test_the_meeting_is_told_with_a_quorum_for_each_body_and_item(told: list[str]) -> None:
    meeting = part(told, "Who decides: three governing bodies meet in common on 16 March 2021")
    assert "Notice given on 9 March 2021, 6 clear days before; 3 clear days are asked for." in meeting
    assert "1 Declarations of interest 8 of 5 8 of 5 8 of 5" in meeting
    assert "P1 A contract for community care (made up) 8 of 5 7 of 5 8 of 5" in meeting
    assert "Decides on: One commissioning group for Bedfordshire, Luton and Milton Keynes" in meeting
    assert "Minutes, version 1: approved on 18 May 2021 by its successor." in meeting


def test_actions_are_carried_through_three_reorganisations(told: list[str]) -> None:
    assert part(told, "What that meeting asked for")[:7] == [
        "on body open actions",
        "2021-03-16 Governing body of NHS Bedfordshire CCG A-2021-0001",
        "2021-03-16 Governing body of NHS Luton CCG A-2021-0002",
        "2021-03-16 Governing body of NHS Milton Keynes CCG A-2021-0003",
        f"2021-04-01 Governing body of {MERGED} A-2021-0002, A-2021-0001, A-2021-0003",
        "2022-07-01 Board of NHS Bedfordshire, Luton and Milton Keynes Integrated Care Board A-2021-0003",
        "2026-04-01 Board of NHS Central East Integrated Care Board A-2021-0003",
    ]
    assert "open actions of bodies 3 3 0" in part(told, "The proof")


def test_who_followed_luton_is_led_on_and_told_why(told: list[str]) -> None:
    road = part(told, "Somebody followed the governing body of Luton")
    assert road[0] == "They chose luton-governing-body, and confirmed it."
    led = [line for line in road if " takes over from " in line and not line.startswith("e-mail")]
    assert [line.partition(" takes over from ")[0] for line in led] == [
        f"Governing body of {MERGED}",
        "Board of NHS Bedfordshire, Luton and Milton Keynes Integrated Care Board",
        "Board of NHS Central East Integrated Care Board",
    ]
    waiting = [line for line in road if line.startswith("e-mail that waits: ")]
    assert any("will meet on 16 March 2021" in line for line in waiting)
    assert any(line.startswith("e-mail that waits: Decided by Governing body of NHS Luton CCG") for line in waiting)


def test_seats_are_told_as_the_news_of_the_merger_has_them(told: list[str]) -> None:
    seats = part(told, "The governing body that the merger made, on 1 April 2021, as known then")
    assert "Chair Dr Sarah Whiteman 2021-04-01" in seats
    assert "Medical director Dr Edward Sivills 2021-04-01 interim" in seats
    assert "Chief finance officer vacant Dean Westcott from 1 June 2021" in seats


def test_nothing_taken_in_private_is_told(told: list[str]) -> None:
    secret = [SUPPLIER["name"].removesuffix(" Limited"), PRIVATE.partition(",")[0], f"{AWARD // 100:,}", str(AWARD)]
    assert all(secret)
    assert not [line for line in told if any(words in line for words in secret)]


def test_everybody_is_in_the_sources_or_evidently_made_up() -> None:
    people = {row["name"]: row.get("biography", "") for sheet in SHEETS for row in _read(sheet).get("person", [])}
    named = {name for name in people if not name.endswith(" Example")}
    assert named == SEEDS
    assert all(people[name] == "Made up for the demonstration." for name in people.keys() - named)


def test_every_line_of_a_sheet_names_its_source() -> None:
    for sheet in SHEETS:
        for record, rows in _read(sheet).items():
            for row in rows:
                assert record == "person" or row.get("source"), json.dumps(row, default=str)


def test_nobody_whom_the_sources_name_is_said_to_have_been_at_a_meeting() -> None:
    text = (Path(boards.__file__).parent / "governance.py").read_text(encoding="utf-8")
    assert not [name for name in SEEDS if name.removeprefix("Dr ") in text]
    assert 'endswith="-example"' in text


def _read(sheet: Path) -> dict[str, list[dict[str, str]]]:
    return tomllib.loads(sheet.read_text(encoding="utf-8"))
