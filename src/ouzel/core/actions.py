"""State changes of the core. Each takes its actor in `by`, runs in one transaction and writes its audit row in it."""

from ouzel.core import audit, locks
from ouzel.core.actors import Actor
from ouzel.core.models import Edition
from ouzel.core.queries import current_edition


def new_edition(*, kind: str, by: Actor, note: str) -> Edition:
    """The next numbered edition, for a change of the register that the same transaction makes.

    `kind` is load, withdraw, release, settle or enact. Whoever else changes the register waits until this transaction ends.
    RuntimeError outside a transaction.
    """
    locks.take(locks.Lock.REGISTER)
    edition = Edition(number=current_edition() + 1, kind=kind, by=str(by), note=note)
    edition.save(force_insert=True)
    edition.refresh_from_db(fields=["at"])
    audit.record(
        by=by,
        action=audit.Action.EDITION_MADE,
        subject=f"edition {edition.number}",
        detail={"kind": kind, "note": note},
    )
    return edition
