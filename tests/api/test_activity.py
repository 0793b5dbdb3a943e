"""Activity over HTTP: the same permissions as the pages, nothing kept of a file that is checked."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ouzel.activity.answers.report import report
from ouzel.activity.models import ActivityLoad, PricingRun
from ouzel.activity.rules.reading import flows
from ouzel.api import activity_schemas
from ouzel.core.models import AuditEntry
from ouzel.core.types.basis import Basis
from tests.api.test_organisations import V1
from tests.web.activity import NHS_NUMBER, OPERATOR, WRONG, a_file, home_at, signed_in

AT = f"{V1}activity/"


@pytest.fixture(autouse=True)
def home(made: Path, register: None, tmp_path: Path) -> Iterator[Path]:
    with home_at(tmp_path / "home", like=made) as path:
        yield path


@pytest.fixture
def manager() -> Client:
    """A system in the name of a contract manager."""
    return signed_in("contract-manager")


def ask(client: Client, path: str, status: int = 200) -> Any:
    response = client.get(AT + path)
    assert response.status_code == status, response.content
    return response.json()


def load_number() -> int:
    return int(ActivityLoad.objects.get().pk)


# Who may


@pytest.mark.parametrize("role", ["analyst", "contract-manager", "provider", "auditor", ""])
def test_each_answer_is_for_those_who_may(role: str) -> None:
    client = signed_in(role)
    reads = 200 if role in ("analyst", "contract-manager") else 403
    for path in ("loads", f"loads/{load_number()}", "report"):
        assert client.get(AT + path).status_code == reads, path
    checks = 200 if role in ("analyst", "contract-manager", "provider") else 403
    assert client.post(f"{AT}check", {"file": a_file()}).status_code == checks
    explains = 200 if role == "contract-manager" else 403
    sent = {"why": "Challenge 12"}
    path = f"{AT}lines/{load_number()}-1/explain"
    assert client.post(path, sent, content_type="application/json").status_code == explains
    for path in ("rules", "rules/2025-26", "prices", "prices/AA35A"):
        assert client.get(AT + path).status_code == 200


def test_a_refusal_says_which_role_is_needed(api: Client) -> None:
    response = api.get(f"{AT}loads")
    assert response["Content-Type"] == "application/problem+json"
    assert "role of analyst or contract manager" in response.json()["detail"]


def test_a_provider_of_one_body_names_it() -> None:
    client = signed_in("provider", body="RC9")
    assert client.post(f"{AT}check?provider=RC9", {"file": a_file()}).status_code == 200
    assert client.post(f"{AT}check?provider=RD1", {"file": a_file()}).status_code == 403
    assert client.post(f"{AT}check", {"file": a_file()}).status_code == 403


# A file is checked


def test_a_check_tells_what_is_wrong(manager: Client) -> None:
    told = manager.post(f"{AT}check", {"file": a_file(WRONG)}).json()
    assert set(told) == set(activity_schemas.Checked.model_fields)
    assert (told["refused"], told["rows"], told["errors"]) == (True, 2, 1)
    assert told["faults"][0]["code"] == "POD-UNKNOWN"
    assert NHS_NUMBER not in json.dumps(told)


def test_a_check_gives_the_list(manager: Client) -> None:
    response = manager.post(f"{AT}check?answer=csv&taking=take-and-list", {"file": a_file(WRONG)})
    rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    assert [row["code"] for row in rows if not row["code"].startswith("GATE-")].count("POD-UNKNOWN") == 1
    assert NHS_NUMBER not in response.content.decode()
    assert response["Cache-Control"] == "no-store"


def test_a_check_keeps_nothing(manager: Client, home: Path) -> None:
    before = (sorted(home.rglob("*")), ActivityLoad.objects.count(), AuditEntry.objects.count())
    manager.post(f"{AT}check", {"file": a_file(WRONG)})
    assert (sorted(home.rglob("*")), ActivityLoad.objects.count(), AuditEntry.objects.count()) == before


def test_a_file_that_is_missing_or_too_large_is_refused(manager: Client, settings: Any) -> None:
    response = manager.post(f"{AT}check")
    assert response.status_code == 422
    assert "multipart/form-data" in response.json()["detail"]
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    response = manager.post(f"{AT}check", {"file": a_file()})
    assert response.status_code == 413
    assert "The file is larger than" in response.json()["detail"]


def test_a_form_that_cannot_be_read_is_a_problem(manager: Client) -> None:
    response = manager.post(f"{AT}check", b"junk", content_type="multipart/form-data; boundary=")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


# Files and figures


def test_files_that_were_taken(manager: Client) -> None:
    told = ask(manager, "loads")
    assert told["count"] == 1
    assert set(told["loads"][0]) == set(activity_schemas.Load.model_fields)
    assert (told["loads"][0]["since"], told["loads"][0]["until"]) == ("2025-04-01", "2025-05-01")
    assert ask(manager, "loads?state=withdrawn") == {"count": 0, "loads": []}
    whole = ask(manager, f"loads/{load_number()}")
    assert set(whole) == set(activity_schemas.WholeLoad.model_fields)
    assert NHS_NUMBER not in json.dumps(whole)
    assert "All of them: /api/v1/activity/loads" in ask(manager, "loads/99999", 404)["detail"]


def test_a_report_is_the_one_that_python_gives(manager: Client) -> None:
    told = ask(manager, "report?by=provider&by=pod")
    assert set(told) == set(activity_schemas.Figures.model_fields)
    made = report(by=["provider", "pod"], basis=Basis("as-was"), viewer=OPERATOR, today=date.today())
    assert told["count"] == len(made.frame)
    assert [row["charged_pence"] for row in told["rows"]] == made.frame["charged"].tolist()
    assert told["reconciliation"]["in"]["lines"] == 2
    assert {each["about"] for each in told["attention"]} <= {"unpriced", "unattributed"}


def test_a_report_of_some_months_and_bodies(manager: Client) -> None:
    assert ask(manager, "report?since=2025-04&until=2025-04")["reconciliation"]["in"]["lines"] == 2
    assert ask(manager, "report?since=2025-05")["empty"] == "The run has no lines of these months and choices."
    assert ask(manager, "report?only=provider&code=RC9")["reconciliation"]["in"]["lines"] == 2
    assert ask(manager, "report?only=provider&code=RD1")["count"] == 0


def test_a_report_as_csv_has_what_has_no_place_too(manager: Client) -> None:
    response = manager.get(f"{AT}report?by=commissioner&basis=as-at:2000-01-01&format=csv")
    rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    assert sum(int(row["lines"]) for row in rows) == 2
    charged = PricingRun.objects.get().summary["charged"]
    assert sum(round(float(row["charged"]) * 100) for row in rows) == charged


@pytest.mark.parametrize(
    ("query", "status"),
    [("only=provider", 400), ("code=RC9", 400), ("since=2025-05&until=2025-04", 400), ("since=2025-13", 422),
     ("by=weather", 422), ("basis=as-at:2025-02-31", 400), ("since=0001-01&until=9999-12", 400)],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(manager: Client, query: str, status: int) -> None:
    assert ask(manager, f"report?{query}", status)["detail"]


# One line


def test_a_line_is_explained_and_the_reading_is_kept(manager: Client) -> None:
    path = f"{AT}lines/{load_number()}-1/explain"
    told = manager.post(path, {"why": "Challenge 12"}, content_type="application/json").json()
    assert set(activity_schemas.Explained.model_fields) <= set(told)
    assert told["line"] == f"{load_number()}-1"
    assert told["words"].startswith(f"Line {load_number()}-1 is")
    assert AuditEntry.objects.get(action="activity.lines.read").detail["why"] == "Challenge 12"


@pytest.mark.parametrize("sent", [{}, {"why": ""}, {"why": "  "}, {"why": 1}, {"why": "a\0b"}])
def test_a_line_is_not_explained_without_a_reason(manager: Client, sent: Any) -> None:
    path = f"{AT}lines/{load_number()}-1/explain"
    assert manager.post(path, sent, content_type="application/json").status_code == 422
    assert not AuditEntry.objects.filter(action="activity.lines.read").exists()


def test_a_line_that_is_not_there(manager: Client) -> None:
    response = manager.post(f"{AT}lines/99999-1/explain", {"why": "x"}, content_type="application/json")
    assert response.status_code == 422
    assert "no such line among those that count" in response.json()["detail"]


def test_another_site_cannot_have_a_line_explained_in_ones_name(manager: Client) -> None:
    manager.handler.enforce_csrf_checks = True
    path = f"{AT}lines/{load_number()}-1/explain"
    response = manager.post(path, {"why": "x"}, content_type="application/json")
    assert response.status_code == 403
    assert "X-CSRFToken" in response.json()["detail"]
    assert not AuditEntry.objects.filter(action="activity.lines.read").exists()


# Rules and prices, for everybody


def test_rules_are_those_that_are_followed(api: Client) -> None:
    years = ask(api, "rules")
    assert [each["year"] for each in ask(api, "rules?on=2025-06-01")["rules"]] == ["2025-26"]
    assert years["count"] == len(flows())
    for year, flow in zip(years["rules"], flows(), strict=True):
        told = ask(api, f"rules/{year['year']}")
        assert told["starts"] == flow.starts
        assert [box["id"] for box in told["boxes"]] == list(flow.boxes)
        for box in told["boxes"]:
            assert box["yes"]["box"] in (None, *flow.boxes)
    assert ask(api, "rules/1999-00", 404)["detail"].startswith("There are no rules for 1999-00")


def test_prices_of_a_code_on_a_day(api: Client) -> None:
    (one,) = ask(api, "prices")["lists"]
    assert ask(api, "prices?on=2025-05-01")["count"] == 1
    assert ask(api, "prices?on=2019-05-01")["count"] == 0
    told = ask(api, "prices/aa35a?on=2025-05-01")
    assert told["price_list"] == one["name"]
    assert {each["setting"]: each["pence"] for each in told["prices"]}["elective"] == 1_305_900
    assert ask(api, "prices/AA35A?on=2019-05-01")["why"] == "No price list is loaded for 2019-05-01."
    assert ask(api, "prices/ZZ99?on=2025-05-01")["why"] == "The list of that day has no ZZ99."
