"""Who was there, and what becomes of the quorum as people come, go and take no part."""

import pytest

from ouzel.core.errors import ContentError
from ouzel.governance.meetings.agenda import remove_item
from ouzel.governance.meetings.attendance import (
    Mark,
    arrived,
    left,
    record_attendance,
    record_attendances,
    recuse,
    strike_attendance,
    take_back_recusal,
)
from ouzel.governance.meetings.presiding import presiding
from ouzel.governance.meetings.queries import agenda
from ouzel.governance.meetings.quorum import quorum_by_item, quorum_of
from ouzel.governance.minutes.drafting import draft
from ouzel.governance.models import Attendance, Decision, Irregularity, Meeting
from tests.governance.meetings.doing import BY, DAY, NOTICED, everybody, noticed, numbered, opened
from tests.governance.world import World

WHEN = {"on": DAY, "by": BY}
HALF = ("secondary-care", "gp-east", "gp-west", "lay-patients")  # without these, five of nine are left


def decided(meeting: Meeting, world: World, number: str) -> Decision:
    """A decision of Luton's on an item, as the tables hold it."""
    return Decision.objects.create(
        ref="D-2021-0001", body=world.luton, meeting=meeting, item=numbered(meeting, number), on=DAY, kind="other",
        title="T", text="T", method="consensus", by="x",
    )  # fmt: skip


def test_record_attendance_of_members_takes_seat_and_vote(world: World) -> None:
    meeting = opened(world)
    row = Attendance.objects.get(meeting=meeting, body=world.luton, person=world.person("Luc"))
    assert (row.seat, row.votes, row.capacity) == ("chair", True, "member")
    assert Attendance.objects.filter(meeting=meeting, person=world.person("Ola")).count() == 3, "a seat in each body"


def test_record_attendance_refuses_who_has_no_seat(world: World) -> None:
    meeting = opened(world)
    with pytest.raises(ContentError, match="hold no seat of Governing body of Luton"):
        record_attendance(meeting=meeting, body=world.luton, person=world.person("Bea"), capacity="member", **WHEN)
    row = record_attendance(
        meeting=meeting, body=world.luton, person=world.person("Bea"), capacity="in-attendance", **WHEN
    )  # fmt: skip
    assert not row.votes


def test_record_attendances_all_or_none(world: World) -> None:
    meeting = opened(world)
    Attendance.objects.all().delete()
    marks = [Mark(world.person("Luc"), "member"), Mark(world.person("Bea"), "member")]
    with pytest.raises(ContentError):
        record_attendances(meeting=meeting, body=world.luton, marks=marks, **WHEN)
    assert not Attendance.objects.exists()


def test_record_attendance_before_it_opens_are_apologies_only(world: World) -> None:
    meeting = noticed(world.luton)
    row = record_attendance(
        meeting=meeting, body=world.luton, person=world.person("Luc"), capacity="apologies", on=NOTICED, by=BY
    )
    assert (row.seat, row.votes) == ("chair", False)
    with pytest.raises(ContentError, match="before the meeting is opened"):
        record_attendance(
            meeting=meeting, body=world.luton, person=world.person("Luc"), capacity="member", on=NOTICED, by=BY
        )


def test_record_attendance_of_body_that_does_not_sit(world: World) -> None:
    with pytest.raises(ContentError, match="does not sit"):
        record_attendance(
            meeting=opened(world), body=world.board, person=world.person("Ola"), capacity="member", **WHEN
        )


def test_deputy_only_if_named_and_only_for_an_empty_seat(world: World) -> None:
    meeting = opened(world)
    stand_in = {"meeting": meeting, "body": world.luton, "person": world.person("Dee"), "capacity": "deputy", **WHEN}
    with pytest.raises(ContentError, match="not named as deputy"):
        record_attendance(**stand_in, seat="chair")
    with pytest.raises(ContentError, match="is there in this seat already"):
        record_attendance(**stand_in, seat="accountable-officer")
    record_attendance(
        meeting=meeting, body=world.luton, person=world.person("Ola"), capacity="apologies", **WHEN
    )  # fmt: skip
    assert record_attendance(**stand_in, seat="accountable-officer").votes


def test_deputy_without_the_vote_has_none_and_does_not_count(world: World) -> None:
    meeting = opened(world)
    record_attendance(meeting=meeting, body=world.luton, person=world.person("Fin"), capacity="absent", **WHEN)
    row = record_attendance(
        meeting=meeting, body=world.luton, person=world.person("Dan"), capacity="deputy", seat="finance-officer", **WHEN
    )
    assert not row.votes
    assert quorum_of(meeting, world.luton, numbered(meeting, "1")).have == 8


def test_deputy_after_the_member_left(world: World) -> None:
    meeting = opened(world)
    two = numbered(meeting, "2")
    left(meeting=meeting, body=world.luton, person=world.person("Ola"), at=two, **WHEN)
    record_attendance(
        meeting=meeting, body=world.luton, person=world.person("Dee"), capacity="deputy", seat="accountable-officer",
        at=two, **WHEN,
    )  # fmt: skip
    for number in ("1", "2"):
        assert quorum_of(meeting, world.luton, numbered(meeting, number)).have == 9


def test_quorum_is_of_each_body_and_item(world: World) -> None:
    meeting = opened(world)
    found = quorum_by_item(meeting)
    assert [(each.item.number, each.body.slug) for each in found] == [
        (number, body.slug) for number in ("1", "2", "P1") for body in world.three
    ]
    assert all(each.quorum.met and each.quorum.needed == 5 and each.quorum.have == 9 for each in found)


def test_quorum_a_recusal_changes_it_for_that_item_only(world: World) -> None:
    meeting = opened(world)
    Attendance.objects.filter(body=world.luton, seat__in=HALF).delete()
    two = numbered(meeting, "2")
    assert quorum_of(meeting, world.luton, two).met
    recuse(item=two, person=world.person("Luc"), declared="A partner in the practice", effect="left", **WHEN)
    found = quorum_of(meeting, world.luton, two)
    assert (found.met, found.have, found.missing) == (False, 4, ("1 more voting member",))
    assert quorum_of(meeting, world.luton, numbered(meeting, "1")).met
    assert quorum_of(meeting, world.bedfordshire, two).met


def test_quorum_recusal_of_who_sits_in_all_three_counts_in_each(world: World) -> None:
    meeting = opened(world)
    two = numbered(meeting, "2")
    recuse(item=two, person=world.person("Ola"), declared="Their own post", effect="silent", **WHEN)
    assert [quorum_of(meeting, body, two).have for body in world.three] == [8, 8, 8]


def test_quorum_who_was_ruled_to_take_part_counts(world: World) -> None:
    meeting = opened(world)
    two = numbered(meeting, "2")
    recuse(item=two, person=world.person("Luc"), declared="A patient", effect="none", ruling="As all are", **WHEN)
    assert quorum_of(meeting, world.luton, two).have == 9


def test_quorum_as_people_come_and_go(world: World) -> None:
    meeting = opened(world)
    one, two, last = (numbered(meeting, number) for number in ("1", "2", "P1"))
    arrived(meeting=meeting, body=world.luton, person=world.person("Luc"), at=two, **WHEN)
    left(meeting=meeting, body=world.luton, person=world.person("Lew"), at=last, **WHEN)
    assert [quorum_of(meeting, world.luton, item).have for item in (one, two, last)] == [8, 9, 8]
    assert quorum_of(meeting, world.luton, None).have == 8
    with pytest.raises(ContentError, match="before they came"):
        left(meeting=meeting, body=world.luton, person=world.person("Luc"), at=two, **WHEN)
    with pytest.raises(ContentError, match="not recorded as being there"):
        left(meeting=meeting, body=world.luton, person=world.person("Bea"), at=two, **WHEN)


def test_attendance_behind_a_decision_stays(world: World) -> None:
    meeting = opened(world)
    decided(meeting, world, "2")
    two, last = numbered(meeting, "2"), numbered(meeting, "P1")
    with pytest.raises(ContentError, match="was decided"):
        left(meeting=meeting, body=world.luton, person=world.person("Luc"), at=two, **WHEN)
    with pytest.raises(ContentError, match="was decided"):
        record_attendance(meeting=meeting, body=world.luton, person=world.person("Luc"), capacity="absent", **WHEN)
    with pytest.raises(ContentError, match="decided already"):
        recuse(item=two, person=world.person("Luc"), declared="Oh", effect="left", **WHEN)
    left(meeting=meeting, body=world.luton, person=world.person("Luc"), at=last, **WHEN)
    record_attendance(
        meeting=meeting, body=world.luton, person=world.person("Bea"), capacity="in-attendance", **WHEN
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"declared": " "}, "what was declared"),
        ({"effect": "vanished"}, "no such effect"),
        ({"effect": "none"}, "why the chair ruled"),
    ],
)
def test_recuse_refuses_what_is_not_whole(world: World, change: dict[str, str], problem: str) -> None:
    given = {"declared": "A share", "effect": "left", **change}
    with pytest.raises(ContentError, match=problem):
        recuse(item=numbered(opened(world), "2"), person=world.person("Luc"), **given, **WHEN)


def test_recuse_once_and_only_who_is_there(world: World) -> None:
    two = numbered(opened(world), "2")
    recuse(item=two, person=world.person("Luc"), declared="A share", effect="left", **WHEN)
    with pytest.raises(ContentError, match="already"):
        recuse(item=two, person=world.person("Luc"), declared="A share", effect="none", ruling="r", **WHEN)
    with pytest.raises(ContentError, match="not recorded as being there"):
        recuse(item=two, person=world.person("Tom"), declared="A share", effect="left", **WHEN)


def test_a_recusal_put_down_by_mistake_is_taken_back_and_counts_no_more(world: World) -> None:
    meeting = opened(world)
    two, luc = numbered(meeting, "2"), world.person("Luc")
    wrong = recuse(item=two, person=luc, declared="A share", effect="left", **WHEN)
    assert quorum_of(meeting, world.luton, two).have == 8
    with pytest.raises(ContentError, match="say why"):
        take_back_recusal(recusal=wrong, why=" ", **WHEN)
    take_back_recusal(recusal=wrong, why="It was somebody else", **WHEN)
    assert quorum_of(meeting, world.luton, two).have == 9
    with pytest.raises(ContentError, match="already"):
        take_back_recusal(recusal=wrong, why="Again", **WHEN)
    assert "declared an interest" not in draft(meeting)
    (said,) = next(view for view in agenda(meeting, None) if view.number == "2").recusals
    assert (said.name, said.taken_back) == (luc.name, "It was somebody else"), "nothing that was public is lost"

    right = recuse(item=two, person=luc, declared="A share", effect="no-vote", **WHEN)
    assert right.number == 2
    decided(meeting, world, "2")
    with pytest.raises(ContentError, match="decided already"):
        take_back_recusal(recusal=right, why="Too late", **WHEN)
    assert quorum_of(meeting, world.luton, two).have == 8


def test_recuse_needs_the_person_there_and_the_item_on_the_agenda(world: World) -> None:
    meeting = opened(world)
    two, last, luc = numbered(meeting, "2"), numbered(meeting, "P1"), world.person("Luc")
    left(meeting=meeting, body=world.luton, person=luc, at=last, **WHEN)
    with pytest.raises(ContentError, match="not in the room at this item"):
        recuse(item=last, person=luc, declared="A share", effect="left", **WHEN)
    remove_item(item=two, why="Deferred", **WHEN)
    with pytest.raises(ContentError, match="taken off the agenda"):
        recuse(item=two, person=luc, declared="A share", effect="left", **WHEN)


def test_presiding_passes_to_the_deputy_chair(world: World) -> None:
    meeting = opened(world)
    two = numbered(meeting, "2")
    assert presiding(two, world.luton) == world.person("Luc")
    recuse(item=two, person=world.person("Luc"), declared="A share", effect="left", **WHEN)
    assert presiding(two, world.luton) == world.person("Liz")
    left(meeting=meeting, body=world.luton, person=world.person("Liz"), at=two, **WHEN)
    assert presiding(two, world.luton) is None
    assert presiding(two, world.bedfordshire) == world.person("Bea")


def test_record_attendance_in_a_seat_takes_the_place_of_being_in_attendance(world: World) -> None:
    meeting = opened(world)
    luc, here = world.person("Luc"), Attendance.objects.filter(person=world.person("Luc"))
    with pytest.raises(ContentError, match="in a seat already"):
        record_attendance(meeting=meeting, body=world.luton, person=luc, capacity="in-attendance", **WHEN)
    strike_attendance(attendance=here.get(), **WHEN)
    assert quorum_of(meeting, world.luton, numbered(meeting, "1")).have == 8
    record_attendance(meeting=meeting, body=world.luton, person=luc, capacity="in-attendance", **WHEN)
    record_attendance(meeting=meeting, body=world.luton, person=luc, capacity="member", **WHEN)
    assert here.get().seat == "chair"


def test_strike_attendance_not_of_who_counted_for_a_decision(world: World) -> None:
    meeting = opened(world)
    decided(meeting, world, "2")
    with pytest.raises(ContentError, match="was decided"):
        strike_attendance(attendance=Attendance.objects.get(person=world.person("Luc")), **WHEN)


def test_attendance_alone_is_never_irregular(world: World) -> None:
    everybody(opened(world), world.luton)
    assert not Irregularity.objects.exists()
