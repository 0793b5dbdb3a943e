"""What is posted comes to the latest totals, always; frozen months are left alone."""

from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from ouzel.activity.accounts import AccountMonthKey, Balance, posted
from ouzel.activity.freezing import freeze_month
from ouzel.activity.models import Posting
from ouzel.activity.posting import Posted, Total
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import AuditEntry
from tests.activity.accounts import APRIL, JULY, JUNE, MAY, ON, post, run, total
from tests.core.people import OPERATOR, user

pytestmark = pytest.mark.django_db


def rows() -> list[tuple[str, int, int, int]]:
    """Kind, month of account, month of activity and pence of each posting, in order."""
    return list(Posting.objects.order_by("pk").values_list("kind", "month", "activity_month", "pence"))


def freeze(month: AccountMonthKey, provider: str = "") -> None:
    freeze_month(year=month.year, month=month.month, provider=provider, by=OPERATOR, on=max(ON, month.end))


def test_post_first_run_goes_to_the_months_of_its_activity() -> None:
    done = post(total(500, APRIL), total(700, MAY))
    assert done == Posted(prices=2, adjustments=0, price_pence=1_200, adjustment_pence=0, unchanged=0)
    assert rows() == [("price", 1, 1, 500), ("price", 2, 2, 700)]


def test_post_same_totals_again_adds_nothing() -> None:
    post(total(500), total(700, MAY))
    assert post(total(700, MAY), total(500)) == Posted(0, 0, 0, 0, unchanged=2)
    assert len(rows()) == 2
    assert AuditEntry.objects.filter(action="activity.account.posted").count() == 1


def test_post_change_of_an_open_month_is_posted_to_it() -> None:
    post(total(500, lines=2))
    post(total(650, lines=3), why="late records")
    assert rows() == [("price", 1, 1, 500), ("price", 1, 1, 150)]
    last = Posting.objects.latest("pk")
    assert (last.lines, last.activity, last.why) == (1, 1_000, "late records")


def test_post_change_of_a_frozen_month_is_an_adjustment_in_the_next_open_one() -> None:
    post(total(500), total(700, MAY))
    freeze(APRIL)
    freeze(MAY)
    done = post(total(550), total(690, MAY), total(10, JUNE), why="prices reissued on 27 June 2025")
    assert (done.adjustments, done.adjustment_pence, done.price_pence) == (2, 40, 10)
    assert rows()[2:] == [("adjustment", 3, 1, 50), ("adjustment", 3, 2, -10), ("price", 3, 3, 10)]
    assert [p.why for p in Posting.objects.filter(kind="adjustment")] == [
        "month 1 of 2025/26 is frozen: the difference from what was posted, prices reissued on 27 June 2025",
        "month 2 of 2025/26 is frozen: the difference from what was posted, prices reissued on 27 June 2025",
    ]


def test_post_adjusted_month_frozen_too_sends_the_next_change_further() -> None:
    post(total(500))
    freeze(APRIL)
    post(total(550))
    freeze(MAY)
    post(total(540))
    assert rows() == [("price", 1, 1, 500), ("adjustment", 2, 1, 50), ("adjustment", 3, 1, -10)]


def test_post_late_activity_of_a_frozen_month_is_an_adjustment() -> None:
    freeze(APRIL)
    post(total(500))
    assert rows() == [("adjustment", 2, 1, 500)]
    assert Posting.objects.get().why == "month 1 of 2025/26 is frozen: it was not posted before"


def test_post_after_march_comes_april_of_the_next_year() -> None:
    march = AccountMonthKey(202526, 12)
    freeze(march)
    post(total(500, march))
    assert Posting.objects.values_list("year", "month", "activity_year", "activity_month").get() == (
        202627,
        1,
        202526,
        12,
    )


def test_post_freeze_of_one_provider_leaves_the_others_open() -> None:
    post(total(1))
    freeze(APRIL, "RC9")
    post(total(500), total(300, provider="RD8"))
    assert rows() == [("price", 1, 1, 1), ("adjustment", 2, 1, 499), ("price", 1, 1, 300)]


def test_post_what_is_no_longer_there_is_taken_back() -> None:
    post(total(500), total(300, pod="EL"))
    post(total(500))
    assert rows()[2:] == [("price", 1, 1, -300)]
    assert posted(by=("pod",)) == {("NEL",): Balance(1, 1_000, 500), ("EL",): Balance(0, 0, 0)}


def test_post_change_of_commissioner_moves_the_amount() -> None:
    post(total(500, commissioner="06F"))
    post(total(500, commissioner="M1J4Y"))
    assert posted(by=("commissioner",))[("06F",)].pence == 0
    assert posted(by=("commissioner",))[("M1J4Y",)].pence == 500


def test_post_older_run_after_a_newer_one_is_refused() -> None:
    old = run()
    post(total(500))
    with pytest.raises(ContentError, match="later run"):
        post(total(400), run=old)


def test_post_same_group_twice_is_refused_and_nothing_posted() -> None:
    with pytest.raises(ContentError, match="given twice"):
        post(total(500), total(400))
    assert not rows()


def test_post_only_by_contract_managers_and_nothing_is_ever_changed() -> None:
    with pytest.raises(PermissionDenied):
        post(total(500), by=Actor.person(user("a@example.org", "analyst")))
    post(total(500))
    with pytest.raises(DatabaseError), transaction.atomic():
        Posting.objects.update(pence=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        Posting.objects.all().delete()


def test_post_is_audited() -> None:
    post(total(500), why="first")
    entry = AuditEntry.objects.get(action="activity.account.posted")
    assert (entry.detail["prices"], entry.detail["price_pence"], entry.detail["on"]) == (1, 500, "2025-07-01")


groups = st.dictionaries(
    st.tuples(st.sampled_from(["RC9", "RD8"]), st.sampled_from(["", "M1J4Y"]), st.sampled_from(["EL", "NEL"]),
              st.sampled_from([APRIL, MAY, JUNE])),
    st.tuples(st.integers(0, 5), st.integers(-1_000, 1_000)), max_size=8,
)  # fmt: skip
steps = st.lists(
    st.one_of(groups, st.tuples(st.sampled_from([APRIL, MAY, JUNE, JULY]), st.sampled_from(["", "RC9", "RD8"]))),
    min_size=1, max_size=7,
)  # fmt: skip


@given(steps=steps)
def test_post_conserves_whatever_is_frozen_between(steps: list[object]) -> None:
    """All postings of a group come to the latest totals; a frozen month keeps the balance it was frozen with."""
    with transaction.atomic():
        point = transaction.savepoint()
        frozen: dict[tuple[AccountMonthKey, str], int] = {}
        for step in steps:
            if isinstance(step, tuple):
                month, provider = step
                try:
                    freeze(month, provider)
                except ContentError:
                    continue
                frozen |= {(month, each): account(month, each) for each in ([provider] if provider else ["RC9", "RD8"])}
                continue
            assert isinstance(step, dict)
            totals = [Total(*key, lines, lines * 1_000, pence) for key, (lines, pence) in step.items()]
            post(*totals)
            expected = Counter({(*key[:3], key[3].year, key[3].month): pence for key, (_, pence) in step.items()})
            found = posted(by=("provider", "commissioner", "pod", "activity_year", "activity_month"))
            assert {key: value.pence for key, value in found.items() if value.pence} == {
                k: v for k, v in expected.items() if v
            }
            assert sum(value.lines for value in found.values()) == sum(lines for lines, _ in step.values())
        for (month, provider), pence in frozen.items():
            assert account(month, provider) == pence
        transaction.savepoint_rollback(point)


def account(month: AccountMonthKey, provider: str) -> int:
    """Pence in a month of a provider's account."""
    return sum(
        Posting.objects.filter(year=month.year, month=month.month, provider=provider).values_list("pence", flat=True)
    )
