"""From a plan and a state of the register to everything that follows: one pure function, read by every later step."""

from datetime import date
from decimal import Decimal

from ouzel.core.errors import ContentError
from ouzel.register.attributes import EVENTS, RELATIONS, Attribute
from ouzel.reorganisation.contradictions import contradictions
from ouzel.reorganisation.destinations import Division, Going, destinations
from ouzel.reorganisation.expansion import Choice, Expansion, State
from ouzel.reorganisation.lives import lives_of, open_on, wrong
from ouzel.reorganisation.plan import (
    ChangeRole,
    HandOver,
    Merger,
    Move,
    Opening,
    Place,
    Plan,
    Rename,
    Split,
    WorkTogether,
)
from ouzel.reorganisation.saying import Saying
from ouzel.reorganisation.wording import in_words, relation_words

A = Attribute
NEEDED = {"RO319": A.SYSTEM}
"""A body of this role belongs to another of that relation, or it is an orphan (see `register.checks`)."""

INHERITED = RELATIONS - EVENTS - {A.COLLABORATION}


def expand(plan: Plan, state: State) -> Expansion:
    """What the plan comes to: assertions, consequences, choices, the unresolved, and every problem it has."""
    return _Expander(plan, state).run()


class _Expander(Saying):
    def __init__(self, plan: Plan, state: State) -> None:
        super().__init__(plan, state)
        self.lives = lives_of(plan, state)
        self.problems: list[ContentError] = [*self.lives.problems, *contradictions(plan, self.lives)]
        self.choices: list[Choice] = []
        self.names |= {code: opening.name for code, (_, opening) in self.lives.begins.items() if opening.name}
        self.moved = {(unit, c.relation): c for c in plan.changes if isinstance(c, Move) for unit in c.units}

    def run(self) -> Expansion:
        going = destinations(self.plan, self.state, self.lives)
        self.problems += going.problems
        self.becomes = {(g.unit, g.attribute): g.becomes for g in going.goings}
        for code, (path, opening) in self.lives.begins.items():
            self._begin(code, path, opening)
        for code, ending in self.lives.ends.items():
            self._end(code, ending.path)
        for g in going.goings:
            self._go(g)
        self._others()
        return Expansion(
            plan=self.plan,
            state=self.state,
            assertions=tuple(assertion for assertion, _ in self.said),
            paths=tuple(path for _, path in self.said),
            consequences=tuple(self.consequences),
            choices=tuple(self.choices),
            unresolved=tuple(going.unresolved),
            problems=tuple(self.problems),
        )

    # Beginnings

    def _begin(self, code: str, path: str, opening: Opening) -> None:
        before = [b for b in self.lives.predecessors.get(code, ()) if b in self.state.facts]
        name = opening.name or (self.state.names.get(before[0], "") if len(before) == 1 else "")
        if not name:
            self.problems.append(
                wrong(self.plan, path, f"{code} is new, and nothing says what it is called", value=code,
                      right='Give its name: name = "..."')
            )  # fmt: skip
        roles = opening.roles or self._shared(before, A.ROLE)
        settings = self._shared(before, A.SETTING)  # what tells a practice, where a role tells others
        if not (roles or settings):
            self.problems.append(
                wrong(self.plan, path, f"{code} is new, and nothing says what kind of body it is", value=code,
                      right='Give its kind or roles, such as kind = "board"')
            )  # fmt: skip
        self._say(path, code, A.LIFESPAN, "open")
        if any(self._facts(b, A.LEGAL_LIFESPAN) for b in before):
            self._say(path, code, A.LEGAL_LIFESPAN, "open")
        if name:
            self.names.setdefault(code, name)
            self._say(path, code, A.NAME, name)
        for role in roles:
            self._say(path, code, A.ROLE, role)
        for setting in settings:
            self._say(path, code, A.SETTING, setting)
        self._tell(path, code, "the body", "", f"opens on {in_words(self.day)}")
        self._parents(code, path, opening, before, roles)

    def _shared(self, before: list[str], attribute: Attribute) -> tuple[str, ...]:
        """What all predecessors hold of an attribute."""
        held = [{h.value for h in self._facts(b, attribute)} for b in before]
        return tuple(sorted(set.intersection(*held))) if held else ()

    def _parents(self, code: str, path: str, opening: Opening, before: list[str], roles: tuple[str, ...]) -> None:
        """The bodies a new one belongs to: as given, else chosen, else as its predecessors agree."""
        given = {relation for unit, relation in self.moved if unit == code}
        attributes = {h.attribute for b in before for h in self.state.facts[b] if h.on(self.eve)} & INHERITED
        attributes |= set(opening.parents) | {NEEDED[role] for role in roles if role in NEEDED}
        for attribute in sorted(attributes):
            if attribute in given:
                continue
            parent = opening.parents.get(attribute) or self._agreed(code, path, attribute, before)
            if parent:
                self._check_parent(self._place_of(code, path, opening, attribute), attribute, parent)
                self._say(path, code, attribute, parent)
                self._tell(path, code, relation_words(attribute), "", self._called(parent))

    def _place_of(self, code: str, path: str, opening: Opening, attribute: Attribute) -> str:
        """Where the plan names a parent of a new body: with it, among the choices, or not at all."""
        relation = attribute.name.lower()
        if attribute in opening.parents:
            return f"{path}.parents.{relation}"
        return f"choices.{code}.{relation}" if f"{code}.{relation}" in self.plan.choices else path

    def _agreed(self, code: str, path: str, attribute: Attribute, before: list[str]) -> str:
        key = f"{code}.{attribute.name.lower()}"
        made = self.plan.choices.get(key, "")
        options: dict[str, None] = {}
        for b in before:
            for h in self._facts(b, attribute):
                options |= dict.fromkeys(to for to, _ in self._after(b, attribute, h.value))
        if not made and len(options) == 1:
            return next(iter(options))
        if options or attribute in NEEDED.values():
            question = f"Which {relation_words(attribute)} does {self._called(code)} have?"
            offered = tuple((to, self._called(to)) for to in sorted(options))
            self.choices.append(Choice(key, question, offered, made, path))
        return made

    def _after(self, unit: str, attribute: Attribute, parent: str) -> Division:
        """What a body's parent becomes on the day."""
        if (unit, attribute) in self.becomes:
            return self.becomes[unit, attribute]
        ending = self.lives.ends.get(parent)
        return tuple((heir, None) for heir in ending.heirs) if ending else ((parent, None),)

    def _check_parent(self, path: str, attribute: Attribute, parent: str) -> None:
        if parent in self.lives.begins:
            return
        if parent not in self.state.facts:
            self.problems.append(
                wrong(self.plan, path, "no body has this code", value=parent,
                      right="Search for it by name, load the file that lists it, or open it in the plan")
            )  # fmt: skip
        elif parent in self.lives.ends or not open_on(self.state.facts[parent], self.day):
            self.problems.append(
                wrong(self.plan, path, f"{self._called(parent)} is not open on {self.day}", value=parent,
                      right=f"Give a {relation_words(attribute)} that is open then")
            )  # fmt: skip

    # Endings

    def _end(self, code: str, path: str) -> None:
        for h in self.state.facts.get(code, ()):
            lasts = h.on(self.eve) and (h.until is None or h.until > self.day)
            if lasts and h.attribute in (A.LIFESPAN, A.LEGAL_LIFESPAN, A.ROLE, A.COLLABORATION):
                self._say(path, code, h.attribute, h.value, since=h.since or date.min, until=self.day)
        if not self._facts(code, A.LIFESPAN):
            first = min((h.since for h in self.state.facts.get(code, ()) if h.since), default=date.min)
            self._say(path, code, A.LIFESPAN, "open", since=min(first, self.eve), until=self.day)
        self._tell(path, code, "the body", "open", f"closes on {in_words(self.day)}")
        for m in self.state.members:
            leaves = m.unit in self.lives.ends  # one that ends leaves by that
            if m.body == code and m.attribute is A.COLLABORATION and m.until is None and not leaves:
                self._say(path, m.unit, A.COLLABORATION, code, since=m.since or date.min, until=self.day)
                self._tell(path, m.unit, relation_words(A.COLLABORATION), self._called(code), "")

    # Units

    def _go(self, g: Going) -> None:
        for to, share in g.becomes:
            self._say(g.path, g.unit, g.attribute, to, since=g.since, until=g.until, share=share)
        self._tell(g.path, g.unit, relation_words(g.attribute), self._divided(g.was), self._divided(g.becomes))

    def _divided(self, division: Division) -> str:
        return "; ".join(
            self._called(code) if share is None else f"{self._called(code)}: {share.normalize():f}"
            for code, share in division
        )

    # Everything else a plan may say

    def _others(self) -> None:
        for path, code, name in self.lives.renames:
            self._rename(path, code, name)
        for change in self.plan.changes:
            match change:
                case Merger():
                    for old in change.bodies:
                        if old != change.into:
                            self._succeed(change.path, old, change.into, change.kind, None)
                case Split():
                    for part in change.parts:
                        if part.into != change.body:
                            self._succeed(part.path, change.body, part.into, "split", part.share)
                case ChangeRole():
                    self._change_role(change)
                case HandOver():
                    for old in change.bodies:
                        self._say(change.path, old, A.FUNCTIONS, change.to, note="; ".join(change.duties))
                        self._tell(change.path, old, "functions", "its own", f"with {self._called(change.to)}")
                case Rename():
                    self._rename(change.path, change.code, change.name)
                case Place():
                    for n, unit in enumerate(change.units):
                        self._say(f"{change.path}.units[{n}]", unit, A.PLACEMENT, change.heir)
                        self._tell(change.path, unit, relation_words(A.PLACEMENT), "", self._called(change.heir))
                case WorkTogether():
                    self._work_together(change)
                case _:
                    pass

    def _succeed(self, path: str, old: str, new: str, note: str, share: Decimal | None) -> None:
        self._say(path, old, A.SUCCESSOR, new, share=share, note=note)
        self._tell(path, old, relation_words(A.SUCCESSOR), "", self._called(new))

    def _rename(self, path: str, code: str, name: str) -> None:
        if self.names.get(code) == name:
            self.problems.append(
                wrong(self.plan, f"{path}.name", f"{code} has this name already", value=name, right="Take it out")
            )
            return
        self._say(path, code, A.NAME, name)
        self._tell(path, code, "name", self.names.get(code, ""), name)

    def _change_role(self, change: ChangeRole) -> None:
        held = {h.value: h for h in self._facts(change.code, A.ROLE)}
        for role in sorted(set(change.drops) - set(held)):
            has = ", ".join(sorted(held)) or "none"
            self.problems.append(
                wrong(self.plan, f"{change.path}.drops", f"{change.code} does not have this role on {self.eve}",
                      value=role, right=f"It has: {has}")
            )  # fmt: skip
        for role in sorted(set(change.takes) & set(held)):
            self.problems.append(
                wrong(self.plan, f"{change.path}.takes", f"{change.code} has this role already", value=role,
                      right="Take it out")
            )  # fmt: skip
        for role in change.takes:
            self._check_needed(change, role)
        for role in change.drops or tuple(held):
            if role in held:
                self._say(change.path, change.code, A.ROLE, role, since=held[role].since or date.min, until=self.day)
        for role in change.takes:
            self._say(change.path, change.code, A.ROLE, role)
        before, after = ", ".join(sorted(held)), ", ".join(change.takes)
        self._tell(change.path, change.code, "role", before, after)
        if change.established and not self._facts(change.code, A.LEGAL_LIFESPAN):
            self._say(change.path, change.code, A.LEGAL_LIFESPAN, "open")
            self._tell(change.path, change.code, "existence in law", "", f"from {in_words(self.day)}")
        if change.name:
            self._rename(change.path, change.code, change.name)

    def _check_needed(self, change: ChangeRole, role: str) -> None:
        """A role that belongs under another body has one, or the plan gives it."""
        needed = NEEDED.get(role)
        if (
            needed is None
            or self._facts(change.code, needed)
            or {(change.code, needed), (change.code, None)} & set(self.moved)
        ):
            return
        words = relation_words(needed)
        self.problems.append(
            wrong(self.plan, f"{change.path}.takes", f"{change.code} would have no {words}, which this role needs",
                  value=role, right=f'Say where it goes: [[move]] with units = ["{change.code}"] and relation = '
                  f'"{needed.name.lower()}"')
        )  # fmt: skip

    def _work_together(self, change: WorkTogether) -> None:
        there = {m.unit: m for m in self.state.members if m.body == change.code and m.attribute is A.COLLABORATION}
        for unit in change.bodies or tuple(there) if change.ends else change.bodies:
            if change.ends and unit not in there:
                self.problems.append(
                    wrong(self.plan, f"{change.path}.bodies", f"{unit} does not work together in {change.code}",
                          value=unit, right="Name those that do, or none for all")
                )  # fmt: skip
            elif change.ends:
                if unit not in self.lives.ends:  # one that closes leaves by that
                    since = there[unit].since or date.min
                    self._say(change.path, unit, A.COLLABORATION, change.code, since=since, until=self.day)
                    self._tell(change.path, unit, relation_words(A.COLLABORATION), self._called(change.code), "")
            else:
                self._say(change.path, unit, A.COLLABORATION, change.code, note=change.form)
                self._tell(change.path, unit, relation_words(A.COLLABORATION), "", self._called(change.code))
        if change.ends and set(there) <= set(change.bodies or there) and change.code not in self.lives.ends:
            self._end(change.code, change.path)
