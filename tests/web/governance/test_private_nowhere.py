"""What was taken in private comes out of no public door.

Every address that a link leads to is asked for, those too that somebody might guess, by everybody who may not read it,
and every byte is looked through for marked words.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from itertools import product
from urllib.parse import urldefrag, urljoin

import pikepdf
import pypdfium2
import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from ouzel.confidential.models import (
    KeptFrom,
    LetBack,
    PrivateAction,
    PrivateDecision,
    PrivateItem,
    PrivateMinutes,
    PrivatePaper,
)
from ouzel.core.models import RoleAssignment, User
from ouzel.core.permissions import Permission, today
from ouzel.core.roles import ROLES
from ouzel.web import governance_urls
from tests.web.governance.told import SECRET, Told

WITHOUT = sorted(slug for slug, role in ROLES.items() if Permission.GOVERNANCE_PRIVATE not in role.permissions)
STARTS = ("/", "/bodies/", "/meetings/", "/decisions/", "/actions/", "/interests/", "/strategies/", "/risks/",
          "/people/", "/forward-plan/", "/follow/")  # fmt: skip
SOUGHT = (SECRET, f"{SECRET}content", "commercial", "contract")
ELSEWHERE = ("/static/", "/account/", "/organisations/", "/changes/", "/pictures/", "/activity/", "/sources/",
             "/conflicts/", "/about", "/accessibility", "/api/")  # fmt: skip
MOST = 1500  # addresses
LINK = re.compile(rb"""(?:href|action|src)="([^"]+)\"""")


def visitor(role: str = "") -> Client:
    """Somebody who is not signed in, or who holds one role for the whole system."""
    client = Client()
    if role:
        person = User.objects.create_user(email=f"{role}@example.org", password="a river with small fishes")
        RoleAssignment.objects.create(user=person, role=role, since=today())
        client.force_login(person)
    return client


def near_private(told: Told) -> Iterator[str]:
    """Addresses of what has a private part, or might have: its copies, numbers around it, private slugs and hashes."""
    for meeting in (told.meeting, told.coming, told.planned):
        yield f"/meetings/{meeting.slug}/"
        yield from (
            f"/meetings/{meeting.slug}/{part}" for part in ("log/", "minutes/", "pack/", "pack.pdf", "private/")
        )
        yield from (f"/meetings/{meeting.slug}/minutes/{number}/" for number in range(3))
        yield from (f"/meetings/{meeting.slug}.{form}" for form in ("json", "csv", "ics", "jsonld"))
    for paper in PrivatePaper.objects.all():
        yield from (f"/papers/{paper.slug}{end}" for end in ("/", ".json", f"/1/{paper.name}"))
        yield f"/papers/sha256/{paper.sha256}/"
    for minutes in PrivateMinutes.objects.all():
        yield f"/papers/sha256/{minutes.sha256}/"
    for name, ref in (("decisions", told.private_decision.ref), ("actions", told.private_action.ref)):
        yield from (f"/{name}/{ref}/", f"/{name}/{ref}.json")
    yield from (f"/{name}.{form}" for name in ("meetings", "decisions") for form in ("json", "csv", "atom"))
    yield from ("/meetings.ics", "/papers.atom", "/actions.json?stands=all", "/actions.csv?stands=all", "/risks.csv")
    yield from (f"/search/?in=records&q={words}" for words in SOUGHT)
    yield from ("/interests.json?on=2021-03-16", "/interests.json?on=2021-03-16&known-at=2020-04-10",
                "/people/luc-chairman/?on=2021-03-16", "/risks/?on=2022-10-01", "/forward-plan/")  # fmt: skip


def guessed(told: Told) -> Iterator[str]:
    """The same and more: numbers one after another, copies of every list, searches by every filter."""
    yield from near_private(told)
    for letter, name in (("D", "decisions"), ("A", "actions"), ("R", "risks")):
        for year, number in product((2021, 2022), range(1, 6)):
            yield f"/{name}/{letter}-{year}-{number:04d}/"
            yield f"/{name}/{letter}-{year}-{number:04d}.json"
    for name, form in product(
        ("bodies", "people", "papers", "interests", "strategies"), ("json", "csv", "ics", "atom", "jsonld")
    ):
        yield f"/{name}.{form}"
    yield from (f"/search/?in=records&q={SECRET}&kind={kind}" for kind in ("paper", "decision", "item", "minutes"))
    for name in ("bodies", "people", "decisions", "actions", "interests"):
        yield f"/{name}/?q={SECRET}"
    yield from (f"/{name}.{form}?q={SECRET}" for name in ("decisions", "actions") for form in ("json", "csv"))
    yield from (f"/actions/?stands={stands}" for stands in ("overdue", "ended", "all"))
    yield from (f"/search/?q={SECRET}", "/interests/?on=2021-03-16", "/interests/?on=2021-03-16&known-at=2020-04-10",
                "/bodies/blmk-board.schema.jsonld")  # fmt: skip


def crawled(client: Client, starts: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Every address that can be come to from the starts within governance, with all that it answered."""
    waiting, seen = list(dict.fromkeys(starts)), set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        assert len(seen) < MOST, "links without end"
        response = client.get(address)
        assert response.status_code < 500, address
        content = response.getvalue()
        head = "\n".join(f"{key}: {value}" for key, value in response.headers.items()).encode()
        yield address, head + b"\n" + content
        html = "html" in response.headers.get("Content-Type", "")
        found = [link.decode() for link in LINK.findall(content)] if html else []
        if location := response.headers.get("Location"):
            found.append(location)
        for link in found:
            target = urldefrag(urljoin(f"http://testserver{address}", unescape(link)))[0]
            target = target.removeprefix("http://testserver")
            if target.startswith("/") and not target.startswith(ELSEWHERE) and target not in seen:
                waiting.append(target)


def readable(content: bytes) -> str:
    """All the words of an answer, those too that are packed into a document."""
    texts = [content.decode("utf-8", errors="replace")]
    start = content.find(b"%PDF")
    if start >= 0:
        with pikepdf.open(io.BytesIO(content[start:])) as document:
            texts.append(str(document.docinfo))
            for page in document.pages:
                page.contents_coalesce()
                texts.append(page.Contents.read_bytes().decode("latin-1"))
        pdf = pypdfium2.PdfDocument(content[start:])
        texts += [pdf[number].get_textpage().get_text_bounded() for number in range(len(pdf))]
    start = content.find(b"PK\x03\x04")
    if start >= 0:
        with zipfile.ZipFile(io.BytesIO(content[start:])) as packed:
            texts += [packed.read(name).decode("utf-8", errors="replace") for name in packed.namelist()]
    return "\n".join(texts).casefold()


def leaks(address: str, content: bytes) -> list[str]:
    """The marked words that an answer has, but for those that it only repeats from the question."""
    text = readable(content)
    for words in sorted(set(re.findall(rf"{SECRET}[a-z.]*", address.casefold())), key=len, reverse=True):
        text = text.replace(words, "")
    return re.findall(rf".{{0,60}}{SECRET}.{{0,60}}", text)


def everybody_else() -> Client:
    """Somebody who holds every role at once but those that may read what is private: more than any of them alone."""
    client = visitor("analyst")
    person = User.objects.get(email="analyst@example.org")
    for role in WITHOUT:
        RoleAssignment.objects.get_or_create(user=person, role=role, defaults={"since": today()})
    return client


@pytest.mark.parametrize("who", [visitor, everybody_else])
def test_private_words_are_at_no_address_that_can_be_reached_or_guessed(told: Told, who: Callable[[], Client]) -> None:
    found, came = [], set()
    for address, content in crawled(who(), [*STARTS, *guessed(told)]):
        came.add(address)
        found += [(address, leak) for leak in leaks(address, content)]
    assert not found, found[:5]
    names = {resolve(address.partition("?")[0]).url_name for address in came if _resolves(address)}
    missed = {pattern.name for pattern in governance_urls.urlpatterns} - names
    assert missed == {"follow-confirm", "follow-leave"}, "the walk does not come to every kind of page"


@pytest.mark.parametrize("role", WITHOUT)
def test_no_role_that_may_not_read_what_is_private_gets_it(told: Told, role: str) -> None:
    client = visitor(role)
    found = []
    for address in near_private(told):
        response = client.get(address)
        found += [(address, leak) for leak in leaks(address, response.getvalue())]
    assert not found, found[:5]


def test_the_marked_words_are_there_to_be_found(told: Told) -> None:
    """Were there nothing to hide, the other tests could not fail."""
    for model in (PrivateItem, PrivatePaper, PrivateDecision, PrivateAction, PrivateMinutes, KeptFrom, LetBack):
        rows = list(model.objects.values_list())
        assert rows, model
        assert SECRET in repr(rows), model


def test_a_board_member_reads_no_private_words_on_public_pages_either(told: Told) -> None:
    """Public pages are passed on: who may read the private part does so at the desk, where it is written down."""
    client = visitor("board-member")
    private = {told.private_decision.ref: "decisions", told.private_action.ref: "actions"}
    for address in (f"/meetings/{told.meeting.slug}/", f"/meetings/{told.meeting.slug}.json",
                    *(f"/{name}/{ref}/" for ref, name in private.items())):  # fmt: skip
        response = client.get(address)
        assert response.status_code == 200
        assert not leaks(address, response.content)


def test_the_sum_of_a_private_decision_is_nowhere(told: Told, site: Client) -> None:
    for address in (f"/decisions/{told.private_decision.ref}/", f"/decisions/{told.private_decision.ref}.json",
                    "/decisions.csv", "/decisions.json", "/decisions.atom",
                    f"/meetings/{told.meeting.slug}/"):  # fmt: skip
        content = site.get(address).content
        assert b"987654321" not in content
        assert b"9,876,543" not in content


def test_what_is_not_there_and_what_is_not_public_answer_alike(told: Told, site: Client) -> None:
    hidden = site.get(f"/meetings/{told.planned.slug}/")
    nothing = site.get("/meetings/2027-02-03-nothing/")
    assert hidden.status_code == nothing.status_code == 404
    one, other = (re.sub(rb"(?s)<header.*?</header>", b"", each.content) for each in (hidden, nothing))
    assert hashlib.sha256(one).digest() == hashlib.sha256(other).digest()


def _resolves(address: str) -> bool:
    try:
        return bool(resolve(address.partition("?")[0]))
    except Resolver404:
        return False
