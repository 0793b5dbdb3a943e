"""Totals and consequences of a plan, grouped as pages show them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from ouzel.reorganisation.expansion import Consequence
from ouzel.reorganisation.following import followers
from ouzel.reorganisation.preview import Compared, sources_of
from ouzel.web import words

TITLES = {"the body": "bodies that open or close"}
"""Headings for what would not be understood as it stands."""


@dataclass(frozen=True)
class Figure:
    """One kind of thing, side by side for each body that had it or has it."""

    what: str
    unit: str
    rows: tuple[Compared, ...]
    source: str

    @property
    def changes(self) -> bool:
        """Whether any body has another amount after."""
        return any(row.before != row.after for row in self.rows)

    @property
    def before(self) -> Decimal:
        """All of it before; a body that had nothing of the kind adds nothing."""
        return sum((row.before for row in self.rows if row.before is not None), Decimal(0))

    @property
    def after(self) -> Decimal:
        """All of it after."""
        return sum((row.after for row in self.rows if row.after is not None), Decimal(0))


@dataclass(frozen=True)
class ConsequenceKind:
    """What changes alike for many records."""

    slug: str
    package: str  # the title of the part that follows
    what: str
    rows: tuple[Consequence, ...]

    @property
    def title(self) -> str:
        """What changes, as a heading."""
        return words.capital(TITLES.get(self.what, self.what))


def by_what(totals: Iterable[Compared]) -> tuple[Figure, ...]:
    """Totals by what is counted, in the order in which they come."""
    groups: dict[tuple[str, str], list[Compared]] = defaultdict(list)
    for row in totals:
        groups[row.what, row.unit].append(row)
    return tuple(Figure(what, unit, tuple(rows), sources_of(rows)) for (what, unit), rows in groups.items())


def changing(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Those of which any body has another amount after; people and money before counts of bodies."""
    return tuple(sorted((f for f in figures if f.changes), key=lambda f: not f.unit))


def consequence_kinds(found: Sequence[Consequence]) -> tuple[ConsequenceKind, ...]:
    """Consequences by package and by what changes; the bodies themselves come first, as they come."""
    titles = {follower.slug: follower.title for follower in followers()}
    groups: dict[tuple[str, str], list[Consequence]] = defaultdict(list)
    for each in found:
        groups[each.package, each.what].append(each)
    return tuple(
        ConsequenceKind(slugify(f"{package} {what}"), titles.get(package, package), what, tuple(rows))
        for (package, what), rows in groups.items()
    )


def compared_from(rows: Iterable[Mapping[str, Any]]) -> tuple[Compared, ...]:
    """Totals as a proof keeps them: amounts are texts or numbers there, null where there was nothing of the kind."""
    return tuple(
        Compared(
            row["what"], row["body"], row["name"], _amount(row["before"]), _amount(row["after"]),
            row.get("unit") or "", row.get("source") or "",
        )
        for row in rows
    )  # fmt: skip


def _amount(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
