"""Arguments and options that mean the same in every command."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ouzel.register.attributes import Attribute
    from ouzel.register.kinds import Kind


def a_day(value: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is not a day: write it as 2021-11-30") from None


def a_kind(value: str) -> "Kind":
    """A kind of body by its name ("practice") or by the ODS role it is told by ("RO76")."""
    from ouzel.register.kinds import KINDS, kind_named

    for kind in KINDS.values():
        if kind.roles == {value.upper()}:
            return kind
    try:
        return kind_named(value.lower())
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


Code = Annotated[str, typer.Argument(metavar="CODE", help="Code of the organisation or area (06F, 06F00, E38000010).")]
On = Annotated[
    date | None, typer.Option("--on", parser=a_day, metavar="DATE", help="The day asked about; today if not given.")
]
KnownAt = Annotated[
    date | None,
    typer.Option(
        "--known-at",
        parser=a_day,
        metavar="DATE",
        help="As known at the end of that day; all that is loaded if not given.",
    ),
]
AtEdition = Annotated[
    int | None, typer.Option("--edition", metavar="N", help="As this register answered at its edition N.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
Ultimate = Annotated[bool, typer.Option("--ultimate", help="Every step to the last, not only the next.")]


def an_attribute(value: str) -> "Attribute":
    """One kind of fact by its name."""
    from ouzel.register.attributes import Attribute

    try:
        return Attribute[value.strip().upper().replace(" ", "_").replace("-", "_")]
    except KeyError:
        names = ", ".join(a.name.lower() for a in Attribute)
        raise typer.BadParameter(f"{value!r} is no kind of fact: use one of {names}") from None


def a_moment(value: str) -> tuple[date, date | None, int | None]:
    """A day, with what was known (2021-03-31@2020-12-31) or the edition that answers (2021-03-31#2) where given."""
    day, known, rest = value.partition("@")
    if known:
        return a_day(day), a_day(rest), None
    day, numbered, rest = value.partition("#")
    if not numbered:
        return a_day(day), None, None
    if not rest.isdecimal():
        raise typer.BadParameter(f"{value!r}: after # comes the number of an edition")
    return a_day(day), None, int(rest)
