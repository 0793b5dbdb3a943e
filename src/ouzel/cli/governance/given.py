"""Arguments and options that mean the same in the commands about who decides."""

import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, redirect_stdout
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ouzel.cli import options

if TYPE_CHECKING:
    from ouzel.governance.models import Body

BodySlug = Annotated[str, typer.Argument(metavar="BODY", help="A body by the name in its address (ouzel bodies list).")]
BodyOption = Annotated[
    str, typer.Option("--body", metavar="BODY", help="Only of this body, and of those it succeeded.")
]
MeetingSlug = Annotated[
    str, typer.Argument(metavar="MEETING", help="A meeting by the name in its address (ouzel meetings list).")
]
Since = Annotated[date | None, typer.Option("--since", parser=options.a_day, metavar="DATE", help="The first day.")]
Until = Annotated[
    date | None, typer.Option("--until", parser=options.a_day, metavar="DATE", help="The first day after the last.")
]


def a_sum(value: str) -> int:
    """A sum in pounds, as pence."""
    from ouzel.core.types.money import NotASum, pence_of

    try:
        return pence_of(value)
    except NotASum as error:
        raise typer.BadParameter(str(error)) from None


def day(on: date | None) -> date:
    """The day asked about; today in London where none is given."""
    from ouzel.core.permissions import today

    return on or today()


def in_words(day: date) -> str:
    """A day as a sentence says it: 1 April 2021. Tables and what scripts read have it as 2021-04-01."""
    from ouzel.reorganisation.wording import in_words as said

    return said(day)


def body(slug: str) -> "Body":
    """The body of that name; the command is refused where there is none."""
    from ouzel.governance.bodies.queries import body_named

    return body_named(slug)


def with_those_before(slug: str) -> "tuple[Body, ...]":
    """A body and all that it succeeded; every body where none is named."""
    from ouzel.governance.bodies.queries import lineage
    from ouzel.governance.models import Body

    return lineage(body(slug)) if slug else tuple(Body.objects.all())


def names(bodies: "Iterable[str]", on: date) -> dict[str, str]:
    """What bodies are called on a day, or were when they last were."""
    from ouzel.governance.bodies.queries import body_shown

    return {slug: view.name if (view := body_shown(slug, on=on)) else slug for slug in set(bodies)}


def post_beside_the_answer() -> AbstractContextManager[Any]:
    """Where no server for post is set, e-mails are printed: on standard error, so that the answer stays whole."""
    return redirect_stdout(sys.stderr)
