"""A person's account is given by its address and taken away; an address of who asked is for who answers."""

from django.test import Client

from ouzel.core.models import User
from ouzel.governance.models import Meeting, Person, Question
from ouzel.web.desk.governance.seats import PersonForm
from tests.governance.world import World
from tests.web.desk_governance.signing_in import DESK, MEETING, done, problems, sent_form
from tests.web.desk_governance.test_road_of_a_meeting import noticed, planned

CARA = DESK + "people/cara-boardchair/"


def test_no_address_of_an_account_stands_in_the_form(secretary: Client, world: World) -> None:
    User.objects.create(email="cara@example.org")
    person = Person.objects.get(slug="cara-boardchair")
    person.user = User.objects.create(email="own@example.org")
    person.save(update_fields=["user"])
    page = secretary.get(CARA).content.decode()
    assert "cara@example.org" not in page
    assert "own@example.org" not in page
    assert "They have an account" in page
    assert "without" not in PersonForm(None, of=None).fields


def test_an_account_is_given_and_taken_away_at_the_desk(secretary: Client, world: World) -> None:
    user = User.objects.create(email="cara@example.org")
    wrong = problems(sent_form(secretary, CARA, name="Cara Boardchair", account="nobody@example.org"))
    assert "no account that can be theirs" in str(wrong).casefold()
    done(sent_form(secretary, CARA, name="Cara Boardchair", account="Cara@example.org"))
    assert Person.objects.get(slug="cara-boardchair").user == user
    done(sent_form(secretary, CARA, name="Cara Boardchair", biography="Chairs boards."))
    assert Person.objects.get(slug="cara-boardchair").user == user
    done(sent_form(secretary, CARA, name="Cara Boardchair", without="on"))
    assert Person.objects.get(slug="cara-boardchair").user is None


def test_who_answers_reads_where_the_answer_goes(secretary: Client, world: World) -> None:
    planned(secretary)
    noticed(secretary)
    at = f"{MEETING}questions/"
    question = Question.objects.create(meeting=Meeting.objects.get(), text="Why is it so?", email="ann@example.org")
    assert "To answer to: ann@example.org" in secretary.get(MEETING).content.decode()
    refuse = f"{at}{question.pk}/refuse/"
    assert "ann@example.org" in secretary.get(refuse).content.decode()
    done(sent_form(secretary, refuse, why="It was asked already"))
    assert "The e-mail to them" in secretary.get(MEETING).content.decode()
