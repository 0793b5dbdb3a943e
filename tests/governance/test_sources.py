"""Every fact of a body and of a person is told with its days, the day it was known and its source."""

from datetime import date

from ouzel.governance.bodies.actions import say_of_body, set_standing_orders
from ouzel.governance.reference.orders import orders_text
from ouzel.governance.sources import Fact, facts_about, facts_of
from tests.governance.world import SECRETARY, SOURCE, World

ON, KNOWN = date(2021, 3, 16), date(2021, 1, 5)


def called(world: World, what: str, *, on: date = ON, known_at: date | None = None) -> list[Fact]:
    return [each for each in facts_of(world.luton, on=on, known_at=known_at) if each.what == what]


def test_a_name_has_its_days_and_its_source(world: World) -> None:
    (before,) = called(world, "name")
    say_of_body(body=world.luton, attribute="name", value="Luton board", since=date(2021, 2, 1), known=KNOWN,
                source="Minutes of January", by=SECRETARY)  # fmt: skip
    (now,) = called(world, "name")
    assert (now.value, now.since, now.until, now.known, now.source) == (
        "Luton board", date(2021, 2, 1), None, KNOWN, "Minutes of January",
    )  # fmt: skip
    (then,) = called(world, "name", on=date(2021, 1, 31))
    assert (then.value, then.until, then.known) == (before.value, date(2021, 2, 1), KNOWN)
    assert called(world, "name", known_at=date(2021, 1, 4)) == [before]


def test_seats_holders_and_orders_are_among_the_facts(world: World) -> None:
    set_standing_orders(body=world.luton, text=orders_text("ccg-governing-body"), since=date(2020, 4, 1), known=KNOWN,
                        source="Constitution", by=SECRETARY)  # fmt: skip
    (orders,) = called(world, "standing-orders")
    assert orders.source == "Constitution"
    (chair,) = [each for each in called(world, "holder") if each.seat == "chair"]
    assert (chair.value, chair.body, chair.source) == ("Luc Chairman", "luton-governing-body", SOURCE)
    assert [each.value for each in called(world, "seat") if each.seat == "chair"] == ["Clinical chair"]


def test_who_succeeds_is_told_before_its_day(world: World) -> None:
    say_of_body(body=world.luton, attribute="successor", value="bedfordshire-governing-body", since=date(2021, 4, 1),
                known=KNOWN, source="Merger", by=SECRETARY)  # fmt: skip
    (later,) = called(world, "successor")
    assert (later.value, later.since) == ("bedfordshire-governing-body", date(2021, 4, 1))


def test_a_persons_seats_each_have_a_source(world: World) -> None:
    found = facts_about(world.person("Liz Lutaudit"))
    assert {each.body for each in found} == {"luton-governing-body", "luton-finance-committee"}
    assert all(each.source == SOURCE for each in found)
    assert facts_about(world.person("Liz Lutaudit"), known_at=date(1999, 1, 1)) == ()
