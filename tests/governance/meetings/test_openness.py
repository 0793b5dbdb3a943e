"""Whether a meeting is in public is worked out at its notice and when it is moved: by law, by orders and by seats."""

from datetime import date, timedelta

from ouzel.governance.bodies.actions import open_body, set_standing_orders
from ouzel.governance.meetings.actions import give_notice, move_meeting, open_meeting
from ouzel.governance.meetings.excluding import covers
from ouzel.governance.meetings.openness import in_public_because, openness
from ouzel.governance.models import Appointment, Body, Seat
from ouzel.governance.reference.orders import orders_text
from ouzel.governance.seats.actions import appoint, end_appointment, set_seat
from tests.governance.meetings.doing import BY, DAY, NOTICED, at, item, planned
from tests.governance.world import APPOINTED, SOURCE, World

SAID = {"known": APPOINTED, "source": SOURCE, "by": BY}
NEXT = DAY + timedelta(days=28)


def in_public_from(body: Body, since: date) -> None:
    """The body's orders say from that day on that it meets in public."""
    text = 'like = "committee"\nname = "Ours"\nsource = "Our terms of reference"\nin_public = true\n'
    assert "[notice]" in orders_text("committee")
    set_standing_orders(body=body, text=text, since=since, **SAID)


def whole_committee(world: World) -> Body:
    """A committee to which all members of Luton's governing body belong, and somebody else."""
    body = open_body(slug="luton-whole", name="Everybody of Luton", kind="committee", organisations=["06P"],
                     part_of=world.luton.slug, since=APPOINTED, **SAID)  # fmt: skip
    held = Appointment.objects.on(DAY).filter(body=world.luton).select_related("person")
    for order, person in enumerate([row.person for row in held] + [world.person("Bea")]):
        set_seat(body=body, slug=f"seat-{order}", title=f"Seat {order}", order=order, since=APPOINTED, **SAID)
        appoint(body=body, seat=f"seat-{order}", person=person, since=APPOINTED, **SAID)
    return body


def test_orders_that_change_before_the_notice_are_asked_at_the_notice(world: World) -> None:
    meeting = planned(world.finance_committee)
    private = item(meeting, "Prices", private=True)
    assert not meeting.in_public
    in_public_from(world.finance_committee, date(2021, 2, 1))
    noticed = give_notice(meeting=meeting, on=NOTICED, by=BY)
    assert noticed.in_public
    detail = noticed.events.get(kind="noticed").detail
    assert (detail["in_public"], detail["because"]) == (
        True, "Finance committee of Luton: its standing orders say so"
    )  # fmt: skip
    private.refresh_from_db()
    assert not covers(private, world.finance_committee), "a resolution is asked for"


def test_a_move_to_another_day_asks_anew(world: World) -> None:
    meeting = give_notice(meeting=planned(world.finance_committee), on=NOTICED, by=BY)
    assert not meeting.in_public
    in_public_from(world.finance_committee, NEXT)
    moved = move_meeting(meeting=meeting, starts=at(NEXT), venue="Town hall", why="Snow", on=DAY, by=BY)
    assert (moved.in_public, moved.events.get(kind="moved").detail["in_public"]) == (True, True)


def test_a_meeting_opened_without_notice_is_asked_then(world: World) -> None:
    meeting = planned(world.finance_committee)
    in_public_from(world.finance_committee, date(2021, 2, 1))
    assert open_meeting(meeting=meeting, on=DAY, by=BY, irregular="Called by hand").in_public


def test_a_committee_of_all_members_meets_in_public(world: World) -> None:
    whole = whole_committee(world)
    assert in_public_because(whole, on=DAY) == "all members of Governing body of Luton are members of it"
    assert planned(whole).in_public
    seat = Appointment.objects.on(DAY).filter(body=whole).exclude(person=world.person("Bea")).first()
    assert seat is not None
    end_appointment(body=whole, seat=seat.seat, on=DAY - timedelta(1), **SAID)
    assert openness([whole], on=DAY) == (False, "")


def test_who_only_looks_on_is_no_member(world: World) -> None:
    whole = whole_committee(world)
    set_seat(body=world.luton, slug="guest", title="Guest", tags=["observer"], since=APPOINTED, **SAID)
    appoint(body=world.luton, seat="guest", person=world.person("Cara"), since=APPOINTED, **SAID)
    assert Seat.objects.on(DAY).filter(body=world.luton, slug="guest").exists()
    assert in_public_because(whole, on=DAY)


def test_a_committee_of_some_members_does_not(world: World) -> None:
    assert openness([world.finance_committee], on=DAY) == (False, "")
    assert openness([world.finance_committee, world.luton], on=DAY) == (
        True, "Governing body of Luton: the law asks it of a body of this kind"
    )  # fmt: skip
