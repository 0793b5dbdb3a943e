"""What is declared at a meeting is due in the register, by its deadline, until an entry names the meeting."""

from datetime import date, timedelta

from ouzel.governance.interests.actions import confirm, declare
from ouzel.governance.interests.deadlines import Due, due, reminders
from ouzel.governance.interests.matching import before_papers
from ouzel.governance.meetings.attendance import recuse
from ouzel.governance.models import Interest
from tests.core.people import user
from tests.governance.decisions.in_common import DAY, Held, opened
from tests.governance.world import World

LAST = DAY + timedelta(days=28)


def declared(world: World, *items: str, interest: Interest | None = None) -> Held:
    held = opened(world, [world.luton])
    for item in items:
        recuse(item=held.items[item], person=world.person("Eastluton"), declared="Works at a practice", effect="left",
               interest=interest, on=DAY, by=world.by)  # fmt: skip
    return held


def at_meetings(world: World, on: date) -> list[Due]:
    return [each for each in due(on, bodies=[world.luton]) if each.meeting]


def entered(world: World, meeting: str = "") -> Interest:
    return declare(person=world.person("Eastluton"), category="financial", description="Works at a practice",
                   since=date(2020, 1, 1), occasion="change", on=DAY, meeting=meeting, by=world.by)  # fmt: skip


def test_what_was_declared_at_a_meeting_is_due_in_the_register(world: World) -> None:
    held = declared(world, "2", "3")
    assert at_meetings(world, DAY - timedelta(days=1)) == []
    (found,) = at_meetings(world, DAY)
    assert (found.person.name, found.by_day, found.meeting) == ("Gil Eastluton", LAST, held.meeting.slug)
    assert found.why == "Declared at Governing bodies on 16 March 2021 (items 2, 3), not yet in the register"
    assert found.overdue(LAST + timedelta(days=1))
    assert found in before_papers(held.meeting, on=DAY).undeclared


def test_it_is_due_no_more_once_an_entry_names_the_meeting(world: World) -> None:
    held = declared(world, "2")
    entered(world)
    assert len(at_meetings(world, DAY)) == 1
    entered(world, held.meeting.slug)
    assert at_meetings(world, DAY) == []


def test_who_says_that_the_register_has_it_is_done_too(world: World) -> None:
    entry = entered(world)
    held = declared(world, "2")
    confirm(person=entry.person, on=DAY, occasion="change", meeting=held.meeting.slug, by=world.by)
    assert at_meetings(world, DAY) == []


def test_an_interest_of_the_register_is_not_due(world: World) -> None:
    declared(world, "2", interest=entered(world))
    assert at_meetings(world, DAY) == []


def test_a_reminder_comes_before_the_last_day_and_every_week_after(world: World) -> None:
    person = world.person("Eastluton")
    person.user = user("gil@example.org")
    person.save(update_fields=["user"])
    declared(world, "2")

    def told(on: date) -> list[str]:
        return [each.text for each in reminders(on, bodies=[world.luton]) if each.due.meeting]

    (text,) = told(LAST - timedelta(days=7))
    assert "Declared at Governing bodies on 16 March 2021 (item 2)" in text
    assert "enter it into the register by 13 April 2021" in text
    assert len(told(LAST + timedelta(days=7))) == 1
    assert told(LAST + timedelta(days=3)) == []
