"""Reads of the register. `moment` says the day asked about, what was known and at which edition."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from ouzel.register.answers import Body, EvidenceRow, FactRow, Member, Moment, Named
from ouzel.register.asking import believed, codes_of, edition_of, fetch, id_of, ids_of, names_of
from ouzel.register.attributes import RELATIONS, Attribute
from ouzel.register.evidence import Evidence
from ouzel.register.kinds import KINDS, Kind

A = Attribute
UPWARD = (A.COMMISSIONER, A.NETWORK, A.SYSTEM, A.REGION, A.OPERATOR, A.AREA_COMMISSIONER, A.LOCAL_AUTHORITY, A.WARD,
          A.COLLABORATION)  # fmt: skip
"""Relations by which a body is a member of another.

Geography is not one: a practice may stand where it is not commissioned.
"""

INACTIVE = ("dormant", "proposed")
DEEPEST = 6  # steps from a region to a practice, with room to spare


def bodies(codes: Collection[str], *, moment: Moment) -> dict[str, Body]:
    """Many bodies at once; a code that is none is left out of the answer."""
    ids = ids_of(codes)
    if not ids:
        return {}
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT f.subject_id, f.attribute, f.value, o.id, o.code, lower(f.valid), upper(f.valid), lower(f.known),
                   upper(f.known), f.changed_after, f.share, f.note, f.rank, f.valid @> %s::date
            FROM register_fact f LEFT JOIN register_body o ON o.id = f.object_id
            WHERE f.subject_id = ANY(%s) AND {where}
              AND (f.valid @> %s::date OR f.attribute IN ({int(A.LIFESPAN)}, {int(A.NAME)}, {int(A.PRINTED_NAME)}))
            ORDER BY f.subject_id, f.attribute, f.valid""",
        [moment.on, list(ids.values()), *params, moment.on],
    )
    facts: dict[int, list[tuple[Any, ...]]] = {id_: [] for id_ in ids.values()}
    others: set[int] = set()
    for row in rows:
        facts[row[0]].append(row)
        if row[3] is not None:
            others.add(row[3])
    names = names_of(others, moment) if others else {}
    edition = edition_of(moment)
    return {code: _body(code, facts[id_], names, moment, edition) for code, id_ in ids.items()}


def body(code: str, *, moment: Moment) -> Body:
    """One body on a day; NoSuchBody if there is none."""
    found = bodies([code], moment=moment)
    if code not in found:
        id_of(code)
    return found[code]


def _body(code: str, rows: list[tuple[Any, ...]], names: dict[int, str], moment: Moment, edition: int) -> Body:
    single: dict[int, str] = {}
    roles, parents, spells, called, printed = [], [], [], [], []
    for _, number, value, other, other_code, since, until, known, gone, after, share, note, rank, holds in rows:
        if number == A.LIFESPAN:
            spells.append((since, until, holds))
        elif number == A.NAME:
            called.append((value, since, until, holds))
        elif number == A.PRINTED_NAME:
            printed.append(value)
        elif number == A.ROLE:
            roles.append(value)
        elif number in RELATIONS:
            parents.append(
                FactRow(A(number), other_code, names[other], since, until, known, gone, after, share, note, rank)
            )
        else:
            single[number] = value
    now = next((s for s in spells if s[2]), None)
    near = now or next((s for s in reversed(spells) if s[0] <= moment.on), None) or (spells[0] if spells else None)
    is_open = None if not spells else now is not None
    name = next((value for value, _, _, holds in called if holds), None)
    if name is None:
        before = [c for c in called if c[1] <= moment.on]
        name = before[-1][0] if before else called[0][0] if called else printed[-1] if printed else code
    if is_open is False:
        roles = []
    setting, status = single.get(A.SETTING, ""), single.get(A.STATUS, "")
    described = bool(rows)
    return Body(
        code=code, name=name, moment=moment, edition=edition, described=described, open=is_open,
        opened=near[0] if near else None, closed=near[1] if near else None, status=status, roles=tuple(sorted(roles)),
        kinds=_kinds(roles, setting if is_open and status not in INACTIVE else ""),
        address=single.get(A.ADDRESS, ""), postcode=single.get(A.POSTCODE, ""), gss_code=single.get(A.GSS_CODE, ""),
        parents=tuple(parents),
        former_names=tuple(Named(code, v, s, u) for v, s, u, holds in called if u is not None and u <= moment.on),
    )  # fmt: skip


def _kinds(roles: Iterable[str], setting: str) -> tuple[str, ...]:
    held = set(roles)
    return tuple(
        kind.slug for kind in KINDS.values()
        if (setting in kind.roles if kind.told_by is A.SETTING else kind.roles & held)
    )  # fmt: skip


def of_kind(kind: Kind, *, moment: Moment) -> list[Named]:
    """Every body of a kind on the day, by name. A practice is open, active and of the GP prescribing setting."""
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT DISTINCT f.subject_id FROM register_fact f
            WHERE f.attribute = %s AND f.value = ANY(%s) AND f.valid @> %s::date AND {where}""",
        [int(kind.told_by), sorted(kind.roles), moment.on, *params],
    )
    ids = _fit([id_ for (id_,) in rows], moment, kind)
    names = names_of(ids, moment)
    codes = codes_of(ids)
    return sorted((Named(codes[id_], names[id_]) for id_ in ids), key=lambda n: (n.name, n.code))


def _fit(ids: Collection[int], moment: Moment, kind: Kind | None) -> set[int]:
    """Those of the bodies that are not known to be closed on the day and, with `kind`, are of that kind."""
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT f.subject_id, f.attribute, f.value, f.valid @> %s::date FROM register_fact f
            WHERE f.subject_id = ANY(%s) AND f.attribute IN ({int(A.LIFESPAN)}, {int(A.STATUS)}, %s) AND {where}""",
        [moment.on, list(ids), int(kind.told_by) if kind else 0, *params],
    )
    spells, open_, inactive, holding = set(), set(), set(), set()
    for id_, number, value, holds in rows:
        if number == A.LIFESPAN:
            spells.add(id_)
        if holds and number == A.LIFESPAN:
            open_.add(id_)
        elif holds and number == A.STATUS and value in INACTIVE:
            inactive.add(id_)
        elif holds and kind is not None and value in kind.roles:
            holding.add(id_)
    if kind is None:
        return {id_ for id_ in ids if id_ in open_ or id_ not in spells}
    if kind.told_by is A.SETTING:
        return (holding & open_) - inactive
    return {id_ for id_ in holding if id_ in open_ or id_ not in spells}


Below = tuple[date, date | None, tuple[int, ...], Any]
"""How a body is a member: since, until, the ids between (nearest to the member first), its share."""


def members(code: str, *, moment: Moment, kind: Kind | None = None) -> list[Member]:
    """The members of a body on the day, by code: its immediate ones, or those of a kind at any depth."""
    found = _descend(id_of(code), moment, DEEPEST if kind else 1)
    ids = _fit(found, moment, kind)
    names = names_of(ids, moment)
    codes = codes_of(ids | {x for id_ in ids for x in found[id_][2]})
    rows = [
        Member(codes[id_], names[id_], since, until, tuple(codes[x] for x in via), share)
        for id_, (since, until, via, share) in found.items()
        if id_ in ids
    ]
    return sorted(rows, key=lambda m: m.code)


def ids_under(code: str, *, moment: Moment) -> set[int]:
    """The ids of a body and of all that are members of it on the day, at any depth, open or not."""
    top = id_of(code)
    return {top, *_descend(top, moment, DEEPEST)}


def _descend(top: int, moment: Moment, steps: int) -> dict[int, Below]:
    where, params = believed(moment)
    found: dict[int, Below] = {}
    level: dict[int, tuple[int, ...]] = {top: ()}
    for depth in range(steps):
        rows = fetch(
            f"""SELECT f.subject_id, f.object_id, lower(f.valid), upper(f.valid), f.share FROM register_fact f
                WHERE f.object_id = ANY(%s) AND f.attribute = ANY(%s) AND f.valid @> %s::date AND {where}
                ORDER BY f.subject_id, lower(f.valid)""",
            [list(level), [int(a) for a in UPWARD], moment.on, *params],
        )
        below: dict[int, tuple[int, ...]] = {}
        for member, parent, since, until, share in rows:
            if member not in found and member != top:
                via = (parent, *level[parent]) if depth else ()
                found[member] = (since, until, via, share)
                below[member] = via
        level = below
        if not level:
            break
    return found


def history(code: str, *, moment: Moment) -> list[FactRow]:
    """Every fact about a body as known at the moment, by attribute and day; its `on` is not used."""
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT f.attribute, f.value, o.id, o.code, lower(f.valid), upper(f.valid), lower(f.known), upper(f.known),
                   f.changed_after, f.share, f.note, f.rank
            FROM register_fact f LEFT JOIN register_body o ON o.id = f.object_id
            WHERE f.subject_id = %s AND {where} ORDER BY f.attribute, f.valid, f.value, o.code""",
        [id_of(code), *params],
    )
    names = names_of({row[2] for row in rows if row[2]}, moment)
    return [
        FactRow(
            A(number), other_code or value, names.get(other, ""), since, until, known, gone, after, share, note, rank
        )
        for number, value, other, other_code, since, until, known, gone, after, share, note, rank in rows
    ]


def evidence(code: str, *, attribute: Attribute | None = None) -> list[EvidenceRow]:
    """Every assertion about a body that counts or once counted, by attribute and day of publication."""
    rows = fetch(
        """SELECT a.attribute, coalesce(o.code, a.value), a.evidence, a.start, a.until, p.published, p.series, p.file,
                  a.row, a.note, p.state = 'withdrawn'
           FROM register_assertion a JOIN register_publication p ON p.id = a.publication_id
                LEFT JOIN register_body o ON o.id = a.object_id
           WHERE a.subject_id = %s AND p.state <> 'held' AND (%s::int IS NULL OR a.attribute = %s)
           ORDER BY a.attribute, p.published, p.series, a.start, a.id""",
        [id_of(code), attribute, attribute],
    )
    return [EvidenceRow(A(row[0]), row[1], Evidence(row[2]).name.lower(), *row[3:]) for row in rows]
