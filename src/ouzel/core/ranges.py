"""Keys and dates as ranges, for exclusion constraints on a server that has no btree_gist.

A scalar key is written as a range that holds that one value, so `&&` on it means "is the same".
"""

from typing import Any

from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField
from django.db.models import Func


class KeyRange(Func):
    """A bigint column as a one-value range: `int8range(id, id, '[]')`."""

    template = "int8range(%(expressions)s, %(expressions)s, '[]')"
    arity = 1
    output_field = BigIntegerRangeField()


class TextKeyRange(Func):
    """A text column as a one-value range of its 64-bit hash.

    Two texts that share a hash refuse each other: one chance in 2^64.
    """

    template = "int8range(hashtextextended(%(expressions)s, 0), hashtextextended(%(expressions)s, 0), '[]')"
    arity = 1
    output_field = BigIntegerRangeField()


class DateSpan(Func):
    """Two date columns as a half-open range; a null end is open."""

    function = "daterange"
    arity = 2

    def __init__(self, since: str, until: str, **extra: Any) -> None:
        super().__init__(since, until, output_field=DateRangeField(), **extra)


class DayRange(Func):
    """A date column as the range of that one day."""

    template = "daterange(%(expressions)s, %(expressions)s, '[]')"
    arity = 1
    output_field = DateRangeField()
