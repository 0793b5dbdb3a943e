"""The small register, a store, prices, and lines of it across the merger of 2021."""

from datetime import date

import pytest

from ouzel.activity.models import PricingRun
from ouzel.activity.prices.demonstration import demonstration_book
from ouzel.activity.prices.loading import load_book
from ouzel.activity.running import run
from ouzel.activity.store import Store
from tests.activity.answers.asked import BEDFORD, LUTON, MK, stay
from tests.activity.loads import ON
from tests.activity.paying import take
from tests.core.people import OPERATOR
from tests.reorganisation.conftest import known_bodies, register

__all__ = ["known_bodies", "register"]


@pytest.fixture
def lines(register: None, store: Store) -> None:
    """Seven admitted lines: of three groups before their merger, of the one after it, and two that nobody pays for."""
    load_book(
        demonstration_book(since=date(2020, 4, 1), until=date(2022, 4, 1), published=date(2020, 3, 1)), by=OPERATOR
    )
    take(
        store, "admitted",
        stay("2021-02-03", practice=LUTON, commissioner="06P", price="1000"),
        stay("2021-02-05", practice=MK, commissioner="06P", price="2000.50"),
        stay("2021-03-03", practice=BEDFORD, provider="RD8"),
        stay("2021-05-03", practice=LUTON),
        stay("2021-05-04", practice=MK, currency="ZZ99Z", commissioner="M1J4Y", price="300"),
        stay("2021-05-05", practice="Y99999", price="50"),
        stay("2021-05-06", practice=BEDFORD, overseas="F"),
    )  # fmt: skip


@pytest.fixture
def made(lines: None, store: Store) -> PricingRun:
    """A run over them."""
    return run(by=OPERATOR, on=ON, store=store)
