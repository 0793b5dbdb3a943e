"""What happens in public is told once to each who follows, with the way out, and never twice."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from ouzel.core.actors import Actor
from ouzel.core.permissions import today
from ouzel.governance.follows.noticing import notices_for, write_notices
from ouzel.governance.follows.sending import Sent, send_waiting, try_again
from ouzel.governance.meetings.actions import give_notice
from ouzel.governance.meetings.agenda import add_item
from ouzel.governance.models import AgendaItem, Decision, Follow, Meeting, MeetingEvent, Notice
from ouzel.governance.papers.actions import add_paper, new_version, publish_papers
from ouzel.reorganisation.wording import in_words
from tests.core.people import user
from tests.governance.following.changing import MERGED_ON, enacted, follower, meeting, merger
from tests.governance.meetings.doing import item, planned
from tests.governance.world import SECRETARY, World

SITE = "https://ics.example.org"


@pytest.fixture
def called(world: World) -> Meeting:
    """A meeting in common, and people who follow in every way."""
    for email, kind, ref in (
        ("body@example.org", "body", "luton-governing-body"), ("place@example.org", "place", "luton"),
        ("all@example.org", "all", ""), ("other@example.org", "body", "blmk-board"),
        ("topic@example.org", "topic", "commissioning"),
    ):  # fmt: skip
        follower(email, ref, kind=kind)
    return meeting("2021-03-16-in-common", *world.three, on=date(2021, 3, 16), state="noticed")


def event(of: Meeting, kind: str, note: str = "") -> MeetingEvent:
    number = of.events.count() + 1
    made = MeetingEvent.objects.create(meeting=of, number=number, kind=kind, on=date(2021, 3, 8), note=note, by="x")
    made.refresh_from_db()
    return made


def decided(at: Meeting, world: World) -> Decision:
    item = AgendaItem.objects.create(meeting=at, number="5", order=5, title="The merger")
    made = Decision.objects.create(
        ref="D-2021-0001", body=world.luton, meeting=at, item=item, on=date(2021, 3, 16), kind="merger",
        title="To merge", text="The governing body approved the merger.", method="consensus", by="x",
    )  # fmt: skip
    made.refresh_from_db()
    return made


def test_a_meeting_is_told_to_who_follows_its_bodies_places_topics_or_everything(called: Meeting) -> None:
    assert notices_for(event(called, "noticed")) == 4
    emails = set(Notice.objects.values_list("follow__email", flat=True))
    assert emails == {"body@example.org", "place@example.org", "all@example.org", "topic@example.org"}
    notice = Notice.objects.filter(follow__email="body@example.org").get()
    assert notice.subject == (
        "Governing body of Bedfordshire, Governing body of Luton and Governing body of Milton Keynes "
        "will meet on 16 March 2021"
    )
    assert "16 March 2021, 14:00" in notice.text


def test_the_same_event_is_told_once(called: Meeting) -> None:
    first = event(called, "noticed")
    notices_for(first)
    assert notices_for(first) == 0
    assert notices_for(event(called, "cancelled", "No quorum")) == 4


def test_who_follows_twice_over_is_told_once(called: Meeting) -> None:
    follower("body@example.org", "bedfordshire-governing-body")
    follower("body@example.org", "", kind="all")
    notices_for(event(called, "noticed"))
    assert Notice.objects.filter(follow__email="body@example.org").count() == 1


def test_who_is_not_confirmed_left_or_came_later_is_not_told(called: Meeting) -> None:
    Follow.objects.create(email="new@example.org", kind="all", ref="", token="new")
    Follow.objects.filter(email="all@example.org").update(ended=timezone.now())
    happened = event(called, "noticed")
    follower("late@example.org", "", kind="all")
    notices_for(happened)
    emails = set(Notice.objects.values_list("follow__email", flat=True))
    assert emails.isdisjoint({"new@example.org", "all@example.org", "late@example.org"})


def test_what_is_not_public_is_told_to_nobody(called: Meeting, world: World) -> None:
    hidden = meeting("2021-05-20-secret", world.luton, on=date(2021, 5, 20), public=False, state="planned")
    assert notices_for(event(hidden, "noticed")) == 0
    assert notices_for(decided(hidden, world)) == 0
    assert notices_for(event(called, "opened")) == 0


def test_a_sweep_finds_everything_once(called: Meeting, world: World) -> None:
    event(called, "noticed")
    decided(called, world)
    since = timezone.now() - timedelta(days=1)
    assert write_notices(since=since) == 8
    assert write_notices(since=since) == 0


def test_another_agenda_and_a_new_version_are_told(world: World) -> None:
    follower("luton@example.org", "luton-governing-body", kind="body")
    since = timezone.now()
    coming = planned(world.luton, day=today() + timedelta(days=200))
    one = item(coming, "Welcome")
    paper = add_paper(item=one, title="The case", name="case.md", content=b"# To follow", by=SECRETARY, on=today())
    give_notice(meeting=coming, on=today(), by=SECRETARY)
    publish_papers(meeting=coming, on=today(), by=SECRETARY)
    assert write_notices(since=since) == 2
    new_version(paper=paper, name="case.md", content=b"# The case", why="It was written", by=SECRETARY, on=today())
    before = coming.modified
    add_item(meeting=coming, title="Any other", late="It came up", by=SECRETARY, on=today())
    coming.refresh_from_db()
    assert coming.modified > before, "feeds tell it anew"
    publish_papers(meeting=coming, on=today(), by=SECRETARY)
    assert write_notices(since=since) == 2
    told = list(Notice.objects.order_by("pk").values_list("subject", "text"))
    assert [subject.partition(":")[0] for subject, _ in told[2:]] == [
        "The agenda is another",
        f"A new version of a paper for Governing body of Luton, {in_words(one.meeting.starts.date())}",
    ]  # fmt: skip
    assert "Any other: added" in told[2][1]
    assert "It was written" in told[3][1]


def test_nothing_else_can_be_told_of(called: Meeting) -> None:
    with pytest.raises(TypeError):
        notices_for(called)


def test_minutes_of_a_body_that_ended_are_told_to_who_follows_its_successor(called: Meeting, world: World) -> None:
    enacted(merger(), on=MERGED_ON)
    happened = event(called, "recording")
    notices_for(happened)
    assert Notice.objects.filter(follow__email="body@example.org", key=f"meeting:{called.slug}:1").exists()


def test_one_mail_with_all_that_is_new_and_the_way_out(called: Meeting, world: World) -> None:
    notices_for(event(called, "noticed"))
    notices_for(decided(called, world))
    assert send_waiting(by=SECRETARY, site=SITE) == Sent(4, 8, 0)
    (sent,) = [each for each in mail.outbox if each.to == ["body@example.org"]]
    assert sent.subject == "2 things new: Governing body of Luton"
    assert f"{SITE}/decisions/D-2021-0001/" in sent.body
    assert sent.body.endswith("/\n")
    assert sent.extra_headers["List-Unsubscribe"].startswith(f"<{SITE}/follow/leave/")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "<img" not in sent.body  # nothing in it that tells whether it was read
    assert len(sent.to) == 1


def test_nothing_is_sent_twice(called: Meeting) -> None:
    notices_for(event(called, "noticed"))
    send_waiting(by=SECRETARY, site=SITE)
    assert send_waiting(by=SECRETARY, site=SITE) == Sent(0, 0, 0)
    assert len(mail.outbox) == 4


def test_what_could_not_be_handed_over_says_so_and_is_tried_when_asked(called: Meeting, settings) -> None:
    notices_for(event(called, "noticed"))
    settings.EMAIL_BACKEND = "tests.governance.follows.broken.Backend"
    assert send_waiting(by=SECRETARY, site=SITE) == Sent(0, 0, 4)
    assert Notice.objects.filter(sent=None, failed="not handed over: SMTPServerDisconnected").count() == 4
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_waiting(by=SECRETARY, site=SITE) == Sent(0, 0, 0)
    assert try_again(by=SECRETARY) == 4
    assert send_waiting(by=SECRETARY, site=SITE) == Sent(4, 4, 0)


def test_only_who_keeps_the_lists_sends(world: World) -> None:
    with pytest.raises(PermissionDenied):
        send_waiting(by=Actor.person(user("who@example.org", "board-member")), site=SITE)
