"""What figures are asked for: by which dimensions, of which months, on which basis, and where only some are wanted."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ouzel.activity.models import PricingRun
    from ouzel.core.types.basis import Basis

By = Annotated[
    list[str] | None,
    typer.Option(
        "--by", metavar="WHAT...",
        help="commissioner (if not given), board, region, place, provider, specialty, pod, category, month, kind, why, "
        "mechanism; several with commas.",
    ),
]  # fmt: skip
BasisText = Annotated[
    str,
    typer.Option(
        "--basis", metavar="BASIS",
        help="Whose shape the figures take: as-was, as-now, as-at:DATE, or as-if:PLAN (a proposal, or a plan file).",
    ),
]  # fmt: skip
Months = Annotated[
    str,
    typer.Option(
        "--months", metavar="MONTHS",
        help="2025-04, 2025-04..2025-09, or a financial year as 2025/26; all if not given.",
    ),
]  # fmt: skip
Where = Annotated[
    list[str] | None,
    typer.Option("--where", metavar="WHAT=CODE", help="Only these, such as provider=RC9; several codes with commas."),
]
RunNumber = Annotated[
    int | None, typer.Option("--run", metavar="N", help="From this run (ouzel activity runs); the newest if not given.")
]
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
YEAR = re.compile(r"(\d{4})/(\d{2})")


def listed(texts: list[str] | None, *, usual: str) -> tuple[str, ...]:
    """Words given again and again, or with commas between."""
    words = [word.strip() for text in texts or [usual] for word in text.split(",")]
    return tuple(dict.fromkeys(word for word in words if word))


def basis(text: str) -> "Basis":
    """A basis from its text; wrong use for anything else."""
    from ouzel.core.types.basis import Basis

    try:
        return Basis.parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--basis") from None


def months(text: str) -> tuple[int, ...] | None:
    """Months as year * 12 + month - 1; None for all."""
    if not text:
        return None
    if found := YEAR.fullmatch(text):
        first = int(found[1]) * 12 + 3
        if (int(found[1]) + 1) % 100 == int(found[2]):
            return tuple(range(first, first + 12))
    begin, dots, end = text.partition("..")
    one, other = MONTH.fullmatch(begin), MONTH.fullmatch(end if dots else begin)
    if one and other and _number(one) <= _number(other):
        return tuple(range(_number(one), _number(other) + 1))
    raise typer.BadParameter(
        f"{text!r} are no months: write 2025-04, 2025-04..2025-09 or 2025/26", param_hint="--months"
    )


def where(texts: list[str] | None) -> dict[str, tuple[str, ...]]:
    """Which codes of a dimension are wanted, from WHAT=CODE,CODE."""
    found: dict[str, tuple[str, ...]] = {}
    for text in texts or []:
        name, equals, codes = text.partition("=")
        if not equals or not codes.strip():
            raise typer.BadParameter(f"{text!r}: write what and which, as in provider=RC9", param_hint="--where")
        found[name.strip()] = (*found.get(name.strip(), ()), *(code.strip() for code in codes.split(",")))
    return found


def run_numbered(number: int | None) -> "PricingRun | None":
    """The run of that number; None for none: the newest answers."""
    if number is None:
        return None
    from ouzel.activity.answers.runs import run_numbered as numbered
    from ouzel.cli.running import actor

    return numbered(number, viewer=actor())


def _number(found: "re.Match[str]") -> int:
    return int(found[1]) * 12 + int(found[2]) - 1
