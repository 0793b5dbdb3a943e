"""Kinds, changes, pictures, sources, conflicts, plain texts and errors."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from ouzel.register import overview, queries
from ouzel.register.answers import Moment
from ouzel.register.kinds import KINDS
from ouzel.web.asked import from_text

PAGES = ["/", "/search/", "/search/?q=luton", "/organisations/", "/organisations/kinds/board/", "/organisations/M1J4Y/",
         "/changes/", "/changes/2021-04-01/", "/pictures/", "/pictures/M1J4Y/", "/sources/", "/conflicts/",
         "/about-the-figures/", "/accessibility/"]  # fmt: skip


def text(site: Client, address: str) -> str:
    response = site.get(address)
    assert response.status_code == 200, response
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_sound(site: Client, address: str) -> None:
    page = text(site, address)
    assert page.count("<h1") == 1
    assert re.search(r"<title>[^<]+ - Ouzel</title>", page)
    assert not re.search(r"<(script|style)\b|\sstyle=|\son[a-z]+=\"", page), "the content policy allows none of these"
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    assert site.post(address).status_code == 405


@pytest.mark.parametrize("address", PAGES)
def test_every_page_asks_the_database_little_and_once(site: Client, address: str) -> None:
    cache.clear()  # of whole pages; what each is made of may be remembered
    with CaptureQueriesContext(connection) as first:
        page = site.get(address).content
    with CaptureQueriesContext(connection) as again:
        assert site.get(address).content == page
    assert len(first) <= 60, [q["sql"][:90] for q in first]
    assert len(again) <= 1, "the edition alone is asked for"


def test_remembered_pages_are_told_apart_by_all_that_counts(site: Client) -> None:
    tries = ["/search/", "/search/?q=", "/search/?q=luton", "/search/?q=luton&on=2010-01-01",
             "/search/?q=luton&on=2010-01-02",
             "/search/?q=luton&on=2010-01-01&known-at=2010-01-01", "/search/?q=luton&on=2010-13-01"]  # fmt: skip
    pages = [site.get(address).content for address in tries]
    assert len(set(pages)) == len(pages)
    assert [site.get(address).content for address in tries] == pages


@pytest.mark.parametrize(
    ("day", "slug", "many"),
    [("2022-06-30", "board", 0), ("2022-07-01", "board", 42), ("2026-04-01", "board", 36),
     ("2013-04-01", "clinical-commissioning-group", 211), ("2021-04-01", "clinical-commissioning-group", 106)],
)  # fmt: skip
def test_kind_counts_by_role_on_the_day(site: Client, day: str, slug: str, many: int) -> None:
    page = text(site, f"/organisations/kinds/{slug}/?on={day}")
    assert (f"<strong>{many} " if many else "<strong>no ") in page
    if not many:
        assert "choose another day" in page


@pytest.mark.parametrize("day", ["2000-01-01", "2016-01-31", "2022-07-01", "2026-05-01"])
def test_counts_of_kinds_are_those_of_their_lists(register: None, db: None, day: str) -> None:
    moment = Moment(on=from_text(day))
    counted = overview.counts_of_kinds(moment=moment)
    assert counted == {slug: len(queries.of_kind(kind, moment=moment)) for slug, kind in KINDS.items()}


def test_kind_pages_follow_one_another(site: Client) -> None:
    first = text(site, "/organisations/kinds/clinical-commissioning-group/?on=2013-04-01")
    assert "1 to 100 of 211" in first
    assert "?on=2013-04-01&amp;page=2" in first
    assert "201 to 211 of 211" in text(site, "/organisations/kinds/clinical-commissioning-group/?on=2013-04-01&page=3")


def test_change_groups_by_successor_with_its_picture(site: Client) -> None:
    page = text(site, "/changes/2006-10-01/")
    assert "<svg" in page
    assert "5P2" in page
    assert "/organisations/5GD/" in page
    assert "1 April 2026" in text(site, "/changes/")


def test_change_of_a_quiet_day_says_so(site: Client) -> None:
    assert "No succession is recorded on 2 January 2019" in text(site, "/changes/2019-01-02/")
    assert site.get("/changes/2019-02-31/").status_code == 404


def test_picture_has_its_sentence_and_tables(site: Client) -> None:
    page = text(site, "/pictures/M1J4Y/")
    assert "On 1 October 2006, 5GD and 5GE flowed into 5P2." in page
    for code in ("4AA24", "4NP98", "4CJ51", "5GD", "5GE", "5P2", "5GC", "5CQ", "04F", "06F", "06P"):
        assert page.count(code) >= 3, code
    assert "There is nothing to draw" in text(site, "/pictures/RC9/")
    assert site.get("/pictures/06f00/")["Location"] == "/pictures/06F/"


def test_sources_name_publications_with_their_days(site: Client) -> None:
    page = text(site, "/sources/")
    assert "statutory.csv" in page
    assert "Loaded" in page


def test_health_is_ok(site: Client) -> None:
    assert site.get("/healthz").content == b"ok"


def test_errors_say_what_to_do_next(site: Client) -> None:
    missing = site.get("/nowhere/")
    assert (missing.status_code, "Page not found" in missing.content.decode()) == (404, True)
    assert site.get("/organisations/kinds/quango/").status_code == 404


def test_broken_page_asks_nothing_of_the_database(rf: RequestFactory) -> None:
    from ouzel.web.views import errors

    request = rf.get("/")
    for answer, status in ((errors.broken(request), 500), (errors.bad_request(request, ValueError()), 400),
                           (errors.forbidden(request, PermissionError()), 403)):  # fmt: skip
        assert answer.status_code == status
        assert b"<h1" in answer.content
