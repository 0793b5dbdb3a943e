"""Relations of many bodies told anew at once: the law of `lines`, in bulk where one row says it all."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from ouzel.engine.days import MAXDAY, Flags, Ints, Longs
from ouzel.engine.lines import Stay, retold
from ouzel.engine.spans import Spans

NOTHING = Spans.of((), (), (), ())


def moved(held: Spans, said: Spans, *, known: int) -> Spans:
    """What is held of all bodies with what is `said` of some, known from the day ordinal `known`.

    A body of which one whole relation without an end is said (nearly all of a plan) is moved together with the others;
    the rest a body at a time.
    """
    size = int(max(held.subject.max(initial=0), said.subject.max(initial=0))) + 1
    spoken_of = np.bincount(said.subject, minlength=size)
    awkward = np.zeros(size, dtype=np.bool_)
    awkward[said.subject[(said.until < MAXDAY) | ~np.isnan(said.share)]] = True
    easy, hard = (spoken_of == 1) & ~awkward, (spoken_of > 1) | awkward
    still = spoken_of[held.subject] == 0
    return _joined(
        _rows(held, still),
        _together(_rows(held, easy[held.subject]), _rows(said, easy[said.subject]), known),
        _one_by_one(_rows(held, hard[held.subject]), _rows(said, hard[said.subject]), known),
    )


def _together(held: Spans, said: Spans, known: int) -> Spans:
    """One open row of each body laid over its rows: it lasts until another value begins after it and after `known`."""
    at = np.searchsorted(said.subject, held.subject)
    start, parent = said.start[at], said.object[at]
    later = (held.start > np.maximum(start, known)) & (held.object != parent)
    until = np.full(len(said), MAXDAY, dtype=np.int32)
    np.minimum.at(until, at[later], held.start[later])
    cut = np.where(held.start < start, np.minimum(held.until, start), held.until)
    keep = (held.start < start) | (held.start >= until[at])
    before = Spans.of(held.subject[keep], held.object[keep], held.start[keep], cut[keep], held.share[keep])
    return _joined(before, Spans.of(said.subject, said.object, said.start, until, said.share))


def _one_by_one(held: Spans, said: Spans, known: int) -> Spans:
    before, after = _lines(held), _lines(said)
    rows = [(body, *stay) for body, line in after.items() for stay in retold(before.get(body, ()), line, known=known)]
    share = np.array([row[4] for row in rows], dtype=np.float64)  # None becomes NaN
    subject, parent, start, until = np.array([row[:4] for row in rows], dtype=np.int32).reshape(-1, 4).T
    return Spans.of(subject, parent, start, until, share)


def _lines(spans: Spans) -> dict[int, list[Stay]]:
    lines: dict[int, list[Stay]] = defaultdict(list)
    columns = (spans.subject, spans.object, spans.start, spans.until, spans.share)
    for body, parent, start, until, share in zip(*(c.tolist() for c in columns), strict=True):
        lines[body].append(Stay(parent, start, until, None if share != share else share))
    return lines


def clipped(spans: Spans, lives: Mapping[int, Sequence[tuple[int, int]]]) -> Spans:
    """Relations cut to the days on which the body they lead to was open, for the bodies whose `lives` are given.

    A relation that has begun ends with the body; a division ends with the first of its bodies.
    """
    concerned = np.isin(spans.object, list(lives))
    if not concerned.any():
        return spans
    start, until = spans.start.copy(), spans.until.copy()
    gone: Flags = np.zeros(len(spans), dtype=np.bool_)
    rows = np.flatnonzero(concerned)
    order = rows[np.argsort(spans.object[rows], kind="stable")]
    for body, spells in lives.items():
        first, last = np.searchsorted(spans.object[order], [body, body + 1])
        mine = order[int(first) : int(last)]
        for closed, reopened in _closed(spells):
            touching = mine[(start[mine] < reopened) & (until[mine] > closed) & ~gone[mine]]
            begun = start[touching] < closed
            until[touching[begun]] = closed
            waiting = touching[~begun]
            survives = until[waiting] > reopened
            start[waiting[survives]] = reopened
            gone[waiting[~survives]] = True
    _end_divisions(spans, until, np.flatnonzero(until < spans.until))
    return Spans.of(spans.subject[~gone], spans.object[~gone], start[~gone], until[~gone], spans.share[~gone])


def _end_divisions(spans: Spans, until: Ints, ended: Longs) -> None:
    """End the other parts of a division of which one ended."""
    for row in ended[~np.isnan(spans.share[ended])].tolist():
        first, last = np.searchsorted(spans.subject, [spans.subject[row], spans.subject[row] + 1])
        for other in range(int(first), int(last)):
            same = spans.start[other] == spans.start[row] and spans.until[other] == spans.until[row]
            if same and not np.isnan(spans.share[other]):
                until[other] = min(until[other], until[row])


def _closed(spells: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The days between and around lifespans, half-open."""
    ends = [0, *(until for _, until in spells)]
    starts = [*(start for start, _ in spells), MAXDAY]
    return [(end, start) for end, start in zip(ends, starts, strict=True) if end < start]


def _rows(spans: Spans, flags: Flags) -> Spans:
    return Spans(spans.subject[flags], spans.object[flags], spans.start[flags], spans.until[flags], spans.share[flags])


def _joined(*parts: Spans) -> Spans:
    columns = ((s.subject, s.object, s.start, s.until, s.share) for s in parts)
    return Spans.of(*(np.concatenate(column) for column in zip(*columns, strict=True)))
