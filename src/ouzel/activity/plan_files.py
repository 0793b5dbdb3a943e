"""Plans of activity and money from a plain file, a year at a time (docs/reference/activity-plans.md)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from django.db import transaction

from ouzel.activity.accounts import AccountMonthKey
from ouzel.activity.models import PlanLine
from ouzel.activity.prices import deliveries
from ouzel.activity.prices.amounts import Row
from ouzel.activity.prices.layouts import open_rows
from ouzel.activity.providers import canonical
from ouzel.activity.readers.pods import POINTS
from ouzel.activity.small_files import look_at_words
from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import ReferenceRelease, ReleaseState
from ouzel.core.permissions import Permission, require, today
from ouzel.core.releases import Origin, finish_release, start_release, withdraw_release
from ouzel.register.gathering import digest

KIND = "activity-plan"
NEEDS = Permission.ACTIVITY_LOAD
COLUMNS = ("year", "month", "provider", "commissioner", "specialty", "pod", "activity", "price")
BLOCK = 5_000
MOST = 10**15
"""Above any plan there is, in thousandths and in pence."""


class Action(StrEnum):
    """What plans of activity record in the audit trail."""

    LOADED = "activity.plan.loaded"


def load_plan(path: Path, *, name: str, by: Actor, published: date, source: str = "") -> ReferenceRelease:
    """Load the plan of a financial year: a release of kind `activity-plan` with its lines, whole or not at all.

    `published` is the day the plan became known; `source` who agreed it (else the file is named). ContentError with the
    line of the first fault, and where the year has a plan already: withdraw that first.
    """
    require(by, NEEDS, on=today())
    look_at_words(name=name, source=source)
    lines = list(_lines(path))
    if not lines:
        raise ContentError("the plan has no rows", path.name)
    year = lines[0].year
    since = date(year // 100, 4, 1)
    with transaction.atomic():
        locks.take(locks.Lock.ACTIVITY)
        if there := plan_of_year(year):
            raise ContentError(
                f"there is a plan of that year: {there.name}", path.name, field="year", value=str(year),
                right=f"Withdraw release {there.pk} first",
            )  # fmt: skip
        release = start_release(
            kind=KIND, name=name, since=since, until=since.replace(year=since.year + 1),
            origin=Origin(source or f"the file {path.name}", published), by=by, needs=NEEDS,
        )  # fmt: skip
        for line in lines:
            line.release = release
        PlanLine.objects.bulk_create(lines, batch_size=BLOCK)
        done = finish_release(release=release, sha256=digest(path), by=by, needs=NEEDS)
        audit.record(
            by=by, action=Action.LOADED, subject=str(done),
            detail={"file": path.name, "release": done.pk, "year": year, "lines": len(lines),
                    "pence": sum(line.pence for line in lines), "published": published},
        )  # fmt: skip
    return done


@transaction.atomic
def withdraw_plan(*, release: ReferenceRelease, by: Actor, why: str) -> ReferenceRelease:
    """Take a plan back, so that another can take its place; its lines stay. ContentError without a reason."""
    if release.kind != KIND:
        raise ContentError("this release is not a plan of activity", field="release", value=str(release))
    if not why.strip():
        raise ContentError("a withdrawal needs its reason", field="why")
    return withdraw_release(release=release, by=by, why=why, needs=NEEDS)


def plan_of_year(year: int) -> ReferenceRelease | None:
    """The plan that counts for a year such as 202526; None where none is loaded."""
    ready = ReferenceRelease.objects.filter(kind=KIND, state=ReleaseState.READY)
    return ready.filter(effective__contains=date(year // 100, 4, 1)).first()


def _lines(path: Path) -> Iterator[PlanLine]:
    headings, rows = open_rows(path)
    if missing := [column for column in COLUMNS if column not in headings]:
        raise ContentError(
            "the plan lacks a column", path.name, 1, missing[0], right=f"The columns are {', '.join(COLUMNS)}"
        )
    pods = set(POINTS) | {
        pod for each in deliveries.shipped() for rule in each.rules for pod in (rule.pod, rule.short_pod)
    }
    seen: dict[tuple[object, ...], int] = {}
    years: set[int] = set()
    for row in rows:
        line = _line(row, pods)
        years.add(line.year)
        if len(years) > 1:
            raise row.refuse("year", "a plan is of one financial year", "Load each year by itself")
        key = line.month, line.provider, line.commissioner, line.specialty, line.pod
        if key in seen:
            raise row.refuse("pod", f"this is planned in line {seen[key]} already", "Give one row with their sum")
        seen[key] = row.line
        yield line


def _line(row: Row, pods: set[str]) -> PlanLine:
    said = {name: row.needed(name) for name in ("year", "month", "provider", "commissioner", "pod")}
    year = said["year"].replace("/", "").replace("-", "")
    if len(year) == 8 and year[4:6] == year[:2]:
        year = year[:4] + year[6:]
    for name, text in (("year", year), ("month", said["month"])):
        if not text.isdecimal():
            raise row.refuse(
                name, "this is not a month of account", "The year is like 2025/26, the month 1 (April) to 12"
            )
    try:
        month = AccountMonthKey(int(year), int(said["month"]))
    except ContentError as error:
        raise row.refuse("month", error.problem, error.right) from None
    if said["pod"] not in pods:
        raise row.refuse(
            "pod", "there is no such point of delivery", "Use the national code, such as EL, NEL or OPFASPCL"
        )
    return PlanLine(
        year=month.year, month=month.month, provider=canonical(row.code("provider")),
        commissioner=row.code("commissioner").upper(), specialty=row.code("specialty"), pod=said["pod"],
        activity=_signed(row, "activity", digits=3), pence=_signed(row, "price", digits=2), line=row.line,
    )  # fmt: skip


def _signed(row: Row, field: str, *, digits: int) -> int:
    """A decimal number that may be below 0, as savings are, in units of its last digit."""
    text = row.needed(field)
    below = text.startswith(("-", "\u2212"))
    found = replace(row, values={**row.values, field: text[1:] if below else text}).scaled(field, digits=digits)
    if found is None or found >= MOST:
        raise row.refuse(field, "this is not an amount that can be planned", "Write it like 1234.50")
    return -found if below else found
