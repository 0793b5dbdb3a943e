"""Thousands of (body, day) pairs at once: the straight road of `placing`, level by level, for all pairs together.

A pair whose body is of the kind asked for is done; one with a single whole parent passes to that parent on the same
day; anything else is handed to the careful `Placer`. Pairs of one level share their parents, so each level is far
smaller than the one before: practices, commissioners, boards.
"""

from dataclasses import dataclass, field

import numpy as np

from ouzel.engine.answers import Answer, Step, whole
from ouzel.engine.days import MAXDAY, Flags, Ints, Longs
from ouzel.engine.placing import Placer
from ouzel.engine.routes import Route
from ouzel.engine.structure import Structure

DEEPEST = 8
"""Levels followed in bulk. No real chain is as long: what is still on the way may be a circle, which `Placer` ends."""


@dataclass
class Answers:
    """Distinct answers, each known by its position in `all`."""

    all: list[Answer] = field(default_factory=list)
    _ids: dict[Answer, int] = field(default_factory=dict)

    def id_of(self, answer: Answer) -> int:
        """The position of an answer, added if it is new."""
        at = self._ids.setdefault(answer, len(self.all))
        if at == len(self.all):
            self.all.append(answer)
        return at


class Levels:
    """Groups many bodies of one structure by one route."""

    def __init__(self, structure: Structure, route: Route) -> None:
        self.structure = structure
        self.placer = Placer(structure, route)
        self.answers = Answers()
        count = len(structure.codes)
        self.hops = [(spans, _marked(count, spans.subject)) for spans in self.placer.hops.values() if len(spans)]
        self.ever_of_kind = _marked(count, self.placer.kind.body)
        self.ever_open = _marked(count, structure.open.body)
        self.careful = _marked(count, structure.placements.unit)
        for spans, _ in self.hops:
            self.careful |= spans.awkward(count)
        self.heir, self.heir_day = _only_heirs(structure)

    def place(self, bodies: Ints, at: Longs, days: Ints, depth: int = 0) -> Longs:
        """The id in `answers` of each pair (`bodies[i]`, `days[at[i]]`). `days` ascend without repeats."""
        where, some, some_at = self.distinct(bodies, at, len(days))
        found: Longs = self._level(some, some_at, days, depth)[where]
        return found

    def distinct(self, bodies: Ints, at: Longs, days: int) -> tuple[Longs, Ints, Longs]:
        """Where each pair stands among the distinct ones, and those, by body and day."""
        present = np.flatnonzero(_marked(len(self.structure.codes), bodies))
        local = np.zeros(len(self.structure.codes), dtype=np.int64)
        local[present] = np.arange(len(present))
        cell = local[bodies] * days + at
        cells = np.flatnonzero(_marked(len(present) * days, cell))
        place = np.empty(len(present) * days, dtype=np.int64)
        place[cells] = np.arange(len(cells))
        return place[cell], present[cells // max(days, 1)].astype(np.int32), cells % max(days, 1)

    def _level(self, bodies: Ints, at: Longs, days: Ints, depth: int) -> Longs:
        """As `place`, for pairs in order and without repeats."""
        day = days[at]
        out = np.full(len(bodies), -1, dtype=np.int64)
        if depth > DEEPEST:
            self._carefully(out, np.arange(len(bodies)), bodies, day)
            return out
        opened = self.structure.open.latest(bodies, day)
        is_open = opened >= 0
        is_open[is_open] = self.structure.open.until[opened[is_open]] > day[is_open]
        done = is_open & self.ever_of_kind[bodies]
        done[done] = self.placer.kind.holds(bodies[done], day[done])
        out[done] = self._whole(bodies[done])
        left = np.flatnonzero(~done)
        if not len(left):
            return out
        body, open_now, on = bodies[left], is_open[left], day[left]
        easy = ~self.careful[body]
        holding, holders, started, last = self._parents(body, at[left], days, open_now)
        gone = easy & ~open_now & ((opened[left] >= 0) | ~self.ever_open[body])
        passed = gone & (self.heir_day[body] <= on)
        held = easy & (holders == 1)
        lapsed = easy & (holders == 0) & (started == 1) & (open_now | (gone & ~passed))
        inherited = passed & (self.heir[body] >= 0)
        nowhere = easy & open_now & (started == 0)
        onward = held | lapsed | inherited
        if onward.any():
            parents = np.where(held, holding, np.where(inherited, self.heir[body], last))[onward].astype(np.int32)
            out[left[onward]] = self.place(parents, at[left[onward]], days, depth + 1)
            self._told(out, left[inherited], bodies, "heir")
            # A refusal names the body that closed, so those pairs are worded one by one.
            refused = self._refused(out, left[lapsed])
            self._told(out, left[lapsed][~refused], bodies, "last")
            self._carefully(out, left[lapsed][refused], bodies, day)
        self._dead_ends(out, left[nowhere], bodies, day)
        self._carefully(out, left[~(onward | nowhere)], bodies, day)
        return out

    def _whole(self, bodies: Ints) -> Longs:
        """Ids of the answers "itself", one for each body."""
        distinct, where = np.unique(bodies, return_inverse=True)
        ids = np.array([self.answers.id_of(whole(body)) for body in distinct.tolist()], dtype=np.int64)
        return ids[where]

    def _parents(self, bodies: Ints, at: Longs, days: Ints, is_open: Flags) -> tuple[Longs, Longs, Longs, Longs]:
        """For each pair: a parent held on the day, how many hops hold, how many have begun, the parent begun last."""
        day = days[at]
        holding, last = (np.full(len(bodies), -1, dtype=np.int64) for _ in range(2))
        holders, started = (np.zeros(len(bodies), dtype=np.int64) for _ in range(2))
        for spans, having in self.hops:
            some = np.flatnonzero(having[bodies])
            row = spans.latest(bodies[some], day[some])
            some, row = some[row >= 0], row[row >= 0]
            parent = spans.object[row]
            last[some] = parent
            started[some] += 1
            holds = is_open[some] & (spans.until[row] > day[some])
            where, others, their_at = self.distinct(parent[holds], at[some[holds]], len(days))
            holds[holds] = self.structure.open.holds(others, days[their_at])[where]
            holding[some[holds]] = parent[holds]
            holders[some[holds]] += 1
        return holding, holders, started, last

    def _refused(self, out: Longs, where: Longs) -> Flags:
        refused: Flags = np.array([not answer.resolved for answer in self.answers.all], dtype=np.bool_)[out[where]]
        return refused

    def _told(self, out: Longs, where: Longs, bodies: Ints, how: str) -> None:
        """Say how the bodies came by the answers they have; worked out once for each body and answer."""
        size = len(self.answers.all)
        pairs, back = np.unique(bodies[where].astype(np.int64) * size + out[where], return_inverse=True)
        told = [self.answers.all[pair % size].after(Step(how, pair // size)) for pair in pairs.tolist()]
        out[where] = np.array([self.answers.id_of(answer) for answer in told], dtype=np.int64)[back]

    def _dead_ends(self, out: Longs, where: Longs, bodies: Ints, day: Ints) -> None:
        """Open bodies that lead nowhere: the answer changes only with the kinds of the body, so few are worked out."""
        # Pairs are in order of body, so each body's are together.
        for mine in np.split(where, np.flatnonzero(np.diff(bodies[where])) + 1) if len(where) else ():
            body = int(bodies[mine[0]])
            turns = {edge for spells in self.structure.kinds.values() for row in spells.rows_of(body) for edge in row}
            window = np.searchsorted(np.array(sorted(turns), dtype=np.int64), day[mine], side="right")
            for one in np.unique(window):
                part = mine[window == one]
                out[part] = self.answers.id_of(self.placer.place(body, int(day[part[0]])))

    def _carefully(self, out: Longs, where: Longs, bodies: Ints, day: Ints) -> None:
        pairs = zip(bodies[where].tolist(), day[where].tolist(), strict=True)
        out[where] = [self.answers.id_of(self.placer.place(body, one)) for body, one in pairs]


def _marked(length: int, places: Ints | Longs) -> Flags:
    marks: Flags = np.zeros(length, dtype=np.bool_)
    marks[places] = True
    return marks


def _only_heirs(structure: Structure) -> tuple[Longs, Longs]:
    """For each body its one heir, or -1 (none, several, or a share), and the first day it was passed on."""
    steps = structure.successions
    heir = np.full(len(structure.codes), -1, dtype=np.int64)
    first = np.full(len(structure.codes), MAXDAY + 1, dtype=np.int64)
    np.minimum.at(first, steps.predecessor, steps.day)
    heir[steps.predecessor] = steps.successor
    several = heir[steps.predecessor] != steps.successor
    heir[steps.predecessor[several | ~np.isnan(steps.share)]] = -1
    return heir, first
