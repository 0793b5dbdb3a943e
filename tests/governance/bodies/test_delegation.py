"""Whether a body may decide is worked out from its scheme on the day, and nobody gives what they have not."""

from datetime import date, timedelta
from typing import Any

import pytest

from ouzel.core.errors import ContentError
from ouzel.core.types.money import pounds
from ouzel.governance.bodies.actions import delegate, end_delegation, open_body
from ouzel.governance.bodies.delegation import may_decide, powers
from ouzel.governance.models import Body
from tests.governance.world import APPOINTED, LIMIT, SECRETARY, SOURCE, World

DAY = date(2021, 3, 16)


def give(*, to: Body, scheme_of: Body, kind: str, limit: int | None = None, **more: Any) -> None:
    delegate(
        **{"to": to, "scheme_of": scheme_of, "kind": kind, "limit": limit, "since": APPOINTED, "known": APPOINTED,
           "source": SOURCE, "by": SECRETARY, **more}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pence", "allowed", "words"),
    [
        (LIMIT, True, "allows it up to £500,000"),
        (LIMIT + 1, False, "£500,000.01 is more than the £500,000"),
        (None, False, "say what the decision commits"),
        (0, True, "allows it up to"),
    ],
)
def test_authority_limit(world: World, pence: int | None, allowed: bool, words: str) -> None:
    found = may_decide(body=world.finance_committee, kind="contract-award", pence=pence, on=DAY)
    assert found.allowed is allowed
    assert words in found.why
    assert found.line is not None


def test_authority_limit_exceeded_names_who_may(world: World) -> None:
    found = may_decide(body=world.finance_committee, kind="contract-award", pence=LIMIT * 2, on=DAY)
    assert "Governing body of Luton may decide it" in found.why


def test_authority_committee_without_a_line_is_refused(world: World) -> None:
    found = may_decide(body=world.finance_committee, kind="policy", pence=None, on=DAY)
    assert not found.allowed
    assert "Governing body of Luton may decide it" in found.why


def test_authority_reserved_to_the_parent_is_refused_naming_it(world: World) -> None:
    found = may_decide(body=world.finance_committee, kind="merger", pence=None, on=DAY)
    assert not found.allowed
    assert "reserves decisions of this kind to Governing body of Luton" in found.why
    for body in world.three:
        assert may_decide(body=body, kind="merger", pence=None, on=DAY).allowed


def test_authority_body_of_its_own_keeps_what_it_gave_nobody(world: World) -> None:
    found = may_decide(body=world.luton, kind="policy", pence=None, on=DAY)
    assert found.allowed
    assert found.line is None


def test_authority_body_that_does_not_exist(world: World) -> None:
    found = may_decide(body=world.board, kind="policy", pence=None, on=DAY)
    assert not found.allowed
    assert "does not exist" in found.why


def test_authority_unknown_kind(world: World) -> None:
    with pytest.raises(ContentError, match="no such kind of decision"):
        may_decide(body=world.luton, kind="contract", pence=None, on=DAY)


def test_authority_dates_of_the_line(world: World) -> None:
    before = APPOINTED - timedelta(days=1)
    assert not may_decide(body=world.finance_committee, kind="contract-award", pence=1, on=before).allowed
    end_delegation(
        to=world.finance_committee, scheme_of=world.luton, kind="contract-award", on=DAY, known=DAY, source=SOURCE,
        by=SECRETARY,
    )  # fmt: skip
    ask = {"body": world.finance_committee, "kind": "contract-award", "pence": 1}
    assert may_decide(**ask, on=DAY - timedelta(days=1)).allowed  # type: ignore[arg-type]
    assert not may_decide(**ask, on=DAY).allowed  # type: ignore[arg-type]
    assert may_decide(**ask, on=DAY, known_at=DAY - timedelta(days=1)).allowed  # type: ignore[arg-type]


def test_authority_condition_is_said(world: World) -> None:
    give(to=world.finance_committee, scheme_of=world.luton, kind="policy", condition="the chair agrees.")
    found = may_decide(body=world.finance_committee, kind="policy", pence=None, on=DAY)
    assert found.allowed
    assert found.why.endswith("provided that: the chair agrees")


def test_authority_lowest_limit_of_several_schemes(world: World) -> None:
    joint = open_body(
        slug="joint", name="Joint committee", kind="joint-committee", organisations=["06P", "06F"], since=APPOINTED,
        known=APPOINTED, source=SOURCE, by=SECRETARY,
    )  # fmt: skip
    give(to=joint, scheme_of=world.luton, kind="spending", limit=2000)
    give(to=joint, scheme_of=world.bedfordshire, kind="spending", limit=1000)
    assert may_decide(body=joint, kind="spending", pence=1000, on=DAY).allowed
    found = may_decide(body=joint, kind="spending", pence=1001, on=DAY)
    assert not found.allowed
    assert "Bedfordshire" in found.why


def buyers(world: World) -> Body:
    return open_body(
        slug="buyers", name="Buyers", kind="sub-committee", organisations=["06P"], part_of="luton-finance-committee",
        since=APPOINTED, known=APPOINTED, source=SOURCE, by=SECRETARY,
    )  # fmt: skip


def test_authority_of_a_sub_committee_goes_no_further_than_its_committee_s(world: World) -> None:
    under = buyers(world)
    give(to=under, scheme_of=world.finance_committee, kind="contract-award", limit=400)
    ask = {"body": under, "kind": "contract-award", "pence": 400}
    assert may_decide(**ask, on=DAY).allowed  # type: ignore[arg-type]
    end_delegation(
        to=world.finance_committee, scheme_of=world.luton, kind="contract-award", on=DAY, known=DAY, source=SOURCE,
        by=SECRETARY,
    )  # fmt: skip
    found = may_decide(**ask, on=DAY)  # type: ignore[arg-type]
    assert not found.allowed
    assert "Buyers may decide no more than who gave it this" in found.why
    assert "Nothing of this kind is delegated to Finance committee of Luton" in found.why
    assert may_decide(**ask, on=DAY - timedelta(days=1)).allowed  # type: ignore[arg-type]
    give(to=world.finance_committee, scheme_of=world.luton, kind="contract-award", limit=399, since=DAY, known=DAY)
    assert "£4 is more than the £3.99" in may_decide(**ask, on=DAY).why  # type: ignore[arg-type]
    assert may_decide(body=under, kind="contract-award", pence=399, on=DAY).allowed


def test_authority_reserved_within_a_committee_is_the_sub_committee_s(world: World) -> None:
    under = buyers(world)
    give(to=under, scheme_of=world.finance_committee, kind="contract-award", limit=400, reserved=True)
    assert may_decide(body=under, kind="contract-award", pence=400, on=DAY).allowed
    found = may_decide(body=world.finance_committee, kind="contract-award", pence=1, on=DAY)
    assert "The scheme of Finance committee of Luton reserves decisions of this kind to Buyers" in found.why


def test_delegating_onwards_no_more_than_one_has(world: World) -> None:
    under = buyers(world)
    with pytest.raises(ContentError, match="may not delegate this"):
        give(to=under, scheme_of=world.finance_committee, kind="policy")
    with pytest.raises(ContentError, match="may not delegate this"):
        give(to=under, scheme_of=world.finance_committee, kind="contract-award", limit=LIMIT + 1)
    with pytest.raises(ContentError, match="Set a limit no higher"):
        give(to=under, scheme_of=world.finance_committee, kind="contract-award")
    give(to=under, scheme_of=world.finance_committee, kind="contract-award", limit=100)
    assert [line.limit for line in powers(under, on=DAY)] == [100]
    found = may_decide(body=under, kind="contract-award", pence=101, on=DAY)
    assert "Finance committee of Luton may decide it" in found.why


def test_delegating_what_is_reserved_is_refused_both_ways(world: World) -> None:
    with pytest.raises(ContentError, match="reserves it to luton-governing-body"):
        give(to=world.finance_committee, scheme_of=world.luton, kind="merger")
    with pytest.raises(ContentError, match="gives it to luton-finance-committee"):
        give(to=world.luton, scheme_of=world.luton, kind="contract-award", reserved=True)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"limit": -1}, "not below nothing"),
        ({"kind": "contract"}, "no such kind of decision"),
        ({"since": date(2019, 1, 1)}, "does not exist on this day"),
        ({"source": ""}, "where this is from"),
    ],
)
def test_delegating_refused(world: World, changed: dict[str, Any], words: str) -> None:
    with pytest.raises(ContentError, match=words):
        give(**{"to": world.finance_committee, "scheme_of": world.luton, "kind": "policy", **changed})


def test_delegating_to_oneself_only_as_reserved(world: World) -> None:
    with pytest.raises(ContentError, match="need not delegate to itself"):
        give(to=world.luton, scheme_of=world.luton, kind="budget")


def test_pounds_in_words() -> None:
    assert [pounds(pence) for pence in (0, 5, 100, 123456)] == ["£0", "£0.05", "£1", "£1,234.56"]
