"""The quorum of a meeting, as known on a day and as it was counted when the meeting was closed."""

from datetime import date

from ouzel.core.permissions import today
from ouzel.governance.bodies.actions import set_standing_orders
from ouzel.governance.meetings.actions import close_meeting
from ouzel.governance.meetings.agenda import remove_item
from ouzel.governance.meetings.queries import agenda, read
from ouzel.governance.models import Meeting
from ouzel.governance.reference.orders import orders_text
from ouzel.governance.seats.actions import set_seat
from ouzel.governance.whole_meeting import meeting_record
from tests.governance.aging import age
from tests.governance.meetings.doing import BY, DAY, numbered, opened
from tests.governance.world import SOURCE, World

CLOSED, LATER = date(2021, 4, 1), date(2021, 6, 1)


def needed(meeting: Meeting, known_at: date | None = None) -> int:
    """How many Luton's governing body needed for the first item."""
    item = agenda(meeting, BY, known_at=known_at)[0]
    return next(each.quorum.needed for each in item.quorum if each.body == "luton-governing-body")


def held(world: World) -> Meeting:
    meeting = opened(world)
    remove_item(item=numbered(meeting, "P1"), why="Not reached", on=DAY, by=BY)
    return close_meeting(meeting=meeting, on=DAY, by=BY)


def stricter(world: World) -> None:
    """It is known only in June that the orders had asked for all nine."""
    text = orders_text("ccg-governing-body").replace("[quorum]\n", "[quorum]\nmembers = 9\n", 1)
    lines = [line for line in text.splitlines() if not line.startswith("at_least")]
    set_standing_orders(body=world.luton, text="\n".join(lines), since=date(2020, 4, 1), known=LATER, source=SOURCE,
                        by=BY)  # fmt: skip


def test_quorum_as_known_then_is_not_worked_out_from_what_is_known_now(world: World) -> None:
    meeting = held(world)
    age(days=(today() - CLOSED).days)
    meeting.refresh_from_db()
    before = needed(meeting)
    stricter(world)
    assert needed(meeting) == 9 != before
    assert needed(meeting, known_at=date(2021, 5, 31)) == before
    assert needed(meeting, known_at=LATER) == 9
    view, room = read(meeting.slug, BY, known_at=date(2021, 5, 31))
    assert view.key == meeting.pk
    assert room.quorum(world.luton, numbered(meeting, "1")).needed == before


def test_seats_said_later_count_only_once_they_are_known(world: World) -> None:
    meeting = held(world)
    age(days=(today() - CLOSED).days)
    _, then = read(meeting.slug, BY)
    seats = then.counted_seats(world.luton)
    set_seat(body=world.luton, slug="tenth", title="Tenth", since=date(2020, 4, 1), known=LATER, source=SOURCE, by=BY)
    _, now = read(meeting.slug, BY)
    assert now.counted_seats(world.luton).voting == seats.voting + 1
    _, known = read(meeting.slug, BY, known_at=date(2021, 5, 31))
    assert known.counted_seats(world.luton) == seats


def test_the_quorum_at_closing_is_kept_whatever_is_known_better(world: World) -> None:
    meeting = held(world)
    then = [each for item in agenda(meeting, BY) for each in item.quorum]
    assert then
    assert all(each.at_closing == each.quorum and not each.known_better for each in then)
    stricter(world)
    item = meeting_record(meeting.slug, BY, on=DAY).items[0]
    (luton,) = [each for each in item.quorum if each.body == "luton-governing-body"]
    assert luton.known_better
    assert (luton.at_closing, luton.quorum.needed) == (
        next(each.quorum for each in then if each.body == "luton-governing-body"), 9,
    )  # fmt: skip


def test_a_meeting_that_is_not_closed_has_no_quorum_at_closing(world: World) -> None:
    (first, *_) = agenda(opened(world), BY)
    assert [each.at_closing for each in first.quorum] == [None] * 3
