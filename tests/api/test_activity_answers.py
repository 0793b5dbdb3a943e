"""Answers about activity have one shape at every door, and leave it by who may export them."""

import io
import json
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from django.test import Client

import ouzel
from ouzel.activity.answers.runs import latest_run
from ouzel.activity.answers.totals import totals_of
from ouzel.activity.posting import post_run
from ouzel.activity.prices.agreements import agree
from ouzel.activity.running import run
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from tests.api.test_organisations import V1
from tests.cli.activity import done, own_store
from tests.web.activity import OPERATOR, signed_in

AT, DESK = f"{V1}activity/", "/desk/activity/"
SPAN = "before_since=2025-04&before_until=2025-04&since=2025-04&until=2025-04"
ASKED = {
    "report": "by=provider&by=month", "against-plan": "year=202526", "effects": SPAN, "variance": "of=pod",
    "blocks": "basis=as-now", "accounts": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def home(made: Path, register: None, tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "home"
    shutil.copytree(made, path)
    with own_store(path):  # frames start the database of the home that all tests share
        yield path


@pytest.fixture
def posted() -> None:
    """The run, posted to its accounts."""
    found = latest_run()
    assert found is not None
    totals, _ = totals_of(found)
    post_run(run=found, totals=totals, by=OPERATOR, on=date(2025, 6, 22))


@pytest.mark.parametrize("path", ASKED)
def test_answers_are_for_those_who_may_export_and_the_trail_says_so(path: str) -> None:
    for role, status in (("analyst", 200), ("contract-manager", 200), ("provider", 403), ("auditor", 403), ("", 403)):
        assert signed_in(role).get(f"{AT}{path}?{ASKED[path]}").status_code == status, (path, role)
    entry = AuditEntry.objects.filter(action="activity.figures.exported").latest("pk")
    assert entry.detail["form"] == "json"


@pytest.mark.parametrize("path", ASKED)
def test_the_same_answer_as_json_and_as_a_table_of_as_many_rows(path: str, posted: None) -> None:
    client = signed_in("contract-manager")
    whole = client.get(f"{AT}{path}?{ASKED[path]}").json()
    assert {"rows", "stale", "empty"} <= whole.keys()
    response = client.get(f"{AT}{path}?{ASKED[path]}&format=csv")
    assert response.headers["Content-Type"].startswith("text/csv")
    assert len(pd.read_csv(io.BytesIO(response.content))) == len(whole["rows"])


def test_what_needs_somebody_is_on_top_of_every_answer() -> None:
    client = signed_in("contract-manager")
    for path in ("report", "against-plan", "variance", "effects"):
        found = client.get(f"{AT}{path}?{ASKED[path]}").json()
        assert [each["about"] for each in found["attention"]][:1] == ["unpriced"], path


def test_a_report_is_one_at_the_interface_the_desk_the_command_and_as_a_frame() -> None:
    client = signed_in("contract-manager")
    found = client.get(f"{AT}report?by=provider&by=month").json()
    assert found["rows"][0]["charged_pence"] > 0
    assert found["reconciliation"]["in"] == found["reconciliation"]["out"]
    assert json.loads(client.get(f"{DESK}report.json?by=provider&then=month").content) == found
    assert done("report", "--by", "provider,month", "--json").json == found
    frame = ouzel.activity_report(by=["provider", "month"])
    assert frame.attrs["answer"] == found
    assert frame["charged"].tolist() == [Decimal(row["charged_pence"]) / 100 for row in found["rows"]]


def test_statements_are_one_as_a_frame_too() -> None:
    found = signed_in("contract-manager").get(f"{AT}statements").json()
    assert ouzel.activity_statements().attrs["answer"] == found


def test_accounts_are_one_at_the_interface_the_desk_and_as_a_frame(posted: None) -> None:
    client = signed_in("contract-manager")
    found = client.get(f"{AT}accounts?year=202526").json()
    (row,) = found["rows"]
    assert row["price_pence"] == row["total_pence"] > 0
    at_desk = json.loads(client.get(f"{DESK}accounts.json?year=202526").content)
    assert at_desk == found
    frame = ouzel.activity_accounts(year=202526)
    assert frame.attrs["answer"] == found
    assert frame["price"].tolist() == [Decimal(row["price_pence"]) / 100]
    assert client.get(f"{AT}accounts?year=202425").json()["rows"] == []
    assert ouzel.activity_accounts(provider="RD8").empty


def test_blocks_are_one_everywhere_with_their_guide_price() -> None:
    price = run(by=OPERATOR, on=date(2025, 6, 22)).summary["charged"]
    payer = ouzel.activity_report(by=["commissioner"])["commissioner"].tolist()[0]
    agree(
        provider="RC9", commissioner=payer, mechanism="block", since=date(2025, 4, 1), until=date(2026, 4, 1),
        source="the contract", recorded=date(2025, 4, 1), by=OPERATOR,
    )  # fmt: skip
    assert "agreements" in signed_in("analyst").get(f"{AT}blocks").json()["stale"]
    run(by=OPERATOR, on=date(2025, 6, 22))
    client = signed_in("contract-manager")
    found = client.get(f"{AT}blocks").json()
    assert [row["guide_pence"] for row in found["rows"]] == [price]
    assert found["empty"] is None
    assert json.loads(client.get(f"{DESK}blocks.json").content) == found
    assert ouzel.activity_blocks()["guide"].tolist() == [Decimal(price) / 100]
    page = client.get(f"{DESK}blocks/").content.decode()
    assert "What fixed payments cover" in page
    assert f"{DESK}blocks.parquet" in page
    table = pd.read_parquet(io.BytesIO(client.get(f"{DESK}blocks.parquet").content))
    assert table["guide"].tolist() == [Decimal(price) / 100]
    assert "At guide price" in page or "at guide price" in page


def test_variance_of_the_point_of_delivery_compares_what_was_submitted_with_what_is_priced() -> None:
    analyst = signed_in("analyst")
    found = analyst.get(f"{AT}variance?of=pod").json()
    assert found["of"] == "pod"
    assert found["agreed"]["lines"] + found["differing"]["lines"] + found["unsaid"]["lines"] == 2
    assert found["unsaid"]["lines"] == 1  # the local one, which nobody has mapped
    assert ouzel.activity_variance("pod").attrs["answer"] == found
    page = analyst.get(f"{DESK}variance/?of=pod").content.decode()
    assert "Submitted as another point of delivery" in page
    with pytest.raises(ContentError, match="not submitted"):
        ouzel.activity_variance("price")


def test_copies_of_the_desk_are_for_those_who_may_and_of_pages_that_there_are() -> None:
    analyst: Client = signed_in("analyst")
    for what in ("plan", "variance", "blocks", "statements", "accounts"):
        for form in ("csv", "json", "parquet"):
            response = analyst.get(f"{DESK}{what}.{form}")
            assert response.status_code == 200, (what, form)
            assert response.headers["Content-Disposition"].endswith(f'.{form}"')
    assert signed_in("provider").get(f"{DESK}blocks.csv").status_code == 403
    assert analyst.get(f"{DESK}blocks.xls").status_code == 404
    assert analyst.get(f"{DESK}effects.csv").status_code == 400  # figures of one month alone
    assert analyst.get(f"{DESK}blocks.csv?basis=as-if:nowhere").status_code == 400


def test_plan_and_effects_as_frames_are_those_of_the_interface() -> None:
    client = signed_in("contract-manager")
    found = client.get(f"{AT}against-plan?year=202526&by=provider&by=pod").json()
    assert ouzel.activity_plan(202526).attrs["answer"] == found
    assert "No plan of 2025/26" in found["empty"]
    months = [date(2025, 4, 1)]
    effects = ouzel.activity_effects(before=months, after=["2025-04-30"])
    assert effects.attrs["answer"] == client.get(f"{AT}effects?{SPAN}").json()
    assert effects["difference"].tolist() == [0]
    assert ouzel.activity_effects_of_plan(202526).attrs["answer"]["empty"]
    assert client.get(f"{AT}effects?{SPAN.replace('2025-04', '2025-13')}").status_code in (400, 422)
