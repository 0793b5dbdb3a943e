"""The reference names every column, setting, policy and reason that there is."""

import re
from pathlib import Path

from ouzel.activity.prices.deliveries import RULE
from ouzel.activity.prices.layouts import MAY, PRICES
from ouzel.engine.pricing.book import SETTINGS
from ouzel.engine.pricing.reasons import Why
from ouzel.engine.pricing.rounding import POLICIES

TEXT = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "prices.md").read_text()
MARKED = set(re.findall(r"`([^`]+)`", TEXT))


def test_reference_names_columns_settings_and_policies() -> None:
    assert {*PRICES, *MAY, *SETTINGS, *RULE, *POLICIES} <= MARKED
    assert all(policy.words in TEXT for policy in POLICIES.values())


def test_reference_names_each_reason_by_its_number() -> None:
    assert re.findall(r"^\| (\d+) \| ([A-Z_]+) \|", TEXT, re.M) == [(str(why.value), why.name) for why in Why]
