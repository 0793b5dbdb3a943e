"""What each data set is to payment: the basis that is charged, evidence of it, or the statement of what it comes to.

Several data sets tell of the same care. Which of them is paid from is reference data (tables `data-sets` and
`aggregate-only`), not code: docs/decisions/0027-one-basis-of-payment.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ouzel.activity.references.tables import rows
from ouzel.activity.rules.tables import Row, shipped_rows
from ouzel.activity.store import Store

ANY = "*"
DATA_SETS, AGGREGATE_ONLY = "data-sets", "aggregate-only"


class Role(StrEnum):
    """BASIS is charged and posted. EVIDENCE is priced when asked for by itself, and never charged. STATEMENT is what a
    provider says that its month comes to: compared with the basis, and charged for what only it has.
    """

    BASIS = "basis"
    EVIDENCE = "evidence"
    STATEMENT = "statement"

    @property
    def words(self) -> str:
        """What it means for a line of it."""
        return _WORDS[self]


_WORDS = {
    Role.BASIS: "another data set of the provider's month goes before it",
    Role.EVIDENCE: "it is evidence of what is paid from other files",
    Role.STATEMENT: "it states what other files hold line by line, and is compared with them",
}


@dataclass(frozen=True)
class Standing:
    """What a data set of a provider is in a month. Of several bases of a provider's month those of the least `rank`
    count; other roles have rank 0.
    """

    role: Role
    rank: int


@dataclass(frozen=True)
class Roles:
    """The rows that say which data set is what. The row that names the data set goes before one for all, then the one
    that names the provider; and a loaded row before one that comes with Ouzel.
    """

    loaded: tuple[Row, ...]
    shipped: tuple[Row, ...]

    @classmethod
    def known(cls, known_at: date | None = None, *, store: Store | None = None) -> "Roles":
        """As known at the end of a day; None: now."""
        return cls(rows(DATA_SETS, known_at=known_at, store=store), shipped_rows(DATA_SETS))

    def of(self, dataset: str, provider: str, month: int) -> Standing:
        """The standing of a data set of a provider in a month (year * 12 + month - 1; 0: not known)."""
        on = first_day(month)
        for names in (dataset, ANY):
            for bodies in (provider, ANY):
                for row in (*self.loaded, *self.shipped):
                    if row["dataset"] == names and row["provider"] == bodies and row.holds(on):
                        return Standing(Role(row["role"]), int(row["rank"] or 0))
        raise LookupError(f"no row says what the data set {dataset} is")  # the rows that come with Ouzel end with all

    def turns(self) -> tuple[int, ...]:
        """The months from which something else may hold, in order."""
        days = {day for row in (*self.loaded, *self.shipped) for day in (row.since, row.until) if day}
        return tuple(sorted({day.year * 12 + day.month - 1 + (day.day > 1) for day in days}))

    def named(self, dataset: str) -> frozenset[str]:
        """The providers that rows name for a data set or for all."""
        return frozenset(
            row["provider"] for row in (*self.loaded, *self.shipped) if row["dataset"] in (dataset, ANY)
        ) - {ANY}  # fmt: skip


def aggregate_only(*, known_at: date | None = None, store: Store | None = None) -> tuple[Row, ...]:
    """The points of delivery that have no patient-level lines, each for its days."""
    return rows(AGGREGATE_ONLY, known_at=known_at, store=store)


def first_day(month: int) -> date:
    """The first day of a month number; of one that is not known the first of all days."""
    return date(month // 12, month % 12 + 1, 1) if month else date.min


def month_number(day: date | None, *, otherwise: int) -> int:
    """The number of the first month that begins on the day or later."""
    return otherwise if day is None else day.year * 12 + day.month - 1 + (day.day > 1)


def pods(table: Iterable[Row]) -> dict[str, list[tuple[int, int]]]:
    """Of each point of delivery of a table the months [from, until) it is for."""
    found: dict[str, list[tuple[int, int]]] = {}
    for row in table:
        span = month_number(row.since, otherwise=0), month_number(row.until, otherwise=1 << 30)
        found.setdefault(row["pod"].upper(), []).append(span)
    return found
