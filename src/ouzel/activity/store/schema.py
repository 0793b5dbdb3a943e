"""The columns of a stored file of lines as Arrow types, and months as names of folders."""

import pyarrow as pa

from ouzel.engine.activity_lines import LINE

EPISODE = "episode"
"""The place of an episode within its spell: a number that orders them (day ordinal * 1024 + order); 0: not said.

It is stored beside the columns of `LINE`, and used only to find what holds for a whole spell.
"""

NULLABLE = frozenset({"activity", "submitted", "planned_activity", "planned"})

LINES = pa.schema([pa.field(name, kind, nullable=name in NULLABLE) for name, kind in LINE.items()])
CLOSING = "closing"
"""1 where a line is of month 13, the correction with which a financial year is closed; else 0.

Its month is March. What was submitted of the one is not replaced by what is submitted of the other.
"""

STORED = LINES.append(pa.field(EPISODE, "int32", nullable=False)).append(pa.field(CLOSING, "int8", nullable=False))
"""What a file holds: the columns of `LINE`, `EPISODE` and `CLOSING`."""

COUNTED_WITH = "counted_with"
"""The line that the spell of a line is counted with, known once all are read together; 0: it counts by itself."""

LIVE = LINES.append(pa.field(COUNTED_WITH, "int64", nullable=False))
"""The columns of a line that counts, as it is read."""

UNKNOWN = "unknown"


def empty_lines() -> pa.Table:
    """No lines, in the columns of `LINE`."""
    return LINES.empty_table()


def period(month: int) -> str:
    """The folder of a month number (year * 12 + month - 1): 2025-04; 0 is `unknown`."""
    return f"{month // 12:04}-{month % 12 + 1:02}" if month else UNKNOWN


def month_of(period: str) -> int:
    """The number of a month from the name of its folder."""
    return 0 if period == UNKNOWN else int(period[:4]) * 12 + int(period[5:7]) - 1
