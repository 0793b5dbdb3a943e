"""Statement, lines and invoice of a provider's month (conformance case 10), from what is loaded."""

from decimal import Decimal

import pytest

from ouzel.activity.answers.three_way import NOTHING, three_way
from ouzel.activity.running import run
from ouzel.core.errors import ContentError
from tests.activity.loads import ON, load
from tests.activity.readers.files import submission
from tests.core.people import OPERATOR
from tests.reorganisation.conftest import known_bodies, register

__all__ = ["known_bodies", "register"]
pytestmark = pytest.mark.django_db

POD, ACTUAL, COST, MONTH = (
    "POINT OF DELIVERY CODE", "CONTRACT MONITORING ACTUAL PRICE", "TOTAL COST", "FINANCIAL MONTH",
)  # fmt: skip
APRIL = 2025 * 12 + 3


@pytest.fixture(autouse=True)
def small_register(register: None) -> None:
    """The practices, groups and hospitals of the area."""


@pytest.fixture
def parts(store):
    load(submission("plcm", {COST: "100.00"}, {COST: "150.00", "CDS UNIQUE IDENTIFIER": "2"}), store)
    load(submission("drplcm", {POD: "DRUG", COST: "30.00"}), store)
    load(submission("deplcm", {POD: "DEVICE", COST: "20.00"}), store)


def stated(store, *, care="250.00", block="1000.00"):
    said = (("NEL", care), ("DRUG", "30.00"), ("DEVICE", "20.00"), ("BLOCK", block))
    load(submission("acm", *({POD: pod, ACTUAL: amount} for pod, amount in said)), store)


def match(store, **asked):
    return three_way(viewer=OPERATOR, store=store, **asked)


def test_a_statement_that_is_the_sum_of_its_parts_agrees(store, parts):
    stated(store)
    done = match(store)
    (one,) = done.matches
    assert (one.provider, one.month, one.found.agrees) == ("RC9", APRIL, True)
    assert (one.found.statement, one.found.patients, one.found.drugs, one.found.devices, one.found.aggregate_only) == (
        130_000, 25_000, 3_000, 2_000, 100_000,
    )  # fmt: skip
    assert done.differing == ()
    assert done.shown()["statement"].sum() == Decimal("1300.00")


def test_a_statement_that_differs_blocks_the_invoice_and_is_on_top_of_the_report(store, parts):
    stated(store, care="260.00")
    done = match(store)
    (one,) = done.differing
    assert [(each.pod, each.pence) for each in one.found.differences] == [("NEL", 1_000)]
    assert "may not be approved" in one.found.words
    frame = done.frame.set_index("pod")["difference"]
    assert frame.to_dict() == {"NEL": 1_000, "DRUG": 0, "DEVICE": 0, "BLOCK": 0}
    assert run(by=OPERATOR, on=ON, store=store).summary["statements"] == {"matched": 1, "differing": 1, "pence": 1_000}


def test_an_invoice_must_be_the_statement(store, parts):
    stated(store)
    asked = {"months": [APRIL], "provider": "rc9"}
    assert match(store, **asked, invoice=130_000).matches[0].found.agrees
    (one,) = match(store, **asked, invoice=130_001).differing
    assert "the invoice is £1,300.01" in one.found.words
    with pytest.raises(ContentError, match="one month of one provider"):
        match(store, invoice=1)


def test_only_the_last_statement_of_a_month_is_matched(store, parts):
    stated(store, care="260.00")
    load(submission("acm", {ACTUAL: "250.00", "DATE AND TIME DATA SET CREATED": "2025-06-12T09:30:00"}), store)
    (one,) = match(store).matches
    assert one.found.statement == 25_000
    assert [each.pod for each in one.found.differences] == ["DRUG", "DEVICE"]


def test_fractions_of_a_penny_of_single_lines_are_no_difference(store):
    ids = "CDS UNIQUE IDENTIFIER"
    load(submission("plcm", *({COST: "0.333", ids: str(n)} for n in range(30))), store)
    load(submission("acm", {ACTUAL: "9.99"}), store)
    (one,) = match(store).matches
    assert one.found.agrees
    assert one.found.patients == 990


def test_a_penny_is_a_difference_where_nothing_was_rounded(store, parts):
    stated(store, care="250.01")
    assert [each.pence for each in match(store).differing[0].found.differences] == [1]


def test_without_a_statement_there_is_nothing_to_match_and_it_is_said_whose_is_missing(store, parts):
    done = match(store)
    assert (done.matches, done.unstated, done.empty) == ((), (("RC9", APRIL),), NOTHING)
    assert list(done.frame.columns)[:4] == ["month", "provider", "commissioner", "pod"]
