"""Who holds a body before a plan and after it: its commissioner, the system above that, the region, and the rest.

Before is what the register has on the day before; after is that with the plan's assertions laid over it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from ouzel.register import queries
from ouzel.register.answers import Body, Moment
from ouzel.register.attributes import LASTING, Attribute
from ouzel.register.kinds import KINDS
from ouzel.register.lineage import FEW
from ouzel.reorganisation.expansion import Expansion

A = Attribute
CLIMBED = (A.AREA_COMMISSIONER, A.COMMISSIONER, A.NETWORK, A.SYSTEM, A.REGION, A.OPERATOR)
"""Relations that lead up to the bodies that answer for a body, in the order in which people ask."""

BESIDE = (A.GEOGRAPHY, A.COLLABORATION)
"""Relations that tell something of the body itself, and nothing of those above it."""

HIGHEST = 5
"""Steps up at most: area, commissioner, system, region, and one to spare."""

Parents = dict[Attribute, tuple[str, ...]]


@dataclass(frozen=True)
class Holding:
    """Who holds a body by one relation: codes on the day before, and from the day on."""

    relation: Attribute
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def changes(self) -> bool:
        """Whether the plan changes it."""
        return set(self.before) != set(self.after)


@dataclass(frozen=True)
class Spread:
    """How many small areas of a place have one commissioner before, and one after (empty: none is known)."""

    before: str
    after: str
    areas: int


class Chains:
    """The bodies above any body, before and after one plan; remembers what it asked the register."""

    def __init__(self, expansion: Expansion) -> None:
        state = expansion.state
        self.day = state.day
        self.eve = Moment(state.day - timedelta(days=1), state.known_at, state.edition)
        self.said: dict[tuple[str, Attribute], tuple[str, ...]] = {}
        self.ended = {(left.code, left.attribute, left.was) for left in expansion.unresolved}
        self.placed: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self.names: dict[str, str] = {}
        self._bodies: dict[str, Body | None] = {}
        for it in expansion.assertions:
            if it.attribute not in LASTING:
                continue
            if it.until is None or it.until > self.day:
                if it.start <= self.day:
                    key = (it.subject, it.attribute)
                    self.said[key] = tuple(dict.fromkeys((*self.said.get(key, ()), it.value)))
            else:
                self.ended.add((it.subject, it.attribute, it.value))

    def bodies(self, codes: Iterable[str]) -> dict[str, Body]:
        """The bodies on the day before; one that nobody knows yet is left out."""
        wanted = [code for code in dict.fromkeys(codes) if code not in self._bodies]
        if wanted:
            found = queries.bodies(wanted, moment=self.eve)
            self._bodies |= {code: found.get(code) for code in wanted}
            for it in found.values():
                self.names[it.code] = it.name
                self.names |= {p.value: p.value_name for p in it.parents if p.value not in self.names}
        return {code: body for code in codes if (body := self._bodies[code])}

    def kinds(self, code: str) -> tuple[str, ...]:
        """The kinds of a body on the day before, as far as it was asked for."""
        body = self._bodies.get(code)
        return body.kinds if body else ()

    def prepare(self, codes: Iterable[str]) -> None:
        """Ask for many bodies and all above them at once, before they are gone through one by one."""
        level = set(codes)
        for _ in range(HIGHEST):
            above = [*self._before(level).items(), *self._after(level).items()]
            level = {v for _, parents in above for r in CLIMBED for v in parents.get(r, ())} - set(self._bodies)
            if not level:
                break

    def holdings(self, code: str) -> list[Holding]:
        """Everybody who holds the body, directly or above; relations that are empty on both sides are left out."""
        before, after = self._climb(code, self._before), self._climb(code, self._after)
        return [
            Holding(relation, tuple(before.get(relation, ())), tuple(after.get(relation, ())))
            for relation in (*CLIMBED, *BESIDE)
            if before.get(relation) or after.get(relation)
        ]

    def spread(self, code: str) -> list[Spread]:
        """For a place: its small areas by their commissioner before and after, most first.

        From then on the commissioners of at least a tenth of them count as those of the place.
        """
        areas = [m.code for m in queries.members(code, moment=self.eve, kind=KINDS["small-area"])]
        self.bodies(areas)
        counted: Counter[tuple[str, str]] = Counter()
        for area in areas:
            before = self._before([area])[area].get(A.AREA_COMMISSIONER, ("",))
            after = self._after([area])[area].get(A.AREA_COMMISSIONER, ("",))
            counted[before[0], after[0]] += 1
        self.bodies({code for pair in counted for code in pair if code})
        many = [pair for pair, count in counted.items() if count * FEW >= len(areas)]
        before, after = (
            (tuple(dict.fromkeys(c for c in codes if c)) for codes in zip(*many, strict=True)) if many else ((), ())
        )
        self.placed[code] = (before, after)
        return [Spread(*pair, count) for pair, count in counted.most_common()]

    def _before(self, codes: Iterable[str]) -> dict[str, Parents]:
        codes = tuple(codes)
        known = self.bodies(codes)
        found = {code: self._parents(known.get(code)) for code in codes}
        for code in found.keys() & self.placed.keys():
            found[code][A.AREA_COMMISSIONER] = self.placed[code][0]
        return found

    def _after(self, codes: Iterable[str]) -> dict[str, Parents]:
        found = self._before(codes)
        for code in found.keys() & self.placed.keys():
            found[code][A.AREA_COMMISSIONER] = self.placed[code][1]
        for code, parents in found.items():
            for relation in (*CLIMBED, *BESIDE):
                held = parents.get(relation, ())
                if relation is A.COLLABORATION:
                    held = (*held, *(v for v in self.said.get((code, relation), ()) if v not in held))
                else:
                    held = self.said.get((code, relation), held)
                parents[relation] = tuple(v for v in held if (code, relation, v) not in self.ended)
        return found

    @staticmethod
    def _parents(body: Body | None) -> Parents:
        found: dict[Attribute, list[str]] = defaultdict(list)
        for parent in body.parents if body else ():
            found[parent.attribute].append(parent.value)
        return {relation: tuple(codes) for relation, codes in found.items()}

    def _climb(
        self, code: str, parents: Callable[[Iterable[str]], dict[str, Parents]]
    ) -> dict[Attribute, dict[str, None]]:
        """The bodies above by relation. The nearest tell: the commissioner of a practice, not that of its network."""
        found: dict[Attribute, dict[str, None]] = {}
        level, seen = [code], {code}
        for step in range(HIGHEST):
            near: dict[Attribute, dict[str, None]] = defaultdict(dict)
            for relations in parents(level).values():
                for relation in (*CLIMBED, *(BESIDE if step == 0 else ())):
                    near[relation] |= dict.fromkeys(relations.get(relation, ()))
            found = {**{relation: codes for relation, codes in near.items() if codes}, **found}
            level = [c for relation in CLIMBED for c in near[relation] if c not in seen]
            seen |= set(level)
            if not level:
                break
        return found
