"""What is withheld or private is not in what others read: the audit trail, the agenda, public decisions, patients."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from ouzel.confidential import actions, reading, releasing
from ouzel.confidential.actions import Whole
from ouzel.confidential.models import PrivateDecision
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry, RoleAssignment
from ouzel.governance.decisions.queries import decision
from ouzel.governance.decisions.ratifying import awaiting_ratification, ratify
from ouzel.governance.interests.actions import declare, redact
from ouzel.governance.interests.giving import declare_gift
from ouzel.governance.meetings.forward import plan_business, put_on_agenda
from ouzel.governance.models import Decision
from ouzel.governance.papers.queries import papers_of
from tests.confidential.marked import MARK, Marked
from tests.core.people import LONG_AGO, user
from tests.governance.decisions.in_common import DAY, opened, planned
from tests.governance.world import World

BEFORE = date(2021, 3, 1)
NUMBER = "943 476 5919"  # passes the check digit, and is nobody's


def urgently(world: World, by: Actor | None = None, **changed: object) -> Decision:
    said = {
        "body": world.luton, "kind": "contract-award", "title": "A contract", "text": "A contract was awarded.",
        "why": "The provider was about to close", "pence": 98_765_400, "on": BEFORE, "by": by or world.by,
        "whole": Whole(title=f"Award to {MARK}", text=f"{MARK} Care was awarded it", reasons=f"{MARK} is cheap"),
        "agreed_by": [world.person("Luc Chairman"), world.person("Ola Allthree")],
        "consulted": [world.person("Lutpublic")],
    }  # fmt: skip
    return actions.decide_urgently_in_private(**{**said, **changed})  # type: ignore[arg-type]


def trail() -> str:
    return str(list(AuditEntry.objects.values_list("subject", "detail")))


def test_an_urgent_decision_is_taken_in_private(world: World) -> None:
    made = urgently(world)
    shown = decision(made.ref, None)
    assert shown is not None
    assert (shown.private, shown.pence, shown.method) == (True, None, "urgent")
    assert MARK not in repr(shown)
    assert "987" not in repr(shown)
    assert MARK not in trail()
    member, other = user("member@example.org", "board-member"), user("other@example.org")
    RoleAssignment.objects.create(user=other, role="board-member", body_code="06F", since=LONG_AGO)
    assert reading.urgent_decisions(world.luton, by=Actor.person(member)) == (made.ref,)
    read = reading.read_decision(made.ref, by=Actor.person(member))
    assert read is not None
    assert (read.pence, read.title) == (98_765_400, f"Award to {MARK}")
    assert AuditEntry.objects.filter(action="governance.private.read", subject=world.luton.slug).exists()
    assert reading.read_decision(made.ref, by=Actor.person(other)) is None
    assert reading.urgent_decisions(world.luton, by=Actor.person(other)) == ()


def test_it_is_ratified_as_any_other_and_released_with_a_reason(world: World) -> None:
    made = urgently(world)
    assert awaiting_ratification(world.luton, on=DAY) == (made,)
    held = opened(world, [world.luton])
    ratify(decision=made, item=held.items["4"], ratified=True, on=DAY, by=world.by)
    released = releasing.release_decision(
        decision=PrivateDecision.objects.get(), why="It was signed", on=DAY, by=world.by
    )
    shown = decision(released.ref, None)
    assert shown is not None
    assert (shown.revises, shown.pence, shown.private) == (made.ref, 98_765_400, False)
    assert MARK in shown.text
    assert awaiting_ratification(world.luton, on=DAY) == ()


def test_who_may_not_read_it_takes_no_urgent_decision_in_private(world: World) -> None:
    other = user("other@example.org")
    RoleAssignment.objects.create(user=other, role="board-secretary", body_code="06F", since=LONG_AGO)
    with pytest.raises(PermissionDenied):
        urgently(world, by=Actor.person(other))
    assert not Decision.objects.exists()


@pytest.mark.parametrize("whole", [
    Whole(title="", text="Something"), Whole(title="Something", text=" "),
    Whole(title="About", text=f"The patient {NUMBER}"), Whole(title="A", text="B", options=[{"name": "One"}]),
    Whole(title="A", text="B", options=[{"title": f"Care for {NUMBER}"}]),
])  # fmt: skip
def test_what_is_kept_in_private_is_checked_too(world: World, whole: Whole) -> None:
    with pytest.raises(ContentError) as refused:
        urgently(world, whole=whole)
    assert "943" not in str(refused.value)


def test_a_released_paper_stands_with_its_item_and_on_its_day(marked: Marked) -> None:
    made = releasing.release_paper(paper=marked.paper, why="It was signed", on=DAY, by=marked.world.by)
    assert made.day == DAY
    (views,) = papers_of(marked.meeting, None).values()
    assert [(view.paper, view.label) for view in views] == [(made, "Released")]


def test_a_withheld_interest_is_not_read_in_the_trail(world: World) -> None:
    person = world.person("Luc Chairman")
    entry = declare(person=person, category="indirect", description=f"Works at {MARK}", through="spouse",
                    organisation=f"{MARK} Refuge", since=BEFORE, occasion="change", on=BEFORE, by=world.by)  # fmt: skip
    redact(interest=entry, reason="Somebody's safety", on=BEFORE, by=world.by)
    declare_gift(person=person, kind="gift", donor=f"{MARK} Ltd", description=f"A pen of {MARK}", value=500,
                 offered=BEFORE, outcome="accepted", on=BEFORE, by=world.by)  # fmt: skip
    assert MARK not in trail()


def test_business_that_is_not_public_goes_on_the_agenda_by_its_general_nature(world: World) -> None:
    held = planned(world, [world.luton])
    row = plan_business(body=world.luton, title=f"End the contract of {MARK}", due=DAY, public=False, by=world.by)
    with pytest.raises(ContentError, match="not public"):
        put_on_agenda(planned=row, meeting=held.meeting, late="Came up", on=BEFORE, by=world.by)
    item = put_on_agenda(planned=row, meeting=held.meeting, title="A contract of a provider", late="Came up", on=BEFORE,
                         by=world.by)  # fmt: skip
    assert (item.title, item.private) == ("A contract of a provider", True)
    assert MARK not in trail()
