"""A load is taken back: its lines no longer count, and what they had replaced counts again."""

from contextlib import ExitStack

from django.db import transaction

from ouzel.activity.counting import Action, counting_loads, paid_apart, sweep_up, working
from ouzel.activity.models import ActivityLoad, LoadState
from ouzel.activity.small_files import look_at_words
from ouzel.activity.store import Store
from ouzel.activity.store.spells import settle
from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Permission, require, today

NEEDS = Permission.ACTIVITY_WITHDRAW


def withdraw(load: ActivityLoad, *, by: Actor, why: str, store: Store | None = None) -> ActivityLoad:
    """Withdraw a load. Its lines stay in the store until their retention ends, for what was worked out from them.

    ContentError without a reason, for one that tells of a patient, and for a load that is not ready.
    """
    require(by, NEEDS, on=today())
    if not why.strip():
        raise ContentError("a withdrawal needs its reason", field="why")
    look_at_words(why=why)
    store = store or Store.at()
    with transaction.atomic(), ExitStack() as undoing:
        locks.take(locks.Lock.ACTIVITY)
        sweep_up(store)
        row = ActivityLoad.objects.select_for_update().get(pk=load.pk)
        if row.state != LoadState.READY:
            raise ContentError(f"load {row.pk} is {row.get_state_display()}, so it cannot be withdrawn", field="load")
        before = counting_loads()
        words = store.dictionaries()
        with working() as connection:
            written = settle(
                store, row.dataset, connection=connection, words=words, apart=paid_apart(),
                before=before, after=before - {row.pk},
            )  # fmt: skip
        undoing.callback(store.remove, *written)
        undoing.callback(store.remove, *words.save())
        row.state = LoadState.WITHDRAWN
        row.save(update_fields=["state"])
        audit.record(
            by=by, action=Action.WITHDRAWN, subject=str(row),
            detail={"load": row.pk, "dataset": row.dataset, "lines": row.lines, "why": why.strip()},
        )  # fmt: skip
        undoing.pop_all()
    return row
