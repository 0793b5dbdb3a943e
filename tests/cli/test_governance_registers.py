"""`ouzel interests`, `follows` and `export`: registers, what is sent, and formats that others read."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import icalendar
import pytest
from django.core import mail

from ouzel.governance.follows import actions as following
from ouzel.governance.follows.tokens import Purpose, token_for
from ouzel.governance.models import Follow, Notice
from tests.boards import LUTON, MEETING, met_in_common
from tests.doors import typed

EVE = ("--on", "2021-03-31")
WITHHELD = "Example Community Care"


@pytest.fixture(scope="module", autouse=True)
def _met(facts_loaded: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), met_in_common():
        yield


@pytest.fixture(autouse=True)
def _database(register: None) -> None:
    """Each test is undone after it."""


def test_the_register_is_told_and_written_as_csv(tmp_path: Path) -> None:
    found = typed("interests", "register", "--body", LUTON, *EVE, "--json").json
    people = {each["slug"]: each for each in found["people"]}
    assert [entry["category"] for entry in people["gus-example"]["interests"]] == ["financial"]
    out = tmp_path / "interests.csv"
    assert typed("interests", "register", "--body", LUTON, *EVE, "--out", str(out)).status == 0
    assert out.read_text(encoding="utf-8-sig").startswith("person,seats,")
    assert (tmp_path / "interests.gifts.csv").exists()
    assert typed("interests", "register", "--out", "interests.txt").status == 2


def test_the_whole_register_leaves_a_row_in_the_trail() -> None:
    from ouzel.core.models import AuditEntry

    before = AuditEntry.objects.count()
    assert typed("interests", "register", "--body", LUTON, *EVE, "--whole").status == 0
    assert AuditEntry.objects.count() == before + 1


def test_who_must_declare_is_told() -> None:
    found = typed("interests", "due", "--body", LUTON, "--on", "2020-08-20", "--json").json
    assert "ida-example" in {each["person"] for each in found["due"]}
    assert typed("interests", "match", MEETING, "--json").json["matches"] == []


def test_what_waits_is_sent_once(settings: Any) -> None:
    following.ask_to_follow(email="reader@example.org", kind="body", ref=LUTON, site="https://example.org")
    follow = following.confirm(token=token_for(Follow.objects.get(), Purpose.CONFIRM))
    Notice.objects.create(follow=follow, key="one", subject="A meeting", text="It is on Tuesday.")
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"  # as where no server for post is set
    done = typed("follows", "send", "--site", "https://example.org", "--json")
    assert done.json == {"mails": 1, "notices": 1, "letters": 0, "failed": 0}
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in done.err
    again = typed("follows", "send", "--site", "https://example.org", "--json").json
    assert again == {"mails": 0, "notices": 0, "letters": 0, "failed": 0}
    assert typed("follows", "list", "--json").json["waiting"] == 0
    assert typed("follows", "again", "--json").json == {"waiting": 0}
    assert Follow.objects.count() == 1
    assert [each.to for each in mail.outbox] == [["reader@example.org"]]


def test_nothing_is_sent_where_nobody_said_where_the_site_is(settings: Any) -> None:
    following.ask_to_follow(email="reader@example.org", kind="all", site="https://example.org")
    follow = following.confirm(token=token_for(Follow.objects.get(), Purpose.CONFIRM))
    Notice.objects.create(follow=follow, key="one", subject="A meeting", text="It is on Tuesday.\n{site}/meetings/")
    refused = typed("follows", "send")
    assert refused.status == 1
    assert "nobody said where the site is reached" in refused.err
    assert "OUZEL_SITE" in refused.err
    assert Notice.objects.get().sent is None
    settings.OUZEL_SITE = "ouzel.example.org"
    assert "no address of a site" in typed("follows", "send").err
    settings.OUZEL_SITE = "https://ouzel.example.org/"
    assert typed("follows", "send").status == 0
    assert "https://ouzel.example.org/meetings/" in mail.outbox[-1].body


def test_an_address_is_erased_and_what_could_not_leave_is_told(settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.governance.follows.broken.Backend"
    following.ask_to_follow(email="reader@example.org", kind="all", site="https://example.org")
    listed = typed("follows", "list")
    assert "1 not handed over: SMTPServerDisconnected" in listed.out
    assert "reader@" not in listed.out
    assert "Erased: 1 follow" in typed("follows", "erase", "Reader@example.org").out
    assert not Follow.objects.exists()
    assert "Nobody gave this address" in typed("follows", "erase", "reader@example.org").out


def test_formats_for_others_hold_what_is_public_and_no_more(tmp_path: Path) -> None:
    calendar = typed("export", "calendar", "--body", LUTON).out
    assert len(icalendar.Calendar.from_ical(calendar).walk("VEVENT")) == 1
    atom = typed("export", "atom", "--body", LUTON).out
    assert "<feed" in atom
    graph = typed("export", "org", "--body", LUTON, *EVE, "--site", "https://example.org").out
    assert json.loads(graph)["@graph"]
    out = tmp_path / "people.json"
    assert typed("export", "popolo", *EVE, "--out", str(out)).status == 0
    people = json.loads(out.read_text())
    assert "Dr Nicola Smith" in {each["name"] for each in people["persons"]}
    for text in (calendar, atom, graph, out.read_text()):
        assert WITHHELD not in text


def test_a_body_that_is_not_there_is_refused() -> None:
    for name in ("calendar", "atom", "org", "popolo"):
        assert typed("export", name, "--body", "nowhere").status == 1
