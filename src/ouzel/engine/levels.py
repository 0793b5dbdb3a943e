"""Thousands of (body, day) pairs at once: the straight road of `placing`, level by level, for all pairs together.

A pair whose body is of the kind asked for is done; one with a single whole parent passes to that parent on the same
day; anything else is handed to the careful `Placer`. Pairs of one level share their parents, so each level is far
smaller than the one before: practices, commissioners, boards.
"""

from dataclasses import dataclass, field

import numpy as np

from ouzel.engine.answers import Answer, Step, whole
from ouzel.engine.days import Flags, Ints, Longs
from ouzel.engine.placing import Placer
from ouzel.engine.routes import Route
from ouzel.engine.spans import Spans
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
        self.hops: list[Spans] = [spans for spans in self.placer.hops.values() if len(spans)]
        self.careful: Flags = np.zeros(count, dtype=np.bool_)
        self.careful[structure.placements.unit] = True
        for spans in self.hops:
            self.careful |= spans.awkward(count)
        self.succeeded: Flags = np.zeros(count, dtype=np.bool_)
        self.succeeded[structure.successions.predecessor] = True
        self.begun_ever: Flags = np.zeros(count, dtype=np.bool_)
        self.begun_ever[structure.open.body] = True

    def place(self, bodies: Ints, at: Longs, days: Ints, depth: int = 0) -> Longs:
        """The id in `answers` of each pair (`bodies[i]`, `days[at[i]]`). `days` ascend without repeats."""
        present = np.zeros(len(self.structure.codes), dtype=np.bool_)
        present[bodies] = True
        distinct = np.flatnonzero(present)
        local = np.zeros(len(present), dtype=np.int64)
        local[distinct] = np.arange(len(distinct))
        cell = local[bodies] * len(days) + at
        wanted = np.zeros(len(distinct) * len(days), dtype=np.bool_)
        wanted[cell] = True
        cells = np.flatnonzero(wanted)
        found = np.empty(len(wanted), dtype=np.int64)
        found[cells] = self._level(distinct[cells // len(days)].astype(np.int32), cells % len(days), days, depth)
        result: Longs = found[cell]
        return result

    def _level(self, bodies: Ints, at: Longs, days: Ints, depth: int) -> Longs:
        """As `place`, for pairs in order and without repeats."""
        day = days[at]
        out = np.full(len(bodies), -1, dtype=np.int64)
        if depth > DEEPEST:
            self._carefully(out, np.arange(len(bodies)), bodies, day)
            return out
        opened = self.structure.open.latest(bodies, day)
        is_open = (opened >= 0) & (self._until_open(opened) > day)
        done = is_open & self.placer.kind.holds(bodies, day)
        out[done] = self._whole(bodies[done])
        left = np.flatnonzero(~done)
        if not len(left):
            return out
        holding, holders, started, last = self._parents(bodies[left], day[left], is_open[left])
        easy = ~self.careful[bodies[left]]
        held = easy & (holders == 1)
        begun = (opened[left] >= 0) | ~self.begun_ever[bodies[left]]
        settled = is_open[left] | ~self.succeeded[bodies[left]]
        lapsed = easy & (holders == 0) & (started == 1) & begun & settled
        nowhere = easy & (started == 0) & is_open[left]
        onward = held | lapsed
        if onward.any():
            parents = np.where(held, holding, last)[onward].astype(np.int32)
            ids = self.place(parents, at[left][onward], days, depth + 1)
            self._pass_on(out, left[onward], ids, lapsed[onward], bodies, day)
        self._dead_ends(out, left[nowhere], bodies, day)
        self._carefully(out, left[~(onward | nowhere)], bodies, day)
        return out

    def _until_open(self, rows: Longs) -> Ints:
        until = self.structure.open.until
        return until[rows] if len(until) else np.zeros(len(rows), dtype=np.int32)

    def _whole(self, bodies: Ints) -> Longs:
        """Ids of the answers "itself", one for each body."""
        distinct, where = np.unique(bodies, return_inverse=True)
        ids = np.array([self.answers.id_of(whole(body)) for body in distinct.tolist()], dtype=np.int64)
        return ids[where]

    def _parents(self, bodies: Ints, day: Ints, is_open: Flags) -> tuple[Longs, Longs, Longs, Longs]:
        """For each pair: a parent held on the day, how many hops hold, how many have begun, the parent begun last."""
        holding, last = (np.full(len(bodies), -1, dtype=np.int64) for _ in range(2))
        holders, started = (np.zeros(len(bodies), dtype=np.int64) for _ in range(2))
        for spans in self.hops:
            row = spans.latest(bodies, day)
            began = row >= 0
            parent = spans.object[row]
            holds = began & is_open & (spans.until[row] > day)
            at = np.flatnonzero(holds)
            holds[at] = self.structure.open.holds(parent[at], day[at])
            holding[holds] = parent[holds]
            last[began] = parent[began]
            holders += holds
            started += began
        return holding, holders, started, last

    def _pass_on(self, out: Longs, where: Longs, ids: Longs, lapsed: Flags, bodies: Ints, day: Ints) -> None:
        """Take over the answers of the parents; where the relation had lapsed, say so."""
        out[where] = ids
        if not lapsed.any():
            return
        refused = np.array([not answer.resolved for answer in self.answers.all], dtype=np.bool_)[ids]
        # A refusal names the body that closed, so those pairs are worded one by one.
        self._carefully(out, where[lapsed & refused], bodies, day)
        kept = lapsed & ~refused
        pairs = bodies[where[kept]].astype(np.int64) * len(self.answers.all) + ids[kept]
        distinct, back = np.unique(pairs, return_inverse=True)
        size = len(self.answers.all)
        told = [self.answers.all[pair % size].after(Step("last", pair // size)) for pair in distinct.tolist()]
        out[where[kept]] = np.array([self.answers.id_of(answer) for answer in told], dtype=np.int64)[back]

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
