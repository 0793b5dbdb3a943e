"""Texts become numbers as they are meant; what cannot be read is not said."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ouzel.activity import numbers
from ouzel.activity.encoding import Encoder, deleted
from ouzel.activity.falling import code_sets
from ouzel.activity.store import STORED, Store

APRIL = 2025 * 12 + 3


def encoded(tmp_path, **columns):
    rows = len(next(iter(columns.values())))
    batch = pa.RecordBatch.from_pydict({"kind": ["admitted"] * rows, **columns})
    return Encoder(Store.at(tmp_path).dictionaries(), 7).lines(batch, first_row=3).to_pylist()


def test_lines_have_every_column_and_their_number(tmp_path):
    batch = pa.RecordBatch.from_pydict({"kind": ["outpatient", "other"]})
    table = Encoder(Store.at(tmp_path).dictionaries(), 7).lines(batch, first_row=3)
    assert table.schema == STORED
    assert table["line"].to_pylist() == [(7 << 32) + 3, (7 << 32) + 4]


def test_days_stay_and_month(tmp_path):
    lines = encoded(
        tmp_path,
        kind=["admitted", "admitted-unfinished", "outpatient", "admitted", "outpatient"],
        start=["2025-04-30", "2025-04-30", "2025-04-30", "2025-04-30", "30/04/2025"],
        end=["2025-05-02", "2025-05-02", "", "", ""],
        stay=["9", "9", "", "9", ""],
    )
    day = date(2025, 4, 30).toordinal()
    assert [line["start"] for line in lines] == [day, day, day, day, 0]
    assert [line["end"] for line in lines] == [day + 2, 0, day, 0, 0]
    assert [line["stay"] for line in lines] == [2, -1, 0, -1, -1]
    assert [line["month"] for line in lines] == [APRIL + 1, APRIL, APRIL, APRIL, 0]


def test_the_month_of_account_goes_before_the_days(tmp_path):
    lines = encoded(
        tmp_path,
        year=["202526", "2025/26", "2025-26", "202527", "202526"],
        month=["1", "10", "13", "1", ""],
        start=["2025-07-01"] * 5,
    )
    assert [line["month"] for line in lines] == [APRIL, APRIL + 9, APRIL + 11, APRIL + 3, APRIL + 3]


def test_money_and_activity(tmp_path):
    lines = encoded(
        tmp_path,
        kind=["other", "other", "aggregate", "other", "other"],
        price=["12.345", "", "", "-0.005", "x"],
        unit_price=["1", "2.505", "", "9", "1"],
        activity=["2", "3.5", "", "0", "1"],
        planned_price=["", "1.005", "x", "0", "1"],
    )
    assert [line["submitted"] for line in lines] == [1235, 877, None, -1, 100]
    assert [line["activity"] for line in lines] == [2000, 3500, 0, 0, 1000]
    assert [line["planned"] for line in lines] == [None, 101, None, 0, 100]


def test_what_is_not_said_is_not_nought(tmp_path):
    (line,) = encoded(tmp_path, age=[""], sex=[""], activity=[""])
    assert (line["age"], line["sex"], line["activity"]) == (-1, 0, 1000)
    assert line["submitted"] is line["planned"] is line["planned_activity"] is None


def test_exempt_days_are_added_up_and_unknown_where_one_cannot_be_read(tmp_path):
    lines = encoded(
        tmp_path, critical_days=["2", "2", "", "-1"], rehabilitation_days=["", "x", " ", "0"],
        delayed_days=["3", "3", "", "4"],
    )  # fmt: skip
    assert [line["exempt_days"] for line in lines] == [5, -1, 0, -1]


def test_deletions_are_told_apart():
    batch = pa.RecordBatch.from_pydict({"status": ["finished", "deleted", ""]})
    assert deleted(batch).tolist() == [False, True, False]
    assert deleted(pa.RecordBatch.from_pydict({"kind": ["other"]})).tolist() == [False]


def test_code_sets_are_found_among_all_codes_of_a_record(tmp_path):
    at = {
        "diagnoses": pa.array(["A10,N97.1", "N970", "Z350", "Z359", ""]),
        "procedures": pa.array(["", "Q131", "", "", "N34.1"]),
    }
    assert code_sets(at, 5).to_pylist() == ["infertility", "infertility", "infertility", "", "infertility"]


@given(st.lists(st.decimals(-(10**9), 10**9, places=8), min_size=1, max_size=20))
def test_pounds_are_pence_as_decimals_round_them(amounts):
    parts, said = numbers.pounds(pa.array([f"{amount:f}" for amount in amounts]), len(amounts))
    assert said.all()
    pence = [int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP)) for amount in amounts]
    assert numbers.pence(parts).tolist() == pence


@given(st.decimals(-(10**5), 10**5, places=8), st.integers(-(10**9), 10**9))
@example(Decimal("19414620.8124657"), 10**6)
@example(Decimal("-99999.99999999"), 10**9)
@example(Decimal("99999.99999999"), 10**9)
def test_so_many_at_a_price_is_exact_up_to_the_most_that_is_meant(price, thousandths):
    units, _ = numbers.pounds(pa.array([f"{price:f}"]), 1)
    right = (price * 100 * thousandths / 1000).quantize(Decimal(1), ROUND_HALF_UP)
    right = min(max(right, Decimal(-numbers.MOST)), Decimal(numbers.MOST))
    assert numbers.times(units, np.array([thousandths])).tolist() == [int(right)]


@pytest.mark.parametrize("text", ["", "x", "1e30", "nan", "99999999999999999999", "1,000"])
def test_what_is_no_amount_is_not_said(text):
    assert not numbers.pounds(pa.array([text]), 1)[1].any()
