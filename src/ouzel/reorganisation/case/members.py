"""Who would be in which body under each option: the register's relations, with what a plan asserts laid over them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from ouzel.register import queries
from ouzel.register.answers import Moment
from ouzel.register.asking import believed, fetch
from ouzel.register.attributes import LASTING, SEVERAL, Attribute
from ouzel.register.evidence import Assertion
from ouzel.register.kinds import KINDS
from ouzel.reorganisation.expansion import Member

A = Attribute
Edges: TypeAlias = Mapping[tuple[str, Attribute], Mapping[str, Decimal]]
"""For each unit and relation, the bodies it belongs to on the day with its share in each."""

THROUGH = (A.SYSTEM, A.REGION)
"""Relations of bodies whose own members are members of the body above too: a board has its commissioners' practices."""

NOT_SERVED = (A.GEOGRAPHY, A.COLLABORATION)
"""Lasting relations that do not make a body responsible: where something stands, and with whom a body works."""

MEMBERSHIPS = tuple(sorted(LASTING - set(NOT_SERVED)))
BY_AREA = (A.AREA_COMMISSIONER, A.LOCAL_AUTHORITY, A.WARD)
WHOLE = Decimal(1)


def as_it_is(members: Iterable[Member], *, moment: Moment) -> Edges:
    """The relations on the day without any plan: those of the members given, and of what lies below them."""
    edges: dict[tuple[str, Attribute], dict[str, Decimal]] = defaultdict(dict)
    above: set[str] = set()
    for member in members:
        began = member.since is None or member.since <= moment.on
        if began and (member.until is None or moment.on < member.until):
            edges[member.unit, member.attribute][member.body] = WHOLE if member.share is None else member.share
            above.add(member.body)
    waiting = {unit for unit, attribute in edges if attribute in THROUGH} - above
    while waiting:
        below = _read(waiting, moment)
        for unit, attribute, body, share in below:
            edges[unit, attribute][body] = WHOLE if share is None else share
        above |= waiting
        waiting = {unit for unit, attribute, _, _ in below if attribute in THROUGH} - above
    return edges


def as_it_would_be(edges: Edges, assertions: Iterable[Assertion], *, day: date) -> Edges:
    """The relations on the plan's day with what the plan asserts: it replaces, ends and closes.

    Nobody belongs to a body that is closed, and what is closed belongs to nobody.
    """
    begun: dict[tuple[str, Attribute], dict[str, Decimal]] = defaultdict(dict)
    ended: set[tuple[str, Attribute, str]] = set()
    open_: set[str] = set()
    closed: set[str] = set()
    for said in assertions:
        holds = said.start <= day and (said.until is None or day < said.until)
        if said.attribute is A.LIFESPAN:
            (open_ if holds else closed).add(said.subject)
        elif said.attribute in LASTING and holds:
            begun[said.subject, said.attribute][said.value] = WHOLE if said.share is None else said.share
        elif said.attribute in LASTING and said.until is not None and said.until <= day:
            ended.add((said.subject, said.attribute, said.value))
    closed -= open_
    after: dict[tuple[str, Attribute], dict[str, Decimal]] = {}
    for unit, attribute in {**edges, **begun}:
        before = edges.get((unit, attribute), {})
        new = begun.get((unit, attribute), {})
        kept = {} if new and attribute not in SEVERAL else before
        left = {body: share for body, share in kept.items() if (unit, attribute, body) not in ended}
        after[unit, attribute] = {body: s for body, s in {**left, **new}.items() if {unit, body}.isdisjoint(closed)}
    return after


def units_of(edges: Edges) -> dict[str, dict[str, Decimal]]:
    """For each body the units it serves, directly or through the bodies below it, with the share of each."""
    direct: dict[str, list[tuple[str, Attribute, Decimal]]] = defaultdict(list)
    for (unit, attribute), bodies in edges.items():
        for body, share in bodies.items():
            if attribute in MEMBERSHIPS:
                direct[body].append((unit, attribute, share))
    served: dict[str, dict[str, Decimal]] = {}

    def under(body: str, path: tuple[str, ...]) -> dict[str, Decimal]:
        if body not in served:
            found: dict[str, Decimal] = defaultdict(Decimal)
            for unit, attribute, share in direct[body]:
                found[unit] = min(WHOLE, found[unit] + share)
                if attribute in THROUGH and unit in direct and unit not in path:
                    for leaf, part in under(unit, (*path, body)).items():
                        found[leaf] = min(WHOLE, found[leaf] + part * share)
            served[body] = dict(found)
        return served[body]

    for body in list(direct):
        under(body, (body,))
    return served


def kinds_of(edges: Edges, *, moment: Moment) -> dict[str, str]:
    """What each unit counts as: "practice", "network", "small-area", "site" ...; "" for what is none of these.

    Small areas are drawn anew after each census, and the old ones stay in the register: only the newest count.
    """
    areas = {unit for unit, attribute in edges if attribute in BY_AREA}
    others = {unit for unit, _ in edges} - areas
    drawn = _roles(areas, KINDS["small-area"].roles, moment)
    newest = max((role for roles in drawn.values() for role in roles), default="")
    kinds = {area: "small-area" if newest in drawn.get(area, {newest}) else "" for area in areas}
    for code, body in queries.bodies(others, moment=moment).items():
        kinds[code] = body.kinds[0] if body.kinds and body.open is not False else ""
    return kinds


def councils_of(areas: Collection[str], *, moment: Moment) -> dict[str, str]:
    """The local authority of each small area on the day, by code; an area without one is left out."""
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT u.code, o.code FROM register_fact f JOIN register_body u ON u.id = f.subject_id
            JOIN register_body o ON o.id = f.object_id
            WHERE u.code = ANY(%s) AND f.attribute = {int(A.LOCAL_AUTHORITY)} AND f.valid @> %s::date AND {where}""",
        [list(areas), moment.on, *params],
    )
    return dict(rows)


def _roles(codes: Collection[str], wanted: Collection[str], moment: Moment) -> dict[str, set[str]]:
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT b.code, f.value FROM register_fact f JOIN register_body b ON b.id = f.subject_id
            WHERE b.code = ANY(%s) AND f.attribute = {int(A.ROLE)} AND f.value = ANY(%s) AND f.valid @> %s::date
              AND {where}""",
        [sorted(codes), sorted(wanted), moment.on, *params],
    )
    held: dict[str, set[str]] = defaultdict(set)
    for code, role in rows:
        held[code].add(role)
    return held


def _read(bodies: Collection[str], moment: Moment) -> list[tuple[str, Attribute, str, Decimal | None]]:
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT u.code, f.attribute, o.code, f.share FROM register_body o
            JOIN register_fact f ON f.object_id = o.id JOIN register_body u ON u.id = f.subject_id
            WHERE o.code = ANY(%s) AND f.attribute = ANY(%s) AND f.valid @> %s::date AND {where}""",
        [sorted(bodies), [int(a) for a in MEMBERSHIPS], moment.on, *params],
    )
    return [(unit, A(number), body, share) for unit, number, body, share in rows]
