"""What a command stands on: the database started, the framework set up, and errors turned into exit statuses."""

import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import typer

from ouzel.core.errors import ContentError
from ouzel.starting import ready

if TYPE_CHECKING:
    from ouzel.core.actors import Actor
    from ouzel.register.answers import Moment

__all__ = ["actor", "body_code", "edition", "guarded", "moment", "ready", "refusal"]

P = ParamSpec("P")
T = TypeVar("T")
REFUSED = 1


def actor() -> "Actor":
    """Whoever runs the command, for the audit trail."""
    from ouzel.core.actors import Actor

    return Actor.command()


def edition() -> int:
    """The newest edition; ContentError for an empty register, saying what to load."""
    from ouzel.core.queries import current_edition

    newest = current_edition()
    if newest == 0:
        raise ContentError(
            "the register is empty",
            right="Load files first: ouzel register load PATH, or see the demonstration: ouzel demo",
        )
    return newest


def moment(*, on: date | None, known_at: date | None, at_edition: int | None) -> "Moment":
    """The moment asked about, today where no day is given. ContentError for an edition that does not exist (yet)."""
    from ouzel.core.permissions import today
    from ouzel.register.answers import Moment

    newest = edition()
    if at_edition is not None and not 1 <= at_edition <= newest:
        raise ContentError(
            "there is no such edition", field="edition", value=str(at_edition), right=f"Editions go from 1 to {newest}"
        )
    return Moment(on=on or today(), known_at=known_at, edition=at_edition)


def body_code(text: str) -> str:
    """The code meant by a code, an old form of one or an ONS code; as typed if there is none."""
    from ouzel.register.asking import ids_of

    code = text.strip().upper()
    if ids_of([code]):
        return code
    from ouzel.register.search import resolve  # reads every name: only where the code alone does not tell

    return resolve(code) or code


def guarded(command: Callable[P, T]) -> Callable[P, T]:
    """A command whose refusals become a sentence on standard error and status 1; wrong use has status 2 of itself."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        from ouzel.core.server.errors import ServerFault

        try:
            return command(*args, **kwargs)
        except (ContentError, ServerFault) as error:
            raise refusal(str(error)) from None
        except KeyboardInterrupt:
            print("Stopped. What was not finished is not kept; do it again when you like.", file=sys.stderr)
            raise
        except Exception as error:
            if type(error).__name__ in (
                "NoSuchBody",
                "NoSuchMeeting",
                "NoSuchPaper",
                "NoSuchProposal",
                "PermissionDenied",
            ):  # not imported: they come with the framework
                raise refusal(str(error)) from None
            raise

    return run


def refusal(words: str) -> typer.Exit:
    """Say why on standard error; to be raised, it ends the command with status 1."""
    print(f"Error: {words}", file=sys.stderr)
    return typer.Exit(REFUSED)
