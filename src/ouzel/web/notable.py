"""Small summaries that several pages show, remembered by edition: a register is small and an edition never changes."""

from datetime import date
from functools import lru_cache

from ouzel.register import queries
from ouzel.register.answers import Moment, Wave
from ouzel.register.attributes import Attribute
from ouzel.register.kinds import KINDS
from ouzel.register.queries import believed, fetch

A = Attribute


@lru_cache(maxsize=32)
def kinds_at_a_glance(edition: int, on: date) -> dict[str, int]:
    """How many bodies of each kind there are on a day, by slug: those that `queries.of_kind` lists, counted at once."""
    moment = Moment(on=on)
    where, params = believed(moment)
    lives, more = believed(moment, "l")
    spell = f"SELECT FROM register_fact l WHERE l.subject_id = f.subject_id AND {lives} AND l.attribute"
    open_ = f"EXISTS ({spell} = {int(A.LIFESPAN)} AND l.valid @> %s::date)"
    told = [(k.slug, int(k.told_by), role) for k in KINDS.values() for role in sorted(k.roles)]
    rows = fetch(
        f"""SELECT k.slug, count(DISTINCT f.subject_id) FROM register_fact f
            JOIN unnest(%s::text[], %s::int[], %s::text[]) AS k (slug, attribute, role)
                ON f.attribute = k.attribute AND f.value = k.role
            WHERE f.valid @> %s::date AND {where} AND CASE WHEN f.attribute = {int(A.SETTING)}
                THEN {open_} AND NOT EXISTS ({spell} = {int(A.STATUS)} AND l.valid @> %s::date AND l.value = ANY(%s))
                ELSE {open_} OR NOT EXISTS ({spell} = {int(A.LIFESPAN)}) END
            GROUP BY 1""",
        [*map(list, zip(*told, strict=True)), on, *params, *more, on, *more, on, list(queries.INACTIVE),
         *more, on, *more],
    )  # fmt: skip
    counted: dict[str, int] = dict(rows)
    return {slug: counted.get(slug, 0) for slug in KINDS}


@lru_cache(maxsize=32)
def waves_at_a_glance(edition: int, on: date) -> tuple[Wave, ...]:
    """The days of reorganisation, newest first."""
    return tuple(queries.waves(moment=Moment(on=on)))


@lru_cache(maxsize=32)
def picture_root(edition: int, on: date) -> str:
    """The body whose picture the first page offers: that which most groups flowed into, of those with stated counts; or none.

    A register that was loaded for one area has its own; no code is written here.
    """
    where, params = believed(Moment(on=on))
    rows = fetch(
        f"""SELECT n.code, count(DISTINCT f.subject_id) FROM register_fact f JOIN register_body n ON n.id = f.object_id
            WHERE f.attribute = {int(A.SUCCESSOR)} AND {where} AND f.subject_id IN (
                SELECT s.subject_id FROM register_fact s WHERE s.attribute = {int(A.STATED_COUNT)})
            GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1""",
        params,
    )
    return str(rows[0][0]) if rows else ""
