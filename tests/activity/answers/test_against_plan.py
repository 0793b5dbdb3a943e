"""Plan against actual: both sides whole, on every basis."""

from datetime import date

import pytest

from ouzel.activity.answers.against_plan import against_plan
from ouzel.activity.plan_files import load_plan
from ouzel.core.errors import ContentError
from ouzel.core.types.basis import Basis
from tests.activity.answers.asked import TODAY
from tests.activity.test_plan_files import plan
from tests.core.people import OPERATOR

pytestmark = pytest.mark.django_db
BY = ("provider", "commissioner", "pod")


def year(folder, *rows: str) -> None:
    load_plan(plan(folder, *rows), name="Plan", by=OPERATOR, published=date(2020, 3, 1))


@pytest.fixture
def planned(made, tmp_path) -> None:
    """A plan of 2020/21: of two groups at RC9, of something nobody did, and of a month still to come."""
    year(
        tmp_path, "202021,11,RC9,06P,300,NEL,2,5000", "202021,11,RC9,04F,300,NEL,1,2500.50",
        "202021,11,RC9,06P,300,EL,3,900", "202021,12,RC9,06P,300,NEL,1,1000",
    )  # fmt: skip


def ask(store, by=BY, basis="as-was", **more):
    said = {"year": 202021, "viewer": OPERATOR, "today": TODAY, **more}
    return against_plan(by=by, basis=Basis.parse(basis), store=store, **said)


def cells(frame, *columns):
    keys = [name for name in ("provider", "commissioner", "specialty", "pod") if name in frame]
    return {tuple(row[name] for name in keys): tuple(row[name] for name in columns) for _, row in frame.iterrows()}


def test_activity_and_price_by_cell_with_what_only_one_side_has(planned, made, store):
    answer = ask(store, through=11)
    found = cells(answer.frame, "planned_activity", "actual_activity", "activity_variance", "found_in")
    assert found["RC9", "06P", "NEL"] == (2_000, 1_000, -1_000, "both")
    assert found["RC9", "06P", "EL"][0] == 3_000
    assert found["RC9", "06P", "EL"][2:] == (-3_000, "plan")
    assert answer.frame.set_index("pod").actual_activity.isna()["EL"]
    later = cells(ask(store).frame, "found_in")
    assert later["RD8", "06F", "NEL"] == ("actual",)


def test_year_to_date_is_the_sum_of_its_months(planned, store):
    answer = ask(store, by=(*BY, "month"))
    assert answer.through == 12
    for name in ("planned_price", "actual_price", "price_variance", "planned_activity", "actual_activity"):
        assert answer.frame[name].sum() == answer.to_date[name].sum()
    assert answer.to_date.planned_price.sum() == 840_050 == answer.planned.given["price"]
    assert (answer.frame.price_variance.sum()) == answer.frame.actual_price.sum() - 840_050


def test_a_month_that_was_not_sent_is_no_underspend(planned, made, store):
    answer = ask(store)  # RC9 sent nothing for March; RD8 did
    assert [(each.provider, each.months, each.pence) for each in answer.not_sent] == [("RC9", (12,), 100_000)]
    assert answer.not_sent[0].words == "RC9 sent nothing for March; the £1,000.00 planned for it is not compared."
    assert cells(answer.to_date, "planned_price")["RC9", "06P", "NEL"] == (500_000,)
    assert ask(store, through=11).not_sent == ()


def test_on_a_later_basis_the_plans_of_predecessors_are_with_their_heir(planned, store):
    answer = ask(store, by=("commissioner",), basis="as-now", through=11)
    assert answer.frame.commissioner.tolist() == ["M1J4Y"]
    assert answer.frame.planned_activity.tolist() == [6_000]
    assert answer.frame.actual_activity.tolist() == [2_000]
    assert answer.planned.given == answer.planned.placed


def test_a_plan_without_functions_is_met_by_actuals_of_all(made, store, tmp_path):
    year(tmp_path, "202021,11,RC9,06P,,NEL,2,5000", "202021,11,RC9,04F,300,NEL,2,5000")
    found = cells(ask(store, by=(*BY, "specialty"), through=11).frame, "planned_activity", "actual_activity")
    assert found["RC9", "06P", "", "NEL"] == (2_000, 1_000)
    assert found["RC9", "04F", "300", "NEL"] == (2_000, 1_000)


def test_without_a_plan_or_a_run_it_says_so(made, store):
    answer = ask(store)
    assert "No plan of 2020/21" in answer.empty
    assert set(answer.frame.found_in) == {"actual"}


def test_what_a_plan_is_not_told_by_is_refused(made, store):
    with pytest.raises(ContentError, match="not told by this"):
        ask(store, by=("why",))


def test_by_nothing_is_one_row(planned, store):
    frame = ask(store, by=()).frame
    assert len(frame) == 1
    assert frame.planned_price[0] == 840_050
