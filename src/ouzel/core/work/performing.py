"""Doing one piece of work: as who asked, in one transaction with its end, with a sentence for whatever goes wrong."""

import logging
from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django_tasks import task

from ouzel.core.errors import ContentError
from ouzel.core.permissions import require, today
from ouzel.core.work import actions, alive
from ouzel.core.work.kinds import Tell, kind
from ouzel.core.work.models import Piece

BROKEN = (
    "It could not be done because of a fault in Ouzel or its server, and nothing of it was kept. Ask for it again; "
    "if it fails again, tell who looks after the server that its log says why."
)
STOPPED = "The server was stopped while it was done, and nothing of it was kept. Ask for it again."

logger = logging.getLogger(__name__)


@task
def perform(number: int) -> None:
    """Do the piece of that number, unless it was begun or ended before: doing it twice is doing it once.

    Raises nothing of the work itself: what is raised here the queue would keep with all its words.
    """
    with alive.on(number) as tell:
        piece = actions.begin(number) if tell else None
        if tell is not None and piece is not None:
            _do(piece, tell)


def _do(piece: Piece, tell: Tell) -> None:
    try:
        with transaction.atomic():
            it = kind(piece.kind)
            require(piece.by, it.needs, on=today())
            actions.finish(piece, it.do(piece.given, by=piece.by, tell=tell))
    except (ContentError, PermissionDenied) as error:
        _say(piece, str(error))
    except actions.GivenUp:
        logger.warning("%s was given up meanwhile: what was done of it is undone", piece)
    except Exception:
        logger.exception("%s failed", piece)
        _say(piece, BROKEN)
    except BaseException:
        _say(piece, STOPPED)
        raise


def _say(piece: Piece, error: str) -> None:
    with suppress(actions.GivenUp):  # somebody has ended it, and said why
        actions.fail(piece, error=error)
