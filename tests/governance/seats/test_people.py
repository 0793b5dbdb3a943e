"""Who is who: people, what they hold on any day, and one person in several seats."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, User
from ouzel.governance.bodies.actions import close_body
from ouzel.governance.seats.actions import add_person, change_person, end_appointment
from ouzel.governance.seats.queries import person_on
from ouzel.governance.seats.who import who
from tests.governance.world import APPOINTED, BOARD_BEGAN, SECRETARY, SOURCE, World

DAY = date(2021, 3, 16)


def test_person_slug_is_made_of_the_name_and_stays(world: World) -> None:
    first = add_person(name="  Zoë   Ünal ", by=SECRETARY)
    second = add_person(name="Zoe Unal", by=SECRETARY)
    assert (first.name, first.slug, second.slug) == ("Zoë Ünal", "zoe-unal", "zoe-unal-2")
    changed = change_person(person=first, name="Zoë Other", by=SECRETARY)
    assert (changed.name, changed.slug) == ("Zoë Other", "zoe-unal")
    detail = AuditEntry.objects.get(action="governance.person.changed").detail
    assert detail["before"]["name"] == "Zoë Ünal"


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"name": " "}, "needs a name"), ({"slug": "Ola"}, "address"), ({"slug": "ola-allthree"}, "already")],
)
def test_person_refused(world: World, changed: dict[str, str], words: str) -> None:
    with pytest.raises(ContentError, match=words):
        add_person(**{"name": "Somebody New", **changed}, by=SECRETARY)  # type: ignore[arg-type]


def test_person_account_of_somebody_else_is_refused(world: World) -> None:
    user = User.objects.create(email="ola@example.org")
    change_person(person=world.person("Ola"), user=user, by=SECRETARY)
    with pytest.raises(ContentError, match="somebody else"):
        change_person(person=world.person("Fin"), user=user, by=SECRETARY)


def test_person_name_in_signs_gets_an_address(world: World) -> None:
    assert add_person(name="李娜", by=SECRETARY).slug == "person"


def test_person_rights(world: World) -> None:
    with pytest.raises(PermissionDenied):
        add_person(name="Somebody", by=Actor.person(User.objects.create(email="x@example.org")))


def test_person_held_past_and_coming(world: World) -> None:
    close_body(body=world.luton, on=date(2021, 4, 1), known=DAY, source=SOURCE, by=SECRETARY)
    view = person_on("gil-eastluton", on=date(2021, 6, 1))
    assert view is not None
    assert [held.body for held in view.held] == ["luton-finance-committee"]
    assert [(held.body, held.title, held.since, held.until) for held in view.past] == [
        ("luton-governing-body", "GP member for the east", APPOINTED, date(2021, 4, 1))
    ]
    assert [(held.body, held.since) for held in view.coming] == [("blmk-board", BOARD_BEGAN)]
    assert person_on("nobody", on=DAY) is None


def test_person_as_it_was_known(world: World) -> None:
    end_appointment(body=world.luton, seat="gp-east", on=DAY, known=date(2021, 4, 1), source=SOURCE, by=SECRETARY)
    now, then = person_on("gil-eastluton", on=DAY), person_on("gil-eastluton", on=DAY, known_at=DAY)
    assert now is not None
    assert then is not None
    assert "luton-governing-body" in {held.body for held in then.held}
    assert "luton-governing-body" not in {held.body for held in now.held}


def test_who_each_person_once_with_all_they_hold(world: World) -> None:
    found = {each.person.name: each for each in who(on=DAY)}
    assert len(found) == 3 + 3 * 6 + 2
    bodies = (*world.three, world.finance_committee)
    assert {held.body for held in found["Fin Ledgerman"].holds} == {body.slug for body in bodies}
    assert found["Dee Standin"].holds == ()
    assert len(found["Dee Standin"].deputises) == 3
    assert list(found) == sorted(found)
    assert who(on=date(2010, 1, 1)) == ()
