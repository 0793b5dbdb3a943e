"""`ouzel rebase` and `ouzel crosswalk` as if a plan were enacted."""

from pathlib import Path

import pytest

from ouzel.reorganisation import actions, plan_file
from tests.doors import typed
from tests.web.test_as_if import ADA, MOVE, TODAY

pytestmark = pytest.mark.usefixtures("register")


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    file = tmp_path / "figures.csv"
    file.write_text("ccg,patients\nM1J4Y,5\n06F,7\n")
    return file


def rebase(figures: Path, basis: str):  # type: ignore[no-untyped-def]
    return typed("rebase", str(figures), "--unit", "ccg", "--value", "patients", "--to", "board", "--basis", basis)


def test_rebase_as_if_by_a_plan_file(figures: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(plan_file.write(MOVE))
    done = rebase(figures, f"as-if:{plan}")
    assert done.status == 0
    assert "S0E4D" in done.out
    assert "bodies as they would be under the plan “BLMK goes to Thames Valley”, on 1 April 2027" in done.err
    assert "12 in = 12 out + 0 unresolved" in done.err


def test_crosswalk_as_if_by_a_draft(figures: Path) -> None:
    actions.save(plan=MOVE, by=ADA, on=TODAY)
    done = typed(
        "crosswalk", str(figures), "--unit", "ccg", "--to", "board", "--basis", "as-if:to-thames-valley", "--json"
    )
    assert {row["unit"]: row["group"] for row in done.json["rows"]} == {"M1J4Y": "S0E4D", "06F": "S0E4D"}
    assert done.json["basis"] == "as-if:to-thames-valley"


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        ("as-if:nowhere", "there is no such plan"),
        ("as-if:nowhere.toml", "there is no such file"),
    ],
)
def test_plan_that_is_not_there_is_refused_with_status_1(figures: Path, basis: str, said: str) -> None:
    done = rebase(figures, basis)
    assert done.status == 1
    assert said in done.err
    assert done.out == ""


def test_wrong_plan_is_refused_with_its_line(figures: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(plan_file.write(MOVE).replace("M1J4Y", "E81001"))
    done = rebase(figures, f"as-if:{plan}")
    assert done.status == 1
    assert "plan.toml, line" in done.err
    assert "E81001" in done.err


def test_basis_that_is_none_is_wrong_use(figures: Path) -> None:
    assert rebase(figures, "as-if:a,,b").status == 2
