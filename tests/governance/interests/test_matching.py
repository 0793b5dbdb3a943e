"""Interests matched to business: by code, by what became of an organisation, by number, by name, by words."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ouzel.core.actors import Actor
from ouzel.governance.interests import actions
from ouzel.governance.interests.lines import Lines
from ouzel.governance.interests.matching import Concerned, Party, before_papers, matches, matches_in
from ouzel.governance.models import AgendaItem, Interest
from ouzel.register import actions as register
from tests.governance.interests.business import item, meeting
from tests.governance.interests.declaring import declare
from tests.governance.world import SECRETARY, World
from tests.sourced_facts import DEMO

HOSPITALS = ("RC1", "RC9")


@pytest.fixture(scope="module")
def hospitals(made_world: World, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    """Bedford Hospital was acquired on 1 April 2020 by the trust that then took the name Bedfordshire Hospitals."""
    folder: Path = tmp_path_factory.mktemp("hospitals")
    first, *lines = (DEMO / "facts.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    path = folder / "facts.csv"
    path.write_text(first + "".join(one for one in lines if one.partition(",")[0] in HOSPITALS), encoding="utf-8")
    with django_db_blocker.unblock(), transaction.atomic():
        register.load([path], by=Actor.command("root"))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def area(hospitals: None, world: World) -> World:
    """The world, with its hospitals."""
    return world


def said(row: AgendaItem, viewer: Any = None) -> list[tuple[str, str]]:
    return [(each.person.name, each.how) for each in matches(row, viewer=viewer)]


def at(world: World, interest: dict[str, Any], party: dict[str, str], **more: Any) -> list[tuple[str, str]]:
    declare(world.person("Gil"), **{"organisation": "", "description": "An interest", **interest})
    return said(item(meeting(world), "A contract", parties=[party] if party else [], **more))


def test_the_same_code_is_a_match(area: World) -> None:
    assert at(area, {"ods_code": "RC9"}, {"ods_code": "RC9", "name": "The trust"}) == [("Gil Eastluton", "code")]


def test_interest_in_a_trust_that_was_merged_since_still_matches(area: World) -> None:
    found = matches_of(area, {"ods_code": "RC1"}, {"ods_code": "RC9", "name": "Bedfordshire Hospitals"})
    assert [(each.how, each.why) for each in found] == [
        ("successor", "RC1 was succeeded by RC9 on 1 April 2020.")
    ]  # fmt: skip


def test_party_that_is_named_by_its_predecessor_matches_too(area: World) -> None:
    found = matches_of(area, {"ods_code": "RC9"}, {"ods_code": "RC1", "name": "Bedford Hospital"})
    assert [each.how for each in found] == ["successor"]


def matches_of(world: World, interest: dict[str, Any], party: dict[str, str]) -> tuple[Any, ...]:
    declare(world.person("Gil"), **{"organisation": "", "description": "An interest", **interest})
    return matches(item(meeting(world), "A contract", parties=[party]))


def test_two_that_will_only_later_become_one_do_not_match_before(area: World) -> None:
    declare(area.person("Gil"), organisation="", ods_code="06F")
    before = item(meeting(area), "Merger", parties=[{"ods_code": "06P", "name": ""}])
    direct = item(before.meeting, "The new group", "2", parties=[{"ods_code": "M1J4Y", "name": ""}])
    assert said(before) == []
    (match,) = matches(direct)
    assert match.why == "06F will be succeeded by M1J4Y on 1 April 2021."
    business = {"merger": Concerned((Party("", "06P"),), "")}
    later = matches_in([area.luton], business, on=date(2021, 4, 1), viewer=None)["merger"]
    assert [each.why for each in later] == ["06F and 06P were both succeeded by M1J4Y."]


def test_name_of_a_successor_in_the_words_of_an_item_matches(area: World) -> None:
    assert at(area, {"ods_code": "RC1"}, {}, text="With Bedfordshire Hospitals NHS Foundation Trust.") == [
        ("Gil Eastluton", "words")
    ]  # fmt: skip


def test_former_name_of_a_party_matches_a_name_as_declared(area: World) -> None:
    interest = {"organisation": "Luton & Dunstable University Hospital NHS FT"}
    party = {"ods_code": "RC9", "name": "Bedfordshire Hospitals"}
    assert at(area, interest, party) == [("Gil Eastluton", "name")]


def test_company_number_matches_with_or_without_noughts(area: World) -> None:
    interest = {"company_number": "01234567", "organisation": "Old Name Ltd"}
    assert at(area, interest, {"company_number": "1234567", "name": "New Name Ltd"}) == [("Gil Eastluton", "company")]


def test_name_however_written_matches_and_another_does_not(area: World) -> None:
    declare(area.person("Gil"))
    of = meeting(area)
    assert said(item(of, "A", "1", parties=[{"name": "HARLOW HOMECARE LIMITED"}])) == [("Gil Eastluton", "name")]
    assert said(item(of, "B", "2", parties=[{"name": "Harlow Homecare (East) Limited"}])) == [("Gil Eastluton", "name")]
    assert said(item(of, "C", "3", parties=[{"name": "Harlow Housing Ltd"}])) == []
    assert said(item(of, "D", "4", text="Home care in Harlow")) == []
    assert said(item(of, "Award to Harlow Homecare", "5")) == [("Gil Eastluton", "words")]


def test_somebody_with_seats_in_several_sitting_bodies_is_told_once(area: World) -> None:
    declare(area.person("Ola"))
    (match,) = matches(item(meeting(area), "Award to Harlow Homecare"))
    assert {seat.body for seat in match.seats} == set(area.three)


def test_who_does_not_sit_that_day_does_not_match(area: World) -> None:
    declare(area.person("Cara"))
    assert said(item(meeting(area), "Award to Harlow Homecare")) == []
    assert said(item(meeting(area, on=date(2022, 9, 1), bodies=[area.board]), "Award to Harlow Homecare")) != []


def test_interest_that_ended_shortly_before_is_told_as_ended_and_later_not(area: World) -> None:
    row = declare(area.person("Gil"))
    actions.end_interest(interest=row, on=date(2020, 12, 1), known=date(2020, 12, 1), by=SECRETARY)
    assert [each.ended for each in matches(item(meeting(area), "Award to Harlow Homecare"))] == [True]
    assert said(item(meeting(area, on=date(2021, 6, 1)), "Award to Harlow Homecare")) == []


def test_withheld_interest_matches_for_who_keeps_the_register_alone(area: World) -> None:
    actions.redact(interest=declare(area.person("Gil")), reason="Risk", on=date(2020, 5, 1), by=SECRETARY)
    row = item(meeting(area), "Award to Harlow Homecare")
    assert said(row) == []
    assert said(row, SECRETARY) == [("Gil Eastluton", "words")]
    assert Interest.objects.visible_to(None).count() == 0


def test_before_papers_lists_items_that_meet_interests_and_who_has_not_declared(area: World) -> None:
    declare(area.person("Gil"))
    of = meeting(area)
    item(of, "Minutes", "1")
    award = item(of, "Award to Harlow Homecare", "2")
    item(of, "Award to Harlow Homecare, taken off", "3", removed="Withdrawn")
    found = before_papers(of, on=date(2021, 3, 1), viewer=SECRETARY)
    assert [row for row, _ in found.items] == [award]
    names = {due.person.name for due in found.undeclared}
    assert "Gwen Westluton" in names
    assert "Gil Eastluton" not in names


def test_matching_asks_as_often_for_many_items_people_and_codes_as_for_one(area: World) -> None:
    asked = []
    of = meeting(area)
    for person, number in (("Gil", 1), ("Gia", 2), ("Gwen", 3), ("Lew", 4)):
        declare(area.person(person), ods_code="QHG", organisation=f"Somebody {number}")
        item(of, f"Business {number}", number=str(number), parties=[{"name": "A", "ods_code": "06P"}])
        with CaptureQueriesContext(connection) as queries:
            before_papers(of, on=date(2021, 3, 1), viewer=None)
        asked.append(len(queries))
    assert len(set(asked)) == 1, asked


def test_lines_of_many_are_those_of_each(area: World) -> None:
    codes = ["06F", "M1J4Y", "QHG", "E06000032", "", "no-such-code"]
    many = Lines(date(2022, 8, 1), codes)
    for one in codes:
        assert many.names(one) == Lines(date(2022, 8, 1), [one]).names(one)
        for other in codes:
            assert many.joined(one, other) == Lines(date(2022, 8, 1), [one, other]).joined(one, other)
