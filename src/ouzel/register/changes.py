"""What an edition changed, told for people: opened, closed, moved, renamed, restated, vanished."""

from dataclasses import dataclass, field

from django.db import connection

from ouzel.register.attributes import RELATIONS, Attribute

SAMPLE = 20


@dataclass
class Changes:
    """Counts by kind of change, and the first few of each with their codes and words."""

    counts: dict[str, int] = field(default_factory=dict)
    samples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, code: str, words: str) -> None:
        """Count one change, and keep its words while there are few."""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        sample = self.samples.setdefault(kind, [])
        if len(sample) < SAMPLE:
            sample.append(f"{code}: {words}" if words else code)


# One row for each body and attribute whose newest state of knowledge differs between an edition and the one before it.
QUERY = """
    WITH now AS (
        SELECT f.*, lower(editions) = %(edition)s AS fresh FROM register_fact f
        WHERE upper_inf(known) AND (lower(editions) = %(edition)s OR upper(editions) = %(edition)s)
    ), sides AS (
        SELECT subject_id, attribute,
            array_agg(coalesce(o.code, value) || ' ' || valid::text ORDER BY valid) FILTER (WHERE NOT fresh) AS before,
            array_agg(coalesce(o.code, value) || ' ' || valid::text ORDER BY valid) FILTER (WHERE fresh) AS after,
            array_agg(coalesce(o.code, value) ORDER BY valid) FILTER (WHERE NOT fresh) AS values_before,
            array_agg(coalesce(o.code, value) ORDER BY valid) FILTER (WHERE fresh) AS values_after,
            bool_or(upper_inf(valid)) FILTER (WHERE NOT fresh) AS open_before,
            bool_or(upper_inf(valid)) FILTER (WHERE fresh) AS open_after
        FROM now LEFT JOIN register_body o ON o.id = now.object_id
        GROUP BY subject_id, attribute
    )
    SELECT b.code, attribute, before, after, values_before, values_after, open_before, open_after
    FROM sides JOIN register_body b ON b.id = subject_id ORDER BY b.code, attribute"""


def changes_of(edition: int) -> Changes:
    """What the register says differently since that edition, in its newest state of knowledge."""
    changes = Changes()
    with connection.cursor() as cursor:
        cursor.execute(QUERY, {"edition": edition})
        for code, number, before, after, values_before, values_after, open_before, open_after in cursor.fetchall():
            attribute = Attribute(number)
            kind = (
                "known otherwise"  # since another day, or dated more or less closely: same value, same days
                if before == after
                else _kind(attribute, values_before, values_after, open_before, open_after)
            )
            changes.add(kind, code, _words(attribute, before, after))
    return changes


def _kind(
    attribute: Attribute,
    before: list[str] | None,
    after: list[str] | None,
    open_before: bool | None,
    open_after: bool | None,
) -> str:
    if attribute is Attribute.LIFESPAN:
        if before is None:
            return "opened" if open_after else "opened and closed"
        if open_before and not open_after:
            return "closed"
        return "reopened" if open_after and not open_before else "restated"
    if attribute is Attribute.LISTED:
        if before is None:
            return "listed"
        return "vanished" if open_before and not open_after else "listed again"
    if before is None:
        return "described"
    if attribute in RELATIONS:
        return "moved" if after and before[-1] != after[-1] else "restated"
    if attribute is Attribute.NAME and after and before[-1] != after[-1]:
        return "renamed"
    if attribute is Attribute.STATUS and after and before[-1] != after[-1]:
        return "status changed"
    return "restated"


def _words(attribute: Attribute, before: list[str] | None, after: list[str] | None) -> str:
    name = attribute.name.lower().replace("_", " ")
    old, new = ("; ".join(x[-2:]) if x else "nothing" for x in (before, after))
    return f"{name}: {old} → {new}" if before else f"{name}: {new}"
