"""Figures as columns ready to be rebased: units, days, exact numbers, and what is missing or suppressed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from ouzel.engine.days import Flags, Floats, Ints, Longs

SUPPRESSED = frozenset({"*", "c", "[c]"})
"""What publishers print where a number is withheld. It is not a number, and never 0."""

MISSING = frozenset({"", "x", "[x]", ":", "..", "na", "n/a", "null", "nan"})
"""What publishers print where there is no number."""

EPOCH = date(1970, 1, 1).toordinal()
"""Arrow counts days from here."""

NUMBER = re.compile(r"[+-]?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]+)?$|[+-]?\.[0-9]+$")


@dataclass(frozen=True, eq=False)
class Column:
    """One column of figures. `values` are 0 where `missing` or `suppressed` (None: nowhere).

    `places` is given for exact decimals, held as whole numbers of 10**-places (pence for places 2).
    """

    name: str
    values: Longs | Floats
    missing: Flags | None = None
    suppressed: Flags | None = None
    places: int | None = None

    @property
    def exact(self) -> bool:
        """Whether its sums are exact: whole numbers or decimals."""
        return self.values.dtype == np.int64

    def shown(self, value: Any) -> int | float | Decimal:
        """A sum of this column as its own kind of number."""
        if self.places is not None:
            return Decimal(int(value)).scaleb(-self.places)
        return int(value) if isinstance(value, (int, np.integer)) else float(value)


@dataclass(frozen=True, eq=False)
class Figures:
    """Rows of figures: row i is for unit `units[unit[i]]` on day ordinal `day[i]` (None: the figures bear no date)."""

    units: tuple[str, ...]
    unit: Longs
    day: Ints | None
    columns: tuple[Column, ...]

    def __len__(self) -> int:
        return len(self.unit)

    @classmethod
    def of(cls, table: Any, *, unit: str, values: Sequence[str], day: str | date | None = None) -> "Figures":
        """From a pandas data frame or an Arrow table. `day` is the column of dates, the one date of all rows, or None.

        Numbers may be integers, floats, decimals or text ("1,234", "12.50"); decimals and text stay exact. ValueError
        names the column, the row (counted from 1) and the value of what is no number or no date.
        """
        absent = [
            name for name in (unit, *values, *([day] if isinstance(day, str) else [])) if name not in _names(table)
        ]
        if absent:
            raise ValueError(
                f"no column {', '.join(map(repr, absent))}: there are {', '.join(map(str, _names(table)))}"
            )
        if not values:
            raise ValueError("no column of values is named")
        codes, units = _factorised(_series(table, unit))
        if isinstance(day, str):
            days: Ints | None = _days_of_arrow(table, day) if hasattr(table, "column_names") else _days(table[day])
        else:
            days = None if day is None else np.full(len(codes), day.toordinal(), dtype=np.int32)
        return cls(units, codes, days, tuple(read_column(name, _series(table, name)) for name in values))


def read_column(name: str, column: "pd.Series[Any]") -> Column:
    """One column of a table as exact numbers where they are exact; ValueError for what is no number."""
    kind = column.dtype
    if isinstance(kind, pd.ArrowDtype) and pd.api.types.is_integer_dtype(kind):
        column = column.astype("Int64")
    if pd.api.types.is_bool_dtype(kind):
        raise ValueError(f"column {name!r} holds true and false, not numbers")
    if pd.api.types.is_integer_dtype(kind):
        if column.hasnans:
            gaps = column.isna().to_numpy(dtype=np.bool_)
            return Column(name, column.fillna(0).to_numpy(dtype=np.int64), gaps)
        return Column(name, _int64(name, column))
    if pd.api.types.is_float_dtype(kind):
        return _floats(name, column.to_numpy(dtype=np.float64, na_value=np.nan))
    return _texts(name, column)


def _int64(name: str, column: "pd.Series[Any]") -> Longs:
    if column.dtype == np.uint64 and len(column) and int(column.max()) > np.iinfo(np.int64).max:
        raise ValueError(f"column {name!r} holds numbers above {np.iinfo(np.int64).max}")
    return column.to_numpy(dtype=np.int64)


def _floats(name: str, values: Floats) -> Column:
    gaps = np.isnan(values)
    if np.isinf(values).any():
        raise ValueError(f"column {name!r}, row {int(np.flatnonzero(np.isinf(values))[0]) + 1}: an infinite number")
    return Column(name, np.where(gaps, 0.0, values), gaps) if gaps.any() else Column(name, values)


def _texts(name: str, column: "pd.Series[Any]") -> Column:
    """Text and decimals: each distinct value is read once."""
    where, distinct = pd.factorize(column.astype(object), use_na_sentinel=True)
    read: list[Decimal] = []
    gap, withheld = (np.zeros(len(distinct) + 1, dtype=np.bool_) for _ in range(2))
    gap[-1] = True
    for i, value in enumerate(distinct):
        text = str(value).strip()
        gap[i], withheld[i] = text.lower() in MISSING, text.lower() in SUPPRESSED
        if gap[i] or withheld[i]:
            read.append(Decimal(0))
            continue
        number = _number(value, text)
        if number is None:
            row = int(np.flatnonzero(where == i)[0]) + 1
            raise ValueError(
                f"column {name!r}, row {row}: {text!r} is not a number;"
                " a withheld one is written *, a missing one left blank"
            )
        read.append(number)
    places = max((max(0, -int(number.as_tuple().exponent)) for number in read), default=0)
    scaled = [int(number.scaleb(places)) for number in read] + [0]
    if max(map(abs, scaled)) > np.iinfo(np.int64).max:
        raise ValueError(f"column {name!r} holds a number with too many digits")
    masks = [mask[where] for mask in (gap, withheld)]
    missing, suppressed = (mask if mask.any() else None for mask in masks)
    decimal = places > 0 or any(isinstance(value, Decimal) for value in distinct)
    return Column(name, np.array(scaled, dtype=np.int64)[where], missing, suppressed, places if decimal else None)


def _number(value: object, text: str) -> Decimal | None:
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        return Decimal(int(value))
    if isinstance(value, (Decimal, float)):
        number = Decimal(text)
        return number if number.is_finite() else None
    return Decimal(text.replace(",", "")) if NUMBER.match(text) else None


def _factorised(column: "pd.Series[Any]") -> tuple[Longs, tuple[str, ...]]:
    """Codes as positions in the distinct ones; a blank is the code ""."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        where, distinct = column.cat.codes.to_numpy(), column.cat.categories
    else:
        where, distinct = pd.factorize(column, use_na_sentinel=True)
    codes = where.astype(np.int64)
    named = [str(code).strip() for code in distinct]
    if (codes < 0).any():
        codes[codes < 0] = len(named)
        named.append("")
    return codes, tuple(named)


def _days(column: "pd.Series[Any]") -> Ints:
    """Ordinals of a column of dates, timestamps or ISO texts; each distinct one is read once."""
    where, distinct = pd.factorize(column, use_na_sentinel=True)
    if (where < 0).any():
        raise ValueError(f"column {column.name!r}, row {int(np.flatnonzero(where < 0)[0]) + 1}: no date")
    ordinals = []
    for i, value in enumerate(distinct):
        try:
            ordinals.append((date.fromisoformat(value.strip()) if isinstance(value, str) else value).toordinal())
        except (ValueError, AttributeError):
            row = int(np.flatnonzero(where == i)[0]) + 1
            raise ValueError(f"column {column.name!r}, row {row}: {value!r} is not a date such as 2021-04-01") from None
    return np.array(ordinals, dtype=np.int32)[where]


def _days_of_arrow(table: Any, name: str) -> Ints:
    """Ordinals of an Arrow column of dates; without making a date of each."""
    column = table.column(name)
    if column.null_count or not (pa.types.is_date(column.type) or pa.types.is_timestamp(column.type)):
        return _days(_series(table, name))
    since_1970: Longs = column.cast(pa.date32(), safe=False).cast(pa.int32()).to_numpy()
    return (since_1970 + EPOCH).astype(np.int32)


def _names(table: Any) -> list[str]:
    return list(table.column_names) if hasattr(table, "column_names") else list(table.columns)


def _series(table: Any, name: str) -> "pd.Series[Any]":
    """One column; an Arrow column is not copied where it need not be."""
    if not hasattr(table, "column_names"):
        found: pd.Series[Any] = table[name]
        return found
    column = table.column(name)
    # Left to itself Arrow makes floats of whole numbers with gaps, and large ones would no longer be exact.
    whole_with_gaps = column.null_count and pa.types.is_integer(column.type)
    made: pd.Series[Any] = column.to_pandas(types_mapper=(lambda _: pd.Int64Dtype()) if whole_with_gaps else None)
    return made
