"""E-mails for themselves: they wait, leave once, keep why they could not, and none keeps the others."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils import timezone

from ouzel.governance import post
from ouzel.governance.follows.actions import ask_to_follow
from ouzel.governance.follows.queries import failed, waiting
from ouzel.governance.follows.sending import Sent, send_waiting, try_again
from ouzel.governance.interests.deadlines import remind, reminders
from ouzel.governance.models import Follow, Letter
from tests.governance.follows import broken
from tests.governance.interests.declaring import signed_in
from tests.governance.world import SECRETARY, World

SITE = "https://ics.example.org"
SHUT, CHOOSY, ABSENT = (f"tests.governance.follows.broken.{name}" for name in ("Backend", "Choosy", "Absent"))
WORKS = "django.core.mail.backends.locmem.EmailBackend"
LATE = date(2020, 4, 22)  # a day of reminders


def ask(email: str = "ann@example.org") -> None:
    ask_to_follow(email=email, kind="all", site=SITE)


def test_a_follow_whose_mail_could_not_leave_is_asked_for_again_at_once(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = SHUT
    ask()
    assert Letter.objects.get().failed == "not handed over: SMTPServerDisconnected"
    assert failed(SECRETARY) == {"not handed over: SMTPServerDisconnected": 1}
    assert not failed(None)
    settings.EMAIL_BACKEND = WORKS
    ask()
    (sent,) = mail.outbox
    assert sent.subject == "Please confirm: follow all meetings and decisions"
    assert Follow.objects.count() == 1
    ask()
    assert len(mail.outbox) == 1


def test_it_leaves_with_the_next_post_too(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = SHUT
    ask()
    settings.EMAIL_BACKEND = WORKS
    assert send_waiting(by=SECRETARY, site=SITE) == Sent(1, 0, 0, 1)
    assert send_waiting(by=SECRETARY, site=SITE) == Sent(0, 0, 0)


def test_who_is_refused_for_good_is_not_tried_by_itself(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = CHOOSY
    ask("bad@example.org")
    assert Letter.objects.get().failed == "not handed over: the address was refused (550)"
    assert send_waiting(by=SECRETARY, site=SITE) == Sent(0, 0, 0)
    assert try_again(by=SECRETARY) == 1
    assert waiting(SECRETARY) == 1
    settings.EMAIL_BACKEND = WORKS
    assert send_waiting(by=SECRETARY, site=SITE) == Sent(1, 0, 0, 1)


def test_what_is_old_is_tried_when_asked_only(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = SHUT
    ask()
    with time_machine.travel(timezone.now() + post.BY_ITSELF + timedelta(hours=1)):
        assert post.wait_again(every=False) == 0
        assert post.wait_again(every=True) == 1


def test_one_address_that_is_refused_stops_no_other_reminder(
    world: World, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_BACKEND = CHOOSY
    people = sorted({each.due.person for each in reminders(LATE, bodies=[world.luton])}, key=lambda one: one.slug)
    for number, person in enumerate(people[:3]):
        signed_in(person, f"{'bad' if number == 0 else 'good'}{number}@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        remind(on=LATE, by=SECRETARY, bodies=[world.luton])
    assert {each.to[0] for each in mail.outbox} == {"good1@example.org", "good2@example.org"}
    assert failed(SECRETARY) == {"not handed over: the address was refused (550)": 1}
    settings.EMAIL_BACKEND = WORKS
    try_again(by=SECRETARY)
    send_waiting(by=SECRETARY, site=SITE)
    assert mail.outbox[-1].to == ["bad0@example.org"]


def test_who_reminds_is_told_whom_the_post_did_not_take(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = CHOOSY
    people = sorted({each.due.person for each in reminders(LATE, bodies=[world.luton])}, key=lambda one: one.slug)
    for who, person in zip(("bad", "good"), people, strict=False):
        signed_in(person, f"{who}@example.org")
    with pytest.MonkeyPatch.context() as at_once:  # as outside a transaction, where a test is not
        at_once.setattr(transaction, "on_commit", lambda do, robust: do())
        done = remind(on=LATE, by=SECRETARY, bodies=[world.luton])
    assert [each.email for each in done.told] == ["good@example.org"]
    assert [each.email for each in done.lost] == ["bad@example.org"]


def test_where_no_server_is_there_the_rest_do_not_wait_for_it(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = ABSENT
    broken.Absent.asked = 0
    for number in range(4):
        post.put(to=f"u{number}@example.org", key="x", subject="A", text="B")
    assert post.deliver() == post.Handed(0, 4)
    assert broken.Absent.asked == 1


def test_a_letter_is_put_down_once_and_waits_again_where_it_is_written_anew(world: World) -> None:
    for words in ("first", "second"):
        post.put(to="ann@example.org", key="x", subject=f"A\r\n{words}", text=words)
    assert post.deliver() == post.Handed(1, 0)
    assert (mail.outbox[0].subject, mail.outbox[0].body) == ("A second", "second")
    assert post.deliver() == post.Handed()
    post.put(to="ann@example.org", key="x", subject="A", text="third")
    assert post.deliver() == post.Handed(1, 0)
