"""The days on which an answer may change: between two of them every question about a body has the same answer."""

from dataclasses import dataclass

import numpy as np

from ouzel.engine.days import SHIFT, Ints, Longs
from ouzel.engine.routes import Route
from ouzel.engine.spans import latest
from ouzel.engine.structure import Structure


@dataclass(frozen=True, eq=False)
class Turning:
    """`shared`: days ascending on which anything changes for a body beyond the units (their parents, heirs, and so on).

    `keys` (body * SHIFT + day, ascending) and `owner`: days on which something changes for one unit alone.
    """

    shared: Longs
    keys: Longs
    owner: Ints

    def new_runs(self, bodies: Ints, at: Longs, days: Ints) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Which pairs (`bodies[i]`, `days[at[i]]`), ordered by body and day, may differ from the pair before."""
        epoch = np.searchsorted(self.shared, days, side="right")[at]
        own = latest(self.keys, self.owner, bodies, days[at])
        new = np.ones(len(bodies), dtype=np.bool_)
        new[1:] = (bodies[1:] != bodies[:-1]) | (epoch[1:] != epoch[:-1]) | (own[1:] != own[:-1])
        return new

    def own_days(self, body: int, since: int, until: int) -> Longs:
        """The body's own turning days within [since, until)."""
        first, last = np.searchsorted(self.keys, [body * SHIFT + since, body * SHIFT + until])
        return self.keys[int(first) : int(last)] - body * SHIFT

    @classmethod
    def of(cls, structure: Structure, route: Route, bodies: Ints) -> "Turning":
        """For questions about `bodies` along `route`."""
        hops = [structure.relations[hop] for hop in route.hops if hop in structure.relations]
        steps, placed = structure.successions, structure.placements
        links = [(s.subject, s.object) for s in hops]
        links += [(steps.predecessor, steps.successor), (steps.successor, steps.predecessor)]
        links += [(placed.unit, placed.group)]
        asked, beyond = (np.zeros(len(structure.codes), dtype=np.bool_) for _ in range(2))
        asked[bodies] = True
        before = -1
        while (reached := int(beyond.sum())) != before:
            before = reached
            for one, other in links:
                beyond[other[asked[one] | beyond[one]]] = True
        changes = [(s.subject, day) for s in hops for day in (s.start, s.until)]
        spells = [structure.open, structure.lifespans, *structure.kinds.values()]
        changes += [(s.body, day) for s in spells for day in (s.start, s.until)]
        changes += [(steps.predecessor, steps.day), (steps.successor, steps.day), (placed.unit, placed.start)]
        body, day = (np.concatenate(column) for column in zip(*changes, strict=True))
        alone = asked[body] & ~beyond[body]
        keys = np.unique(body[alone].astype(np.int64) * SHIFT + day[alone])
        return cls(np.unique(day[beyond[body]]).astype(np.int64), keys, (keys // SHIFT).astype(np.int32))
