"""Two enactments at once, each on a connection of its own: one after the other, never interleaved."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import Edition
from ouzel.register import actions as register_actions
from ouzel.register import search
from ouzel.register.attributes import Attribute
from ouzel.register.models import Publication
from ouzel.reorganisation import actions
from ouzel.reorganisation.models import Enactment, Proposal
from ouzel.reorganisation.proving import again
from tests.reorganisation.doing import ENACTED, approved, believed, held, written
from tests.reorganisation.plans import EFFECTIVE, OPERATOR
from tests.sourced_facts import DEMO

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = '[[move]]\nto = "06P"\nfrom = "06F"\nunits = ["E81002", "E81003"]\n'
APART = '[[merger]]\nbodies = ["02M"]\ninto = "X01"\nname = "Elsewhere"\n'
AGAINST = '[[merger]]\nbodies = ["06F"]\ninto = "04F"\n'


@pytest.fixture(autouse=True)
def loaded() -> Iterator[None]:
    """A register that threads see: committed, and emptied after the test."""
    search._index.cache_clear()
    register_actions.load([DEMO / "facts.csv"], by=OPERATOR)
    yield
    search._index.cache_clear()


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do things at the same time; "done" or the words of the refusal, for each."""
    ready, outcomes = Barrier(len(acts)), [""] * len(acts)

    def do(number: int) -> None:
        ready.wait(timeout=30)
        try:
            acts[number]()
            outcomes[number] = "done"
        except ContentError as refused:
            outcomes[number] = refused.problem
        finally:
            connection.close()

    threads = [Thread(target=do, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return outcomes


def enacting(proposal: Proposal, name: str = "root") -> Callable[[], object]:
    return lambda: actions.enact(proposal=proposal, by=Actor.command(name), on=ENACTED)


def one_after_the_other(done: int) -> None:
    """As many editions, publications and proofs as were done; each publication in an edition of its own."""
    plans = Publication.objects.filter(series="ouzel:plan")
    assert plans.count() == Enactment.objects.count() == done
    assert Edition.objects.filter(kind="enact").count() == done
    assert sorted(plans.values_list("entered", flat=True)) == sorted(
        Enactment.objects.values_list("edition", flat=True)
    )
    assert audit.verify() == []


def test_of_two_enactments_of_one_proposal_one_is_done() -> None:
    proposal = approved(written(FIRST))
    outcomes = at_once(enacting(proposal), enacting(proposal, "other"))
    assert sorted(outcomes) == ["a-plan is scheduled, so it cannot be enacted", "done"]
    one_after_the_other(1)
    assert again(proposal, known_at=ENACTED).holds


def test_two_plans_that_do_not_touch_are_both_done() -> None:
    first, apart = approved(written(FIRST, slug="first")), approved(written(APART, slug="apart"))
    assert at_once(enacting(first), enacting(apart)) == ["done", "done"]
    one_after_the_other(2)
    assert held("E81002", Attribute.COMMISSIONER, EFFECTIVE) == {"06P": None}
    assert held("X01", Attribute.LIFESPAN, EFFECTIVE) == {"open": None}
    assert again(first, known_at=ENACTED).holds
    assert again(apart, known_at=ENACTED).holds


def test_of_two_plans_that_touch_the_second_is_refused_or_stands_on_the_first() -> None:
    first, against = approved(written(FIRST, slug="first")), approved(written(AGAINST, slug="against"))
    outcomes = at_once(enacting(first), enacting(against))
    assert outcomes.count("done") == 1
    (refused,) = [words for words in outcomes if words != "done"]
    if outcomes[0] == "done":
        assert refused.startswith("the register has moved since the plan was approved")
        assert held("E81002", Attribute.COMMISSIONER, EFFECTIVE) == {"06P": None}
        assert held("E81004", Attribute.COMMISSIONER, EFFECTIVE) == {"06F": None}
    else:
        assert "06F" in refused  # it closes on that day, so no unit can leave it
        assert held("E81002", Attribute.COMMISSIONER, EFFECTIVE) == {"04F": None}
    one_after_the_other(1)


def test_of_enactment_and_reversal_and_a_load_at_once_none_is_interleaved() -> None:
    first, apart = approved(written(FIRST, slug="first")), approved(written(APART, slug="apart"))
    actions.enact(proposal=first, by=OPERATOR, on=ENACTED)
    later = ENACTED + timedelta(days=3)

    def reverse() -> None:
        actions.reverse(proposal=first, by=OPERATOR, why="The law changed", on=later)

    def settle() -> None:
        register_actions.settle(
            code="RC9", attribute=Attribute.NAME, value="A name", since=EFFECTIVE, until=None, by=OPERATOR,
            why="A letter", published=ENACTED,
        )  # fmt: skip

    assert at_once(reverse, enacting(apart), settle) == ["done", "done", "done"]
    assert Edition.objects.count() == Edition.objects.latest("number").number == 5
    assert held("E81002", Attribute.COMMISSIONER, EFFECTIVE, known=later) == {"06F": None}
    assert held("E81002", Attribute.COMMISSIONER, EFFECTIVE, known=ENACTED) == {"06P": None}
    assert held("X01", Attribute.LIFESPAN, EFFECTIVE, known=later) == {"open": None}
    assert held("RC9", Attribute.NAME, EFFECTIVE) == {"A name": None}
    assert audit.verify() == []
    assert believed(later)
