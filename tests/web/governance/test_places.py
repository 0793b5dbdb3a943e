"""Places and topics have pages, calendars and feeds, and can be followed from them; so have minutes and interests."""

import re

import icalendar
import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from lxml import etree

from ouzel.governance.models import Decision, Follow, Interest, Minutes
from tests.web.governance.told import SLUG, Told

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _nobody_sent_anything_yet() -> None:
    cache.clear()


def entries(site: Client, address: str) -> list[tuple[str, str]]:
    """Title and address of each entry of a feed."""
    made = etree.fromstring(site.get(address).content)
    found = made.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in found]
    assert len(ids) == len(set(ids))
    return [(entry.findtext(f"{ATOM}title"), entry.find(f"{ATOM}link").get("href")) for entry in found]


def test_a_place_is_reached_from_its_bodies_and_followed_from_its_page(told: Told, site: Client) -> None:
    body = site.get("/bodies/luton-governing-body/").content.decode()
    assert 'href="/places/luton/"' in body
    page = site.get("/places/luton/").content.decode()
    who = page.partition('id="bodies-title"')[2].partition("</section>")[0]
    assert "/bodies/luton-governing-body/" in who
    assert "/bodies/bedfordshire-governing-body/" not in who
    assert 'href="/follow/?kind=place&amp;ref=luton"' in page
    assert "Follow Luton by e-mail" in site.get("/follow/?kind=place&ref=luton").content.decode()
    site.post("/follow/?kind=place&ref=luton", {"email": "reader@example.org"})
    assert mail.outbox[0].subject == "Please confirm: follow Luton"
    assert Follow.objects.get(email="reader@example.org").ref == "luton"


def test_a_place_has_a_calendar_of_its_own(told: Told, site: Client) -> None:
    made = icalendar.Calendar.from_ical(site.get("/places/luton.ics").content)
    assert made["name"] == "Meetings: Luton"
    every = icalendar.Calendar.from_ical(site.get("/meetings.ics").content)
    places, whole = ({str(event["url"]) for event in each.walk("VEVENT")} for each in (made, every))
    assert any(url.endswith(f"/meetings/{SLUG}/") for url in places)
    assert places < whole


def test_a_topic_has_a_page_a_calendar_and_a_feed(told: Told, site: Client) -> None:
    body = site.get("/bodies/luton-governing-body/").content.decode()
    there = re.search(r'href="(/topics/([\w-]+)/)"', body)
    assert there
    page = site.get(there[1]).content.decode()
    assert f"/follow/?kind=topic&amp;ref={there[2]}" in page
    assert site.get(f"/topics/{there[2]}.ics").status_code == 200
    assert entries(site, f"/topics/{there[2]}.atom")
    assert "Follow " in site.get(f"/follow/?kind=topic&ref={there[2]}").content.decode()


def test_a_topic_that_was_only_decided_on_can_be_followed(told: Told, site: Client) -> None:
    row = Decision.objects.filter(meeting__public=True).latest("pk")
    assert site.get("/topics/dentistry/").status_code == 404
    Decision.objects.bulk_create([
        Decision(ref="D-2021-0999", body=row.body, meeting=row.meeting, on=row.on, kind=row.kind, title="Dentists",
                 text="More of them", method=row.method, quorum=row.quorum, topics=["dentistry"], by="x",
                 item=row.item, private=False)
    ])  # fmt: skip
    assert site.get("/topics/dentistry/").status_code == 200
    assert 'href="/topics/dentistry/' in site.get("/decisions/?topic=dentistry").content.decode()


@pytest.mark.parametrize("address", ["/places/atlantis/", "/places/atlantis.ics", "/places/atlantis.atom",
                                     "/topics/atlantis/", "/follow/?kind=place&ref=atlantis"])  # fmt: skip
def test_what_no_body_is_for_is_not_there(told: Told, site: Client, address: str) -> None:
    assert site.get(address).status_code == 404


def test_minutes_are_a_feed_and_are_part_of_that_of_the_body(told: Told, site: Client) -> None:
    published = Minutes.objects.visible_to(None).filter(published__isnull=False)
    found = entries(site, "/minutes.atom")
    assert len(found) == published.count() > 0
    title, address = found[0]
    assert re.match("(Draft|Approved) minutes: ", title)
    assert site.get(address.removeprefix("http://testserver")).status_code == 200
    mine = entries(site, "/minutes.atom?body=luton-governing-body")
    assert set(mine) <= set(entries(site, "/bodies/luton-governing-body.atom"))


def test_changes_of_the_register_of_interests_are_a_feed(told: Told, site: Client) -> None:
    found = entries(site, "/interests.atom")
    assert found
    public = site.get("/interests.csv").content.decode()
    for title, address in found:
        assert title.partition(":")[0] in public or "#gifts" in address
    text = site.get("/interests.atom").content.decode()
    for row in Interest.objects.known().filter(redacted=True):
        assert row.description not in text


@pytest.mark.parametrize(
    ("page", "feeds"),
    [
        ("/bodies/", {"/bodies.atom"}),
        ("/bodies/luton-governing-body/", {"/bodies/luton-governing-body.atom", "/bodies/luton-governing-body.ics"}),
        ("/places/luton/", {"/places/luton.atom", "/places/luton.ics"}),
        ("/meetings/", {"/meetings.atom", "/meetings.ics"}),
        (f"/meetings/{SLUG}/", {f"/meetings/{SLUG}.ics"}),
        (f"/meetings/{SLUG}/minutes/", {"/minutes.atom"}),
        ("/decisions/", {"/decisions.atom"}),
        ("/interests/", {"/interests.atom"}),
    ],
)
def test_programs_find_feeds_and_calendars_from_the_page(told: Told, site: Client, page: str, feeds: set[str]) -> None:
    text = site.get(page).content.decode()
    links = dict(
        re.findall(r'<link rel="alternate" type="(application/atom\+xml|text/calendar)"[^>]* href="([^"]+)"', text)
    )
    assert feeds <= set(links.values())
    for kind, address in links.items():
        assert site.get(address)["Content-Type"].startswith(kind)


def test_the_address_of_the_site_is_that_of_the_settings(told: Told, site: Client, settings: object) -> None:
    settings.OUZEL_SITE = "https://ics.example.org/"  # type: ignore[attr-defined]
    assert "https://ics.example.org/meetings/" in site.get("/meetings.atom").content.decode()
    site.post("/follow/?kind=all", {"email": "reader@example.org"}, headers={"host": "testserver"})
    assert "https://ics.example.org/follow/confirm/" in mail.outbox[0].body
    assert "testserver" not in mail.outbox[0].body
