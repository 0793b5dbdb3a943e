"""Feeds, held to a schema written from RFC 4287."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import etree

from ouzel.governance.exports.atom import Entry, feed, of_meeting, of_succession
from ouzel.governance.exports.successions import successions
from tests.governance.exports.test_calendar import view
from tests.governance.following.changing import MERGED_ON, ONE, enacted, merger
from tests.governance.world import World

SITE = "https://ics.example.org"
ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMA = etree.RelaxNG(etree.parse(str(Path(__file__).with_name("atom.rng"))))


def entry(**changed: object) -> Entry:
    at = datetime(2021, 3, 16, 12, tzinfo=UTC)
    parts = {
        "key": f"{SITE}/decisions/D-2021-0001/", "title": "D-2021-0001: To merge", "updated": at, "published": at,
        "address": f"{SITE}/decisions/D-2021-0001/", "summary": "The governing body approved it.",
        "author": "Governing body of Luton", "topics": ("merger",),
    }  # fmt: skip
    return Entry(**{**parts, **changed})  # type: ignore[arg-type]


def valid(*entries: Entry) -> etree._Element:
    written = feed(entries, title="Decisions", address="/decisions/", site=SITE, about="What boards decide")
    tree = etree.fromstring(written)
    SCHEMA.assertValid(tree)
    return tree


def test_a_feed_is_valid_and_says_where_it_is() -> None:
    tree = valid(entry())
    links = {link.get("rel"): link.get("href") for link in tree.findall(f"{ATOM}link")}
    assert links == {"alternate": f"{SITE}/decisions/", "self": f"{SITE}/decisions.atom"}
    assert tree.findtext(f"{ATOM}updated") == "2021-03-16T12:00:00+00:00"
    assert tree.find(f"{ATOM}entry/{ATOM}category").get("term") == "merger"


def test_an_empty_feed_is_valid_and_the_same_each_time() -> None:
    assert valid().findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"


def test_the_newest_is_first_and_dates_the_feed() -> None:
    late = datetime(2022, 1, 1, tzinfo=UTC)
    tree = valid(entry(), entry(key="urn:x:2", updated=late))
    assert [each.text for each in tree.findall(f"{ATOM}entry/{ATOM}id")] == ["urn:x:2", entry().key]
    assert tree.findtext(f"{ATOM}updated") == "2022-01-01T00:00:00+00:00"


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "A & B", "bell \x07 and null \x00", "Ünïcödé"])
def test_any_words_may_stand_in_it(words: str) -> None:
    tree = valid(entry(title=words, summary=words, author=words))
    assert tree.findtext(f"{ATOM}entry/{ATOM}title") == "".join(s for s in words if s >= " ")


def test_the_schema_refuses_what_is_no_feed() -> None:
    tree = valid(entry())
    tree.remove(tree.find(f"{ATOM}updated"))
    assert not SCHEMA.validate(tree)


def test_a_cancelled_meeting_is_an_update_of_the_same_entry() -> None:
    first, then = (
        of_meeting(each, site=SITE)
        for each in (
            view(),
            view(
                state="cancelled", state_words="cancelled", why="No quorum", modified=datetime(2021, 3, 10, tzinfo=UTC)
            ),
        )
    )
    assert first.key == then.key
    assert then.updated > first.updated
    assert then.title.endswith("(cancelled)")
    valid(then)


def test_successions_of_bodies_are_told(world: World) -> None:
    enacted(merger(), on=MERGED_ON)
    (change,) = successions([ONE])
    assert change.on == date(2021, 4, 1)
    assert change.known == MERGED_ON
    told = of_succession(change, site=SITE)
    assert told.address == f"{SITE}/bodies/{ONE}/"
    assert "Governing body of Luton" in told.title
    valid(told)
