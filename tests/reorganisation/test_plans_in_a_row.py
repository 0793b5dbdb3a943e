"""A plan for an earlier day than one that is in force already: nobody is moved twice, and nobody falls between."""

from datetime import date

import pytest

from ouzel.register.answers import Moment
from ouzel.reorganisation import actions
from ouzel.reorganisation.plan import Change, Merger, Plan
from ouzel.reorganisation.preview import preview
from ouzel.reorganisation.refusals import PlanRefused
from tests.reorganisation.plans import APPROVER, AUTHOR

DAY = date(2021, 3, 1)


def plan(slug: str, effective: date, change: Change) -> Plan:
    return Plan(slug, slug, effective, str(AUTHOR), (change,))


def taken_over(body: str, by: str) -> Merger:
    return Merger("acquisition[0]", (body,), by, kind="acquisition")


@pytest.mark.parametrize(("body", "by"), [("04F", "06P"), ("06P", "04F")])
def test_body_that_is_known_to_close_later_neither_receives_nor_closes_before(
    register: None, body: str, by: str
) -> None:
    ahead = actions.save(plan=plan("ahead", date(2021, 3, 20), taken_over("06P", "06F")), by=AUTHOR, on=DAY)
    actions.propose(proposal=ahead, by=AUTHOR, on=DAY)
    actions.approve(proposal=ahead, by=APPROVER, on=DAY)
    actions.enact(proposal=ahead, by=AUTHOR, on=DAY)
    before = plan("before", date(2021, 3, 10), taken_over(body, by))
    problems = preview(before, moment=Moment(before.effective, DAY)).problems
    (problem,) = problems
    assert "06P" in problem.problem
    assert "on 2021-03-20, after the plan's day" in problem.problem
    assert "Amend or reverse" in problem.right
    proposal = actions.save(plan=before, by=AUTHOR, on=DAY)
    with pytest.raises(PlanRefused, match="after the plan's day"):
        actions.propose(proposal=proposal, by=AUTHOR, on=DAY)
    after = plan("after", date(2021, 3, 25), taken_over("04F", "06F"))
    assert not preview(after, moment=Moment(after.effective, DAY)).problems
