"""Bodies and people in public: on any day, with the way on from those that have ended."""

import csv
import io
import json
from datetime import date

import pytest
from django.test import Client

from ouzel.governance.bodies.actions import close_body, open_body, say_of_body
from ouzel.governance.models import Person
from ouzel.governance.seats.actions import end_appointment
from tests.governance.world import SOURCE
from tests.web.governance.test_meeting_pages import text
from tests.web.governance.told import SLUG, Told

LUTON = "/bodies/luton-governing-body/"


def test_bodies_are_listed_on_any_day_and_found_by_words(site: Client) -> None:
    then, now = text(site, "/bodies/?on=2021-03-16"), text(site, "/bodies/?on=2026-11-22")
    assert "Governing body of Luton" in then
    assert "Board of the integrated care board" not in then
    assert "Board of the integrated care board" in now
    page = site.get("/bodies/?on=2021-03-16&q=milton").content.decode()
    assert "/bodies/milton-keynes-governing-body/" in page
    assert "/bodies/luton-governing-body/" not in page


def test_body_says_who_sits_on_it_what_it_may_decide_and_by_which_rules(site: Client) -> None:
    page = text(site, f"{LUTON}?on=2021-03-16")
    assert "Accountable officer Who Ola Allthree Deputy, with a vote: Dee Standin" in page
    assert "Merger or other reorganisation How far Reserved to it" in page
    assert "Award of a contract How far Up to £500,000 To Finance committee of Luton" in page
    assert "Half of the voting members, among them: the accountable officer" in page
    assert "National Health Service Act 2006, section 14L" in page


def test_body_names_vacancies_and_rules_that_are_not_kept(told: Told, site: Client) -> None:
    end_appointment(body=told.world.luton, seat="nurse", on=date(2021, 3, 1), known=date(2021, 3, 1), source=SOURCE,
                    by=told.world.by)  # fmt: skip
    page = text(site, f"{LUTON}?on=2021-03-16")
    assert "Registered nurse Who Vacant since 1 March 2021" in page
    assert "A registered nurse – needs 1, has 0" in page
    assert "Luton: a registered nurse" not in page  # whose page it is need not be said again


def test_body_that_ended_leads_on(told: Told, site: Client) -> None:
    on, by = date(2021, 4, 1), told.world.by
    open_body(slug="one-governing-body", name="Governing body of the one", kind="ccg-governing-body", since=on,
              organisations=["M1J4Y"], known=on, source=SOURCE, by=by)  # fmt: skip
    close_body(body=told.world.milton_keynes, on=on, known=on, source=SOURCE, by=by, successor="one-governing-body")
    address = "/bodies/milton-keynes-governing-body/"
    page = text(site, f"{address}?on=2026-11-22")
    assert "has ended: its last day was 31 March 2021. Its successor is Governing body of the one" in page
    assert "As on 31 March 2021, its last day." in page
    assert "Mia Chairperson" in page
    assert "has ended" not in text(site, f"{address}?on=2021-03-16")
    listed = text(site, "/bodies/?on=2026-11-22")
    assert "Bodies that have ended" in listed
    heir = site.get("/decisions/?body=one-governing-body").content.decode()
    assert told.decisions[2].ref in heir
    entries = site.get("/bodies/one-governing-body.atom").content.decode()
    assert "/meetings/2021-03-16-governing-bodies-in-common/" in entries
    graph = json.loads(site.get(f"{address.rstrip('/')}.jsonld?on=2021-03-31").content)["@graph"]
    assert any(node.get("@type") == "org:ChangeEvent" for node in graph)


def test_body_before_anything_was_known_of_it_says_so(site: Client) -> None:
    assert "Nothing was known of this body" in text(site, f"{LUTON}?on=2021-03-16&known-at=2010-01-01")
    assert site.get("/bodies/luton-governing-body.json?known-at=2010-01-01").status_code == 404


def test_body_of_a_later_day_says_when_it_begins(site: Client) -> None:
    assert "It begins on 1 July 2022" in text(site, "/bodies/blmk-board/?on=2021-01-01")


@pytest.mark.parametrize("address", ["/bodies/nobody/", "/people/nobody/", "/bodies/nobody.json", "/bodies/nobody.ics",
                                     "/bodies/nobody.atom", "/people/?body=nobody", "/decisions/D-1999-0001/",
                                     "/actions/A-1999-0001/", "/risks/R-1999-0001/", "/strategies/none/",
                                     "/papers/none/"])  # fmt: skip
def test_what_is_not_there_is_not_found(site: Client, address: str) -> None:
    assert site.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/bodies/", "/people/", "/meetings/", "/decisions/", "/actions/", "/interests/",
                                     "/strategies/", "/risks/", "/forward-plan/", LUTON,
                                     "/search/?in=records"])  # fmt: skip
@pytest.mark.parametrize(
    "asked", ["on=2021-13-45", "q=%00%27%22<script>", "page=-1&kind=%00&year=0&stands=x", "on-day=1"]
)
def test_odd_questions_are_answered_and_never_repeated_as_markup(site: Client, address: str, asked: str) -> None:
    response = site.get(f"{address}{'&' if '?' in address else '?'}{asked}")
    assert response.status_code in (200, 302)
    assert b"<script>" not in response.content


def test_dates_in_boxes_become_one_tidy_address_that_keeps_the_filters(site: Client) -> None:
    response = site.get("/people/?q=ola&on-day=16&on-month=3&on-year=2021&page=2")
    assert response.status_code == 302
    assert response["Location"] == "/people/?on=2021-03-16&q=ola&page=2"


def test_copies_of_bodies_and_people_open_in_a_spreadsheet_and_run_nothing(told: Told, site: Client) -> None:
    on = date(2021, 3, 2)
    say_of_body(body=told.world.bedfordshire, attribute="name", value="=cmd()", since=on, known=on, source=SOURCE,
                by=told.world.by)  # fmt: skip
    rows = list(csv.reader(io.StringIO(site.get("/bodies.csv?on=2021-03-16").content.decode())))
    assert ["bedfordshire-governing-body", "'=cmd()"] in [row[:2] for row in rows]
    seats = list(
        csv.DictReader(io.StringIO(site.get("/bodies/luton-governing-body.csv?on=2021-03-16").content.decode()))
    )
    assert len(seats) == 9
    whole = json.loads(site.get("/bodies/luton-governing-body.json?on=2021-03-16").content)
    assert [seat["holder"]["name"] for seat in whole["seats"][:2]] == ["Luc Chairman", "Ola Allthree"]
    assert site.get("/bodies.json?on=nonsense").status_code == 400
    popolo = json.loads(site.get("/people.popolo.json?on=2021-03-16").content)
    assert any(person["name"] == "Ola Allthree" for person in popolo["persons"])


def test_person_has_all_seats_on_a_day_and_what_they_declared(told: Told, site: Client) -> None:
    page = text(site, "/people/gil-eastluton/?on=2021-03-16")
    assert "Seats held on 16 March 2021" in page
    assert "Seats to come" in page  # the board, from 2022
    assert "Partner in a practice" in page
    withheld = text(site, "/people/luc-chairman/?on=2021-03-16")
    assert "Withheld: Somebody might be in danger" in withheld
    everybody = text(site, "/people/?on=2021-03-16")
    assert "sit on more than one body" in everybody


def test_empty_lists_say_why_and_lead_on(told: Told, site: Client) -> None:
    then = "on=2001-01-01"
    assert "Nobody held a seat in any of" in text(site, f"/interests/?{then}")
    assert "Nobody held a seat in Governing body of Luton" in text(
        site, f"/interests/?{then}&body=luton-governing-body"
    )
    for address, way_on in (
        (f"/strategies/?{then}", "/decisions/"), (f"/risks/?{then}", "/meetings/"),
        ("/forward-plan/?body=luton-governing-body", "/meetings/?body=luton-governing-body"),
        (f"/meetings/{SLUG}/log/", f"/meetings/{SLUG}/#actions"),
    ):  # fmt: skip
        page = site.get(address).content.decode()
        assert f'href="{way_on}"' in page[page.index("<h1") :], address
        assert 'body="' not in page, "a link says nothing of what was not asked"


def test_a_biography_is_never_markup(told: Told, site: Client) -> None:
    person = Person.objects.get(slug="ola-allthree")
    Person.objects.filter(pk=person.pk).update(
        biography="<img src=x onerror=alert(1)> **Bold** [x](javascript:alert(1))"
    )
    page = site.get("/people/ola-allthree/").content.decode()
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert "<strong>Bold</strong>" in page


def test_lists_of_decisions_actions_risks_and_strategies_show_what_is_public(told: Told, site: Client) -> None:
    assert "2 decisions" in text(site, "/decisions/?body=luton-governing-body")
    assert "1 decision" in text(site, "/decisions/?q=%22commissioning+group%22&body=luton-governing-body")
    decision = text(site, f"/decisions/{told.decisions[1].ref}/")
    assert "Options considered" in decision
    assert "Become one (chosen)" in decision
    assert "Governing body of Bedfordshire: Apply to become one commissioning group" in decision
    assert told.action.ref in decision
    assert "Letters are drafted" in text(site, f"/actions/{told.action.ref}/")
    assert site.get(f"/actions/{told.action.ref}/?on=2021-03-01").status_code == 404
    assert "Too few nurses" in text(site, "/risks/")
    assert "A good start in life" in text(site, "/strategies/care-strategy/")
    assert "Needs of Luton" in text(site, "/strategies/")
    assert "Annual report" in text(site, "/forward-plan/")


def test_records_are_searched_across_bodies_that_came_before(told: Told, site: Client) -> None:
    page = site.get("/search/?in=records&q=merger").content.decode()
    assert f"/papers/{told.paper.slug}/" in page
    assert "<mark>" in page
    assert "/search/?in=records&amp;q=luton" in site.get("/search/?q=luton").content.decode()
    assert "Nothing that is public has these words" in site.get("/search/?in=records&q=xylophone").content.decode()
