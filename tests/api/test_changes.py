"""Reorganisations over HTTP: what anybody may see, what would follow from a plan, and what followed."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from ouzel.api import change_schemas
from ouzel.core.models import User
from ouzel.reorganisation import actions, enacting, plan_file
from ouzel.reorganisation.models import Proposal
from ouzel.reorganisation.plan import Rename
from tests.api.test_organisations import V1
from tests.reorganisation.plans import APPROVER, AUTHOR, KNOWN, OPERATOR, SAVING, blmk_2021

THEN = "known-at=2021-03-31"


@pytest.fixture
def draft(api: Client) -> Proposal:
    """The merger of 2021, kept and not yet proposed."""
    return actions.save(plan=blmk_2021(), by=AUTHOR, on=KNOWN)


@pytest.fixture
def proposed(draft: Proposal) -> Proposal:
    """The same, before everybody."""
    actions.propose(proposal=draft, by=AUTHOR, on=KNOWN)
    return draft


@pytest.fixture
def enacted(proposed: Proposal) -> Proposal:
    """The same, approved and enacted on the eve."""
    actions.approve(proposal=proposed, by=APPROVER, on=KNOWN)
    enacting.enact(proposal=proposed, by=OPERATOR, on=KNOWN)
    return proposed


@pytest.fixture
def ask(api: Client) -> Callable[[str], Any]:
    """The answer to a question that has one."""

    def asked(path: str) -> Any:
        response = api.get(V1 + path)
        assert response.status_code == 200, response.content
        return response.json()

    return asked


def send(api: Client, plan: Any, query: str = THEN, kind: str = "application/json") -> Any:
    data = plan if isinstance(plan, str | bytes) else json.dumps(plan)
    return api.post(f"{V1}changes/preview?{query}", data, content_type=kind)


# Who sees what


def test_a_draft_is_seen_by_nobody_until_it_is_proposed(api: Client, ask: Any, draft: Proposal) -> None:
    assert ask("changes") == {"count": 0, "proposals": []}
    for part in ("", "/preview", "/consequences", "/proof", "/reconciliation", "/case"):
        response = api.get(f"{V1}changes/blmk-2021{part}")
        assert response.status_code == 404
        assert response["Content-Type"] == "application/problem+json"
    actions.propose(proposal=draft, by=AUTHOR, on=KNOWN)
    (row,) = ask("changes")["proposals"]
    assert (row["slug"], row["effective"], row["state"]) == ("blmk-2021", "2021-04-01", "proposed")


def test_a_draft_is_seen_by_those_who_work_on_it(api: Client, ask: Any, draft: Proposal) -> None:
    from ouzel.core import actions as core

    lead = core.create_user(email="lead@example.org", by=OPERATOR, roles=["transition-lead"])
    api.force_login(User.objects.get(pk=lead.pk))
    assert ask("changes")["count"] == 1
    assert ask("changes/blmk-2021")["state"] == "draft"
    response = api.get(V1 + "changes/blmk-2021")
    assert "private" in response["Cache-Control"]


# One proposal


def test_a_proposal_has_its_plan_its_life_and_its_documents(ask: Any, proposed: Proposal) -> None:
    actions.add_document(proposal=proposed, title="The letter", name="letter.txt", content=b"Agreed.\n", by=AUTHOR)
    found = ask("changes/blmk-2021")
    assert [s["state"] for s in found["steps"]] == ["proposed"]
    assert found["documents"][0]["name"] == "letter.txt"
    assert found["plan"]["plan"]["effective"] == "2021-04-01"
    assert found["plan"]["merger"][0]["bodies"] == ["04F", "06F", "06P"]


def test_the_plan_it_gives_can_be_sent_back(api: Client, ask: Any, proposed: Proposal) -> None:
    seen = send(api, ask("changes/blmk-2021")["plan"])
    assert seen.status_code == 200, seen.content
    kept = ask(f"changes/blmk-2021/preview?{THEN}")
    assert {k: v for k, v in seen.json().items() if k != "problems"} == {
        k: v for k, v in kept.items() if k != "problems"
    }


def test_its_preview_says_what_each_body_has_and_what_follows(ask: Any, proposed: Proposal) -> None:
    found = ask(f"changes/blmk-2021/preview?{THEN}")
    whole = {(t["what"], t["body"]): (t["before"], t["after"]) for t in found["totals"]}
    assert whole["GP practices", "06F"] == (48, None)
    assert whole["GP practices", "M1J4Y"] == (None, 100)
    assert (found["known_at"], found["edition"], found["problems"]) == ("2021-03-31", 1, [])
    assert found["count"] == len(found["consequences"])
    assert "162 changes would follow on 1 April 2021" in found["summary"]


def test_its_preview_passes_on_what_is_wrong_by_now(ask: Any, proposed: Proposal) -> None:
    (wrong,) = ask("changes/blmk-2021/preview")["problems"]
    assert "what was known on 2021-03-31" in wrong["right"]
    assert wrong["line"] is not None


def test_nobody_s_address_is_in_an_answer(api: Client, ask: Any) -> None:
    plan = blmk_2021(author="lead@example.org", benefits=(replace(SAVING, owner="chief@example.org"),))
    proposal = actions.save(plan=plan, by=AUTHOR, on=KNOWN)
    actions.propose(proposal=proposal, by=AUTHOR, on=KNOWN)
    for part in ("", f"/preview?{THEN}", f"/case?{THEN}"):
        assert "@example.org" not in json.dumps(ask(f"changes/blmk-2021{part}")), part
    assert ask("changes/blmk-2021")["plan"]["plan"]["author"] == "a person with the role of transition lead"


def test_its_table_runs_nothing_in_a_spreadsheet(api: Client, proposed: Proposal) -> None:
    change = Rename(path="rename[0]", code="06P", name='=HYPERLINK("https://example.org","NHS Luton CCG")')
    trap = actions.save(plan=blmk_2021(slug="a-trap", changes=(change,)), by=AUTHOR, on=KNOWN)
    actions.propose(proposal=trap, by=AUTHOR, on=KNOWN)
    response = api.get(f"{V1}changes/a-trap/consequences?{THEN}")
    (row,) = csv.DictReader(response.content.decode().splitlines())
    assert row["after"] == f"'{change.name}"


def test_its_consequences_are_a_table(api: Client, ask: Any, proposed: Proposal) -> None:
    response = api.get(f"{V1}changes/blmk-2021/consequences?{THEN}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(response.content.decode().splitlines()))
    document = ask(f"changes/blmk-2021/consequences?{THEN}&format=json")
    assert rows == document["consequences"]
    assert len(rows) == document["count"] == 162


def test_there_is_no_proof_and_no_reconciliation_before_the_day_is_done(api: Client, proposed: Proposal) -> None:
    for part in ("proof", "reconciliation"):
        response = api.get(f"{V1}changes/blmk-2021/{part}")
        assert response.status_code == 404
        assert "/changes/blmk-2021/preview" in response.json()["detail"]


def test_the_proof_and_the_reconciliation_of_what_was_enacted(ask: Any, enacted: Proposal) -> None:
    (kept,) = ask("changes/blmk-2021/proof")["enactments"]
    assert (kept["edition"], kept["known_from"], kept["reversal"]) == (2, "2021-03-31", False)
    assert kept["proof"]["sums"][0] == {
        "what": "GP practices", "before": "100", "joined": "0", "gone": "0", "after": "100", "left_open": "0",
    }  # fmt: skip
    found = ask("changes/blmk-2021/reconciliation")
    assert sum(found["counts"].values()) == len(found["lines"])
    assert found["counts"]["agrees"] > 100


def test_the_case_has_no_change_first_and_takes_options(api: Client, ask: Any, enacted: Proposal) -> None:
    found = ask("changes/blmk-2021/case")
    assert [o["slug"] for o in found["options"]] == ["no-change", "blmk-2021"]
    assert {b["code"] for b in found["options"][0]["bodies"]} == {"04F", "06F", "06P"}, "from before the enactment"
    assert api.get(f"{V1}changes/blmk-2021/case?option=not-there").status_code == 404


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ("changes", change_schemas.Proposals),
        ("changes/blmk-2021", change_schemas.Proposal),
        ("changes/blmk-2021/preview?known-at=2021-03-30", change_schemas.Preview),
        ("changes/blmk-2021/consequences?known-at=2021-03-30&format=json", change_schemas.Consequences),
        ("changes/blmk-2021/proof", change_schemas.Proofs),
        ("changes/blmk-2021/reconciliation", change_schemas.Reconciled),
        ("changes/blmk-2021/case", change_schemas.Case),
    ],
)
def test_what_is_answered_is_what_is_described(ask: Any, enacted: Proposal, path: str, model: Any) -> None:
    found = ask(path)
    assert model.model_validate(found).model_dump(mode="json", by_alias=True) == found, "nothing more, nothing less"


def test_the_list_says_where_each_stood_on_a_day(ask: Any, enacted: Proposal) -> None:
    states = {on: ask(f"changes?on={on}")["proposals"][0]["state"] for on in ("2021-03-31", "2021-04-01")}
    assert states == {"2021-03-31": "scheduled", "2021-04-01": "enacted"}


def test_asking_again_costs_little_until_something_happens(api: Client, proposed: Proposal) -> None:
    first = api.get(V1 + "changes/blmk-2021")
    again = api.get(V1 + "changes/blmk-2021", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    actions.reject(proposal=proposed, by=APPROVER, on=KNOWN, note="The councils object")
    later = api.get(V1 + "changes/blmk-2021", headers={"If-None-Match": first["ETag"]})
    assert later.status_code == 200, "a step makes no edition, and is told all the same"
    assert later.json()["state"] == "rejected"


# A plan that is sent


PARTS = [{"into": f"NEW{n:02}", "name": f"Body {n}", "share": share} for n, share in enumerate((*[0.01] * 50, 0.5))]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"split": [{"body": "06F", "part": PARTS}]}, "51 parts of one body that is divided; here it may have 50"),
        ({"rename": [{"code": f"B{n:04}", "name": "A name"} for n in range(2_001)]}, "2,001 changes"),
        ({"move": [{"units": [f"E{n:05}" for n in range(25_001)], "from": "06F", "to": "06P"}]}, "25,003 codes"),
    ],
)
def test_a_plan_that_would_keep_everybody_waiting_is_not_taken(api: Client, change: Any, told: str) -> None:
    response = send(api, {**TRIAL, **change})
    assert response.status_code == 413
    assert told in response.json()["detail"]


@pytest.mark.parametrize("kind", ["application/toml", "application/json"])
def test_a_plan_that_is_sent_is_previewed_and_not_stored(api: Client, kind: str) -> None:
    from ouzel.api import change_shapes

    plan = blmk_2021()
    sent = plan_file.write(plan) if kind == "application/toml" else change_shapes.plan(plan)
    response = send(api, json.dumps(sent, default=float) if kind == "application/json" else sent, kind=kind)
    assert response.status_code == 200, response.content
    assert response.json()["problems"] == []
    assert response["Cache-Control"] == "no-store"
    assert not Proposal.objects.exists()


TRIAL = {"plan": {"slug": "trial", "title": "A trial", "effective": "2021-04-01", "author": "Ada"}}


@pytest.mark.parametrize(
    ("data", "kind", "status", "said"),
    [
        (b"{", "application/json", 422, "JSON"),
        (b"[]", "application/json", 422, "object"),
        (b"[" * 5000, "application/json", 422, "JSON"),
        (b'{"plan": {"slug": "\\ud800"}}', "application/json", 422, "JSON"),
        (b'{"plan": 1' + b"0" * 5000 + b"}", "application/json", 422, "JSON"),
        (b"\xff\xfe", "application/toml", 422, "UTF-8"),
        (b"[plan", "application/toml", 422, "line 1"),
        (b"a = " + b"[" * 5000, "application/toml", 422, "too deep"),
        (json.dumps(TRIAL).encode(), "application/json", 422, "changes nothing"),
        (b"slug: trial", "application/yaml", 415, "application/toml"),
        (b" " * (2 * 1024 * 1024 + 1), "application/json", 413, "2 MB"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_plan_that_cannot_be_read_is_refused(api: Client, data: bytes, kind: str, status: int, said: str) -> None:
    response = send(api, data, kind=kind)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert said in response.json()["detail"]


def test_a_plan_of_the_wrong_shape_is_told_everything_at_once(api: Client) -> None:
    wrong = {**TRIAL, "merger": [{"bodies": [], "into": 5}], "marger": []}
    response = send(api, wrong)
    assert response.status_code == 422
    assert len(response.json()["problems"]) >= 3
    assert all(each["problem"] and each["right"] for each in response.json()["problems"])


def test_a_plan_that_does_not_fit_the_register_is_shown_with_its_problems(api: Client) -> None:
    response = send(api, {**TRIAL, "close": [{"code": "06F"}]})
    assert response.status_code == 200
    (wrong,) = response.json()["problems"]
    assert "left without a home" in wrong["problem"]
    assert date.fromisoformat(response.json()["effective"]) == date(2021, 4, 1)
