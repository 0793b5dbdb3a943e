"""`ouzel rebase` and `ouzel crosswalk`: figures in the shape of other bodies, and the grouping itself."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ouzel.cli import options, showing
from ouzel.cli.options import AtEdition, Json, KnownAt
from ouzel.cli.running import actor, guarded, moment, ready
from ouzel.core.errors import ContentError

if TYPE_CHECKING:
    import pandas as pd

    from ouzel.core.types.basis import Basis
    from ouzel.engine.rebase import Rebased
    from ouzel.register.answers import Moment

FEW = 10

To = Annotated[
    str, typer.Option("--to", metavar="KIND", help="The kind of body asked for: board, region, practice, network ...")
]
BasisText = Annotated[
    str,
    typer.Option(
        "--basis",
        metavar="BASIS",
        help="Whose shape the figures take: as-was, as-now, as-at:DATE, or as-if:PLAN (a proposal, or a plan file).",
    ),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write a CSV file and not to the screen.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to `ouzel`."""
    for command in (rebase, crosswalk):
        app.command()(guarded(command))


def rebase(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A CSV file (packed with gzip or not) or a Parquet file.")
    ],
    unit: Annotated[str, typer.Option("--unit", metavar="COLUMN", help="The column with the codes of the units.")],
    value: Annotated[
        list[str],
        typer.Option(
            "--value", metavar="COLUMN...", help="A column of figures; several may follow or it is given again."
        ),
    ],
    to: To,
    date: Annotated[
        str | None,
        typer.Option("--date", metavar="COLUMN|DATE", help="The column of dates, or the one date of all rows."),
    ] = None,
    basis: BasisText = "as-now",
    out: Out = None,
    known_at: KnownAt = None,
    edition: AtEdition = None,
    json: Json = False,
) -> None:
    """Figures by practice, site, sub-ICB location or small area in the shape of other bodies, with the proof."""
    wanted, asked = _asked(basis, to, known_at=known_at, edition=edition)
    with showing.working("Rebasing"):
        from ouzel.rebasing import read_table, rebase_table

        table = read_table(file)
        day = _column_or_day(date, table)
        if wanted.kind == "as-was" and day is None:
            raise typer.BadParameter("as-was needs the date of each figure", param_hint="--date")
        done = rebase_table(
            table, unit=unit, values=value, to=to, basis=wanted, today=asked.on, date=day, known_at=known_at,
            edition=edition, file=file.name, viewer=actor(),
        )  # fmt: skip
    if out:
        _write(done.frame, out)
    if json:
        from ouzel.register.asking import edition_of

        showing.document({**done.to_dict(), "known_at": known_at, "edition": edition_of(asked)})
        return
    if not out:
        showing.table(list(done.frame.columns), done.frame.itertuples(index=False), right=value)
    _tell(done, value)


def _tell(done: "Rebased", values: list[str]) -> None:
    """The proof, for people: on standard error where the figures themselves are the answer."""
    from ouzel.engine.routes import words

    proof = done.reconciliation
    showing.note(f"{words(done.to).capitalize()}s: {done.basis.describe()}.")
    for name in values:
        lost = sum((u.values[name] or 0) for u in proof.unresolved)
        line = f"{name}: {proof.given[name]:,} in = {proof.placed[name]:,} out + {lost:,} unresolved"
        for what, count in (
            ("estimated", proof.estimated[name]),
            ("missing", proof.missing[name]),
            ("suppressed", proof.suppressed[name]),
        ):
            line += f"; {count:,} {what}" if count else ""
        showing.note(line)
    _why(done, values)


def _why(done: "Rebased", values: list[str]) -> None:
    """What is unresolved, one line for each reason."""
    reasons: dict[str, list[Any]] = {}
    for each in done.reconciliation.unresolved:
        reasons.setdefault(each.reason, []).append(each)
    for reason, those in list(reasons.items())[:FEW]:
        codes = list(dict.fromkeys(each.unit for each in those))
        sums = [sum(each.values[name] or 0 for each in those) for name in values]
        named = ", ".join(codes[:3]) + (f" and {len(codes) - 3:,} more" if len(codes) > 3 else "")
        showing.note(f"  {', '.join(f'{n:,}' for n in sums)} of {named}: {reason}")
    if len(reasons) > FEW:
        showing.note(f"  and {len(reasons) - FEW:,} more reasons (all of them: --json)")


def crosswalk(
    units: Annotated[
        str, typer.Argument(metavar="UNITS", help="A kind of unit (practice, sub-icb-location, small-area), or a file.")
    ],
    to: To,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="COLUMN", help="With a file: the column with the codes.")
    ] = None,
    basis: BasisText = "as-now",
    since: Annotated[
        date | None, typer.Option("--since", parser=options.a_day, metavar="DATE", help="as-was: from that day.")
    ] = None,
    until: Annotated[
        date | None,
        typer.Option(
            "--until",
            parser=options.a_day,
            metavar="DATE",
            help="as-was: up to and without that day; today if not given.",
        ),
    ] = None,
    out: Out = None,
    known_at: KnownAt = None,
    edition: AtEdition = None,
    json: Json = False,
) -> None:
    """Which unit belongs to which body, with what share and how we know. As-was gives the periods of each."""
    wanted, asked = _asked(basis, to, known_at=known_at, edition=edition)
    with showing.working("Working out who belongs where"):
        from ouzel.rebasing import crosswalk_table, units_of_kind

        if unit is None:
            slug = options.a_kind(units).slug
            codes = units_of_kind(slug, today=asked.on, known_at=known_at, edition=edition)
        else:
            codes = _codes_in(Path(units), unit)
        done = crosswalk_table(
            codes, to=to, basis=wanted, today=asked.on, since=since, until=until, known_at=known_at, edition=edition,
            viewer=actor(),
        )  # fmt: skip
        frame = done.to_frame()
    if not codes:
        showing.note(f"No {units} is in the register as known then.")
    if out:
        _write(frame, out)
    if json:
        from ouzel.register.asking import edition_of

        rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
        head = {"basis": basis, "to": to, "known_at": known_at, "edition": edition_of(asked), "count": len(rows)}
        showing.document({**head, "rows": rows})
        return
    if not out:
        import sys

        frame.to_csv(sys.stdout, index=False)
    lost = int(frame["group"].isna().sum())
    showing.note(f"{len(frame):,} rows, {lost:,} of them unresolved; {done.basis.describe()}.")


def _codes_in(file: Path, column: str) -> list[str]:
    from ouzel.rebasing import read_table

    table = read_table(file)
    if column not in table.columns:
        there = ", ".join(map(str, table.columns))
        raise ContentError("there is no such column", file.name, 1, column, right=f"The columns are: {there}")
    return [str(code) for code in table[column].unique()]


def _asked(basis: str, to: str, *, known_at: date | None, edition: int | None) -> "tuple[Basis, Moment]":
    """What both commands ask: the basis, and the moment; wrong words are refused before anything starts."""
    wanted = _basis(basis)
    _checked_kind(to)
    ready()
    return wanted, moment(on=None, known_at=known_at, at_edition=edition)


def _basis(text: str) -> "Basis":
    from ouzel.core.types.basis import Basis

    try:
        return Basis.parse(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--basis") from None


def _checked_kind(to: str) -> None:
    from ouzel.engine.routes import route_to

    try:
        route_to(to)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--to") from None


def _column_or_day(text: str | None, table: "pd.DataFrame") -> Any:
    """A column of the table, or the one date of all rows."""
    if text is None or text in table.columns:
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text  # a column that is not there: refused where the file is named


def _write(frame: "pd.DataFrame", out: Path) -> None:
    try:
        frame.to_csv(out, index=False)
    except OSError as error:
        raise ContentError(f"the file cannot be written ({error.strerror})", str(out)) from None
    showing.note(f"Written: {out} ({len(frame):,} rows)")
