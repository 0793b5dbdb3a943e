"""What an enacted plan said comes and goes with its enactment, and by no other door."""

import pytest

from ouzel.core.errors import ContentError
from ouzel.register import actions as register_actions
from ouzel.register.models import PublicationState
from ouzel.reorganisation import queries
from ouzel.reorganisation.lifecycle import State
from tests.reorganisation.plans import OPERATOR
from tests.reorganisation.walking import AFTER, at


def test_publication_of_an_enacted_plan_is_not_withdrawn_as_a_file_is(register: None) -> None:
    proposal = at(State.SCHEDULED)
    publication = proposal.enactments.get().publication
    with pytest.raises(ContentError, match="undone as a whole") as refused:
        register_actions.withdraw(publication=publication, by=OPERATOR, why="wrong", on=AFTER)
    assert refused.value.right == "Undo the plan: ouzel change reverse blmk-2021"
    publication.refresh_from_db()
    assert publication.state == PublicationState.LOADED
    assert queries.standing(proposal, on=AFTER) is State.ENACTED


def test_publication_of_a_plan_that_was_undone_is_told_the_same(register: None) -> None:
    proposal = at(State.REVERSED)
    publication = proposal.enactments.get(reverses=None).publication
    with pytest.raises(ContentError, match="undone as a whole"):
        register_actions.withdraw(publication=publication, by=OPERATOR, why="wrong", on=AFTER)
