"""Days as whole numbers: `date.toordinal()`, half-open ranges, an open end as MAXDAY."""

from datetime import date

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

MINDAY = 1
"""Start of a range of which no beginning is known: 1 January of the year 1."""

MAXDAY = date.max.toordinal()
"""End of an open range."""

SHIFT = 1 << 22
"""More than MAXDAY: body * SHIFT + day orders pairs by body, then day, in one int64."""


def day_number(when: "date | str | int | None", unknown: int) -> int:
    """The ordinal of a date, an ISO text or an ordinal; `unknown` for None. ValueError for any other text."""
    if when is None:
        return unknown
    if isinstance(when, int):
        return when
    return (date.fromisoformat(when) if isinstance(when, str) else when).toordinal()


def day_text(day: int) -> str:
    """The day as an ISO date."""
    return date.fromordinal(int(day)).isoformat()


def last_day_text(until: int) -> str:
    """The last day of a half-open range that ends before `until`, as an ISO date."""
    return day_text(max(int(until) - 1, MINDAY))
