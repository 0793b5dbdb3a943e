"""Runs and totals for tests of accounts."""

from datetime import date
from typing import Any

from ouzel.activity.accounts import AccountMonthKey
from ouzel.activity.models import PricingRun
from ouzel.activity.posting import Posted, Total, post_run
from tests.core.people import OPERATOR

ON = date(2025, 7, 1)
APRIL, MAY, JUNE, JULY = (AccountMonthKey(202526, month) for month in (1, 2, 3, 4))


def run() -> PricingRun:
    """A run without lines."""
    return PricingRun.objects.create(rules=[], prices=[], loads=[], lines=0, by="the test", on=ON)


def total(
    pence: int, month: AccountMonthKey = APRIL, *, provider: str = "RC9", commissioner: str = "M1J4Y", pod: str = "NEL",
    lines: int = 1,
) -> Total:  # fmt: skip
    return Total(provider, commissioner, pod, month, lines, lines * 1_000, pence)


def post(*totals: Total, **what: Any) -> Posted:
    """Post a new run with these totals."""
    said: dict[str, Any] = {"run": run(), "by": OPERATOR, "on": ON, **what}
    return post_run(totals=totals, **said)
