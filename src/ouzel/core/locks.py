"""Advisory locks held to the end of a transaction, so that what is numbered without gaps is numbered one at a time."""

from enum import IntEnum

from django.db import connection, transaction


class Lock(IntEnum):
    """The numbers of our locks in the database."""

    AUDIT = 4711580001  # taken by the database itself at commit (migration 0002)
    REGISTER = 4711580002  # whoever changes the register
    MEASURES = 4711580004  # whoever loads or withdraws figures of units
    ACTIVITY = 4711580005  # whoever changes the store of activity or posts to accounts
    GOVERNANCE = 4711580006  # whoever gives the next number to a decision, an action or a risk
    WORK = 4711580007  # whoever asks for work in the background


def take(lock: Lock) -> None:
    """Wait for the lock and hold it until the transaction ends."""
    need_transaction()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(lock)])


def need_transaction() -> None:
    """Raise RuntimeError outside `transaction.atomic`: what is done here must stand or fall with the rest."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(
            "this must be called inside transaction.atomic, so that the change and its audit row stand or fall together"
        )
