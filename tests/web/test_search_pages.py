"""The first page, and search."""

import pytest
from django.test import Client


def test_home_offers_search_kinds_and_the_picture(site: Client) -> None:
    page = site.get("/").content.decode()
    assert 'action="/search/"' in page
    assert 'href="/pictures/M1J4Y/"' in page
    assert 'href="/organisations/kinds/practice/"' in page
    assert "Open Government Licence v3.0" in page
    assert "edition 1 of this register" in page


def test_search_finds_by_former_name_and_says_so(site: Client) -> None:
    page = site.get("/search/", {"q": "milton keynes ccg"}).content.decode()
    assert "NHS Milton Keynes CCG" in page
    assert "It was called NHS Bedfordshire, Luton and Milton Keynes CCG until 30 June 2022." in page


@pytest.mark.parametrize("text", ["06F", "06f", "06F00", "E38000010"])
def test_search_finds_by_any_form_of_a_code(site: Client, text: str) -> None:
    assert 'href="/organisations/06F/"' in site.get("/search/", {"q": text}).content.decode()


def test_search_puts_places_and_planners_first(site: Client) -> None:
    page = site.get("/search/?q=luton").content.decode()
    assert (
        page.index("Places, and bodies that planned") < page.index("NHS Luton CCG") < page.index("Other organisations")
    )


def test_search_keeps_the_day(site: Client) -> None:
    page = site.get("/search/?q=06P&on=2015-01-01").content.decode()
    assert "/organisations/06P/?on=2015-01-01" in page
    assert "1 January 2015" in page


def test_search_without_answer_says_why_and_what_to_try(site: Client) -> None:
    page = site.get("/search/?q=Atlantis").content.decode()
    assert "Nothing matches" in page
    assert "Try fewer words" in page


def test_search_escapes_what_was_typed(site: Client) -> None:
    page = site.get("/search/", {"q": '<script>alert("x")</script>'}).content.decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("text", ["", " ", "\x00", "a" * 201, "%", "'", "\\", "💊", "؀"])
def test_search_survives_odd_texts(site: Client, text: str) -> None:
    assert site.get("/search/", {"q": text}).status_code == 200


def test_search_only_reads(site: Client) -> None:
    assert site.post("/search/", {"q": "luton"}).status_code == 405
