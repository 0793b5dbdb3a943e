"""Who must declare and by when, and that nobody is reminded twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from ouzel.core.actors import Actor
from ouzel.core.models import AuditEntry
from ouzel.governance.interests import actions
from ouzel.governance.interests.deadlines import Due, Reminded, due, late, remind, reminders
from ouzel.governance.seats.actions import appoint, end_appointment
from tests.core.people import user
from tests.governance.interests.declaring import DECLARED, declare, signed_in
from tests.governance.world import SECRETARY, SOURCE, World


def of(world: World, name: str, on: date, **more: Any) -> list[Due]:
    return [each for each in due(on, bodies=[world.luton], **more) if each.person == world.person(name)]


def test_appointment_is_declared_within_twenty_eight_days(world: World) -> None:
    (each,) = of(world, "Gil", date(2020, 4, 29))
    assert (each.occasion, each.by_day) == ("appointment", date(2020, 4, 29))
    assert each.why == "Appointed on 1 April 2020: GP member for the east, Governing body of Luton"
    assert not each.overdue(date(2020, 4, 29))
    assert each.overdue(date(2020, 4, 30))


def test_everybody_declares_again_a_year_after_they_last_declared_everything(world: World) -> None:
    declare(world.person("Gil"))
    declare(world.person("Gil"), description="Governor of a school", occasion="change", on=date(2020, 9, 1))
    assert of(world, "Gil", date(2021, 3, 1)) == []
    (each,) = of(world, "Gil", date(2021, 3, 17))
    assert (each.occasion, each.by_day) == ("annual", date(2021, 4, 14))
    actions.confirm(person=world.person("Gil"), on=date(2021, 4, 1), by=SECRETARY)
    assert of(world, "Gil", date(2021, 4, 2)) == []


def test_new_seat_is_declared_for_anew_unless_it_was_just_declared(world: World) -> None:
    gwen = world.person("Gwen")
    declare(gwen)
    end_appointment(body=world.luton, seat="gp-east", on=date(2020, 11, 1), known=date(2020, 11, 1), source=SOURCE,
                    by=SECRETARY)  # fmt: skip
    appoint(person=gwen, body=world.luton, seat="gp-east", since=date(2020, 11, 1), known=date(2020, 11, 1),
            source=SOURCE, by=SECRETARY, profession="gp")  # fmt: skip
    (each,) = of(world, "Gwen", date(2020, 11, 2))
    assert (each.occasion, each.by_day) == ("appointment", date(2020, 11, 29))
    actions.confirm(person=gwen, on=date(2020, 11, 3), by=SECRETARY, occasion="appointment")
    assert of(world, "Gwen", date(2020, 11, 4)) == []


def test_who_left_declares_no_more_and_who_comes_is_told_ahead(world: World) -> None:
    assert of(world, "Gil", date(2019, 12, 1)) == []
    (each,) = of(world, "Gil", date(2020, 3, 20))
    assert each.since == date(2020, 4, 1)
    end_appointment(body=world.luton, seat="gp-east", on=date(2020, 6, 1), known=date(2020, 6, 1), source=SOURCE,
                    by=SECRETARY)  # fmt: skip
    assert of(world, "Gil", date(2020, 6, 1)) == []


def test_interest_declared_too_late_is_told(world: World) -> None:
    gil = world.person("Gil")
    declare(gil, on=date(2020, 4, 29))
    declare(gil, description="In time", since=date(2020, 8, 1), occasion="change", on=date(2020, 8, 29))
    slow = declare(gil, description="Too late", since=date(2020, 8, 1), occasion="change", on=date(2020, 8, 30))
    (found,) = late([world.luton], on=date(2020, 9, 1))
    assert (found.interest, found.by_day) == (slow, date(2020, 8, 29))
    declare(world.person("Gwen"), on=date(2020, 4, 30))
    assert len(late([world.luton], on=date(2020, 9, 1))) == 2


def test_reminders_come_on_their_days_and_weekly_once_it_is_over(world: World) -> None:
    days = [
        day for day in (date(2020, 4, 1) + timedelta(days=number) for number in range(60))
        if any(each.due.person == world.person("Gil") for each in reminders(day, bodies=[world.luton]))
    ]  # fmt: skip
    last = date(2020, 4, 29)
    assert [(day - last).days for day in days] == [-14, -7, -1, 7, 14, 21, 28]


def test_reminder_is_sent_once_to_who_has_an_account(
    world: World, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    signed_in(world.person("Gil"), "gil@example.org")
    on = date(2020, 4, 22)
    with django_capture_on_commit_callbacks(execute=True):
        done = remind(on=on, by=SECRETARY, bodies=[world.luton])
    assert [each.email for each in done.told] == ["gil@example.org"]
    (mail,) = mailoutbox
    assert mail.to == ["gil@example.org"]
    assert "by 29 April 2020" in mail.body
    with django_capture_on_commit_callbacks(execute=True):
        assert remind(on=on, by=SECRETARY, bodies=[world.luton]) == Reminded((), ())
    assert len(mailoutbox) == 1
    assert AuditEntry.objects.filter(action="governance.interest.reminded").count() == 1
    assert [each for each in reminders(on, bodies=[world.luton]) if not each.email]


def test_reminding_needs_the_register_of_those_bodies(world: World) -> None:
    with pytest.raises(PermissionDenied):
        remind(on=DECLARED, by=Actor.person(user("nobody@example.org")), bodies=[world.luton])
