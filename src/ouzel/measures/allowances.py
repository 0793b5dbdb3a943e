"""What a body may spend on running itself, per head: dated reference data, each line with what is certain of it."""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True)
class Allowance:
    """Pounds per head a year, from a day until the next; `words` say what it is and how certain."""

    since: date
    value: Decimal
    unit: str
    words: str
    source: str


@lru_cache(maxsize=1)
def allowances() -> tuple[Allowance, ...]:
    """All that are known, oldest first."""
    with files("ouzel.measures").joinpath("allowances.csv").open(encoding="utf-8") as text:
        rows = [
            Allowance(date.fromisoformat(r["since"]), Decimal(r["value"]), r["unit"], r["words"], r["source"])
            for r in csv.DictReader(text)
        ]
    return tuple(sorted(rows, key=lambda each: each.since))


def allowance(on: date) -> Allowance | None:
    """The allowance of the day; None before the first that is known."""
    return next((each for each in reversed(allowances()) if each.since <= on), None)
