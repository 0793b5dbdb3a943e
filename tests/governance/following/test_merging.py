"""The merger of 2021: three governing bodies end, one takes over, and nothing of what was open is lost."""

from datetime import date, timedelta

import pytest

from ouzel.core.models import AuditEntry
from ouzel.governance.action_log.queries import open_actions
from ouzel.governance.bodies.actions import set_standing_orders
from ouzel.governance.bodies.composition import breaches
from ouzel.governance.bodies.queries import body_on, heirs, lineage
from ouzel.governance.carrying.counting import ACTIONS, FOLLOWS, RISKS
from ouzel.governance.models import Action, Body, Follow, Notice, Risk, RiskReview
from ouzel.governance.reference.orders import default_orders, orders_of, orders_text
from ouzel.governance.seats.actions import set_seat
from ouzel.governance.seats.queries import seats_on
from ouzel.reorganisation.proving import again, prove
from tests.governance.following.changing import (
    MERGED_ON,
    MERGER_DAY,
    ONE,
    THREE,
    action,
    enacted,
    follower,
    meeting,
    merger,
    risk,
    seen,
    totals,
)
from tests.governance.world import GOVERNING_BODY, SOURCE, World
from tests.reorganisation.plans import OPERATOR

EVE = MERGER_DAY - timedelta(days=1)


@pytest.fixture
def busy(world: World) -> World:
    """The world with three actions, two risks and three follows."""
    held = meeting("2021-03-16-in-common", *world.three, on=date(2021, 3, 16))
    action("A-2021-0001", world.bedfordshire, held)
    action("A-2021-0002", world.luton, held)
    action("A-2021-0003", world.finance_committee, held)
    risk("R-2021-0001", world.luton)
    risk("R-2021-0002", world.milton_keynes, public=False)
    follower("ann@example.org", "luton-governing-body")
    follower("ann@example.org", "bedfordshire-governing-body")
    follower("bob@example.org", "luton-governing-body")
    return world


def test_bodies_of_the_groups_end_and_one_begins(busy: World) -> None:
    enacted(merger(), on=MERGED_ON)
    for slug in (*THREE, "luton-finance-committee"):
        assert body_on(slug, on=EVE) is not None
        assert body_on(slug, on=MERGER_DAY) is None
    new = body_on(ONE, on=MERGER_DAY)
    assert new is not None
    assert (new.name, new.kind) == (
        "Governing body of NHS Bedfordshire, Luton and Milton Keynes CCG", "ccg-governing-body",
    )  # fmt: skip
    assert [each.code for each in new.organisations] == ["M1J4Y"]
    assert set(new.places) == {"Bedfordshire", "Luton", "Milton Keynes"}
    assert body_on(ONE, on=EVE) is None
    assert {body.slug for body in lineage(new.body)} == {*THREE, "luton-finance-committee", ONE}


def test_the_new_body_begins_with_the_seats_that_all_had_vacant_and_their_standing_orders(busy: World) -> None:
    own = orders_text("ccg-governing-body").replace('name = "', 'name = "Own ', 1)
    for body in busy.three:
        set_standing_orders(
            body=body, text=own, since=date(2020, 4, 1), known=date(2020, 4, 1), source=SOURCE, by=busy.by
        )
    set_seat(body=busy.luton, slug="observer", title="Observer", tags=["observer"], since=date(2020, 4, 1),
             known=date(2020, 4, 1), source=SOURCE, by=busy.by)  # fmt: skip
    shown = seen(merger(), on=MERGED_ON)
    said = {each.what: each.after for each in shown.consequences if each.record == ONE}
    assert said["seats and appointments"].startswith("9 seats that all before it had alike, vacant")
    assert said["standing orders"].startswith("its own from the first day")
    enacted(merger(), on=MERGED_ON)
    new = Body.objects.get(slug=ONE)
    seats = seats_on(new, on=MERGER_DAY)
    assert [each.seat for each in seats] == [row[0] for row in GOVERNING_BODY]
    assert all(each.vacant for each in seats)
    assert orders_of(new, on=MERGER_DAY).name.startswith("Own ")
    assert not orders_of(new, on=EVE).name.startswith("Own ")
    assert breaches(new, on=MERGER_DAY), "nobody was appointed yet"


def test_orders_and_seats_that_differ_are_not_made_up(busy: World) -> None:
    own = orders_text("ccg-governing-body")
    set_standing_orders(
        body=busy.luton, text=own, since=date(2020, 4, 1), known=date(2020, 4, 1), source=SOURCE, by=busy.by
    )
    shown = seen(merger(), on=MERGED_ON)
    ends = [each for each in shown.consequences if each.what == "standing orders"]
    assert [(each.record, each.after) for each in ends] == [("luton-governing-body", "end with the body")]
    enacted(merger(), on=MERGED_ON)
    new = Body.objects.get(slug=ONE)
    assert orders_of(new, on=MERGER_DAY) == default_orders("ccg-governing-body", on=MERGER_DAY)


def test_seats_close_with_the_body(busy: World) -> None:
    before = seats_on(busy.luton, on=EVE)
    enacted(merger(), on=MERGED_ON)
    assert [seat.seat for seat in seats_on(busy.luton, on=EVE)] == [seat.seat for seat in before]
    assert seats_on(busy.luton, on=MERGER_DAY) == ()


def test_what_was_known_before_is_as_it_was(busy: World) -> None:
    enacted(merger(), on=MERGED_ON)
    day_before = MERGED_ON - timedelta(days=1)
    assert body_on("luton-governing-body", on=date(2021, 5, 1), known_at=day_before) is not None
    assert body_on(ONE, on=date(2021, 5, 1), known_at=day_before) is None


def test_open_actions_are_taken_over(busy: World) -> None:
    enacted(merger(), on=MERGED_ON)
    new = Body.objects.get(slug=ONE)
    assert [each.ref for each in open_actions(new, on=MERGER_DAY)] == ["A-2021-0001", "A-2021-0002", "A-2021-0003"]
    assert [each.ref for each in open_actions(busy.luton, on=EVE)] == ["A-2021-0002"]
    assert open_actions(busy.luton, on=MERGER_DAY) == ()
    step = Action.objects.get(ref="A-2021-0002").steps.latest("number")
    assert (step.kind, step.plan, step.on, step.owner, step.state) == (
        "carried", "one-group", MERGER_DAY, "Chair", "open",
    )  # fmt: skip
    assert "merge into" in step.note


def test_what_is_closed_stays_where_it_was(busy: World) -> None:
    from ouzel.governance.action_log.actions import close_action

    one = Action.objects.get(ref="A-2021-0001")
    close_action(action=one, on=date(2021, 3, 20), by=busy.by)
    enacted(merger(), on=MERGED_ON)
    one.refresh_from_db()
    assert (one.body, one.state) == (busy.bedfordshire, "closed")


def test_risks_are_taken_over_with_their_scores(busy: World) -> None:
    enacted(merger(), on=MERGED_ON)
    taken = Risk.objects.get(ref="R-2021-0001")
    assert taken.body.slug == ONE
    rows = list(
        RiskReview.objects.filter(risk=taken).values_list("number", "body__slug", "state", "likelihood", "impact")
    )
    assert rows == [
        (1, "luton-governing-body", "open", 3, 4),
        (2, "luton-governing-body", "carried", 3, 4),
        (3, ONE, "open", 3, 4),
    ]


def test_follows_lead_on_and_each_person_is_told_why(busy: World) -> None:
    enacted(merger(), on=MERGED_ON)
    active = Follow.objects.filter(ended=None).order_by("email")
    assert [(each.email, each.ref) for each in active] == [("ann@example.org", ONE), ("bob@example.org", ONE)]
    bob = active[1]
    assert bob.came_from is not None
    assert (bob.came_from.ref, bob.plan) == ("luton-governing-body", "one-group")
    (told,) = Notice.objects.filter(follow=bob)
    assert told.subject.startswith("Governing body of NHS Bedfordshire, Luton and Milton Keynes CCG takes over")
    assert "merge into" in told.text
    assert "1 April 2021" in told.text
    assert Notice.objects.filter(follow=active[0]).count() == 2  # of the two that she followed


def test_totals_are_the_same_before_and_after(busy: World) -> None:
    shown = seen(merger(), on=MERGED_ON)
    assert shown.problems == ()
    assert totals(shown, ACTIONS) == (
        {"bedfordshire-governing-body": 1, "luton-governing-body": 1, "luton-finance-committee": 1}, {ONE: 3},
    )  # fmt: skip
    assert totals(shown, RISKS) == ({"luton-governing-body": 1, "milton-keynes-governing-body": 1}, {ONE: 2})
    assert totals(shown, FOLLOWS) == ({"luton-governing-body": 2, "bedfordshire-governing-body": 1}, {ONE: 3})
    enactment = enacted(merger(), on=MERGED_ON)
    sums = {row["what"]: row for row in enactment.proof["sums"]}
    for what, count in ((ACTIONS, "3"), (RISKS, "2"), (FOLLOWS, "3")):
        assert (sums[what]["before"], sums[what]["after"], sums[what]["left_open"]) == (count, count, "0")


def test_the_proof_holds_whatever_is_done_later(busy: World) -> None:
    from ouzel.governance.action_log.actions import close_action

    enactment = enacted(merger(), on=MERGED_ON)
    close_action(action=Action.objects.get(ref="A-2021-0001"), on=MERGER_DAY, by=busy.by)
    follower("cat@example.org", ONE)
    assert again(enactment.proposal).deviations == ()
    prove(proposal=enactment.proposal, by=OPERATOR, on=date(2021, 4, 2))


def test_a_choice_is_asked_for_where_the_heir_has_no_body(busy: World) -> None:
    shown = seen(merger(choices={}), on=MERGED_ON)
    keys = {choice.key for choice in shown.choices}
    assert keys == {f"body.{slug}" for slug in THREE}  # the committee goes back to the body that made it
    assert any("a choice is not made" in str(problem) for problem in shown.problems)
    (options,) = {tuple(value for value, _ in choice.options) for choice in shown.choices}
    assert options == ("new", "none")


def test_the_body_of_the_same_kind_takes_over_without_a_question(busy: World) -> None:
    from ouzel.governance.bodies.actions import open_body

    open_body(
        slug="blmk-governing-body", name="Governing body", kind="ccg-governing-body", organisations=["M1J4Y"],
        since=MERGER_DAY, known=date(2021, 2, 1), source="Constitution", by=busy.by,
    )  # fmt: skip
    plan = merger(choices={})
    assert seen(plan, on=MERGED_ON).choices == ()
    enacted(plan, on=MERGED_ON)
    assert [body.slug for body in heirs(busy.luton)] == ["blmk-governing-body"]
    assert not Body.objects.filter(slug=ONE).exists()


def test_nobody_takes_over_where_that_was_chosen(busy: World) -> None:
    plan = merger(choices={f"body.{slug}": "none" for slug in THREE})
    shown = seen(plan, on=MERGED_ON)
    before, after = totals(shown, ACTIONS)
    assert before == after  # they stay with the bodies that ended, and the preview says so
    assert any(c.record == "A-2021-0002" and "nobody" in c.after for c in shown.consequences)
    enacted(plan, on=MERGED_ON)
    assert Action.objects.get(ref="A-2021-0002").body == busy.luton
    assert Follow.objects.filter(ended=None).count() == 3


def test_consequences_name_what_is_public_and_count_the_rest(busy: World) -> None:
    meeting("2021-04-20-governing-body", busy.luton, on=date(2021, 4, 20), state="noticed")
    hidden = meeting("2021-05-20-secret", busy.luton, on=date(2021, 5, 20), public=False, state="planned")
    action("A-2021-0009", busy.luton, hidden, "Not for the public yet")
    shown = [c for c in seen(merger(), on=MERGED_ON).consequences if c.package == "governance"]
    words = "\n".join(f"{c.record} {c.name} {c.what} {c.before} {c.after}" for c in shown)
    assert "2021-04-20-governing-body A meeting in public meeting that the body can no longer hold" in words
    assert "1 planned, no notice given" in words
    assert "R-2021-0001" in words
    for never in ("R-2021-0002", "2021-05-20-secret", "Not for the public yet", "ann@example.org"):
        assert never not in words
    assert "1 not in public" in words
    assert "9 seats, 9 held" in words


def test_following_is_audited_once(busy: World) -> None:
    enacted(merger(), on=MERGED_ON)
    (entry,) = AuditEntry.objects.filter(action="governance.reorganisation.followed")
    assert entry.subject == "proposal one-group"
    assert entry.detail["handed"]["luton-governing-body"] == {
        "actions": 1, "risks": 1, "follows": 2, "business": 0,
    }  # fmt: skip


def test_a_plan_that_ends_nobody_leaves_no_trace(world: World) -> None:
    from ouzel.reorganisation.plan import Rename

    enacted(merger(changes=(Rename("rename[0]", "06F", "Another"),), choices={}), on=MERGED_ON)
    assert not AuditEntry.objects.filter(action="governance.reorganisation.followed").exists()
