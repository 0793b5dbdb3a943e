"""Where sources contradict each other, told with the rows on both sides."""

from typing import Any

from ouzel.register.asking import fetch, id_of
from ouzel.register.attributes import Attribute


def conflict_rows(code: str | None = None) -> list[dict[str, Any]]:
    """The conflicts that stand, of one body or all: what is believed, what is not, for which days (half-open), why."""
    rows = fetch(
        """SELECT b.code, c.attribute, lower(c.valid), upper(c.valid), c.reason,
                  coalesce(ko.code, k.value), kp.file, kp.published, k.row,
                  coalesce(oo.code, o.value), op.file, op.published, o.row
           FROM register_conflict c JOIN register_body b ON b.id = c.subject_id
                LEFT JOIN register_assertion k ON k.id = c.kept
                LEFT JOIN register_publication kp ON kp.id = k.publication_id
                LEFT JOIN register_body ko ON ko.id = k.object_id
                JOIN register_assertion o ON o.id = c.other
                JOIN register_publication op ON op.id = o.publication_id
                LEFT JOIN register_body oo ON oo.id = o.object_id
           WHERE upper_inf(c.editions) AND (%s::bigint IS NULL OR c.subject_id = %s)
           ORDER BY b.code, c.attribute, c.valid, o.id""",
        [None if code is None else id_of(code)] * 2,
    )
    return [
        {
            "code": body,
            "attribute": Attribute(attribute).name.lower(),
            "since": None if since is None else since.isoformat(),
            "until": None if until is None else until.isoformat(),
            "reason": reason,
            "kept": None if kept[1] is None else _claim(*kept),
            "other": _claim(*other),
        }
        for body, attribute, since, until, reason, *rest in rows
        for kept, other in [(rest[:4], rest[4:])]
    ]


def _claim(value: str, file: str, published: Any, row: int) -> dict[str, Any]:
    return {"value": value, "file": file, "published": published.isoformat(), "row": row}
