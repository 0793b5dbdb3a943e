"""The small register of Bedfordshire, Luton and Milton Keynes, for figures of its practices and groups."""

import pytest

from tests.reorganisation.conftest import known_bodies, register

__all__ = ["known_bodies", "lists", "register"]


@pytest.fixture
def lists(register: None) -> None:
    """The lists of its practices on five days are loaded."""
    from ouzel.measures import actions
    from tests.core.people import OPERATOR
    from tests.sourced_facts import DEMO

    actions.load([DEMO / "list_sizes.csv"], by=OPERATOR)
