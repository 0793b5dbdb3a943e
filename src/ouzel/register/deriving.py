"""Facts from assertions, in the database: recompute what is touched, close what is no longer so, open what is new."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import groupby

from django.db import connection

from ouzel.core.models import Edition
from ouzel.register.attributes import LASTING, RELATIONS, Attribute
from ouzel.register.copying import NULL, copy_in, copy_out, escape, unescape
from ouzel.register.derive import Context, Held, Said, by_value, derive, listing
from ouzel.register.storing import Touched
from ouzel.register.timeline import FOREVER, Clash

FACT = ("subject_id", "attribute", "value", "object_id", "share", "note", "valid", "known", "changed_after", "rank",
        "assertion")  # fmt: skip
MANY = 10_000
"""So many lines of values drawn anew change what the database should know of its tables."""

SMALL = 100_000
"""Of a table with fewer rows, as far as the database knows, to look again costs nothing, and not to costs plans."""

CLASH = ("subject_id", "attribute", "valid", "reason", "kept", "other")


def _ordinal(column: str) -> str:
    return f"({column} - DATE '0001-01-01' + 1)"


COUNTED = "(p.state = 'loaded' OR p.withdrawn_on IS NOT NULL)"
SAID = f"""
    SELECT a.subject_id, a.attribute, a.id, a.publication_id, a.evidence, {_ordinal("a.start")},
           coalesce({_ordinal("a.until")}, {FOREVER}), a.value, a.object_id, a.share, a.note
    FROM register_assertion a JOIN register_publication p ON p.id = a.publication_id
    WHERE {COUNTED} AND {{condition}}
    ORDER BY a.subject_id, a.attribute, a.id"""


# The bodies to which the relations of what is touched lead: theirs are the closings and successions that matter.
OTHERS = """SELECT object_id FROM register_assertion JOIN touched USING (subject_id, attribute)
            WHERE object_id IS NOT NULL"""


class Publications:
    """What every assertion shares with the others of its publication, and the codes of bodies."""

    def __init__(self, *, everywhere: bool) -> None:
        self.by_id: dict[str, tuple[str, int, int, int, int]] = {}
        # Bodies by code: their ids follow the order of loading, which may decide nothing, not even a tie.
        some = "" if everywhere else f"WHERE id IN ({OTHERS})"
        self.codes = dict(copy_out(f"SELECT id, code FROM register_body {some}"))
        complete: dict[str, set[tuple[int, int]]] = defaultdict(set)
        query = f"""
            SELECT p.id, p.series, p.authority, p.precedence, {_ordinal("p.published")},
                   coalesce({_ordinal("p.withdrawn_on")}, {FOREVER}), p.complete_for
            FROM register_publication p WHERE {COUNTED}"""
        for id_, series, authority, precedence, published, withdrawn, scope in copy_out(query):
            self.by_id[id_] = (unescape(series), int(authority), int(precedence), int(published), int(withdrawn))
            if scope:
                complete[scope].add((int(published), int(withdrawn)))
        self.complete = dict(complete)

    def said(self, row: list[str]) -> Said:
        _, _, id_, publication, evidence, start, until, value, other, share, note = row
        series, authority, precedence, published, withdrawn = self.by_id[publication]
        return Said(
            int(id_), series, authority, precedence, published, withdrawn, int(evidence), int(start), int(until),
            unescape(value) if other == NULL else self.codes[other], None if share == NULL else share, unescape(note),
        )  # fmt: skip


def context(publications: Publications, *, everywhere: bool) -> Context:
    """Closings and successions of every body that a relation leads to, as they became known."""
    closings: dict[object, list[tuple[int, list[tuple[int, int]]]]] = {}
    passings: dict[tuple[object, object], list[tuple[int, int, int]]] = defaultdict(list)
    lasting = ", ".join(str(int(a)) for a in sorted(LASTING))
    others = f"SELECT object_id FROM register_assertion WHERE attribute IN ({lasting})" if everywhere else OTHERS
    related = f"a.subject_id IN ({others})"
    for (subject, _), said in _groups(publications, f"a.attribute = {int(Attribute.LIFESPAN)} AND {related}"):
        facts, _ = derive(Attribute.LIFESPAN, said)
        closings[publications.codes[str(subject)]] = _closed_periods(facts)
    between = "true" if everywhere else f"{related} AND a.object_id IN ({others})"
    for (subject, _), said in _groups(publications, f"a.attribute = {int(Attribute.SUCCESSOR)} AND {between}"):
        for s in said:
            passings[publications.codes[str(subject)], s.value].append((s.start, s.published, s.withdrawn))
    return Context(closings, dict(passings))


def _closed_periods(facts: list[Held]) -> list[tuple[int, list[tuple[int, int]]]]:
    """For each day on which it changed, the periods in which a body was not open, as it was then known."""
    days = sorted({f.known_from for f in facts} | {f.known_until for f in facts if f.known_until < FOREVER})
    history = []
    for day in days:
        spells = sorted((f.start, f.until) for f in facts if f.known_from <= day < f.known_until)
        ends = [0, *(until for _, until in spells)]
        starts = [*(start for start, _ in spells), FOREVER]
        gaps = [(end, start) for end, start in zip(ends, starts, strict=True) if end < start] if spells else []
        history.append((day, gaps))
    return history


def _groups(publications: Publications, condition: str) -> Iterator[tuple[tuple[int, int], list[Said]]]:
    rows = copy_out(SAID.format(condition=condition))
    for (subject, attribute), group in groupby(rows, key=lambda row: (row[0], row[1])):
        yield (int(subject), int(attribute)), [publications.said(row) for row in group]


def rederive(*, edition: Edition, touched: set[Touched] | None) -> None:
    """Bring the facts of what is touched (None: of all bodies) in line with what counts, in this edition."""
    with connection.cursor() as cursor:
        cursor.execute("""
            CREATE TEMPORARY TABLE touched (
                subject_id bigint, attribute smallint, PRIMARY KEY (subject_id, attribute)
            ) ON COMMIT DROP;
            CREATE TEMPORARY TABLE derived (LIKE register_fact) ON COMMIT DROP;
            ALTER TABLE derived DROP slot, DROP editions, ALTER id DROP NOT NULL;
            CREATE TEMPORARY TABLE clashing (LIKE register_conflict) ON COMMIT DROP;
            ALTER TABLE clashing DROP editions, ALTER id DROP NOT NULL""")
    condition = "true"
    if touched is not None:
        copy_in("touched", ("subject_id", "attribute"), (f"{id_}\t{attribute}" for id_, attribute in touched))
        condition = "(a.subject_id, a.attribute) IN (SELECT subject_id, attribute FROM touched)"
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE touched")
    publications = Publications(everywhere=touched is None)
    known_bodies = context(publications, everywhere=touched is None)
    clashes: list[str] = []
    # Whole, before any is sent: one connection does one COPY at a time.
    facts = list(_derive_all(publications, known_bodies, condition, clashes))
    if _empty():
        with _constraint_built_at_the_end():
            copy_in("register_fact", (*FACT, "editions"), (f"{line}\t[{edition.number},)" for line in facts))
    else:
        copy_in("derived", FACT, facts)
        _replace("register_fact", "derived", FACT, edition.number, everywhere=touched is None)
    copy_in("clashing", CLASH, clashes)
    _replace("register_conflict", "clashing", CLASH, edition.number, everywhere=touched is None)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE touched, derived, clashing")
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'register_fact'::regclass")
        (rows,) = cursor.fetchone()
        if touched is None or len(touched) > MANY or rows < SMALL:
            cursor.execute("ANALYZE register_body; ANALYZE register_fact; ANALYZE register_assertion")


@contextmanager
def _constraint_built_at_the_end() -> Iterator[None]:
    """Fill an empty table of facts, and let the database check all of it at the end: a third of the time."""
    table, name = "register_fact", "fact_one_value_at_a_time"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        (definition,) = cursor.fetchone()
        cursor.execute(
            "SELECT string_agg(quote_ident(conname), ', ') FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype = 'f' AND condeferrable",
            [table],
        )
        (references,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        yield
        cursor.execute(f"SET CONSTRAINTS {references} IMMEDIATE")  # a table with checks pending cannot be altered
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def _empty() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT FROM register_fact)")
        return bool(cursor.fetchone()[0])


def _derive_all(publications: Publications, known_bodies: Context, condition: str, clashes: list[str]) -> Iterator[str]:
    """Lines of facts; fills `clashes` with lines of conflicts on the way."""
    days: dict[int, str] = {FOREVER: ""}
    ids = {code: id_ for id_, code in publications.codes.items()}

    def day(number: int) -> str:
        return days.get(number) or days.setdefault(number, "" if number == FOREVER else str(date.fromordinal(number)))

    for (subject, number), everything in _groups(publications, condition):
        attribute = Attribute(number)
        relation = attribute in RELATIONS
        for said in by_value(attribute, everything):
            conflicts: list[Clash] = []
            if attribute is Attribute.LISTED:
                scope = str(said[0].value)
                facts = listing(((s.published, s.withdrawn) for s in said), publications.complete.get(scope, ()))
                facts = [f._replace(value=scope) for f in facts]
            else:
                facts, conflicts = derive(attribute, said, known_bodies if attribute in LASTING else None)
            head = f"{subject}\t{number}\t"
            for f in facts:
                value = f"\t{ids[str(f.value)]}" if relation else f"{escape(str(f.value))}\t{NULL}"
                share = NULL if f.share is None else f.share
                after = NULL if f.after is None else day(f.after)
                yield (
                    f"{head}{value}\t{share}\t{escape(f.note)}\t[{day(f.start)},{day(f.until)})"
                    f"\t[{day(f.known_from)},{day(f.known_until)})\t{after}\t{f.rank}\t{f.source or NULL}"
                )
            for c in conflicts:
                kept = c.kept.source if c.kept else NULL
                clashes.append(f"{head}[{day(c.start)},{day(c.until)})\t{c.reason}\t{kept}\t{c.other.source}")


def _replace(table: str, fresh: str, columns: Iterable[str], edition: int, *, everywhere: bool) -> None:
    """Close the current rows of what is touched that are no longer so, and open the new ones, in this edition."""
    columns = list(columns)
    same = " AND ".join(f"d.{c} IS NOT DISTINCT FROM f.{c}" for c in columns if c != "subject_id")
    touched = "" if everywhere else "AND (f.subject_id, f.attribute) IN (SELECT subject_id, attribute FROM touched)"
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE INDEX ON {fresh} (subject_id); ANALYZE {fresh}")
        cursor.execute(
            f"""UPDATE {table} f SET editions = int4range(lower(f.editions), %s)
            WHERE upper_inf(f.editions) {touched}
              AND NOT EXISTS (SELECT FROM {fresh} d WHERE d.subject_id = f.subject_id AND {same})""",
            [edition],
        )
        cursor.execute(
            f"""INSERT INTO {table} ({names}, editions)
            SELECT {names}, int4range(%s, NULL) FROM {fresh} d
            WHERE NOT EXISTS (SELECT FROM {table} f
                WHERE f.subject_id = d.subject_id AND upper_inf(f.editions) AND {same})""",
            [edition],
        )
