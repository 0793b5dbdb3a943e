"""Blocks at guide price, what was submitted beside what was derived, and accounts as posted."""

from datetime import date

import pandas as pd
import pytest
from django.core.exceptions import PermissionDenied

from ouzel.activity.answers.account import account
from ouzel.activity.answers.blocks import blocks
from ouzel.activity.answers.variance import Count, Of, Variance, variance
from ouzel.activity.freezing import freeze_month
from ouzel.activity.prices.agreements import agree
from ouzel.activity.running import run
from ouzel.core.types.basis import Basis
from tests.activity.accounts import APRIL, MAY, post, total
from tests.activity.answers.asked import TODAY, ask
from tests.activity.loads import ON
from tests.core.people import OPERATOR

RECORDED = date(2018, 1, 1)

pytestmark = pytest.mark.django_db
AS_WAS = Basis("as-was")


def test_a_block_at_guide_price_is_the_price_of_what_it_covers(lines, store):
    for payer, mechanism in (("06P", "block"), ("M1J4Y", "block"), ("04F", "fixed-and-variable")):
        agree(
            recorded=RECORDED,
            provider="RC9", commissioner=payer, mechanism=mechanism, since=date(2020, 4, 1), until=date(2022, 4, 1),
            source="the contract", by=OPERATOR,
        )  # fmt: skip
    run(by=OPERATOR, on=ON, store=store)
    found = blocks(basis=AS_WAS, viewer=OPERATOR, today=TODAY, store=store)
    frame = found.frame.set_index("commissioner")
    assert set(frame.index) == {"06P", "M1J4Y", "04F"}
    guide = ask("why", store=store).frame.set_index("why").price["BLOCK"]
    assert frame.guide.sum() == guide > 0
    assert frame.charged["06P"] == 0
    assert frame.without_price.to_dict() == {"04F": 0, "06P": 0, "M1J4Y": 1}
    later = blocks(basis=Basis("as-now"), viewer=OPERATOR, today=TODAY, store=store).frame
    assert set(later.commissioner) == {"M1J4Y"}
    assert later.guide.sum() == guide


def test_without_blocks_there_is_nothing(made, store):
    assert blocks(basis=AS_WAS, viewer=OPERATOR, today=TODAY, store=store).frame.empty


def test_variance_tells_both_codes_and_the_box_that_decided(made, store):
    found = variance(of="commissioner", viewer=OPERATOR, today=TODAY, store=store)
    row = found.frame.iloc[0]
    assert (row.submitted, row.derived, row.lines, row.submitted_pence) == ("06P", "04F", 1, 200_050)
    assert row.rules
    assert row.box
    assert row.question
    assert (found.agreed.lines, found.differing.lines, found.unsaid.lines) == (2, 1, 4)
    assert found.agreed.lines + found.differing.lines + found.unsaid.lines == made.lines
    assert found.differing.submitted == found.frame.submitted_pence.sum()
    assert found.verdict == (
        "1 of 3 lines with a commissioner submitted differs from the rules."
        " 4 lines say no commissioner, so nothing can be told of them."
    )


def test_what_says_nothing_is_never_told_as_agreeing():
    def verdict(agreed: int, differing: int, unsaid: int, of: Of = "commissioner", empty: str = "") -> str:
        counts = (Count(each, 0, 0) for each in (agreed, differing, unsaid))
        return Variance(of, None, pd.DataFrame(), *counts, empty).verdict

    assert verdict(3, 0, 0) == "Every line was submitted under the commissioner that the rules say."
    assert verdict(3, 0, 1, "pod") == (
        "No line of 3 with a point of delivery submitted differs from the rules."
        " 1 line says no point of delivery that can be compared, so nothing can be told of it."
    )
    assert verdict(0, 0, 7, "category") == "No line says a service category, so nothing can be set beside the rules."
    assert verdict(1000, 2000, 0) == "2,000 of 3,000 lines with a commissioner submitted differ from the rules."
    assert verdict(0, 0, 0, empty="No run") == ""


def test_variance_of_category_and_without_a_run(made, store):
    found = variance(of="category", viewer=OPERATOR, today=TODAY, store=store)
    assert found.unsaid.lines == made.lines
    with pytest.raises(PermissionDenied):
        variance(of="category", viewer=None, today=TODAY, store=store)


def test_variance_without_a_run_says_what_to_do(register, store):
    assert "ouzel activity price" in variance(of="category", viewer=OPERATOR, today=TODAY, store=store).empty


@pytest.mark.django_db
def test_account_shows_price_adjustments_and_what_is_frozen():
    assert account(viewer=OPERATOR).empty
    post(total(500), total(700, MAY))
    freeze_month(year=APRIL.year, month=APRIL.month, by=OPERATOR, on=ON)
    post(total(550), total(700, MAY), why="prices reissued")
    found = account(viewer=OPERATOR, year=202526)
    rows = found.frame[["month", "price", "adjustment", "total", "frozen"]].to_numpy().tolist()
    assert rows == [[1, 500, 0, 500, True], [2, 700, 50, 750, False]]
    assert found.adjustments.pence.tolist() == [50]
    assert "prices reissued" in found.adjustments.why[0]
    assert account(viewer=OPERATOR, provider="RD8").empty
    with pytest.raises(PermissionDenied):
        account(viewer=None)
