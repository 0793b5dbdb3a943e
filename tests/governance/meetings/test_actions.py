"""The life of a meeting: each step is an event, and what breaks a rule is refused or recorded."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, User
from ouzel.core.permissions import today
from ouzel.governance.meetings.actions import (
    adjourn,
    cancel_meeting,
    close_meeting,
    give_notice,
    move_meeting,
    open_meeting,
    plan_meeting,
    reconvene,
    set_chair,
    set_recording,
)
from ouzel.governance.meetings.clock import known_years
from ouzel.governance.models import Irregularity, Meeting
from tests.governance.meetings.doing import BY, DAY, NOTICED, at, noticed, planned
from tests.governance.world import World


def test_plan_meeting_in_common_has_a_sitting_each(world: World) -> None:
    meeting = planned(*world.three)
    assert meeting.slug == "2021-03-16-governing-bodies-in-common"
    assert [sitting.body for sitting in meeting.sittings.order_by("id")] == list(world.three)
    assert (meeting.state, meeting.public, meeting.in_public, meeting.sequence) == ("planned", False, True, 1)
    assert not Meeting.objects.visible_to(AnonymousUser()).exists()
    assert AuditEntry.objects.filter(action="governance.meeting.planned", subject=meeting.slug).count() == 1


def test_plan_meeting_of_committee_is_not_in_public(world: World) -> None:
    assert not planned(world.finance_committee).in_public


def test_plan_meeting_same_title_same_day_has_another_address(world: World) -> None:
    first, second = planned(world.luton), planned(world.bedfordshire)
    assert second.slug == f"{first.slug}-2"


def test_plan_meeting_refuses_what_cannot_be(world: World) -> None:
    planned(world.luton)
    with pytest.raises(ContentError, match="another meeting"):
        planned(world.luton, world.bedfordshire, hour=11)
    with pytest.raises(ContentError, match="does not exist on 31 March 2013"):
        planned(world.luton, day=date(2013, 3, 31))
    with pytest.raises(ContentError, match="once"):
        planned(world.bedfordshire, world.bedfordshire)
    with pytest.raises(ContentError, match="one body"):
        planned()
    with pytest.raises(ContentError, match="after it begins"):
        plan_meeting(title="T", bodies=[world.bedfordshire], starts=at(DAY, 10), ends=at(DAY, 9), by=BY)
    with pytest.raises(ContentError, match="time zone"):
        plan_meeting(title="T", bodies=[world.bedfordshire], starts=at(DAY).replace(tzinfo=None), by=BY)
    with pytest.raises(ContentError, match="address"):
        plan_meeting(title="T", bodies=[world.bedfordshire], starts=at(DAY), join="javascript:alert(1)", by=BY)


def test_plan_meeting_after_another_the_same_day(world: World) -> None:
    planned(world.luton)
    assert planned(world.luton, hour=12).pk


def test_plan_meeting_needs_the_role_for_each_body(world: World) -> None:
    user = User.objects.create_user(email="nobody@example.org", password=None)
    with pytest.raises(PermissionDenied):
        plan_meeting(title="T", bodies=world.three, starts=at(DAY), by=Actor.person(user))


def test_give_notice_makes_it_public(world: World) -> None:
    meeting = give_notice(meeting=planned(*world.three), on=NOTICED, by=BY)
    assert (meeting.state, meeting.public, meeting.noticed_on, meeting.sequence) == ("noticed", True, NOTICED, 2)
    assert Meeting.objects.visible_to(AnonymousUser()).get() == meeting
    assert [(event.number, event.kind) for event in meeting.events.all()] == [(1, "planned"), (2, "noticed")]
    assert not Irregularity.objects.exists()


def test_give_notice_on_the_last_day_is_in_time(world: World) -> None:
    give_notice(meeting=planned(*world.three), on=date(2021, 3, 12), by=BY)
    assert not Irregularity.objects.exists()


def test_give_notice_short_is_refused(world: World) -> None:
    meeting = planned(*world.three)
    with pytest.raises(ContentError, match="leaves 2 clear days, and 3 clear days") as refused:
        give_notice(meeting=meeting, on=date(2021, 3, 13), by=BY)
    assert "12 March 2021" in refused.value.right
    meeting.refresh_from_db()
    assert (meeting.state, meeting.public) == ("planned", False)


def test_give_notice_short_with_reason_is_recorded_in_public(world: World) -> None:
    meeting = give_notice(meeting=planned(*world.three), on=date(2021, 3, 13), by=BY, irregular="The deadline of NHSE")
    row = Irregularity.objects.visible_to(AnonymousUser()).get()
    assert (row.rule, row.reason, row.meeting) == ("notice", "The deadline of NHSE", meeting)
    assert all(f"Governing body of {place}" in row.problem for place in ("Bedfordshire", "Luton", "Milton Keynes"))


def test_give_notice_twice_after_or_nowhere_is_refused(world: World) -> None:
    meeting = noticed(world.luton)
    with pytest.raises(ContentError, match="cannot be called"):
        give_notice(meeting=meeting, on=NOTICED, by=BY)
    with pytest.raises(ContentError, match="before the meeting"):
        give_notice(meeting=planned(world.bedfordshire), on=DAY + timedelta(1), by=BY, irregular="why not")
    nowhere = plan_meeting(title="T", bodies=[world.milton_keynes], starts=at(DAY), by=BY)
    with pytest.raises(ContentError, match="where the meeting is"):
        give_notice(meeting=nowhere, on=NOTICED, by=BY)


def test_move_meeting_keeps_its_address_and_tells_calendars(world: World) -> None:
    meeting = noticed(*world.three)
    slug, sequence = meeting.slug, meeting.sequence
    later = date(2021, 3, 23)
    move_meeting(meeting=meeting, starts=at(later), venue="Library", why="No heating", on=date(2021, 3, 15), by=BY)
    assert (meeting.slug, meeting.sequence, meeting.venue, meeting.state) == (slug, sequence + 1, "Library", "noticed")
    assert (meeting.starts, meeting.noticed_on) == (at(later), date(2021, 3, 15))
    event = meeting.events.get(kind="moved")
    assert (event.note, event.detail["from_venue"], event.detail["to_venue"]) == ("No heating", "Town hall", "Library")


def test_move_meeting_after_notice_needs_notice_again(world: World) -> None:
    meeting = noticed(*world.three)
    sooner = {"meeting": meeting, "starts": at(DAY, 14), "venue": "Library", "why": "A flood", "by": BY}
    with pytest.raises(ContentError, match="clear days"):
        move_meeting(**sooner, on=date(2021, 3, 15))
    move_meeting(**sooner, on=date(2021, 3, 15), irregular="The hall is under water")
    assert Irregularity.objects.get(meeting=meeting).rule == "notice"


def test_move_meeting_without_reason_is_refused(world: World) -> None:
    with pytest.raises(ContentError, match="why"):
        move_meeting(meeting=planned(world.luton), starts=at(DAY, 14), venue="X", why=" ", on=NOTICED, by=BY)


def test_cancel_meeting_stays_public(world: World) -> None:
    meeting = cancel_meeting(meeting=noticed(world.luton), why="Snow", on=DAY, by=BY)
    assert (meeting.state, meeting.public) == ("cancelled", True)
    with pytest.raises(ContentError, match="it was cancelled"):
        open_meeting(meeting=meeting, on=DAY, by=BY)
    assert planned(world.luton).pk, "its time is free again"


def test_cancel_meeting_never_noticed_stays_unseen(world: World) -> None:
    cancel_meeting(meeting=planned(world.luton), why="Not needed", on=NOTICED, by=BY)
    assert not Meeting.objects.visible_to(None).exists()


def test_open_meeting_without_notice_is_refused_or_recorded(world: World) -> None:
    meeting = planned(world.luton)
    with pytest.raises(ContentError, match="no notice was given"):
        open_meeting(meeting=meeting, on=DAY, by=BY)
    open_meeting(meeting=meeting, on=DAY, by=BY, irregular="An emergency")
    assert (meeting.state, meeting.public, meeting.noticed_on) == ("open", True, DAY)
    assert Irregularity.objects.get(meeting=meeting).reason == "An emergency"


def test_open_meeting_on_another_day_is_refused(world: World) -> None:
    meeting = noticed(world.luton)
    for day in (DAY - timedelta(1), DAY + timedelta(1)):
        with pytest.raises(ContentError, match="on its day"):
            open_meeting(meeting=meeting, on=day, by=BY)


def test_meeting_is_adjourned_taken_up_again_and_closed(world: World) -> None:
    meeting = open_meeting(meeting=noticed(world.luton), on=DAY, by=BY)
    next_day = DAY + timedelta(1)
    adjourn(meeting=meeting, why="The fire alarm", until="item 2, tomorrow at 9", on=DAY, by=BY)
    assert meeting.state == "adjourned"
    with pytest.raises(ContentError, match="before it was opened or adjourned"):
        reconvene(meeting=meeting, on=DAY - timedelta(1), by=BY)
    reconvene(meeting=meeting, on=next_day, by=BY)
    meeting.items.filter(private=True).update(removed="Not reached")
    close_meeting(meeting=meeting, on=next_day, by=BY, ends=at(next_day, 11))
    assert (meeting.state, meeting.ends) == ("closed", at(next_day, 11))
    assert [event.kind for event in meeting.events.order_by("number")][-4:] == [
        "opened", "adjourned", "reconvened", "closed",
    ]  # fmt: skip
    with pytest.raises(ContentError, match="cannot be cancelled: it was held"):
        cancel_meeting(meeting=meeting, why="x", on=next_day, by=BY)


def test_close_meeting_with_private_item_and_no_resolution_is_refused_or_recorded(world: World) -> None:
    meeting = open_meeting(meeting=noticed(world.luton), on=DAY, by=BY)
    with pytest.raises(ContentError, match="not excluded from item P1 by a resolution of Governing body of Luton"):
        close_meeting(meeting=meeting, on=DAY, by=BY)
    close_meeting(meeting=meeting, on=DAY, by=BY, irregular="The public had left by themselves")
    row = Irregularity.objects.get(meeting=meeting)
    assert (row.rule, row.item and row.item.number) == ("exclusion", "P1")


def test_set_chair_is_somebody_with_a_seat(world: World) -> None:
    meeting = noticed(*world.three)
    sitting = set_chair(meeting=meeting, body=world.luton, person=world.person("Luc"), on=NOTICED, by=BY)
    assert sitting.chair == world.person("Luc")
    with pytest.raises(ContentError, match="holds a seat"):
        set_chair(meeting=meeting, body=world.bedfordshire, person=world.person("Luc"), on=NOTICED, by=BY)
    with pytest.raises(ContentError, match="does not sit"):
        set_chair(meeting=meeting, body=world.board, person=world.person("Luc"), on=NOTICED, by=BY)


def test_set_recording_is_an_address(world: World) -> None:
    meeting = set_recording(meeting=noticed(world.luton), address="https://example.org/film", on=DAY, by=BY)
    assert meeting.recording == "https://example.org/film"
    with pytest.raises(ContentError, match="no address"):
        set_recording(meeting=meeting, address="the shelf", on=DAY, by=BY)


def test_notice_whose_time_nobody_can_work_out_is_given_with_a_reason(world: World) -> None:
    meeting = planned(world.partnership, day=date(known_years()[-1] + 2, 3, 18))
    with pytest.raises(ContentError, match="could not be worked out"):
        give_notice(meeting=meeting, on=today(), by=BY)
    given = give_notice(meeting=meeting, on=today(), by=BY, irregular="The year is planned ahead")
    assert given.public
    (row,) = Irregularity.objects.all()
    assert row.rule == "notice"
    assert "could not be worked out: the bank holidays of" in row.problem
