"""What the sections with figures share: one release of one measure, summed or averaged over the practices of a body."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from ouzel.measures import queries
from ouzel.measures.kinds import measure_named
from ouzel.register.answers import Moment
from ouzel.reorganisation.case.values import Served
from ouzel.reorganisation.case.words import count, day, listed, started

PEOPLE = "registered-patients"
NAMED = 5  # codes of units without a figure that are told one by one


@dataclass(frozen=True)
class Release:
    """The figures that answer for a case: those of one release, by unit. Without a release there are none."""

    measure: str
    values: Mapping[str, Decimal]
    source: str  # who published it, for which day; "" without a release
    on: date | None


def release(slug: str, *, moment: Moment) -> Release:
    """The newest figures of the moment's day or earlier that were published by `known_at`.

    Figures are kept by release, not by edition of the register: what was loaded since counts.
    """
    measure = measure_named(slug)
    found = queries.latest(measure, on=moment.on, known_at=moment.known_at)
    if found is None:
        return Release(slug, {}, "", None)
    first = found.effective.lower
    source = found.source if measure.name.lower() in found.source.lower() else f"{found.source}: {measure.name}"
    source += f" (figures of {day(first)}, published by {day(found.published)})" if first else ""
    return Release(slug, queries.figures_of(found), source, first)


@dataclass(frozen=True)
class Sum:
    """A total over the units of one body. `without`: its GP practices that have no figure and are not in it."""

    value: Decimal
    counted: int
    without: tuple[str, ...]


def units_with(body: Served, figures: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The units of a body that have a figure, with the share of each.

    What a figure was published for counts, whether the register calls it a practice on the day or not: so the sum is
    the same as in a preview.
    """
    return {unit: share for units in body.units.values() for unit, share in units.items() if unit in figures}


def total(body: Served, figures: Release) -> Sum | None:
    """The figure of a body: the sum over its units, each by its share; None where none of them has one."""
    there = units_with(body, figures.values)
    if not there:
        return None
    value = sum((figures.values[unit] * share for unit, share in there.items()), Decimal(0))
    return Sum(value, len(there), tuple(sorted(set(body.practices) - set(there))))


def rounded(value: Decimal, to: str = "1") -> Decimal:
    """The value to a whole, or to the step given ("0.01"); a half goes up, away from nought."""
    return value.quantize(Decimal(to), rounding=ROUND_HALF_UP)


def whole(value: Decimal) -> int:
    """The value to a whole number; a half goes up."""
    return int(rounded(value))


def nothing(what: str, *, moment: Moment) -> str:
    """That there are no figures of a kind, as a gap."""
    known = f", published by {day(moment.known_at)}" if moment.known_at else ""
    return f"No figures of {what} are loaded for {day(moment.on)} or earlier{known}. So nothing is said of it."


def left_out(units: tuple[str, ...], what: str) -> str:
    """Which GP practices have no figure, as a gap."""
    few = listed(units) if len(units) <= NAMED else f"{', '.join(units[:NAMED])} and {len(units) - NAMED:,} more"
    verb, is_ = ("has", "it is") if len(units) == 1 else ("have", "they are")
    return started(f"{count(len(units), 'GP practice')} {verb} no figure of {what}, so {is_} in no sum: {few}.")


def sources(*releases: Release) -> str:
    """Where the figures of a table are from, each source once."""
    return "; ".join(dict.fromkeys(each.source for each in releases if each.source))
