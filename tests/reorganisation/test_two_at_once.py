"""Two people at once, each in a transaction of their own: both are never taken."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from ouzel.core import audit
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.register import actions as register_actions
from ouzel.reorganisation import actions
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.models import Step, Version
from tests.reorganisation.plans import AUTHOR, OPERATOR, blmk_2021
from tests.reorganisation.walking import DAY, at
from tests.sourced_facts import DEMO

S = State


@pytest.mark.django_db(transaction=True)
def test_of_two_approvals_at_once_one_is_taken() -> None:
    register_actions.load([DEMO / "facts.csv"], by=OPERATOR)
    proposal = at(S.PROPOSED)
    both_ready, outcomes = Barrier(2), []

    def approve(name: str) -> None:
        both_ready.wait(timeout=30)
        try:
            actions.approve(proposal=proposal, by=Actor.command(name), on=DAY)
            outcomes.append("taken")
        except ContentError as refused:
            outcomes.append(refused.problem)
        finally:
            connection.close()

    threads = [Thread(target=approve, args=(name,)) for name in ("ben", "carol")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["blmk-2021 is approved, so it cannot be approved", "taken"]
    assert proposal.steps.filter(state=S.APPROVED).count() == 1
    assert audit.verify() == []


@pytest.mark.django_db(transaction=True)
def test_of_two_first_versions_at_once_one_makes_the_proposal() -> None:
    both_ready, made = Barrier(2), []

    def save(title: str) -> None:
        both_ready.wait(timeout=30)
        try:
            made.append(actions.save(plan=blmk_2021(title=title), by=AUTHOR, on=DAY).pk)
        finally:
            connection.close()

    threads = [Thread(target=save, args=(title,)) for title in ("One title", "Another title")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(set(made)) == 1
    assert len(made) == 2
    assert sorted(Version.objects.values_list("number", flat=True)) == [1, 2]
    assert sorted(Step.objects.values_list("number", "version__number")) == [(1, 1), (2, 2)]
