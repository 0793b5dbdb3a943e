"""The changes that lie between two pictures: who merged, was split, closed, opened, moved, changed its role. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from ouzel.register.attributes import Attribute
from ouzel.reorganisation.derivation.flows import Between
from ouzel.reorganisation.derivation.pictured import Picture
from ouzel.reorganisation.derivation.words import left_open
from ouzel.reorganisation.destinations import LOOSE
from ouzel.reorganisation.plan import (
    Change,
    ChangeRole,
    Close,
    HandOver,
    Merger,
    Move,
    Open,
    Opening,
    Part,
    Place,
    Rename,
    Split,
    WorkTogether,
)

A = Attribute

TOGETHER = 3
"""So many units that left one body for another on one day did not each go by themselves."""


class Deriver:
    """The changes that a comparison of two pictures comes to."""

    def __init__(self, b: Between) -> None:
        self.b, self.before, self.after = b, b.before, b.after
        self.told: set[str] = set()  # bodies of which a change has said what is new

    def changes(self) -> list[Change]:
        """All of them; the paths are given later."""
        working = self._collaborations(self.before)
        heirs = {code: self.b.heirs(code) for code in self.b.closed if code not in working}
        found: list[Change] = [*self._mergers(heirs)]
        found += [self._split(code, to) for code, to in heirs.items() if len(to) > 1]
        found += [self._close(code) for code, to in heirs.items() if not to]
        found += self._together()
        begun = [code for code in self.b.opened if code not in self.told]
        found += [Open("", code, self._opening(code)) for code in begun]
        return [*found, *self._moves(heirs, begun), *self._roles(), *self._recorded()]

    def _opening(self, code: str) -> Opening:
        """What is said of a body where the plan first names it: of one that is open only a new name."""
        if code in self.told:
            return Opening()
        self.told.add(code)
        body, was = self.after.open[code], self.before.open.get(code)
        if was is not None:
            return Opening(self._new_name(code))
        parents: dict[Attribute, str] = {}
        for attribute, units in self.after.relations.items():
            theirs = units.get(code, ())
            if len(theirs) == 1 and attribute is not A.COLLABORATION and theirs[0][0] in self.after.open:
                parents[attribute] = theirs[0][0]
        return Opening(body.name, body.roles, parents)

    def _new_name(self, code: str) -> str:
        """The name a body took; empty where it kept its own, or none was known."""
        was, now = self.before.open[code].name, self.after.open[code].name
        return now if now != was and code not in (was, now) else ""

    # Bodies that closed

    def _mergers(self, heirs: dict[str, list[str]]) -> Iterable[Merger]:
        notes = {(s.old, s.new): s.note for s in self.b.recorded if s.attribute is A.SUCCESSOR}
        into: dict[tuple[str, str], list[str]] = defaultdict(list)
        for code, to in heirs.items():
            if len(to) == 1:
                taken = notes.get((code, to[0])) == "acquisition" and to[0] in self.before.open
                into[to[0], "acquisition" if taken else "merger"].append(code)
        shared = {heir for to in heirs.values() if len(to) > 1 for heir in to}
        for (heir, kind), bodies in into.items():
            recoded = len(bodies) == 1 and heir not in shared and self._goes_on(bodies[0], heir)
            yield Merger("", tuple(bodies), heir, "recode" if recoded else kind, self._opening(heir))

    def _goes_on(self, old: str, new: str) -> bool:
        """Whether one body went on under a new code: all members with it, and the name."""
        if new in self.before.open:
            return False
        was, now = self.before.open[old].name, self.after.open[new].name
        same = was.casefold() == now.casefold() or old == was or new == now
        flows = self.b.flows.get(old, {})
        return same and sum(map(len, flows.values())) == len(flows.get(new, ())) == len(self.b.members.get(old, ()))

    def _split(self, code: str, heirs: list[str]) -> Split:
        homes: dict[str, str] = {}
        for attribute in self.after.relations:
            for heir in heirs:
                for a, unit in self.b.flows.get(code, {}).get(heir, ()):
                    if a is attribute and unit not in homes:
                        homes[unit] = heir
        led = {unit for unit, heir in homes.items() if self._led(unit, code) == {heir}}
        shares = {s.new: s.share for s in self.b.recorded if s.old == code and s.attribute is A.SUCCESSOR}
        if any(shares.get(heir) is None for heir in heirs) or sum(s for s in shares.values() if s) != 1:
            shares = {}
        parts = tuple(
            Part("", heir, tuple(sorted(u for u, to in homes.items() if to == heir and u not in led)),
                 shares.get(heir), opening=self._opening(heir))
            for heir in heirs
        )  # fmt: skip
        return Split("", code, parts, "" if shares else self._left_open(code, homes))

    def _led(self, unit: str, code: str) -> set[str]:
        """Where the bodies a unit belongs to went, of those that belonged to a body with it."""
        return {
            heir
            for units in self.before.relations.values()
            for parent, _ in units.get(unit, ())
            for heir, theirs in self.b.flows.get(code, {}).items()
            if any(u == parent for _, u in theirs)
        }

    def _close(self, code: str) -> Close:
        return Close("", code, self._left_open(code, ()))

    def _left_open(self, code: str, homes: Collection[str]) -> str:
        """Why members that nothing moves have no home, for those that must have one."""
        found = {unit for units in self.b.flows.get(code, {}).values() for _, unit in units}
        firm = {unit: a for a, unit in self.b.members.get(code, ()) if unit not in homes and a not in LOOSE}
        closed = {unit: a for a, unit in self.b.gone.get(code, ()) if a not in LOOSE and unit not in self.b.closed}
        return left_open(
            {unit: a for unit, a in firm.items() if unit not in found}, self.before, self.after.day,
            alone={unit: a for unit, a in firm.items() if unit in found}, closed=closed,
        )  # fmt: skip

    # Bodies that go on

    def _moves(self, heirs: dict[str, list[str]], begun: Collection[str]) -> Iterable[Move]:
        """Groups of units that left one body for another which does not carry on for it anyhow."""
        for origin, flows in sorted(self.b.flows.items()):
            for to, theirs in sorted(flows.items()):
                ours = {origin, to} & self.b.focus and origin in self.before.open and to in self.after.open
                moved: list[tuple[Attribute, str]] = [(a, unit) for a, unit in theirs if a is not A.COLLABORATION]
                units = {unit for _, unit in moved}
                enough = len(units) >= TOGETHER or units & self.b.focus or to in begun
                if ours and units and enough and to not in heirs.get(origin, ()):
                    yield from self._move(origin, to, moved)

    def _move(self, origin: str, to: str, moved: list[tuple[Attribute, str]]) -> Iterable[Move]:
        units = {unit for _, unit in moved}
        every = {(a, u) for a, u in self.b.members.get(origin, ()) if u in units and a is not A.COLLABORATION}
        if every == set(moved):
            yield Move("", to, tuple(sorted(units)), origin)
            return
        for attribute in dict.fromkeys(a for a, _ in moved):
            yield Move("", to, tuple(sorted(u for a, u in moved if a is attribute)), origin, attribute)

    def _roles(self) -> Iterable[ChangeRole | Rename]:
        for code in sorted(self.b.focus & self.before.open.keys() & self.after.open.keys()):
            was, now = set(self.before.open[code].roles), set(self.after.open[code].roles)
            name = "" if code in self.told else self._new_name(code)
            drops = was - now
            if drops and now - was:
                all_ = drops == was
                yield ChangeRole("", code, tuple(sorted(now - was)), () if all_ else tuple(sorted(drops)), name)
            elif name:
                yield Rename("", code, name)

    # What is recorded, and is no belonging

    def _recorded(self) -> Iterable[HandOver | Place]:
        handed: dict[str, set[str]] = defaultdict(set)
        placed: dict[str, set[str]] = defaultdict(set)
        for s in self.b.recorded:
            if s.new not in self.after.open:
                continue
            if s.attribute is A.FUNCTIONS and s.old in self.b.focus and s.old in self.before.open:
                handed[s.new].add(s.old)
            elif s.attribute is A.PLACEMENT and s.new in self.b.focus:
                placed[s.new].add(s.old)
        for to, bodies in sorted(handed.items()):
            yield HandOver("", tuple(sorted(bodies)), to)
        for heir, units in sorted(placed.items()):
            yield Place("", tuple(sorted(units)), heir)

    def _together(self) -> Iterable[WorkTogether]:
        """Collaborations that began, ended, were joined and left. One that a body left by closing needs no change."""
        then, now = self._collaborations(self.before), self._collaborations(self.after)
        for code in sorted(then.keys() | now.keys()):
            if code not in self.b.focus:
                continue
            there = then.get(code, set())
            joined, left = now.get(code, set()) - there, (there - now.get(code, set())) & self.after.open.keys()
            if code in self.b.closed and there:
                yield WorkTogether("", code, "collaboration", tuple(sorted(there)), ends=True)
            elif left and left < there:  # where the last leave, it ends; one that others go on with is left over
                yield WorkTogether("", code, "collaboration", tuple(sorted(left)), ends=True)
            if joined:
                name = self.after.open[code].name if code in self.b.opened else ""
                self.told.add(code)
                yield WorkTogether("", code, "collaboration", tuple(sorted(joined)), name)

    @staticmethod
    def _collaborations(picture: Picture) -> dict[str, set[str]]:
        members: dict[str, set[str]] = defaultdict(set)
        for unit, parents in picture.relations.get(A.COLLABORATION, {}).items():
            for code, _ in parents:
                members[code].add(unit)
        return members
