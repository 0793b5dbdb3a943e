"""A structure as it would be: what a plan closes, opens, moves and passes on, laid over what is recorded."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from ouzel.engine.days import MAXDAY, Ints
from ouzel.engine.spans import Spans, Spells
from ouzel.engine.structure import Placements, Structure, Successions

NO_SHARE = float("nan")


def overlaid(
    structure: Structure,
    *,
    day: date,
    openings: Iterable[tuple[str, str, tuple[str, ...]]] = (),
    closures: Iterable[str] = (),
    relations: Iterable[tuple[str, str, str]] = (),
    successions: Iterable[tuple[str, str, float | None]] = (),
    placements: Iterable[tuple[str, str]] = (),
) -> Structure:
    """The structure with a plan that takes effect on `day`; the one given is unchanged.

    `openings` are (code, name, kinds), `closures` codes, `relations` (hop, subject, object) that replace what the
    subject's hop said from that day on, `successions` (predecessor, successor, share or None), `placements` (unit,
    group).
    KeyError names a code that is neither in the register nor opened.
    """
    on, opened = day.toordinal(), list(openings)
    new = {code: name for code, name, _ in opened if code not in structure.index}
    codes, names = (*structure.codes, *new), (*structure.names, *new.values())
    ids = {**structure.index, **{code: len(structure.codes) + i for i, code in enumerate(new)}}
    closing = np.array([ids[code] for code in closures], dtype=np.int32)
    opening = np.array([ids[code] for code, _, _ in opened], dtype=np.int32)
    kinds: dict[str, list[int]] = {}
    for code, _, slugs in opened:
        for slug in slugs:
            kinds.setdefault(slug, []).append(ids[code])
    moves: dict[str, dict[int, int]] = {}
    for hop, subject, parent in relations:
        moves.setdefault(hop, {})[ids[subject]] = ids[parent]
    passed = [(ids[before], ids[after], NO_SHARE if share is None else share) for before, after, share in successions]
    return replace(
        structure,
        codes=codes,
        names=names,
        relations={**structure.relations, **_moved(structure, moves, on)},
        lifespans=_lives(structure, closing, opening, on),
        kinds={**structure.kinds, **{slug: _begun(structure, slug, bodies, on) for slug, bodies in kinds.items()}},
        successions=_passed(structure.successions, passed, on),
        placements=_placed(structure.placements, [(ids[unit], ids[group]) for unit, group in placements], on),
    )


def _moved(structure: Structure, moves: Mapping[str, Mapping[int, int]], on: int) -> dict[str, Spans]:
    """Each hop with the movers' rows cut at the day and their new rows added."""
    out = {}
    for hop, by_subject in moves.items():
        old = structure.relations.get(hop) or Spans.of((), (), (), ())
        subject = np.array(list(by_subject), dtype=np.int32)
        moving = np.isin(old.subject, subject)
        until = np.where(moving, np.minimum(old.until, on), old.until)
        out[hop] = Spans.of(
            np.r_[old.subject, subject],
            np.r_[old.object, np.array(list(by_subject.values()), dtype=np.int32)],
            np.r_[old.start, np.full(len(subject), on)],
            np.r_[until, np.full(len(subject), MAXDAY)],
            np.r_[old.share, np.full(len(subject), NO_SHARE)],
        )
    return out


def _lives(structure: Structure, closing: Ints, opening: Ints, on: int) -> Spells:
    """Lifespans cut at the day for what closes; a body whose lifespan nobody knew closes all the same."""
    known = structure.lifespans
    guessed = np.isin(structure.open.body, closing) & ~np.isin(structure.open.body, known.body)
    body = np.r_[known.body, structure.open.body[guessed], opening]
    start = np.r_[known.start, structure.open.start[guessed], np.full(len(opening), on)]
    until = np.r_[known.until, structure.open.until[guessed], np.full(len(opening), MAXDAY)]
    return Spells.of(body, start, np.where(np.isin(body, closing), np.minimum(until, on), until))


def _begun(structure: Structure, slug: str, bodies: list[int], on: int) -> Spells:
    old = structure.kinds.get(slug) or Spells.of((), (), ())
    fresh = np.full(len(bodies), on)
    return Spells.of(np.r_[old.body, bodies], np.r_[old.start, fresh], np.r_[old.until, np.full(len(bodies), MAXDAY)])


def _passed(old: Successions, rows: list[tuple[int, int, float]], on: int) -> Successions:
    before, after, share = zip(*rows, strict=True) if rows else ((), (), ())
    note = (*(old.note or ("",) * len(old.day)), *(("plan",) * len(rows)))
    return Successions.of(
        np.r_[old.predecessor, np.array(before, dtype=np.int32)],
        np.r_[old.successor, np.array(after, dtype=np.int32)],
        np.r_[old.day, np.full(len(rows), on, dtype=np.int32)],
        np.r_[old.share, np.array(share, dtype=np.float64)],
        note,
    )


def _placed(old: Placements, rows: list[tuple[int, int]], on: int) -> Placements:
    unit, group = zip(*rows, strict=True) if rows else ((), ())
    return Placements.of(
        np.r_[old.unit, np.array(unit, dtype=np.int32)],
        np.r_[old.group, np.array(group, dtype=np.int32)],
        np.r_[old.start, np.full(len(rows), on, dtype=np.int32)],
    )
