"""The page of one organisation, and its copies for machines."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def text(site: Client, address: str) -> str:
    response = site.get(address)
    assert response.status_code == 200, response
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("day", "code"),
    [("2000-01-01", "4NP98"), ("2001-04-01", "5GC"), ("2013-03-31", "5GC"), ("2013-04-01", "06P"),
     ("2021-03-31", "06P"), ("2021-04-01", "M1J4Y"), ("2022-06-30", "M1J4Y"), ("2026-10-01", "M1J4Y")],
)  # fmt: skip
@pytest.mark.parametrize("start", ["E06000032", "06P"])
def test_organisation_says_who_planned_care_here_on_any_day(site: Client, start: str, day: str, code: str) -> None:
    page = text(site, f"/organisations/{start}/?on={day}")
    card = page[page.index("Planned and bought care here") :][:600]
    assert f"/organisations/{code}/?on={day}" in card
    assert card.count('class="ouzel-answer"') == 1


def test_organisation_names_the_board_above(site: Client) -> None:
    assert "/organisations/QHG/" in text(site, "/organisations/E06000032/?on=2023-01-01")
    assert "/organisations/S1Y5D/" in text(site, "/organisations/E06000032/?on=2026-05-01")


def test_organisation_that_closed_leads_to_its_successor(site: Client) -> None:
    page = text(site, "/organisations/06P/?on=2023-01-01")
    assert "This body closed on 31 March 2021." in page
    assert "It was succeeded by" in page
    assert "/organisations/M1J4Y/?on=2023-01-01" in page


def test_organisation_before_it_opened_says_so(site: Client) -> None:
    page = text(site, "/organisations/06P/?on=2012-01-01")
    assert "This body opened later, on 1 April 2013." in page
    assert "Not open yet" in page


def test_organisation_changes_role_under_one_code(site: Client) -> None:
    assert "Clinical commissioning group" in text(site, "/organisations/M1J4Y/?on=2022-06-30")
    assert "<h1" in (page := text(site, "/organisations/M1J4Y/?on=2022-07-01"))
    assert "Sub-ICB location" in page
    assert "Called before" in page


def test_organisation_of_98_or_100_shows_both(site: Client) -> None:
    page = text(site, "/organisations/BLMK-COLLABORATIVE/?on=2020-12-31")
    stated = page[page.index("Stated and counted") :]
    assert "The stated total is 98, but its parts, also stated, add up to 100: a difference of 2." in stated
    assert all(part in stated for part in (">47", ">26", ">27", ">100"))


def test_organisation_lists_members_by_kind_on_each_basis(site: Client) -> None:
    assert "GP practices (98)" in text(site, "/organisations/M1J4Y/?on=2021-11-30&known-at=2021-11-30&kind=practice")
    was = text(site, "/organisations/06P/?on=2016-01-31")
    now = text(site, "/organisations/06P/?on=2016-01-31&basis=as-now")
    assert "As it was: members on 31 January 2016." in was
    assert "As it is now: members today" in now
    assert "GP practices (" in was
    assert "it was closed from" in now


def test_organisation_shows_who_said_each_thing(site: Client) -> None:
    page = text(site, "/organisations/M1J4Y/")
    said = page[page.index("Where this is said") :]
    assert "statutory.csv, row" in said
    assert "published 1 April 2021" in said


@pytest.mark.parametrize(
    ("typed", "meant"), [("06F00", "06F"), ("06f", "06F"), ("E38000010", "06F"), ("m1j4y", "M1J4Y")]
)
def test_organisation_old_codes_lead_on_for_good(site: Client, typed: str, meant: str) -> None:
    response = site.get(f"/organisations/{typed}/?on=2016-01-31")
    assert (response.status_code, response["Location"]) == (301, f"/organisations/{meant}/?on=2016-01-31")


def test_organisation_form_leads_to_one_tidy_address(site: Client) -> None:
    response = site.get("/organisations/06P/?on-day=5&on-month=5&on-year=2007&known-at-day=&basis=as-was&kind=practice")
    assert (response.status_code, response["Location"]) == (302, "/organisations/06P/?on=2007-05-05&kind=practice")


def test_organisation_with_a_wrong_date_still_shows_the_page(site: Client) -> None:
    page = text(site, "/organisations/06P/?on=2021-02-31")
    assert "There is a problem" in page
    assert 'href="#on-day"' in page
    assert "not a day of the calendar" in page
    assert "NHS Luton CCG" in page


def test_organisation_unknown_is_missing_with_suggestions(site: Client) -> None:
    response = site.get("/organisations/LUTON/")
    assert response.status_code == 404
    page = response.content.decode()
    assert "No organisation has the code LUTON" in page
    assert "NHS Luton CCG" in page


def test_organisation_as_json_has_the_same_answers(site: Client) -> None:
    found = json.loads(site.get("/organisations/M1J4Y.json?on=2021-11-30&known-at=2021-11-30").content)
    assert (found["code"], found["on"], found["open"], found["edition"]) == ("M1J4Y", "2021-11-30", True, 1)
    assert len(found["members"]["practice"]) == 98
    assert {p["predecessor"] for p in found["predecessors"]} == {"04F", "06F", "06P"}
    assert site.get("/organisations/m1j4y.json")["Location"] == "/organisations/M1J4Y.json"
    wrong = site.get("/organisations/M1J4Y.json?on=31-31-2021")
    assert wrong.status_code == 400
    assert "on" in json.loads(wrong.content)["fields"]


def test_organisation_members_as_csv(site: Client) -> None:
    response = site.get("/organisations/M1J4Y.csv?on=2021-11-30&known-at=2021-11-30")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert sum(row["kind"] == "practice" for row in rows) == 98
    assert "members-M1J4Y-2021-11-30.csv" in response["Content-Disposition"]


def test_organisation_asks_the_database_little_and_once(site: Client) -> None:
    with CaptureQueriesContext(connection) as first:
        site.get("/organisations/M1J4Y/?on=2024-02-29")
    with CaptureQueriesContext(connection) as again:
        site.get("/organisations/M1J4Y/?on=2024-02-29")
    assert len(first) <= 60
    assert len(again) <= 1
