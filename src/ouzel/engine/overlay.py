"""A structure as it would be: what a plan says of bodies and their relations, laid over what is recorded."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ouzel.engine.lines import Stay, restated
from ouzel.engine.moving import NOTHING, clipped, moved
from ouzel.engine.spans import Spans, Spells
from ouzel.engine.structure import Placements, Structure, Successions


@dataclass(frozen=True)
class Overlay:
    """What is laid over a structure, known from the day `known` on. Days are ordinals, half-open, MAXDAY an open end.

    `names` by code; `lifespans` (code, start, until), each in place of those it overlaps; `kinds` by code: all spells
    (slug, start, until) of the body, in place of what was held. `relations` by hop: (subject, object, start, until,
    share), NaN a share nobody said; several rows of one subject with one range of days and shares are a division.
    `successions` are (predecessor, successor, day, share, note), `placements` (unit, group, day): added.
    """

    known: int
    names: Mapping[str, str] = field(default_factory=dict)
    lifespans: Sequence[tuple[str, int, int]] = ()
    kinds: Mapping[str, Sequence[tuple[str, int, int]]] = field(default_factory=dict)
    relations: Mapping[str, Sequence[tuple[str, str, int, int, float]]] = field(default_factory=dict)
    successions: Sequence[tuple[str, str, int, float, str]] = ()
    placements: Sequence[tuple[str, str, int]] = ()

    def codes(self) -> Iterable[str]:
        """Every code it speaks of."""
        yield from self.names
        yield from self.kinds
        yield from (code for code, _, _ in self.lifespans)
        for rows in self.relations.values():
            yield from (code for row in rows for code in row[:2])
        yield from (code for step in self.successions for code in step[:2])
        yield from (code for placed in self.placements for code in placed[:2])


def overlaid(structure: Structure, overlay: Overlay) -> Structure:
    """The structure with the overlay; the one given is unchanged. A code it has not got becomes a body of it.

    Relations follow the law of `lines`, and last no longer than the body they lead to.
    """
    new = [code for code in dict.fromkeys(overlay.codes()) if code not in structure.index]
    ids = {**structure.index, **{code: len(structure.codes) + i for i, code in enumerate(new)}}
    names = [*structure.names, *new]
    for code, name in overlay.names.items():
        names[ids[code]] = name
    lifespans, lives = _lives(structure, overlay, ids)
    relations = {**structure.relations, **_relations(structure, overlay, ids)}
    return replace(
        structure,
        codes=(*structure.codes, *new),
        names=tuple(names),
        relations={hop: clipped(spans, lives) for hop, spans in relations.items()},
        lifespans=lifespans,
        kinds=_kinds(structure, overlay, ids),
        successions=_passed(structure.successions, overlay, ids),
        placements=_placed(structure.placements, overlay, ids),
    )


def _lives(
    structure: Structure, overlay: Overlay, ids: Mapping[str, int]
) -> tuple[Spells, dict[int, list[tuple[int, int]]]]:
    """All lifespans, and those of the bodies that the overlay speaks of."""
    said: dict[int, list[Stay]] = defaultdict(list)
    for code, start, until in overlay.lifespans:
        said[ids[code]].append(Stay("", start, until))
    lives = {}
    for body, stays in said.items():
        held = [Stay("", *spell) for spell in structure.lifespans.rows_of(body)]
        lives[body] = [(stay.start, stay.until) for stay in restated(held, stays)]
    return _replaced(structure.lifespans, lives), lives


def _kinds(structure: Structure, overlay: Overlay, ids: Mapping[str, int]) -> dict[str, Spells]:
    by_slug: dict[str, dict[int, list[tuple[int, int]]]] = defaultdict(dict)
    for code, spells in overlay.kinds.items():
        for slug in {*structure.kinds, *(slug for slug, _, _ in spells)}:
            by_slug[slug][ids[code]] = [(start, until) for other, start, until in spells if other == slug]
    empty = Spells.of((), (), ())
    return {**structure.kinds, **{slug: _replaced(structure.kinds.get(slug, empty), b) for slug, b in by_slug.items()}}


def _replaced(old: Spells, bodies: Mapping[int, Sequence[tuple[int, int]]]) -> Spells:
    """The spells with those of some bodies told anew."""
    keep = ~np.isin(old.body, list(bodies))
    fresh = [(body, *spell) for body, spells in bodies.items() for spell in spells]
    body, start, until = np.array(fresh, dtype=np.int32).reshape(-1, 3).T
    return Spells.of(np.r_[old.body[keep], body], np.r_[old.start[keep], start], np.r_[old.until[keep], until])


def _relations(structure: Structure, overlay: Overlay, ids: Mapping[str, int]) -> dict[str, Spans]:
    """The hops that the overlay speaks of, told anew."""
    out = {}
    for hop, rows in overlay.relations.items():
        if not rows:
            continue
        subject, parent, start, until, share = zip(*rows, strict=True)
        said = Spans.of([ids[c] for c in subject], [ids[c] for c in parent], start, until, share)
        out[hop] = moved(structure.relations.get(hop, NOTHING), said, known=overlay.known)
    return out


def _passed(old: Successions, overlay: Overlay, ids: Mapping[str, int]) -> Successions:
    rows = overlay.successions
    return Successions.of(
        [*old.predecessor.tolist(), *(ids[row[0]] for row in rows)],
        [*old.successor.tolist(), *(ids[row[1]] for row in rows)],
        [*old.day.tolist(), *(row[2] for row in rows)],
        [*old.share.tolist(), *(row[3] for row in rows)],
        (*(old.note or ("",) * len(old.day)), *(row[4] for row in rows)),
    )


def _placed(old: Placements, overlay: Overlay, ids: Mapping[str, int]) -> Placements:
    rows = overlay.placements
    return Placements.of(
        [*old.unit.tolist(), *(ids[row[0]] for row in rows)],
        [*old.group.tolist(), *(ids[row[1]] for row in rows)],
        [*old.start.tolist(), *(row[2] for row in rows)],
    )
