"""Totals of a pricing run into the accounts: what is posted is never changed, only added to.

For each provider, commissioner, point of delivery and month of activity, all postings together come to the totals of
the run posted last. What a run changes of an open month is posted to that month; what it changes of a frozen month is
an adjustment in the next open one, which says why.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias, cast

from django.db import transaction

from ouzel.activity.accounts import AccountMonthKey, Balance, Frozen, posted
from ouzel.activity.counting import counting_loads
from ouzel.activity.models import Posting, PricingRun
from ouzel.activity.small_files import look_at_words
from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, require, today

NEEDS = Permission.ACTIVITY_PRICE
BLOCK = 5_000
GROUP = ("provider", "commissioner", "pod", "activity_year", "activity_month")
Group: TypeAlias = tuple[str, str, str, int, int]
NOTHING = Balance(0, 0, 0)


class Action(StrEnum):
    """What accounts record in the audit trail."""

    POSTED = "activity.account.posted"


@dataclass(frozen=True)
class Total:
    """What lines of a group come to. `month` is when the care ended, `pence` is charged; `activity` thousandths."""

    provider: str
    commissioner: str
    pod: str
    month: AccountMonthKey
    lines: int
    activity: int
    pence: int


@dataclass(frozen=True)
class Posted:
    """What a posting did: how many rows of each kind and their pence, and how many groups were as posted before."""

    prices: int
    adjustments: int
    price_pence: int
    adjustment_pence: int
    unchanged: int


@transaction.atomic
def post_run(*, run: PricingRun, totals: Iterable[Total], by: Actor, on: date, why: str = "") -> Posted:
    """Post the totals of a run: the difference of each group from all that is posted of it.

    The totals are of all activity: a group that was posted and is not among them is taken back whole. Posting the same
    totals again adds nothing. `on`: the day it is done; `why`: the cause that adjustments tell ("prices reissued on
    27 June 2025"). ContentError for a group given twice, for a run that is not the newest of all lines, and for one
    with lines of a file that counts no more: nothing that was withdrawn is paid; for a cause that tells of a patient.
    """
    require(by, NEEDS, on=today())
    look_at_words(why=why)
    latest = _by_group(totals)
    locks.take(locks.Lock.ACTIVITY)
    later = PricingRun.objects.filter(pk__gt=run.pk).order_by("-pk")
    newer = next((each for each in later if each.summary.get("whole", True)), None)
    if newer is not None:
        raise ContentError(
            f"there is a later run, {newer.pk}",
            field="run",
            value=str(run.pk),
            right="Price anew and post that run",
        )
    if gone := sorted(set(run.loads) - counting_loads()):
        raise ContentError(
            "the run has lines of files that were withdrawn or erased since", field="run", value=str(run.pk),
            right=f"Price anew and post that run: {'load' if len(gone) == 1 else 'loads'} "
            f"{', '.join(map(str, gone))} no longer {'counts' if len(gone) == 1 else 'count'}",
        )  # fmt: skip
    before = cast(dict[Group, Balance], posted(by=GROUP))
    frozen = Frozen()
    rows: list[Posting] = []
    for group, change in _changes(latest, before):
        rows.append(_posting(run, group, change, frozen, cause=why, again=group in before))
    Posting.objects.bulk_create(rows, batch_size=BLOCK)
    adjustments = [row for row in rows if row.kind == "adjustment"]
    done = Posted(
        prices=len(rows) - len(adjustments), adjustments=len(adjustments),
        price_pence=sum(row.pence for row in rows) - sum(row.pence for row in adjustments),
        adjustment_pence=sum(row.pence for row in adjustments),
        unchanged=len(latest.keys() | before.keys()) - len(rows),
    )  # fmt: skip
    if rows:
        audit.record(
            by=by, action=Action.POSTED, subject=str(run),
            detail={"run": run.pk, "on": on, "why": why, "prices": done.prices, "adjustments": done.adjustments,
                    "price_pence": done.price_pence, "adjustment_pence": done.adjustment_pence},
        )  # fmt: skip
    return done


def differs(totals: Iterable[Total]) -> bool:
    """Whether posting these totals would change anything."""
    return any(True for _ in _changes(_by_group(totals), cast(dict[Group, Balance], posted(by=GROUP))))


def _changes(latest: Mapping[Group, Balance], before: Mapping[Group, Balance]) -> Iterator[tuple[Group, Balance]]:
    for group in sorted(latest.keys() | before.keys()):
        change = _less(latest.get(group, NOTHING), before.get(group, NOTHING))
        if change != NOTHING:
            yield group, change


def _by_group(totals: Iterable[Total]) -> dict[Group, Balance]:
    found: dict[Group, Balance] = {}
    for each in totals:
        group = (each.provider, each.commissioner, each.pod, each.month.year, each.month.month)
        if group in found:
            raise ContentError(
                f"{each.pod} of {each.provider} for {each.commissioner} is given twice in {each.month}", field="totals"
            )
        found[group] = Balance(each.lines, each.activity, each.pence)
    return found


def _less(one: Balance, other: Balance) -> Balance:
    return Balance(one.lines - other.lines, one.activity - other.activity, one.pence - other.pence)


def _posting(run: PricingRun, group: Group, change: Balance, frozen: Frozen, *, cause: str, again: bool) -> Posting:
    provider, commissioner, pod, year, month = group
    of = AccountMonthKey(year, month)
    to = frozen.open_after(of, provider)
    why = ""
    if to != of:
        why = f"{of} is frozen: {'the difference from what was posted' if again else 'it was not posted before'}"
        why = f"{why}, {cause}" if cause else why
    elif again:
        why = cause
    return Posting(
        run=run, kind="price" if to == of else "adjustment", year=to.year, month=to.month, activity_year=of.year,
        activity_month=of.month, provider=provider, commissioner=commissioner, pod=pod, lines=change.lines,
        activity=change.activity, pence=change.pence, why=why,
    )  # fmt: skip
