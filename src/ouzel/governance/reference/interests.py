"""Interests as reference data: categories, occasions to declare, how long entries stay, what may be accepted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeVar

from ouzel.governance.reference.texts import Text, one, shipped

FILE = "interests.toml"


@dataclass(frozen=True)
class Dated:
    """A row that holds from a day until another (half-open), by a source. `recheck`: why not to rely on it yet."""

    since: date
    until: date | None
    source: str
    recheck: str

    def holds(self, on: date) -> bool:
        """Whether the row is in force on the day."""
        return self.since <= on and (self.until is None or on < self.until)


R = TypeVar("R", bound=Dated)


@dataclass(frozen=True)
class Category(Dated):
    """A category of interest. `through`: it is held through somebody else, who must be named by what they are."""

    slug: str
    name: str
    text: str
    through: bool


@dataclass(frozen=True)
class Occasion:
    """When somebody declares. `days` they have (None: at once); `every` so many months; `whole`: all is declared."""

    slug: str
    name: str
    days: int | None
    every: int | None
    whole: bool
    remind: tuple[int, ...]  # days before the last day
    source: str
    recheck: str


@dataclass(frozen=True)
class Retention(Dated):
    """Months in public after the end, years on record."""

    public_months: int
    record_years: int


@dataclass(frozen=True)
class GiftRule(Dated):
    """What may be accepted, in pence; see the table's own words. Gifts of one source add up over some months."""

    supplier_limit: int
    gift_limit: int
    cumulative_months: int
    hospitality_free: int
    hospitality_limit: int
    declare_days: int


@lru_cache(maxsize=1)
def _text() -> Text:
    return shipped(FILE)


@lru_cache(maxsize=1)
def categories() -> tuple[Category, ...]:
    """All categories, in the order of the table."""
    text, found = _text(), []
    for path, row in text.several("category"):
        given = text.table(row, path, needs=("slug", "name", "text", "source", "since"),
                           may=("until", "through", "recheck"))  # fmt: skip
        found.append(
            Category(
                **_dated(text, given, path),
                slug=text.word(given, "slug", path),
                name=text.word(given, "name", path),
                text=text.word(given, "text", path),
                through=text.truth(given, "through", path),
            )
        )
    return tuple(found)


def category(slug: str) -> Category:
    """One category; ContentError names those there are."""
    return one({each.slug: each for each in categories()}, slug, what="category of interest", field="category")


@lru_cache(maxsize=1)
def occasions() -> tuple[Occasion, ...]:
    """All occasions, in the order of the table."""
    text, found = _text(), []
    for path, row in text.several("occasion"):
        given = text.table(row, path, needs=("slug", "name", "source"),
                           may=("days", "every", "whole", "remind", "recheck"))  # fmt: skip
        remind = given.get("remind", [])
        if not isinstance(remind, list) or not all(type(each) is int and each >= 0 for each in remind):
            raise text.wrong(f"{path}.remind", "a list of numbers of days belongs here", value=remind)
        found.append(
            Occasion(
                slug=text.word(given, "slug", path),
                name=text.word(given, "name", path),
                days=text.number(given, "days", path),
                every=text.number(given, "every", path),
                whole=text.truth(given, "whole", path),
                remind=tuple(remind),
                source=text.word(given, "source", path),
                recheck=text.word(given, "recheck", path),
            )
        )
    return tuple(found)


def occasion(slug: str) -> Occasion:
    """One occasion; ContentError names those there are."""
    return one({each.slug: each for each in occasions()}, slug, what="occasion to declare", field="occasion")


@lru_cache(maxsize=1)
def retentions() -> tuple[Retention, ...]:
    """How long entries stay, by date."""
    return tuple(Retention(**row) for row in _numbers("retention", ("public_months", "record_years")))


@lru_cache(maxsize=1)
def gift_rules() -> tuple[GiftRule, ...]:
    """What may be accepted, by date."""
    names = ("supplier_limit", "gift_limit", "cumulative_months", "hospitality_free", "hospitality_limit",
             "declare_days")  # fmt: skip
    return tuple(GiftRule(**row) for row in _numbers("gift_rule", names))


def gift_rule(on: date) -> GiftRule | None:
    """The rule of the day; None where none is on record: nothing can then be said of what might be accepted."""
    return in_force(gift_rules(), on)


def retention(on: date) -> Retention:
    """How long an entry that ended on the day stays. Before the first row, the first row: it still stands in public."""
    return in_force(retentions(), on) or retentions()[0]


def in_force(rows: Sequence[R], on: date) -> R | None:
    """The row that holds on the day."""
    return next((row for row in rows if row.holds(on)), None)


def _numbers(name: str, numbers: tuple[str, ...]) -> list[dict[str, Any]]:
    text, found = _text(), []
    for path, row in text.several(name):
        given = text.table(row, path, needs=("since", "source", *numbers), may=("until", "recheck"))
        found.append({**_dated(text, given, path), **{each: text.number(given, each, path) for each in numbers}})
    for earlier, later in pairwise(found):
        if earlier["until"] != later["since"]:
            raise text.wrong(name, "each row must begin on the day on which the one before ends", value=later["since"])
    return found


def _dated(text: Text, given: dict[str, Any], path: str) -> dict[str, Any]:
    since, until = text.day(given, "since", path), text.day(given, "until", path)
    if since is not None and until is not None and until <= since:
        raise text.wrong(f"{path}.until", "it would end before it begins", value=until)
    return {"since": since, "until": until, "source": text.word(given, "source", path),
            "recheck": text.word(given, "recheck", path)}  # fmt: skip
