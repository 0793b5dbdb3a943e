"""The page of an organisation with its members as they would be under a plan."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from ouzel import as_if, structures
from ouzel.core.actors import Actor
from ouzel.register.attributes import Attribute
from ouzel.reorganisation import actions
from ouzel.reorganisation.plan import Merger, Move, Opening, Plan
from tests.core.people import user

ADA = Actor.command("ada")
TODAY = date(2026, 5, 1)
MOVE = Plan(
    "to-thames-valley",
    "BLMK goes to Thames Valley",
    date(2027, 4, 1),
    str(ADA),
    (Move("move[0]", "S0E4D", units=("M1J4Y",), origin="S1Y5D", relation=Attribute.SYSTEM),),
    sources=("A source",),
)


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Editions of one test are not those of another."""
    structures._structure.cache_clear()
    as_if._laid.cache_clear()
    yield
    structures._structure.cache_clear()
    as_if._laid.cache_clear()


@pytest.fixture
def proposed(register: None, db: None) -> None:
    proposal = actions.save(plan=MOVE, by=ADA, on=TODAY)
    actions.propose(proposal=proposal, by=ADA, on=TODAY)


@pytest.mark.usefixtures("proposed")
def test_members_as_they_would_be(site: Client) -> None:
    now = site.get("/organisations/S0E4D.json?on=2026-05-01").json()["members"]
    assert "M1J4Y" not in {m["code"] for m in now["sub-icb-location"]}
    then = site.get("/organisations/S0E4D.json?basis=as-if:to-thames-valley").json()
    assert then["members_on"] == "2027-04-01"
    assert "M1J4Y" in {m["code"] for m in then["members"]["sub-icb-location"]}
    assert len(then["members"]["practice"]) > len(now.get("practice", ()))
    left = site.get("/organisations/S1Y5D.json?basis=as-if:to-thames-valley").json()["members"]
    assert "M1J4Y" not in {m["code"] for rows in left.values() for m in rows}


@pytest.mark.usefixtures("proposed")
def test_page_says_which_plan_it_supposes(site: Client) -> None:
    text = site.get("/organisations/S0E4D/?basis=as-if:to-thames-valley").content.decode()
    assert "As it would be under the plan “BLMK goes to Thames Valley”: members on 1 April 2027" in text
    assert 'value="as-if:to-thames-valley"' in text
    assert "basis=as-if%3Ato-thames-valley" in text  # goes along with links
    table = site.get("/organisations/S0E4D.csv?basis=as-if:to-thames-valley").content.decode()
    assert any(",M1J4Y," in line and "2027-04-01" in line for line in table.splitlines())


@pytest.mark.usefixtures("proposed")
def test_plan_that_leaves_members_where_they_are_lists_what_the_register_lists(site: Client) -> None:
    for code in ("QHG", "M1J4Y", "06F", "U59591"):
        plain = site.get(f"/organisations/{code}.json?basis=as-at:2027-04-01").json()["members"]
        assert site.get(f"/organisations/{code}.json?basis=as-if:to-thames-valley").json()["members"] == plain


@pytest.mark.usefixtures("register", "db")
def test_draft_is_not_there_for_a_visitor(site: Client) -> None:
    actions.save(plan=MOVE, by=ADA, on=TODAY)
    refused = site.get("/organisations/S0E4D.json?basis=as-if:to-thames-valley")
    assert refused.status_code == 400
    assert "there is no such plan" in refused.json()["fields"]["basis"]
    page = site.get("/organisations/S0E4D/?basis=as-if:to-thames-valley")
    assert "there is no such plan" in page.content.decode()


@pytest.mark.usefixtures("register", "db")
def test_plan_with_problems_is_refused_with_what_is_wrong(site: Client) -> None:
    wrong = Plan(
        "wrong", "A wrong plan", date(2027, 4, 1), str(ADA),
        (Merger("merger[0]", ("06F", "S0E4D"), "X01", opening=Opening("New", ("RO318",))),), sources=("A source",),
    )  # fmt: skip
    actions.save(plan=wrong, by=ADA, on=TODAY)
    site.force_login(user("writer@example.org", "transition-lead"))  # only who writes plans sees one that is wrong
    refused = site.get("/organisations/S0E4D.json?basis=as-if:wrong")
    assert refused.status_code == 400
    assert "06F" in refused.json()["fields"]["basis"]
