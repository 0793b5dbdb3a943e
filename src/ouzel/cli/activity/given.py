"""Options of several commands of activity, and what they stand for."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ouzel.cli import options
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    from ouzel.activity.gate.policy import Policy
    from ouzel.activity.postcodes import Postcodes
    from ouzel.activity.readers import Format
    from ouzel.engine.activity_lines import LineRef

Mapping = Annotated[
    Path | None,
    typer.Option(
        "--mapping", metavar="FILE.toml",
        help="The mapping file that says what the columns are, for a layout of your own.",
    ),
]  # fmt: skip
TakingText = Annotated[
    str,
    typer.Option(
        "--taking", metavar="HOW",
        help="When errors refuse the file: refuse-any, refuse-from-N (such as refuse-from-100) or take-and-list.",
    ),
]  # fmt: skip
PolicyText = Annotated[
    str, typer.Option("--policy", metavar="NAME", help="The policy of the gate (ouzel activity gate policies).")
]
FaultsOut = Annotated[
    Path | None,
    typer.Option("--faults", metavar="OUT.csv", help="Write the list of faults, row by row, to send to the provider."),
]
PostcodesOn = Annotated[
    date | None,
    typer.Option(
        "--postcodes", parser=options.a_day, metavar="DATE",
        help="Look postcodes up in the postcode directory of that day; in the newest if not given.",
    ),
]  # fmt: skip
Why = Annotated[str, typer.Option("--why", metavar="REASON", help="The reason, for the audit trail.")]
Since = Annotated[date, typer.Option("--since", parser=options.a_day, metavar="DATE", help="The first day it holds.")]
Until = Annotated[
    date,
    typer.Option("--until", parser=options.a_day, metavar="DATE", help="The first day on which it no longer holds."),
]
MaybeUntil = Annotated[
    date | None,
    typer.Option(
        "--until", parser=options.a_day, metavar="DATE",
        help="The first day on which it no longer holds; without an end if not given.",
    ),
]  # fmt: skip
Published = Annotated[
    date, typer.Option("--published", parser=options.a_day, metavar="DATE", help="The day on which it was published.")
]
Source = Annotated[str, typer.Option("--source", metavar="WORDS", help="Who says so: the publication, in your words.")]
Recorded = Annotated[
    date | None,
    typer.Option(
        "--recorded", parser=options.a_day, metavar="DATE", help="The day it became known; today if not given."
    ),
]  # fmt: skip

WithdrawnFrom = Annotated[
    date | None,
    typer.Option(
        "--on", parser=options.a_day, metavar="DATE",
        help="The day from which it is known not to hold; today if not given.",
    ),
]  # fmt: skip


def layout(mapping: Path | None) -> "Format | None":
    """The format that a mapping file describes; None without one: the file's headings tell its format."""
    if mapping is None:
        return None
    from ouzel.activity.readers.mapping import read_mapping

    try:
        text = mapping.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ContentError("there is no such file", mapping.name) from None
    except UnicodeDecodeError:
        raise ContentError("this is not text in UTF-8", mapping.name, right="Save it as UTF-8") from None
    return read_mapping(text, file=mapping.name)


def rules_of_gate(name: str) -> "Policy":
    """The policy of that name, the usual one for none."""
    from ouzel.activity.gate.policy import policy

    return policy(name) if name else policy()


def places(on: date | None) -> "Postcodes | None":
    """The postcode directory of a day, else the newest; None where none is loaded. ContentError for an earlier day."""
    from ouzel.activity.postcodes import newest

    found = newest(on=on)
    if found is None and on is not None:
        raise ContentError(
            "no postcode directory of that day or before is loaded", field="postcodes", value=str(on),
            right="Load one first: ouzel activity postcodes load FILE",
        )  # fmt: skip
    return found


def line_ref(text: str) -> "LineRef":
    """A line by its number, such as 12-345; wrong use for anything else."""
    from ouzel.engine.activity_lines import LineRef

    try:
        return LineRef.parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="LINE") from None


def file_there(path: Path) -> Path:
    """The path of a file; ContentError if there is none."""
    from ouzel.activity.gate.file_names import shown

    if not path.is_file():
        raise ContentError("there is no such file", shown(path.name))
    return path


def kept_apart(out: Path | None, *read: Path | None) -> None:
    """ContentError where a list would be written over a file that is read: the provider's own file would be lost."""
    for path in read:
        if out and path and out.exists() and path.exists() and out.samefile(path):
            raise ContentError(
                "this is the file that is read, and would be written over", out.name, right="Give another name"
            )
