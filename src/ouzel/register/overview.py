"""Small summaries that pages show beside an answer: counts of kinds, what bodies once were, who came after."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from ouzel.register.answers import Moment
from ouzel.register.asking import believed, fetch
from ouzel.register.attributes import Attribute
from ouzel.register.kinds import KINDS
from ouzel.register.queries import INACTIVE

A = Attribute


@dataclass
class Past:
    """What a body ever was: the roles it held, and the end (half-open) of each of its names; None where it goes on."""

    roles: set[str] = field(default_factory=set)
    names: dict[str, date | None] = field(default_factory=dict)


def pasts(codes: Collection[str], *, moment: Moment) -> dict[str, Past]:
    """What each body ever was, as known at the moment; its `on` is not used."""
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT b.code, f.attribute, f.value, upper(f.valid) FROM register_body b
                JOIN register_fact f ON f.subject_id = b.id
            WHERE b.code = ANY(%s) AND f.attribute = ANY(%s) AND {where}""",
        [list(codes), [int(A.ROLE), int(A.SETTING), int(A.NAME)], *params],
    )
    found = {code: Past() for code in codes}
    for code, attribute, value, until in rows:
        if attribute == A.NAME:
            found[code].names[value] = until
        else:
            found[code].roles.add(value)
    return found


def counts_of_kinds(*, moment: Moment) -> dict[str, int]:
    """How many bodies of each kind there are on the day, by slug: those that `queries.of_kind` lists."""
    where, params = believed(moment)
    lives, more = believed(moment, "l")
    spell = f"SELECT FROM register_fact l WHERE l.subject_id = f.subject_id AND {lives} AND l.attribute"
    open_ = f"EXISTS ({spell} = {int(A.LIFESPAN)} AND l.valid @> %s::date)"
    told = [(kind.slug, int(kind.told_by), role) for kind in KINDS.values() for role in sorted(kind.roles)]
    day = moment.on
    rows = fetch(
        f"""SELECT k.slug, count(DISTINCT f.subject_id) FROM register_fact f
            JOIN unnest(%s::text[], %s::int[], %s::text[]) AS k (slug, attribute, role)
                ON f.attribute = k.attribute AND f.value = k.role
            WHERE f.valid @> %s::date AND {where} AND CASE WHEN f.attribute = {int(A.SETTING)}
                THEN {open_} AND NOT EXISTS ({spell} = {int(A.STATUS)} AND l.valid @> %s::date AND l.value = ANY(%s))
                ELSE {open_} OR NOT EXISTS ({spell} = {int(A.LIFESPAN)}) END
            GROUP BY 1""",
        [*map(list, zip(*told, strict=True)), day, *params, *more, day, *more, day, list(INACTIVE), *more, day, *more],
    )
    counted: dict[str, int] = dict(rows)
    return {slug: counted.get(slug, 0) for slug in KINDS}


def heir_of_those_that_stated(*, moment: Moment) -> str:
    """The code of the body that succeeded most of the bodies with a stated count; empty where there is none."""
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT n.code FROM register_fact f JOIN register_body n ON n.id = f.object_id
            WHERE f.attribute = {int(A.SUCCESSOR)} AND {where} AND f.subject_id IN (
                SELECT s.subject_id FROM register_fact s WHERE s.attribute = {int(A.STATED_COUNT)})
            GROUP BY 1 ORDER BY count(DISTINCT f.subject_id) DESC, 1 LIMIT 1""",
        params,
    )
    return str(rows[0][0]) if rows else ""
