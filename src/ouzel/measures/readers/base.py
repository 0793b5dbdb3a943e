"""What a reader is, and what it makes of a file: figures, each with its line, and the day they are for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from ouzel.register.readers.base import Sniff

SUPPRESSED, MISSING = "suppressed", "missing"


class Figure(NamedTuple):
    """One figure as published. Without a value, `gap` says why: it is never taken for nought."""

    unit: str  # code of the body, or its name where the file has no codes
    measure: str
    value: Decimal | None
    row: int  # line of the file, counted from 1
    gap: str = ""


@dataclass(frozen=True)
class Reading:
    """The figures of one day in a file.

    `source` is empty where the file does not say who publishes it, `effective` None where it does not say for which
    day its figures are. With `by_name` the units are names of bodies of that day.
    """

    title: str
    source: str
    figures: Sequence[Figure]
    effective: date | None = None
    by_name: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reader:
    """One file format: how it is recognised, and how it is read whole (ContentError if it cannot be)."""

    name: str  # in words, for people
    matches: Callable[[Sniff], bool]
    parse: Callable[[Path], list[Reading]]
