"""Months of account: how they are counted, which are frozen, and what is posted to each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Self

from django.db.models import Sum

from ouzel.activity.models import Freeze, Posting
from ouzel.core.errors import ContentError
from ouzel.core.visibility import PermittedQuerySet


@total_ordering
@dataclass(frozen=True)
class AccountMonthKey:
    """One month of account: `year` is 202526 for 2025/26, `month` counts from April, 1 to 12."""

    year: int
    month: int

    def __post_init__(self) -> None:
        first, second = divmod(self.year, 100)
        if not 1900 <= first < 2200 or (first + 1) % 100 != second or not 1 <= self.month <= 12:
            raise ContentError(
                "this is not a month of account", field="month", value=f"{self.month} of {self.year}",
                right="The year is like 202526, the month 1 (April) to 12 (March)",
            )  # fmt: skip

    @classmethod
    def of(cls, month: int) -> Self:
        """From the number kept in the column `month` of lines: calendar year * 12 + month - 1."""
        return cls._from_ordinal(month - 3)

    @classmethod
    def _from_ordinal(cls, ordinal: int) -> Self:
        first, month = divmod(ordinal, 12)
        return cls(first * 100 + (first + 1) % 100, month + 1)

    @property
    def ordinal(self) -> int:
        """Months counted through, for order and distance."""
        return self.year // 100 * 12 + self.month - 1

    @property
    def line_month(self) -> int:
        """The number kept in the column `month` of lines."""
        return self.ordinal + 3

    @property
    def end(self) -> date:
        """The first day after it."""
        return date(self.next.line_month // 12, self.next.line_month % 12 + 1, 1)

    @property
    def next(self) -> Self:
        """The month after it; after March comes April of the next year."""
        return self._from_ordinal(self.ordinal + 1)

    def __lt__(self, other: "AccountMonthKey") -> bool:
        return self.ordinal < other.ordinal

    def __str__(self) -> str:
        first = self.year // 100
        return f"month {self.month} of {first}/{self.year % 100:02d}"


class Frozen:
    """Which months are frozen, of a provider's account or of all."""

    def __init__(self) -> None:
        self._months = {
            (AccountMonthKey(year, month), provider)
            for year, month, provider in Freeze.objects.values_list("year", "month", "provider")
        }

    def holds(self, month: AccountMonthKey, provider: str) -> bool:
        """Whether nothing is posted to that month of the provider any more."""
        return (month, "") in self._months or (month, provider) in self._months

    def open_after(self, month: AccountMonthKey, provider: str) -> AccountMonthKey:
        """The month itself if it is open, else the first after it that is."""
        while self.holds(month, provider):
            month = month.next
        return month


@dataclass(frozen=True)
class Balance:
    """What is posted: lines, activity (thousandths) and pence."""

    lines: int
    activity: int
    pence: int


def posted(
    *, by: Iterable[str] = ("year", "month"), postings: PermittedQuerySet[Posting] | None = None
) -> dict[tuple[object, ...], Balance]:
    """Sums of postings by fields of `Posting`, such as `year, month` (of account) or `activity_year, activity_month`.

    `postings`: those to count, such as `Posting.objects.visible_to(viewer)`; None: all.
    """
    names = tuple(by)
    found = (Posting.objects.all() if postings is None else postings).order_by().values_list(*names)
    rows = found.annotate(all_lines=Sum("lines"), all_activity=Sum("activity"), all_pence=Sum("pence"))
    return {tuple(row[:-3]): Balance(*row[-3:]) for row in rows}
