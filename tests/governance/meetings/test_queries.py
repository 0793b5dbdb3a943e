"""What is shown of meetings, to whom."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ouzel.core.permissions import today
from ouzel.governance.bodies.actions import close_body
from ouzel.governance.meetings.actions import cancel_meeting, give_notice, set_chair
from ouzel.governance.meetings.attendance import left, record_attendance, recuse
from ouzel.governance.meetings.excluding import exclude_public
from ouzel.governance.meetings.queries import (
    NoSuchMeeting,
    agenda,
    attendance,
    count_meetings,
    meeting_named,
    meetings,
    next_meetings,
    standing,
    view_of,
)
from ouzel.governance.meetings.questions import takes_questions
from tests.governance.meetings.doing import BY, DAY, NOTICED, item, noticed, numbered, opened, planned
from tests.governance.world import World

ANYBODY = AnonymousUser()
WHEN = {"on": DAY, "by": BY}


def test_meeting_named_alike_for_none_and_for_one_unseen(world: World) -> None:
    unseen = planned(world.luton)
    with pytest.raises(NoSuchMeeting, match="or it is not public yet"):
        meeting_named(unseen.slug, ANYBODY)
    with pytest.raises(NoSuchMeeting, match="or it is not public yet"):
        view_of(unseen, ANYBODY)
    with pytest.raises(NoSuchMeeting, match="or it is not public yet"):
        meeting_named("nowhere", ANYBODY)
    assert meeting_named(unseen.slug, BY) == unseen


def test_view_of_names_each_body_as_on_the_day(world: World) -> None:
    meeting = noticed(*world.three)
    set_chair(meeting=meeting, body=world.luton, person=world.person("Luc"), on=NOTICED, by=BY)
    view = view_of(meeting, ANYBODY)
    assert [(each.slug, each.name, each.chair) for each in view.sittings] == [
        ("bedfordshire-governing-body", "Governing body of Bedfordshire", ""),
        ("luton-governing-body", "Governing body of Luton", "Luc Chairman"),
        ("milton-keynes-governing-body", "Governing body of Milton Keynes", ""),
    ]
    assert (view.in_common, view.state, view.address) == (True, "noticed", f"/meetings/{meeting.slug}/")


def test_view_tells_of_bodies_that_will_have_ended_by_the_day(world: World) -> None:
    meeting = noticed(world.luton, world.bedfordshire)
    assert view_of(meeting, ANYBODY).cannot_sit == ()
    close_body(body=world.luton, committees="end", on=DAY, known=NOTICED, source="The Act", by=BY)
    (gone,) = view_of(meeting, ANYBODY).cannot_sit
    assert (gone.slug, gone.gone) == ("luton-governing-body", DAY)
    cancel_meeting(meeting=meeting, why="Luton's body ends", on=NOTICED, by=BY)
    assert view_of(meeting, ANYBODY).cannot_sit == ()
    earlier = noticed(world.luton, day=date(2021, 3, 15))
    assert view_of(earlier, ANYBODY).cannot_sit == ()


def test_meetings_by_body_day_and_state(world: World) -> None:
    first = noticed(world.luton, world.bedfordshire)
    second = noticed(world.luton, day=date(2021, 4, 20))
    cancel_meeting(meeting=second, why="Merged away", on=date(2021, 4, 1), by=BY)
    planned(world.luton, day=date(2021, 3, 23))
    assert [view.slug for view in meetings(ANYBODY)] == [second.slug, first.slug]
    assert [view.slug for view in meetings(ANYBODY, body=world.bedfordshire)] == [first.slug]
    assert [view.slug for view in meetings(ANYBODY, body=world.three, until=date(2021, 4, 20))] == [first.slug]
    assert [view.slug for view in meetings(ANYBODY, since=date(2021, 4, 20))] == [second.slug]
    (gone,) = meetings(ANYBODY, state="cancelled")
    assert (gone.cancelled, gone.why) == (True, "Merged away")
    assert [view.slug for view in meetings(ANYBODY, limit=1, offset=1)] == [first.slug]
    assert (count_meetings(ANYBODY), count_meetings(BY)) == (2, 3)


def test_next_meetings_leave_out_what_is_over_or_cancelled(world: World) -> None:
    first, second = noticed(world.luton), noticed(world.luton, day=date(2021, 4, 20))
    third = noticed(world.luton, day=date(2021, 5, 18))
    cancel_meeting(meeting=third, why="x", on=DAY, by=BY)
    assert [view.slug for view in next_meetings(ANYBODY, on=DAY)] == [first.slug, second.slug]
    assert [view.slug for view in next_meetings(ANYBODY, on=date(2021, 3, 17))] == [second.slug]
    assert next_meetings(ANYBODY, on=DAY, body=world.bedfordshire) == ()


def test_meetings_read_in_as_many_queries_for_one_as_for_many(world: World) -> None:
    noticed(*world.three)
    with CaptureQueriesContext(
        connection,
    ) as one:
        meetings(ANYBODY)
    for month in (4, 5, 6):
        noticed(*world.three, day=date(2021, month, 15))
    with CaptureQueriesContext(connection) as many:
        meetings(ANYBODY)
    assert len(many) == len(one)


def test_agenda_shows_quorum_recusals_and_exclusions(world: World) -> None:
    meeting = opened(world)
    two, private = numbered(meeting, "2"), numbered(meeting, "P1")
    recuse(item=two, person=world.person("Luc"), declared="A share", effect="left", **WHEN)
    exclude_public(meeting=meeting, body=world.luton, reason="Prices", proposer=world.person("Luc"), from_item=private,
                   **WHEN)  # fmt: skip
    first, second, third = agenda(meeting, ANYBODY)
    assert [(each.body, each.quorum.have) for each in second.quorum] == [
        ("bedfordshire-governing-body", 9), ("luton-governing-body", 8), ("milton-keynes-governing-body", 9),
    ]  # fmt: skip
    assert [(each.name, each.declared, each.effect) for each in second.recusals] == [
        ("Luc Chairman", "A share", "left")
    ]
    assert (first.excluded, second.excluded, third.excluded) == ((), (), ("luton-governing-body",))
    assert (third.private, third.text, third.anchor) == (True, "", "item-p1")


def test_agenda_before_the_meeting_has_no_quorum(world: World) -> None:
    meeting = noticed(world.luton)
    assert all(each.quorum == () for each in agenda(meeting, ANYBODY))
    assert agenda(planned(world.bedfordshire), ANYBODY) == ()


def test_agenda_reads_in_as_many_queries_for_few_items_as_for_many(world: World) -> None:
    meeting = opened(world)
    with CaptureQueriesContext(connection) as few:
        agenda(meeting, ANYBODY)
    for _ in range(10):
        item(meeting, "More", late="A long day")
    with CaptureQueriesContext(connection) as many:
        assert len(agenda(meeting, ANYBODY)) == 13
    assert len(many) == len(few)


def test_standing_tells_notice_papers_and_what_was_irregular(world: World) -> None:
    meeting = noticed(*world.three)
    item(meeting, "Surprise", late="A letter came")
    shown = standing(meeting, ANYBODY)
    assert shown.notice is not None
    assert (shown.notice.enough, shown.notice.clear, shown.notice.due) == (True, 6, date(2021, 3, 12))
    assert (shown.papers_due, shown.questions_due, shown.unknown) == (date(2021, 3, 10), date(2021, 3, 11), "")
    assert [(row.rule, row.reason) for row in shown.irregularities] == [("agenda", "A letter came")]
    assert [event.kind for event in shown.events] == ["planned", "noticed", "agenda"]


def test_standing_says_what_cannot_be_worked_out(world: World) -> None:
    meeting = give_notice(meeting=planned(world.board, day=date(2031, 3, 18)), on=today(), by=BY)
    shown = standing(meeting, ANYBODY)
    assert shown.questions_due is None
    assert "bank holidays of 2031" in shown.unknown
    assert not takes_questions(meeting, on=date(2031, 3, 4))
    assert shown.notice is not None, "all days count for the notice, so it is known"


def test_attendance_in_numbers_of_items(world: World) -> None:
    meeting = opened(world)
    left(meeting=meeting, body=world.luton, person=world.person("Lew"), at=numbered(meeting, "P1"), **WHEN)
    record_attendance(meeting=meeting, body=world.luton, person=world.person("Sue"), capacity="apologies", **WHEN)
    shown = {(view.body, view.name): view for view in attendance(meeting, ANYBODY)}
    lew = shown["luton-governing-body", "Lew Lutpublic"]
    assert (lew.when, lew.title) == ("to item 2", "Lay member for patients and the public")
    assert not shown["luton-governing-body", "Sue Lutsurgeon"].votes
    assert len([each for each in shown if each[1] == "Ola Allthree"]) == 3
    assert [body for body, _ in shown][:9] == ["bedfordshire-governing-body"] * 9
