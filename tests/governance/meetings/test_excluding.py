"""The public is excluded by a resolution of each body, for private items, with the reason it states."""

from typing import Any

import pytest

from ouzel.core.errors import ContentError
from ouzel.governance.decisions.actions import decide
from ouzel.governance.meetings.actions import close_meeting, open_meeting
from ouzel.governance.meetings.agenda import add_item
from ouzel.governance.meetings.attendance import recuse
from ouzel.governance.meetings.excluding import covers, exclude_public, not_excluded, without_resolution
from ouzel.governance.minutes.drafting import draft
from ouzel.governance.models import Attendance, Body, Exclusion, Irregularity, Meeting, Person
from tests.governance.meetings.doing import BY, DAY, noticed, numbered, opened
from tests.governance.world import World

WHEN = {"on": DAY, "by": BY}


def test_exclude_public_covers_for_its_body_only(world: World) -> None:
    meeting = opened(world)
    private = numbered(meeting, "P1")
    exclude_public(
        meeting=meeting, body=world.luton, reason="Prices of a tender", proposer=world.person("Luc"),
        seconder=world.person("Liz"), from_item=private, **WHEN,
    )  # fmt: skip
    assert covers(private, world.luton)
    assert not covers(private, world.bedfordshire)
    assert not covers(numbered(meeting, "2"), world.luton)
    assert meeting.events.get(kind="excluded").note == "Prices of a tender"


def test_exclude_public_covers_to_its_last_item(world: World) -> None:
    meeting = opened(world)
    private = numbered(meeting, "P1")
    exclude_public(
        meeting=meeting, body=world.luton, reason="Prices", proposer=world.person("Luc"),
        from_item=numbered(meeting, "2"), to_item=private, **WHEN,
    )  # fmt: skip
    assert covers(private, world.luton)
    later = meeting.items.create(number="P2", order=private.order + 1, title="Later", private=True)
    assert not covers(later, world.luton)


def test_a_private_item_put_on_later_needs_a_resolution_of_its_own(world: World) -> None:
    meeting = opened(world)
    given = {"meeting": meeting, "body": world.luton, "reason": "Prices", "proposer": world.person("Luc"), **WHEN}
    exclude_public(from_item=numbered(meeting, "P1"), **given)
    later = add_item(meeting=meeting, title="A second contract", private=True, late="It came today", **WHEN)
    assert later.order > numbered(meeting, "P1").order
    assert not covers(later, world.luton)
    exclude_public(from_item=later, **given)
    assert covers(later, world.luton)
    named = [[item.number for item in row.items.all()] for row in Exclusion.objects.order_by("pk")]
    assert named == [["P1"], ["P2"]]
    assert [event.detail["items"] for event in meeting.events.filter(kind="excluded")] == named
    text = draft(meeting)
    assert "exclude the public from item P1," in text
    assert "exclude the public from item P2," in text


def test_covers_where_a_body_does_not_meet_in_public(world: World) -> None:
    meeting = open_meeting(meeting=noticed(world.finance_committee), on=DAY, by=BY)
    assert covers(numbered(meeting, "P1"), world.finance_committee)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"reason": ""}, "states its reason"),
        ({"proposer": "Bea"}, "not there as a member"),
        ({"seconder": "Luc"}, "somebody else"),
        ({"from_item": "1", "to_item": "2"}, "no private item"),
        ({"from_item": "P1", "to_item": "2"}, "before it begins"),
    ],
)
def test_exclude_public_refuses_what_is_none(world: World, change: dict[str, str], problem: str) -> None:
    meeting = opened(world)
    given = {"reason": "Prices", "proposer": "Luc", "seconder": "Liz", "from_item": "P1", **change}
    with pytest.raises(ContentError, match=problem):
        exclude_public(
            meeting=meeting, body=world.luton, reason=given["reason"], proposer=world.person(given["proposer"]),
            seconder=world.person(given["seconder"]), from_item=numbered(meeting, given["from_item"]),
            to_item=numbered(meeting, given["to_item"]) if "to_item" in given else None, **WHEN,
        )  # fmt: skip
    assert not Exclusion.objects.exists()


def test_exclude_public_by_who_left_the_room(world: World) -> None:
    meeting = opened(world)
    private = numbered(meeting, "P1")
    recuse(item=private, person=world.person("Luc"), declared="A bidder", effect="left", **WHEN)
    with pytest.raises(ContentError, match="not there as a member"):
        exclude_public(meeting=meeting, body=world.luton, reason="Prices", proposer=world.person("Luc"),
                       from_item=private, **WHEN)  # fmt: skip


def test_exclude_public_without_quorum_is_refused_or_recorded(world: World) -> None:
    meeting = opened(world)
    Attendance.objects.filter(body=world.luton).exclude(seat__in=("chair", "lay-governance")).delete()
    given = {"meeting": meeting, "body": world.luton, "reason": "Prices", "proposer": world.person("Luc"),
             "from_item": numbered(meeting, "P1"), **WHEN}  # fmt: skip
    with pytest.raises(ContentError, match="without a quorum"):
        exclude_public(**given)
    exclude_public(**given, irregular="The tender ends tonight")
    assert Irregularity.objects.get().rule == "quorum"


def resolved(meeting: Meeting, body: Body, who: Person) -> None:
    exclude_public(meeting=meeting, body=body, reason="Prices", proposer=who, from_item=numbered(meeting, "P1"), **WHEN)


def test_every_body_that_sits_resolves_before_a_private_item_is_taken(world: World) -> None:
    meeting = opened(world)
    private = numbered(meeting, "P1")
    said: dict[str, Any] = {"item": private, "title": "Contract", "text": "Awarded.", "method": "consensus", **WHEN}
    for body, who in zip(world.three[:2], ("Bea", "Luc"), strict=True):
        resolved(meeting, body, world.person(who))
    assert without_resolution(private) == [world.milton_keynes]
    assert not_excluded(meeting) == [private]
    with pytest.raises(ContentError, match="Governing body of Milton Keynes did not resolve to exclude the public"):
        decide(body=world.luton, **said)
    with pytest.raises(ContentError, match="not excluded from item P1 by a resolution of Governing body of Milton"):
        close_meeting(meeting=meeting, **WHEN)
    resolved(meeting, world.milton_keynes, world.person("Mia"))
    assert not_excluded(meeting) == []
    assert decide(body=world.luton, **said).private
    close_meeting(meeting=meeting, **WHEN)


def test_one_that_did_not_resolve_is_irregular_with_its_name(world: World) -> None:
    meeting = opened(world)
    resolved(meeting, world.luton, world.person("Luc"))
    close_meeting(meeting=meeting, irregular="The rest had left", **WHEN)
    (row,) = Irregularity.objects.filter(meeting=meeting)
    assert row.rule == "exclusion"
    assert row.problem.endswith("Governing body of Bedfordshire, Governing body of Milton Keynes")
