"""The staff desk: who comes in, plans made by filling in forms, what is wrong said at its field, and each step."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from ouzel.core import actions as core
from ouzel.core.actors import Actor
from ouzel.core.models import User
from ouzel.register import actions as register
from ouzel.reorganisation import queries
from tests.sourced_facts import DEMO, STATUTORY
from tests.web import loaded
from tests.web.proposing import kept

D = date
OPERATOR = Actor.command("tests")
EVERYBODY = Actor.system("tests")
ABOUT = {
    "title": "One group for Bedfordshire, Luton and Milton Keynes", "slug": "", "effective-day": "1",
    "effective-month": "4", "effective-year": "2021", "author": "Lena Lead", "summary": "Three become one.",
    "statutory_basis": "", "sources": "News of the merger", "amends": "", "alternatives": "", "reasons": "",
    "challenges": "", "day-day": "22", "day-month": "11", "day-year": "2026",
}  # fmt: skip
MERGER = {
    "bodies": "04F\nNHS Bedfordshire CCG\n06P", "into": "M1J4Y", "name": "NHS BLMK CCG", "kind": "", "roles": "",
    "parents-system": "QHG",
}  # fmt: skip


@pytest.fixture(scope="module")
def known_in_2021(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The register as it was known on the day before the merger."""
    with kept(django_db_blocker):
        loaded.forget()
        register.load([STATUTORY, DEMO / "facts.csv"], by=OPERATOR, known_by=D(2021, 3, 31))
        yield
    loaded.forget()


def signed_in(email: str, role: str, name: str = "") -> Client:
    user = core.create_user(email=email, by=OPERATOR, roles=[role] if role else [], name=name)
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


@pytest.fixture
def lead(known_in_2021: None, db: None) -> Client:
    """Somebody who writes plans and carries them out."""
    cache.clear()
    return signed_in("lead@example.org", "transition-lead", "Lena Lead")


@pytest.fixture
def approver(known_in_2021: None, db: None) -> Client:
    """Somebody who decides on what others write."""
    return signed_in("approver@example.org", "approver", "Anna Approver")


def text(response: Any, status: int = 200) -> str:
    assert response.status_code == status, (response.status_code, response.content[:3000].decode())
    return " ".join(response.content.decode().split())


def today_boxes(name: str = "on") -> dict[str, str]:
    from ouzel.core.permissions import today

    on = today()
    return {f"{name}-day": str(on.day), f"{name}-month": str(on.month), f"{name}-year": str(on.year)}


def about(**changes: str) -> dict[str, str]:
    return {**ABOUT, **today_boxes("day"), **changes}


def begun(client: Client, **changes: str) -> str:
    """The address of a plan whose first page is filled in."""
    response = client.post("/desk/changes/new/", about(**changes))
    assert response.status_code == 302, text(response)
    return response["Location"].removesuffix("add/")


def written(client: Client, **changes: str) -> str:
    """The address of the merger of 2021 as a draft, made by forms."""
    at = begun(client)
    response = client.post(f"{at}add/merger/", {**MERGER, **changes})
    assert response.status_code == 302, text(response)
    assert response["Location"] == at
    return at


def plan(slug: str = "one-group-for-bedfordshire-luton-and-milton-keynes") -> Any:
    return queries.plan_named(slug, viewer=EVERYBODY)


def test_merger_made_by_forms_is_the_plan_of_the_file(lead: Client) -> None:
    at = written(lead)
    made = plan()
    assert made.changes[0].bodies == ("04F", "06F", "06P")
    assert made.effective == D(2021, 4, 1)
    assert made.author == "Lena Lead"
    page = text(lead.get(at))
    assert "GP practices" in page
    assert "NHS Luton CCG" in page
    for address in ("about/", "text/", "add/", "add/split/", "edit/merger/0/", "remove/merger/0/", "choices/", "tasks/",
                    "documents/", "proof/", "reconcile/", "step/proposed/"):  # fmt: skip
        text(lead.get(at + address))
    text(lead.get("/desk/"))
    for kind in ("merger", "acquisition", "split", "move", "role", "functions", "rename", "recode", "open", "close",
                 "place", "together", "benefit", "timeline", "engagement", "document"):  # fmt: skip
        text(lead.get(f"{at}add/{kind}/"))
