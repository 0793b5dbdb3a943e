"""A run as work in the background: asked for at the desk, done by a worker."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.roles import Permission
from ouzel.core.work.actions import ask
from ouzel.core.work.kinds import Done, Kind, Tell
from ouzel.core.work.models import Piece
from ouzel.core.work.queries import still_open

SUBJECT = "all lines that count"


def ask_for_run(*, by: Actor, on: date) -> Piece:
    """Ask for a run over all lines that count, of the day `on`; the one that is open where there is one.

    PermissionDenied for who may not price.
    """
    return ask(kind=KIND.slug, subject=SUBJECT, given={"on": on.isoformat()}, by=by)


def open_run() -> Piece | None:
    """The run that was asked for and has not ended; None where there is none."""
    return still_open(kind=KIND.slug, subject=SUBJECT)


def do(given: Mapping[str, Any], *, by: Actor, tell: Tell) -> Done:
    """Make the run; its number is what is made of it. ContentError where the rules cannot be followed."""
    from ouzel.activity import running  # brings the engines, which only those need who work with them

    try:
        made = running.run(by=by, on=date.fromisoformat(given["on"]), tell=tell)
    except ValueError as error:
        raise ContentError(str(error)) from error
    return Done(f"Run {made.pk} is done, over {made.lines:,} lines.", str(made.pk))


KIND = Kind("activity.price", "Work out who pays and how much", Permission.ACTIVITY_PRICE, do)
