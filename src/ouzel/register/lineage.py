"""Who was here before and after, told by what moved: the bodies that held a body's members on other days.

In law no primary care trust became a clinical commissioning group, and no succession is recorded in 2013. The practices
did move, each on a recorded day, so they tell who was responsible for the same patients on any day since 1999.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ouzel.register.answers import Moment
from ouzel.register.asking import believed, fetch, id_of, names_of
from ouzel.register.attributes import Attribute
from ouzel.register.kinds import KINDS

A = Attribute
RELATIONS_THAT_MOVE = (A.COMMISSIONER, A.SYSTEM)
"""Members by which a body's line is told, the first that it has: its practices, else its commissioners."""

OWN_RELATIONS = (A.AREA_COMMISSIONER, A.COMMISSIONER)
"""What tells the line of a body that never had such members: the commissioners of its area, or its own."""

FEW = 10
"""Bodies that held fewer than one in so many of the members are told apart: single practices move all the time."""


class Stay(NamedTuple):
    """One member's days in one body, half-open."""

    unit: int
    body: int
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Tenure:
    """A body's time with the members; half-open days, never outside the body's own lifespan."""

    code: str
    name: str  # on its last day here, or on the day asked about
    since: date | None
    until: date | None
    units: int  # members that were ever in it, of those followed
    here: int  # members in it on the day asked about


@dataclass(frozen=True)
class Lineage:
    """The bodies that held the members of one body, or the body itself where it is a place or a practice; by time."""

    code: str
    relation: Attribute  # COMMISSIONER: what is followed are practices; SYSTEM: commissioners; AREA_COMMISSIONER: areas
    itself: bool  # what is followed is the body itself
    units: int  # members followed: all that were ever in the body
    line: tuple[Tenure, ...]
    others: tuple[Tenure, ...]  # those that held few
    on: date

    @property
    def responsible(self) -> tuple[Tenure, ...]:
        """Those of the line that held members on the day asked about, most first."""
        return tuple(sorted((t for t in self.line if t.here), key=lambda t: (-t.here, t.code)))

    @property
    def recorded(self) -> int:
        """How many of the members were in any body on the day."""
        return sum(t.here for t in (*self.line, *self.others))


def practice_condition(column: str) -> str:
    """That a member is a practice, or of a time whose files do not say: never a network or another prescribing site."""
    practice = "', '".join(sorted(KINDS["practice"].roles))
    setting = f"SELECT FROM register_fact k WHERE k.subject_id = {column} AND k.attribute = {int(A.SETTING)}"
    return (
        f"(EXISTS ({setting} AND k.value IN ('{practice}')) OR NOT EXISTS ({setting}))"
        f" AND NOT EXISTS (SELECT FROM register_fact k WHERE k.subject_id = {column} AND k.attribute = {int(A.ROLE)})"
    )


def stays_with(bodies: Collection[int], relation: Attribute, moment: Moment) -> list[Stay]:
    """Every stay, anywhere, of every member that was ever in one of the bodies, by its beginning."""
    where, params = believed(moment)
    inside, more = believed(moment, "g")
    only = f"AND {practice_condition('g.subject_id')}" if relation is A.COMMISSIONER else ""
    rows = fetch(
        f"""SELECT f.subject_id, f.object_id, lower(f.valid), upper(f.valid) FROM register_fact f
            WHERE f.attribute = {int(relation)} AND {where} AND f.subject_id IN (
                SELECT g.subject_id FROM register_fact g
                WHERE g.attribute = {int(relation)} AND g.object_id = ANY(%s) AND {inside} {only})
            ORDER BY lower(f.valid), f.subject_id""",
        [*params, list(bodies), *more],
    )
    return [Stay(*row) for row in rows]


def lifespans(bodies: Collection[int], moment: Moment) -> dict[int, tuple[date | None, date | None]]:
    """The first and the last day (half-open) of each body that has them."""
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT f.subject_id, min(lower(f.valid)), max(coalesce(upper(f.valid), 'infinity'::date)) = 'infinity',
                   max(upper(f.valid))
            FROM register_fact f WHERE f.attribute = {int(A.LIFESPAN)} AND f.subject_id = ANY(%s) AND {where}
            GROUP BY 1""",
        [list(bodies), *params],
    )
    return {id_: (since, None if endless else until) for id_, since, endless, until in rows}


def lineage(code: str, *, moment: Moment) -> Lineage | None:
    """Who held the members of a body, before it and after; of a place or a practice, who held it.

    None for a body that never had members that move, and was never held by a commissioner.
    """
    body = id_of(code)
    for relation in RELATIONS_THAT_MOVE:
        stays = stays_with([body], relation, moment)
        if stays:
            return _lineage(code, relation, stays, moment, itself=False)
    for relation in OWN_RELATIONS:
        stays = _own_stays(body, relation, moment)
        if stays:
            return _lineage(code, relation, stays, moment, itself=True)
    return None


def _own_stays(body: int, relation: Attribute, moment: Moment) -> list[Stay]:
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT f.subject_id, f.object_id, lower(f.valid), upper(f.valid) FROM register_fact f
            WHERE f.subject_id = %s AND f.attribute = {int(relation)} AND {where} ORDER BY lower(f.valid)""",
        [body, *params],
    )
    return [Stay(*row) for row in rows]


def _lineage(code: str, relation: Attribute, stays: list[Stay], moment: Moment, *, itself: bool) -> Lineage:
    bodies = {s.body for s in stays}
    spans = lifespans(bodies, moment)
    names = names_of(bodies, moment)
    codes = dict(fetch("SELECT id, code FROM register_body WHERE id = ANY(%s)", [list(bodies)]))
    units = len({s.unit for s in stays})
    here = Counter(s.body for s in stays if holds(s, moment.on))
    tenures = []
    for body in bodies:
        mine = [s for s in stays if s.body == body]
        opened, closed = spans.get(body, (None, None))
        since = latest(min((s.since for s in mine if s.since), default=None), opened)
        until = earliest(None if any(s.until is None for s in mine) else max(s.until for s in mine if s.until), closed)
        if since and until and since >= until:
            continue
        tenures.append(Tenure(codes[body], names[body], since, until, len({s.unit for s in mine}), here[body]))
    tenures.sort(key=lambda t: (t.since or date.min, t.until or date.max, t.code))
    threshold = max(2, -(-units // FEW)) if units > FEW else 1
    line = tuple(t for t in tenures if t.units >= threshold or t.code == code)
    return Lineage(code, relation, itself, units, line, tuple(t for t in tenures if t not in line), moment.on)


def holds(stay: Stay, on: date) -> bool:
    """Whether a stay holds on a day."""
    return (stay.since is None or stay.since <= on) and (stay.until is None or on < stay.until)


def latest(one: date | None, other: date | None) -> date | None:
    """The later of two beginnings; None is the beginning of time."""
    return max(one, other) if one and other else one or other


def earliest(one: date | None, other: date | None) -> date | None:
    """The earlier of two ends; None is no end."""
    return min(one, other) if one and other else one or other
