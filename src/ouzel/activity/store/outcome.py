"""What a load comes to once it counts among the others: which of its lines count, and which others no longer do."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ouzel.activity.store.lines import dead_files
from ouzel.activity.store.manifests import Manifest, manifests

if TYPE_CHECKING:
    from ouzel.activity.store.place import Store


@dataclass(frozen=True)
class Outcome:
    """Of a new load: `lines` it has, `count` of them that count; `by` the loads that were submitted later and have the
    place of the others; `replaced` lines of other loads that counted and no longer do."""

    lines: int
    count: int
    by: tuple[int, ...] = ()
    replaced: int = 0

    @property
    def words(self) -> tuple[str, ...]:
        """What a person must know of it, in sentences."""
        told = []
        if self.lines and not self.count:
            told.append("None of its lines counts.")
        elif self.count < self.lines:
            told.append(f"{self.count:,} of its {self.lines:,} lines {'counts' if self.count == 1 else 'count'}.")
        if self.by:
            loads = ", ".join(map(str, self.by))
            told.append(f"The others were submitted again later: load {loads}.")
        if self.replaced:
            told.append(f"It replaces {self.replaced:,} {'line' if self.replaced == 1 else 'lines'} of earlier loads.")
        return tuple(told)

    def as_json(self) -> dict[str, Any]:
        """The same for a program and for the record of the load."""
        return {"counting": self.count, "later": list(self.by), "replaced": self.replaced}


def outcome(store: "Store", manifest: Manifest, *, lines: int, counting: Collection[int]) -> Outcome:
    """What a load comes to, whose dead lines are written; `counting` are the loads that count, it among them."""
    others = [each.load for each in manifests(store, manifest.dataset, counting) if each.load != manifest.load]
    own = dead_files(store, loads=[manifest.load], by=counting).get(manifest.load, [])
    by = tuple(load for load in others if any(name.endswith(f"/by-{load}.parquet") for name in own))
    replaced = 0
    for names in dead_files(store, loads=others, by=counting).values():
        mine = [name for name in names if name.endswith(f"/by-{manifest.load}.parquet")]
        before = [name for name in names if name not in mine]
        if mine:
            replaced += len(np.setdiff1d(_lines(store, mine), _lines(store, before), assume_unique=True))
    return Outcome(lines, lines - len(_lines(store, own)), by, replaced)


def _lines(store: "Store", names: Collection[str]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    found = [store.read_table(name)["line"].to_numpy() for name in names]
    return np.unique(np.concatenate(found)).astype(np.int64) if found else np.zeros(0, np.int64)
