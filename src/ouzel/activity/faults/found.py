"""Faults as they are found: counted by code, and listed up to a limit, without any value that could be a patient's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ouzel.activity.faults.check import Check, Severity

LISTED = 100_000
"""Rows listed of one check: enough to correct a file from, and no more memory than a file of faults needs."""

_TABLE = pa.schema(
    [("row", "int64"), ("code", "string"), ("field", "string"), ("value", "string"), ("problem", "string"),
     ("right", "string"), ("severity", "string")]
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One fault of one row (counted from 1; 0 is the file as a whole). `value` is "" where it may be personal."""

    row: int
    code: str
    field: str
    value: str
    problem: str
    right: str
    severity: Severity


@dataclass
class _Of:
    check: Check
    severity: Severity
    count: int = 0
    rows: list[npt.NDArray[np.int64]] = field(default_factory=list)
    values: list[str] = field(default_factory=list)


class Faults:
    """All faults of a file."""

    def __init__(self, *, listed: int = LISTED) -> None:
        self._listed = listed
        self._by_code: dict[str, _Of] = {}
        self.lines = 0  # rows looked at
        self.not_made: list[str] = []  # checks that could not be made, in words, each with why

    def note(
        self, check: Check, rows: npt.NDArray[np.int64], values: Sequence[str], *, severity: Severity | None = None
    ) -> None:
        """Take down rows with a fault, and their values as they may be shown ("" for each where they may not)."""
        if not len(rows):
            return
        of = self._by_code.setdefault(check.code, _Of(check, severity or check.severity))
        room = self.room(check)
        of.count += len(rows)
        if room:
            of.rows.append(rows[:room])
            of.values += values[:room]

    def room(self, check: Check) -> int:
        """How many more rows of a check are listed."""
        of = self._by_code.get(check.code)
        return max(self._listed - (of.count if of else 0), 0)

    @property
    def counts(self) -> dict[str, int]:
        """Faults by code, the most frequent first."""
        return {of.check.code: of.count for of in sorted(self._by_code.values(), key=lambda of: -of.count)}

    @property
    def errors(self) -> int:
        """Faults that refuse."""
        return sum(of.count for of in self._by_code.values() if of.severity is Severity.REFUSES)

    @property
    def warnings(self) -> int:
        return sum(of.count for of in self._by_code.values() if of.severity is Severity.WARNS)

    @property
    def unlisted(self) -> int:
        """Faults that are counted and not listed, because there are too many of their kind."""
        return sum(max(of.count - self._listed, 0) for of in self._by_code.values())

    def summary(self) -> list[dict[str, object]]:
        """One entry a code, as JSON keeps it: code, field, problem, right, severity, count."""
        return [
            {"code": of.check.code, "field": of.check.field, "problem": of.check.words, "right": of.check.right,
             "severity": of.severity.value, "count": of.count}
            for of in sorted(self._by_code.values(), key=lambda of: (of.severity, -of.count))
        ]  # fmt: skip

    def __iter__(self) -> Iterator[Fault]:
        """Those listed, by row and code."""
        for row in self.table().to_pylist():
            yield Fault(**(row | {"severity": Severity(row["severity"])}))

    def table(self) -> pa.Table:
        """Those listed as a table, by row and code: row, code, field, value, problem, right, severity."""
        parts = []
        for of in self._by_code.values():
            rows = np.concatenate(of.rows) if of.rows else np.zeros(0, np.int64)
            same = [of.check.code, of.check.field, of.check.words, of.check.right, of.severity.value]
            code, name, words, right, severity = (pa.repeat(pa.scalar(each), len(rows)) for each in same)
            values = pa.array(of.values, pa.string())
            parts.append(
                pa.Table.from_arrays([pa.array(rows), code, name, values, words, right, severity], schema=_TABLE)
            )
        return pa.concat_tables(parts or [_TABLE.empty_table()]).sort_by([("row", "ascending"), ("code", "ascending")])
