"""Benefits: what was promised beside what was measured, from the day the plan took effect."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from ouzel.core.permissions import today
from ouzel.reorganisation import actions, queries
from ouzel.reorganisation.benefits import Result, Tracked
from ouzel.reorganisation.lifecycle import State
from ouzel.reorganisation.models import BenefitResult, Proposal
from ouzel.reorganisation.plan import Benefit
from tests.core.people import user
from tests.reorganisation.plans import AUTHOR, SAVING
from tests.reorganisation.walking import at

D = Decimal
YEAR_END = date(2022, 3, 31)


SAID = D("18400000")


def record(proposal: Proposal, value: Decimal = SAID, **changes: object) -> BenefitResult:
    said = {"benefit": "running-costs", "on": YEAR_END, "source": "Annual accounts", "by": AUTHOR, **changes}
    return actions.record_benefit(proposal=proposal, value=value, **said)  # type: ignore[arg-type]


def promise(baseline: str, target: str) -> Benefit:
    return Benefit("b", "B", "Owner", "posts", D(baseline), D(target), YEAR_END)


@pytest.mark.parametrize(
    ("baseline", "target", "value", "reached", "share"),
    [
        ("100", "80", "79.5", True, "1.025"),
        ("100", "80", "80", True, "1"),
        ("100", "80", "80.01", False, "0.9995"),
        ("100", "80", "110", False, "-0.5"),
        ("100", "120", "120", True, "1"),
        ("100", "120", "119", False, "0.95"),
        ("0", "0", "0", True, None),
        ("50", "50", "49", False, None),
    ],
)
def test_benefit_is_reached_at_its_target_or_beyond(
    baseline: str, target: str, value: str, reached: bool, share: str | None
) -> None:
    tracked = Tracked(promise(baseline, target), (Result(YEAR_END, D(value), "Accounts", "", "ada"),))
    assert tracked.reached is reached
    assert tracked.share == (None if share is None else D(share))
    assert tracked.words == ("reached" if reached else "not reached")


def test_benefit_that_nobody_measured_is_neither_reached_nor_missed() -> None:
    tracked = Tracked(promise("100", "80"), ())
    assert (tracked.latest, tracked.reached, tracked.share, tracked.words) == (None, None, None, "not measured yet")


def test_results_stand_beside_the_promise_and_the_latest_counts(register: None) -> None:
    proposal = at(State.PROVED)
    assert [t.results for t in queries.benefits(proposal)] == [()]
    record(proposal, D("18050000.25"), on=date(2023, 3, 31))
    record(proposal, D("18900000"))
    record(proposal, D("18400000"), note="The first figure had a year's rent in it")
    (tracked,) = queries.benefits(proposal)
    assert tracked.benefit == SAVING
    assert [r.value for r in tracked.results] == [D("18900000"), D("18400000"), D("18050000.25")]
    assert tracked.latest == Result(date(2023, 3, 31), D("18050000.25"), "Annual accounts", "", str(AUTHOR))
    assert tracked.reached is True
    details = AuditEntry.objects.filter(action=actions.Action.BENEFIT_RECORDED).values_list("detail", flat=True)
    assert [d["value"] for d in details.order_by("pk")] == ["18050000.25", "18900000", "18400000"]


def test_benefit_that_the_plan_does_not_promise_is_refused(register: None) -> None:
    with pytest.raises(ContentError, match="It promises: running-costs"):
        record(at(State.PROVED), benefit="world-peace")


@pytest.mark.parametrize("state", [State.DRAFT, State.PROPOSED, State.APPROVED, State.WITHDRAWN, State.REVERSED])
def test_benefit_is_measured_only_while_the_plan_is_in_force(register: None, state: State) -> None:
    proposal = at(state)
    with pytest.raises(ContentError, match="measured once it is enacted"):
        record(proposal)


def test_benefit_is_measured_from_the_day_of_the_plan_until_today(register: None) -> None:
    proposal = at(State.SCHEDULED)
    with pytest.raises(ContentError, match="before the plan took effect"):
        record(proposal, on=date(2021, 3, 31))
    with pytest.raises(ContentError, match="in the future"):
        record(proposal, on=today() + timedelta(1))
    assert record(proposal, on=date(2021, 4, 1)).on == date(2021, 4, 1)


@pytest.mark.parametrize("value", ["0.00001", "NaN", "Infinity", "1e16", "-1e16"])
def test_figure_that_cannot_be_kept_exactly_is_refused(register: None, value: str) -> None:
    with pytest.raises(ContentError, match="cannot be kept exactly"):
        record(at(State.SCHEDULED), D(value))


@pytest.mark.parametrize("value", ["-12.5", "0", "9999999999999999.9999"])
def test_figure_is_kept_to_the_last_place(register: None, value: str) -> None:
    proposal = at(State.SCHEDULED)
    record(proposal, D(value))
    assert BenefitResult.objects.get().value == D(value)


def test_float_is_no_figure_and_a_figure_needs_its_source(register: None) -> None:
    proposal = at(State.SCHEDULED)
    with pytest.raises(TypeError):
        record(proposal, 1.5)  # type: ignore[arg-type]
    with pytest.raises(ContentError, match="source"):
        record(proposal, source=" ")
    assert not BenefitResult.objects.exists()


@pytest.mark.parametrize("role", ["approver", "analyst", "auditor"])
def test_only_who_writes_plans_records_what_came_of_them(register: None, role: str) -> None:
    with pytest.raises(PermissionDenied, match="transition lead"):
        record(at(State.SCHEDULED), by=Actor.person(user("eve@example.org", role)))
