"""What the register knows of the bodies of a plan, at a moment: a few set-based reads, whatever its size."""

from collections.abc import Collection
from datetime import date, timedelta

from ouzel.register.answers import Moment
from ouzel.register.asking import believed, edition_of, fetch, names_of
from ouzel.register.attributes import LASTING, RELATIONS, Attribute
from ouzel.register.kinds import KINDS
from ouzel.register.queries import INACTIVE
from ouzel.reorganisation.expansion import Held, Member, State
from ouzel.reorganisation.naming import bodies_named, codes_given
from ouzel.reorganisation.plan import Plan, Split

LASTING_NUMBERS = sorted(int(a) for a in LASTING)


def state_of(plan: Plan, *, moment: Moment) -> State:
    """The state of the register that a plan is worked out against: `moment.known_at` and `moment.edition` count.

    Its day is the plan's own; names are those of the day before. A code that the register has never heard of is
    missing from `facts`.
    """
    day = plan.effective
    eve = Moment(day - timedelta(days=1), moment.known_at, moment.edition)
    bodies = {code for code, _ in bodies_named(plan)}
    given = bodies | set(codes_given(plan))
    members = _members(bodies, day, eve)
    split = {change.body for change in plan.changes if isinstance(change, Split)}
    beside = {m.unit for _, m in members if m.share is not None or m.body in split}
    facts, ids = _facts(given | beside, eve)
    above = {h.value for code in bodies for h in facts.get(code, ()) if h.attribute in RELATIONS} - facts.keys()
    parents, further = _facts(above, eve)
    facts |= parents
    everybody = ids | further | {id_ for id_, _ in members}
    return State(
        day=day,
        known_at=moment.known_at,
        edition=edition_of(moment),
        facts=facts,
        members=tuple(m for _, m in members),
        names=_names(everybody, eve),
        kinds=_kinds(sorted(ids | {id_ for id_, _ in members}), day, eve),  # a listed unit may come from elsewhere
    )


def _members(bodies: set[str], day: date, eve: Moment) -> list[tuple[int, Member]]:
    """Who belongs to the bodies on the day or later, and had not closed by then; a unit without a lifespan is open."""
    where, params = believed(eve)
    theirs, _ = believed(eve, "k")
    life = f"k.subject_id = f.subject_id AND k.attribute = {int(Attribute.LIFESPAN)} AND {theirs}"
    rows = fetch(
        f"""SELECT f.subject_id, u.code, f.attribute, o.code, lower(f.valid), upper(f.valid), f.share
            FROM register_body o JOIN register_fact f ON f.object_id = o.id
            JOIN register_body u ON u.id = f.subject_id
            WHERE o.code = ANY(%s) AND f.attribute = ANY(%s) AND {where}
              AND (upper_inf(f.valid) OR upper(f.valid) > %s)
              AND (EXISTS (SELECT FROM register_fact k WHERE {life} AND (upper_inf(k.valid) OR upper(k.valid) > %s))
                   OR NOT EXISTS (SELECT FROM register_fact k WHERE {life}))
            ORDER BY o.code, f.attribute, u.code, f.valid""",
        [sorted(bodies), LASTING_NUMBERS, *params, day, *params, day, *params],
    )
    return [
        (id_, Member(unit, Attribute(number), body, since, until, share))
        for id_, unit, number, body, since, until, share in rows
    ]


def _facts(codes: set[str], eve: Moment) -> tuple[dict[str, tuple[Held, ...]], set[int]]:
    where, params = believed(eve)
    rows = fetch(
        f"""SELECT b.id, b.code, f.attribute, coalesce(o.code, f.value), lower(f.valid), upper(f.valid), f.share, o.id
            FROM register_body b LEFT JOIN register_fact f ON f.subject_id = b.id AND {where}
            LEFT JOIN register_body o ON o.id = f.object_id
            WHERE b.code = ANY(%s) ORDER BY b.code, f.attribute, f.valid, 4""",
        [*params, sorted(codes)],
    )
    found: dict[str, list[Held]] = {}
    ids: set[int] = set()
    for id_, code, number, value, since, until, share, other in rows:
        held = found.setdefault(code, [])
        ids.add(id_)
        if number is None:
            continue
        held.append(Held(Attribute(number), value, since, until, share))
        if number in RELATIONS:
            ids.add(other)
    return {code: tuple(held) for code, held in found.items()}, ids


def _kinds(ids: list[int], day: date, eve: Moment) -> dict[str, str]:
    """What each unit is counted as on the day."""
    where, params = believed(eve)
    rows = fetch(
        f"""SELECT b.code, f.attribute, f.value FROM register_fact f JOIN register_body b ON b.id = f.subject_id
            WHERE f.subject_id = ANY(%s) AND f.attribute = ANY(%s) AND f.valid @> %s::date AND {where}
            ORDER BY b.code, f.attribute, f.value""",
        [ids, [int(Attribute.ROLE), int(Attribute.SETTING), int(Attribute.STATUS)], day, *params],
    )
    held: dict[str, dict[int, list[str]]] = {}
    for code, number, value in rows:
        held.setdefault(code, {}).setdefault(number, []).append(value)
    told = (Attribute.ROLE, Attribute.SETTING, Attribute.STATUS)
    return {code: counted_as(*(facts.get(int(a), ()) for a in told)) for code, facts in held.items()}


def counted_as(roles: Collection[str], settings: Collection[str] = (), statuses: Collection[str] = ()) -> str:
    """What a unit is counted as, from what it holds on a day: its first kind, and its status if it is not active."""
    told = {Attribute.ROLE: roles, Attribute.SETTING: settings}
    rest = "other prescribing settings" if settings else "other bodies"
    many = next((kind.many for kind in KINDS.values() if not kind.roles.isdisjoint(told[kind.told_by])), rest)
    inactive = sorted(set(statuses) & set(INACTIVE))
    return f"{many}, {inactive[0]}" if inactive else many


def _names(ids: set[int], eve: Moment) -> dict[str, str]:
    named = names_of(ids, eve)
    rows = fetch("SELECT id, code FROM register_body WHERE id = ANY(%s)", [list(ids)])
    return {code: named.get(id_, code) for id_, code in rows}
