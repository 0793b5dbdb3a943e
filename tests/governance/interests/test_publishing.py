"""The register as it is read: by the public, by the people in it, by who keeps it; on any day."""

from datetime import date
from typing import Any

from ouzel.core.permissions import Viewer
from ouzel.governance.interests import actions
from ouzel.governance.interests.giving import declare_gift, redact_gift
from ouzel.governance.interests.publishing import PersonEntries, Register, register_of
from ouzel.governance.models import Person
from ouzel.governance.seats.actions import appoint, end_appointment
from tests.governance.interests.declaring import DECLARED, declare, signed_in
from tests.governance.world import SECRETARY, SOURCE, World

DAY = date(2020, 6, 1)
SECRET = "Director of Harlow Homecare"


def asked(world: World, on: date = DAY, *, viewer: Viewer = None, when: date | None = None, **more: date) -> Register:
    """The register of Luton's governing body, as asked for on the day itself."""
    return register_of([world.luton], on=on, viewer=viewer, asked=when or on, **more)


def of(register: Register, person: Person) -> PersonEntries:
    (found,) = [each for each in register.people if each.person == person]
    return found


def test_register_lists_everybody_who_sits_and_deputises(world: World) -> None:
    register = asked(world)
    assert len(register.people) == 11
    assert [seat.said for seat in of(register, world.person("Dee")).seats] == ["deputy for Accountable officer"]
    assert of(register, world.person("Gil")).said == "No declaration is on record."


def test_register_tells_nothing_to_declare_from_nothing_declared(world: World) -> None:
    actions.declare_nothing(person=world.person("Gil"), occasion="appointment", on=DECLARED, by=SECRETARY)
    found = of(asked(world), world.person("Gil"))
    assert (found.said, found.declared) == ("Nothing to declare.", DECLARED)
    assert of(asked(world, date(2020, 4, 13)), world.person("Gil")).said == "No declaration is on record."


def test_register_of_a_day_when_nobody_sat_says_so(world: World) -> None:
    register = asked(world, date(2019, 1, 1))
    assert register.people == ()
    assert "Nobody held a seat in Governing body of Luton on 1 January 2019" in register.why_empty


def test_entry_is_read_by_anybody(world: World) -> None:
    declare(world.person("Gil"))
    (entry,) = of(asked(world), world.person("Gil")).entries
    assert (entry.description, entry.category_name, entry.declared) == (SECRET, "Financial interest", DECLARED)


def test_withheld_entry_shows_its_reason_and_no_word_of_it(world: World) -> None:
    gil = world.person("Gil")
    row = declare(gil, ods_code="06F", company_number="1234567", mitigation="Leaves")
    actions.redact(interest=row, reason="Risk of harm to a third party", on=date(2020, 5, 1), by=SECRETARY)
    register = asked(world)
    (entry,) = of(register, gil).entries
    assert (entry.redacted, entry.redaction) == (True, "Risk of harm to a third party")
    for word in ("Harlow", "06F", "01234567", "Leaves"):
        assert word not in repr(register)
    for inside in (SECRETARY, signed_in(gil)):
        assert of(asked(world, viewer=inside), gil).entries[0].description == SECRET


def test_withheld_entry_is_withheld_too_in_what_was_once_known(world: World) -> None:
    gil = world.person("Gil")
    row = declare(gil)
    other = actions.correct(interest=row, known=date(2020, 4, 20), by=SECRETARY, source="Letter", description="Partner")
    actions.redact(interest=other, reason="Risk of harm", on=date(2020, 5, 1), by=SECRETARY)
    for known_at in (DECLARED, date(2020, 4, 20), date(2020, 5, 1)):
        register = asked(world, known_at=known_at)
        assert "Harlow" not in repr(register), known_at
    assert of(asked(world, viewer=SECRETARY, known_at=DECLARED), gil).entries[0].description == SECRET


def test_entry_published_again_is_read_again(world: World) -> None:
    row = actions.redact(interest=declare(world.person("Gil")), reason="Risk", on=date(2020, 5, 1), by=SECRETARY)
    actions.publish_again(interest=row, reason="The risk is over", on=date(2020, 5, 20), by=SECRETARY)
    (entry,) = of(asked(world), world.person("Gil")).entries
    assert (entry.description, entry.declared) == (SECRET, DECLARED)


def test_ended_interest_stays_in_public_for_six_months(world: World) -> None:
    gil = world.person("Gil")
    actions.end_interest(interest=declare(gil), on=date(2020, 6, 1), known=date(2020, 6, 1), by=SECRETARY)
    assert of(asked(world, date(2020, 11, 30)), gil).entries[0].until == date(2020, 6, 1)
    assert of(asked(world, date(2020, 12, 1)), gil).entries == ()
    # A day gone by is asked about later: what is past its time by then is not read through the back door.
    assert of(asked(world, DAY, when=date(2020, 12, 1)), gil).entries == ()
    assert of(asked(world, DAY, when=date(2020, 12, 1), viewer=SECRETARY), gil).entries[0].description == SECRET


def test_who_left_stays_in_the_register_for_six_months(world: World) -> None:
    gil = world.person("Gil")
    declare(gil)
    end_appointment(body=world.luton, seat="gp-east", on=date(2020, 9, 1), known=date(2020, 9, 1), source=SOURCE,
                    by=SECRETARY)  # fmt: skip
    found = of(asked(world, date(2021, 2, 28)), gil)
    assert found.left == date(2020, 9, 1)
    assert len(found.entries) == 1
    assert gil not in [each.person for each in asked(world, date(2021, 3, 1)).people]
    assert of(asked(world, DAY, when=date(2021, 3, 1)), gil).entries == ()


def test_second_term_keeps_the_entries_of_the_first_in_public(world: World) -> None:
    gil = world.person("Gil")
    said: dict[str, Any] = {"body": world.luton, "seat": "gp-east", "source": SOURCE, "by": SECRETARY}
    declare(gil)
    end_appointment(**said, on=date(2020, 9, 1), known=date(2020, 9, 1))
    appoint(**said, person=gil, since=date(2020, 9, 1), known=date(2020, 9, 1), profession="gp")
    assert len(of(asked(world, DAY, when=date(2021, 6, 1)), gil).entries) == 1
    assert of(asked(world, date(2021, 6, 1)), gil).left is None


def test_gifts_are_in_the_register_and_withheld_like_the_rest(world: World) -> None:
    gil = world.person("Gil")
    gift = declare_gift(
        person=gil, kind="hospitality", donor="Grateful Group", description="Dinner", value=4000,
        offered=date(2020, 5, 2), outcome="accepted", on=date(2020, 6, 1), by=SECRETARY,
    )  # fmt: skip
    (entry,) = asked(world).gifts
    assert (entry.donor, entry.value, entry.late) == ("Grateful Group", 4000, True)
    redact_gift(gift=gift, reason="Names a patient's family", by=SECRETARY)
    register = asked(world)
    assert "Grateful" not in repr(register)
    assert "Dinner" not in repr(register)
    assert register.gifts[0].redaction == "Names a patient's family"
    assert register.gifts[0].value is None
    assert asked(world, viewer=SECRETARY).gifts[0].donor == "Grateful Group"
    assert asked(world, date(2020, 11, 2)).gifts == ()
