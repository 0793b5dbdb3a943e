"""What a derived plan does not explain: every difference that is not what the plan comes to. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from ouzel.register.attributes import Attribute
from ouzel.reorganisation.derivation.applied import applied
from ouzel.reorganisation.derivation.flows import Between
from ouzel.reorganisation.derivation.pictured import Parents, Picture
from ouzel.reorganisation.plan import Change, HandOver, Merger, Place, Plan, Split

A = Attribute
OPEN = "open"
SILENT = "No source speaks of it on the day"


@dataclass(frozen=True)
class Leftover:
    """One difference that the plan does not give. `before` and `after` are as the states have it; empty: nothing.

    Bodies are told by code, with a share where there is one, several with semicolons. With `what` LIFESPAN a body
    opened or closed by itself: what belonged to nobody but it is not listed again.
    """

    code: str
    name: str
    what: Attribute
    before: str
    after: str
    why: str


@dataclass(frozen=True)
class Compared:
    """The leftovers, those that no source contradicts last, and how many differences the plan gives."""

    leftovers: tuple[Leftover, ...]
    explained: int


def compared(plan: Plan, b: Between) -> Compared:
    """Lay the plan over the picture before, and list where that is not the picture after."""
    return _Comparing(b, applied(plan, b.before), plan.changes).run()


def told(parents: Parents) -> str:
    """Whom a unit belongs to, as text."""
    return "; ".join(code if share is None else f"{code} {share.normalize():f}" for code, share in parents)


class _Comparing:
    def __init__(self, b: Between, then: Picture, changes: tuple[Change, ...]) -> None:
        self.b, self.before, self.then, self.after = b, b.before, then, b.after
        self.changes = changes
        self.found: list[Leftover] = []
        self.explained = 0

    def run(self) -> Compared:
        units = self._units()
        for code in sorted(self.b.focus | units):
            self._life(code)
        for code in sorted(self.b.focus & self.after.open.keys()):
            self._body(code)
        for attribute in self.after.relations.keys() | self.before.relations.keys() | self.then.relations.keys():
            self._relation(attribute)
        self.found += self._unused()
        last = sorted(self.found, key=lambda x: (x.why.endswith(SILENT), x.code, x.what, x.after))
        return Compared(tuple(last), self.explained)

    def _units(self) -> set[str]:
        return {
            unit for picture in (self.before, self.after) for units in picture.relations.values()
            for unit, parents in units.items() if any(code in self.b.focus for code, _ in parents)
        }  # fmt: skip

    def _add(self, code: str, what: Attribute, before: str, after: str, why: str) -> None:
        name = self.after.called(code) if code in self.after.open else self.before.called(code)
        self.found.append(Leftover(code, name, what, before, after, why))

    def _settle(self, code: str, what: Attribute, was: str, given: str, now: str, why: str) -> None:
        if given == now:
            self.explained += was != now
        else:
            self._add(code, what, was, now, why)

    def _life(self, code: str) -> None:
        was, given, now = (OPEN if code in p.open else "" for p in (self.before, self.then, self.after))
        self._settle(code, A.LIFESPAN, was, given, now, "It opened by itself" if now else "It closed by itself")

    def _body(self, code: str) -> None:
        was, given, now = (p.open.get(code) for p in (self.before, self.then, self.after))
        assert now is not None
        names = ["" if body is None or body.name == code else body.name for body in (was, given, now)]
        roles = ["" if body is None else ", ".join(body.roles) for body in (was, given, now)]
        for what, (before, planned, after) in ((A.NAME, names), (A.ROLE, roles)):
            why = "No change of the plan gives it" if before else "No source said it before"
            self._settle(code, what, before, planned, after, why)

    def _relation(self, attribute: Attribute) -> None:
        pictures = [p.relations.get(attribute, {}) for p in (self.before, self.then, self.after)]
        for unit in sorted(set().union(*pictures)):
            was, given, now = (units.get(unit, ()) for units in pictures)
            if was == given == now or (attribute is A.AREA_COMMISSIONER and not (was and now)):
                continue  # a look-up's first day, or its last, is no change of the day
            concerned = {unit} | {code for parents in (was, given, now) for code, _ in parents}
            if self.b.focus & concerned and (unit in self.after.open or unit not in self.before.open):
                why = self._why(was, given, now)
                self._settle(unit, attribute, told(was), told(given), told(now), why)

    def _why(self, was: Parents, given: Parents, now: Parents) -> str:
        if not now:
            return f"The plan carries it to {told(given)}. {SILENT}" if given != was else SILENT
        if not was:
            return "No source named one before"
        if not given:
            return "The body it belonged to closed without one that carries on for it"
        return f"It went by itself; the plan carries it to {told(given)}" if given != was else "It went by itself"

    def _unused(self) -> Iterator[Leftover]:
        """What was recorded of bodies the plan is about, and the plan does not have."""
        used = {(old, c.into) for c in self.changes if isinstance(c, Merger) for old in c.bodies}
        used |= {(c.body, part.into) for c in self.changes if isinstance(c, Split) for part in c.parts}
        used |= {(old, c.to) for c in self.changes if isinstance(c, HandOver) for old in c.bodies}
        used |= {(unit, c.heir) for c in self.changes if isinstance(c, Place) for unit in c.units}
        passed = {s.old for s in self.b.recorded if s.old in self.b.closed}
        for s in self.b.recorded:
            stays = s.old in self.b.focus and s.old not in passed
            if stays and (s.old, s.new) not in used:
                name = self.before.called(s.old)
                yield Leftover(s.old, name, s.attribute, "", s.new, "It is recorded, but the body did not close")
