"""Sums of figures over bodies, before a plan and with it. Pure: what is conserved here is tested by itself."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ouzel.measures import belonging
from ouzel.measures.belonging import BELOW, Belonging
from ouzel.register.attributes import Attribute as A
from ouzel.reorganisation.expansion import Expansion

ORDER = (A.COMMISSIONER, A.SYSTEM, A.REGION, A.NETWORK)


@dataclass(frozen=True)
class Tally:
    """What each body has of one measure, what units without a home had, and what no share divides."""

    bodies: Mapping[str, Decimal]
    left: Mapping[str, Decimal]  # body that the units left, to their sum
    undivided: Mapping[str, Decimal]  # body that ended, to its own figure
    wanting: Mapping[str, frozenset[str]]  # body, to its units that have no figure


def tally_of(bodies: Iterable[str], units: Belonging, own: Mapping[str, Decimal]) -> Tally:
    """What each body has: its own figure, else those of all that belong to it; one without any is left out."""
    counting = Sums(units, own)
    found = {code: counting.of(code) for code in bodies}
    known = {code: value for code, value in found.items() if value is not None}
    return Tally(known, {}, {}, {code: counting.wanting(code) for code in known})


def with_plan(
    expansion: Expansion, bodies: Iterable[str], before: Belonging, after: Belonging, own: Mapping[str, Decimal]
) -> Tally:
    """What each body has with the plan.

    What a body that ends had of its own (a practice's list, a group's allocation) goes to its heir, or by shares to its
    heirs. What the bodies of one level had before is what they have after, and what is left, and what is not divided.
    """
    carried = dict(own)
    undivided: dict[str, Decimal] = {}
    for code, to in belonging.heirs(expansion.assertions, expansion.state.day).items():
        value = carried.pop(code, None)
        if value is None:
            continue
        if not to:
            undivided[code] = value
            continue
        for heir, share in to.items():
            carried[heir] = carried.get(heir, Decimal(0)) + value * share
    first = Sums(before, own)
    left: dict[str, Decimal] = {}
    for each in expansion.unresolved:
        part = before.get((each.code, each.attribute), {}).get(each.was)
        worth = first.worth(each.code, each.attribute)
        if part is not None and worth is not None:
            left[each.was] = left.get(each.was, Decimal(0)) + worth * part
    then = tally_of(bodies, after, carried)
    return Tally(then.bodies, left, undivided, then.wanting)


class Sums:
    """Sums over units; each body's are worked out once for each relation."""

    def __init__(self, units: Belonging, own: Mapping[str, Decimal]) -> None:
        self.own = own
        self.under: dict[tuple[str, A], list[tuple[str, Decimal]]] = {}
        for (unit, attribute), bodies in units.items():
            for body, share in bodies.items():
                self.under.setdefault((body, attribute), []).append((unit, share))
        self.known: dict[tuple[str, A], Decimal | None] = {}

    def relation(self, code: str) -> A | None:
        """The first relation through which anything belongs to a body that has a figure."""
        return next((attribute for attribute in ORDER if self.through(code, attribute) is not None), None)

    def of(self, code: str) -> Decimal | None:
        """Of a body: its own figure, else those of what belongs to it."""
        if code in self.own:
            return self.own[code]
        attribute = self.relation(code)
        return None if attribute is None else self.through(code, attribute)

    def wanting(self, code: str) -> frozenset[str]:
        """The units at the bottom of a body that have no figure."""
        attribute = None if code in self.own else self.relation(code)
        return frozenset() if attribute is None else frozenset(self._wanting(code, attribute))

    def _wanting(self, code: str, attribute: A) -> Iterator[str]:
        below = BELOW[attribute]
        for unit, _ in self.under.get((code, attribute), ()):
            if unit not in self.own:
                yield unit
                if below is not None:
                    yield from self._wanting(unit, below)

    def through(self, code: str, attribute: A) -> Decimal | None:
        """Of all that belong to a body by one relation."""
        key = code, attribute
        if key not in self.known:
            worths = ((self.worth(unit, attribute), share) for unit, share in self.under.get(key, ()))
            parts = [worth * share for worth, share in worths if worth is not None]
            self.known[key] = sum(parts, Decimal(0)) if parts else None
        return self.known[key]

    def worth(self, unit: str, attribute: A) -> Decimal | None:
        """Of a unit that belongs to a body by that relation."""
        if unit in self.own:
            return self.own[unit]
        below = BELOW.get(attribute)
        return self.through(unit, below) if below is not None else None
