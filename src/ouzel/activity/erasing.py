"""At the end of its retention a load is erased: its lines and identifiers leave the store, its row says so."""

from datetime import date

from django.db import transaction

from ouzel.activity.counting import COUNTED, Action, sweep_up
from ouzel.activity.models import ActivityLoad, LoadState
from ouzel.activity.spilling import sweep_spill
from ouzel.activity.store import Store
from ouzel.activity.store.staging import erase_lines, holding
from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.permissions import Permission, require, today

NEEDS = Permission.ACTIVITY_WITHDRAW


def erase_due(*, on: date, by: Actor, store: Store | None = None) -> tuple[ActivityLoad, ...]:
    """Erase every load whose retention has ended by a day, withdrawn ones too; those erased.

    The database says first that they are, then their files go; what a crash between the two left is removed the next
    time. What an erased load had replaced stays replaced. What was posted to accounts stays: it is of no patient.
    """
    require(by, NEEDS, on=today())
    store = store or Store.at()
    with transaction.atomic():
        locks.take(locks.Lock.ACTIVITY)
        sweep_up(store)
        due = ActivityLoad.objects.filter(
            state__in=(LoadState.READY, LoadState.WITHDRAWN), retain_until__lte=on
        ).select_for_update()
        erased = tuple(_erase(row, on=on, by=by) for row in due)
        transaction.on_commit(lambda: _remove(store))
    return erased


def _erase(row: ActivityLoad, *, on: date, by: Actor) -> ActivityLoad:
    was = row.state
    row.report = {**row.report, COUNTED: was == LoadState.READY}
    row.state = LoadState.ERASED
    row.save(update_fields=["state", "report"])
    audit.record(
        by=by, action=Action.ERASED, subject=str(row),
        detail={"load": row.pk, "dataset": row.dataset, "lines": row.lines, "was": was, "on": on,
                "retain_until": row.retain_until},
    )  # fmt: skip
    return row


def _remove(store: Store) -> None:
    """Remove the files of all loads that the database calls erased, and what an engine that was cut off left."""
    sweep_spill(store)
    erased = ActivityLoad.objects.filter(state=LoadState.ERASED, pk__in=holding(store))
    for load in erased.values_list("pk", flat=True):
        erase_lines(store, load)
