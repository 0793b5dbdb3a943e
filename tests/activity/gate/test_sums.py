"""Sums of a column: both engines give what the standard library gives, and neither has a place on the disk."""

import hmac

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.gate import sums
from ouzel.activity.gate.key import Key

ENGINES = [
    pytest.param(sums._by_duckdb, id="duckdb"),
    pytest.param(
        sums._by_datafusion,
        id="datafusion",
        marks=pytest.mark.skipif(
            not sums.has_datafusion(), reason="DataFusion is not installed: pip install ouzel[gate]"
        ),
    ),
]


def by_hand(message: bytes, key: Key, before: bytes) -> int:
    return int.from_bytes(hmac.digest(key.secret, before + message, "sha256")[:8], "big")


@pytest.mark.parametrize("engine", ENGINES)
@given(
    messages=st.lists(st.binary(max_size=200), min_size=1),
    secret=st.binary(min_size=32, max_size=130),
    before=st.binary(max_size=9),
)
def test_sum_is_that_of_the_standard_library(
    engine: sums.Engine, messages: list[bytes], secret: bytes, before: bytes
) -> None:
    key = Key(secret)
    inner, outer = key.pads
    made = engine(pa.array(messages, pa.binary()), inner=inner + before, outer=outer)
    assert made.dtype == np.uint64
    assert made.tolist() == [by_hand(message, key, before) for message in messages]


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_stay_in_order_over_all_cores(engine: sums.Engine) -> None:
    messages = [f"{number:09}".encode() for number in range(sums.PART * 9 + 7)]
    key = Key(b"k" * 32)
    inner, outer = key.pads
    made = engine(pa.array(messages), inner=inner, outer=outer)
    for at in range(0, len(messages), 5_003):
        assert int(made[at]) == by_hand(messages[at], key, b"")
    assert len(np.unique(made)) == len(messages)


def test_duckdb_has_no_place_on_the_disk() -> None:
    assert sums._duckdb().cursor().execute("SELECT current_setting('temp_directory')").fetchone() == ("",)
