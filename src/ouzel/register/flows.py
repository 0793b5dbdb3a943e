"""How bodies flowed into one another over the years: what a picture of it is drawn from.

Bands are bodies, flows are practices that moved from one to another on a day. A picture is followed backwards from one
body: to those whose practices moved on to it, half of them or more on one day.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from ouzel.register.answers import Moment
from ouzel.register.asking import believed, fetch, id_of, names_of
from ouzel.register.attributes import Attribute
from ouzel.register.kinds import KINDS
from ouzel.register.lineage import RELATIONS_THAT_MOVE, Stay, earliest, holds, latest, lifespans, stays_with

A = Attribute
ROUNDS = 12
"""Steps backwards at most: more generations than there have been since 1948."""


@dataclass(frozen=True)
class Count:
    """How many members a body had from a day on."""

    day: date
    members: int


@dataclass(frozen=True)
class Role:
    """What a body was over some days: the slug of a kind; half-open."""

    kind: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Band:
    """One body in the picture, over its days with members; half-open."""

    code: str
    name: str
    since: date
    until: date | None
    counts: tuple[Count, ...]  # on its first day, on each 1 April after it, on its last
    roles: tuple[Role, ...]

    @property
    def most(self) -> int:
        """The largest number of members it had."""
        return max((c.members for c in self.counts), default=0)


@dataclass(frozen=True)
class Flow:
    """Members that moved from one band to another on a day."""

    source: str
    target: str
    on: date
    members: int


@dataclass(frozen=True)
class Lane:
    """A system to which bands belonged, drawn beside them; half-open."""

    code: str
    name: str
    since: date
    until: date | None


@dataclass(frozen=True)
class Picture:
    """Everything that is drawn: bands in order of their beginning, flows in order of their day."""

    root: str
    root_name: str
    relation: Attribute
    since: date
    until: date  # the day up to which it is drawn
    bands: tuple[Band, ...]
    flows: tuple[Flow, ...]
    systems: tuple[Lane, ...]


class _Found(NamedTuple):
    bodies: set[int]
    stays: list[Stay]


def picture(root: str, *, moment: Moment, since: date | None = None) -> Picture | None:
    """The picture that ends in `root` on the day of the moment; None where it never had members that move.

    `since` leaves out what ended before.
    """
    body = id_of(root)
    for relation in RELATIONS_THAT_MOVE:
        found = _followed(body, relation, moment)
        if found.stays:
            return _drawn(root, relation, found, moment, since)
    return None


def _followed(root: int, relation: Attribute, moment: Moment) -> _Found:
    bodies, asked, stays = {root}, set[int](), dict[Stay, None]()
    for _ in range(ROUNDS):
        fresh = bodies - asked
        if not fresh:
            break
        stays.update(dict.fromkeys(stays_with(fresh, relation, moment)))
        asked |= fresh
        candidates = {move[0] for move in _moves(stays) if move[1] in bodies} - bodies
        if candidates:  # the whole of each candidate, to know what half of it is
            whole = dict.fromkeys(stays_with(candidates, relation, moment))
            for source, target, day, members in _moves(whole):
                before = day - timedelta(days=1)
                size = sum(1 for s in whole if s.body == source and holds(s, before))
                if source in candidates and target in bodies and members * 2 >= size:
                    bodies.add(source)
    kept = [s for s in stays if s.body in bodies]
    return _Found(bodies, kept)


def _moves(stays: dict[Stay, None] | list[Stay]) -> list[tuple[int, int, date, int]]:
    """(from, to, day, how many members) of every day on which members left one body and joined another."""
    joined: dict[tuple[int, date], int] = {(s.unit, s.since): s.body for s in stays if s.since}
    counted: Counter[tuple[int, int, date]] = Counter()
    for s in stays:
        target = joined.get((s.unit, s.until)) if s.until else None
        if s.until and target is not None and target != s.body:
            counted[s.body, target, s.until] += 1
    return [(*key, members) for key, members in counted.items()]


def _drawn(root: str, relation: Attribute, found: _Found, moment: Moment, since: date | None) -> Picture:
    codes = dict(fetch("SELECT id, code FROM register_body WHERE id = ANY(%s)", [list(found.bodies)]))
    names = names_of(found.bodies, moment)
    spans, roles = lifespans(found.bodies, moment), _roles(found.bodies, moment)
    bands = []
    for body in found.bodies:
        stays = [s for s in found.stays if s.body == body and s.since and s.since <= moment.on]
        opened, closed = spans.get(body, (None, None))
        start = latest(min((s.since for s in stays if s.since), default=None), opened)
        end = earliest(None if any(s.until is None for s in stays) else max(s.until for s in stays if s.until), closed)
        if not stays or start is None or (end and end <= max(start, since or start)):
            continue
        counts = tuple(Count(day, sum(holds(s, day) for s in stays)) for day in _days(start, end, moment.on))
        bands.append(Band(codes[body], names[body], start, end, counts, roles.get(body, ())))
    kept = {b.code for b in bands}
    flows = [Flow(codes[a], codes[b], day, members) for a, b, day, members in _moves(found.stays)]
    bands.sort(key=lambda b: (b.since, b.code))
    ids = [id_ for id_, code in codes.items() if code in kept]
    return Picture(
        root=root,
        root_name=next((b.name for b in bands if b.code == root), root),
        relation=relation,
        since=max(min(b.since for b in bands), since) if since else min(b.since for b in bands),
        until=moment.on,
        bands=tuple(bands),
        flows=tuple(
            sorted(
                (f for f in flows if {f.source, f.target} <= kept and f.on <= moment.on),
                key=lambda f: (f.on, f.target, f.source),
            )
        ),
        systems=_systems(ids, moment) if relation is A.COMMISSIONER else (),
    )


def _days(start: date, end: date | None, on: date) -> list[date]:
    """The first day, each 1 April between, and the last day."""
    final = end - timedelta(days=1) if end and end <= on else on
    years = [date(year, 4, 1) for year in range(start.year, final.year + 1)]
    return [start, *(day for day in years if start < day < final), final]


def _roles(bodies: set[int], moment: Moment) -> dict[int, tuple[Role, ...]]:
    """What each body was, by the narrowest kind of each role it held."""
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT f.subject_id, f.value, lower(f.valid), upper(f.valid) FROM register_fact f
            WHERE f.attribute = {int(A.ROLE)} AND f.subject_id = ANY(%s) AND {where}
            ORDER BY lower(f.valid), f.value""",
        [list(bodies), *params],
    )
    found: dict[int, list[Role]] = defaultdict(list)
    for body, value, since, until in rows:
        held = [k for k in KINDS.values() if k.told_by is A.ROLE and value in k.roles]
        if held:
            found[body].append(Role(min(held, key=lambda k: len(k.roles)).slug, since, until))
    return {body: tuple(roles) for body, roles in found.items()}


def _systems(bodies: list[int], moment: Moment) -> tuple[Lane, ...]:
    """The systems to which any of the bodies belonged, one after another."""
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT o.id, o.code, min(lower(f.valid)), max(upper(f.valid)), bool_or(upper_inf(f.valid))
            FROM register_fact f JOIN register_body o ON o.id = f.object_id
            WHERE f.attribute = {int(A.SYSTEM)} AND f.subject_id = ANY(%s) AND {where} AND lower(f.valid) <= %s
            GROUP BY 1, 2 ORDER BY 3, 2""",
        [bodies, *params, moment.on],
    )
    names = names_of([row[0] for row in rows], moment)
    return tuple(Lane(code, names[id_], since, None if open_ else until) for id_, code, since, until, open_ in rows)
