"""Loading the small tables that rules refer to, and their rows as they stand."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from ouzel.activity.references import releases
from ouzel.activity.rules.tables import Row, read_rows, shipped_rows, table_named, texts_of
from ouzel.activity.small_files import look_at_words, look_through, read_small
from ouzel.activity.store.place import Store
from ouzel.core.actors import Actor
from ouzel.core.errors import ContentError
from ouzel.core.models import ReferenceRelease
from ouzel.core.releases import Origin

MOST = 5_000_000
"""Bytes of a table that a person may load: these tables have some hundred rows."""


def load_table(
    source: Path | bytes,
    *,
    table: str,
    effective: date,
    published: date,
    by: Actor,
    origin: str,
    name: str = "",
    store: Store | None = None,
) -> ReferenceRelease:
    """Load a CSV of one of `rules.tables.TABLES`, for the days from `effective` until the next one loaded begins.

    `published` is the day it became known, `origin` who says so. ContentError with the line of the first fault; nothing
    is kept then.
    """  # fmt: skip
    file, text, sha256 = read_small(source, name=name, most=MOST, what="a table of rules")
    known = table_named(table)
    if known.fixed:
        raise ContentError(f"this table comes with Ouzel and cannot be loaded: {known.fixed}", file, field="table",
                           value=table, right="Another year's sets need a release of Ouzel that has them")  # fmt: skip
    look_at_words(source=origin)
    look_through(texts_of(text, known), file=file)
    rows = read_rows(text, known, file=file, source=origin)
    if not rows:
        raise ContentError("the table has no rows", file)
    return releases.enter(
        as_table(rows), kind=known.release_kind, name=f"{known.words}, {effective.day} {effective:%B %Y}",
        effective=effective, origin=Origin(origin, published), sha256=sha256, by=by,
        store=store, file=file,
    )  # fmt: skip


def rows(table: str, *, known_at: date | None = None, store: Store | None = None) -> tuple[Row, ...]:
    """The rows of a table, each for its own days: those loaded, and those that come with Ouzel for all other days.

    A loaded file stands alone for the days it is for. `known_at`: only what was published by then.
    """
    known = table_named(table)
    found: list[Row] = []
    covered: list[tuple[date, date]] = []
    there = releases.releases(known.release_kind, known_at=known_at)
    for release, following in zip(there, (*there[1:], None), strict=False):
        # Until the next one that was published by then, whatever was published since.
        span = release.effective.lower or date.min, (following.effective.lower if following else None) or date.max
        covered.append(span)
        found += [cut for row in from_table(releases.rows_of(release, store=store)) if (cut := within(row, *span))]
    for gap in _gaps(covered):
        found += [cut for row in shipped_rows(table) if (cut := within(row, *gap))]
    return tuple(found)


def within(row: Row, since: date, until: date) -> Row | None:
    """The part of a row that is for days in [since, until); None if there is none."""
    low, high = max(row.since or date.min, since), min(row.until or date.max, until)
    if low >= high:
        return None
    return replace(row, since=None if low == date.min else low, until=None if high == date.max else high)


def _gaps(covered: list[tuple[date, date]]) -> list[tuple[date, date]]:
    gaps, at = [], date.min
    for since, until in sorted(covered):
        if at < since:
            gaps.append((at, since))
        at = max(at, until)
    return [*gaps, (at, date.max)] if at < date.max else gaps


def as_table(rows: tuple[Row, ...]) -> pa.Table:
    """Rows as columns of text and dates."""
    columns: dict[str, pa.Array] = {name: pa.array([row[name] for row in rows], pa.string()) for name in rows[0].values}
    return pa.table(
        columns
        | {
            "since": pa.array([row.since for row in rows], pa.date32()),
            "until": pa.array([row.until for row in rows], pa.date32()),
            "source": pa.array([row.source for row in rows], pa.string()),
            "evidence": pa.array([row.evidence for row in rows], pa.string()),
        }
    )


def from_table(table: pa.Table) -> tuple[Row, ...]:
    """The rows that `as_table` wrote."""
    found = []
    for each in table.to_pylist():
        own = {name: each.pop(name) for name in ("since", "until", "source", "evidence")}
        found.append(Row(each, **own))
    return tuple(found)
