"""Long lists in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SIZE = 50


@dataclass(frozen=True)
class Paged:
    """One page of a list; `first` and `last` count from 1."""

    rows: Sequence[Any]
    number: int
    pages: int
    total: int
    first: int
    last: int

    @property
    def numbers(self) -> list[int | None]:
        """Numbers to offer: the first, the last, and those around this one; None for a gap."""
        near = sorted({1, self.number - 1, self.number, self.number + 1, self.pages} & set(range(1, self.pages + 1)))
        shown: list[int | None] = []
        for before, number in zip([0, *near], near, strict=False):
            shown += [None] if number - before > 1 else []
            shown.append(number)
        return shown


def paged(rows: Sequence[Any], number: str | None, size: int = SIZE) -> Paged:
    """The page asked for; the nearest there is where that is none."""
    pages = max(1, -(-len(rows) // size))
    wanted = int(number) if number and number.isascii() and number.isdigit() and len(number) < 6 else 1
    at = min(max(wanted, 1), pages)
    part = rows[(at - 1) * size : at * size]
    return Paged(part, at, pages, len(rows), (at - 1) * size + 1 if rows else 0, (at - 1) * size + len(part))
