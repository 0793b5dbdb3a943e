"""Everything that the page of one organisation shows, read from the register in a few queries."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby

from ouzel.register import queries, successions
from ouzel.register.answers import Body, EvidenceRow, FactRow, Member, Moment, Succession
from ouzel.register.attributes import Attribute
from ouzel.register.conflicts import conflict_rows
from ouzel.register.kinds import KINDS
from ouzel.register.lineage import Lineage, lineage
from ouzel.register.readers.codes import shipped_codes
from ouzel.register.stated import Stated, stated_counts
from ouzel.web import words
from ouzel.web.asked import Asked

A = Attribute
TIMELINE = (A.LIFESPAN, A.LEGAL_LIFESPAN, A.NAME, A.ROLE, A.SETTING, A.STATUS, A.COMMISSIONER, A.NETWORK, A.SYSTEM,
            A.REGION, A.GEOGRAPHY, A.OPERATOR, A.AREA_COMMISSIONER, A.LOCAL_AUTHORITY, A.WARD, A.COLLABORATION,
            A.FUNCTIONS, A.ADDRESS, A.GSS_CODE)  # fmt: skip
OTHER = "other"
"""The slug of members that are of no kind people ask for."""


@dataclass(frozen=True)
class Facing:
    """Who answered for the patients of a body's members on the day: one of its line, and what it was then."""

    code: str
    name: str
    kinds: tuple[str, ...]
    here: int
    systems: tuple[FactRow, ...]


@dataclass(frozen=True)
class Whole:
    """One organisation, ready to be shown."""

    body: Body
    timeline: tuple[tuple[Attribute, tuple[FactRow, ...]], ...]
    members: dict[str, tuple[Member, ...]]  # by slug of the narrowest kind, or OTHER
    before: tuple[Succession, ...]
    after: tuple[Succession, ...]
    first: tuple[Succession, ...]  # every step back, where there is more than one
    heirs: tuple[Succession, ...]  # every step on, where there is more than one
    lineage: Lineage | None
    facing: tuple[Facing, ...]
    stated: tuple[Stated, ...]
    evidence: tuple[tuple[Attribute, tuple[EvidenceRow, ...]], ...]
    conflicts: tuple[dict[str, object], ...]

    @property
    def kind(self) -> str:
        """The slug of the narrowest kind on the day, or OTHER."""
        return narrowest(self.body.kinds)

    @property
    def ever(self) -> tuple[str, ...]:
        """The slugs of every kind it was of at any time."""
        held = {f.value for a, rows in self.timeline if a in (A.ROLE, A.SETTING) for f in rows}
        return tuple(kind.slug for kind in KINDS.values() if kind.roles & held)

    @staticmethod
    def role_name(code: str) -> str:
        """A role in words, with its code."""
        _, name = _codes().get(code, ("", ""))
        return f"{name} ({code})" if name else code

    @staticmethod
    def attribute_name(name: str) -> str:
        """An attribute in words, by its name in small letters."""
        return words.ATTRIBUTES[Attribute[name.upper()]]


@lru_cache(maxsize=1)
def _codes() -> dict[str, tuple[str, str]]:
    return shipped_codes()


def whole(code: str, asked: Asked, edition: int) -> Whole:
    """One organisation as asked; NoSuchBody if there is none."""
    if asked.supposed is None:
        return _whole(edition, code, asked.moment, asked.members_on)
    return replace(_whole(edition, code, asked.moment, asked.on), members=members(code, asked, edition))


def members(code: str, asked: Asked, edition: int) -> dict[str, tuple[Member, ...]]:
    """The members as asked, by kind: on the day of the basis, or as they would be under its plans."""
    if asked.supposed is None:
        return members_by_kind(edition, code, asked.members_on, asked.known_at)
    from ouzel.web import supposed

    return supposed.members_by_kind(code, asked.supposed, known_at=asked.known_at)


@lru_cache(maxsize=256)
def _whole(edition: int, code: str, moment: Moment, members_on: date) -> Whole:
    body = queries.body(code, moment=moment)
    facts = queries.history(code, moment=moment)
    line = lineage(code, moment=moment)
    before, after = (f(code, moment=moment, ultimate=True) for f in (successions.predecessors, successions.successors))
    return Whole(
        body=body,
        timeline=tuple((a, rows) for a in TIMELINE if (rows := tuple(f for f in facts if f.attribute is a))),
        members=members_by_kind(edition, code, members_on, moment.known_at),
        before=tuple(s for s in before if s.depth == 1),
        after=tuple(s for s in after if s.depth == 1),
        first=tuple(before) if any(s.depth > 1 for s in before) else (),
        heirs=tuple(after) if any(s.depth > 1 for s in after) else (),
        lineage=line,
        facing=_facing(line, moment),
        stated=tuple(stated_counts(moment=moment, code=code))
        if any(f.attribute is A.STATED_COUNT for f in facts)
        else (),
        evidence=tuple((a, tuple(rows)) for a, rows in groupby(queries.evidence(code), key=lambda e: e.attribute)),
        conflicts=tuple(conflict_rows(code)),
    )


def _stated(code: str, facts: list[FactRow], moment: Moment) -> tuple[Stated, ...]:
    if not any(f.attribute is A.STATED_COUNT for f in facts):
        return ()
    return tuple(stated_counts(moment=moment, code=code))


@lru_cache(maxsize=512)
def members_by_kind(edition: int, code: str, on: date, known_at: date | None) -> dict[str, tuple[Member, ...]]:
    """The members on a day by the slug of their narrowest kind, in the order of kinds; what has no kind is OTHER.

    Of a body that has members but no practice among them, its practices at any depth are added.
    """
    moment = Moment(on=on, known_at=known_at)
    immediate = queries.members(code, moment=moment)
    described = queries.bodies([m.code for m in immediate], moment=moment)
    groups: dict[str, list[Member]] = defaultdict(list)
    for member in immediate:
        groups[narrowest(described[member.code].kinds)].append(member)
    practice = next(iter(KINDS))
    if immediate and practice not in groups:
        groups[practice] = queries.members(code, moment=moment, kind=KINDS[practice])
    return {slug: tuple(groups[slug]) for slug in (*KINDS, OTHER) if groups.get(slug)}


def narrowest(kinds: tuple[str, ...]) -> str:
    """The slug of the kind that says most, or OTHER."""
    return min(kinds, key=lambda slug: len(KINDS[slug].roles), default=OTHER)


def _facing(line: Lineage | None, moment: Moment) -> tuple[Facing, ...]:
    if line is None or not line.responsible:
        return ()
    found = queries.bodies([t.code for t in line.responsible], moment=moment)
    return tuple(
        Facing(t.code, b.name, b.kinds, t.here, tuple(p for p in b.parents if p.attribute is A.SYSTEM))
        for t in line.responsible
        if (b := found.get(t.code))
    )
