"""Titles and names are one line, by whatever door they come: their columns see to it."""

from collections.abc import Callable

import pytest

from ouzel.core.errors import ContentError
from ouzel.core.line_field import LineField
from ouzel.core.permissions import today
from ouzel.governance import models
from ouzel.governance.bodies.actions import say_of_body
from ouzel.governance.meetings.forward import plan_business
from ouzel.governance.models import BodyFact, ForwardItem, Person
from ouzel.governance.seats.people import add_person, change_person
from tests.governance.meetings.doing import BY, item, planned
from tests.governance.world import APPOINTED, SECRETARY, World

WORDS = ("title", "name", "owner", "venue", "presenter", "answered_by", "donor", "organisation", "place", "author")
NAMES_OF_FILES = {("PaperVersion", "name")}  # looked at as files are

Door = Callable[[World, str], str]


def by_business(world: World, words: str) -> str:
    return plan_business(body=world.luton, title=words, due=today(), by=BY).title


def by_meeting(world: World, words: str) -> str:
    return planned(world.luton, title=words).title


def by_item(world: World, words: str) -> str:
    return item(planned(world.luton), words).title


def by_person(world: World, words: str) -> str:
    return add_person(name=words, by=SECRETARY).name


def by_body(world: World, words: str) -> str:
    return say_of_body(body=world.luton, attribute="name", value=words, since=APPOINTED, known=APPOINTED, source="x",
                       by=SECRETARY).value  # fmt: skip


DOORS = (by_business, by_meeting, by_item, by_person, by_body)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("words", ["Board\u202egnp.exe", "Board\x07", "Board\u2066x\u2069"])
def test_what_nobody_sees_is_refused(world: World, door: Door, words: str) -> None:
    with pytest.raises(ContentError, match="nobody can see"):
        door(world, words)


@pytest.mark.parametrize("door", DOORS)
def test_breaks_become_spaces(world: World, door: Door) -> None:
    assert door(world, " Board\r\nX:  y\u2028z ") == "Board X: y z"


def test_what_is_saved_is_what_stands_in_the_row_and_in_the_table(world: World) -> None:
    row = ForwardItem(body=world.luton, title="A\nB", due=today(), purpose="information", by="x")
    row.save()
    assert row.title == ForwardItem.objects.get(pk=row.pk).title == "A B"
    Person.objects.filter(pk=world.person("Ola").pk).update(name="Ola\nX")
    assert Person.objects.get(pk=world.person("Ola").pk).name == "Ola X"
    with pytest.raises(ContentError) as refused:
        change_person(person=world.person("Ola"), name="Ada\u202e Example", by=SECRETARY)
    assert refused.value.field == "name"


def test_every_title_and_name_of_the_tables_is_one() -> None:
    found = {
        (model.__name__, field.name)
        for model in map(models.__dict__.get, models.__all__) for field in model._meta.concrete_fields
        if field.name in WORDS and field.get_internal_type() == "TextField" and not isinstance(field, LineField)
    }  # fmt: skip
    assert found == NAMES_OF_FILES


def test_texts_of_bodies_keep_their_lines(world: World) -> None:
    say_of_body(body=world.luton, attribute="terms", value="One\n\nTwo", since=APPOINTED, known=APPOINTED, source="x",
                by=SECRETARY)  # fmt: skip
    assert BodyFact.objects.known().get(body=world.luton, attribute="terms").value == "One\n\nTwo"
