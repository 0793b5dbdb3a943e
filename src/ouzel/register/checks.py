"""The invariants of the register on a day: each breach names its bodies and the rows behind it.

Overlaps are impossible by the database's own constraint; what is checked here is what a constraint cannot say.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ouzel.register.answers import Finding, Moment
from ouzel.register.asking import believed, fetch
from ouzel.register.attributes import LASTING, Attribute
from ouzel.register.kinds import KINDS
from ouzel.register.queries import INACTIVE

A = Attribute
LASTING_NUMBERS = [int(a) for a in sorted(LASTING)]
SMALL_AREA = sorted(KINDS["small-area"].roles)


def check(*, moment: Moment) -> list[Finding]:
    """All findings on the day, by rule and code; an empty list when the register is sound."""
    found = [*structural(moment=moment), *_conflicts(moment), *_vanished(moment)]
    return sorted(found, key=lambda f: (f.rule, f.codes))


def structural(*, moment: Moment) -> list[Finding]:
    """The findings about what is so, without those about what sources say: conflicts, and who is listed no longer."""
    rules = (_orphans, _closed_parents, _shares, _partition, _cycles)
    return sorted((f for rule in rules for f in rule(moment)), key=lambda f: (f.rule, f.codes))


def _rows(assertions: Iterable[int | None]) -> dict[int, str]:
    wanted = [a for a in assertions if a]
    rows = fetch(
        "SELECT a.id, p.file, a.row FROM register_assertion a JOIN register_publication p ON p.id = a.publication_id"
        " WHERE a.id = ANY(%s)",
        [wanted],
    )
    return {id_: f"{file}, line {row}" for id_, file, row in rows}


def _conflicts(moment: Moment) -> Iterator[Finding]:
    edition = "c.editions @> %s::int" if moment.edition is not None else "upper_inf(c.editions)"
    rows = fetch(
        f"""SELECT b.code, c.attribute, c.reason, lower(c.valid), upper(c.valid), c.kept, c.other
            FROM register_conflict c JOIN register_body b ON b.id = c.subject_id
            WHERE c.valid @> %s::date AND {edition} ORDER BY b.code, c.attribute""",
        [moment.on, *([moment.edition] if moment.edition is not None else [])],
    )
    where = _rows(a for row in rows for a in row[5:7])
    words = {
        "closed": "a source has it under a body that was not open",
        "outranked": "a source disagrees with one of higher authority about the same days",
        "contradicts itself": "one publication says two things about the same days",
        "shares": "its shares do not sum to one",
    }
    for code, number, reason, since, until, kept, other in rows:
        said = tuple(where[a] for a in (kept, other) if a in where)
        name = A(number).name.lower().replace("_", " ")
        yield Finding("conflict", (code,), f"{name}: {words.get(reason, reason)}", since, until, said)


def _orphans(moment: Moment) -> Iterator[Finding]:
    """Active GP practices without a commissioner, and local commissioners without a system, on the day."""
    where, params = believed(moment)
    for kind_attribute, role, parent, words in (
        (A.SETTING, "RO76", A.COMMISSIONER, "an active GP practice has no commissioner"),
        (A.ROLE, "RO319", A.SYSTEM, "a sub-ICB location belongs to no board"),
    ):
        rows = fetch(
            f"""SELECT b.code, k.assertion FROM register_fact k JOIN register_body b ON b.id = k.subject_id
                WHERE k.attribute = %s AND k.value = %s AND k.valid @> %s::date AND {where.replace("f.", "k.")}
                  AND EXISTS (SELECT FROM register_fact f WHERE f.subject_id = b.id AND f.attribute = {int(A.LIFESPAN)}
                              AND f.valid @> %s::date AND {where})
                  AND NOT EXISTS (SELECT FROM register_fact f WHERE f.subject_id = b.id AND f.valid @> %s::date
                                  AND {where} AND (f.attribute = %s OR
                                                   f.attribute = {int(A.STATUS)} AND f.value = ANY(%s)))
                ORDER BY b.code""",
            [int(kind_attribute), role, moment.on, *params, moment.on, *params, moment.on, *params, int(parent),
             list(INACTIVE)],
        )  # fmt: skip
        said = _rows(row[1] for row in rows)
        for code, assertion in rows:
            yield Finding("orphan", (code,), words, moment.on, None, tuple(filter(None, [said.get(assertion)])))


def _closed_parents(moment: Moment) -> Iterator[Finding]:
    """Relationships that hold on a day on which the other body was not open, though a lifespan of it is known."""
    where, params = believed(moment)
    spell = (
        f"SELECT FROM register_fact k WHERE k.subject_id = f.object_id AND k.attribute = {int(A.LIFESPAN)}"
        f" AND {where.replace('f.', 'k.')}"
    )
    rows = fetch(
        f"""SELECT b.code, o.code, f.attribute, lower(f.valid), upper(f.valid), f.assertion
            FROM register_fact f JOIN register_body b ON b.id = f.subject_id JOIN register_body o ON o.id = f.object_id
            WHERE f.attribute = ANY(%s) AND f.valid @> %s::date AND {where}
              AND EXISTS ({spell}) AND NOT EXISTS ({spell} AND k.valid @> %s::date)
              AND NOT EXISTS (SELECT FROM register_fact k WHERE k.subject_id = f.subject_id
                              AND k.attribute = {int(A.LIFESPAN)} AND {where.replace("f.", "k.")} AND upper(k.valid)
                              <= %s)
            ORDER BY b.code""",
        [LASTING_NUMBERS, moment.on, *params, *params, *params, moment.on, *params, moment.on],
    )
    said = _rows(row[5] for row in rows)
    for code, other, number, since, until, assertion in rows:
        problem = f"{A(number).name.lower().replace('_', ' ')} {other}, which was not open on {moment.on}"
        yield Finding("closed parent", (code, other), problem, since, until, tuple(filter(None, [said.get(assertion)])))


def _shares(moment: Moment) -> Iterator[Finding]:
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT b.code, f.attribute, sum(f.share), array_agg(f.assertion) FROM register_fact f
            JOIN register_body b ON b.id = f.subject_id
            WHERE f.share IS NOT NULL AND f.valid @> %s::date AND {where} AND f.attribute = ANY(%s)
            GROUP BY b.code, f.attribute HAVING sum(f.share) <> 1 ORDER BY b.code""",
        [moment.on, *params, LASTING_NUMBERS],
    )
    said = _rows(a for row in rows for a in row[3])
    for code, number, total, assertions in rows:
        name = A(number).name.lower().replace("_", " ")
        problem = f"the shares of its {name} sum to {total.normalize()}, not to 1"
        yield Finding("share", (code,), problem, moment.on, None,
                      tuple(said[a] for a in assertions if a in said))  # fmt: skip


def _partition(moment: Moment) -> Iterator[Finding]:
    """Every small area of a vintage lies in the area of one local commissioner; those that do not are listed.

    England's only: Wales has no commissioners, and the first letter of an ONS code is the country.
    """
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT r.value, b.code, last.code, coalesce(last.assertion, r.assertion)
            FROM register_fact r JOIN register_body b ON b.id = r.subject_id
            LEFT JOIN LATERAL (
                SELECT o.code, f.assertion FROM register_fact f JOIN register_body o ON o.id = f.object_id
                WHERE f.subject_id = b.id AND f.attribute = {int(A.AREA_COMMISSIONER)}
                  AND lower(f.valid) <= %s AND {where} ORDER BY f.valid DESC LIMIT 1) last ON true
            WHERE r.attribute = {int(A.ROLE)} AND r.value = ANY(%s) AND r.valid @> %s::date
              AND {where.replace("f.", "r.")} AND b.code LIKE 'E%%'
              AND NOT EXISTS (SELECT FROM register_fact f WHERE f.subject_id = b.id AND f.valid @> %s::date AND {where}
                              AND f.attribute = {int(A.AREA_COMMISSIONER)})
            ORDER BY 1, 3, 2""",
        [moment.on, *params, SMALL_AREA, moment.on, *params, moment.on, *params],
    )
    said = _rows(row[3] for row in rows)
    homeless: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    behind: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    for vintage, code, last, assertion in rows:
        homeless[vintage, last].append(code)
        behind[vintage, last] += [said[assertion]] if assertion in said else []
    for (vintage, last), codes in homeless.items():
        before = f"; their last was {last}" if last else ""
        areas, lie = ("small area", "lies") if len(codes) == 1 else ("small areas", "lie")
        words = f"{len(codes):,} {areas} ({vintage}) {lie} in the area of no local commissioner{before}"
        yield Finding("partition", tuple(codes), words, moment.on, None, tuple(behind[vintage, last]))


def _cycles(moment: Moment) -> Iterator[Finding]:
    """Bodies that would succeed themselves through others."""
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT o.code, n.code, f.assertion FROM register_fact f JOIN register_body o ON o.id = f.subject_id
            JOIN register_body n ON n.id = f.object_id WHERE f.attribute = {int(A.SUCCESSOR)} AND {where}""",
        params,
    )
    after: dict[str, list[str]] = defaultdict(list)
    for old, new, _ in rows:
        after[old].append(new)
    found = sorted(cycles(after))
    steps = {step for circle in found for step in _steps(circle)}
    behind = {(old, new): assertion for old, new, assertion in rows if (old, new) in steps}
    said = _rows(behind.values())
    for circle in found:
        problem = f"succeeded in a circle: {' → '.join((*circle, circle[0]))}"
        files = (said.get(behind[step]) for step in _steps(circle))
        yield Finding("cycle", circle, problem, None, None, tuple(filter(None, files)))


def _steps(circle: tuple[str, ...]) -> list[tuple[str, str]]:
    return list(zip(circle, (*circle[1:], circle[0]), strict=True))


def cycles(after: dict[str, list[str]]) -> set[tuple[str, ...]]:
    """The circles of a graph, each once and from its least code."""
    found: set[tuple[str, ...]] = set()
    done: set[str] = set()
    for start in sorted(after):
        path: list[str] = []
        on_path: set[str] = set()
        stack = [(start, iter(after.get(start, ())))] if start not in done else []
        if stack:
            path, on_path = [start], {start}
        while stack:
            here, following = stack[-1]
            for there in following:
                if there in on_path:
                    circle = path[path.index(there) :]
                    least = circle.index(min(circle))
                    found.add(tuple(circle[least:] + circle[:least]))
                elif there not in done:
                    stack.append((there, iter(after.get(there, ()))))
                    path.append(there)
                    on_path.add(there)
                    break
            else:
                stack.pop()
                done.add(here)
                on_path.discard(path.pop())
    return found


def _vanished(moment: Moment) -> Iterator[Finding]:
    """Bodies that were open on the day, and missing from the newest complete publication of their scope."""
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT f.value, array_agg(b.code ORDER BY b.code), max(upper(f.valid))
            FROM register_fact f JOIN register_body b ON b.id = f.subject_id
            WHERE f.attribute = {int(A.LISTED)} AND upper(f.valid) <= %s AND {where}
              AND EXISTS (SELECT FROM register_fact k WHERE k.subject_id = b.id AND k.attribute = {int(A.LIFESPAN)}
                          AND k.valid @> %s::date AND {where.replace("f.", "k.")})
              AND NOT EXISTS (SELECT FROM register_fact k WHERE k.subject_id = b.id AND k.attribute = {int(A.LISTED)}
                              AND k.value = f.value AND k.valid @> %s::date AND {where.replace("f.", "k.")})
            GROUP BY f.value""",
        [moment.on, *params, moment.on, *params, moment.on, *params],
    )
    lists = dict(
        fetch(
            "SELECT complete_for, array_agg(file ORDER BY published) FROM register_publication"
            " WHERE state = 'loaded' AND published <= %s AND complete_for <> '' GROUP BY complete_for",
            [min(moment.on, moment.known_at or moment.on)],
        )
    )
    for scope, codes, since in rows:
        open_ = "1 body is open by its dates" if len(codes) == 1 else f"{len(codes):,} bodies are open by their dates"
        words = f"{open_}, but missing from the newest complete list of {scope}"
        yield Finding("vanished", tuple(codes), words, since, None, tuple(lists.get(scope, [])[-1:]))
