"""The copy of a page and the interface give the same object of the same thing."""

import json
from typing import Any

import pytest
from django.test import Client
from ninja import Schema

from ouzel.api import governance_schemas, meeting_schemas
from ouzel.governance.models import Risk
from tests.web.governance.told import SLUG, Told

EVE = "on=2021-03-31"


def given(site: Client, address: str) -> Any:
    """What is at an address for machines."""
    response = site.get(address)
    assert response.status_code == 200, (address, response.content[:200])
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)


@pytest.mark.parametrize(
    ("copy", "question"),
    [
        (f"bodies.json?{EVE}", f"bodies?{EVE}"),
        (f"bodies.json?{EVE}&known-at=2010-01-01", f"bodies?{EVE}&known-at=2010-01-01"),
        (f"bodies/luton-governing-body.json?{EVE}", f"bodies/luton-governing-body?{EVE}"),
        ("bodies/blmk-board.json?on=2021-01-01", "bodies/blmk-board?on=2021-01-01"),  # before it begins
        (f"people.json?{EVE}", f"people?{EVE}"),
        (f"people/ola-allthree.json?{EVE}", f"people/ola-allthree?{EVE}"),
        ("meetings.json", "meetings"),
        ("meetings.json?body=luton-governing-body", "meetings?body=luton-governing-body"),
        (f"meetings/{SLUG}.json", f"meetings/{SLUG}"),
        (f"meetings/{SLUG}.json?known-at=2099-01-01", f"meetings/{SLUG}?known-at=2099-01-01"),
        (f"meetings/{SLUG}.json?on=2021-03-17", f"meetings/{SLUG}?on=2021-03-17"),
        ("decisions.json", "decisions"),
        ("decisions.json?body=luton-governing-body", "decisions?body=luton-governing-body"),
        (f"actions.json?{EVE}", f"actions?{EVE}"),
        (f"interests.json?{EVE}", f"interests?{EVE}"),
        (f"interests.json?{EVE}&body=luton-governing-body", f"interests?{EVE}&body=luton-governing-body"),
        ("strategies/care-strategy.json?on=2024-01-01", "strategies/care-strategy?on=2024-01-01"),
    ],
)  # fmt: skip
def test_copy_of_a_page_is_what_the_interface_answers(site: Client, copy: str, question: str) -> None:
    assert given(site, f"/{copy}") == given(site, f"/api/v1/{question}")


def test_copies_of_things_with_numbers_are_what_the_interface_answers(told: Told, site: Client) -> None:
    risk = Risk.objects.get(title="Too few nurses")
    for name in (f"decisions/{told.decisions[1].ref}", f"decisions/{told.private_decision.ref}",
                 f"actions/{told.action.ref}", f"papers/{told.paper.slug}", f"risks/{risk.ref}"):  # fmt: skip
        assert given(site, f"/{name}.json") == given(site, f"/api/v1/{name}")
    on = "on=2021-03-17"
    action = given(site, f"/actions/{told.action.ref}.json?{on}")
    assert action == given(site, f"/api/v1/actions/{told.action.ref}?{on}")
    assert len(action["steps"]) == 1  # the day before its first report


def test_whole_things_are_the_parts_that_the_description_names(told: Told, site: Client) -> None:
    kinds: dict[str, type[Schema]] = {
        f"meetings/{SLUG}": meeting_schemas.WholeMeeting, f"papers/{told.paper.slug}": meeting_schemas.Paper,
        f"actions/{told.action.ref}": meeting_schemas.WholeAction,
        f"risks/{Risk.objects.get(title='Too few nurses').ref}": governance_schemas.WholeRisk,
        "strategies/care-strategy": governance_schemas.WholeStrategy,
        "bodies/luton-governing-body": governance_schemas.WholeBody,
    }  # fmt: skip
    for address, kind in kinds.items():
        whole = given(site, f"/{address}.json")
        assert set(whole) == set(kind.model_fields), address
        kind.model_validate(whole)


@pytest.mark.parametrize(
    "address",
    [f"/bodies/luton-governing-body.json?{EVE}", f"/people/ola-allthree.json?{EVE}", f"/meetings/{SLUG}.json",
     f"/interests.json?{EVE}", "/strategies/care-strategy.json", "/bodies.json", "/decisions.json", "/actions.json"],
)  # fmt: skip
def test_what_is_not_known_is_null_and_never_empty_text(site: Client, address: str) -> None:
    def empty(value: Any, where: str) -> list[str]:
        if isinstance(value, dict):
            return [found for key, each in value.items() for found in empty(each, f"{where}.{key}")]
        if isinstance(value, list):
            return [found for each in value for found in empty(each, f"{where}[]")]
        return [where] if value == "" else []

    assert empty(given(site, address), "") == []


def test_a_meeting_for_machines_has_all_that_its_page_shows(told: Told, site: Client) -> None:
    whole = given(site, f"/meetings/{SLUG}.json")
    assert [each["reason"] for each in whole["exclusions"]] == ["Commercially confidential terms of a contract"] * 3
    assert whole["exclusions"][1]["seconder"] == "Liz Lutaudit"
    assert {each["ref"] for each in whole["decisions"]} >= {each.ref for each in told.decisions}
    assert {each["ref"] for each in whole["actions"]} == {told.action.ref, told.private_action.ref}
    assert whole["minutes"][0]["text"].startswith("#")
    assert whole["agenda"][1]["papers"][0]["file"] == f"/papers/{told.paper.slug}/1/case.pdf"
    assert whole["agenda"][4]["excluded"] == [body.slug for body in told.world.three]
