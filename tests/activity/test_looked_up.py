"""What explaining a line tells of the facts it was decided by: codes, names, days, lists, and who said so."""

from datetime import date

import pytest

from ouzel.activity.asked import Asked
from ouzel.activity.explained import Explained
from ouzel.activity.explaining import explain
from ouzel.activity.looked_up import mapping_words
from ouzel.activity.models import PodMapping
from ouzel.activity.pod_mapping import map_pod, mapping_for
from ouzel.activity.prices.demonstration import demonstration_book
from ouzel.activity.prices.loading import load_book
from ouzel.activity.references.tables import load_table
from ouzel.activity.store import Store
from ouzel.engine.activity_lines import LineRef
from ouzel.engine.pricing.book import TopUp
from tests.activity.loads import lines
from tests.activity.paying import take
from tests.activity.test_running import YEAR, stay
from tests.core.people import OPERATOR
from tests.reorganisation.conftest import known_bodies, register

__all__ = ["known_bodies", "register"]

pytestmark = pytest.mark.django_db
RECORDED = date(2021, 3, 1)
SERVICE = "NCBPS01C"


@pytest.fixture(autouse=True)
def small_register(register: None) -> None:
    """The practices, groups and hospitals of the area."""


def book(**more: object) -> None:
    from dataclasses import replace

    load_book(replace(demonstration_book(**YEAR), **more), by=OPERATOR)


def told(store: Store, *, asked: Asked | None = None, **said: str) -> Explained:
    take(store, "admitted", stay(**said))
    ref = LineRef.of(lines(store)[-1]["line"])
    return explain(ref, by=OPERATOR, why="a test", store=store, **({"asked": asked} if asked else {}))


def words_of(found: Explained) -> dict[str, str]:
    return {each.what: each.words for each in (*found.looked_up, *found.of_price)}


def test_practice_provider_and_what_was_known_are_named_as_they_were_on_the_day(store):
    book()
    found = told(store, start="2021-03-28", end="2021-03-31", practice="E81073")
    facts = words_of(found)
    assert [each.code for each in found.looked_up[:3]] == ["E81073", "", "RC9"]
    assert "(E81073)" in facts["GP practice"]
    assert "on 31 March 2021 its commissioner was" in facts["GP practice"]
    assert facts["GP practice"].endswith("(06P)")
    assert facts["Home"] == "the line says no address that leads to a small area"
    assert "edition" in facts["Known"]
    assert "as known now; the rules 2020/21 were published on" in facts["Known"]
    assert "  GP practice E81073: " in found.words


def test_the_map_of_another_day_says_its_own_day(store):
    book()
    facts = words_of(told(store, asked=Asked(map_on=date(2021, 6, 1)), end="2021-03-31", practice="E81073"))
    assert "on 1 June 2021 its commissioner was" in facts["GP practice"]
    assert facts["GP practice"].endswith("(M1J4Y)")


def test_a_practice_that_leads_to_nobody_says_so(store):
    book()
    facts = words_of(told(store, practice="V81999"))
    assert "it is a code for having no practice" in facts["GP practice"]
    assert words_of(told(store, practice="", record="2"))["GP practice"] == "the line names none"


def test_the_row_of_the_price_is_named_with_its_release(store):
    book()
    found = told(store)
    facts = words_of(found)
    assert found.priced.book is not None
    assert f"release {found.priced.book.release}, published on 1 March 2020" in facts["Price list"]
    assert facts["Price"].startswith("setting non-elective")
    assert "by the same release" in facts["Market forces"]
    assert found.as_json()["looked_up"][-1]["what"] == "Market forces"


def test_a_mapped_point_of_delivery_is_not_said_to_be_submitted(store):
    book()
    row = map_pod(
        local_code="SHORT", pod="NELST", since=date(2021, 4, 1), provider="RC9", recorded=RECORDED, by=OPERATOR,
        note="as agreed in the contract",
    )  # fmt: skip
    found = told(store, local_pod="SHORT", start="2021-04-02", end="2021-04-03")
    assert ", as submitted" not in found.words
    assert "as the local point of delivery SHORT is mapped" in found.words
    assert "SHORT is mapped to NELST from 1 April 2021 on, for RC9. " in found.words
    assert f"{str(OPERATOR)[1:]} said so; " in found.words
    assert "recorded on 1 March 2021 (as agreed in the contract)." in found.words
    assert found.as_json()["mapping"] == mapping_words(row)


def test_a_mapping_of_the_provider_goes_before_one_for_any(store):
    for provider, pod in (("", "EL"), ("RC9", "DC")):
        map_pod(local_code="X", pod=pod, since=date(2021, 4, 1), provider=provider, recorded=RECORDED, by=OPERATOR)
    on = {"local_code": "X", "on": date(2021, 5, 1)}
    assert [row.pod for row in (mapping_for(provider="RC9", **on), mapping_for(provider="RD8", **on)) if row] == [
        "DC", "EL",
    ]  # fmt: skip
    assert mapping_for(provider="RC9", local_code="X", on=date(2021, 3, 31)) is None
    assert mapping_for(provider="RC9", **on, known_at=date(2021, 2, 1)) is None
    assert PodMapping.objects.count() == 2


def test_two_lists_that_disagree_about_a_service_are_said_to(store):
    book(top_ups=(TopUp("RC9", SERVICE, 1_500),))
    found = told(store, service=SERVICE)
    assert found.priced.top_up
    assert "Two lists disagree" in found.disagreement
    assert found.disagreement in found.words
    assert words_of(found)["Specialised service"] == "no list of specialised services is loaded for the day"
    load_table(
        f"service,name,colour,highly,programme\n{SERVICE},a service,RED,,\n".encode(), table="service-colours",
        effective=date(2020, 4, 1), published=date(2020, 4, 1), by=OPERATOR, origin="the year's services", store=store,
    )  # fmt: skip
    found = told(store, service=SERVICE, record="2")
    assert found.disagreement == ""
    assert words_of(found)["Specialised service"] == "a service: RED. Source: the year's services"
