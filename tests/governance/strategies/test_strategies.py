"""Strategies: versions, priorities and the road from each to measures, owners, money, contracts and decisions."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import today
from ouzel.governance.facts import say
from ouzel.governance.models import BodyFact, Progress, StrategyVersion
from ouzel.governance.record_links import link
from ouzel.governance.reference.aims import kinds_of_strategy
from ouzel.governance.reference.kinds import kinds_of_body
from ouzel.governance.strategies.actions import (
    change_owner,
    end_owner,
    end_priority,
    end_strategy,
    new_version,
    report_progress,
    set_owner,
)
from ouzel.governance.strategies.queries import PriorityView, strategies_on, strategy_on
from tests.core.people import user
from tests.governance.aging import age
from tests.governance.strategies.making import SINCE, answers, decided, health_board, priority, strategy
from tests.governance.world import SECRETARY, World

DAY = date(2023, 6, 1)


def view(world: World, on: date = DAY, **more: Any) -> PriorityView:
    found = strategy_on("living-well", on=on, viewer=None, **more)
    assert found is not None
    (one,) = found.priorities
    return one


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "wish-list"}, "kind"),
        ({"kind": "needs-assessment"}, "place"),
        ({"since": date(2022, 6, 30)}, "since"),
        ({"until": SINCE}, "until"),
        ({"title": " "}, "title"),
    ],
)
def test_strategy_that_is_not_in_order_is_refused(world: World, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ContentError) as refused:
        strategy(world, "living-well", **{"kind": "integrated-care-strategy", **changes})
    assert refused.value.field == field


def test_strategy_is_set_once_by_who_keeps_them(world: World) -> None:
    made = strategy(world, "living-well", "integrated-care-strategy")
    with pytest.raises(ContentError, match="already"):
        strategy(world, "living-well", "other")
    with pytest.raises(PermissionDenied):
        end_strategy(strategy=made, on=DAY, why="No", by=Actor.person(user("nobody@example.org")))


def test_strategy_is_set_by_a_kind_of_body_that_the_law_names(world: World) -> None:
    with pytest.raises(ContentError, match="Finance committee of Luton does not set this") as refused:
        strategy(world, "plan", "joint-forward-plan", body=world.finance_committee)
    assert "integrated care board (National Health Service Act 2006, section 14Z52)" in refused.value.right
    with pytest.raises(ContentError, match="does not exist on that day"):
        strategy(world, "early", "other", body=world.board, since=date(2022, 6, 30))
    strategy(world, "plan", "joint-forward-plan", body=world.board)
    strategy(world, "own", "other", body=world.finance_committee)


def test_strategy_before_the_law_named_a_kind_of_body_is_set_by_who_answers_for_it(world: World) -> None:
    needs = {"kind": "needs-assessment", "place": "Luton", "since": date(2012, 4, 1)}
    council = health_board("council")
    began = date(2008, 4, 1)
    say(BodyFact, {"body": council, "attribute": "life", "value": ""}, {}, since=began, until=date(2013, 4, 1),
        known=began, source="invented for the tests", by=SECRETARY)  # fmt: skip
    assert strategy(world, "needs", body=council, **needs).body == council


def test_version_is_adopted_by_a_committee_of_the_body_too(world: World) -> None:
    plan = strategy(world, "plan", "other", body=world.luton, since=date(2020, 4, 1))
    decided(world, body=world.finance_committee, on=date(2021, 3, 16))
    version = {"strategy": plan, "text": "# Plan", "source": "The committee", "by": SECRETARY}
    assert new_version(**version, decision="D-2023-0001").adopted == date(2021, 3, 16)


def test_strategies_of_a_day_are_those_in_force(world: World) -> None:
    made = strategy(world, "living-well", "integrated-care-strategy")
    strategy(world, "needs", "needs-assessment", place="Luton", since=date(2021, 4, 1), until=date(2024, 4, 1))
    end_strategy(strategy=made, on=date(2025, 4, 1), why="The next one", by=SECRETARY)
    assert [head.slug for head in strategies_on(DAY, viewer=None)] == ["needs", "living-well"]
    assert [head.slug for head in strategies_on(date(2025, 3, 31), viewer=None)] == ["living-well"]
    assert strategies_on(date(2025, 4, 1), viewer=None) == ()
    assert [head.slug for head in strategies_on(DAY, viewer=None, place="Luton")] == ["needs"]


def test_version_is_adopted_by_a_decision_that_was_carried(world: World) -> None:
    made = strategy(world, "living-well", "integrated-care-strategy")
    first = new_version(strategy=made, text="# Draft", source="The partnership", by=SECRETARY)
    assert first == new_version(strategy=made, text="# Draft", source="The partnership", by=SECRETARY)
    with pytest.raises(ContentError, match="say what is new"):
        new_version(strategy=made, text="# Final", source="The partnership", by=SECRETARY)
    final: dict[str, Any] = {
        "strategy": made,
        "text": "# Final",
        "source": "The partnership",
        "why": "After the meeting",
        "by": SECRETARY,
    }
    with pytest.raises(ContentError, match="no such decision"):
        new_version(**final, decision="D-2023-0001")
    decided(world, ref="D-2023-0002", title="Not to", carried=False)
    with pytest.raises(ContentError, match="not carried"):
        new_version(**final, decision="D-2023-0002")
    decided(world, ref="D-2023-0003", title="A policy", kind="policy")
    with pytest.raises(ContentError, match="not on a strategy"):
        new_version(**final, decision="D-2023-0003")
    decided(world, ref="D-2023-0004", title="Its own", body=world.board)
    with pytest.raises(ContentError, match="of 20 March 2023 is that of another body"):
        new_version(**final, decision="D-2023-0004")
    decided(world)
    with pytest.raises(ContentError, match="before the decision"):
        new_version(**final, decision="D-2023-0001", adopted=date(2023, 3, 19))
    row = new_version(**final, decision="D-2023-0001")
    assert (row.number, row.adopted) == (2, date(2023, 3, 20))
    (head,) = strategies_on(DAY, viewer=None)
    assert (head.number, head.adopted, head.decision) == (2, date(2023, 3, 20), "D-2023-0001")
    found = strategy_on("living-well", on=DAY, viewer=None)
    assert found is not None
    assert found.version == row
    with pytest.raises(IntegrityError), transaction.atomic():
        StrategyVersion.objects.filter(pk=row.pk).update(text="# Otherwise")


def test_priority_says_what_is_missing_until_the_road_is_whole(world: World) -> None:
    made = strategy(world, "living-well", "integrated-care-strategy")
    priority(made)
    assert len(view(world).missing) == 7
    assert (view(world).status, view(world).status_words) == ("", "Nothing reported")
    decided(world)
    set_owner(strategy=made, priority="smoking", owner="Chief medical director", body=world.board, since=SINCE,
              known=SINCE, source="The strategy", by=SECRETARY)  # fmt: skip
    needs = strategy(world, "needs", "needs-assessment", place="Luton")
    for relation, kind, ref in (
        ("evidence", "strategy", needs.slug), ("measures", "measure", "registered-patients"),
        ("funds", "document", "https://example.org/budget.csv"), ("delivers", "document", "https://example.org/contract"),
    ):  # fmt: skip
        link(from_kind="priority", from_ref="living-well/smoking", relation=relation, to_kind=kind, to_ref=ref, on=DAY,
             by=SECRETARY)  # fmt: skip
    link(from_kind="decision", from_ref="D-2023-0001", relation="sets", to_kind="priority", on=DAY,
         to_ref="living-well/smoking", by=SECRETARY)  # fmt: skip
    report_progress(strategy=made, priority="smoking", on=DAY, status="on-track", text="Fewer do", source="Survey",
                    by=SECRETARY)  # fmt: skip
    found = view(world)
    assert found.missing == ()
    assert [one.words for one in (*found.measures, *found.funds, *found.delivers, *found.decisions)] == [
        "Measured by", "Paid from", "Delivered through", "Set by",
    ]  # fmt: skip
    assert [aim.slug for aim in found.aims] == ["outcomes", "inequality"]
    assert [(owner.owner, owner.body) for owner in found.owners] == [("Chief medical director", world.board)]
    assert found.others == ()


def test_priority_is_told_as_it_held_and_as_it_was_known(world: World) -> None:
    made = strategy(world, "living-well", "integrated-care-strategy")
    age(days=(today() - SINCE).days)
    priority(made)
    priority(made, title="Nobody smokes", since=date(2023, 9, 1), known=date(2023, 8, 1))
    assert view(world).title == "Fewer people smoke"
    assert view(world, date(2023, 9, 1)).title == "Nobody smokes"
    assert view(world, date(2023, 9, 1), known_at=date(2023, 7, 31)).title == "Fewer people smoke"
    end_priority(strategy=made, slug="smoking", on=date(2024, 4, 1), known=date(2024, 4, 1), source="Minutes",
                 by=SECRETARY)  # fmt: skip
    found = strategy_on("living-well", on=date(2024, 4, 1), viewer=None)
    assert found is not None
    assert found.priorities == ()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"aims": ["peace"]}, "aims"),
        ({"since": date(2023, 3, 31)}, "since"),
        ({"title": ""}, "title"),
        ({"until": SINCE}, "until"),
    ],
)
def test_priority_that_is_not_in_order_is_refused(world: World, changes: dict[str, Any], field: str) -> None:
    made = strategy(world, "living-well", "integrated-care-strategy")
    with pytest.raises(ContentError) as refused:
        priority(made, **changes)
    assert refused.value.field == field


def test_owner_may_change(world: World) -> None:
    made = strategy(world, "living-well", "integrated-care-strategy")
    priority(made)
    said: dict[str, Any] = {"strategy": made, "priority": "smoking", "known": DAY, "source": "Minutes", "by": SECRETARY}
    set_owner(**said, owner="First", since=SINCE)
    end_owner(**said, owner="First", on=date(2023, 7, 1))
    set_owner(**said, owner="Second", since=date(2023, 7, 1))
    assert [owner.owner for owner in view(world).owners] == ["First"]
    assert [owner.owner for owner in view(world, date(2023, 7, 1)).owners] == ["Second"]
    with pytest.raises(ContentError, match="no such priority"):
        set_owner(**{**said, "priority": "drinking"}, owner="Third", since=SINCE)


def test_somebody_else_answers_from_a_day_on_or_nothing_changes(world: World) -> None:
    made = strategy(world, "living-well", "integrated-care-strategy")
    priority(made)
    said: dict[str, Any] = {"known": DAY, "source": "Minutes", "by": SECRETARY}
    first = set_owner(strategy=made, priority="smoking", owner="First", since=SINCE, **said)
    with pytest.raises(ContentError, match="say who answers for it"):
        change_owner(owner=first, to=" ", on=date(2023, 7, 1), **said)
    assert [owner.owner for owner in view(world, date(2023, 7, 1)).owners] == ["First"]
    change_owner(owner=first, to="Second", body=world.board, on=date(2023, 7, 1), **said)
    assert [owner.owner for owner in view(world, date(2023, 6, 30)).owners] == ["First"]
    assert [(owner.owner, owner.body) for owner in view(world, date(2023, 7, 1)).owners] == [("Second", world.board)]


def test_progress_is_the_newest_by_the_day_and_stays_as_reported(world: World) -> None:
    made = strategy(world, "living-well", "integrated-care-strategy")
    priority(made)
    said: dict[str, Any] = {"strategy": made, "priority": "smoking", "source": "Survey", "by": SECRETARY}
    report_progress(**said, on=date(2023, 5, 1), status="at-risk", text="Slow", measure="Adults who smoke",
                    value=Decimal("13.1"), target=Decimal("12"), unit="%")  # fmt: skip
    row = report_progress(**said, on=date(2023, 8, 1), status="on-track", text="Better")
    assert view(world).status == "at-risk"
    assert (view(world).progress[0].value, view(world).progress[0].target) == (Decimal("13.1"), Decimal("12"))
    assert view(world, date(2023, 8, 1)).status_words == "On track"
    with pytest.raises(IntegrityError), transaction.atomic():
        Progress.objects.filter(pk=row.pk).update(status="done")
    for changes, field in (
        ({"status": "splendid"}, "status"), ({"text": " "}, "text"), ({"meeting": "nowhere"}, "meeting"),
        ({"value": Decimal(1)}, "measure"), ({"priority": "drinking"}, "priority"),
    ):  # fmt: skip
        with pytest.raises(ContentError) as refused:
            report_progress(**{**said, "on": DAY, "status": "done", "text": "Done", **changes})
        assert refused.value.field == field


def test_strategy_that_is_not_there_is_none(world: World) -> None:
    assert strategy_on("nothing", on=DAY, viewer=None) is None


def test_what_answers_is_read_from_both_ends(world: World) -> None:
    needs = strategy(world, "needs", "needs-assessment", place="Luton")
    answers(strategy(world, "living-well", "integrated-care-strategy"), needs)
    found, needed = (strategy_on(slug, on=DAY, viewer=None) for slug in ("living-well", "needs"))
    assert found is not None
    assert needed is not None
    assert [one.ref for one in found.answers] == ["needs"]
    assert found.answered_by == ()
    assert [one.ref for one in needed.answered_by] == ["living-well"]
    assert needed.answers == ()


def test_kinds_of_strategy_are_set_by_kinds_of_body_that_there_are() -> None:
    known = {kind.slug for kind in kinds_of_body()}
    assert {slug for kind in kinds_of_strategy().values() for slug in kind.set_by} <= known
