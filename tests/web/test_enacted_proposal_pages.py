"""The public pages of a change that was carried out: what changed, the proof, what came of it, and its undoing."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from ouzel.reorganisation import actions, proving
from ouzel.reorganisation.models import Enactment, Proposal
from tests.reorganisation.plans import AUTHOR, OPERATOR
from tests.web import proposing
from tests.web.test_proposal_pages import text, words

PARTS = ["", "preview/", "proof/", "case/", "for/06P/", "for/M1J4Y/", "for/E81002/"]


@pytest.fixture(scope="module")
def merger(register: None, django_db_blocker: Any) -> Iterator[None]:
    """The merger of 2021, carried out on the day before."""
    with proposing.kept(django_db_blocker):
        proposing.enacted()
        yield


@pytest.fixture
def public(merger: None, db: None) -> Client:
    """A visitor of the site."""
    cache.clear()
    return Client()


@pytest.fixture
def proposal(public: Client) -> Proposal:
    """The proposal itself."""
    return Proposal.objects.get(slug="blmk-2021")


@pytest.mark.parametrize("part", PARTS)
def test_every_page_of_a_change_is_sound(public: Client, part: str) -> None:
    page = text(public, f"/changes/blmk-2021/{part}")
    assert page.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    assert not re.search(r"\b20\d\d-\d\d-\d\d\b", re.sub(r"<[^>]+>", "", page)), "days are told in words"


def test_change_says_what_changed_on_the_day(public: Client) -> None:
    page = words(public, "/changes/blmk-2021/")
    assert "Change One commissioning group" in page
    assert "In force Since 1 April 2021" in page
    assert "What was changed" in page
    assert "All together 100 100" in page
    assert 'href="/changes/2021-04-01/"' in text(public, "/changes/blmk-2021/")
    assert "31 March 2021 Carried out ahead of its day By root" in page


def test_change_is_shown_as_it_was_before_it_was_carried_out(public: Client) -> None:
    page = words(public, "/changes/blmk-2021/preview/")
    assert "What changed on 1 April 2021" in page
    assert "as it was known on 31 March 2021, edition 1," in page
    assert "NHS Bedfordshire CCG 06F 48 none" in page
    assert "stands in the way" not in page


def test_change_before_its_day_is_decided_and_still_to_come(public: Client) -> None:
    page = words(public, "/changes/blmk-2021/?on=2021-03-31")
    assert "Decided, still to come Takes effect on 1 April 2021" in page
    assert "It is decided, and takes effect by itself on 1 April 2021." in page
    practice = words(public, "/changes/blmk-2021/for/E81002/?on=2021-03-31")
    assert "From 1 April 2021 it will be NHS Bedfordshire, Luton and Milton Keynes CCG M1J4Y." in practice


def test_practice_is_told_what_was_and_what_is(public: Client) -> None:
    page = words(public, "/changes/blmk-2021/for/E81002/")
    assert "The organisation that plans and buys care for its patients was NHS Bedfordshire CCG 06F." in page
    assert "Since 1 April 2021 it is NHS Bedfordshire, Luton and Milton Keynes CCG M1J4Y." in page
    assert "NHS Luton CCG closed at the end of 31 March 2021." in words(public, "/changes/blmk-2021/for/06P/")


def test_proof_is_there_with_its_hash(public: Client) -> None:
    page = words(public, "/changes/blmk-2021/proof/")
    assert Enactment.objects.get().sha256 in page
    assert "GP practices 100 100 0" in page
    assert "NHS Luton CCG 06P 26 none" in page
    assert "Nothing was left open." in page


def test_proof_is_missing_until_the_change_is_carried_out(public: Client) -> None:
    proposing.proposed(proposing.together())
    assert "There is no proof yet." in text(public, "/changes/one-team/proof/")


def test_change_that_was_counted_again_says_so(public: Client, proposal: Proposal) -> None:
    proving.prove(proposal=proposal, by=OPERATOR, on=date(2021, 4, 2))
    page = words(public, "/changes/blmk-2021/")
    assert "In force and checked" in page
    assert "2 April 2021 Counted again afterwards: nothing was lost" in page


def test_benefit_is_told_with_what_came_of_it(public: Client, proposal: Proposal) -> None:
    assert "Not measured yet, though it was to be on 31 March 2022" in words(public, "/changes/blmk-2021/")
    actions.record_benefit(
        proposal=proposal, benefit="running-costs", on=date(2022, 3, 31), value=Decimal("18000000"),
        source="Annual report 2021/22", by=AUTHOR,
    )  # fmt: skip
    page = words(public, "/changes/blmk-2021/")
    assert "£20,100,000 £18,100,000 £18,000,000 on 31 March 2022: reached" in page
    assert "Source: Annual report 2021/22" in page
    earlier = words(public, "/changes/blmk-2021/?on=2021-12-31")
    assert "£18,000,000" not in earlier
    assert "To be measured on 31 March 2022" in earlier


def test_body_says_that_it_was_part_of_a_change(public: Client) -> None:
    assert "It was part of a change on 1 April 2021:" in words(public, "/organisations/M1J4Y/")
    assert "There is a proposal to change this body" in words(public, "/organisations/06P/?on=2021-03-31")
