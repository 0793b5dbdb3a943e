"""The lines of organisations: what each became and what it came from, with every name that these had."""

from collections.abc import Collection
from datetime import date

from ouzel.register import queries as register
from ouzel.register import successions
from ouzel.register.answers import Moment, Succession


class Lines:
    """Lines of some organisations as the register now has them, read at once. `on`: the day of the business."""

    def __init__(self, on: date, codes: Collection[str]) -> None:
        self.on = on
        wanted, moment = {code for code in codes if code}, Moment(on=on)
        self._after: dict[str, list[Succession]] = {}
        self._names: dict[str, frozenset[str]] = {}
        if wanted:
            self._after = successions.successors_of(wanted, moment=moment, ultimate=True)
            before = successions.predecessors_of(wanted, moment=moment, ultimate=True)
            line = {
                code: {code, *(s.successor for s in after), *(s.predecessor for s in before.get(code, ()))}
                for code, after in self._after.items()
            }  # fmt: skip
            found = register.bodies(set().union(*line.values()), moment=moment)
            for code, codes_ in line.items():
                bodies = [found[each] for each in codes_ if each in found]
                names = ((body.code, each) for body in bodies
                         for each in (body.name, *(former.name for former in body.former_names)))  # fmt: skip
                self._names[code] = frozenset(name for own, name in names if name != own)

    def joined(self, one: str, other: str) -> str:
        """How two organisations are of one line, in words; empty where they are not.

        They are where one became the other, on whatever day, or both had become the same by the day of the business.
        """
        for old, new in ((one, other), (other, one)):
            for step in self._after.get(old, ()):
                if step.successor == new:
                    verb = "was" if step.on <= self.on else "will be"
                    return f"{old} {verb} succeeded by {new} on {step.on:%-d %B %Y}."
        mine = {step.successor for step in self._after.get(one, ()) if step.on <= self.on}
        theirs = {step.successor for step in self._after.get(other, ()) if step.on <= self.on}
        both = sorted(mine & theirs)
        return f"{one} and {other} were both succeeded by {both[0]}." if both else ""

    def names(self, code: str) -> set[str]:
        """Every name of an organisation, of those it became and of those it came from. Empty for no code."""
        return set(self._names.get(code, ()))
