"""Figures and the grouping as if a plan were enacted, over HTTP and in Python."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

import ouzel
from ouzel.core.errors import ContentError
from ouzel.reorganisation import actions, plan_file
from tests.web.test_as_if import ADA, MOVE, TODAY

pytestmark = pytest.mark.usefixtures("register")


@pytest.fixture
def proposed(register: None) -> None:
    proposal = actions.save(plan=MOVE, by=ADA, on=TODAY)
    actions.propose(proposal=proposal, by=ADA, on=TODAY)


@pytest.mark.usefixtures("proposed")
def test_figures_as_if(api: Client) -> None:
    address = "/api/v1/rebase?to=board&unit=ccg&value=patients&basis="
    given = {"data": "ccg,patients\nM1J4Y,5\n06F,7\nZZZZZ,1\n", "content_type": "text/csv"}
    answer = api.post(address + "as-if:to-thames-valley", **given).json()
    assert answer["basis"] == "as-if:to-thames-valley"
    assert [(row["code"], row["patients"]) for row in answer["rows"]] == [("S0E4D", 12)]
    assert answer["reconciliation"]["in"] == {"patients": 13}
    assert [u["code"] for u in answer["reconciliation"]["unresolved"]] == ["ZZZZZ"]
    now = api.post(address + "as-at:2027-04-01", **given).json()
    assert [row["code"] for row in now["rows"]] == ["S1Y5D"]


@pytest.mark.usefixtures("proposed")
def test_grouping_as_if_is_kept_by_nobody(api: Client) -> None:
    address = "/api/v1/crosswalk?to=board&code=M1J4Y&basis=as-if:to-thames-valley"
    answer = api.get(address)
    assert answer.json()["rows"][0]["group"] == "S0E4D"
    assert answer["Cache-Control"] == "no-store"
    assert "ETag" not in answer


def test_draft_is_refused_to_a_stranger(api: Client) -> None:
    actions.save(plan=MOVE, by=ADA, on=TODAY)
    answer = api.get("/api/v1/crosswalk?to=board&code=M1J4Y&basis=as-if:to-thames-valley")
    assert answer.status_code in (400, 422)
    assert "there is no such plan" in answer.content.decode()


@pytest.mark.parametrize("plan", ["/etc/plan.toml", "plan.toml", "UPPER", "a,", "../x"])
def test_path_is_never_a_plan_over_http(api: Client, plan: str) -> None:
    answer = api.get("/api/v1/crosswalk", {"to": "board", "code": "M1J4Y", "basis": f"as-if:{plan}"})
    assert answer.status_code in (400, 422)


def test_plan_file_in_python(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(plan_file.write(MOVE))
    found = ouzel.crosswalk(["M1J4Y", "06F"], to="board", basis=f"as-if:{file}")
    assert found["group"].tolist() == ["S0E4D", "S0E4D"]
    assert found.attrs["basis"] == f"as-if:{file}"
    with pytest.raises(ContentError, match="no such file"):
        ouzel.crosswalk(["M1J4Y"], to="board", basis="as-if:nowhere.toml")


def test_plan_file_with_problems_names_its_line(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(plan_file.write(MOVE).replace("S0E4D", "XXXXX"))
    with pytest.raises(ContentError, match=r"plan\.toml, line \d+.*XXXXX"):
        ouzel.crosswalk(["M1J4Y"], to="board", basis=f"as-if:{file}")
    assert MOVE.effective == date(2027, 4, 1)
