"""One state of everybody: who is open, what they are called, what they do, who belongs to whom. Values only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ouzel.register.attributes import Attribute
from ouzel.register.kinds import KINDS

A = Attribute
BELONGING = (A.COMMISSIONER, A.SYSTEM, A.REGION, A.NETWORK, A.OPERATOR, A.AREA_COMMISSIONER, A.COLLABORATION,
             A.GEOGRAPHY)  # fmt: skip
"""The relations in a picture; where a unit's relations disagree about where it went, the first tells."""

LED_TO = {
    A.COMMISSIONER: "commissioner", A.AREA_COMMISSIONER: "commissioner", A.SYSTEM: "system", A.GEOGRAPHY: "system",
    A.REGION: "region", A.NETWORK: "network", A.OPERATOR: "trust", A.COLLABORATION: "collaboration",
}  # fmt: skip
"""What a body is that no source describes: told by the relation in which others belong to it."""

AREAS = frozenset(role for slug in ("small-area", "ward", "local-authority") for role in KINDS[slug].roles)
"""Places are no organisations: a look-up that lists them for the first time opens nothing."""

Parents = tuple[tuple[str, Decimal | None], ...]
"""The bodies that a unit belongs to, by code, each with its share (None: not said, or wholly)."""


@dataclass(frozen=True)
class Pictured:
    """One open body. `kinds` are slugs of `register.kinds`."""

    name: str  # its code where no name is known
    roles: tuple[str, ...] = ()  # ODS role codes, sorted
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Recorded:
    """What a source says passed from one body to another on a day: a succession, functions, a unit's heir."""

    old: str
    new: str
    on: date
    note: str = ""  # kind of a succession, where one is recorded
    share: Decimal | None = None
    attribute: Attribute = A.SUCCESSOR


@dataclass(frozen=True)
class Picture:
    """One state: who is open on the day, and to whom each unit belongs. What is closed belongs to nobody.

    `successions` are all that were recorded up to the day; `names` of everybody in it, open or not.
    """

    day: date
    open: Mapping[str, Pictured]
    relations: Mapping[Attribute, Mapping[str, Parents]]
    successions: tuple[Recorded, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def called(self, code: str) -> str:
        """The name of a body, or its code."""
        body = self.open.get(code)
        return body.name if body else self.names.get(code, code)

    def parents(self, attribute: Attribute, unit: str) -> Parents:
        """Whom a unit belongs to; empty: nobody, as far as is known."""
        return self.relations.get(attribute, {}).get(unit, ())


@dataclass
class Seen:
    """What holds on a day, by code, as it is gathered for a picture."""

    open: set[str] = field(default_factory=set)
    lived: set[str] = field(default_factory=set)  # a lifespan is known, of whatever days
    roles: dict[str, set[str]] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    relations: dict[Attribute, dict[str, list[tuple[str, Decimal | None]]]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    roles_beside: dict[str, set[str]] = field(default_factory=dict)  # of other days, for who has none on the day

    def picture(self, day: date, successions: Iterable[Recorded]) -> Picture:
        """The picture of it. Open is who is inside a known lifespan, or has none and is described or has members."""
        relations = {
            attribute: {
                unit: tuple(parents)
                if len(parents) == 1
                else tuple(sorted(set(parents), key=lambda p: (p[0], p[1] or 0)))
                for unit, parents in sorted(self.relations.get(attribute, {}).items())
                if unit in self.open or unit not in self.lived
            }
            for attribute in BELONGING
        }
        led_to: dict[str, set[str]] = {}
        for attribute, units in relations.items():
            for parents in units.values():
                for parent, _ in parents:
                    led_to.setdefault(parent, set()).add(LED_TO[attribute])
        described = led_to.keys() | {code for code, roles in self.roles.items() if not roles & AREAS}
        there = self.open | ((described | self.settings.keys()) - self.lived)
        return Picture(
            day=day,
            open={code: self._body(code, led_to.get(code, set())) for code in sorted(there)},
            relations=relations,
            successions=tuple(sorted(successions, key=lambda s: (s.on, s.attribute, s.old, s.new))),
            names=self.names,
        )

    def _body(self, code: str, led_to: set[str]) -> Pictured:
        roles = self.roles.get(code) or self.roles_beside.get(code) or set()
        told = {A.ROLE: roles, A.SETTING: {self.settings.get(code, "")}}
        kinds = {kind.slug for kind in KINDS.values() if kind.roles & told[kind.told_by]}
        return Pictured(
            self.names.get(code, code), tuple(sorted(roles)), frozenset(kinds if roles or kinds else led_to)
        )
