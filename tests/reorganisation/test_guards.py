"""What the database itself refuses of a proposal's life, whatever the code above it says."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from ouzel.reorganisation.lifecycle import FOLLOWS, State
from ouzel.reorganisation.models import Step
from tests.reorganisation.plans import APPROVER, AUTHOR
from tests.reorganisation.walking import LATER, at


def insert(after: Step, state: State, **parts: Any) -> None:
    """A step put in past every action, undone again."""
    fields: dict[str, Any] = {
        "proposal": after.proposal, "number": after.number + 1, "version": after.version, "state": state, "on": LATER,
        "by": str(APPROVER), "author": after.author, "note": "Why",
    }  # fmt: skip
    with transaction.atomic():
        Step.objects.create(**{**fields, **parts})
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


@pytest.mark.parametrize("now", list(State))
def test_the_database_and_the_code_agree_on_what_may_follow_what(register: None, now: State) -> None:
    last = at(now).steps.order_by("-number").first()
    assert last is not None
    for then in State:
        enacted_before = {State.ENACTED, State.SCHEDULED} & set(last.proposal.steps.values_list("state", flat=True))
        if then in FOLLOWS[now]:
            insert(last, then)
        elif not enacted_before or then not in (State.ENACTED, State.SCHEDULED):
            with pytest.raises(IntegrityError, match="cannot be"):
                insert(last, then)


def test_a_step_out_of_its_number_is_refused(register: None) -> None:
    last = at(State.PROPOSED).steps.order_by("-number").first()
    assert last is not None
    with pytest.raises(IntegrityError, match="cannot be"):
        insert(last, State.APPROVED, number=last.number + 2)


def test_whoever_saved_a_version_cannot_approve_even_under_another_author(register: None) -> None:
    last = at(State.PROPOSED).steps.order_by("-number").first()
    assert last is not None
    with pytest.raises(IntegrityError, match="saved a version"):
        insert(last, State.APPROVED, by=str(AUTHOR), author="Somebody else")
