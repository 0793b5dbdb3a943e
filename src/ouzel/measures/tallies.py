"""Sums of figures over bodies, at each level by itself. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from ouzel.measures.belonging import BELOW, Belonging, Heirs
from ouzel.register.attributes import Attribute as A

ORDER = (A.COMMISSIONER, A.SYSTEM, A.REGION, A.NETWORK)


@dataclass(frozen=True)
class Tally:
    """What one body has of a measure: its own figure (`through` None), or that of all that belong to it."""

    code: str
    through: A | None
    value: Decimal
    wanting: frozenset[str] = frozenset()  # the units at the bottom of it that have no figure


def carried(own: Mapping[str, Decimal], heirs: Heirs) -> dict[str, Decimal]:
    """Figures once bodies have ended: what each had of its own, such as a list, is its heir's, or its heirs' by share.

    What no share divides among several heirs, or nobody inherits, is left out.
    """
    found = dict(own)
    for code, to in heirs.items():
        value = found.pop(code, None)
        for heir, share in (to or {}).items():
            if value is not None:
                found[heir] = found.get(heir, Decimal(0)) + value * share
    return found


def tallies(bodies: Iterable[str], units: Belonging, own: Mapping[str, Decimal]) -> list[Tally]:
    """What each body has; one of which nothing is known is left out, since that is not nought."""
    sums = _Sums(units, own)
    found = (sums.of(code) for code in sorted(bodies))
    return [tally for tally in found if tally is not None]


class _Sums:
    """Sums over units; each body's are worked out once for each relation."""

    def __init__(self, units: Belonging, own: Mapping[str, Decimal]) -> None:
        self.own = own
        self.under: dict[tuple[str, A], list[tuple[str, Decimal]]] = {}
        for (unit, attribute), bodies in units.items():
            for body, share in bodies.items():
                self.under.setdefault((body, attribute), []).append((unit, share))
        self.known: dict[tuple[str, A], Decimal | None] = {}

    def of(self, code: str) -> Tally | None:
        """Of a body: its own figure, else what comes through the first relation through which anything does."""
        if code in self.own:
            return Tally(code, None, self.own[code])
        for attribute in ORDER:
            value = self._through(code, attribute)
            if value is not None:
                return Tally(code, attribute, value, frozenset(self._wanting(code, attribute)))
        return None

    def _through(self, code: str, attribute: A) -> Decimal | None:
        key = code, attribute
        if key not in self.known:
            worths = ((self._worth(unit, attribute), share) for unit, share in self.under.get(key, ()))
            parts = [worth * share for worth, share in worths if worth is not None]
            self.known[key] = sum(parts, Decimal(0)) if parts else None
        return self.known[key]

    def _worth(self, unit: str, attribute: A) -> Decimal | None:
        if unit in self.own:
            return self.own[unit]
        below = BELOW[attribute]
        return None if below is None else self._through(unit, below)

    def _wanting(self, code: str, attribute: A) -> Iterator[str]:
        below = BELOW[attribute]
        for unit, _ in self.under.get((code, attribute), ()):
            if unit not in self.own:
                yield unit
                if below is not None:
                    yield from self._wanting(unit, below)
