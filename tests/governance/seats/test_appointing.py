"""People are appointed to seats, interim and to come; what overlaps is refused with who and when."""

from datetime import date, timedelta
from typing import Any

import pytest

from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from ouzel.governance.models import Appointment
from ouzel.governance.seats.actions import (
    appoint,
    end_appointment,
    end_deputy,
    end_seat,
    name_deputy,
    set_seat,
)
from ouzel.governance.seats.queries import SeatView, seats_on, vacancies
from tests.governance.world import APPOINTED, SECRETARY, SOURCE, World

DAY = date(2021, 3, 16)
SAID: dict[str, Any] = {"known": DAY, "source": SOURCE, "by": SECRETARY}


def seat(world: World, slug: str, on: date, **more: Any) -> SeatView:
    (found,) = [each for each in seats_on(world.luton, on=on, **more) if each.seat == slug]
    return found


def test_appointing_over_somebody_names_who_and_when(world: World) -> None:
    with pytest.raises(ContentError, match=r"Gwen Westluton holds this seat from 1 April 2020 on"):
        appoint(person=world.person("Gil"), body=world.luton, seat="gp-west", since=DAY, profession="gp", **SAID)
    assert seat(world, "gp-west", DAY).holder == world.person("Gwen")


def test_appointing_replacing_ends_theirs_on_the_day(world: World) -> None:
    appoint(
        person=world.person("Gil"), body=world.luton, seat="gp-west", since=DAY, profession="gp", replacing=True, **SAID
    )
    before = seat(world, "gp-west", DAY - timedelta(days=1))
    assert (before.holder, before.until) == (world.person("Gwen"), DAY)
    assert seat(world, "gp-west", DAY).holder == world.person("Gil")
    assert AuditEntry.objects.filter(action="governance.appointment.ended", subject__endswith="/gp-west").count() == 1


def test_appointing_replacing_does_not_touch_who_is_announced(world: World) -> None:
    later = date(2021, 6, 1)
    end_appointment(body=world.luton, seat="gp-west", on=DAY, **SAID)
    appoint(person=world.person("Gia"), body=world.luton, seat="gp-west", since=later, profession="gp", **SAID)
    interim = {"person": world.person("Gil"), "body": world.luton, "seat": "gp-west", "since": DAY, "profession": "gp",
               "standing": "interim", **SAID}  # fmt: skip
    with pytest.raises(ContentError, match="Appoint until 1 June 2021"):
        appoint(**interim, replacing=True)
    appoint(**interim, until=later)
    now = seat(world, "gp-west", DAY)
    assert (now.holder, now.standing, now.until) == (world.person("Gil"), "interim", later)
    assert (now.next_holder, now.next_since) == (world.person("Gia"), later)


def test_appointing_announced_ahead_is_known_before_it_holds(world: World) -> None:
    starts = date(2021, 6, 1)
    end_appointment(body=world.luton, seat="finance-officer", on=starts, **SAID)
    appoint(
        person=world.person("Gil"), body=world.luton, seat="finance-officer", since=starts, profession="accountant",
        **SAID,
    )  # fmt: skip
    assert seat(world, "finance-officer", DAY).next_holder == world.person("Gil")
    assert seat(world, "finance-officer", DAY, known_at=DAY - timedelta(days=1)).next_holder is None
    assert seat(world, "finance-officer", starts).holder == world.person("Gil")


def test_appointing_corrected_later_stays_as_it_was_known(world: World) -> None:
    """They left a week earlier than was thought."""
    end_appointment(body=world.luton, seat="gp-west", on=DAY, known=DAY, source=SOURCE, by=SECRETARY)
    week = timedelta(days=7)
    end_appointment(body=world.luton, seat="gp-west", on=DAY - week, known=DAY + week, source=SOURCE, by=SECRETARY)
    held = seat(world, "gp-west", DAY - timedelta(days=1), known_at=DAY)
    assert held.holder == world.person("Gwen")
    assert seat(world, "gp-west", DAY - timedelta(days=1)).vacant
    assert seat(world, "gp-west", DAY).vacant_since == DAY - week


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"seat": "gp-north"}, "no such seat.*gp-east"),
        ({"since": date(2012, 1, 1)}, "no such seat"),
        ({"seat": "nurse", "profession": "gp"}, "for a nurse"),
        ({"profession": ""}, "for a general practitioner"),
        ({"profession": "druid"}, "not known"),
        ({"standing": "eternal"}, "nobody holds a seat like this"),
        ({"until": DAY}, "end before it begins"),
        ({"source": ""}, "where this is from"),
        ({"known": date(2020, 1, 1)}, "more was known already"),
    ],
)
def test_appointing_refused(world: World, changed: dict[str, Any], words: str) -> None:
    before = Appointment.objects.count()
    with pytest.raises(ContentError, match=words):
        appoint(**{"person": world.person("Gil"), "body": world.luton, "seat": "gp-west", "since": DAY,
                   "profession": "gp", "replacing": True, **SAID, **changed})  # fmt: skip
    assert Appointment.objects.count() == before


def test_appointing_twice_the_same_changes_nothing(world: World) -> None:
    before = Appointment.objects.count()
    appoint(person=world.person("Gwen"), body=world.luton, seat="gp-west", since=APPOINTED, profession="gp", **SAID)
    assert Appointment.objects.count() == before


def test_appointing_interim_made_substantive_is_one_person_in_two_standings(world: World) -> None:
    appoint(
        person=world.person("Gwen"), body=world.luton, seat="gp-west", since=DAY, profession="gp", standing="acting",
        **SAID,
    )  # fmt: skip
    now, before = seat(world, "gp-west", DAY), seat(world, "gp-west", DAY - timedelta(days=1))
    assert (now.standing, now.since, before.standing, before.since, before.until) == (
        "acting", DAY, "substantive", APPOINTED, DAY,
    )  # fmt: skip
    assert before.next_holder is None


def test_ending_keeps_who_was_to_follow(world: World) -> None:
    later = date(2021, 6, 1)
    end_appointment(body=world.luton, seat="gp-west", on=later, **SAID)
    appoint(person=world.person("Gia"), body=world.luton, seat="gp-west", since=later, profession="gp", **SAID)
    end_appointment(body=world.luton, seat="gp-west", on=DAY, **SAID)
    assert seat(world, "gp-west", DAY).vacant
    assert seat(world, "gp-west", later).holder == world.person("Gia")
    assert [each.seat for each in vacancies(on=DAY)] == ["gp-west"]


def test_ending_nobody_is_refused(world: World) -> None:
    end_appointment(body=world.luton, seat="gp-west", on=DAY, **SAID)
    with pytest.raises(ContentError, match="nobody holds this seat"):
        end_appointment(body=world.luton, seat="gp-west", on=DAY, **SAID)


def test_seat_ended_takes_holder_and_deputies_along(world: World) -> None:
    end_seat(body=world.luton, seat="finance-officer", on=DAY, **SAID)
    assert "finance-officer" not in {each.seat for each in seats_on(world.luton, on=DAY)}
    with pytest.raises(ContentError, match="no such seat"):
        appoint(
            person=world.person("Fin"), body=world.luton, seat="finance-officer", since=DAY, profession="accountant",
            **SAID,
        )  # fmt: skip
    before = seat(world, "finance-officer", DAY - timedelta(days=1))
    assert before.until == DAY
    assert [each.until for each in before.deputies] == [DAY]


def test_seat_of_a_seat_that_ends_is_for_its_days(world: World) -> None:
    end = date(2021, 9, 1)
    set_seat(body=world.luton, slug="adviser", title="Adviser", since=DAY, until=end, votes=False, **SAID)
    appoint(person=world.person("Gil"), body=world.luton, seat="adviser", since=DAY, **SAID)
    assert seat(world, "adviser", DAY).until == end
    with pytest.raises(ContentError, match="the seat ends on 1 September 2021"):
        appoint(person=world.person("Gil"), body=world.luton, seat="adviser", since=DAY, until=date(2022, 1, 1), **SAID)


def test_seat_changed_keeps_its_holder(world: World) -> None:
    set_seat(
        body=world.luton, slug="gp-west", title="GP member for the far west", tags=["gp"], votes=False, since=DAY,
        profession="gp", **SAID,
    )  # fmt: skip
    now, before = seat(world, "gp-west", DAY), seat(world, "gp-west", DAY - timedelta(days=1))
    assert (now.title, now.votes, before.title, before.votes) == (
        "GP member for the far west", False, "GP member for the west", True,
    )  # fmt: skip
    assert now.holder == before.holder == world.person("Gwen")
    assert now.since == APPOINTED


def test_seat_misspelt_tag_is_refused(world: World) -> None:
    with pytest.raises(ContentError, match="Did you mean clinician"):
        set_seat(body=world.luton, slug="x", title="X", tags=["clinican"], since=DAY, **SAID)


def test_deputies_with_and_without_the_vote(world: World) -> None:
    assert [(each.person.name, each.votes) for each in seat(world, "accountable-officer", DAY).deputies] == [
        ("Dee Standin", True)
    ]
    assert [each.votes for each in seat(world, "finance-officer", DAY).deputies] == [False]
    end_deputy(person=world.person("Dee"), body=world.luton, seat="accountable-officer", on=DAY, **SAID)
    assert seat(world, "accountable-officer", DAY).deputies == ()


def test_deputy_of_oneself_is_refused(world: World) -> None:
    with pytest.raises(ContentError, match="nobody is their own deputy"):
        name_deputy(person=world.person("Gwen"), body=world.luton, seat="gp-west", since=DAY, **SAID)
