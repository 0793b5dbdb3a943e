"""Years, months and ages of many days at once, by look-up."""

from datetime import date

import numpy as np

from ouzel.engine.days import Ints

FIRST, LAST = date(1890, 1, 1).toordinal(), date(2080, 1, 1).toordinal()
EPOCH = date(1970, 1, 1).toordinal()

_DAYS = np.arange(FIRST - EPOCH, LAST - EPOCH).astype("datetime64[D]")
_YEARS = _DAYS.astype("datetime64[Y]").astype(np.int32) + 1970
_MONTHS = _DAYS.astype("datetime64[M]").astype(np.int32) % 12
_DATES = (_DAYS - _DAYS.astype("datetime64[M]")).astype(np.int32)
MONTH: Ints = _YEARS * 12 + _MONTHS
"""year * 12 + month - 1 of each day from `FIRST`."""
CALENDAR: Ints = _YEARS * 512 + _MONTHS * 32 + _DATES
"""Year, month and day of each day from `FIRST` in one number, so that the difference of two holds the age in years."""


def ages(calendar_of_birth: Ints, on: Ints) -> Ints:
    """Whole years from births (entries of `CALENDAR`) to days (ordinals); 0 before birth."""
    found: Ints = np.maximum((CALENDAR[on - FIRST] - calendar_of_birth) >> 9, 0)
    return found


def months(day: Ints) -> Ints:
    """year * 12 + month - 1 of ordinals."""
    return MONTH[day - FIRST]


def april(year: int) -> int:
    """The ordinal of 1 April."""
    return date(year, 4, 1).toordinal()
