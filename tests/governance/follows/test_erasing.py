"""Addresses are kept for as long as they are needed, and no longer."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.conf import settings as configured
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from ouzel.core.actors import Actor
from ouzel.core.models import AuditEntry
from ouzel.governance import keyed
from ouzel.governance.follows.actions import ask_to_follow, confirm, leave
from ouzel.governance.follows.erasing import LETTERS_KEPT, Erased, erase, sweep
from ouzel.governance.follows.tokens import CONFIRM_WITHIN, Purpose, token_for
from ouzel.governance.meetings.questions import ask
from ouzel.governance.models import Follow, Letter, Notice, Question
from tests.core.people import user
from tests.governance.following.changing import MERGED_ON, enacted, follower, merger, reversed_
from tests.governance.meetings.doing import LONDON, noticed
from tests.governance.world import SECRETARY, World

SITE = "https://ics.example.org"
ANN = "ann@example.org"
WHEN = datetime(2021, 3, 10, 9, tzinfo=LONDON)


def everywhere() -> str:
    """All that is kept of addresses, and the trail."""
    rows = (Follow.objects.values_list("email", "keyed", "why"), Letter.objects.values_list("to", "subject", "text"),
            Question.objects.values_list("email", "name"), Notice.objects.values_list("key", "text"),
            AuditEntry.objects.values_list("subject", "detail", "by_name"))  # fmt: skip
    return str([list(each) for each in rows]).casefold()


def test_who_never_confirmed_is_gone_after_the_days_there_are(world: World) -> None:
    ask_to_follow(email=ANN, kind="all", site=SITE)
    follower("bob@example.org", "luton-governing-body")
    assert sweep() == Erased()
    with time_machine.travel(timezone.now() + CONFIRM_WITHIN + timedelta(hours=1)):
        assert sweep() == Erased(unconfirmed=1)
        assert sweep() == Erased()
    assert ANN not in everywhere()
    assert Follow.objects.get().email == "bob@example.org"
    entry = AuditEntry.objects.get(action="governance.addresses.forgotten")
    assert entry.detail["unconfirmed"] == 1


def test_of_who_left_a_hash_stays(world: World) -> None:
    ask_to_follow(email=ANN, kind="all", site=SITE)
    follow = confirm(token=token_for(Follow.objects.get(), Purpose.CONFIRM))
    Notice.objects.create(follow=follow, key="x", subject="A", text="B")
    token = token_for(follow, Purpose.LEAVE)
    leave(token=token)
    assert ANN not in everywhere()
    kept = Follow.objects.get()
    assert (kept.email, kept.keyed) == ("", keyed.address(" Ann@Example.org"))
    assert Notice.objects.get().failed == "not sent: the person left"
    assert leave(token=token).ended == kept.ended, "the link goes on saying so"


def test_who_left_is_asked_once_a_day_whatever_forms_are_sent(world: World) -> None:
    leave(token=token_for(follower(ANN, "", kind="all"), Purpose.LEAVE))
    for kind, ref in (("all", ""), ("body", "luton-governing-body"), ("place", "luton")):
        ask_to_follow(email=ANN, kind=kind, ref=ref, site=SITE)
    assert len(mail.outbox) == 1
    with time_machine.travel(timezone.now() + timedelta(days=1, hours=1)):
        ask_to_follow(email=ANN, kind="all", site=SITE)
    assert len(mail.outbox) == 2


def test_who_left_after_a_merger_is_in_none_of_the_follows_that_led_there(world: World) -> None:
    follower(ANN, "luton-governing-body")
    follower("bob@example.org", "luton-governing-body")
    enacted(merger(), on=MERGED_ON)
    leave(token=token_for(Follow.objects.get(email=ANN, ended=None), Purpose.LEAVE))
    assert ANN not in everywhere()
    assert Follow.objects.filter(email="bob@example.org").count() == 2, "who stayed is known"


def test_a_reversal_brings_back_nobody_who_left(world: World) -> None:
    follower(ANN, "luton-governing-body")
    made = enacted(merger("X01"), on=MERGED_ON)
    erase(email=ANN.upper(), by=SECRETARY)
    reversed_(made, on=MERGED_ON)
    assert ANN not in everywhere()
    assert not Follow.objects.filter(ended=None).exists()


def test_erasing_an_address_is_on_the_trail_without_it(world: World) -> None:
    follower(ANN, "", kind="all")
    ask_to_follow(email=ANN, kind="place", ref="luton", site=SITE)
    ask(meeting=noticed(world.luton), text="Why?", name="Ann Asker", email="Ann@example.org", at=WHEN)
    follower("bob@example.org", "", kind="all")
    assert erase(email=" ANN@example.org ", by=SECRETARY) == Erased(1, 1, 1, 0)
    assert ANN not in everywhere()
    assert "ann asker" not in everywhere()
    assert "bob@example.org" in everywhere()
    entry = AuditEntry.objects.get(action="governance.address.erased")
    assert entry.subject == f"address {keyed.address(ANN)}"
    assert not erase(email=ANN, by=SECRETARY)


def test_only_who_keeps_the_lists_erases(world: World) -> None:
    with pytest.raises(PermissionDenied):
        erase(email=ANN, by=Actor.person(user("who@example.org", "board-member")))


def test_who_asked_is_known_for_some_weeks_after_the_meeting(world: World) -> None:
    meeting = noticed(world.luton)
    ask(meeting=meeting, text="Why?", name="Ann Asker", email=ANN, at=WHEN)
    ask(meeting=meeting, text="When?", name="Bob Public", name_public=True, email="bob@example.org", at=WHEN)
    kept = meeting.starts + configured.QUESTIONERS_KEPT
    with time_machine.travel(kept - timedelta(days=1), tick=False):
        assert sweep() == Erased()
    with time_machine.travel(kept + timedelta(days=1), tick=False):
        assert sweep() == Erased(questions=2)
        assert sweep() == Erased()
    rows = list(Question.objects.order_by("pk").values_list("text", "name", "email"))
    assert rows == [("Why?", "", ""), ("When?", "Bob Public", "")]


def test_letters_that_left_go(world: World) -> None:
    leave(token=token_for(follower("bob@example.org", "", kind="all"), Purpose.LEAVE))
    Letter.objects.create(to=ANN, key="left", subject="A", text="B", sent=timezone.now())
    Letter.objects.create(to=ANN, key="waits", subject="A", text="B")
    with time_machine.travel(timezone.now() + LETTERS_KEPT + timedelta(days=1)):
        assert sweep() == Erased(letters=1)
    assert Letter.objects.get().key == "waits"


def test_the_days_are_those_of_the_settings() -> None:
    assert configured.QUESTIONERS_KEPT.days == 42
