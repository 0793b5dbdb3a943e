"""The Python interface: the register and rebasing as pandas data frames. Use `ouzel.members` ...

Days may be given as dates or as ISO text. In the frames `until` is half-open: the first day it no longer held,
empty while it does.
`.attrs` of every frame names what the question was asked of: on, known_at, edition.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pandas as pd

from ouzel.starting import ready

if TYPE_CHECKING:
    from ouzel.engine.rebase import Reconciliation
    from ouzel.register.actions import Loaded
    from ouzel.register.answers import Body, Moment

Day = date | str | None
FACT = (
    "attribute", "value", "value_name", "since", "until", "known_from", "known_until", "changed_after", "share",
    "note",
)  # fmt: skip


def organisation(code: str, *, on: Day = None, known_at: Day = None, edition: int | None = None) -> "Body":
    """One body on a day (today if not given), by its code or an old form of it. LookupError if there is none."""
    asked = _moment(on, known_at, edition)
    from ouzel.register import queries

    return queries.body(_code(code), moment=asked)


def members(
    code: str, *, on: Day = None, kind: str | None = None, known_at: Day = None, edition: int | None = None
) -> pd.DataFrame:
    """code, name, since, until, via, share of the members; with `kind` ("practice") all of that kind under it."""
    asked = _moment(on, known_at, edition)
    from ouzel.register import queries
    from ouzel.register.kinds import kind_named

    found = queries.members(_code(code), moment=asked, kind=kind_named(kind) if kind else None)
    return _frame(
        ("code", "name", "since", "until", "via", "share"),
        [(m.code, m.name, m.since, m.until, m.via, m.share) for m in found],
        asked,
    )


def history(code: str, *, known_at: Day = None, edition: int | None = None) -> pd.DataFrame:
    """Every fact about a body with both its clocks."""
    asked = _moment(None, known_at, edition)
    from ouzel.api import shapes
    from ouzel.register import queries

    rows = [shapes.fact(row) for row in queries.history(_code(code), moment=asked)]
    return _frame(FACT, [tuple(row[name] for name in FACT) for row in rows], asked)


def successors(code: str, *, ultimate: bool = False, known_at: Day = None, edition: int | None = None) -> pd.DataFrame:
    """The steps to the bodies that came after: the next, or with `ultimate` all to the last."""
    return _steps("successors", code, ultimate, _moment(None, known_at, edition))


def predecessors(
    code: str, *, ultimate: bool = False, known_at: Day = None, edition: int | None = None
) -> pd.DataFrame:
    """The steps from the bodies that came before: the last, or with `ultimate` all from the first."""
    return _steps("predecessors", code, ultimate, _moment(None, known_at, edition))


def find(text: str, *, on: Day = None, known_at: Day = None, limit: int = 20) -> pd.DataFrame:
    """Organisations and areas by code, old code form, name, former name or initials."""
    asked = _moment(on, known_at, None)
    from ouzel.register import search

    return _frame(
        ("code", "name", "kinds", "open", "opened", "closed", "matched", "matched_text"),
        [
            (f.code, f.name, f.kinds, f.open, f.opened, f.closed, f.matched, f.matched_text)
            for f in search.find(text, moment=asked, limit=limit)
        ],
        asked,
    )


def snapshot(
    *, on: Day = None, kind: str | None = None, known_at: Day = None, edition: int | None = None
) -> pd.DataFrame:
    """Every membership on a day, of all bodies or of those of a kind: code, relation, parent, since, until, share."""
    asked = _moment(on, known_at, edition)
    from io import BytesIO

    from ouzel.register import snapshots

    text = b"".join(snapshots.rows(moment=asked, kind=kind, form="csv"))
    frame = pd.read_csv(
        BytesIO(text),
        dtype={"code": str, "relation": str, "parent": str},
        keep_default_na=False,
        na_values={"since": [""], "until": [""], "share": [""]},
        parse_dates=["since", "until"],
    )
    frame.attrs.update(_asked(asked))
    return frame


def load(*paths: str | Path, published: Day = None) -> "Loaded":
    """Load files into the register, each recognised by its content: all of them or none. ContentError says why not."""
    ready()
    from ouzel.core.actors import Actor
    from ouzel.register import actions

    return actions.load([Path(p) for p in paths], by=Actor.command(), published=_day(published))


class RebasedFrame(pd.DataFrame):
    """Figures in the shape of other bodies: code, name, date (where given), then the values.

    `reconciliation` proves that what went in came out or is listed as unresolved.
    """

    _metadata: ClassVar[list[str]] = ["reconciliation"]
    reconciliation: "Reconciliation"


def rebase(
    table: pd.DataFrame | str | Path,
    *,
    unit: str,
    values: Sequence[str],
    to: str,
    date: Day = None,
    basis: str = "as-now",
    known_at: Day = None,
    edition: int | None = None,
) -> RebasedFrame:
    """Figures of a frame or a CSV file in the shape of bodies of the kind `to`.

    `basis` is as-was, as-now, as-at:DATE or as-if:PLAN, a proposal or the path of a plan file; several with commas.
    `date` is the column of dates, or one date for all. The answer has code, name, date where given, and the values; its
    `.reconciliation` proves that what went in came out or is listed as unresolved.
    """
    asked = _moment(None, known_at, edition)
    from ouzel.core.actors import Actor
    from ouzel.core.types.basis import Basis
    from ouzel.rebasing import read_table, rebase_table

    given = table if isinstance(table, pd.DataFrame) else read_table(Path(table))
    name = "" if isinstance(table, pd.DataFrame) else Path(table).name
    done = rebase_table(
        given, unit=unit, values=values, to=to, basis=Basis.parse(basis), today=asked.on, known_at=asked.known_at,
        edition=asked.edition, file=name, date=_column_or_day(date, given), viewer=Actor.command(),
    )  # fmt: skip
    frame = RebasedFrame(done.frame)
    frame.reconciliation = done.reconciliation
    frame.attrs.update({"basis": basis, "to": to, **_asked(asked)})
    return frame


def crosswalk(
    units: Sequence[str] | str,
    *,
    to: str,
    basis: str = "as-now",
    days: Sequence[Day] | None = None,
    since: Day = None,
    until: Day = None,
    known_at: Day = None,
    edition: int | None = None,
) -> pd.DataFrame:
    """Which unit belongs where, and how we know.

    Columns: unit, unit_name, group, group_name, share, evidence, estimated, reason.
    `units` are codes, or the name of a kind ("practice") for all of it. `as-was` needs `days`, one a unit, or gives
    the periods (since, until) in which each unit's group was the same, within [since, until).
    """
    asked = _moment(None, known_at, edition)
    from ouzel.core.actors import Actor
    from ouzel.core.types.basis import Basis
    from ouzel.rebasing import crosswalk_table, units_of_kind

    codes = (
        units_of_kind(units, today=asked.on, known_at=asked.known_at, edition=asked.edition)
        if isinstance(units, str)
        else list(units)
    )
    each = None if days is None else [_certain(day) for day in days]
    done = crosswalk_table(
        codes, to=to, basis=Basis.parse(basis), today=asked.on, days=each, since=_day(since), until=_day(until),
        known_at=asked.known_at, edition=asked.edition, viewer=Actor.command(),
    )  # fmt: skip
    frame = done.to_frame()
    frame.attrs.update({"basis": basis, "to": to, **_asked(asked)})
    return frame


def _steps(which: str, code: str, ultimate: bool, asked: "Moment") -> pd.DataFrame:
    from ouzel.register import successions

    ask = successions.successors if which == "successors" else successions.predecessors
    return _frame(
        ("predecessor", "predecessor_name", "successor", "successor_name", "on", "note", "share", "depth"),
        [
            (s.predecessor, s.predecessor_name, s.successor, s.successor_name, s.on, s.note, s.share, s.depth)
            for s in ask(_code(code), moment=asked, ultimate=ultimate)
        ],
        asked,
    )


def _moment(on: Day, known_at: Day, edition: int | None) -> "Moment":
    ready()
    from ouzel.core.permissions import today
    from ouzel.register.answers import Moment

    return Moment(_day(on) or today(), _day(known_at), edition)


def _asked(asked: "Moment") -> dict[str, Any]:
    from ouzel.register.asking import edition_of

    return {"on": asked.on, "known_at": asked.known_at, "edition": edition_of(asked)}


def _frame(columns: Sequence[str], rows: Iterable[Sequence[Any]], asked: "Moment") -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(columns), dtype=object)
    frame.attrs.update(_asked(asked))
    return frame


def _code(text: str) -> str:
    from ouzel.register.search import resolve

    return resolve(text) or text.strip().upper()


def _day(value: Day) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _certain(value: Day) -> date:
    found = _day(value)
    if found is None:
        raise ValueError("a unit has no day: as-was needs one for each")
    return found


def _column_or_day(value: Day, table: pd.DataFrame) -> "Day":
    """The name of a column, or the one date of all rows."""
    if not isinstance(value, str) or value in table.columns:
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value  # a column that is not there: refused where the file is named
