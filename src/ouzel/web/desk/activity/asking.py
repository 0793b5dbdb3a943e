"""What a report is asked, read from its address: by what, on which basis, of which months, only some of it."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from ouzel.activity.accounts import AccountMonthKey
from ouzel.activity.answers.cells import cells_of
from ouzel.activity.answers.dimensions import DIMENSIONS
from ouzel.activity.answers.effects import Split
from ouzel.activity.models import PricingRun
from ouzel.activity.store import Store
from ouzel.core.errors import ContentError
from ouzel.web import asked as asking
from ouzel.web.asked import Asked

LONGEST = 400  # characters of a list of codes
USUAL = "commissioner"


@dataclass(frozen=True)
class Question:
    """A report, as its form and address say it. `since`, `until`: the first days of the first and the last month."""

    by: str
    then: str
    asked: Asked
    since: date | None
    until: date | None
    only: str
    codes: tuple[str, ...]
    problem: str = ""

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What figures are told apart by."""
        return tuple(dict.fromkeys(each for each in (self.by, self.then) if each))

    @property
    def where(self) -> dict[str, tuple[str, ...]] | None:
        """Which figures are chosen; None: all."""
        return {self.only: self.codes} if self.only and self.codes else None

    def months(self, known: tuple[date, ...]) -> tuple[int, ...] | None:
        """The months that are asked for, as `report` takes them; None: all, those not known too."""
        if self.since is None and self.until is None:
            return None
        first, last = self.since or date.min, self.until or date.max
        return tuple(each.year * 12 + each.month - 1 for each in known if first <= each <= last)

    def query(self, **change: str) -> str:
        """The question as the end of an address."""
        parts: Mapping[str, Any] = {
            "by": self.by, "then": self.then, "basis": str(self.asked.basis), "since": _text(self.since),
            "until": _text(self.until), "only": self.only, "codes": " ".join(self.codes), **change,
        }  # fmt: skip
        return "?" + urlencode({key: value for key, value in parts.items() if value})


def read(request: HttpRequest) -> Question:
    """What this request asks. What cannot be read is said in `problem`, and the rest is answered."""
    sent, problem = request.GET, ""
    by, then, only = (sent.get(name, "") if sent.get(name, "") in DIMENSIONS else "" for name in ("by", "then", "only"))
    days = []
    for name in ("since", "until"):
        try:
            days.append(date.fromisoformat(f"{sent[name][:7]}-01") if sent.get(name) else None)
        except ValueError:
            days.append(None)
            problem = "A month is written like 2025-04"
    codes = tuple(dict.fromkeys(sent.get("codes", "")[:LONGEST].replace(",", " ").replace("\0", " ").split()))
    if codes and not only:
        problem = "Choose what the codes are of"
    since, until = days
    if since and until and until < since:
        since, until, problem = None, None, "The last month is before the first"
    return Question(by or USUAL, "" if then == (by or USUAL) else then, asking.read(request), since, until, only, codes,
                    problem)  # fmt: skip


def months_of(run: PricingRun | None, store: Store) -> tuple[date, ...]:
    """The months that a run has figures of, in order."""
    if run is None:
        return ()
    try:
        return _months(run, store.root)
    except ContentError:
        return ()


@lru_cache(maxsize=8)
def _months(run: PricingRun, root: str) -> tuple[date, ...]:
    found = cells_of(run, columns=("month",), store=Store.at(root)).keys["month"].words
    return tuple(date.fromisoformat(each) for each in found if each)


def _text(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else ""


def month_of(key: AccountMonthKey) -> date:
    """The first day of a month of account."""
    return date(key.line_month // 12, key.line_month % 12 + 1, 1)


def largest(split: Split | None) -> tuple[list[dict[Hashable, Any]], int]:
    """The rows of a split with money on a side, the largest difference first; and how many have none on either."""
    rows = split.frame.to_dict("records") if split else []
    some = [row for row in rows if row["base"] or row["actual"]]
    return sorted(some, key=lambda row: -abs(int(row["difference"]))), len(rows) - len(some)
