"""Double opt-in in two steps; leaving in one; nobody learns who follows."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from ouzel.governance.bodies.actions import say_of_body
from ouzel.governance.follows.actions import A_DAY, ask_to_follow, confirm, leave
from ouzel.governance.follows.queries import asked_about, counts, leaving_from
from ouzel.governance.follows.tokens import Purpose, token_for
from ouzel.governance.models import Follow
from tests.governance.world import SECRETARY, World

SITE = "https://ics.example.org"
BODY = "luton-governing-body"


def ask(email: str = "ann@example.org", kind: str = "body", ref: str = BODY) -> None:
    ask_to_follow(email=email, kind=kind, ref=ref, site=SITE)


def token_in(text: str) -> str:
    found = re.search(r"/follow/(?:confirm|leave)/([^/]+)/", text)
    assert found
    return found[1]


def test_asking_sends_one_mail_and_nothing_counts_yet(world: World) -> None:
    ask()
    (sent,) = mail.outbox
    assert sent.to == ["ann@example.org"]
    assert sent.subject == "Please confirm: follow Governing body of Luton"
    assert f"{SITE}/follow/confirm/" in sent.body
    assert "{site}" not in sent.body
    assert not counts(SECRETARY)
    assert Follow.objects.get().confirmed is None


def test_reading_the_link_confirms_nothing_and_the_button_does(world: World) -> None:
    ask()
    token = token_in(mail.outbox[0].body)
    assert asked_about(token).confirmed is False
    assert Follow.objects.get().confirmed is None
    first = confirm(token=token).confirmed
    assert first is not None
    assert confirm(token=token).confirmed == first
    assert counts(SECRETARY) == {("body", BODY): 1}
    assert AuditEntry.objects.filter(action="governance.follow.confirmed").count() == 1


def test_a_token_is_good_for_one_purpose(world: World) -> None:
    ask()
    follow = Follow.objects.get()
    with pytest.raises(ContentError, match="not whole"):
        leave(token=token_for(follow, Purpose.CONFIRM))
    with pytest.raises(ContentError, match="not whole"):
        confirm(token=token_for(follow, Purpose.LEAVE))
    with pytest.raises(ContentError, match="not whole"):
        confirm(token=follow.token)


def test_a_link_to_confirm_gets_old_and_one_to_leave_does_not(world: World) -> None:
    ask()
    follow = Follow.objects.get()
    stay, go = token_for(follow, Purpose.CONFIRM), token_for(follow, Purpose.LEAVE)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        with pytest.raises(ContentError, match="too old"):
            confirm(token=stay)
        assert leave(token=go).ended is not None


def test_leaving_is_one_step_and_the_same_again(world: World) -> None:
    ask()
    follow = confirm(token=token_in(mail.outbox[0].body))
    token = token_for(follow, Purpose.LEAVE)
    assert leaving_from(token).ended is False
    ended = leave(token=token).ended
    assert leave(token=token).ended == ended
    assert not counts(SECRETARY)
    with pytest.raises(ContentError, match="was ended"):
        confirm(token=token_for(follow, Purpose.CONFIRM))
    ask()  # who left may come back, by the same two steps
    assert Follow.objects.filter(ended=None).get().confirmed is None


def test_asking_many_times_does_not_fill_a_box(world: World) -> None:
    for _ in range(5):
        ask()
    assert len(mail.outbox) == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        ask()
    assert len(mail.outbox) == 2
    assert Follow.objects.count() == 1


def test_who_follows_already_is_told_by_post_and_not_on_the_page(world: World) -> None:
    ask()
    confirm(token=token_in(mail.outbox[0].body))
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert ask() is None
    assert mail.outbox[1].subject == "You follow Governing body of Luton already"


@pytest.mark.parametrize(
    ("email", "kind", "ref", "field"),
    [
        ("nobody", "body", BODY, "email"),
        ("a@example.org\nBcc: b@example.org", "body", BODY, "email"),
        ("a@example.org", "body", "no-such-body", "ref"),
        ("a@example.org", "planet", BODY, "kind"),
        ("a@example.org", "place", "atlantis", "ref"),
        ("a@example.org", "all", BODY, "ref"),
    ],
)
def test_what_cannot_be_followed_is_refused(world: World, email: str, kind: str, ref: str, field: str) -> None:
    with pytest.raises(ContentError) as refused:
        ask(email, kind, ref)
    assert refused.value.field == field
    assert not mail.outbox
    assert not Follow.objects.exists()


@pytest.mark.parametrize(("kind", "ref"), [("place", "luton"), ("topic", "commissioning"), ("all", "")])
def test_places_topics_and_everything_can_be_followed(world: World, kind: str, ref: str) -> None:
    ask(kind=kind, ref=ref)
    assert Follow.objects.get().kind == kind


def test_the_trail_keeps_no_address(world: World) -> None:
    ask()
    leave(token=token_for(confirm(token=token_in(mail.outbox[0].body)), Purpose.LEAVE))
    entries = AuditEntry.objects.filter(action__startswith="governance.follow")
    assert len(entries) == 3, "asked, confirmed, left"
    for entry in entries:
        assert "ann" not in f"{entry.subject} {entry.detail} {entry.by_name}"


def test_others_see_no_follows(world: World) -> None:
    ask()
    assert not Follow.objects.visible_to(None).exists()
    assert not counts(None)


def test_nobodys_post_is_filled_by_forms(world: World) -> None:
    ask()
    confirm(token=token_in(mail.outbox[0].body))
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        for _ in range(40):
            ask()
            ask(kind="all", ref="")
            ask(kind="body", ref="luton-governing-body")
    assert len(mail.outbox) <= A_DAY
    ask(email="bob@example.org")
    assert mail.outbox[-1].to == ["bob@example.org"]


def test_a_line_break_in_a_name_does_not_reach_the_head_of_a_mail(world: World) -> None:
    since = date(2020, 4, 1)
    say_of_body(body=world.luton, attribute="name", value="Luton\nBcc: all@example.org", since=since, known=since,
                source="x", by=SECRETARY)  # fmt: skip
    ask()
    (sent,) = mail.outbox
    assert "\n" not in sent.subject
    assert list(sent.recipients()) == ["ann@example.org"]
