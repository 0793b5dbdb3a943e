"""What a reader is, and what it is recognised by."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ouzel.register.evidence import Reading


@dataclass(frozen=True)
class Sniff:
    """The beginning of a file, as recognition sees it."""

    rows: tuple[list[str], ...] = ()  # of comma-separated text
    headings: frozenset[str] = frozenset()  # its first row, in plain words
    json: str = ""  # the first characters of a JSON text
    sheets: tuple[frozenset[str], ...] = ()  # the headings of each sheet of a workbook, in plain words

    def mostly(self, test: Callable[[list[str]], bool]) -> bool:
        """Whether the test holds for at least half of the rows: one broken line does not make a file unknown."""
        return sum(map(test, self.rows)) * 2 >= max(len(self.rows), 1)


@dataclass(frozen=True)
class Reader:
    """One file format: how it is recognised, and how it is read whole."""

    name: str  # in words, for people
    matches: Callable[[Sniff], bool]
    parse: Callable[[Path, date], Reading]
    dates_itself: bool = False  # its rows say when each was published

    def read(self, path: Path, *, published: date) -> Reading:
        """What the file says, as a publication of that day. ContentError if it cannot be read whole."""
        collecting = gc.isenabled()
        gc.disable()  # a reading is many tuples and no cycles: walking them again and again would double its time
        try:
            return self.parse(path, published)
        finally:
            if collecting:
                gc.enable()
