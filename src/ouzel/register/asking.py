"""What every read of the register stands on: the condition of what was known, ids for codes, and names."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection

from ouzel.core.queries import current_edition
from ouzel.register.answers import Moment, NoSuchBody
from ouzel.register.attributes import Attribute

A = Attribute


def believed(moment: Moment, alias: str = "f") -> tuple[str, list[Any]]:
    """The condition, and its parameters, that picks what was known at the moment, as its edition had it."""
    sql: list[str] = []
    params: list[Any] = []
    if moment.known_at is None:
        sql.append(f"upper_inf({alias}.known)")
    else:
        sql.append(f"{alias}.known @> %s::date")
        params.append(moment.known_at)
    if moment.edition is None:
        sql.append(f"upper_inf({alias}.editions)")
    else:
        sql.append(f"{alias}.editions @> %s::int")
        params.append(moment.edition)
    return " AND ".join(sql), params


def fetch(sql: str, params: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def ids_of(codes: Collection[str]) -> dict[str, int]:
    """The ids of bodies by code; a code that is none is left out."""
    askable = [code for code in codes if "\x00" not in code]  # a sign that the database takes in no text
    return dict(fetch("SELECT code, id FROM register_body WHERE code = ANY(%s)", [askable]))


def id_of(code: str) -> int:
    """The id of one body; NoSuchBody says what to do."""
    found = ids_of([code])
    if code not in found:
        raise NoSuchBody(
            f"No organisation or area has the code {code}. Search for it by name, or load the file that lists it"
        )
    return found[code]


def edition_of(moment: Moment) -> int:
    """The edition that answers: the one asked for, or the newest."""
    return moment.edition if moment.edition is not None else current_edition()


NEAREST_NAME = (
    "f.attribute, f.valid @> %s::date DESC, lower(f.valid) <= %s::date DESC, abs(lower(f.valid) - %s::date), f.value"
)
"""How names come near to a day, given three times: on it, the last before, the first after; printed ones last."""


def names_of(ids: Collection[int], moment: Moment) -> dict[int, str]:
    """What each body is called: its name on the day, else the nearest before, else the nearest after.

    Where none is known: as last printed, else its code.
    """
    return _called("id", ids, moment)


def names_by_code(codes: Collection[str], moment: Moment) -> dict[str, str]:
    """The same by code, in one query; a code that is none is left out."""
    return _called("code", codes, moment)


def _called(key: str, wanted: Collection[int] | Collection[str], moment: Moment) -> dict[Any, str]:
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT b.{key}, coalesce((
                SELECT f.value FROM register_fact f
                WHERE f.subject_id = b.id AND f.attribute IN ({int(A.NAME)}, {int(A.PRINTED_NAME)}) AND {where}
                ORDER BY {NEAREST_NAME} LIMIT 1), b.code)
            FROM register_body b WHERE b.{key} = ANY(%s)""",
        [*params, moment.on, moment.on, moment.on, list(wanted)],
    )
    return dict(rows)


def codes_of(ids: Collection[int]) -> dict[int, str]:
    """The code of each body, by id."""
    return dict(fetch("SELECT id, code FROM register_body WHERE id = ANY(%s)", [list(ids)]))
