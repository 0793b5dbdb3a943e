"""What the register records of bodies over time, as timelines."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from ouzel.activity.references.timelines import Timeline
from ouzel.engine.days import Ints, Longs
from ouzel.engine.spans import Spells
from ouzel.engine.structure import Structure
from ouzel.register.answers import Moment
from ouzel.register.asking import believed, fetch
from ouzel.register.attributes import Attribute
from ouzel.register.columns import BEGINNINGLESS, ENDLESS


def attribute(
    codes: Sequence[str], attributes: Collection[Attribute], *, moment: Moment
) -> Mapping[Attribute, Timeline]:
    """Each attribute of single value (postcode, setting, status) of `codes[i]` as known at the moment."""
    where, params = believed(moment)
    rows = fetch(
        f"""SELECT f.attribute, w.at - 1, coalesce(lower(f.valid) - date '0001-01-01' + 1, {BEGINNINGLESS}),
                   coalesce(upper(f.valid) - date '0001-01-01' + 1, {ENDLESS}), f.value
            FROM unnest(%s::text[]) WITH ORDINALITY w (code, at)
            JOIN register_body b ON b.code = w.code JOIN register_fact f ON f.subject_id = b.id
            WHERE f.attribute = ANY(%s) AND {where}""",
        [list(codes), [int(each) for each in attributes], *params],
    )
    found = {}
    for each in attributes:
        mine = [row[1:] for row in rows if row[0] == int(each)]
        columns = list(zip(*mine, strict=True)) or [(), (), (), ()]
        found[each] = Timeline.of(columns[0], columns[1], columns[2], [str(value) for value in columns[3]])
    return found


def relation(structure: Structure, hop: str, codes: Sequence[str]) -> Timeline:
    """The body that each of `codes` stands under by one relation. A body that divides among several has none."""
    spans = structure.relations.get(hop)
    if spans is None:
        return Timeline.of([], [], [], [])
    at, place = _rows(structure, spans.subject, codes)
    whole = ~(spans.share[at] < 1)
    at, place = at[whole], place[whole]
    return Timeline.of(
        place, spans.start[at], spans.until[at], [structure.codes[body] for body in spans.object[at].tolist()]
    )


def held(structure: Structure, spells: Spells, codes: Sequence[str], value: str) -> Timeline:
    """The value on the days on which spells hold of each of `codes`."""
    at, place = _rows(structure, spells.body, codes)
    return Timeline.of(place, spells.start[at], spells.until[at], [value] * len(at))


def _rows(structure: Structure, subject: Ints, codes: Sequence[str]) -> tuple[Longs, Longs]:
    """The rows whose subject is one of the codes, and which."""
    place = np.full(len(structure.codes), -1, dtype=np.int64)
    for number, code in enumerate(codes):
        if code in structure.index:
            place[structure.index[code]] = number
    at = np.flatnonzero(place[subject] >= 0)
    return at, place[subject[at]]
