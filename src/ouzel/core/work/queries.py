"""Reads of work: how a piece stands, and the one that is open."""

from ouzel.core.work import alive
from ouzel.core.work.models import Piece, Standing


def standing(piece: Piece) -> Standing:
    """How a piece stands now; what it read is refreshed where it may have ended meanwhile.

    Abandoned: it was begun, and no process is at work on it. Its lock is held from before it is begun until after it
    has ended, so a row that is under way after nobody was found at the lock is nobody's.
    """
    if piece.begun is not None and piece.ended is None and not alive.somebody_on(piece.pk):
        begun = piece.begun
        piece.refresh_from_db()
        if piece.ended is None and piece.begun == begun:
            return Standing.ABANDONED
    if piece.ended is not None:
        return Standing.FAILED if piece.error else Standing.DONE
    return Standing.WAITING if piece.begun is None else Standing.UNDER_WAY


def still_open(*, kind: str, subject: str) -> Piece | None:
    """The piece of that kind and subject that waits or is under way, or was abandoned; None where there is none."""
    return Piece.objects.filter(kind=kind, subject=subject, ended=None).first()
