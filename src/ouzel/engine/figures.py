"""Figures as columns ready to be rebased: units, days, numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, overload

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ouzel.engine.columns import Column, read_column
from ouzel.engine.days import Ints, Longs

EPOCH = date(1970, 1, 1).toordinal()
"""Arrow counts days from here."""


@dataclass(frozen=True, eq=False)
class Figures:
    """Rows of figures: row i is for unit `units[unit[i]]` on day ordinal `day[i]` (None: the figures bear no date)."""

    units: tuple[str, ...]
    unit: Longs
    day: Ints | None
    columns: Sequence[Column]

    def __len__(self) -> int:
        return len(self.unit)

    @classmethod
    def of(cls, table: Any, *, unit: str, values: Sequence[str], day: str | date | None = None) -> "Figures":
        """From a pandas data frame or an Arrow table. `day` is the column of dates, the one date of all rows, or None.

        Numbers may be integers, floats, decimals or text ("1,234", "12.50"); decimals and text stay exact. ValueError
        names the column, the row (counted from 1) and the value of what is no number or no date.
        """
        _check(_names(table), unit, values, day)
        return cls(*cls._dated(table, unit, day), tuple(_column(table, name) for name in values))

    @classmethod
    def from_parquet(
        cls, path: str | Path, *, unit: str, values: Sequence[str], day: str | date | None = None
    ) -> "Figures":
        """As `of`, from a Parquet file. Each column of values is read when it is used, and let go (see `in_memory`)."""
        file = pq.ParquetFile(path, memory_map=True, read_dictionary=[unit])
        _check(file.schema_arrow.names, unit, values, day)
        table = file.read(columns=[unit, day] if isinstance(day, str) else [unit])
        units = cls._dated(table, unit, day)
        return cls(*units, ParquetColumns(path, tuple(values)))

    def in_memory(self) -> "Figures":
        """The same with all columns in memory, to be rebased many times."""
        return replace(self, columns=tuple(self.columns))

    @classmethod
    def _dated(cls, table: Any, unit: str, day: str | date | None) -> tuple[tuple[str, ...], Longs, Ints | None]:
        codes, units = _factorised(_series(table, unit))
        if isinstance(day, str):
            return units, codes, _days_of_arrow(table, day) if hasattr(table, "column_names") else _days(table[day])
        return units, codes, None if day is None else np.full(len(codes), day.toordinal(), dtype=np.int32)


@dataclass(frozen=True)
class ParquetColumns(Sequence[Column]):
    """Columns of a Parquet file, each read anew when asked for: a wide file never lies in memory as a whole."""

    path: str | Path
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.names)

    @overload
    def __getitem__(self, at: int) -> Column: ...
    @overload
    def __getitem__(self, at: slice) -> "ParquetColumns": ...
    def __getitem__(self, at: int | slice) -> "Column | ParquetColumns":
        if isinstance(at, slice):
            return ParquetColumns(self.path, self.names[at])
        name = self.names[at]
        file = pq.ParquetFile(self.path, memory_map=True)
        return _column(file.read(columns=[name], use_threads=False), name)


def _check(there: Sequence[str], unit: str, values: Sequence[str], day: str | date | None) -> None:
    absent = [name for name in (unit, *values, *([day] if isinstance(day, str) else [])) if name not in there]
    if absent:
        raise ValueError(f"no column {', '.join(map(repr, absent))}: there are {', '.join(map(str, there))}")
    if not values:
        raise ValueError("no column of values is named")


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


def _column(table: Any, name: str) -> Column:
    """A column of values; whole numbers and floats without gaps are taken from Arrow as they lie in memory."""
    if hasattr(table, "column_names"):
        column = table.column(name)
        if not column.null_count and column.type in (pa.int64(), pa.float64()) and column.num_chunks == 1:
            return read_column(name, pd.Series(column.to_numpy(), copy=False))
    return read_column(name, _series(table, name))


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
