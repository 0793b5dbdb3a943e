"""What must hold inside the transaction of an enactment; a breach undoes all of it.

Nothing is lost and nothing appears: every unit belongs where the plan says, every total is the one that was shown, no
new breach of the register's invariants, and what was known before is as it was.
"""

from collections.abc import Iterable
from datetime import date

from ouzel.core.errors import ContentError
from ouzel.core.models import Edition
from ouzel.register.answers import Finding, Moment
from ouzel.register.asking import fetch
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Evidence
from ouzel.register.models import Publication
from ouzel.reorganisation.expansion import Expansion
from ouzel.reorganisation.following import Total
from ouzel.reorganisation.preview import compared
from ouzel.reorganisation.register_follows import divisions

LISTED = 10


def as_said(publication: Publication, *, known: date) -> None:
    """What the plan says is what the register believes, for each assertion; else a higher authority stands against it.

    ContentError names the first of them.
    """
    rows = fetch(
        f"""SELECT b.code, a.attribute, coalesce(o.code, a.value), a.start, a.until
            FROM register_assertion a JOIN register_body b ON b.id = a.subject_id
            LEFT JOIN register_body o ON o.id = a.object_id
            LEFT JOIN register_fact f ON f.subject_id = a.subject_id AND f.attribute = a.attribute
                AND f.value = a.value AND f.object_id IS NOT DISTINCT FROM a.object_id
                AND f.share IS NOT DISTINCT FROM a.share AND upper_inf(f.editions) AND f.known @> %s::date
                AND f.valid @> CASE WHEN a.evidence = {int(Evidence.SINCE)} THEN a.start ELSE a.until - 1 END
            WHERE a.publication_id = %s AND f.id IS NULL ORDER BY a.row, b.code""",
        [known, publication.pk],
    )
    if rows:
        words = [f"{code}: {_called(attribute)} {value} from {start}" for code, attribute, value, start, _ in rows]
        raise ContentError(
            f"the register would not say what the plan says: {'; '.join(words[:LISTED])}",
            publication.file,
            right="A person settled it otherwise, or the other body is not open then: see their conflicts",
        )


def members_conserved(before: Expansion, after: Expansion) -> int:
    """Every unit belongs to the bodies that the plan said, wholly; how many relations were counted.

    `after` is the plan beside the state that the register really has now.
    """
    planned, found = divisions(before, enacted=True), divisions(after, enacted=False)
    wrong = [
        f"{unit}: {_called(attribute)} should be {_listed(division)} and is {_listed(found.get((unit, attribute), {}))}"
        for (unit, attribute), division in planned.items()
        if division != found.get((unit, attribute), {})
    ]
    wrong += [f"{unit}: {_called(attribute)} appeared" for unit, attribute in found.keys() - planned.keys()]
    if wrong:
        raise ContentError(f"members would not be conserved: {'; '.join(sorted(wrong)[:LISTED])}")
    return len(planned)


def totals_as_shown(shown: Iterable[Total], found: Iterable[Total]) -> None:
    """The totals after are those that were worked out before; ContentError names what differs."""
    rows = [row for row in compared(shown, found) if (row.before or 0) != (row.after or 0)]
    if rows:
        words = [f"{row.what} of {row.body}: shown {row.before}, found {row.after}" for row in rows]
        raise ContentError(f"totals are not those that were shown: {'; '.join(words[:LISTED])}")


def no_new_findings(before: Iterable[Finding], after: Iterable[Finding], expansion: Expansion) -> None:
    """The enactment breaks no invariant that held; what the plan leaves open with a reason is no breach."""
    open_ = {left.code for left in expansion.unresolved}
    known = {(f.rule, code) for f in before for code in f.codes}
    fresh = [f for f in after if any((f.rule, code) not in known and code not in open_ for code in f.codes)]
    if fresh:
        words = [f"{', '.join(f.codes[:3])}: {f.problem}" for f in fresh[:LISTED]]
        raise ContentError(f"the register would no longer be sound: {'; '.join(words)}")


def past_knowledge_kept(edition: Edition, *, known: date) -> None:
    """What was known before the day is the same to the last row: enacting late rewrites nothing."""
    row = "subject_id, attribute, value, object_id, share, valid, note, was"
    rows = fetch(
        f"""SELECT {row} FROM (
                SELECT f.*, known * daterange(NULL, %s) AS was, upper(editions) IS NOT DISTINCT FROM %s AS gone
                FROM register_fact f WHERE upper(editions) = %s OR lower(editions) = %s) changed
            WHERE NOT isempty(was) GROUP BY {row} HAVING bool_and(gone) OR NOT bool_or(gone)""",
        [known, edition.number, edition.number, edition.number],
    )
    if rows:
        raise ContentError(f"what was known before {known} would change for {len(rows):,} facts")


def moment_after(expansion: Expansion, *, known: date, edition: Edition) -> Moment:
    """The moment at which the register has the enactment."""
    return Moment(expansion.plan.effective, known, edition.number)


def _called(attribute: int) -> str:
    return Attribute(attribute).name.lower().replace("_", " ")


def _listed(division: Iterable[str]) -> str:
    return ", ".join(division) or "nothing"
