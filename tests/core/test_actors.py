import dataclasses

import pytest
from django.contrib.auth.models import AnonymousUser

from ouzel.core.actors import Actor
from ouzel.core.models import User


def test_actor_names_who_acts():
    assert str(Actor.person(User(pk=7, email="ann@example.org"))) == "ann@example.org"
    assert str(Actor.command("ops")) == "ops (command)"
    assert str(Actor.system("nightly check")) == "nightly check (system)"


def test_actor_command_without_a_name_is_the_user_of_the_machine():
    assert Actor.command().name


@pytest.mark.parametrize("made", [("person", "ann", None), ("command", "ops", 3), ("system", "", None)])
def test_actor_refuses_half_a_person(made):
    with pytest.raises(ValueError, match=r"user's number|needs a name"):
        Actor(*made)


def test_actor_person_needs_somebody_signed_in():
    with pytest.raises(ValueError, match="nobody is signed in"):
        Actor.person(AnonymousUser())


def test_actor_is_not_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Actor.command("ops").name = "other"
