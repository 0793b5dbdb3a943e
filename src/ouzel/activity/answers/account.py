"""Accounts as they were posted: the price of each month, adjustments to it, and what is frozen."""

from dataclasses import dataclass
from typing import cast

import pandas as pd
from django.db.models import Max

from ouzel.activity.accounts import AccountMonthKey, Frozen, posted
from ouzel.activity.answers.runs import NEEDS, latest_run
from ouzel.activity.answers.staleness import stale_since
from ouzel.activity.answers.totals import totals_of
from ouzel.activity.models import Posting
from ouzel.activity.posting import differs
from ouzel.core.permissions import Viewer, require, today

KEYS = ("year", "month", "provider", "commissioner", "pod")
COLUMNS = (*KEYS, "lines", "activity", "price", "adjustment", "total", "frozen")
WHYS = ("year", "month", "provider", "commissioner", "pod", "activity_year", "activity_month", "why")


@dataclass(frozen=True, eq=False)
class Account:
    """`frame` (`COLUMNS`): a row for each month of account, provider, commissioner and point of delivery, in pence.

    `adjustment` is what was posted to the month for earlier months; `adjustments` tells each with its cause.
    """

    frame: pd.DataFrame
    adjustments: pd.DataFrame
    empty: str = ""
    stale: str = ""  # what changed since the newest run, which may not be posted either


def account(*, viewer: Viewer, year: int | None = None, provider: str = "", commissioner: str = "") -> Account:
    """The accounts of a year such as 202526 (None: all), of a provider or commissioner ("": of all).

    PermissionDenied for who may not see figures of activity.
    """
    require(viewer, NEEDS, on=today())
    asked = {"year": year, "provider": provider, "commissioner": commissioner}
    postings = Posting.objects.visible_to(viewer).filter(**{name: value for name, value in asked.items() if value})
    frozen = Frozen()
    rows: dict[tuple[object, ...], list[int]] = {}
    for (kind, *key), sums in posted(by=("kind", *KEYS), postings=postings).items():
        row = rows.setdefault(tuple(key), [0, 0, 0, 0])
        row[0] += sums.lines
        row[1] += sums.activity
        row[2 if kind == "price" else 3] += sums.pence
    told = [
        (*key, *row, row[2] + row[3], frozen.holds(_month(key), str(key[2])))
        for key, row in sorted(rows.items(), key=lambda each: cast("tuple[int, int, str, str, str]", each[0]))
    ]
    changes = posted(by=WHYS, postings=postings.filter(kind="adjustment"))
    adjustments = [(*key, sums.lines, sums.activity, sums.pence) for key, sums in sorted(changes.items(), key=repr)]
    return Account(
        pd.DataFrame(told, columns=list(COLUMNS)),
        pd.DataFrame(adjustments, columns=[*WHYS, "lines", "activity", "pence"]),
        "" if told else "Nothing has been posted to these accounts. Post a run: ouzel activity post.",
        _behind(viewer),
    )


def _behind(viewer: Viewer) -> str:
    """What the accounts do not have yet: a newer run, or what has changed since the newest."""
    run = latest_run()
    if run is None:
        return ""
    newest = Posting.objects.visible_to(viewer).aggregate(run=Max("run"))["run"]
    later = newest is not None and newest < run.pk
    waiting = (
        f"Run {run.pk} of {run.on.day} {run.on:%B %Y} is not posted. " if later and differs(totals_of(run)[0]) else ""
    )
    return f"{waiting}{stale_since(run)}".strip()


def _month(key: tuple[object, ...]) -> AccountMonthKey:
    return AccountMonthKey(cast(int, key[0]), cast(int, key[1]))
