"""Who came after whom, and the days on which many did."""

from collections.abc import Collection
from datetime import date

from ouzel.register.answers import Moment, Succession, Wave
from ouzel.register.asking import believed, fetch, id_of, ids_of, names_of
from ouzel.register.attributes import Attribute

A = Attribute
AREA_CHANGES = ["S", "M", "X"]
"""What look-ups note of small areas that were split, merged or changed otherwise: no change of an organisation."""


def successors(code: str, *, moment: Moment, ultimate: bool = False) -> list[Succession]:
    """The bodies that came after: the immediate ones, or with `ultimate` every step to the last, each once."""
    id_of(code)  # NoSuchBody
    return successors_of([code], moment=moment, ultimate=ultimate)[code]


def predecessors(code: str, *, moment: Moment, ultimate: bool = False) -> list[Succession]:
    """The bodies that came before: the immediate ones, or with `ultimate` every step to the first, each once."""
    id_of(code)
    return predecessors_of([code], moment=moment, ultimate=ultimate)[code]


def successors_of(codes: Collection[str], *, moment: Moment, ultimate: bool = False) -> dict[str, list[Succession]]:
    """The same of many at once, by code; codes that nobody has are left out."""
    return _successions(codes, moment, ("subject_id", "object_id"), 50 if ultimate else 1)


def predecessors_of(codes: Collection[str], *, moment: Moment, ultimate: bool = False) -> dict[str, list[Succession]]:
    """The same of many at once, by code; codes that nobody has are left out."""
    return _successions(codes, moment, ("object_id", "subject_id"), 50 if ultimate else 1)


def _successions(
    codes: Collection[str], moment: Moment, columns: tuple[str, str], depth: int
) -> dict[str, list[Succession]]:
    here, there = columns
    where, params = believed(moment)
    ids = ids_of(codes)
    rows = fetch(
        f"""WITH RECURSIVE s (root, id, old, new, day, note, share, depth, path) AS (
                SELECT f.{here}, f.{there}, f.subject_id, f.object_id, lower(f.valid), f.note, f.share, 1,
                       ARRAY[f.{here}, f.{there}]
                FROM register_fact f WHERE f.{here} = ANY(%s) AND f.attribute = {int(A.SUCCESSOR)} AND {where}
              UNION ALL
                SELECT s.root, f.{there}, f.subject_id, f.object_id, lower(f.valid), f.note, f.share, s.depth + 1,
                       s.path || f.{there}
                FROM s JOIN register_fact f ON f.{here} = s.id AND f.attribute = {int(A.SUCCESSOR)} AND {where}
                     AND NOT f.{there} = ANY(s.path)
                WHERE s.depth < %s)
            SELECT DISTINCT ON (root, old, new, day) root, old, o.code, new, n.code, day, note, share, depth
            FROM s JOIN register_body o ON o.id = old JOIN register_body n ON n.id = new
            ORDER BY root, old, new, day, depth""",
        [list(ids.values()), *params, *params, depth],
    )
    names = names_of({id_ for row in rows for id_ in (row[1], row[3])}, moment)
    found: dict[int, list[Succession]] = {id_: [] for id_ in ids.values()}
    for root, old_id, old, new_id, new, day, note, share, steps in rows:
        found[root].append(Succession(old, names[old_id], new, names[new_id], day, note, share, steps))
    return {
        code: sorted(found[id_], key=lambda s: (s.depth, s.on, s.predecessor, s.successor))
        for code, id_ in ids.items()
    }  # fmt: skip


def waves(*, moment: Moment, at_least: int = 1) -> list[Wave]:
    """The days on which bodies were succeeded by others, newest first; small areas are not counted."""
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT lower(f.valid), count(*), count(DISTINCT f.subject_id), count(DISTINCT f.object_id)
            FROM register_fact f WHERE f.attribute = {int(A.SUCCESSOR)} AND f.note <> ALL(%s) AND {where}
            GROUP BY 1 HAVING count(*) >= %s ORDER BY 1 DESC""",
        [AREA_CHANGES, *params, at_least],
    )
    return [Wave(*row) for row in rows]


def wave(day: date, *, moment: Moment) -> list[Succession]:
    """Every succession of one day."""
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT o.id, o.code, n.id, n.code, lower(f.valid), f.note, f.share FROM register_fact f
            JOIN register_body o ON o.id = f.subject_id JOIN register_body n ON n.id = f.object_id
            WHERE f.attribute = {int(A.SUCCESSOR)} AND f.note <> ALL(%s) AND lower(f.valid) = %s AND {where}
            ORDER BY n.code, o.code""",
        [AREA_CHANGES, day, *params],
    )
    names = names_of({id_ for row in rows for id_ in (row[0], row[2])}, moment)
    return [Succession(old, names[a], new, names[b], on, note, share, 1) for a, old, b, new, on, note, share in rows]
