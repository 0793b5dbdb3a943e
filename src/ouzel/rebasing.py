"""Figures and the register brought together: tables from files in the shape of its bodies, on any basis."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import IO, Any

import pandas as pd

from ouzel.as_if import AsIf, as_if
from ouzel.core.errors import ContentError
from ouzel.core.permissions import Viewer
from ouzel.core.types.basis import Basis
from ouzel.engine.crosswalk import Crosswalk, crosswalk, periods
from ouzel.engine.figures import Figures
from ouzel.engine.rebase import Rebased, rebase
from ouzel.engine.routes import route_to
from ouzel.engine.structure import Structure
from ouzel.register.answers import Moment
from ouzel.register.asking import edition_of
from ouzel.register.columns import names_on
from ouzel.register.readers.values import day as read_day
from ouzel.register.search import resolve
from ouzel.structures import structure

EARLIEST = date(1999, 4, 1)
"""The first day of which the published membership history speaks."""

Day = date  # where a parameter is called `date`
_ROW = re.compile(r"row (\d+)")
_MONTH = re.compile(r"([A-Za-z]+)[- ](\d{4})|(\d{4})-(\d{2})")


def rebase_table(
    table: pd.DataFrame,
    *,
    unit: str,
    values: Sequence[str],
    to: str,
    basis: Basis,
    today: "Day",
    date: "Day | str | None" = None,
    known_at: "Day | None" = None,
    edition: int | None = None,
    file: str = "",
    viewer: Viewer = None,
) -> Rebased:
    """Figures of a table in the shape of other bodies, with their reconciliation.

    `unit` names the column of codes, `values` the columns of figures, `date` the column of dates or the one date of
    all. `to` is a kind of body (board, region, practice ...). `viewer` is who asks, where the basis names plans: nobody
    is shown a draft who may not see it. ContentError names file, line and column of what cannot be read, and a plan
    that is not there; PlanRefused says what is wrong with one.
    """
    asked = Moment(today, known_at, edition)
    supposed = _supposed(basis, asked, viewer)
    where = supposed.structure
    _has_columns(table, [unit, *values, *([date] if isinstance(date, str) else [])], file)
    route_to(to)
    prepared = table.copy(deep=False)
    prepared[unit] = known_codes(table[unit], where, edition=edition_of(asked))
    if isinstance(date, str):
        prepared[date] = _days(table[date], file)
    try:
        figures = Figures.of(prepared, unit=unit, values=list(values), day=date)
        done = rebase(figures, where, to=to, basis=supposed.basis, today=today)
    except ValueError as error:
        raise _refused(error, file) from None
    return _named(done, asked, supposed, today=today)


def _named(done: Rebased, asked: Moment, supposed: AsIf, *, today: Day) -> Rebased:
    """Groups by the names they have on the day of the basis; for `as-was` each row by the name of its own day.

    A body that a plan names is called so.
    """
    frame = done.frame
    basis = done.basis
    if frame.empty or (basis.kind == "as-was" and "date" not in frame):
        return done
    rows = frame["date"] if basis.kind == "as-was" else [basis.day or today] * len(frame)
    names = names_on(frame["code"].unique(), days=sorted(set(rows)), moment=asked)
    where = supposed.structure
    names |= {(code, day): where.names[where.index[code]] for code in supposed.named for day in set(rows)}
    renamed = [names.get(key, "") for key in zip(frame["code"], rows, strict=True)]
    tables = {
        name: table.assign(name=renamed)
        for name in ("frame", "missing", "suppressed", "estimated")
        for table in [getattr(done, name)]
    }
    return replace(done, **tables)


def crosswalk_table(
    units: Sequence[str],
    *,
    to: str,
    basis: Basis,
    today: date,
    days: Sequence[date] | None = None,
    since: date | None = None,
    until: date | None = None,
    known_at: date | None = None,
    edition: int | None = None,
    viewer: Viewer = None,
) -> Crosswalk:
    """The group of each unit with share and evidence. `as-was` without `days` gives periods within [since, until).

    `viewer` and errors of plans as in `rebase_table`.
    """
    asked = Moment(today, known_at, edition)
    supposed = _supposed(basis, asked, viewer)
    where = supposed.structure
    known = known_codes(pd.Series(list(units), dtype=object), where, edition=edition_of(asked)).tolist()
    if basis.kind == "as-was" and days is None:
        return periods(where, known, to=to, since=since or EARLIEST, until=until or today)
    return crosswalk(where, known, days, to=to, basis=supposed.basis, today=today)


def units_of_kind(kind: str, *, today: date, known_at: date | None = None, edition: int | None = None) -> list[str]:
    """The codes of all bodies that are or ever were of a kind."""
    where = structure(moment=Moment(today, known_at, edition))
    spells = where.kinds.get(kind)
    return [] if spells is None else sorted({where.codes[body] for body in spells.body.tolist()})


def known_codes(column: "pd.Series[Any]", where: Structure, *, edition: int) -> "pd.Series[Any]":
    """Codes as the register has them: 06F00 and E38000010 are 06F. What it does not know stays as it was written."""
    meant: dict[object, str] = {}
    for value in column.dropna().unique():
        code = str(value).strip()
        if code not in where.index:
            code = code.upper() if code.upper() in where.index else resolve(code, edition=edition) or code
        meant[value] = code
    return column.map(meant)


def read_table(path: Path) -> pd.DataFrame:
    """A CSV file, packed or not, or a Parquet file. Cells of a CSV stay text, so that nothing is lost in reading."""
    if not path.is_file():
        raise ContentError("there is no such file", file=str(path))
    if path.suffix == ".parquet":
        try:
            return pd.read_parquet(path)
        except (OSError, ValueError) as error:
            raise ContentError(f"the file cannot be read as Parquet: {error}", path.name) from None
    return read_csv(path, path.name)


def read_csv(source: "Path | IO[bytes]", name: str) -> pd.DataFrame:
    """CSV with a heading, in UTF-8, every cell as text; ContentError says where it cannot be read."""
    try:
        table = pd.read_csv(
            source, dtype=str, keep_default_na=False, encoding="utf-8-sig",
            compression="infer" if isinstance(source, Path) else None,
        )  # fmt: skip
    except UnicodeDecodeError as error:
        raise ContentError(
            "the text is not in UTF-8", name, value=repr(error.object[error.start : error.end]),
            right="Save it again as CSV UTF-8",
        ) from None  # fmt: skip
    except pd.errors.EmptyDataError:
        raise ContentError("the file is empty", name, right="It needs a heading and rows") from None
    except (pd.errors.ParserError, OSError, EOFError, ValueError) as error:
        line = re.search(r"line (\d+)", str(error))
        said = str(error).removeprefix("Error tokenizing data. C error: ").strip()
        raise ContentError(f"it cannot be read as CSV: {said}", name, int(line[1]) if line else None) from None
    return table


def _supposed(basis: Basis, asked: Moment, viewer: Viewer) -> AsIf:
    """The register that a basis asks of: as it is, or with plans applied."""
    if basis.kind == "as-if":
        return as_if(basis, viewer=viewer, moment=asked)
    return AsIf(structure(moment=asked), basis, frozenset())


def _has_columns(table: pd.DataFrame, names: Sequence[str], file: str) -> None:
    for name in names:
        if name not in table.columns:
            there = ", ".join(map(str, table.columns))
            raise ContentError("there is no such column", file, 1, name, right=f"The columns are: {there}")


def _days(column: "pd.Series[Any]", file: str) -> "pd.Series[Any]":
    """Days in any of the forms that published files have; a month alone is its first day."""
    read: dict[object, date] = {}
    for value in column.unique():
        if not isinstance(value, str):
            return column  # dates already, or gaps that the engine names
        try:
            read[value] = _day(value.strip())
        except ValueError:
            row = int((column == value).to_numpy().argmax())
            raise ContentError(
                "not a day in the calendar", file, row + 2, str(column.name), value, "Write it as 2021-04-01"
            ) from None
    return column.map(read).astype(object)


def _day(text: str) -> date:
    month = _MONTH.fullmatch(text)
    if month is None:
        return read_day(text)
    if month[3]:
        return date(int(month[3]), int(month[4]), 1)
    return read_day(f"01{month[1][:3]}{month[2]}")


def _refused(error: ValueError, file: str) -> ContentError:
    """The engine's refusal with its place in the file: it counts rows from 1, and the heading is line 1."""
    row = _ROW.search(str(error))
    return ContentError(str(error), file, int(row[1]) + 1 if row else None)
