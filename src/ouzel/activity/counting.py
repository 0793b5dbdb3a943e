"""Which loads count, and what is needed to work on the store under its lock."""

import csv
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import ibis

from ouzel.activity import cube
from ouzel.activity.models import ActivityLoad, LoadState, PricingRun
from ouzel.activity.store import Store
from ouzel.activity.store.staging import marked, sweep, unmark

COUNTED = "counted"
"""In the report of an erased load: it counted until then, so that what it replaced stays replaced."""


class Action(StrEnum):
    """What loads of activity record in the audit trail."""

    LOADED = "activity.load.taken"
    WITHDRAWN = "activity.load.withdrawn"
    ERASED = "activity.load.erased"
    LINES_READ = "activity.lines.read"


def counting_loads() -> frozenset[int]:
    """The numbers to give as `ready` to `live_lines`: loads that are ready, and those erased while they were.

    These have no lines any more; what they had replaced still does not count.
    """
    rows = ActivityLoad.objects.filter(state__in=(LoadState.READY, LoadState.ERASED))
    told = rows.values_list("pk", "state", f"report__{COUNTED}")
    return frozenset(number for number, state, counted in told if state == LoadState.READY or counted)


def ready_loads(*, datasets: Collection[str] | None = None) -> tuple[int, ...]:
    """The numbers of the loads that are ready, in order; of some data sets or of all (None)."""
    rows = ActivityLoad.objects.filter(state=LoadState.READY)
    rows = rows if datasets is None else rows.filter(dataset__in=datasets)
    return tuple(rows.order_by("pk").values_list("pk", flat=True))


@cache
def paid_apart() -> frozenset[str]:
    """The currencies of unbundled lines that are paid by themselves, whatever the spell they belong to.

    Source: NHS England, Commissioner Assignment Method 2025/26.
    """
    text = files("ouzel.activity").joinpath("unbundled.csv").read_text(encoding="utf-8")
    return frozenset(row["currency"] for row in csv.DictReader(text.splitlines()))


def sweep_up(store: Store) -> None:
    """Remove what loads and runs left that were cut off; for whoever holds `Lock.ACTIVITY`."""
    sweep(store, known=_known)
    cube.sweep(store, known=lambda runs: PricingRun.objects.filter(pk__in=runs).values_list("pk", flat=True))


def settle_marks(store: Store) -> None:
    """Take away the marks of loads that the database has; after the transaction."""
    unmark(store, _known(marked(store)))


def _known(loads: Collection[int]) -> set[int]:
    return set(ActivityLoad.objects.filter(pk__in=loads).values_list("pk", flat=True))


@contextmanager
def working() -> Iterator[Any]:
    """An engine of its own for work on the store, that writes nothing beside it."""
    connection = ibis.duckdb.connect(":memory:")
    try:
        connection.con.execute("SET temp_directory = ''")
        yield connection
    finally:
        connection.disconnect()
