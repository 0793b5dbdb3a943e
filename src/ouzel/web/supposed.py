"""The members of a body as they would be under plans: read from the structure that the plans are laid over."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np

from ouzel.as_if import AsIf
from ouzel.engine.days import MAXDAY, MINDAY
from ouzel.register import queries
from ouzel.register.answers import Body, Member, Moment
from ouzel.register.attributes import Attribute
from ouzel.register.kinds import KINDS
from ouzel.web.organisation import OTHER, narrowest

HOPS = tuple(a.name.lower() for a in queries.UPWARD)
PRACTICE = next(iter(KINDS))


def members_by_kind(code: str, supposed: AsIf, *, known_at: date | None) -> dict[str, tuple[Member, ...]]:
    """As `organisation.members_by_kind`, on the day of the plans. Working together is shown as the register has it."""
    if supposed.basis.day is None:
        raise ValueError("an as-if without its day: its plans were never looked up")
    return _Members(code, supposed, Moment(supposed.basis.day, known_at)).by_kind()


class _Members:
    def __init__(self, code: str, supposed: AsIf, moment: Moment) -> None:
        self.code, self.supposed, self.moment = code, supposed, moment
        self.structure, self.day = supposed.structure, moment.on.toordinal()
        self.described: dict[str, Body] = {}

    def by_kind(self) -> dict[str, tuple[Member, ...]]:
        top = self.structure.index.get(self.code)
        if top is None:
            return {}
        immediate = dict(self._below({top: ()}))
        self._describe(immediate)
        groups: dict[str, list[Member]] = defaultdict(list)
        for body, member in immediate.items():
            if self._is_open(body):
                groups[narrowest(self._kinds(body))].append(self._named(body, member))
        if groups and PRACTICE not in groups:
            groups[PRACTICE] = self._practices(top)
        for member in self._together():
            groups[narrowest(self.described[member.code].kinds)].append(member)
        return {slug: tuple(sorted(groups[slug], key=lambda m: m.code)) for slug in (*KINDS, OTHER) if groups.get(slug)}

    def _below(self, level: dict[int, tuple[str, ...]]) -> Iterator[tuple[int, Member]]:
        """What belongs to the bodies of a level on the day, with the codes between."""
        for hop in HOPS:
            spans = self.structure.relations.get(hop)
            if spans is None:
                continue
            rows = np.flatnonzero(
                np.isin(spans.object, list(level)) & (spans.start <= self.day) & (self.day < spans.until)
            )
            for row in rows.tolist():
                body, share = int(spans.subject[row]), float(spans.share[row])
                since, until = int(spans.start[row]), int(spans.until[row])
                yield body, Member(
                    self.structure.codes[body], "",
                    None if since == MINDAY else date.fromordinal(since),
                    None if until == MAXDAY else date.fromordinal(until),
                    level[int(spans.object[row])], None if share != share else Decimal(str(share)),
                )  # fmt: skip

    def _practices(self, top: int) -> list[Member]:
        found: dict[int, Member] = {}
        level: dict[int, tuple[str, ...]] = {top: ()}
        for _ in range(queries.DEEPEST):
            below = {body: m for body, m in self._below(level) if body not in found and body != top}
            found |= below
            level = {body: (m.code, *m.via) for body, m in below.items()}
            if not level:
                break
        spells = self.structure.kinds.get(PRACTICE)
        practices = {b: m for b, m in found.items() if spells and any(a <= self.day < z for a, z in spells.rows_of(b))}
        self._describe(practices)
        return [self._named(b, m) for b, m in practices.items() if self._is_open(b) and PRACTICE in self._kinds(b)]

    def _together(self) -> list[Member]:
        """Those that work together in the body: no structure has them, since working together is not belonging."""
        listed = queries.members(self.code, moment=self.moment) if self.code in self._known([self.code]) else []
        self.described |= queries.bodies([m.code for m in listed], moment=self.moment)
        there = (Attribute.COLLABORATION, self.code)
        return [m for m in listed if there in {(p.attribute, p.value) for p in self.described[m.code].parents}]

    def _known(self, codes: Iterable[str]) -> dict[str, Body]:
        return queries.bodies(list(codes), moment=self.moment)

    def _describe(self, bodies: Iterable[int]) -> None:
        codes = {self.structure.codes[body] for body in bodies} - set(self.described)
        self.described |= self._known(codes)

    def _is_open(self, body: int) -> bool:
        """Open on the day, or of a lifespan nobody knows."""
        spells = self.structure.lifespans.rows_of(body)
        return not spells or any(start <= self.day < until for start, until in spells)

    def _kinds(self, body: int) -> tuple[str, ...]:
        """The kinds of a body on the day; a practice that is dormant or only proposed is none."""
        known = self.described.get(self.structure.codes[body])
        inactive = known is not None and known.status in queries.INACTIVE
        return tuple(
            slug
            for slug in KINDS
            if (spells := self.structure.kinds.get(slug)) is not None
            and not (slug == PRACTICE and inactive)
            and any(start <= self.day < until for start, until in spells.rows_of(body))
        )

    def _named(self, body: int, member: Member) -> Member:
        known = self.described.get(member.code)
        renamed = known is None or member.code in self.supposed.named
        return replace(member, name=self.structure.names[body] if renamed or known is None else known.name)
