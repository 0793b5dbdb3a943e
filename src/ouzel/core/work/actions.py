"""Work is asked for, begun, done or not done. The audit row of who asked and of how it ended is in the transaction."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone

from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.permissions import require, today
from ouzel.core.work import alive, kinds
from ouzel.core.work.kinds import Done
from ouzel.core.work.models import Piece, Standing
from ouzel.core.work.queries import standing, still_open

LEFT = "The process that did it ended before it was done, and nothing of it was kept. Ask for it again."


class Action(StrEnum):
    """What work records in the audit trail."""

    ASKED = "work.piece.asked"
    DONE = "work.piece.done"
    FAILED = "work.piece.failed"
    ABANDONED = "work.piece.abandoned"


class GivenUp(RuntimeError):
    """A piece was ended by somebody else while it was done: what was done of it is undone."""


@transaction.atomic
def ask(*, kind: str, subject: str, by: Actor, given: Mapping[str, Any] | None = None) -> Piece:
    """Ask for work. Where the same is waiting or under way already, that piece is given and nothing is asked twice.

    `given` holds what the kind must know to do it, as JSON knows it, and nothing of a patient. One that was abandoned
    is ended first. PermissionDenied for who may not do the thing itself; LookupError where there is no such kind.
    """
    require(by, kinds.kind(kind).needs, on=today())
    locks.take(locks.Lock.WORK)
    there = still_open(kind=kind, subject=subject)
    if there is not None:
        now = standing(there)
        if now in (Standing.WAITING, Standing.UNDER_WAY):
            return there
        if now is Standing.ABANDONED:
            _end(there, Action.ABANDONED, by=by, error=LEFT)
    made = Piece.objects.create(
        kind=kind, subject=subject, given=dict(given or {}), by_kind=by.kind, by_name=by.name, by_user=by.user_id
    )
    made.refresh_from_db(fields=["asked"])
    audit.record(by=by, action=Action.ASKED, subject=str(made), detail={"given": made.given})
    from ouzel.core.work.performing import perform  # which stands on this module

    perform.enqueue(made.pk)
    alive.call()
    return made


@transaction.atomic
def begin(number: int) -> Piece | None:
    """Begin a piece, for whoever holds its lock; None where it was begun or ended before.

    Nothing is changed by it but how far the piece is, so the audit trail has how it ends.
    """
    piece = Piece.objects.select_for_update().filter(pk=number, begun=None, ended=None).first()
    if piece is not None:
        piece.begun = timezone.now()
        piece.save(update_fields=["begun"])
    return piece


def finish(piece: Piece, done: Done) -> None:
    """It is done, in the transaction of the doing. GivenUp where somebody else ended it, so that all is undone."""
    _end(piece, Action.DONE, by=piece.by, outcome=done.sentence, result=done.result)


@transaction.atomic
def fail(piece: Piece, *, error: str) -> None:
    """It was not done: `error` says why, and what to do, as the person who asked will read it."""
    _end(piece, Action.FAILED, by=piece.by, error=error)


def _end(piece: Piece, action: Action, *, by: Actor, **how: str) -> None:
    locks.need_transaction()
    # How far it is was written beside the transaction: only what ends it is written here.
    changed = Piece.objects.filter(pk=piece.pk, ended=None).update(ended=timezone.now(), **how)
    if not changed:
        raise GivenUp(f"{piece} has ended already")
    audit.record(by=by, action=action, subject=str(piece), detail={name: text for name, text in how.items() if text})
