"""What a format is: which columns of a file say which field, and how its values are made canonical."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import pyarrow as pa

from ouzel.activity.fields import FIELDS, KIND
from ouzel.activity.readers.cleaning import Cleaner, coalesced, joined
from ouzel.activity.readers.columns import constant
from ouzel.activity.readers.headings import key

Batch: TypeAlias = pa.RecordBatch
Kind: TypeAlias = str | Callable[[Batch], pa.Array]
PLAIN = Cleaner()


@dataclass(frozen=True)
class Column:
    """One field, and the columns of the file that say it.

    Of several `sources` the first that says something counts; with `join` they are put together instead, in order.
    `cleaner` makes each value canonical. `need` says whether a file without any of them is not of this format.
    """

    field: str
    sources: tuple[str, ...]
    cleaner: Cleaner = PLAIN
    join: str | None = None
    need: bool = False

    @property
    def many(self) -> bool:
        return self.field in FIELDS and FIELDS[self.field].many


@dataclass(frozen=True)
class Format:
    """One layout of file. Column names are compared without regard to case, spaces and signs.

    `constants` are fields with one value for all lines. `kind` tells of each line of a canonical batch what it is a
    record of (one of KINDS): one kind, or a function; a column of the field `kind` goes before it. `separator`,
    `encoding` and `skip` (lines before the headings) are of CSV files. A format that does not `load` can be checked
    only: it has no lines of activity. `settled` are published extracts, which nobody can correct any more: their faults
    are told and refuse nothing. `identity` are the fields that tell lines of one `record` apart, where a record has
    several: each is charged under a point of delivery of its own.
    """

    slug: str
    name: str
    columns: tuple[Column, ...]
    kind: Kind
    constants: Mapping[str, str] = field(default_factory=dict)
    separator: str = ","
    encoding: str = "utf-8"
    skip: int = 0
    loads: bool = True
    settled: bool = False
    identity: tuple[str, ...] = ()

    @cached_property
    def _taken(self) -> dict[str, Column]:
        taken: dict[str, Column] = {}
        for column in sorted(self.columns, key=lambda column: column.join is not None):
            for source in column.sources:
                taken.setdefault(key(source), column)
        return taken

    def fields(self, names: Sequence[str]) -> dict[str, str]:
        """Of the columns of a file those that are taken: column to field (to its own, where several are made of it)."""
        return {name: self._taken[key(name)].field for name in names if key(name) in self._taken}

    def headings(self, names: Sequence[str]) -> dict[str, str]:
        """For each field that a file says, the heading it first comes from: what people know it by."""
        found: dict[str, str] = {}
        for name, said in self.fields(names).items():
            found.setdefault(said, name)
        return found

    def worded(self, names: Sequence[str]) -> set[str]:
        """Of the columns of a file those of few values: they are read as dictionaries."""
        taken = {name: self._taken[key(name)] for name in names if key(name) in self._taken}
        return {name for name, column in taken.items() if column.join is not None or not column.many}

    def missing(self, names: Sequence[str]) -> list[str]:
        """The columns a file of this format must have and this one lacks."""
        present = {key(name) for name in names}
        return [
            column.sources[0] for column in self.columns
            if column.need and not any(key(source) in present for source in column.sources)
        ]  # fmt: skip

    def canonical(self, batch: Batch) -> Batch:
        """The batch by field: the fields that this file says, `kind`, then columns that no field takes, as they are.

        Columns of fields come without nulls; those of few values as dictionaries of text, the others as text. A column
        that no field takes and is named like one comes as `NAME (in the file)`.
        """
        at = {key(name): batch.column(index) for index, name in enumerate(batch.schema.names)}
        made: dict[str, pa.Array] = {}
        for column in self.columns:
            found = [at[key(source)] for source in column.sources if key(source) in at]
            if found:
                values = [column.cleaner.clean(each, many=column.many and column.join is None) for each in found]
                made[column.field] = coalesced(values) if column.join is None else joined(values, column.join)
        for name, value in self.constants.items():
            made[name] = constant(value, len(batch))
        if KIND not in made:
            partial = pa.RecordBatch.from_pydict(made)
            made[KIND] = constant(self.kind, len(batch)) if isinstance(self.kind, str) else self.kind(partial)
        ordered = {name: made[name] for name in (*FIELDS, KIND) if name in made}
        for index, name in enumerate(batch.schema.names):
            if key(name) not in self._taken:
                ordered[f"{name} (in the file)" if name in FIELDS or name == KIND else name] = batch.column(index)
        return pa.RecordBatch.from_pydict(ordered)
