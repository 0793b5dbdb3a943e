"""A run at the desk: asked for once, seen while it goes on, told when it was not done, and led to when it was."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ouzel.activity.models import PricingRun
from ouzel.activity.working_out import KIND, SUBJECT
from ouzel.core.models import RoleAssignment
from ouzel.core.work import actions, alive
from ouzel.core.work.models import Piece
from ouzel.core.work.worker import work_off
from tests.web.activity import home_at, signed_in, text

AT = "/desk/activity/run/"


@pytest.fixture
def mona(made: Path, db: None, tmp_path: Path) -> Iterator[Client]:
    """A contract manager, where a file was taken and priced."""
    with home_at(tmp_path / "home", like=made):
        yield signed_in("contract-manager")


@pytest.fixture
def there() -> Iterator[None]:
    """A worker is there, and busy with something else."""
    with alive.there():
        yield


@pytest.fixture
def begun(mona: Client, there: None) -> Iterator[str]:
    """The page of a run that is under way."""
    page = mona.post(AT)["Location"]
    piece = actions.begin(Piece.objects.get().pk)
    assert piece is not None
    with ExitStack() as held:
        held.enter_context(alive.on(piece.pk))
        yield page


def told(**how: Any) -> None:
    """What a worker writes of how far it is: here in the transaction of the test."""
    Piece.objects.update(**how)


def test_a_run_is_done_by_a_worker_and_its_page_leads_to_it(mona: Client) -> None:
    asked = mona.post(AT)
    assert PricingRun.objects.count() == 1
    work_off()
    page = mona.get(asked["Location"])
    run = PricingRun.objects.latest("pk")
    assert page["Location"] == f"{AT}{run.pk}/"
    assert (run.by, PricingRun.objects.count()) == ("contract-manager@example.org", 2)
    assert mona.get(AT).content.count(b"Work it out for 2 lines") == 1


def test_where_nobody_is_there_to_do_it_the_page_says_so(mona: Client) -> None:
    page = mona.post(AT, follow=True)
    assert "Nobody is there to do it" in text(page)
    assert "ouzel worker" in text(page)
    assert "<title>Waiting: working out who pays" in text(page)
    assert page["Refresh"].startswith("5; url=/desk/activity/run/asked/")


def test_where_a_worker_is_busy_it_waits(mona: Client, there: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ouzel.web.desk.waiting.MOMENT", 0.2)
    page = text(mona.post(AT, follow=True))
    assert "until what was asked for before it is done" in page
    assert "Nobody is there" not in page


def test_how_far_it_is_is_told_and_the_page_looks_again(mona: Client, begun: str) -> None:
    assert "<title>Under way: working out who pays" in text(mona.get(begun))
    told(step="Reading", done=3, of=12)
    page = mona.get(begun)
    assert "<title>25% done: working out who pays" in text(page)
    assert "3 of 12 are done." in text(page)
    assert '<progress class="ouzel-progress" max="100" value="25" aria-labelledby="step">25%</progress>' in text(page)
    assert page["Refresh"] == f"5; url={begun}?by-itself=1"
    assert "A run is asked for and not done yet." in text(mona.get("/desk/activity/"))
    still = mona.get(f"{begun}?still=1")
    assert not still.has_header("Refresh")
    assert "This page stays as it is" in text(still)


def test_the_same_run_is_not_asked_for_twice(mona: Client, begun: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ouzel.web.desk.waiting.MOMENT", 0.0)
    page = text(mona.get(AT))
    assert "It is being worked out already" in page
    assert "Work it out for" not in page
    assert mona.post(AT)["Location"] == begun
    assert Piece.objects.count() == 1


def test_a_run_that_nobody_does_any_more_can_be_asked_for_again(mona: Client) -> None:
    page = mona.post(AT)["Location"]
    actions.begin(Piece.objects.get().pk)  # by a process that is gone: nobody holds its lock
    shown = mona.get(page)
    assert "<title>Not done: working out who pays" in text(shown)
    assert "ended before it was done" in text(shown)
    assert not shown.has_header("Refresh")
    assert "Ask for it again" in text(shown)
    assert "Work it out for 2 lines" in text(mona.get(AT))
    assert mona.post(AT)["Location"] != page
    work_off()
    assert PricingRun.objects.count() == 2


def test_a_run_that_was_refused_says_why(mona: Client) -> None:
    page = mona.post(AT)["Location"]
    RoleAssignment.objects.update(cancelled=True)
    work_off()
    assert mona.get(page).status_code == 403
    RoleAssignment.objects.update(cancelled=False)
    assert "This needs the role of contract manager" in text(mona.get(page))
    assert PricingRun.objects.count() == 1


def test_only_who_may_price_sees_how_far_it_is(mona: Client) -> None:
    page = mona.post(AT)["Location"]
    assert signed_in("analyst").get(page).status_code == 403
    assert mona.get(f"{AT}asked/{2**64}/").status_code == 404
    assert mona.get(f"{AT}asked/0/").status_code == 404
    assert list(Piece.objects.values_list("kind", "subject")) == [(KIND.slug, SUBJECT)]
