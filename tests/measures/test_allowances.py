"""What a body may spend on running itself, by date, with how certain that is."""

from datetime import date
from decimal import Decimal

import pytest

from ouzel.measures.allowances import allowance, allowances


@pytest.mark.parametrize(
    ("on", "value"), [(date(2016, 4, 1), "22"), (date(2025, 3, 31), "22"), (date(2025, 4, 1), "18.76")]
)
def test_the_allowance_of_the_day(on, value):
    found = allowance(on)
    assert found is not None
    assert (found.value, found.unit) == (Decimal(value), "£ per head")
    assert found.source


def test_before_the_first_there_is_none():
    assert allowance(date(2016, 3, 31)) is None


def test_what_nobody_looked_up_says_so():
    assert "from memory" in allowances()[0].words
    assert "from memory" not in allowances()[1].words
