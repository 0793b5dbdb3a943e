"""Figures of units summed to the bodies they belonged to on a day, in the database, with the unplaced listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ouzel.core.errors import ContentError
from ouzel.core.models import ReferenceRelease
from ouzel.measures.kinds import MEASURES, Adding, Measure
from ouzel.measures.queries import gaps_of, latest
from ouzel.register.answers import Moment
from ouzel.register.asking import believed, fetch, ids_of, names_of
from ouzel.register.attributes import Attribute

A = Attribute
CHAINS: dict[str, dict[str, tuple[Attribute, ...]]] = {
    "practice": {"practice": (), "commissioner": (A.COMMISSIONER,), "system": (A.COMMISSIONER, A.SYSTEM)},
    "commissioner": {"commissioner": (), "system": (A.SYSTEM,)},
}
"""By the kind of body that a measure is kept for: the relations that lead from it to each kind it is summed to."""


@dataclass(frozen=True)
class Row:
    """What one body has: of a sum with the shares of divided units, exactly; of a mean or an excess, unrounded."""

    code: str
    name: str
    value: Decimal
    units: int


@dataclass(frozen=True)
class Unplaced:
    """A unit that belongs to no such body on the day, or not all of it.

    `value` is the part of a sum that is not placed; of a mean or an excess, the unit's own figure.
    """

    unit: str
    value: Decimal
    why: str


@dataclass(frozen=True)
class Summed:
    """One measure by body. Of a sum, `whole` is that of the rows and the unplaced, to the last digit.

    `release` is None, and the rows empty, where no figures are loaded for the day. `gaps`: units without a figure.
    `unweighted`: units whose figure is left out, since the measure that weighs it has none for them. Of a mean or an
    excess `whole` is that of all that are weighed.
    """

    measure: Measure
    by: tuple[Attribute, ...]
    moment: Moment
    release: ReferenceRelease | None
    weights: ReferenceRelease | None
    rows: tuple[Row, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    gaps: tuple[tuple[str, str], ...] = ()
    unweighted: tuple[str, ...] = ()
    whole: Decimal | None = None


def chain_to(measure: Measure, kind: str) -> tuple[Attribute, ...]:
    """The relations that lead from a measure's units to a kind of body; ContentError lists what there is."""
    chains = CHAINS[measure.kept_for.slug]
    if kind not in chains:
        raise ContentError(
            f"{measure.slug} is kept for each {measure.kept_for.one}, and cannot be shown so",
            field="by", value=kind, right=f"Use one of {', '.join(chains)}",
        )  # fmt: skip
    return chains[kind]


def total_by(measure: Measure, *, by: Sequence[Attribute], moment: Moment) -> Summed:
    """The measure for each body that its units lead to by the relations (COMMISSIONER, SYSTEM), on the day.

    A unit that is divided counts by its shares. Sums are exact; a mean is weighted and an excess taken as
    `kinds.Adding` says, by the figures of the same day.
    """
    release = latest(measure, on=moment.on, known_at=moment.known_at)
    weighing = MEASURES[measure.by] if measure.adding is not Adding.SUM else None
    weights = latest(weighing, on=moment.on, known_at=moment.known_at) if weighing else None
    if release is None or (weighing and weights is None):
        return Summed(measure, tuple(by), moment, release, weights)
    query, params = _query(measure, release, weights, by, moment)
    placed, unplaced, unweighted, whole = [], [], [], None
    for what, code, value, units, reached in fetch(query, params):
        if what == "placed":
            placed.append((code, value, units))
        elif what == "unplaced":
            unplaced.append(Unplaced(code, value, _why(reached, by)))
        elif what == "unweighted":
            unweighted.append(code)
        else:
            whole = value
    ids = ids_of([code for code, _, _ in placed])
    names = names_of(ids.values(), moment)
    rows = (Row(code, names[ids[code]] if code in ids else code, value, units) for code, value, units in placed)
    return Summed(
        measure, tuple(by), moment, release, weights, tuple(sorted(rows, key=lambda r: r.code)), tuple(unplaced),
        tuple(sorted(gaps_of(release).items())), tuple(unweighted), whole,
    )  # fmt: skip


def _why(reached: int, by: Sequence[Attribute]) -> str:
    """Why a unit has no place, by how far up it was found: -1 not at all, 0 itself, 1 its parent."""
    if reached < 0:
        return "the register knows no body of this code"
    if reached >= len(by):
        return "the shares of it that are recorded on the day are not the whole of it"
    relation = by[reached].name.lower().replace("_", " ")
    whose = "it" if reached == 0 else f"its {by[reached - 1].name.lower().replace('_', ' ')}"
    return f"no {relation} of {whose} is recorded on the day"


_TOGETHER = {
    Adding.SUM: "sum(share * value)",
    Adding.MEAN: "sum(share * weight * value) / sum(share * weight)",
    Adding.EXCESS: "(sum(share * weight) / nullif(sum(share * weight / nullif(1 + value / 100, 0)), 0) - 1) * 100",
}
"""How figures of parts become that of the whole, in SQL: `weight` is that of the other measure."""


def _query(
    measure: Measure,
    release: ReferenceRelease,
    weights: ReferenceRelease | None,
    by: Sequence[Attribute],
    moment: Moment,
) -> tuple[str, list[Any]]:
    where, known = believed(moment)
    joins, shares, params = [], ["1::numeric"], []
    top = "b.id"
    for n, attribute in enumerate(by):
        condition = where.replace("f.", f"f{n}.")
        joins.append(
            f"""LEFT JOIN register_fact f{n} ON f{n}.subject_id = {top} AND f{n}.attribute = {int(attribute)}
                AND f{n}.valid @> %s::date AND {condition}"""
        )
        params += [moment.on, *known]
        shares.append(f"coalesce(f{n}.share, 1)")
        top = f"f{n}.object_id"
    reached = " + ".join(["(b.id IS NOT NULL)::int", *(f"(f{n}.id IS NOT NULL)::int" for n in range(len(by)))])
    code = "coalesce(o.code, u.unit)" if not by else "o.code"
    together = _TOGETHER[measure.adding]
    missed = "value * share" if measure.adding is Adding.SUM else "value"
    query = f"""
        WITH figure AS MATERIALIZED (
            SELECT u.unit, u.value, nullif(w.value, 0) AS weight FROM measures_unitfigure u
            LEFT JOIN measures_unitfigure w ON w.release_id = %s AND w.unit = u.unit
            WHERE u.release_id = %s AND u.value IS NOT NULL),
        reach AS MATERIALIZED (
            SELECT u.unit, u.value, u.weight, {" * ".join(shares)} AS share, {code} AS code, {reached} AS reached
            FROM figure u LEFT JOIN register_body b ON b.code = u.unit {" ".join(joins)}
            LEFT JOIN register_body o ON o.id = {top}
            WHERE u.weight IS NOT NULL OR NOT %s),
        part AS (SELECT unit, value, 1 - coalesce(sum(share) FILTER (WHERE code IS NOT NULL), 0) AS share,
                        min(reached) - 1 AS reached FROM reach GROUP BY unit, value)
        SELECT 'placed', code, trim_scale({together}), count(DISTINCT unit)::int, 0
        FROM reach WHERE code IS NOT NULL GROUP BY code
        UNION ALL SELECT 'unplaced', unit, trim_scale({missed}), 1, reached FROM part WHERE share > 0
        UNION ALL SELECT 'unweighted', unit, trim_scale(value), 1, 0 FROM figure WHERE weight IS NULL AND %s
        UNION ALL SELECT 'whole', '', trim_scale({together}), 0, 0 FROM
            (SELECT value, weight, 1::numeric AS share FROM figure WHERE weight IS NOT NULL OR NOT %s) each
        ORDER BY 1, 2"""
    weighed = weights is not None
    start: list[Any] = [weights.pk if weights else None, release.pk]
    return query, [*start, *params, weighed, weighed, weighed]
