"""The line of an organisation: what it became and what it came from, with every name that these had."""

from dataclasses import dataclass, field
from datetime import date

from ouzel.register import queries as register
from ouzel.register import successions
from ouzel.register.answers import Moment, NoSuchBody, Succession


@dataclass
class Lines:
    """Lines of organisations as the register now has them, each looked up once. `on`: the day of the business."""

    on: date
    _steps: dict[str, tuple[Succession, ...]] = field(default_factory=dict)
    _names: dict[str, frozenset[str]] = field(default_factory=dict)

    def joined(self, one: str, other: str) -> str:
        """How two organisations are of one line, in words; empty where they are not.

        They are where one became the other, on whatever day, or both had become the same by the day of the business.
        """
        for old, new in ((one, other), (other, one)):
            for step in self._after(old):
                if step.successor == new:
                    verb = "was" if step.on <= self.on else "will be"
                    return f"{old} {verb} succeeded by {new} on {step.on:%-d %B %Y}."
        mine = {step.successor: step for step in self._after(one) if step.on <= self.on}
        theirs = {step.successor for step in self._after(other) if step.on <= self.on}
        both = sorted(set(mine) & theirs)
        return f"{one} and {other} were both succeeded by {both[0]}." if both else ""

    def names(self, code: str) -> set[str]:
        """Every name of an organisation, of those it became and of those it came from. Empty for no code."""
        if not code:
            return set()
        if code not in self._names:
            moment = Moment(on=self.on)
            try:
                before = successions.predecessors(code, moment=moment, ultimate=True)
            except NoSuchBody:
                self._names[code] = frozenset()
                return set()
            codes = {code, *(step.successor for step in self._after(code)), *(step.predecessor for step in before)}
            found = register.bodies(codes, moment=moment).values()
            self._names[code] = frozenset(
                name for body in found for name in (body.name, *(each.name for each in body.former_names))
                if name != body.code
            )  # fmt: skip
        return set(self._names[code])

    def _after(self, code: str) -> tuple[Succession, ...]:
        if code not in self._steps:
            try:
                found = successions.successors(code, moment=Moment(on=self.on), ultimate=True)
            except NoSuchBody:
                found = []
            self._steps[code] = tuple(found)
        return self._steps[code]
