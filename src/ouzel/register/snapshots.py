"""Every membership on a day at once, straight from the database's own writer of rows."""

from collections.abc import Iterator
from typing import Any, Literal

from django.db import connection

from ouzel.register.answers import Moment
from ouzel.register.asking import believed
from ouzel.register.attributes import Attribute
from ouzel.register.kinds import Kind, kind_named
from ouzel.register.queries import INACTIVE, UPWARD

Form = Literal["json", "ndjson", "csv"]
COLUMNS = ("code", "relation", "parent", "since", "until", "share")


def rows(*, moment: Moment, kind: str | None = None, form: Form = "ndjson") -> Iterator[bytes]:
    """The memberships on the day, of bodies not known to be closed, by code: one a line (CSV: after a heading).

    `kind` leaves only bodies of that kind. `until` is half-open, empty where no end is known. Blocks hold whole lines.
    """
    query, params = _query(moment, kind)
    # What JSON lines hold needs no escaping by COPY: codes, days and numbers have no backslash.
    statement = (
        f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)"
        if form == "csv"
        else f"COPY (SELECT row_to_json(r) FROM ({query}) r) TO STDOUT"
    )
    with connection.cursor() as cursor:
        raw: Any = cursor.cursor
        with raw.copy(statement, params) as copy:
            for block in copy:
                yield bytes(block)


def _query(moment: Moment, kind: str | None) -> tuple[str, list[Any]]:
    where, params = believed(moment)
    relations = ", ".join(f"({int(a)}, '{a.name.lower()}')" for a in UPWARD)
    closed, closing = _closed(moment)
    test, values = _of_kind(kind_named(kind), moment) if kind else ("true", [])
    query = f"""
        WITH closed AS MATERIALIZED ({closed})
        SELECT b.code, a.relation, o.code AS parent, lower(f.valid) AS since, upper(f.valid) AS until, f.share
        FROM register_fact f
             JOIN (VALUES {relations}) a (attribute, relation) ON a.attribute = f.attribute
             JOIN register_body b ON b.id = f.subject_id
             JOIN register_body o ON o.id = f.object_id
        WHERE f.valid @> %s::date AND {where} AND f.subject_id NOT IN (SELECT subject_id FROM closed) AND {test}
        ORDER BY b.code, a.relation, o.code"""
    return query, [*closing, moment.on, *params, *values]


def _closed(moment: Moment) -> tuple[str, list[Any]]:
    """Bodies with a known lifespan that does not hold on the day."""
    where, params = believed(moment, "l")
    query = f"""SELECT l.subject_id FROM register_fact l WHERE l.attribute = {int(Attribute.LIFESPAN)} AND {where}
                GROUP BY l.subject_id HAVING NOT bool_or(l.valid @> %s::date)"""
    return query, [*params, moment.on]


def _of_kind(kind: Kind, moment: Moment) -> tuple[str, list[Any]]:
    """Members that hold a role of the kind; a practice is known to be open, and neither dormant nor proposed."""
    where, params = believed(moment, "k")

    def among(attribute: Attribute, values: list[str] | None) -> tuple[str, list[Any]]:
        test = "" if values is None else " AND k.value = ANY(%s)"
        return (
            f"""(SELECT k.subject_id FROM register_fact k
                 WHERE k.attribute = {int(attribute)} AND k.valid @> %s::date AND {where}{test})""",
            [moment.on, *params, *([] if values is None else [values])],
        )

    holding, parameters = among(kind.told_by, sorted(kind.roles))
    test = f"f.subject_id IN {holding}"
    if kind.told_by is Attribute.SETTING:
        living, more = among(Attribute.LIFESPAN, None)
        resting, most = among(Attribute.STATUS, list(INACTIVE))
        test += f" AND f.subject_id IN {living} AND f.subject_id NOT IN {resting}"
        parameters += [*more, *most]
    return test, parameters
