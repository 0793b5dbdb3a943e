"""Comma-separated text, row by row, with the line each row stands on."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ouzel.core.errors import ContentError
from ouzel.register.readers import content

Row = tuple[int, list[str]]


def rows(path: Path, *, width: int | None = None) -> Iterator[Row]:
    """Each row that is not blank, with its line counted from 1.

    ContentError if a row has not `width` columns; without it, not as many as the first row.
    """
    reader = csv.reader(io.StringIO(content.text(path), newline=""), strict=True)
    try:
        for row in reader:
            if width is None and row:
                width = len(row)
            if len(row) == width:
                yield reader.line_num, row
            elif row:
                raise ContentError(
                    f"the row has {len(row)} columns where {width} are due",
                    path.name,
                    reader.line_num,
                    value=",".join(row)[:60],
                    right="Fetch the file again from its publisher: it may be cut short, or edited by hand",
                )
    except csv.Error as error:
        raise ContentError(
            f"not comma-separated text: {error}",
            path.name,
            reader.line_num,
            right="Fetch the file again from its publisher: it may be cut short",
        ) from None


def first_rows(data: bytes) -> list[list[str]]:
    """The rows of the beginning of a text, to recognise it by, without a last line that may be cut. Never raises."""
    text = data.decode("utf-8-sig", errors="replace")
    lines = text.splitlines()
    if len(data) == content.HEAD:
        lines = lines[:-1]
    try:
        return [row for row in csv.reader(lines) if row]
    except csv.Error:
        return []


def plain(heading: object) -> str:
    """A heading as plain words: "Practice to PCN\\nRelationship" and "practice_to_pcn_relationship" are the same."""
    return " ".join(re.findall(r"[a-z0-9]+", str(heading).lower()))


@dataclass(frozen=True)
class Headed:
    """A table under headings: where each column stands, and the rows."""

    path: Path
    headings: tuple[str, ...]  # in plain words
    rows: Sequence[Row]

    def at(self, *names: str) -> int | None:
        """The position of the first of these headings that is there."""
        return next((self.headings.index(name) for name in names if name in self.headings), None)

    def need(self, *names: str) -> int:
        """The position of the first of these headings that is there; ContentError if none is."""
        position = self.at(*names)
        if position is None:
            raise ContentError(
                f"no column {names[0]!r}", self.path.name, 1, right="Fetch the file again from its publisher"
            )
        return position


def headed(path: Path) -> Headed:
    """Read a table under headings. ContentError if no row follows them, or a row is longer or shorter than they are."""
    first, *found = list(rows(path)) or [(1, [""])]
    if not found:
        raise ContentError("no rows under the headings", path.name, 1, right="Fetch the file again from its publisher")
    return Headed(path, tuple(plain(heading) for heading in first[1]), found)
