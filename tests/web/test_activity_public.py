"""What everybody may read of activity: the rules of each year, and prices."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from ouzel.activity.prices.demonstration import demonstration_book
from ouzel.activity.prices.loading import load_book, withdraw_prices
from ouzel.activity.references.years import year_named
from ouzel.activity.rules.reading import flows
from ouzel.api.flow_words import told
from ouzel.engine.pricing.book import Price
from tests.web.activity import OPERATOR, prices, signed_in, text

WITHDRAWN = date(2026, 6, 1)
YEARS = [flow.name.replace("/", "-") for flow in flows()]


def test_every_year_is_listed(site: Client) -> None:
    page = text(site.get("/activity/rules/"))
    for year in YEARS:
        assert f'href="/activity/rules/{year}/"' in page


@pytest.mark.parametrize("year", YEARS)
def test_every_box_of_a_year_is_told_and_every_way_leads_somewhere(site: Client, year: str) -> None:
    page = text(site.get(f"/activity/rules/{year}/"))
    flow = next(each for each in flows() if each.name.replace("/", "-") == year)
    for box in flow.boxes:
        assert page.count(f'id="{box}"') == 1
    ways = set(re.findall(r'href="#([^"]+)"', page)) - {"maincontent"}
    assert ways <= set(flow.boxes)
    assert set(flow.starts.values()) <= ways
    found = year_named(year)
    assert found.flow == flow
    assert ("It follows from what the source says" in page) or flow.evidence == "found"
    for box in told(found.flow, found.said):
        for end in (box.yes, box.no):
            assert bool(end.box) != bool(end.words and end.pays)


def test_a_box_says_what_it_looks_at_and_where_it_is_from(site: Client) -> None:
    page = text(site.get("/activity/rules/2025-26/"))
    assert "Does the patient pay: an overseas visitor who is charged, or a private patient?" in page
    assert "care: overseas is one of D, F" in page
    assert "It is Yes if one of these holds." in page
    assert "the commissioner of the patient&#39;s GP practice; if there is none, the commissioner of the area" in page
    assert "Source: DCA." in page
    assert "It follows from what the source says, which does not say it itself." in page


def test_a_year_without_rules_is_not_there(site: Client) -> None:
    assert site.get("/activity/rules/1999-00/").status_code == 404


def test_without_a_price_list_the_page_says_so(site: Client) -> None:
    page = text(site.get("/activity/prices/?code=AA35A"))
    assert "No price list is loaded yet" in page
    assert "No price list is loaded for that day." in page


def test_a_price_is_looked_up_by_code_and_day(site: Client) -> None:
    release = prices()
    page = text(site.get("/activity/prices/?code=aa35a&on-day=1&on-month=5&on-year=2025"))
    assert "AA35A on 1 May 2025" in page
    for setting, price in (("Elective", "£13,059"), ("Non elective", "£8,033")):
        assert setting in page
        assert price in page
    assert "Indicative: no published price" in page
    assert f'href="/activity/prices/{release.pk}/"' in page
    assert "has no such code" in text(site.get("/activity/prices/?code=ZZ99&on=2025-05-01"))
    assert "No price list is loaded for that day." in text(site.get("/activity/prices/?code=AA35A&on=2019-05-01"))
    assert "not a day of the calendar" in text(
        site.get("/activity/prices/?code=AA35A&on-day=31&on-month=2&on-year=2025")
    )


def test_one_list_is_searched(site: Client) -> None:
    release = prices()
    at = f"/activity/prices/{release.pk}/"
    assert "160 prices" in text(site.get(at))
    assert "1 to 50 of 160" in text(site.get(at))
    page = text(site.get(f"{at}?code=aa35&setting=elective"))
    assert "1 price" in page
    assert "£13,059" in page
    assert "1.060677" in page
    assert "No price of this list fits." in text(site.get(f"{at}?code=ZZ99"))
    assert "160 prices" in text(site.get(f"{at}?code=%00&setting=none"))
    assert site.get("/activity/prices/99999/").status_code == 404
    assert site.get(f"/activity/prices/{2**70}/").status_code == 404


def test_a_list_that_is_withdrawn_says_so_at_once(site: Client) -> None:
    release = prices()
    assert "Used" in text(site.get("/activity/prices/"))
    withdraw_prices(on=WITHDRAWN, release=release, by=OPERATOR, why="A slip")
    assert "Withdrawn" in text(site.get("/activity/prices/"))
    assert "This list was withdrawn on 1 June 2026" in text(site.get(f"/activity/prices/{release.pk}/"))


def test_nothing_public_is_changed(site: Client) -> None:
    for address in ("/activity/rules/", "/activity/rules/2025-26/", "/activity/prices/"):
        assert site.post(address).status_code == 405


def test_a_local_price_is_shown_to_staff_alone(site: Client) -> None:
    book = demonstration_book(since=date(2025, 4, 1), until=date(2026, 4, 1), published=date(2025, 3, 31))
    local = (Price("QX1", "other", 12_300, local="RC9"), Price("QX2", "emergency-care", 100, department="01"),
             Price("AA35A", "elective", 4_500, best_practice="1", adds=True))  # fmt: skip
    first = load_book(replace(book, prices=(*book.prices, *local)), by=OPERATOR).release
    second = load_book(
        replace(book, name="July", published=date(2025, 6, 27), prices=(Price("QX1", "other", 12_400, local="RC9"),)),
        by=OPERATOR, over=first,
    ).release  # fmt: skip
    staff = signed_in("contract-manager")
    addresses = (
        "/activity/prices/?code=QX1&on-day=1&on-month=5&on-year=2025",
        f"/activity/prices/{second.pk}/?code=QX1",
        "/api/v1/activity/prices/QX1?on=2025-05-01",
    )
    for address in addresses:
        for client, sees in ((site, False), (Client(), False), (staff, True), (site, False)):
            page = client.get(address).content.decode()
            assert any(price in page for price in ("£124", "12400")) is sees, address
    assert "162 prices" in text(site.get(f"/activity/prices/{second.pk}/"))
    assert "163 prices" in text(staff.get(f"/activity/prices/{second.pk}/"))
    page = text(site.get(f"/activity/prices/{second.pk}/"))
    assert f'href="/activity/prices/{first.pk}/"' in page
    assert "Emergency department of type 01" in text(site.get(f"/activity/prices/{second.pk}/?code=QX2"))
    assert "Added to the price for best practice 1" in text(site.get(f"/activity/prices/{second.pk}/?code=AA35A"))
