"""Who is concerned, who opened and closed between two pictures, and whose units went where. Pure."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from ouzel.register.attributes import Attribute
from ouzel.register.kinds import kind_named
from ouzel.reorganisation.derivation.pictured import BELONGING, Parents, Picture, Recorded

A = Attribute
FEW = 10
"""Of more members than this, fewer than one in so many that went elsewhere went there by themselves."""
QUARTER = 4
"""Of fewer members, fewer than one in four."""


@dataclass
class Between:
    """What happened between two pictures.

    `focus` are the bodies the plan may be about: those of the kinds asked for, or all. `flows` has, for each body and
    each that units went on to, the units with the relation in which they did.
    """

    before: Picture
    after: Picture
    focus: frozenset[str]
    closed: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    flows: dict[str, dict[str, list[tuple[Attribute, str]]]] = field(default_factory=dict)
    members: dict[str, list[tuple[Attribute, str]]] = field(default_factory=dict)  # before, that did not close
    gone: dict[str, list[tuple[Attribute, str]]] = field(default_factory=dict)  # and those that did

    @property
    def recorded(self) -> Iterator[Recorded]:
        """What was recorded to pass between the two days."""
        return (s for s in self.after.successions if self.before.day < s.on <= self.after.day and s.old != s.new)

    def heirs(self, code: str) -> list[str]:
        """Who carries on for a body that closed: as recorded, else as its members tell; those with most of them first.

        Members tell where at least half of all it had went to bodies each of which took more than single ones.
        """
        flows = self.flows.get(code, {})
        found = self._recorded_heirs(code) or self._told_heirs(code)
        return sorted(found, key=lambda heir: (-len(flows.get(heir, ())), heir))

    def _recorded_heirs(self, code: str) -> set[str]:
        onward: dict[str, set[str]] = defaultdict(set)
        for s in self.recorded:
            if s.attribute is A.SUCCESSOR:
                onward[s.old].add(s.new)
        found: set[str] = set()
        asked, ahead = {code}, onward[code]
        while ahead:
            found |= {heir for heir in ahead if heir in self.after.open}
            asked |= ahead
            ahead = {new for old in ahead - found for new in onward[old]} - asked
        return found

    def _told_heirs(self, code: str) -> set[str]:
        for attribute in BELONGING:
            members = sum(1 for a, _ in self.members.get(code, ()) if a is attribute)
            counts = Counter({
                heir: sum(1 for a, _ in units if a is attribute)
                for heir, units in self.flows.get(code, {}).items() if heir in self.after.open
            })  # fmt: skip
            if not members or not any(counts.values()):
                continue
            enough = -(-members // (FEW if members > FEW else QUARTER))
            heirs = {heir for heir, count in counts.items() if count >= enough}
            return heirs if 2 * sum(counts[heir] for heir in heirs) >= members else set()
        return set()


def between(before: Picture, after: Picture, kinds: Collection[str]) -> Between:
    """Compare two pictures; with no `kinds` the plan may be about everybody. ValueError for a kind there is not."""
    wanted = frozenset(kind_named(slug).slug for slug in kinds)
    focus = frozenset(
        code for picture in (before, after) for code, body in picture.open.items() if not wanted or body.kinds & wanted
    )
    found = Between(before, after, focus)
    found.closed = tuple(sorted(c for c in focus if c in before.open and c not in after.open))
    found.opened = tuple(sorted(c for c in focus if c in after.open and c not in before.open))
    for attribute in BELONGING:
        for unit, parents in before.relations.get(attribute, {}).items():
            closed = unit in before.open and unit not in after.open
            for parent, _ in parents:
                (found.gone if closed else found.members).setdefault(parent, []).append((attribute, unit))
            gone, came = _exchanged(parents, after.parents(attribute, unit))
            if not closed and len(gone) == len(came) == 1:
                found.flows.setdefault(gone[0], {}).setdefault(came[0], []).append((attribute, unit))
    return found


def _exchanged(before: Parents, after: Parents) -> tuple[list[str], list[str]]:
    then, now = {code for code, _ in before}, {code for code, _ in after}
    return sorted(then - now), sorted(now - then)
