"""A register with nothing in it but the statutory events that every register has."""

import pytest

from ouzel.register import actions, search
from tests.core.people import OPERATOR


@pytest.fixture
def register(db: None) -> None:
    """The first edition. What a test loads on top of it is gone after the test."""
    search._index.cache_clear()  # an edition number is used again once a test is over
    actions.load([], by=OPERATOR)
