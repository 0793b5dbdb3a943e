"""Freezing months of account, and their published calendar: both are written down, never worked out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from django.db import transaction

from ouzel.activity.accounts import AccountMonthKey, Frozen
from ouzel.activity.models import AccountMonth, Freeze, Posting
from ouzel.activity.prices.amounts import Row
from ouzel.activity.prices.layouts import open_rows
from ouzel.activity.providers import canonical
from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, require, today
from ouzel.reorganisation.wording import in_words

NEEDS = Permission.ACTIVITY_FREEZE
DATES = ("inclusion", "reconciliation", "post_reconciliation")


class Action(StrEnum):
    """What months of account record in the audit trail."""

    FROZEN = "activity.month.frozen"
    CALENDAR = "activity.calendar.recorded"


@dataclass(frozen=True)
class CalendarMonth:
    """The published dates of one month of account. None: not published.

    `inclusion`: the last day to send activity; the other two: the days of the two accounts.
    """

    month: AccountMonthKey
    inclusion: date | None
    reconciliation: date | None
    post_reconciliation: date | None


@transaction.atomic
def freeze_month(*, year: int, month: int, provider: str = "", by: Actor, on: date) -> Freeze:
    """Freeze a month of a provider's account ("": of all): what changes later is posted to the next open month.

    `year` is like 202526; `month` counts from April. `on`: the day it is done. There is no way back, so nothing is
    frozen by a slip: ContentError for a month that is frozen already or has not ended by that day, and for a provider
    of whom nothing is posted.
    """
    require(by, NEEDS, on=today())
    key, provider = AccountMonthKey(year, month), canonical(provider)
    locks.take(locks.Lock.ACTIVITY)
    if Frozen().holds(key, provider):
        raise ContentError(f"{key} is frozen already", field="month", value=provider)
    if on < key.end:
        raise ContentError(f"{key} has not ended", field="month", right=f"From {in_words(key.end)} on")
    if provider and not Posting.objects.filter(provider=provider).exists():
        raise ContentError("nothing is posted of this provider", field="provider", value=provider,
                           right="Its code as the accounts have it, such as RC9; empty for all")  # fmt: skip
    freeze = Freeze.objects.create(year=year, month=month, provider=provider, by=str(by), on=on)
    audit.record(
        by=by, action=Action.FROZEN, subject=f"{key}, {provider or 'all providers'}",
        detail={"freeze": freeze.pk, "year": year, "month": month, "provider": provider, "on": on},
    )  # fmt: skip
    return freeze


def nothing_posted(freeze: Freeze) -> str:
    """What to know of a month that was frozen before anything was posted to it; "" where something was."""
    posted = Posting.objects.filter(year=freeze.year, month=freeze.month)
    if (posted.filter(provider=freeze.provider) if freeze.provider else posted).exists():
        return ""
    return "Nothing was posted to it: all that comes of it is an adjustment in the next open month."


def read_calendar(path: Path) -> tuple[CalendarMonth, ...]:
    """A calendar from a CSV file: year, month and the three dates (yyyy-mm-dd, or blank)."""
    headings, rows = open_rows(path)
    if missing := sorted({"year", "month", *DATES} - set(headings)):
        raise ContentError("the calendar lacks a column", path.name, 1, missing[0])
    return tuple(_month(row) for row in rows)


@transaction.atomic
def record_calendar(*, months: Iterable[CalendarMonth], source: str, by: Actor) -> int:
    """Keep the published dates of months; those of a month that is kept already take their place. How many there were.

    ContentError without a source, for a month twice, and for dates that are out of order.
    """
    require(by, NEEDS, on=today())
    if not source.strip():
        raise ContentError("the calendar needs its source", field="source")
    rows = list(months)
    locks.take(locks.Lock.ACTIVITY)
    seen: set[AccountMonthKey] = set()
    for row in rows:
        if row.month in seen:
            raise ContentError(f"{row.month} is given twice", field="month")
        seen.add(row.month)
        said = [each for each in (row.inclusion, row.reconciliation, row.post_reconciliation) if each is not None]
        if said != sorted(said):
            raise ContentError(
                f"the dates of {row.month} are not in order", field="reconciliation",
                right="Inclusion comes first, then reconciliation, then post-reconciliation",
            )  # fmt: skip
        AccountMonth.objects.update_or_create(
            year=row.month.year, month=row.month.month,
            defaults={"inclusion": row.inclusion, "reconciliation": row.reconciliation,
                      "post_reconciliation": row.post_reconciliation, "source": source},
        )  # fmt: skip
    kept = [
        {"month": str(row.month), "inclusion": row.inclusion, "reconciliation": row.reconciliation,
         "post_reconciliation": row.post_reconciliation}
        for row in rows
    ]  # fmt: skip
    audit.record(
        by=by, action=Action.CALENDAR, subject=f"calendar of {len(rows)} months of account",
        detail={"source": source, "months": kept},
    )  # fmt: skip
    return len(rows)


def _month(row: Row) -> CalendarMonth:
    said = {name: row.needed(name) for name in ("year", "month")}
    if not all(value.isdecimal() for value in said.values()):
        raise row.refuse("month", "this is not a month of account", "The year is like 202526, the month 1 to 12")
    dates = []
    for name in DATES:
        try:
            dates.append(date.fromisoformat(row.text(name)) if row.text(name) else None)
        except ValueError:
            raise row.refuse(name, "this is not a date", "Write it like 2025-05-16") from None
    return CalendarMonth(AccountMonthKey(int(said["year"]), int(said["month"])), *dates)
