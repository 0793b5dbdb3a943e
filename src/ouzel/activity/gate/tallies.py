"""Counting finds over the batches of a file: how many rows, the first of their numbers, never a value."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ouzel.activity.gate.chance import Sample
from ouzel.activity.gate.detecting import Finds
from ouzel.activity.gate.kinds import BLANKED, Kind
from ouzel.activity.gate.report import ROWS, Find
from ouzel.activity.gate.texts import Texts

Mask = npt.NDArray[np.bool_]


@dataclass
class Count:
    """Rows that hold something."""

    count: int = 0
    rows: list[int] = field(default_factory=list)

    def add(self, mask: Mask, first_row: int) -> None:
        """Count the rows of a batch whose first row is `first_row`."""
        number = int(np.count_nonzero(mask))
        if not number:
            return
        self.count += number
        if len(self.rows) < ROWS:
            self.rows += [first_row + int(at) for at in np.flatnonzero(mask)[: ROWS - len(self.rows)]]

    def merged(self, other: "Count") -> "Count":
        """Both together, where no row is in both."""
        return Count(self.count + other.count, sorted(self.rows + other.rows)[:ROWS])


@dataclass
class Column:
    """One column of the file, as it is told. `done` says what was done with it."""

    label: str
    name: str  # of the field; "" for a column that is none of ours
    done: str
    refuses: frozenset[Kind]
    judged: bool  # bare finds are judged by the whole column; else each counts
    certain: dict[Kind, Count] = field(default_factory=dict)
    bare: dict[Kind, Count] = field(default_factory=dict)
    samples: dict[Kind, Sample] = field(default_factory=dict)

    def add(self, kind: Kind, mask: Mask, first_row: int) -> None:
        """Count rows that surely hold a kind."""
        if mask.any():
            self.certain.setdefault(kind, Count()).add(mask, first_row)

    def add_finds(self, finds: Finds, texts: Texts, first_row: int) -> None:
        """Count what was found in the words of a batch."""
        for kind, found in finds.by_kind.items():
            if not self.judged:
                self.add(kind, texts.spread(found.any), first_row)
                continue
            self.add(kind, texts.spread(found.certain), first_row)
            if found.bare.any():
                self.bare.setdefault(kind, Count()).add(texts.spread(found.bare), first_row)
            self.samples.setdefault(kind, Sample(kind)).add(texts.words, found)

    def finds(self) -> Iterator[Find]:
        """What this column is told to hold, at the end of the file."""
        for kind in Kind:
            certain, bare = self.certain.get(kind, Count()), self.bare.get(kind, Count())
            if kind in self.samples and self.samples[kind].holds:
                certain, bare = certain.merged(bare), Count()
            for count, sure in ((certain, True), (bare, False)):
                if count.count:
                    refuses = sure and kind in self.refuses
                    done = "Left blank" if kind in BLANKED else self.done
                    done = "This refuses the file" if refuses else done
                    yield Find(self.label, self.name, kind, count.count, tuple(count.rows), refuses, sure, done)
