"""Who decides, over HTTP: on any day, as known on any other, and nothing of what was taken in private."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from ninja import Schema

from ouzel.api import governance_schemas as schemas
from ouzel.api import meeting_schemas
from tests.boards import LUTON, MEETING, met_in_common

EVE = "on=2021-03-31"
WITHHELD = "Example Community Care"
DOORS: dict[str, type[Schema]] = {
    f"bodies?{EVE}": schemas.Bodies, f"bodies/{LUTON}?{EVE}": schemas.WholeBody, f"people?{EVE}": schemas.People,
    f"people/gus-example?{EVE}": schemas.WholePerson, f"vacancies?{EVE}": schemas.Seats,
    "meetings": meeting_schemas.Meetings,
    f"meetings/{MEETING}": meeting_schemas.WholeMeeting, "decisions": meeting_schemas.Decisions,
    "decisions/D-2021-0005": meeting_schemas.WholeDecision, f"actions?{EVE}": meeting_schemas.Actions,
    "actions/A-2021-0001": meeting_schemas.WholeAction, "strategies": schemas.Strategies, "risks": schemas.Risks,
    "records?q=contract": meeting_schemas.Records, "records?q=community": meeting_schemas.Records,
    "records?q=award": meeting_schemas.Records,
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _met(facts_loaded: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), met_in_common():
        yield


def get(api: Client, question: str, status: int = 200) -> Any:
    """What is answered."""
    response = api.get(f"/api/v1/{question}")
    assert response.status_code == status, response.content
    return response.json()


def test_bodies_are_told_for_a_day_a_kind_and_an_organisation(api: Client) -> None:
    assert get(api, f"bodies?{EVE}")["count"] == 8
    assert [each["slug"] for each in get(api, f"bodies?{EVE}&of=06P")["bodies"]] == [LUTON]
    assert get(api, f"bodies?{EVE}&kind=health-and-wellbeing-board")["count"] == 4
    assert get(api, f"bodies?{EVE}&known-at=2020-05-30")["count"] == 0


def test_a_body_has_its_seats_and_powers(api: Client) -> None:
    body = get(api, f"bodies/{LUTON}?{EVE}")
    assert body["exists"] is True
    chair = next(seat for seat in body["seats"] if seat["seat"] == "chair")
    assert chair["holder"]["slug"] == "nicola-smith"
    assert [(line["kind"], line["reserved"]) for line in body["scheme"]] == [("merger", True)]
    assert body["breaches"] == []
    assert "no body called" in get(api, "bodies/nowhere", 404)["detail"]


def test_one_person_has_several_seats(api: Client) -> None:
    held = get(api, f"people/felicity-cox?{EVE}")["held"]
    assert len({each["body"] for each in held}) == 3
    assert get(api, f"people/felicity-cox?{EVE}&known-at=2021-02-28")["held"] == []
    assert "nobody" in get(api, "people/nobody", 404)["detail"]


def test_a_meeting_has_the_quorum_of_each_body_for_each_item(api: Client) -> None:
    told = get(api, f"meetings/{MEETING}")
    assert told["in_common"] is True
    private = next(item for item in told["agenda"] if item["private"])
    assert [quorum["have"] for quorum in private["quorum"]] == [8, 7, 8]
    assert len(private["excluded"]) == 3
    assert (private["text"], private["parties"], private["papers"]) == (None, [], [])
    assert told["minutes"][0]["standing"] == "draft, not yet approved"
    assert get(api, f"meetings?body={LUTON}&since=2021-03-16&until=2021-03-17")["count"] == 1
    assert get(api, "meetings?until=2021-03-16")["count"] == 0
    get(api, "meetings/2020-01-01-none", 404)


@pytest.mark.parametrize(("moment", "status"), [
    ("2020-01-01T09:00:00Z", 200), ("5525-03-09T12:39:12-21:01", 200), ("0001-01-01T00:30:00%2B21:00", 422),
    ("2020-01-01T09:00:00", 422),
])  # fmt: skip
def test_a_moment_in_any_zone_is_understood_or_refused(api: Client, moment: str, status: int) -> None:
    get(api, f"meetings?modified-since={moment}", status)


def test_decisions_are_paged_and_linked(api: Client) -> None:
    first = get(api, "decisions?kind=merger&limit=2")
    assert (first["count"], first["more"]) == (2, True)
    rest = get(api, "decisions?kind=merger&limit=2&offset=2")
    assert (rest["count"], rest["more"]) == (1, False)
    whole = get(api, f"decisions/{first['decisions'][0]['ref']}")
    assert [link["ref"] for link in whole["links"]] == ["blmk-2021"]
    get(api, "decisions/D-1999-0001", 404)


def test_actions_are_told_as_they_stood(api: Client) -> None:
    (mine,) = get(api, f"actions?body={LUTON}&{EVE}")["actions"]
    assert get(api, f"actions?body={LUTON}&on=2021-03-15")["count"] == 0
    assert get(api, f"actions/{mine['ref']}?{EVE}")["steps"][0]["kind"] == "made"
    get(api, f"actions/{mine['ref']}?on=2021-03-15", 404)


def test_the_register_is_that_of_the_public(api: Client) -> None:
    told = get(api, f"interests?body={LUTON}&{EVE}")
    people = {each["slug"]: each for each in told["people"]}
    assert people["gus-example"]["interests"][0]["organisation"].startswith(WITHHELD)


def test_records_are_found_in_full_text(api: Client) -> None:
    told = get(api, f"records?q=commissioning group&body={LUTON}")
    assert {hit["kind"] for hit in told["hits"]} >= {"decision", "paper"}
    assert get(api, "records?q=zzzzq")["why"]
    assert get(api, "records?q=group&kind=paper")["counts"].keys() == {"paper"}


@pytest.mark.parametrize("question", DOORS)
def test_answers_have_the_parts_that_the_description_names_and_no_others(api: Client, question: str) -> None:
    told = get(api, question)
    kind = DOORS[question]
    assert set(told) == set(kind.model_fields)
    again = kind.model_validate(told).model_dump(mode="json")
    for name, value in again.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            assert [set(each) for each in value] == [set(each) for each in told[name]], name


def test_what_was_taken_in_private_is_at_no_address(api: Client) -> None:
    for question in DOORS:
        response = api.get(f"/api/v1/{question}")
        assert response.status_code == 200, question
        assert WITHHELD not in response.content.decode(), question


def test_asking_again_costs_little_and_far_days_are_refused(api: Client) -> None:
    first = api.get(f"/api/v1/bodies?{EVE}")
    again = api.get(f"/api/v1/bodies?{EVE}", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert "1900-01-01" in get(api, "bodies?on=0001-01-01", 400)["detail"]
    assert "1900-01-01" in get(api, f"interests?{EVE}&known-at=9999-12-31", 400)["detail"]
