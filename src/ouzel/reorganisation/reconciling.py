"""Afterwards: what later publications say of an enacted plan, line by line.

Each assertion of the plan is set beside what every other publication says of the same body's same attribute on the
first day on which the plan's word holds, and after it. A file that has not caught up undoes nothing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from ouzel.register.asking import fetch
from ouzel.register.attributes import EVENTS, SEVERAL, Attribute
from ouzel.register.derive import key_of
from ouzel.register.evidence import Evidence
from ouzel.reorganisation.models import Enactment, Proposal
from ouzel.reorganisation.proving import enactment_of


class Verdict(StrEnum):
    """How a later line stands to what the plan says."""

    AGREES = "agrees"
    BEHIND = "not caught up"  # still tells what was before
    DISAGREES = "disagrees"  # tells a third thing of the same days
    NEWER = "newer"  # a change after the plan's day, like any other
    SILENT = "nothing said yet"


@dataclass(frozen=True)
class Line:
    """One assertion of the plan beside one publication's word on it (none: nothing was said yet)."""

    code: str
    attribute: Attribute
    planned: str
    verdict: Verdict
    said: str = ""
    since: date | None = None
    file: str = ""
    row: int | None = None
    published: date | None = None


@dataclass(frozen=True)
class Reconciliation:
    """Every line, and how many there are of each verdict; `files` are those that had anything to say, by day."""

    enactment: Enactment
    lines: tuple[Line, ...]
    counts: dict[Verdict, int]
    files: tuple[str, ...]

    def of(self, verdict: Verdict) -> tuple[Line, ...]:
        """The lines of one verdict."""
        return tuple(line for line in self.lines if line.verdict is verdict)


RECONCILED = frozenset(Attribute) - {Attribute.FUNCTIONS, Attribute.PLACEMENT, Attribute.COLLABORATION}
"""What files speak of; functions, placements and working together are in none."""

# What is said of the body and attribute of each assertion of the plan by publications since the plan was known, or of
# its day or later where that was before, and by older ones that were loaded only after it was enacted. Sightings count
# for their own day.
SAID = """
    SELECT q.id, b.code, q.attribute, coalesce(po.code, q.value), q.evidence, q.start, q.until,
           a.id, a.evidence, a.start, a.until, coalesce(ao.code, a.value), a.row, p.file, p.published
    FROM register_assertion q JOIN register_body b ON b.id = q.subject_id
    LEFT JOIN register_body po ON po.id = q.object_id
    LEFT JOIN (register_assertion a JOIN register_publication p ON p.id = a.publication_id AND p.state = 'loaded'
               AND (p.published >= %(since)s OR p.entered_id > %(edition)s) AND p.id <> %(plan)s)
        ON a.subject_id = q.subject_id AND a.attribute = q.attribute
    LEFT JOIN register_body ao ON ao.id = a.object_id
    WHERE q.publication_id = %(plan)s AND q.attribute = ANY(%(attributes)s)
    ORDER BY q.row, b.code, q.attribute, p.published, p.file, a.row"""


def reconcile(proposal: Proposal) -> Reconciliation:
    """Set an enacted plan beside all that was published since it was known; ContentError when it was never enacted."""
    enactment = enactment_of(proposal)
    rows = fetch(
        SAID,
        {
            "plan": enactment.publication_id,
            "since": min(enactment.effective, enactment.known_from),
            "edition": enactment.edition_id,
            "attributes": sorted(map(int, RECONCILED)),
        },
    )
    before = _before(enactment)
    lines: list[Line] = []
    spoken: dict[int, bool] = {}
    silent: dict[int, Line] = {}
    for row in rows:
        id_, code, number, planned = row[:4]
        attribute = Attribute(number)
        line = None if row[7] is None else _line(row, attribute, before.get((code, attribute), frozenset()))
        if line is None or _early(line, enactment.effective):
            silent.setdefault(id_, Line(code, attribute, planned, Verdict.SILENT))
        else:
            lines.append(line)
            spoken[id_] = True
    lines += [line for id_, line in silent.items() if id_ not in spoken]
    files = dict.fromkeys(line.file for line in sorted(lines, key=lambda x: (str(x.published or ""), x.file)))
    return Reconciliation(
        enactment, tuple(lines), dict(Counter(line.verdict for line in lines)), tuple(f for f in files if f)
    )


def _line(row: Sequence[Any], attribute: Attribute, before: frozenset[object]) -> Line | None:
    """One line of another publication beside one of the plan; None where it speaks of other days or other values."""
    _, code, _, planned, evidence, start, until, _, kind, since, ends, said, at, file, published = row
    day = start if evidence == Evidence.SINCE else until  # from this day on the plan's word is another than before
    same = key_of(attribute, said) == key_of(attribute, planned)
    if not same and attribute in SEVERAL:
        return None  # another value of its own: another line
    told = Line(code, attribute, planned, Verdict.AGREES, said, since, file, at, published)
    if evidence == Evidence.INTERVAL:  # the plan ends it on `day`
        if kind == Evidence.SIGHTING:
            return replace(told, verdict=Verdict.BEHIND) if same and since >= day else None
        if ends is not None:
            return told if ends == day else replace(told, verdict=Verdict.DISAGREES) if since < day else None
        return replace(told, verdict=Verdict.BEHIND) if since < day else replace(told, verdict=Verdict.NEWER)
    if ends is not None and ends <= day:
        return None  # it speaks of the days before
    if kind == Evidence.SIGHTING and since < day:
        return None
    if attribute in EVENTS:
        return told if since == day else replace(told, verdict=Verdict.DISAGREES)
    if same:
        return told
    if key_of(attribute, said) in before:
        return replace(told, verdict=Verdict.BEHIND)
    if since > day:
        return replace(told, verdict=Verdict.NEWER)
    return replace(told, verdict=Verdict.DISAGREES)


def _early(line: Line, day: date) -> bool:
    """Whether a file of before the plan's day only tells what still held on its own."""
    return line.verdict is Verdict.BEHIND and line.published is not None and line.published < day


def _before(enactment: Enactment) -> dict[tuple[str, Attribute], frozenset[object]]:
    """What the register said on the eve of the plan's day, in the edition before the enactment."""
    rows = fetch(
        """SELECT DISTINCT b.code, f.attribute, coalesce(o.code, f.value)
           FROM register_assertion q JOIN register_fact f ON f.subject_id = q.subject_id AND f.attribute = q.attribute
           JOIN register_body b ON b.id = f.subject_id LEFT JOIN register_body o ON o.id = f.object_id
           WHERE q.publication_id = %s AND f.valid @> (%s::date - 1) AND f.known @> %s::date
             AND f.editions @> %s::int""",
        [enactment.publication_id, enactment.effective, enactment.known_from, enactment.edition_id - 1],
    )
    found: dict[tuple[str, Attribute], set[object]] = {}
    for code, number, value in rows:
        attribute = Attribute(number)
        found.setdefault((code, attribute), set()).add(key_of(attribute, value))
    return {key: frozenset(values) for key, values in found.items()}
