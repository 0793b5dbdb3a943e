"""Urgent decisions between meetings, and what the next meeting makes of them."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ouzel.core.errors import ContentError
from ouzel.governance.bodies.actions import set_standing_orders
from ouzel.governance.decisions.queries import decision
from ouzel.governance.decisions.ratifying import awaiting_ratification, decide_urgently, ratify
from ouzel.governance.models import Body, Decision, Irregularity, Person
from ouzel.governance.reference.orders import orders_of
from tests.governance.decisions.in_common import DAY, opened
from tests.governance.world import BEGAN, SOURCE, World

BETWEEN = date(2021, 2, 10)
ORDERS = """
like = "ccg-governing-body"
[urgent]
agree = ["chair", "chief-executive"]
consult = ["lay"]
consult_at_least = 1
"""


@pytest.fixture
def luton(world: World) -> Body:
    """Luton's governing body with orders of its own: chair and accountable officer agree, a lay member is consulted."""
    set_standing_orders(body=world.luton, text=ORDERS, since=BEGAN, known=BEGAN, source=SOURCE, by=world.by)
    return world.luton


def urgent(world: World, **changed: object) -> Decision:
    """The chair and the accountable officer agree on something that cannot wait."""
    given = {
        "body": world.luton, "kind": "policy", "title": "Masks", "text": "Masks are bought.", "why": "Stocks end today",
        "agreed_by": [world.person("Luc"), world.person("Ola")], "consulted": [world.person("Lutaudit")],
        "on": BETWEEN, "by": world.by,
    }  # fmt: skip
    return decide_urgently(**{**given, **changed})  # type: ignore[arg-type]


def test_urgent_decision_is_public_at_once_and_waits(world: World, luton: Body) -> None:
    made = urgent(world)
    shown = decision(made.ref, None)
    assert shown is not None
    assert (shown.urgent, shown.how, shown.awaits_ratification) == (
        "Stocks end today", "Decided between meetings, as it could not wait.", True,
    )  # fmt: skip
    assert shown.quorum["agreed"] == ["luc-chairman", "ola-allthree"]
    assert awaiting_ratification(luton, on=DAY) == (made,)
    assert awaiting_ratification(luton, on=date(2021, 2, 9)) == ()
    assert awaiting_ratification(world.bedfordshire, on=DAY) == ()


def test_urgent_decision_sent_twice_is_recorded_once(world: World, luton: Body) -> None:
    made = urgent(world)
    with pytest.raises(ContentError, match=rf"recorded already.*{made.ref}"):
        urgent(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(ref="D-2021-0099", body=luton, on=BETWEEN, kind="policy", title="Masks", text="Again",
                                method="urgent", urgent="Why", by="x")  # fmt: skip
    assert urgent(world, title="Gloves").ref != made.ref


def test_urgent_decision_is_ratified_once(world: World, luton: Body) -> None:
    made = urgent(world)
    held = opened(world)
    row = ratify(decision=made, item=held.items["4"], ratified=True, by=world.by, on=DAY)
    assert row.meeting == held.meeting
    assert awaiting_ratification(luton, on=DAY) == ()
    with pytest.raises(ContentError, match="already"):
        ratify(decision=made, item=held.items["4"], ratified=True, by=world.by, on=DAY)


def test_urgent_decision_that_is_not_ratified_says_why(world: World, luton: Body) -> None:
    made = urgent(world)
    held = opened(world)
    with pytest.raises(ContentError, match="why it was not ratified"):
        ratify(decision=made, item=held.items["4"], ratified=False, by=world.by, on=DAY)
    ratify(decision=made, item=held.items["4"], ratified=False, note="It could have waited", by=world.by, on=DAY)
    shown = decision(made.ref, None)
    assert shown is not None
    assert shown.ratification is not None
    assert (shown.ratification.ratified, shown.ratification.note) == (False, "It could have waited")


def test_ratification_without_quorum_is_refused_or_recorded(world: World, luton: Body) -> None:
    made = urgent(world)
    away = [each for each in world.people if "lut" in each.casefold()]
    held = opened(world, [luton], without=away)
    with pytest.raises(ContentError, match="not quorate"):
        ratify(decision=made, item=held.items["4"], ratified=True, by=world.by, on=DAY)
    ratify(decision=made, item=held.items["4"], ratified=True, by=world.by, on=DAY, irregular="Snow")
    assert Irregularity.objects.get().reason == "Snow"


def test_ratification_at_another_body_is_refused(world: World, luton: Body) -> None:
    made = urgent(world)
    held = opened(world, [world.bedfordshire])
    with pytest.raises(ContentError, match="neither it nor its successor"):
        ratify(decision=made, item=held.items["4"], ratified=True, by=world.by, on=DAY)


def _agreed(world: World, *names: str) -> list[Person]:
    return [world.person(name) for name in names]


@pytest.mark.parametrize(
    ("agreed", "consulted", "says"),
    [(("Luc",), ("Lutaudit",), "also be agreed by chief executive"), (("Luc", "Ola"), (), "1 others must be consulted"),
     (("Luc", "Ola"), ("Gwen",), "1 others"), (("Luc", "Ola", "Bea"), ("Lutaudit",), "Bea Chairwoman held no seat"),
     (("Luc", "Ola"), ("Ola",), "1 others")],
)  # fmt: skip
def test_urgent_decision_that_lacks_somebody_is_refused(
    world: World, luton: Body, agreed: tuple[str, ...], consulted: tuple[str, ...], says: str
) -> None:
    with pytest.raises(ContentError, match=says):
        urgent(world, agreed_by=_agreed(world, *agreed), consulted=_agreed(world, *consulted))
    assert not Decision.objects.exists()


def test_urgent_decision_without_a_reason_is_refused(world: World, luton: Body) -> None:
    with pytest.raises(ContentError, match="could not wait"):
        urgent(world, why="")


def test_urgent_decision_of_a_committee_is_refused_beyond_its_scheme(world: World) -> None:
    text = 'like = "committee"\n[urgent]\nagree = ["chair"]\nconsult_at_least = 0\n'
    set_standing_orders(body=world.finance_committee, text=text, since=date(2020, 4, 1), known=date(2020, 4, 1),
                        source=SOURCE, by=world.by)  # fmt: skip
    assert orders_of(world.finance_committee, on=BETWEEN).urgent.agree == ("chair",)
    with pytest.raises(ContentError, match="Nothing of this kind is delegated"):
        urgent(world, body=world.finance_committee, agreed_by=_agreed(world, "Lutaudit"), consulted=[])


def test_urgent_decision_where_the_orders_allow_none_is_refused(world: World) -> None:
    text = 'like = "committee"\n[urgent]\nagree = []\n'
    set_standing_orders(body=world.finance_committee, text=text, since=date(2020, 4, 1), known=date(2020, 4, 1),
                        source=SOURCE, by=world.by)  # fmt: skip
    with pytest.raises(ContentError, match="no decision between meetings"):
        urgent(world, body=world.finance_committee, agreed_by=_agreed(world, "Lutaudit"), consulted=[])
