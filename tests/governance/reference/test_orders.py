"""Standing orders: what is shipped can be read, and what cannot be is refused with its line."""

from datetime import date
from fractions import Fraction

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from ouzel.core.errors import ContentError
from ouzel.governance.bodies.actions import set_standing_orders
from ouzel.governance.models import StandingOrders
from ouzel.governance.reference.kinds import kinds_of_body
from ouzel.governance.reference.orders import (
    default_orders,
    orders_for,
    orders_of,
    orders_text,
    read_orders,
    shipped_orders,
)
from ouzel.governance.reference.rules_of_meeting import Base, Count, Period
from tests.governance.world import APPOINTED, BEGAN, SECRETARY, World

DAY = date(2021, 3, 16)
SMALL = """\
name = "Ours"
source = "our terms of reference"

[notice]
clear_days = 5
count = "working"

[papers]
clear_days = 5

[quorum]
members = 2
at_least = "1/3"

[[quorum.need]]
words = "a clinician"
any = ["clinician", "nurse"]
at_least = 2
"""


def test_shipped_orders_all_read() -> None:
    found = {each.slug: each for each in shipped_orders()}
    assert set(found) == {"ccg-governing-body", "committee", "integrated-care-board", "partnership"}
    assert all(each.orders.source for each in found.values())


def test_shipped_orders_name_kinds_that_there_are() -> None:
    kinds = {kind.slug for kind in kinds_of_body()}
    named = [kind for each in shipped_orders() for kind in each.kinds]
    assert set(named) <= kinds
    assert kinds <= set(named), "a kind without orders would silently meet as a committee does"


def test_default_orders_of_governing_body_end_with_it() -> None:
    assert default_orders("ccg-governing-body", on=date(2022, 6, 30)).name.startswith("Governing body")
    assert default_orders("ccg-governing-body", on=date(2022, 7, 1)).name == "Committee"


def test_default_orders_unknown_kind_is_a_committee() -> None:
    assert default_orders("", on=date(2021, 3, 16)).name == "Committee"


def test_read_orders_says_what_the_text_says() -> None:
    orders = read_orders(SMALL)
    assert orders.notice == Period(5, Count.WORKING)
    assert orders.papers == Period(5, Count.ALL)
    assert orders.questions is None
    assert not orders.in_public
    assert (orders.quorum.members, orders.quorum.at_least) == (2, Fraction(1, 3))
    assert [(need.words, need.any, need.at_least) for need in orders.quorum.needs] == [
        ("a clinician", ("clinician", "nurse"), 2)
    ]
    assert orders.voting.of is Base.VOTING
    assert orders.notice.words == "5 clear working days"


def test_read_orders_like_others_says_only_what_differs() -> None:
    own = read_orders(
        'like = "integrated-care-board"\nname = "Ours"\n[quorum]\nmembers = 9\n[voting]\ncasting_vote = false\n'
    )
    base = read_orders(orders_text("integrated-care-board"))
    assert own.name == "Ours"
    assert own.quorum.members == 9
    assert own.quorum.needs == base.quorum.needs
    assert not own.voting.casting_vote
    assert own.voting.more_than == base.voting.more_than
    assert own.notice == base.notice


def test_read_orders_composition_are_rules() -> None:
    orders = read_orders(
        SMALL + '\n[[composition]]\nslug = "lay"\ntext = "Two lay members"\nleast = 2\nall_of = ["lay"]\n'
    )
    assert [(rule.slug, rule.least, rule.source) for rule in orders.composition] == [
        ("lay", 2, "our terms of reference")
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "part"),
    [
        ("clear_days = 5\ncount", "clear_days = 5\ncuont", 6, "cuont"),
        ('count = "working"', 'count = "sometimes"', 6, "sometimes"),
        ("clear_days = 5\ncount", "clear_days = -1\ncount", 5, "clear_days"),
        ('at_least = "1/3"', 'at_least = "4/3"', 13, "4/3"),
        ('at_least = "1/3"', "at_least = 0.5", 13, "at_least"),
        ("members = 2", "members = true", 12, "members"),
        ('any = ["clinician", "nurse"]', 'any = ["clinican"]', 17, "clinican"),
        ("at_least = 2", "at_least = 0", 18, "at_least"),
        ('name = "Ours"', "", None, "name"),
        ('words = "a clinician"', "", 15, "words"),
        ("[papers]", "[paper]", 8, "paper"),
        ('name = "Ours"', 'name = "Ours', 1, "TOML"),
        ('name = "Ours"', 'name = "Ours"\nlike = "bord"', 2, "bord"),
        ('members = 2\nat_least = "1/3"', "deputies = true", 11, "how many"),
        ("members = 2", 'recused = ["asleep"]\nmembers = 2', 12, "asleep"),
    ],
)
def test_read_orders_refuses_with_the_line(old: str, new: str, line: int | None, part: str) -> None:
    with pytest.raises(ContentError) as refused:
        read_orders(SMALL.replace(old, new, 1), file="ours.toml")
    assert refused.value.line == line
    assert part in str(refused.value)


def test_orders_of_body_are_its_own_from_their_day_on(world: World) -> None:
    body, since = world.luton, date(2021, 1, 1)
    assert orders_of(body, on=since).name == default_orders("ccg-governing-body", on=since).name
    StandingOrders.objects.create(
        body=body, text=SMALL, valid=(since, None), recorded=since, source="terms", by=str(SECRETARY)
    )
    assert orders_of(body, on=since).name == "Ours"
    assert orders_of(body, on=date(2020, 12, 31)).name != "Ours"
    assert orders_of(body, on=since, known_at=BEGAN).name != "Ours"


@pytest.mark.parametrize("days", [0, 2])
def test_orders_with_less_notice_than_the_law_are_refused_for_who_meets_in_public(world: World, days: int) -> None:
    said = {"since": BEGAN, "known": BEGAN, "source": "Ours", "by": SECRETARY}
    text = SMALL.replace('clear_days = 5\ncount = "working"', f"clear_days = {days}")
    with pytest.raises(ContentError, match="the law asks for more notice") as refused:
        set_standing_orders(body=world.luton, text=text, **said)
    assert "3 clear days or more: Public Bodies (Admission to Meetings) Act 1960" in str(refused.value)
    set_standing_orders(body=world.finance_committee, text=text, **{**said, "since": APPOINTED})
    assert orders_of(world.finance_committee, on=DAY).notice == Period(days)


def test_notice_is_never_shorter_than_the_law_has_it_whatever_the_orders_say(world: World) -> None:
    text = SMALL.replace('clear_days = 5\ncount = "working"', "clear_days = 0")
    StandingOrders.objects.create(
        body=world.luton, text=text, valid=DateRange(BEGAN, None), recorded=BEGAN, source="Ours", by="x"
    )
    assert orders_of(world.luton, on=DAY).notice == Period(3)
    assert orders_for([world.luton], on=DAY)[world.luton.pk].notice == Period(3)


def test_the_law_on_notice_has_its_source() -> None:
    least = {kind.slug: kind.notice for kind in kinds_of_body() if kind.notice}
    assert {slug: each.clear_days for slug, each in least.items()} == {
        "ccg-governing-body": 3, "integrated-care-board": 3, "health-and-wellbeing-board": 5, "council-scrutiny": 5,
    }  # fmt: skip
    assert all("section" in each.source for each in least.values())
    for kind in kinds_of_body():
        if kind.notice:
            assert kind.in_public
            assert default_orders(kind.slug, on=kind.since).notice.clear_days >= kind.notice.clear_days
