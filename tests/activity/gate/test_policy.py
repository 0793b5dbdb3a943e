"""Policies of the gate."""

from datetime import date

import pytest

from ouzel.activity.fields import FIELDS, KIND
from ouzel.activity.gate.kinds import Kind
from ouzel.activity.gate.policy import IDENTIFIERS, Treatment, policies, policy, read_policies
from ouzel.core.errors import ContentError

TEXT = """
[mine]
version = 3
words = "Ours"
purpose = "Payment"
retention_days = 30
unmapped = "drop"
refuses = ["name"]
[mine.fields]
pseudonymise = ["person"]
generalise = ["residence"]
keep = ["provider"]
"""


@pytest.mark.parametrize("name", list(policies()))
def test_shipped_policies_say_what_is_done_with_every_field(name: str) -> None:
    shipped = policy(name)
    assert set(shipped.treatments) == {*FIELDS, KIND}
    assert shipped.purpose
    for field in FIELDS.values():
        if field.personal:
            assert shipped.treatment(field.name) is not Treatment.KEEP
    for field_name in IDENTIFIERS:
        assert shipped.treatment(field_name) is Treatment.PSEUDONYMISE


def test_policy_of_ones_own_is_read() -> None:
    mine = read_policies(TEXT, file="mine.toml")["mine"]
    assert str(mine) == "mine 3"
    assert mine.refuses == {Kind.NAME}
    assert mine.treatment("residence") is Treatment.GENERALISE
    assert mine.retain_until(date(2026, 4, 1)) == date(2026, 5, 1)
    with pytest.raises(ContentError, match="does not say what is done"):
        mine.treatment("spell")


@pytest.mark.parametrize(("old", "new", "says"), [
    ('keep = ["provider"]', 'keep = ["person"]', "person"),
    ('keep = ["provider"]', 'keep = ["birth_date"]', "may not be kept"),
    ('pseudonymise = ["person"]', 'pseudonymise = ["residence"]', "residence"),
    ('pseudonymise = ["person"]', 'pseudonymise = ["sex"]', "is no identifier"),
    ('generalise = ["residence"]', 'generalise = ["age"]', "can be generalised"),
    ("retention_days = 30", "retention_days = 0", "retention"),
    ('purpose = "Payment"', "", "purpose"),
    ('unmapped = "drop"', 'unmapped = "keep"', "keep"),
    ('refuses = ["name"]', 'refuses = ["names"]', "names"),
    ("version = 3", "version = ", "not TOML"),
])  # fmt: skip
def test_policy_that_would_let_identifiers_pass_is_refused(old: str, new: str, says: str) -> None:
    with pytest.raises(ContentError, match=says):
        read_policies(TEXT.replace(old, new), file="mine.toml")


def test_unknown_policy_names_those_there_are() -> None:
    with pytest.raises(ContentError, match="pseudonymise, strict"):
        policy("lax")
