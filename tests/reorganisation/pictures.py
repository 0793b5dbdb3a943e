"""Pictures of small states, a plain application of plans to them, and their State as an expansion reads it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from ouzel.register.attributes import EVENTS, LASTING, Attribute
from ouzel.register.evidence import Evidence
from ouzel.reorganisation.derivation import Leftover
from ouzel.reorganisation.derivation.pictured import Picture, Recorded, Seen
from ouzel.reorganisation.expansion import Expansion, Held, Member, State
from ouzel.reorganisation.plan import (
    ChangeRole,
    Close,
    Merger,
    Move,
    Open,
    Opening,
    Plan,
    Rename,
    Split,
    WorkTogether,
)

A = Attribute
EVE, DAY = date(2021, 3, 31), date(2021, 4, 1)
Belongs = dict[tuple[Attribute, str], dict[str, Decimal]]
"""Whom each unit belongs to by each relation, in parts of one."""


def picture(
    day: date, bodies: dict[str, str], belongs: Iterable[tuple[Attribute, str, str]] = (), *,
    shares: dict[tuple[str, str], Decimal] | None = None, successions: Iterable[Recorded] = (),
    names: dict[str, str] | None = None,
) -> Picture:  # fmt: skip
    """Open bodies with their role (RO76: a practice), and (relation, unit, parent); nobody else ever lived."""
    seen = Seen(open=set(bodies), lived={*bodies, *(names or {})}, names=names or {})
    for code, role in bodies.items():
        if role == "RO76":
            seen.settings[code] = role
        else:
            seen.roles[code] = set(role.split())
    for attribute, unit, parent in belongs:
        share = (shares or {}).get((unit, parent))
        seen.relations.setdefault(attribute, {}).setdefault(unit, []).append((parent, share))
    return seen.picture(day, successions)


class Plain:
    """A state as plain dictionaries, to which a plan is applied line by line, as a person would."""

    def __init__(self, before: Picture) -> None:
        self.open = {code: (body.name, set(body.roles)) for code, body in before.open.items()}
        self.belongs: Belongs = {
            (attribute, unit): {code: Decimal(1) if share is None else share for code, share in parents}
            for attribute, units in before.relations.items() for unit, parents in units.items() if parents
        }  # fmt: skip
        self.was = {key: dict(parents) for key, parents in self.belongs.items()}
        self.ends: dict[str, list[str]] = {}
        self.said: dict[str, list[Opening]] = {}
        self.old: dict[str, list[str]] = {}

    def apply(self, plan: Plan) -> None:
        """Units first, as each list has them, then bodies that end and begin."""
        fates = {key: dict(parents) for key, parents in self.belongs.items()}
        for change in plan.changes:
            match change:
                case Merger():
                    self._begin(change.into, change.opening, change.bodies)
                    self.ends |= {body: [change.into] for body in change.bodies}
                case Split():
                    self.ends[change.body] = [part.into for part in change.parts]
                    for part in change.parts:
                        self._begin(part.into, part.opening, (change.body,))
                case Close():
                    self.ends[change.code] = []
                case Open():
                    self._begin(change.code, change.opening, ())
                case _:
                    pass
        for (attribute, unit), parents in fates.items():
            if attribute is not A.COLLABORATION:
                self.belongs[attribute, unit] = self._passed(plan, attribute, unit, parents)
        for change in plan.changes:
            self._describe(change)
        for code in self.ends:
            self.open.pop(code, None)
        self.belongs = {
            (attribute, unit): {p: s for p, s in parents.items() if p not in self.ends}
            for (attribute, unit), parents in self.belongs.items() if unit not in self.ends
        }  # fmt: skip
        for code, openings in self.said.items():
            if code not in self.open:
                self._open(code, openings)

    def _begin(self, code: str, opening: Opening, bodies: Iterable[str]) -> None:
        self.said.setdefault(code, []).append(opening)
        self.old.setdefault(code, []).extend(bodies)
        if code in self.open and opening.name:
            self.open[code] = (opening.name, self.open[code][1])

    def _passed(
        self, plan: Plan, attribute: Attribute, unit: str, parents: dict[str, Decimal]
    ) -> dict[str, Decimal]:  # fmt: skip
        after: dict[str, Decimal] = {}
        for parent, share in parents.items():
            for heir, part in self._fate(plan, attribute, unit, parent).items():
                after[heir] = after.get(heir, Decimal(0)) + share * part
        return after

    def _fate(self, plan: Plan, attribute: Attribute, unit: str, parent: str) -> dict[str, Decimal]:
        moves = [m for m in plan.changes if isinstance(m, Move) and m.origin == parent]
        for move in moves:
            if move.relation in (None, attribute) and unit in move.units:
                return {move.to: Decimal(1)}
        for split in plan.changes:
            if isinstance(split, Split) and split.body == parent:
                parts = [p for p in split.parts if unit in p.units]
                above = {p for (_, u), theirs in self.was.items() if u == unit for p in theirs}
                moved = {
                    m.to for m in plan.changes if isinstance(m, Move) and m.origin == parent and above & {*m.units}
                }
                led = {p.into for p in split.parts if above & {*p.units}} | moved
                if parts or len(led) == 1:
                    return {parts[0].into if parts else led.pop(): Decimal(1)}
                return {p.into: p.share for p in split.parts if p.share is not None}
        return {heir: Decimal(1) for heir in self.ends.get(parent, [] if parent in self.ends else [parent])}

    def _describe(self, change: object) -> None:
        match change:
            case ChangeRole():
                name, held = self.open[change.code]
                kept = held - set(change.drops) if change.drops else set()
                self.open[change.code] = (change.name or name, kept | set(change.takes))
            case Rename():
                self.open[change.code] = (change.name, self.open[change.code][1])
            case WorkTogether() if change.ends:
                for body in change.bodies:
                    self.belongs.get((A.COLLABORATION, body), {}).pop(change.code, None)
                if not any(change.code in p for (a, _), p in self.belongs.items() if a is A.COLLABORATION):
                    self.ends[change.code] = []
            case WorkTogether():
                if change.code not in self.open:
                    self.open[change.code] = (change.name, {"COLLABORATION"})
                for body in change.bodies:
                    self.belongs.setdefault((A.COLLABORATION, body), {})[change.code] = Decimal(1)
            case _:
                pass

    def _open(self, code: str, openings: list[Opening]) -> None:
        name = next((o.name for o in openings if o.name), code)
        roles = next((set(o.roles) for o in openings if o.roles), set())
        self.open[code] = (name, roles)
        given = {attribute: parent for o in openings for attribute, parent in o.parents.items()}
        for attribute in LASTING - {A.COLLABORATION, A.AREA_COMMISSIONER, A.LOCAL_AUTHORITY, A.WARD}:
            above = {p for old in self.old[code] for p in self.was.get((attribute, old), {})}
            heirs = {heir for p in above for heir in self.ends.get(p, [p])}
            parent = given.get(attribute) or (heirs.pop() if len(heirs) == 1 else "")
            if parent:
                self.belongs[attribute, code] = {parent: Decimal(1)}

    def correct(self, leftovers: Iterable[Leftover]) -> None:
        """What the plan does not explain, one line after another."""
        for x in sorted(leftovers, key=lambda x: x.what is not A.LIFESPAN):
            if x.what is A.LIFESPAN and x.after:
                self.open[x.code] = (x.name, set())
            elif x.what is A.LIFESPAN:
                self.open.pop(x.code, None)
                self.belongs = {key: parents for key, parents in self.belongs.items() if key[1] != x.code}
            elif x.what is A.NAME:
                self.open[x.code] = (x.after or x.code, self.open[x.code][1])
            elif x.what is A.ROLE:
                self.open[x.code] = (self.open[x.code][0], set(filter(None, x.after.split(", "))))
            elif x.what not in EVENTS:
                self.belongs[x.what, x.code] = dict(_parts(x.after))

    def about(self, bodies: set[str]) -> tuple[dict[str, tuple[str, set[str]]], Belongs]:
        """What it says of these bodies and of the units that belong to them."""
        belongs = {
            key: parents for key, parents in self.belongs.items() if parents and bodies & {key[1], *parents}
        }  # fmt: skip
        return {code: body for code, body in self.open.items() if code in bodies}, belongs


def _parts(text: str) -> Iterable[tuple[str, Decimal]]:
    for part in filter(None, text.split("; ")):
        code, _, share = part.partition(" ")
        yield code, Decimal(share or 1)


def state_of_picture(before: Picture, day: date) -> State:
    """The same state as an expansion reads it, with everything open-ended."""
    facts: dict[str, list[Held]] = {code: [] for code in before.open}
    members = []
    for code, body in before.open.items():
        facts[code] += [Held(A.LIFESPAN, "open", date(2013, 4, 1), None), Held(A.NAME, body.name, None, None)]
        facts[code] += [Held(A.ROLE, role, None, None) for role in body.roles]
    for attribute, units in before.relations.items():
        for unit, parents in units.items():
            for parent, share in parents:
                facts.setdefault(unit, []).append(Held(attribute, parent, None, None, share))
                members.append(Member(unit, attribute, parent, None, None, share))
    names = dict(before.names) | {code: body.name for code, body in before.open.items()}
    return State(day, None, 1, {code: tuple(held) for code, held in facts.items()}, tuple(members), names)


def enacted(before: Picture, expansion: Expansion) -> Plain:
    """The state in which the assertions of an expansion leave a picture."""
    plain = Plain(before)
    divided: Belongs = {}
    for a in expansion.assertions:
        ends = a.evidence is Evidence.INTERVAL
        name, roles = plain.open.get(a.subject, (a.subject, set()))
        if a.attribute is A.LIFESPAN and ends:
            plain.open.pop(a.subject, None)
            plain.ends[a.subject] = []
        elif a.attribute is A.LIFESPAN:
            plain.open[a.subject] = (name, roles)
        elif a.attribute is A.NAME:
            plain.open[a.subject] = (a.value, roles)
        elif a.attribute is A.ROLE and a.subject in plain.open:
            plain.open[a.subject] = (name, roles - {a.value} if ends else roles | {a.value})
        elif a.attribute is A.COLLABORATION:
            together = plain.belongs.setdefault((a.attribute, a.subject), {})
            together.pop(a.value, None) if ends else together.update({a.value: Decimal(1)})
        elif a.attribute in LASTING:
            divided.setdefault((a.attribute, a.subject), {})[a.value] = Decimal(1) if a.share is None else a.share
    plain.belongs |= divided
    plain.belongs = {
        key: {p: share for p, share in parents.items() if p not in plain.ends}
        for key, parents in plain.belongs.items() if key[1] not in plain.ends
    }  # fmt: skip
    return plain
