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


def test_an_account_is_given_by_its_address_and_nobody_learns_whose_it_is(world: World) -> None:
    user = User.objects.create(email="ola@example.org")
    User.objects.create(email="gone@example.org", is_active=False)
    assert change_person(person=world.person("Ola"), account=" OLA@example.org", by=SECRETARY).user == user
    said = set()
    for address in ("ola@example.org", "nobody@example.org", "gone@example.org"):
        with pytest.raises(ContentError) as refused:
            change_person(person=world.person("Fin"), account=address, by=SECRETARY)
        said.add(str(refused.value))
    assert len(said) == 1
    assert "example" not in said.pop()


def test_an_account_is_taken_away_and_the_trail_says_so(world: World) -> None:
    user = User.objects.create(email="ola@example.org")
    ola = change_person(person=world.person("Ola"), account=user.email, by=SECRETARY)
    assert change_person(person=ola, biography="A manager", by=SECRETARY).user == user, "as it is"
    assert change_person(person=ola, account="", by=SECRETARY).user is None
    detail = AuditEntry.objects.filter(action="governance.person.changed").latest("pk").detail
    assert (detail["before"]["user"], detail["after"]["user"]) == (user.pk, None)
    assert change_person(person=world.person("Fin"), account=user.email, by=SECRETARY).user == user


def test_person_name_in_signs_gets_an_address(world: World) -> None:
    assert add_person(name="李娜", by=SECRETARY).slug == "person"


def test_person_rights(world: World) -> None:
    with pytest.raises(PermissionDenied):
        add_person(name="Somebody", by=Actor.person(User.objects.create(email="x@example.org")))


def test_person_held_past_and_coming(world: World) -> None:
    close_body(body=world.luton, committees="end", on=date(2021, 4, 1), known=DAY, source=SOURCE, by=SECRETARY)
    view = person_on("gil-eastluton", on=date(2021, 6, 1))
    assert view is not None
    assert view.held == ()
    assert [(held.body, held.since, held.until) for held in view.past] == [
        (body, APPOINTED, date(2021, 4, 1)) for body in ("luton-finance-committee", "luton-governing-body")
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
