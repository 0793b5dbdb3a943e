"""Who goes out and comes back, and what of it is put right: the quorum of each item goes by who was there for it."""

from datetime import time

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import NumericRange
from hypothesis import given
from hypothesis import strategies as some

from ouzel.core.errors import ContentError
from ouzel.governance.meetings.attendance import arrived, left, record_attendance, stayed, strike_attendance
from ouzel.governance.meetings.queries import attendance
from ouzel.governance.meetings.quorum import quorum_by_item
from ouzel.governance.meetings.stays import ALONG, Span, came, there_at, went
from ouzel.governance.minutes.drafting import draft
from ouzel.governance.models import Attendance, Body, Decision, Meeting, Person, Stay
from tests.governance.meetings.doing import BY, DAY, everybody, item, numbered, open_meeting, planned
from tests.governance.world import World

WHEN = {"on": DAY, "by": BY}
LAST = 9  # orders of items in the law below are 0 to this


@pytest.fixture
def meeting(world: World) -> Meeting:
    """Luton's governing body with six items, everybody there."""
    made = planned(world.luton)
    for number in range(6):
        item(made, f"Item {number + 1}")
    opened = open_meeting(meeting=made, on=DAY, by=BY, irregular="Called by hand")
    everybody(opened, world.luton)
    return opened


def counts(meeting: Meeting, body: Body) -> list[int]:
    """How many count for each item."""
    return [each.quorum.have for each in quorum_by_item(meeting) if each.body == body]


def shown(meeting: Meeting, person: Person) -> str:
    """When somebody was there, as pages say it."""
    return next(view.when for view in attendance(meeting, BY) if view.person == person.slug)


def test_somebody_goes_out_and_comes_back(world: World, meeting: Meeting) -> None:
    luc = world.person("Luc")
    who = {"meeting": meeting, "body": world.luton, "person": luc, **WHEN}
    left(at=numbered(meeting, "2"), time=time(10, 40), **who)
    arrived(at=numbered(meeting, "4"), **who)
    left(at=numbered(meeting, "6"), **who)
    assert counts(meeting, world.luton) == [9, 8, 8, 9, 9, 8]
    assert shown(meeting, luc) == "to item 1 (10:40), and from item 4 to item 5"
    assert "(to item 1 (10:40), and from item 4 to item 5)" in draft(meeting)


def test_what_was_put_down_of_somebody_is_put_right(world: World, meeting: Meeting) -> None:
    luc = world.person("Luc")
    who = {"meeting": meeting, "body": world.luton, "person": luc, **WHEN}
    left(at=numbered(meeting, "3"), **who)
    left(at=numbered(meeting, "5"), **who)
    assert shown(meeting, luc) == "to item 4"
    stayed(**who)
    assert (counts(meeting, world.luton), shown(meeting, luc)) == ([9] * 6, "")
    assert [stay.replaced is not None for stay in Stay.objects.all()] == [True, True], "what was believed is kept"


def test_who_was_away_and_is_recorded_again_was_there_all_along(world: World, meeting: Meeting) -> None:
    luc = world.person("Luc")
    left(meeting=meeting, body=world.luton, person=luc, at=numbered(meeting, "3"), **WHEN)
    who = {"meeting": meeting, "body": world.luton, "person": luc, **WHEN}
    record_attendance(capacity="member", how="online", **who)
    assert shown(meeting, luc) == "to item 2", "how they were there says nothing of when"
    record_attendance(capacity="absent", **who)
    record_attendance(capacity="member", **who)
    assert shown(meeting, luc) == ""
    left(at=numbered(meeting, "3"), **who)
    strike_attendance(attendance=Attendance.objects.get(person=luc), **WHEN)
    record_attendance(capacity="member", **who)
    assert shown(meeting, luc) == ""


def test_who_counted_for_a_decision_is_not_taken_from_it_afterwards(world: World, meeting: Meeting) -> None:
    who = {"meeting": meeting, "body": world.luton, "person": world.person("Luc"), **WHEN}
    Decision.objects.create(
        ref="D-2021-0001", body=world.luton, meeting=meeting, item=numbered(meeting, "3"), on=DAY, kind="other",
        title="T", text="T", method="consensus", by="x",
    )  # fmt: skip
    with pytest.raises(ContentError, match="was decided"):
        left(at=numbered(meeting, "2"), **who)
    with pytest.raises(ContentError, match="was decided"):
        arrived(at=numbered(meeting, "5"), **who)
    arrived(at=numbered(meeting, "2"), **who)
    left(at=numbered(meeting, "4"), **who)
    assert counts(meeting, world.luton) == [8, 9, 9, 8, 8, 8]
    with pytest.raises(ContentError, match="was decided"):
        left(at=numbered(meeting, "3"), **who)


def test_the_database_refuses_two_stays_at_once(world: World, meeting: Meeting) -> None:
    whose = {"meeting": meeting, "body": world.luton, "person": world.person("Luc"), "seat": "chair", "by": "x"}
    made = Stay.objects.create(items=NumericRange(0, 10), **whose)
    for wrong in (NumericRange(9, None), NumericRange(None, 1), NumericRange(5, 5)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Stay.objects.create(items=wrong, **whose)
    with pytest.raises(IntegrityError, match="only replaced may change"), transaction.atomic():
        Stay.objects.filter(pk=made.pk).update(items=NumericRange(0, 3))
    with pytest.raises(IntegrityError, match="are kept"), transaction.atomic():
        made.delete()
    Stay.objects.create(items=NumericRange(10, None), **whose)


@given(some.lists(some.tuples(some.booleans(), some.integers(0, LAST)), max_size=8))
def test_stays_say_what_was_said_last_of_each_item_and_never_meet(steps: list[tuple[bool, int]]) -> None:
    spans: tuple[Span, ...] = ALONG
    for comes, order in steps:
        before = [there_at(spans, each) for each in range(LAST + 1)]
        try:
            spans = came(spans, order) if comes else went(spans, order)
        except ContentError:
            assert not any(before[:order]) or any(span.first == order for span in spans)
            continue
        after = [there_at(spans, each) for each in range(LAST + 1)]
        assert after[order] == comes
    for index, one in enumerate(spans):
        assert all(not one.meets(other) for other in spans[index + 1 :])
        assert all(one.until is not None and other.first is not None for other in spans[index + 1 :])
