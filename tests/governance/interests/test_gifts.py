"""Gifts and hospitality against the limits of their day; several of one source add up."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from ouzel.core.errors import ContentError
from ouzel.governance.interests import gifts
from ouzel.governance.interests.exporting import gifts_csv
from ouzel.governance.interests.giving import correct_gift, declare_gift, publish_gift_again, redact_gift
from ouzel.governance.interests.publishing import register_of
from ouzel.governance.models import Gift
from ouzel.governance.months import months_on
from ouzel.governance.reference.interests import gift_rules, retention
from tests.governance.world import SECRETARY, World

DAY = date(2020, 12, 18)


def offer(world: World, **changes: Any) -> Gift:
    said: dict[str, Any] = {
        "person": world.person("Gil"), "kind": "gift", "donor": "A grateful family", "description": "A hamper",
        "value": 3000, "offered": DAY, "outcome": "accepted", "on": DAY, "by": SECRETARY,
    }  # fmt: skip
    return declare_gift(**{**said, **changes})


@pytest.mark.parametrize(
    ("kind", "value", "supplier", "may", "declare"),
    [
        ("gift", 5000, False, "accept", False),
        ("gift", 5001, False, "on-behalf", True),
        ("gift", 600, True, "accept", False),
        ("gift", 601, True, "decline", True),
        ("gift", None, False, "unknown", True),
        ("hospitality", 2500, True, "accept", False),
        ("hospitality", 2501, False, "accept", True),
        ("hospitality", 7500, False, "accept", True),
        ("hospitality", 7501, False, "approval", True),
    ],
)
def test_rule_at_its_edges(kind: str, value: int | None, supplier: bool, may: str, declare: bool) -> None:
    ruling = gifts.rule(kind=kind, value=value, supplier=supplier, offered=DAY)
    assert (ruling.may, ruling.declare) == (may, declare)
    assert "1 June 2017" in ruling.source


def test_rule_says_where_it_was_not_checked_again() -> None:
    assert "carried over" in gifts.rule(kind="gift", value=1, supplier=False, offered=date(2025, 1, 1)).recheck
    assert gifts.rule(kind="gift", value=1, supplier=False, offered=date(2016, 1, 1)).may == "unknown"


def test_rules_follow_each_other_without_gaps() -> None:
    rows = gift_rules()
    assert [row.until for row in rows[:-1]] == [row.since for row in rows[1:]]
    assert rows[-1].until is None
    assert retention(date(2001, 1, 1)).public_months >= 6


def test_gifts_of_one_source_add_up_over_twelve_months(world: World) -> None:
    offer(world, donor="Harlow Homecare Limited", offered=date(2019, 12, 19), on=date(2019, 12, 19))
    with pytest.raises(ContentError, match="counting £30 from the same source"):
        offer(world, donor="harlow  homecare LTD.")
    kept = offer(world, donor="Harlow Homecare", outcome="on-behalf")
    assert gifts.ruling_of(kept).total == 6000
    offer(world, donor="Somebody Else")


def test_gift_a_year_and_a_day_ago_and_one_declined_do_not_count(world: World) -> None:
    offer(world, offered=date(2019, 12, 18), on=date(2019, 12, 18))
    offer(world, value=4900, outcome="declined", offered=date(2020, 12, 1))
    assert gifts.ruling_of(offer(world)).may == "accept"


def test_gift_against_the_rule_is_kept_with_its_reason_only(world: World) -> None:
    with pytest.raises(ContentError, match="low-cost branded items"):
        offer(world, supplier=True, value=2000)
    row = offer(world, supplier=True, value=2000, reason="It was left at the door and given to the food bank")
    assert row.reason
    assert gifts.ruling_of(row).may == "decline"


def test_hospitality_above_the_limit_needs_somebody_senior(world: World) -> None:
    with pytest.raises(ContentError, match="above £75"):
        offer(world, kind="hospitality", value=9000)
    assert offer(world, kind="hospitality", value=9000, approved_by="Accountable officer").approved_by


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "bribe"}, "kind"),
        ({"outcome": "eaten"}, "outcome"),
        ({"value": -1}, "value"),
        ({"offered": date(2020, 12, 19)}, "offered"),
        ({"donor": ""}, "donor"),
    ],
)
def test_gift_that_is_not_in_order_is_refused(world: World, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ContentError) as refused:
        offer(world, **changes)
    assert refused.value.field == field


def test_corrected_gift_takes_the_place_of_the_first_once(world: World) -> None:
    first = offer(world)
    second = correct_gift(gift=first, value=4500, on=date(2021, 1, 5), by=SECRETARY)
    assert (second.value, second.declared, gifts.ruling_of(second).total) == (4500, DAY, 4500)
    with pytest.raises(ContentError, match="replaced"):
        correct_gift(gift=first, value=1, on=date(2021, 1, 6), by=SECRETARY)


@given(values=st.lists(st.integers(0, 9000), min_size=1, max_size=6))
def test_splitting_a_gift_never_makes_it_acceptable(values: list[int]) -> None:
    whole = gifts.rule(kind="gift", value=sum(values), supplier=False, offered=DAY)
    last = gifts.rule(kind="gift", value=values[-1], supplier=False, offered=DAY, before=values[:-1])
    assert last.may == whole.may
    assert last.total == whole.total


@given(day=st.dates(date(1990, 1, 1), date(2100, 1, 1)), months=st.integers(0, 60))
def test_months_on_is_in_the_month_so_many_on_and_no_later_in_it(day: date, months: int) -> None:
    later = months_on(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day
    assert months_on(later, -months) <= day


def test_a_corrected_gift_says_so_and_is_as_late_as_the_first_was(world: World) -> None:
    gift = offer(world)
    new = correct_gift(gift=gift, value=2000, on=date(2021, 5, 1), by=SECRETARY)
    register = register_of([world.luton], on=date(2021, 5, 2), viewer=None, asked=date(2021, 5, 2))
    assert [each.was for each in register.gifts] == [(("value", "£30"),)]
    withheld = redact_gift(gift=new, reason="At risk", by=SECRETARY)
    register = register_of([world.luton], on=date(2021, 5, 2), viewer=SECRETARY)
    (entry,) = register.gifts
    assert (entry.number, entry.declared, entry.corrected, entry.late) == (withheld.pk, DAY, date(2021, 5, 1), False)
    assert "2021-05-01" in gifts_csv(register)


def test_a_withheld_gift_is_let_be_read_again_as_it_was(world: World) -> None:
    gift = offer(world)
    withheld = redact_gift(gift=gift, reason="At risk", by=SECRETARY)
    with pytest.raises(ContentError, match="reason is missing"):
        publish_gift_again(gift=withheld, reason=" ", by=SECRETARY)
    again = publish_gift_again(gift=withheld, reason="No more at risk", by=SECRETARY)
    assert (again.redacted, again.redaction, again.replaces, again.declared) == (False, "", withheld, gift.declared)
    (entry,) = register_of([world.luton], on=date(2021, 5, 2), viewer=SECRETARY).gifts
    assert (entry.number, entry.description, entry.late) == (again.pk, gift.description, False)
    with pytest.raises(ContentError, match="replaced by a later one"):
        publish_gift_again(gift=withheld, reason="Again", by=SECRETARY)


def test_rulings_of_many_are_those_of_each_and_one_query(world: World) -> None:
    rows = []
    for number, day in enumerate((1, 5, 9, 20)):
        rows.append(offer(world, value=1500 + number, offered=date(2020, 12, day), on=DAY + timedelta(days=5),
                          reason="Kept", donor="A grateful family" if number != 2 else "Another"))  # fmt: skip
    rows.append(offer(world, person=world.person("Gwen"), value=None, reason="Kept"))
    asked = []
    for some in (rows[:1], rows):
        with CaptureQueriesContext(connection) as queries:
            found = gifts.rulings_of(some)
        asked.append(len(queries))
        for row in some:
            earlier = gifts.before(person=row.person, donor=row.donor, ods_code="", company_number="",
                                   offered=row.offered, other_than=row)  # fmt: skip
            assert found[row.pk] == gifts.rule(
                kind=row.kind,
                value=row.value,
                supplier=row.supplier,
                offered=row.offered,
                before=[each.value for each in earlier],
            )
    assert asked == [1, 1]
    assert found[rows[3].pk].total == 1500 + 1501 + 1503
