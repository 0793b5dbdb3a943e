"""The register as a whole, and figures."""

import csv
import json
from typing import Any

import pytest
from django.test import Client

from tests.api.test_organisations import V1, get


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_snapshot_is_the_same_in_every_form(api: Client) -> None:
    path = "snapshot?on=2021-11-30&known-at=2021-11-30"
    document = json.loads(body(get(api, path)))
    lines = [json.loads(line) for line in body(get(api, path + "&format=ndjson")).splitlines()]
    rows = list(csv.DictReader(body(get(api, path + "&format=csv")).decode().splitlines()))
    assert document["memberships"] == lines
    assert [(r["code"], r["relation"], r["parent"]) for r in rows] == [
        (m["code"], m["relation"], m["parent"]) for m in lines
    ]
    assert (document["on"], document["known_at"], document["edition"]) == ("2021-11-30", "2021-11-30", 1)


def test_a_snapshot_has_the_members_that_are_asked_for_one_by_one(api: Client) -> None:
    document = json.loads(body(get(api, "snapshot?on=2021-11-30&known-at=2021-11-30&kind=practice")))
    ours = {m["code"] for m in document["memberships"] if m["parent"] == "M1J4Y"}
    asked = get(api, "organisations/M1J4Y/members?on=2021-11-30&known-at=2021-11-30&kind=practice").json()
    assert ours == {m["code"] for m in asked["members"]}
    assert len(ours) == 98


def test_an_empty_snapshot_is_a_whole_document(api: Client) -> None:
    assert json.loads(body(get(api, "snapshot?on=1900-01-01")))["memberships"] == []


def test_differences_between_two_days(api: Client) -> None:
    answer = get(api, "differences?before=2026-03-31&after=2026-04-01").json()
    moved = {d["code"]: (d["before"], d["after"]) for d in answer["differences"] if d["attribute"] == "system"}
    assert moved["M1J4Y"] == ("QHG", "S1Y5D")
    assert answer["before"]["edition"] == 1


def test_checks_name_what_they_found(api: Client) -> None:
    answer = get(api, "checks?on=2026-11-01").json()
    assert answer["count"] == len(answer["findings"])


ROWS = (("E81001", 100), ("K82003", 11), ("ZZZZZ", 5))
LISTS = "practice,patients\nE81001,100\nK82003,11\nZZZZZ,5\n"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (LISTS, "text/csv"),
        (json.dumps([{"practice": p, "patients": n} for p, n in ROWS]), "application/json"),
    ],
)  # fmt: skip
def test_figures_come_back_in_the_shape_asked_for_with_their_proof(api: Client, data: str, kind: str) -> None:
    path = V1 + "rebase?unit=practice&value=patients&to=commissioner&basis=as-at:2021-03-31"
    answer = api.post(path, data, content_type=kind).json()
    assert [(r["code"], r["patients"]) for r in answer["rows"]] == [("04F", 11), ("06P", 100)]
    proof = answer["reconciliation"]
    assert (proof["in"], proof["out"]) == ({"patients": 116}, {"patients": 111})
    assert [(u["code"], u["patients"]) for u in proof["unresolved"]] == [("ZZZZZ", 5)]
    assert answer["basis"] == "as-at:2021-03-31"
    assert answer["edition"] == 1


@pytest.mark.parametrize(
    ("data", "kind", "status", "said"),
    [
        ("practice,patients\nE81001,many\n", "text/csv", 422, "line 2"),
        ("practice,people\nE81001,1\n", "text/csv", 422, "practice, people"),
        ("\n", "text/csv", 422, "empty"),
        (b"practice,patients\nE81001,\xff\xfe\n", "text/csv", 422, "UTF-8"),
        ("{", "application/json", 422, "JSON"),
        ("{}", "application/json", 422, "list of rows"),
        ("<x/>", "application/xml", 415, "text/csv"),
    ],
)
def test_figures_that_cannot_be_read_are_refused_with_their_place(
    api: Client, data: str | bytes, kind: str, status: int, said: str
) -> None:
    response = api.post(V1 + "rebase?unit=practice&value=patients&to=board", data, content_type=kind)
    assert response.status_code == status
    assert said in response.json()["detail"]


def test_crosswalk_of_a_kind_and_of_codes(api: Client) -> None:
    rows = get(api, "crosswalk?units=sub-icb-location&to=board").json()["rows"]
    assert ("M1J4Y", "S1Y5D") in {(r["unit"], r["group"]) for r in rows}
    periods = get(api, "crosswalk?code=M1J4Y&to=board&basis=as-was&since=2022-07-01&until=2026-05-01").json()["rows"]
    assert [(p["since"], p["until"], p["group"]) for p in periods] == [
        ("2022-07-01", "2026-04-01", "QHG"), ("2026-04-01", "2026-05-01", "S1Y5D"),
    ]  # fmt: skip
    text = get(api, "crosswalk?code=M1J4Y&to=board&format=csv").content.decode()
    assert text.startswith("unit,unit_name,group,")


def test_crosswalk_wants_units_named_one_way(api: Client) -> None:
    assert get(api, "crosswalk?to=board").status_code == 400
    assert get(api, "crosswalk?to=board&units=practice&code=E81001").status_code == 400


def test_an_address_with_nothing_says_where_to_look(api: Client) -> None:
    response = get(api, "nothing/at/all")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert "/api/v1/docs" in response.json()["detail"]


def test_the_description_is_a_page_without_script_or_strange_hosts(api: Client) -> None:
    page = get(api, "docs").content.decode()
    assert "<script" not in page
    assert 'src="http' not in page
    assert 'rel="stylesheet" href="/static/' in page
    for path in api.get(V1 + "openapi.json").json()["paths"]:
        assert path in page
