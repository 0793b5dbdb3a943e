"""The agenda: order, numbers, what may change after the notice, and how little a private item says."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from ouzel.governance.meetings.actions import (
    cancel_meeting,
    close_meeting,
    give_notice,
    move_meeting,
    open_meeting,
)
from ouzel.governance.meetings.agenda import add_item, change_item, move_item, remove_item
from ouzel.governance.meetings.numbering import free_number
from ouzel.governance.meetings.queries import agenda, standing, view_of
from ouzel.governance.models import AgendaItem, Irregularity, Meeting
from tests.governance.meetings.doing import BY, DAY, NOTICED, at, item, noticed, numbered, planned
from tests.governance.world import World


def printed(meeting: Meeting) -> list[str]:
    return [each.number for each in meeting.items.filter(removed="").order_by("order", "id")]


def test_add_item_private_ones_stand_at_the_end(world: World) -> None:
    meeting = planned(world.luton)
    for title, more in (("One", {}), ("Hush", {"private": True}), ("Two", {}), ("More hush", {"private": True})):
        item(meeting, title, **more)
    assert printed(meeting) == ["1", "2", "P1", "P2"]


def test_add_item_after_another(world: World) -> None:
    meeting = planned(world.luton)
    item(meeting, "One")
    item(meeting, "Two")
    item(meeting, "One and a half", number="1.1", after="1")
    assert printed(meeting) == ["1", "1.1", "2"]
    with pytest.raises(ContentError, match="no item of this number"):
        item(meeting, "Lost", after="7")
    with pytest.raises(ContentError, match="has an item of this number"):
        item(meeting, "Twice", number="2")


def test_add_item_between_two_until_no_place_is_left(world: World) -> None:
    meeting = planned(world.luton)
    item(meeting, "One")
    item(meeting, "Two")
    before = {each.number: each.order for each in meeting.items.all()}
    for _ in range(16):
        item(meeting, "Squeezed in", after="1")
    with pytest.raises(ContentError, match="no place is left"):
        item(meeting, "Squeezed in", after="1")
    assert meeting.items.count() == 2 + 16
    assert {number: numbered(meeting, number).order for number in before} == before, "the others stay where they are"


def test_add_item_private_holds_its_general_nature_only(world: World) -> None:
    meeting = planned(world.luton)
    for more in ({"text": "Buy it"}, {"presenter": "Fin"}, {"parties": [{"name": "Acme"}]}, {"topics": ["cancer"]}):
        with pytest.raises(ContentError, match="general nature"):
            item(meeting, "A contract", private=True, **more)
    assert item(meeting, "A contract", private=True, kind="contract-award").private


@pytest.mark.parametrize(
    ("given_of", "problem"),
    [
        ({"title": " "}, "needs a title"),
        ({"title": "T", "purpose": "fun"}, "purposes"),
        ({"title": "T", "parties": [{"ods_code": "RC9"}]}, "a name"),
        ({"title": "T", "parties": [{"name": "A", "phone": "1"}]}, "a name"),
    ],
)
def test_add_item_refuses_what_is_not_one(world: World, given_of: dict[str, Any], problem: str) -> None:
    with pytest.raises(ContentError, match=problem):
        add_item(meeting=planned(world.luton), by=BY, on=NOTICED, **given_of)


def test_add_item_after_notice_needs_its_reason(world: World) -> None:
    meeting = noticed(world.luton)
    with pytest.raises(ContentError, match="after the notice"):
        item(meeting, "Surprise")
    assert not AgendaItem.objects.filter(title="Surprise").exists()
    late = item(meeting, "Surprise", late="A letter came today")
    row = Irregularity.objects.get(meeting=meeting)
    assert (row.rule, row.item, row.reason, late.late) == ("agenda", late, "A letter came today", "A letter came today")
    assert meeting.events.get(kind="agenda").detail == {"item": late.number, "title": "Surprise", "what": "added"}


def test_add_item_before_notice_is_not_late(world: World) -> None:
    meeting = planned(world.luton)
    assert item(meeting, "In time", late="whatever").late == ""
    assert not meeting.events.filter(kind="agenda").exists(), "nobody follows what is not public"


def test_change_item_after_notice_of_what_the_public_was_told(world: World) -> None:
    meeting = noticed(world.luton)
    one = numbered(meeting, "1")
    change_item(item=one, presenter="Luc Chairman", minutes=5, by=BY, on=NOTICED)
    assert not Irregularity.objects.exists()
    with pytest.raises(ContentError, match="changed after the notice"):
        change_item(item=one, title="Goodbye", by=BY, on=NOTICED)
    one.refresh_from_db()
    assert one.title == "Welcome"
    change_item(item=one, title="Goodbye", late="It was the wrong title", by=BY, on=NOTICED)
    assert Irregularity.objects.get().item == one
    change_item(item=one, title="Goodbye", by=BY, on=NOTICED)
    assert Irregularity.objects.count() == 1, "saying the same again changes nothing"


def test_change_item_of_private_one_adds_no_words(world: World) -> None:
    with pytest.raises(ContentError, match="general nature"):
        change_item(item=numbered(noticed(world.luton), "P1"), text="Acme for a million", by=BY, on=NOTICED)


def test_move_item_keeps_its_number(world: World) -> None:
    meeting = noticed(world.luton)
    move_item(item=numbered(meeting, "2"), after="", by=BY, on=NOTICED)
    assert printed(meeting) == ["2", "1", "P1"]
    move_item(item=numbered(meeting, "2"), after="P1", by=BY, on=NOTICED)
    assert printed(meeting) == ["1", "P1", "2"]
    assert not Irregularity.objects.exists()


def test_remove_item_stays_to_be_seen(world: World) -> None:
    meeting = noticed(world.luton)
    two = remove_item(item=numbered(meeting, "2"), why="Not ready", by=BY, on=NOTICED)
    assert (two.removed, printed(meeting)) == ("Not ready", ["1", "P1"])
    with pytest.raises(ContentError, match="taken off"):
        change_item(item=two, title="Back", late="x", by=BY, on=NOTICED)
    assert item(meeting, "Another", late="x").number == "3", "its number is not used again"


def test_what_was_taken_off_a_draft_is_seen_by_nobody(world: World) -> None:
    meeting = planned(world.luton)
    gone = remove_item(item=item(meeting, "Dismissal of Dr Example"), why="To be private", by=BY, on=NOTICED)
    item(meeting, "Welcome")
    move_meeting(meeting=meeting, starts=at(DAY, 14), venue="Town hall", why="Somebody is away", on=NOTICED, by=BY)
    meeting = give_notice(meeting=meeting, on=NOTICED, by=BY)
    assert [each.title for each in agenda(meeting, None)] == ["Welcome"]
    assert not AgendaItem.objects.visible_to(None).filter(pk=gone.pk).exists()
    assert [each.kind for each in standing(meeting, None).events] == ["planned", "noticed"]
    assert view_of(meeting, None).why == ""
    entry = AuditEntry.objects.get(action="governance.item.removed")
    assert entry.detail["why"] == "To be private", "the trail keeps it"


def test_remove_item_after_the_notice_is_irregular_and_at_the_meeting_is_not(world: World) -> None:
    meeting = noticed(world.luton)
    remove_item(item=numbered(meeting, "2"), why="Not ready", by=BY, on=NOTICED)
    assert "taken off the agenda after the notice" in Irregularity.objects.get().problem
    open_meeting(meeting=meeting, on=DAY, by=BY)
    remove_item(item=numbered(meeting, "1"), why="Deferred", by=BY, on=DAY)
    assert Irregularity.objects.count() == 1


def test_change_of_whom_an_item_concerns_after_the_notice_is_irregular(world: World) -> None:
    one = numbered(noticed(world.luton), "1")
    with pytest.raises(ContentError, match="changed after the notice"):
        change_item(item=one, parties=[{"name": "Acme"}], by=BY, on=NOTICED)


@pytest.mark.parametrize("number", ["5 <b>", "5/1", "../5", "5..1", "5\n6"])
def test_add_item_number_is_letters_digits_and_dots(world: World, number: str) -> None:
    with pytest.raises(ContentError, match="letters, digits and dots"):
        item(planned(world.luton), "Welcome", number=number)


def test_item_asks_for_a_kind_of_decision_that_there_is(world: World) -> None:
    meeting = planned(world.luton)
    with pytest.raises(ContentError, match="kind of decision"):
        item(meeting, "Welcome", kind="nonsense")
    with pytest.raises(ContentError, match="kind of decision"):
        change_item(item=item(meeting, "Welcome"), kind="nonsense", by=BY, on=NOTICED)


def test_agenda_of_meeting_that_is_over_stays(world: World) -> None:
    meeting = open_meeting(meeting=noticed(world.luton), on=DAY, by=BY)
    remove_item(item=numbered(meeting, "P1"), why="Not reached", by=BY, on=DAY)
    close_meeting(meeting=meeting, on=DAY, by=BY)
    with pytest.raises(ContentError, match="the meeting was held"):
        item(meeting, "Too late", late="x")
    gone = cancel_meeting(meeting=planned(world.bedfordshire), why="x", on=NOTICED, by=BY)
    with pytest.raises(ContentError, match="cancelled"):
        item(gone, "Too late")


@given(st.sets(st.sampled_from(["1", "2", "2.1", "7", "7.3", "P1", "P4", "P4.2", "A"])), st.booleans())
def test_free_number_is_free(taken: set[str], private: bool) -> None:
    number = free_number(taken, private=private)
    assert number not in taken
    assert number.startswith("P") == private
