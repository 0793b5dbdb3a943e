"""A batch as checks look at it: over distinct values, worked out once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ouzel.activity import numbers
from ouzel.activity.day_numbers import days
from ouzel.activity.faults.reference import Reference
from ouzel.activity.numbers import Longs, Numbers, encoded
from ouzel.activity.readers.headings import key

Mask = npt.NDArray[np.bool_]
NOT_READ = -1


@dataclass
class Memory:
    """What is remembered from batch to batch: words already read as numbers."""

    wholes: Numbers = field(default_factory=lambda: Numbers(_whole, otherwise=NOT_READ))
    thousandths: Numbers = field(default_factory=lambda: Numbers(numbers.thousandths, otherwise=0))


def _whole(text: str) -> int | None:
    found = numbers.whole(text, otherwise=NOT_READ)
    return None if found == NOT_READ else found


class View:
    """One batch: the columns of the file by data element, and the canonical fields made of them."""

    def __init__(
        self, raw: pa.RecordBatch, canonical: pa.RecordBatch, reference: Reference, memory: Memory, on: date | None
    ) -> None:
        self.rows = len(raw)
        self.reference, self.memory, self.on = reference, memory, on
        self.raw = {key(name): raw.column(index) for index, name in enumerate(raw.schema.names)}
        self.canonical = dict(zip(canonical.schema.names, canonical.columns, strict=True))
        self._words: dict[str, tuple[list[str], npt.NDArray[np.int64]]] = {}
        self._days: dict[str, Longs] = {}
        self._wholes: dict[str, Longs] = {}
        self._pounds: dict[str, tuple[Longs, Mask]] = {}

    def has(self, name: str) -> bool:
        return name in self.canonical or key(name) in self.raw

    def column(self, name: str) -> pa.Array | None:
        """A canonical field, else a data element; None where the file has neither."""
        return self.canonical.get(name, self.raw.get(key(name)))

    def words(self, name: str) -> tuple[list[str], npt.NDArray[np.int64]]:
        """The distinct values of a column, without spaces around them, and for each row which it is."""
        if name not in self._words:
            column = self.column(name)
            if column is None:
                self._words[name] = ([""], np.zeros(self.rows, np.int64))
            else:
                found, places = encoded(column)
                if name not in self.canonical:  # canonical values are without spaces already
                    found = [word.strip() for word in found]
                self._words[name] = (found, places)
        return self._words[name]

    def where(self, name: str, is_so: Callable[[str], bool]) -> Mask:
        """The rows whose value is so; asked once for each distinct value."""
        words, places = self.words(name)
        those = np.fromiter(map(is_so, words), bool, len(words))
        if not those.any():
            return np.zeros(self.rows, bool)
        return those[places]

    def said(self, name: str) -> Mask:
        """The rows that say something."""
        column = self.column(name)
        held = pa.types.is_dictionary(column.type) if column is not None else False
        if column is None or (held and column.null_count):
            return self.where(name, bool)
        text = pc.fill_null(column.dictionary if held else column, "")
        text = text if name in self.canonical else pc.utf8_trim_whitespace(text)
        said: Mask = np.asarray(pc.not_equal(text, "").to_numpy(zero_copy_only=False), bool)
        if not held:
            return said
        return np.ones(self.rows, bool) if said.all() else said[column.indices.to_numpy(zero_copy_only=False)]

    def days(self, name: str) -> Longs:
        """Day ordinals, 0 where no day is said or it cannot be read."""
        if name not in self._days:
            self._days[name] = days(self.column(name), self.rows)[0]
        return self._days[name]

    def wholes(self, name: str) -> Longs:
        """Whole numbers, -1 where none is said."""
        if name not in self._wholes:
            self._wholes[name] = self.memory.wholes.of(self.column(name), self.rows)[0]
        return self._wholes[name]

    def pounds(self, name: str) -> tuple[Longs, Mask]:
        """Hundred-millionths of a pound, and which rows say some."""
        if name not in self._pounds:
            self._pounds[name] = numbers.pounds(self.column(name), self.rows)
        return self._pounds[name]

    @property
    def done(self) -> Longs:
        """The day by which a line is of its month and its bodies are asked: its end, else its start; 0 not known."""
        end = self.days("end")
        return np.where(end > 0, end, self.days("start"))
