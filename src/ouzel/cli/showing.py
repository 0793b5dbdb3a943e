"""What commands print: answers on standard output, everything else on standard error."""

import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from ouzel.core.work.kinds import Tell

NARROW = 80
WHOLE = frozenset({
    "code", "pod", "on", "from", "to", "since", "last day", "opened", "published", "id", "edition", "known since",
    "date", "ref", "meeting", "named",
})  # fmt: skip
"""Columns whose cells are never broken: codes and days."""


def document(shape: Any) -> None:
    """One JSON document on standard output. Decimals are written to their last digit, as numbers."""
    import orjson

    options = orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_APPEND_NEWLINE
    sys.stdout.write(orjson.dumps(shape, default=plain, option=options).decode())


def plain(value: object) -> object:
    """What JSON has no word for: a Decimal as its digits."""
    from decimal import Decimal

    import orjson

    if isinstance(value, Decimal):
        return orjson.Fragment(format(value, "f").encode())
    raise TypeError(f"{value!r} has no form in JSON")


def note(words: str) -> None:
    """A line for the person, beside the answer."""
    print(words, file=sys.stderr)


def say(words: str = "") -> None:
    """A line of the answer."""
    print(words)


def working(what: str) -> "AbstractContextManager[Any]":
    """A sign of life on standard error while something takes longer; nothing where nobody watches."""
    from rich.console import Console

    return Console(stderr=True).status(what)


def told(status: Any) -> "Tell":
    """What says to that sign of life how far work is."""

    def tell(step: str, done: int = 0, of: int | None = None) -> None:
        status.update(f"{step}: {100 * done // of}%" if of else step)

    return tell


def console() -> "Console":
    """Standard output, at least as wide as 80 columns where nobody's terminal says otherwise."""
    from rich.console import Console

    found = Console(highlight=False, markup=False, emoji=False)
    return (
        found
        if found.is_terminal
        else Console(highlight=False, markup=False, emoji=False, width=NARROW, file=sys.stdout)
    )


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], *, right: Iterable[str] = ()) -> None:
    """A plain table; a cell too long for its column goes on in the next line. `right` names columns of figures."""
    from rich.table import Table

    figures = set(right)
    shown = Table(box=None, pad_edge=False, header_style="bold", show_edge=False)
    for heading in headings:
        shown.add_column(
            heading,
            justify="right" if heading in figures else "left",
            overflow="fold",
            no_wrap=heading in WHOLE or heading in figures,
        )
    for row in rows:
        shown.add_row(*("" if cell is None else str(cell) for cell in row))
    console().print(shown)


def last_day(until: date | str | None) -> str:
    """The last day of a half-open range, for people; empty while it goes on."""
    end = date.fromisoformat(until) if isinstance(until, str) else until
    return "" if end is None else (end - timedelta(days=1)).isoformat()


def in_words(value: date) -> str:
    """A day in a sentence: 1 April 2021."""
    return f"{value.day} {value:%B %Y}"


def last_in_words(until: date | str | None) -> str:
    """The last day of a half-open range in a sentence; empty while it goes on."""
    last = last_day(until)
    return in_words(date.fromisoformat(last)) if last else ""


def day(value: date | None) -> str:
    """A day in a column, where days are compared; or nothing."""
    return "" if value is None else value.isoformat()


def count(number: int, what: str) -> str:
    """A number of things in words: 1 conflict, 2 conflicts, 1,000 assertions."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def few(words: Sequence[str], most: int, between: str = ", ") -> str:
    """The first of many words, and how many more there are."""
    more = f"{between}and {len(words) - most:,} more" if len(words) > most else ""
    return between.join(words[:most]) + more
