"""What changes come to in a picture, by the same rules as `expanding` has for the register. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from ouzel.register.attributes import Attribute
from ouzel.reorganisation.derivation.pictured import Parents, Picture, Pictured
from ouzel.reorganisation.expanding import INHERITED
from ouzel.reorganisation.plan import (
    Change,
    ChangeRole,
    Close,
    Merger,
    Move,
    Open,
    Opening,
    Rename,
    Split,
    WorkTogether,
)

A = Attribute
ONE = Decimal(1)
Relations = dict[Attribute, dict[str, Parents]]
Destination = list[tuple[str, Decimal]]


def applied(changes: Iterable[Change], before: Picture, choices: Mapping[str, str]) -> Picture:
    """The picture after the changes, of the same day; who opened is in `Picture.open` without kinds."""
    return _Applied(tuple(changes), before, choices).picture()


class _Applied:
    def __init__(self, changes: tuple[Change, ...], before: Picture, choices: Mapping[str, str]) -> None:
        self.changes, self.before, self.choices = changes, before, choices
        self.heirs: dict[str, tuple[str, ...]] = {}
        self.mergers: dict[str, str] = {}
        self.splits = {c.body: c for c in changes if isinstance(c, Split)}
        self.openings: dict[str, Opening] = {}
        self.predecessors: dict[str, list[str]] = defaultdict(list)
        self.names: dict[str, str] = {}
        self.roles: dict[str, tuple[str, ...]] = {}
        self.listed: dict[tuple[str, str], list[tuple[Attribute | None, str]]] = defaultdict(list)  # unit, origin
        self.left: dict[str, set[str]] = defaultdict(set)  # collaborations, with those who leave
        for change in changes:
            self._read(change)

    def _read(self, change: Change) -> None:
        match change:
            case Open():
                self._carry_on(change.code, change.opening, ())
            case Close():
                self.heirs[change.code] = ()
            case Merger():
                self._carry_on(change.into, change.opening, change.bodies)
                for body in change.bodies:
                    self.heirs[body], self.mergers[body] = (change.into,), change.into
            case Split():
                self.heirs[change.body] = tuple(part.into for part in change.parts)
                for part in change.parts:
                    self._carry_on(part.into, part.opening, (change.body,))
                    for unit in part.units:
                        self.listed[unit, change.body].append((None, part.into))
            case Move():
                for unit in change.units:
                    self.listed[unit, change.origin].append((change.relation, change.to))
            case ChangeRole():
                held = self.before.open[change.code].roles
                kept = set(held) - set(change.drops or held)
                self.roles[change.code] = tuple(sorted(kept | set(change.takes)))
                if change.name:
                    self.names[change.code] = change.name
            case Rename():
                self.names[change.code] = change.name
            case WorkTogether() if change.ends:
                self.left[change.code] |= set(change.bodies)
            case WorkTogether() if change.code not in self.before.open:
                self._carry_on(change.code, Opening(change.name, ("COLLABORATION",)), ())
            case _:
                pass

    def _carry_on(self, code: str, opening: Opening, bodies: Iterable[str]) -> None:
        self.predecessors[code].extend(bodies)
        if code in self.before.open:
            if opening.name:
                self.names[code] = opening.name
            return
        first = self.openings.get(code, Opening())
        self.openings[code] = Opening(
            first.name or opening.name, first.roles or opening.roles, {**opening.parents, **first.parents}
        )

    def picture(self) -> Picture:
        relations: Relations = {}
        for attribute, units in self.before.relations.items():
            moved = relations[attribute] = {}
            for unit, parents in units.items():
                if unit not in self.heirs and (after := self._after(unit, attribute, parents)):
                    moved[unit] = after
        for change in self.changes:
            if isinstance(change, WorkTogether) and not change.ends:
                together = relations.setdefault(A.COLLABORATION, {})
                for body in change.bodies:
                    together[body] = tuple(sorted({*together.get(body, ()), (change.code, None)}))
        self._end_collaborations()
        bodies = {
            code: Pictured(self.names.get(code, body.name), self.roles.get(code, body.roles), body.kinds)
            for code, body in self.before.open.items()
            if code not in self.heirs
        }
        for code, opening in self.openings.items():
            bodies[code] = Pictured(opening.name or code, tuple(sorted(opening.roles or self._shared_roles(code))))
            for attribute, parent in self._parents(code, opening).items():
                relations.setdefault(attribute, {})[code] = ((parent, None),)
        return Picture(self.before.day, bodies, relations)

    def _end_collaborations(self) -> None:
        members: dict[str, set[str]] = defaultdict(set)
        for unit, parents in self.before.relations.get(A.COLLABORATION, {}).items():
            for code, _ in parents:
                members[code].add(unit)
        for code, left in self.left.items():
            if members[code] <= left:
                self.heirs.setdefault(code, ())

    def _after(self, unit: str, attribute: Attribute, parents: Parents) -> Parents:
        if attribute is A.COLLABORATION:
            gone = self.heirs.keys() | {code for code, left in self.left.items() if unit in left}
            return tuple(p for p in parents if p[0] not in gone)
        going = [(parent, share, self._goes(unit, attribute, parent)) for parent, share in parents]
        if all(goes is None for _, _, goes in going):
            return parents
        total: dict[str, Decimal] = defaultdict(Decimal)
        for parent, share, goes in going:
            for to, part in [(parent, ONE)] if goes is None else goes:
                total[to] += (share or ONE) * part
        if len(total) == 1 and sum(total.values()) == ONE:
            return ((next(iter(total)), None),)
        return tuple(sorted(total.items()))

    def _goes(self, unit: str, attribute: Attribute, body: str) -> Destination | None:
        """Where a unit's relation to a body goes: None stays, an empty list is nowhere."""
        for relation, to in self.listed.get((unit, body), ()):
            if relation in (None, attribute):
                return [(to, ONE)]
        if body in self.mergers:
            return [(self.mergers[body], ONE)]
        if body not in self.splits:
            return [] if body in self.heirs else None
        led = {
            to for units in self.before.relations.values() for parent, _ in units.get(unit, ())
            for _, to in self.listed.get((parent, body), ())
        }  # fmt: skip
        if len(led) == 1:
            return [(led.pop(), ONE)]
        parts = self.splits[body].parts
        rest = next((part.into for part in parts if part.rest), None)
        if rest is not None:
            return [(rest, ONE)]
        return [(part.into, part.share) for part in parts if part.share is not None]

    def _shared_roles(self, code: str) -> set[str]:
        held = [set(self.before.open[b].roles) for b in self.predecessors[code] if b in self.before.open]
        return set.intersection(*held) if held else set()

    def _parents(self, code: str, opening: Opening) -> dict[Attribute, str]:
        """As given, else as chosen, else as the predecessors agree."""
        chosen = {a: self.choices.get(f"{code}.{a.name.lower()}", "") for a in INHERITED}
        found = {a: parent for a, parent in chosen.items() if parent} | dict(opening.parents)
        for attribute in INHERITED - found.keys():
            options: set[str] = set()
            for body in self.predecessors[code]:
                for parent, _ in self.before.parents(attribute, body):
                    options |= set(self.heirs.get(parent, (parent,)))
            if len(options) == 1:
                found[attribute] = options.pop()
        return found
