"""Facts of dictionary entries over time: what the tests of a flow are asked of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ouzel.engine.days import MAXDAY, MINDAY, Ints


@dataclass(frozen=True, eq=False)
class Facts:
    """Rows of facts: row i says of entry `entry[i]` what held on days in [start[i], until[i]).

    `columns` maps each fact to its values, row by row, as text ("" is not known). For every entry of the dictionary
    the rows together cover all days, without gap or overlap; entry 0 is what was not said.
    """

    entries: int
    entry: Ints
    start: Ints
    until: Ints
    columns: Mapping[str, Sequence[str]]

    @classmethod
    def lasting(cls, columns: Mapping[str, Sequence[str]]) -> "Facts":
        """Facts that do not change: row i is of entry i."""
        count = len(next(iter(columns.values()))) if columns else 0
        every = np.arange(count, dtype=np.int32)
        return cls(count, every, np.full(count, MINDAY, np.int32), np.full(count, MAXDAY, np.int32), columns)

    def __post_init__(self) -> None:
        uneven = [name for name, values in self.columns.items() if len(values) != len(self.entry)]
        if uneven:
            raise ValueError(f"facts {uneven} have another length than their entries")

    def on(self, entry: int, day: int) -> dict[str, str]:
        """The facts of one entry on one day: the slow look-up, for explaining a line."""
        rows = np.flatnonzero((self.entry == entry) & (self.start <= day) & (self.until > day))
        if len(rows) != 1:
            raise ValueError(f"entry {entry} has {len(rows)} rows on day {day}; exactly one was expected")
        return {name: values[int(rows[0])] for name, values in self.columns.items()}
