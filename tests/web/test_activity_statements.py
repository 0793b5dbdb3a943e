"""Whether statements are the sum of their lines, at every door."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import ouzel
from ouzel.activity import loading, running
from ouzel.activity.faults import Taking
from ouzel.activity.gate.key import Key
from tests.activity.readers.files import submission
from tests.cli.activity import activity, own_store
from tests.web.activity import OPERATOR, home_at, made_once, signed_in, text

AT = "/desk/activity/statements/"
STATED = {"CONTRACT MONITORING ACTUAL PRICE": "2600.50"}  # the lines come to 5,001.00, half of it for a local code
FIXED = {"POINT OF DELIVERY CODE": "BLOCK", "CONTRACT MONITORING ACTUAL PRICE": "1000.00", "TARIFF CODE": ""}


@pytest.fixture(scope="module")
def made(register: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with lines, a statement that differs from them, and a run."""
    path = tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock():
        made_once(path)
        with home_at(path):
            loading.load(
                submission("acm", STATED, FIXED), name="statement.csv", by=OPERATOR, on=date(2025, 6, 20),
                taking=Taking(None), key=Key(b"k" * 32),
            )  # fmt: skip
            running.run(by=OPERATOR, on=date(2025, 6, 22))
    return path


@pytest.fixture
def home(made: Path, db: None, tmp_path: Path) -> Iterator[Path]:
    with home_at(tmp_path / "home", like=made) as path:
        yield path


@pytest.fixture
def manager(home: Path) -> Client:
    return signed_in("contract-manager")


def test_the_desk_shows_what_differs_first(manager: Client) -> None:
    page = text(manager.get(AT))
    assert "Statements and lines" in page
    assert "2 differences" in page
    assert "£100" in page
    assert "Every statement is the sum" not in page
    assert "2 differences" in text(manager.get(f"{AT}?month=2025-04"))


def test_the_first_page_and_the_run_tell_of_it(manager: Client) -> None:
    page = text(manager.get("/desk/activity/"))
    assert "1 statement is not the sum of the lines" in page
    assert AT in page


def test_what_was_not_charged_is_told_of_a_run(manager: Client) -> None:
    from ouzel.activity.models import PricingRun

    page = text(manager.get(f"/desk/activity/run/{PricingRun.objects.order_by('-pk').first().pk}/"))
    assert "1 line of acm not charged: it states what other files hold line by line" in page


@pytest.mark.parametrize("role", ["provider", ""])
def test_figures_are_for_who_may_see_them(home: Path, role: str) -> None:
    assert signed_in(role).get(AT).status_code == 403
    assert signed_in("analyst").get("/api/v1/activity/statements").status_code == 200
    assert Client().get("/api/v1/activity/statements").status_code in (401, 403)


def test_machines_have_the_same(manager: Client) -> None:
    found = manager.get("/api/v1/activity/statements?since=2025-04&until=2025-04&provider=RC9").json()
    (one,) = found["statements"]
    assert (one["provider"], one["month"], one["agrees"]) == ("RC9", "2025-04", False)
    assert (one["statement_pence"], one["patients_pence"], one["aggregate_only_pence"]) == (360_050, 500_100, 100_000)
    assert {(each["pod"], each["difference_pence"]) for each in one["differences"]} == {("NEL", 10_000), ("", -250_050)}
    assert manager.get("/api/v1/activity/statements?since=2024-04&until=2024-04").json()["statements"] == []


def test_as_a_frame(made: Path, db: None) -> None:
    with own_store(made):
        frame = ouzel.activity_statements(months=["2025-04-09"], provider="RC9")
    assert (frame.attrs["agrees"], frame.attrs["empty"]) == (False, "")
    assert [each["provider"] for each in frame.attrs["answer"]["statements"]] == ["RC9"]
    assert frame["difference"].sum() == Decimal("-2400.50")


def test_by_command(made: Path, db: None) -> None:
    with own_store(made):
        ran = activity("reconcile", "--months", "2025-04", "--provider", "RC9", "--invoice", "3600.50")
        earlier = activity("reconcile", "--months", "2024-04")
        refused = activity("reconcile", "--invoice", "1")
    assert ran.status == 1
    assert "RC9, April 2025: The aggregate statement is £3,600.50" in ran.out
    assert "NEL" in ran.out
    assert earlier.status == 0
    assert "one month of one provider" in refused.err
