"""Declaring interests: what is kept, what is refused, who may."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, RoleAssignment
from ouzel.governance.interests import actions, deadlines, queries
from ouzel.governance.interests.exporting import interests_csv
from ouzel.governance.interests.publishing import Entry, register_of
from ouzel.governance.models import Declaration, Interest
from tests.core.people import LONG_AGO, user
from tests.governance.interests.declaring import DECLARED, declare, signed_in
from tests.governance.world import SECRETARY, World


def test_interest_is_known_from_the_day_it_was_declared(world: World) -> None:
    row = declare(world.person("Gil"))
    held = Interest.objects.filter(person=row.person)
    assert not held.on(date(2020, 5, 1), known_at=date(2020, 4, 13)).exists()
    assert held.on(date(2019, 5, 1), known_at=DECLARED).get() == row
    assert AuditEntry.objects.filter(action="governance.interest.declared", subject=row.person.slug).count() == 1
    assert Declaration.objects.get(person=row.person).occasion == "appointment"


def test_interest_declared_again_stays_one_entry(world: World) -> None:
    first = declare(world.person("Gil"))
    again = declare(world.person("Gil"), occasion="annual", on=date(2021, 4, 1))
    assert again == first
    assert [row.occasion for row in Declaration.objects.filter(person=first.person)] == ["appointment", "annual"]
    assert queries.declared_on([first.person])[queries.same(first)] == DECLARED


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"category": "finanical"}, "category"),
        ({"occasion": "birthday"}, "occasion"),
        ({"description": "  "}, "description"),
        ({"category": "indirect"}, "through"),
        ({"ods_code": "ZZZ99"}, "ods_code"),
        ({"company_number": "12-34"}, "company_number"),
        ({"until": date(2017, 1, 1)}, "until"),
    ],
)
def test_interest_that_is_not_in_order_is_refused(world: World, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ContentError) as refused:
        declare(world.person("Gil"), **changes)
    assert refused.value.field == field
    assert not Interest.objects.filter(person=world.person("Gil")).exists()


def test_codes_and_numbers_are_kept_as_the_registers_write_them(world: World) -> None:
    row = declare(world.person("Gil"), ods_code=" 06f00 ", company_number="oc 301 234")
    assert (row.ods_code, row.company_number) == ("06F", "OC301234")
    assert declare(world.person("Gia"), company_number="123456").company_number == "00123456"


def test_interest_that_ended_holds_until_the_day_before(world: World) -> None:
    row = declare(world.person("Gil"))
    ended = actions.end_interest(interest=row, on=date(2020, 10, 1), known=date(2020, 10, 5), by=SECRETARY)
    held = Interest.objects.filter(person=row.person)
    assert ended.valid.upper == date(2020, 10, 1)
    assert not held.on(date(2020, 10, 1)).exists()
    assert held.on(date(2020, 10, 1), known_at=date(2020, 10, 4)).exists()
    with pytest.raises(ContentError, match="replaced"):
        actions.end_interest(interest=row, on=date(2020, 11, 1), known=date(2020, 11, 1), by=SECRETARY)
    with pytest.raises(ContentError, match="nothing holds"):
        actions.end_interest(interest=ended, on=date(2020, 11, 1), known=date(2020, 11, 1), by=SECRETARY)


def test_nothing_to_declare_is_refused_while_an_entry_holds(world: World) -> None:
    gil = world.person("Gil")
    actions.declare_nothing(person=gil, occasion="appointment", on=DECLARED, by=SECRETARY)
    row = declare(gil, occasion="change", on=date(2020, 6, 1))
    with pytest.raises(ContentError, match="still has 1 entry"):
        actions.declare_nothing(person=gil, occasion="annual", on=date(2021, 4, 1), by=SECRETARY)
    actions.confirm(person=gil, on=date(2021, 4, 1), by=SECRETARY)
    actions.end_interest(interest=row, on=date(2021, 5, 1), known=date(2021, 5, 1), by=SECRETARY)
    with pytest.raises(ContentError, match="no entry to confirm"):
        actions.confirm(person=gil, on=date(2021, 6, 1), by=SECRETARY)


def test_corrected_entry_is_believed_as_it_now_is_and_the_first_stays_on_record(world: World) -> None:
    row = declare(world.person("Gil"))
    new = actions.correct(
        interest=row, known=date(2020, 5, 1), by=SECRETARY, source="Their letter of 30 April",
        organisation="Harlow Care", since=date(2018, 6, 1),
    )  # fmt: skip
    assert new.organisation == "Harlow Care"
    assert [each.pk for each in Interest.objects.known().filter(person=row.person)] == [new.pk]
    assert [each.pk for each in Interest.objects.known(date(2020, 4, 30)).filter(person=row.person)] == [row.pk]


def test_withheld_entry_stays_withheld_when_it_is_declared_again_ended_or_corrected(world: World) -> None:
    row = actions.redact(interest=declare(world.person("Gil")), reason="At risk", on=date(2020, 5, 1), by=SECRETARY)
    again = declare(world.person("Gil"), occasion="annual", on=date(2021, 4, 1), mitigation="Leaves the room")
    assert again.redacted
    assert again.redaction == "At risk"
    new = actions.correct(interest=again, known=date(2021, 5, 1), by=SECRETARY, source="Letter", description="Partner")
    assert new.redacted
    assert actions.end_interest(interest=new, on=date(2021, 6, 1), known=date(2021, 6, 1), by=SECRETARY).redacted
    assert row.redacted


def test_redaction_without_reason_is_refused(world: World) -> None:
    with pytest.raises(ContentError, match="reason is missing"):
        actions.redact(interest=declare(world.person("Gil")), reason=" ", on=date(2020, 5, 1), by=SECRETARY)


def test_people_declare_for_themselves_and_withhold_nothing(world: World) -> None:
    gil = world.person("Gil")
    own = signed_in(gil)
    row = declare(gil, by=own)
    with pytest.raises(PermissionDenied):
        actions.redact(interest=row, reason="I would rather not", on=date(2020, 5, 1), by=own)
    with pytest.raises(PermissionDenied):
        declare(world.person("Gia"), by=own)
    assert queries.entries(gil, own) == (row,)
    assert queries.entries(world.person("Gia"), own) == ()
    assert queries.history(row, None) == ()


def test_secretary_of_one_body_keeps_its_people_only(world: World) -> None:
    someone = user("sec@example.org")
    RoleAssignment.objects.create(user=someone, role="board-secretary", body_code="06P", since=LONG_AGO)
    secretary = Actor.person(someone)
    row = declare(world.person("Gil"), by=secretary)
    assert queries.history(row, secretary) == (row,)
    with pytest.raises(PermissionDenied):
        declare(world.person("Gia"), by=secretary)


def test_a_correction_is_declared_when_what_it_corrects_was_and_both_stay(world: World) -> None:
    gil, corrected = world.person("Gil"), date(2021, 5, 1)
    row = declare(gil)
    new = actions.correct(interest=row, known=corrected, by=SECRETARY, source="Letter", organisation="Harlow Care")
    again = actions.correct(interest=new, known=date(2021, 6, 1), by=SECRETARY, source="Letter", through="",
                            description="Partner of Harlow Care")  # fmt: skip
    assert (new.corrects, again.corrects) == (row, new)
    assert queries.declared_on([gil])[queries.same(again)] == DECLARED
    assert deadlines.late([world.luton], on=date(2021, 7, 1)) == ()
    assert queries.history(again, SECRETARY) == tuple(Interest.objects.filter(person=gil).order_by("recorded", "pk"))
    redacted = actions.redact(interest=again, reason="At risk", on=date(2021, 6, 2), by=SECRETARY)
    said = queries.said_of([gil])
    assert said.declared[queries.same(redacted)] == DECLARED
    assert said.corrected[queries.same(redacted)] == date(2021, 6, 1)


def test_the_public_register_says_that_an_entry_was_corrected_once_it_was(world: World) -> None:
    row = declare(world.person("Gil"))
    actions.correct(interest=row, known=date(2021, 5, 1), by=SECRETARY, source="Letter", organisation="Harlow Care")

    def entry(**more: date) -> Entry:
        register = register_of([world.luton], on=date(2021, 5, 2), viewer=None, asked=date(2021, 5, 2), **more)
        (found,) = [each for person in register.people for each in person.entries]
        return found

    assert (entry().declared, entry().corrected, entry().organisation) == (DECLARED, date(2021, 5, 1), "Harlow Care")
    assert entry().was == (("organisation", "Harlow Homecare Ltd"),)
    then = entry(known_at=date(2021, 4, 30))
    assert (then.declared, then.corrected, then.organisation) == (DECLARED, None, "Harlow Homecare Ltd")
    assert then.was == ()
    text = interests_csv(register_of([world.luton], on=date(2021, 5, 2), viewer=None))
    assert "corrected" in text.splitlines()[0]
    assert "2021-05-01" in text


def test_what_was_corrected_is_not_told_of_who_has_something_withheld(world: World) -> None:
    gil = world.person("Gil")
    row = declare(gil)
    actions.correct(interest=row, known=date(2021, 5, 1), by=SECRETARY, source="Letter", organisation="Harlow Care")
    other = declare(gil, description="Shares in another")
    actions.redact(interest=other, reason="At risk", on=date(2021, 5, 2), by=SECRETARY)
    for viewer, told in ((None, ()), (SECRETARY, (("organisation", "Harlow Homecare Ltd"),))):
        register = register_of([world.luton], on=date(2021, 5, 3), viewer=viewer, asked=date(2021, 5, 3))
        (found,) = [each for person in register.people for each in person.entries if each.corrected]
        assert found.was == told
