"""Rules of composition are kept or not on any day, and what will break is told before it does."""

from datetime import date, timedelta

from ouzel.governance.bodies.actions import open_body, set_standing_orders
from ouzel.governance.bodies.composition import breaches, coming
from ouzel.governance.reference.orders import orders_text
from ouzel.governance.seats.actions import appoint, end_appointment, end_seat, set_seat
from tests.governance.world import BOARD_BEGAN, SECRETARY, SOURCE, World

DAY = date(2021, 3, 16)
DAY_2023 = date(2023, 1, 1)
OWN = """

[[composition]]
slug = "public-health"
text = "a director of public health"
all_of = ["public-health"]
least = 1
since = 2021-06-01
"""


def test_board_has_a_deputy_chair_who_does_not_chair_audit_and_a_senior_non_executive(world: World) -> None:
    day = date(2026, 4, 1)
    told = {breach.rule.slug for breach in breaches(world.board, on=day)}
    assert told & {"deputy-chair", "deputy-chair-and-audit", "senior-non-executive"} == {"senior-non-executive"}
    assert not breaches(world.board, on=day - timedelta(days=1))
    said = {"since": day, "known": day, "source": SOURCE, "by": SECRETARY, "body": world.board}
    set_seat(
        slug="non-executive-2", title="Deputy chair", tags=["non-executive", "deputy-chair", "audit-chair"], **said
    )  # type: ignore[arg-type]
    set_seat(slug="non-executive-1", title="Senior", tags=["non-executive", "senior-non-executive"], **said)  # type: ignore[arg-type]
    (breach,) = breaches(world.board, on=day)
    assert breach.text.endswith("no deputy chair who chairs the audit committee – may have 0, has 1")


def test_breaches_none_where_all_seats_are_filled(world: World) -> None:
    for body in world.three:
        assert breaches(body, on=DAY) == ()
    assert breaches(world.board, on=BOARD_BEGAN) == ()
    assert breaches(world.partnership, on=BOARD_BEGAN) == ()


def test_breaches_none_where_the_body_does_not_exist(world: World) -> None:
    assert breaches(world.board, on=DAY) == ()


def test_breaches_vacant_seat_counts_for_nobody(world: World) -> None:
    end_appointment(body=world.luton, seat="nurse", on=DAY, known=DAY, source=SOURCE, by=SECRETARY)
    assert breaches(world.luton, on=DAY - timedelta(days=1)) == ()
    (found,) = breaches(world.luton, on=DAY)
    assert (found.rule.slug, found.have) == ("nurse", 0)
    assert found.text == "Governing body of Luton: a registered nurse – needs 1, has 0"
    assert "regulation 11(3)(b)" in found.rule.source
    assert breaches(world.luton, on=DAY, known_at=DAY - timedelta(days=1)) == ()


def test_breaches_before_anybody_was_appointed(world: World) -> None:
    slugs = {found.rule.slug for found in breaches(world.luton, on=date(2013, 4, 1))}
    assert slugs == {
        "members",
        "chair",
        "deputy-chair",
        "accountable-officer",
        "finance",
        "nurse",
        "secondary-care",
        "lay",
    }


def test_breaches_one_person_in_two_seats_counts_once(world: World) -> None:
    end_appointment(body=world.luton, seat="lay-patients", on=DAY, known=DAY, source=SOURCE, by=SECRETARY)
    appoint(
        person=world.person("Liz"), body=world.luton, seat="lay-patients", since=DAY, known=DAY, source=SOURCE,
        by=SECRETARY,
    )  # fmt: skip
    (found,) = breaches(world.luton, on=DAY)
    assert (found.rule.slug, found.have) == ("lay", 1)


def test_breaches_too_many(world: World) -> None:
    set_seat(
        body=world.luton, slug="other-chair", title="Other chair", tags=["chair"], since=DAY, known=DAY, source=SOURCE,
        by=SECRETARY,
    )  # fmt: skip
    assert breaches(world.luton, on=DAY) == ()
    appoint(
        person=world.person("Bea"), body=world.luton, seat="other-chair", since=DAY, known=DAY, source=SOURCE,
        by=SECRETARY,
    )  # fmt: skip
    (found,) = breaches(world.luton, on=DAY)
    assert "may have 1, has 2" in found.text


def test_breaches_each_organisation_of_a_joint_body(world: World) -> None:
    end_seat(body=world.partnership, seat="bedford", on=DAY_2023, known=DAY_2023, source=SOURCE, by=SECRETARY)
    (found,) = breaches(world.partnership, on=DAY_2023)
    assert found.organisation == "E06000055"
    assert "Bedford" in found.text


def test_breaches_own_rule_from_its_day(world: World) -> None:
    set_standing_orders(
        body=world.luton, text=orders_text("ccg-governing-body") + OWN, since=DAY, known=DAY, source=SOURCE,
        by=SECRETARY,
    )  # fmt: skip
    assert breaches(world.luton, on=date(2021, 5, 31)) == ()
    (found,) = breaches(world.luton, on=date(2021, 6, 1))
    assert (found.rule.slug, found.own) == ("public-health", True)
    (soon,) = coming(world.luton, on=DAY, within=timedelta(days=120))
    assert (soon.on, soon.what) == (date(2021, 6, 1), "breach")


def test_coming_vacancy_and_breach_before_they_bite(world: World) -> None:
    leaves = date(2021, 5, 1)
    end_appointment(body=world.luton, seat="nurse", on=leaves, known=DAY, source=SOURCE, by=SECRETARY)
    found = coming(world.luton, on=DAY, within=timedelta(days=60))
    assert [(each.on, each.what) for each in found] == [(leaves, "vacancy"), (leaves, "breach")]
    assert "Registered nurse stands empty" in found[0].text
    assert coming(world.luton, on=DAY, within=(leaves - DAY) - timedelta(days=1)) == ()
    assert coming(world.luton, on=leaves, within=timedelta(days=60)) == ()


def test_coming_successor_announced_says_until_when(world: World) -> None:
    leaves, comes = date(2021, 5, 1), date(2021, 6, 1)
    end_appointment(body=world.luton, seat="gp-west", on=leaves, known=DAY, source=SOURCE, by=SECRETARY)
    appoint(
        person=world.person("Gia"), body=world.luton, seat="gp-west", since=comes, known=DAY, source=SOURCE,
        by=SECRETARY, profession="gp",
    )  # fmt: skip
    (found,) = coming(world.luton, on=DAY, within=timedelta(days=365))
    assert found.text == "GP member for the west stands empty, until Gia Westbeds takes it up on 1 June 2021"


def test_coming_rule_of_the_law_that_changes(world: World) -> None:
    board = open_body(
        slug="luton-health-and-wellbeing-board", name="Health and wellbeing board of Luton",
        kind="health-and-wellbeing-board", organisations=["E06000032"], since=date(2013, 4, 1), known=DAY,
        source=SOURCE, by=SECRETARY,
    )  # fmt: skip
    set_seat(
        body=board, slug="commissioner", title="Commissioner", tags=["healthwatch"], since=date(2013, 4, 1), known=DAY,
        source=SOURCE, by=SECRETARY,
    )  # fmt: skip
    found = coming(board, on=date(2022, 6, 1), within=timedelta(days=60))
    assert [(each.on, each.breach.rule.slug) for each in found if each.breach] == [
        (date(2022, 7, 1), "integrated-care-board")
    ]
