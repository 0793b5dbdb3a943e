"""Lists of practices that closed between the day they were taken and the day asked about: told, and in nobody's sum."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from ouzel.core.models import ReferenceRelease
from ouzel.measures.belonging import ONE, Belonging, Heirs
from ouzel.measures.tallies import tallies
from ouzel.register.answers import Moment
from ouzel.register.asking import believed, fetch
from ouzel.register.attributes import Attribute as A


def last_commissioners(release: ReferenceRelease, *, moment: Moment) -> dict[str, str]:
    """For each practice of a release that has a commissioner no more on the day, the last it had since the figures."""
    where, params = believed(moment)
    now, _ = believed(moment, "g")
    rows = fetch(
        f"""SELECT DISTINCT ON (u.code) u.code, o.code FROM measures_unitfigure m
            JOIN register_body u ON u.code = m.unit
            JOIN register_fact f ON f.subject_id = u.id AND f.attribute = {int(A.COMMISSIONER)} AND {where}
                AND f.valid && daterange(%s, %s)
            JOIN register_body o ON o.id = f.object_id
            WHERE m.release_id = %s AND NOT EXISTS (
                SELECT FROM register_fact g WHERE g.subject_id = u.id AND g.attribute = {int(A.COMMISSIONER)} AND {now}
                AND g.valid @> %s::date)
            ORDER BY u.code, lower(f.valid) DESC""",
        [*params, release.effective.lower, moment.on, release.pk, *params, moment.on],
    )
    return dict(rows)


def lapsed(
    bodies: Iterable[str], units: Belonging, own: Mapping[str, Decimal], *, last: Mapping[str, str], heirs: Heirs
) -> dict[str, Decimal]:
    """How many were on such lists, for each body whose practices they were, or its heir. Pure."""
    gone: Belonging = {key: theirs for key, theirs in units.items() if key[1] is not A.COMMISSIONER}
    for practice, commissioner in last.items():
        gone[practice, A.COMMISSIONER] = dict(heirs.get(commissioner) or {commissioner: ONE})
    lists = {practice: own[practice] for practice in last if practice in own}
    return {tally.code: tally.value for tally in tallies(bodies, gone, lists) if tally.through is not None}
