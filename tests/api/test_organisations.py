"""One body, a thousand, and what belongs to them."""

from typing import Any

import pytest
from django.test import Client

from tests.cli.test_register import HEAD
from tests.doors import typed

V1 = "/api/v1/"


def get(api: Client, path: str, **headers: str) -> Any:
    return api.get(V1 + path, headers=headers)


def test_one_body_names_day_knowledge_and_edition(api: Client) -> None:
    answer = get(api, "organisations/M1J4Y?on=2021-11-30&known-at=2021-11-30").json()
    assert answer["name"] == "NHS Bedfordshire, Luton and Milton Keynes CCG"
    assert answer["kinds"] == ["commissioner", "clinical-commissioning-group"]
    assert (answer["on"], answer["known_at"], answer["edition"]) == ("2021-11-30", "2021-11-30", 1)
    assert answer["closed"] is None


@pytest.mark.parametrize("code", ["06F", "06f", "06F00"])
def test_old_forms_of_a_code_are_understood(api: Client, code: str) -> None:
    assert get(api, f"organisations/{code}?on=2016-01-31").json()["code"] == "06F"


@pytest.mark.parametrize("question", [
    "organisations/M1J4Y?day=2021-11-30", "search?q=luton&known_at=2021-01-01", "meetings?form=",
    "changes?ON=2021-04-01",
])  # fmt: skip
def test_a_parameter_that_there_is_not_is_refused_with_those_there_are(api: Client, question: str) -> None:
    response = get(api, question)
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    said = response.json()["detail"]
    assert "there is no such parameter; there are " in said
    assert "known-at" in said or question.startswith("changes")


def test_an_unknown_code_is_a_problem_that_helps(api: Client) -> None:
    response = get(api, "organisations/NOWHERE")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert "Search for it by name" in response.json()["detail"]


@pytest.mark.parametrize(
    ("question", "status", "said"),
    [
        ("on=yesterday", 422, "2021-11-30"),
        ("on=0", 422, "2021-11-30"),
        ("on=2021-02-30", 422, "calendar"),
        ("edition=9", 400, "1 to 1"),
        ("edition=0", 422, "edition"),
    ],
)
def test_what_cannot_be_understood_is_said(api: Client, question: str, status: int, said: str) -> None:
    response = get(api, f"organisations/M1J4Y?{question}")
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert said in response.json()["detail"]


def test_the_same_question_again_is_answered_by_its_tag(api: Client) -> None:
    first = get(api, "organisations/M1J4Y?on=2021-11-30")
    again = get(api, "organisations/M1J4Y?on=2021-11-30", if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    other = get(api, "organisations/M1J4Y?on=2026-11-01", if_none_match=first["ETag"])
    assert other.status_code == 200


def test_a_new_edition_has_a_new_tag_and_the_new_answer(api: Client, tmp_path: Any) -> None:
    path = "organisations/E81002?on=2026-10-02"
    first = get(api, path)
    file = tmp_path / "facts.csv"
    file.write_text(HEAD + "E81002,name,since,2026-10-01,,A NEW NAME,,,A letter,2026-10-01\n")
    assert typed("register", "load", str(file)).status == 0
    again = get(api, path, if_none_match=first["ETag"])
    assert again.status_code == 200
    assert again.json()["name"] == "A NEW NAME"
    assert get(api, path + "&edition=1").json() == first.json()


def test_only_a_question_that_names_day_and_edition_is_kept_without_asking(api: Client) -> None:
    assert get(api, "organisations/M1J4Y?on=2021-11-30&edition=1")["Cache-Control"] == "public, max-age=86400"
    assert get(api, "organisations/M1J4Y?on=2021-11-30")["Cache-Control"] == "public, no-cache"
    assert get(api, "organisations/NOWHERE")["Cache-Control"] == "no-store"


def test_pages_of_others_may_read(api: Client) -> None:
    assert get(api, "organisations/M1J4Y")["Access-Control-Allow-Origin"] == "*"
    asked = api.options(
        V1 + "organisations/M1J4Y", headers={"Access-Control-Request-Method": "GET", "Origin": "https://x.org"}
    )
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert not api.post(V1 + "organisations", "{}", content_type="application/json").has_header(
        "Access-Control-Allow-Origin"
    )


def test_head_is_answered_like_get(api: Client) -> None:
    answer = api.head(V1 + "organisations/M1J4Y?on=2021-11-30")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["ETag"] == get(api, "organisations/M1J4Y?on=2021-11-30")["ETag"]


def test_a_batch_keeps_the_order_and_lists_what_is_unknown(api: Client) -> None:
    asked = ["E81002", "NOPE", "06F00", "E81001", "E81002"]
    response = api.post(V1 + "organisations?on=2016-01-31", {"codes": asked}, content_type="application/json")
    answer = response.json()
    assert [o["code"] for o in answer["organisations"]] == ["E81002", "06F", "E81001", "E81002"]
    assert answer["unknown"] == ["NOPE"]
    assert answer["count"] == 4
    assert answer["organisations"][1] == get(api, "organisations/06F?on=2016-01-31").json()
    assert response["Cache-Control"] == "no-store"
    assert not response.has_header("ETag")


@pytest.mark.parametrize("codes", [[], ["E81001"] * 1001, ["no code!"], [5]])
def test_a_batch_of_the_wrong_size_or_form_is_refused(api: Client, codes: list[Any]) -> None:
    response = api.post(V1 + "organisations", {"codes": codes}, content_type="application/json")
    assert response.status_code == 422
    assert (
        "codes" in response.json()["detail"]
        or "pattern" in response.json()["detail"]
        or "string" in response.json()["detail"]
    )


def test_members_are_those_of_the_command(api: Client) -> None:
    answer = get(api, "organisations/M1J4Y/members?on=2021-11-30&known-at=2021-11-30&kind=practice").json()
    told = typed(
        "register", "members", "M1J4Y", "--on", "2021-11-30", "--known-at", "2021-11-30", "--role", "practice", "--json"
    ).json
    assert answer == told
    assert answer["count"] == 98


def test_no_members_says_why(api: Client) -> None:
    answer = get(api, "organisations/06F/members?on=2022-01-01").json()
    assert answer["count"] == 0
    assert "closed from 2021-04-01" in answer["why"]


def test_successors_predecessors_history_and_evidence(api: Client) -> None:
    assert [s["successor"] for s in get(api, "organisations/06F/successors").json()["successors"]] == ["M1J4Y"]
    before = get(api, "organisations/M1J4Y/predecessors").json()["predecessors"]
    assert {s["predecessor"] for s in before} == {"04F", "06F", "06P"}
    facts = get(api, "organisations/M1J4Y/history").json()["facts"]
    assert {"RO98", "RO319"} <= {f["value"] for f in facts if f["attribute"] == "role"}
    assert all(row["file"] for row in get(api, "organisations/M1J4Y/evidence").json()["evidence"])


def test_search_by_initials(api: Client) -> None:
    assert "M1J4Y" in {f["code"] for f in get(api, "search?q=BLMK").json()["found"]}
    assert get(api, "search?q=").status_code == 422
    assert get(api, "search?q=%00").status_code == 422
