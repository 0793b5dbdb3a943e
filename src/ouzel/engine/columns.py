"""One column of figures as exact numbers, with what is missing or suppressed kept apart."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd

from ouzel.engine.days import Flags, Floats, Longs

SUPPRESSED = frozenset({"*", "c", "[c]"})
"""What publishers print where a number is withheld. It is not a number, and never 0."""

MISSING = frozenset({"", "x", "[x]", ":", "..", "na", "n/a", "null", "nan"})
"""What publishers print where there is no number."""

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


def shown(value: Any, places: int | None) -> int | float | Decimal:
    """A sum of a column as its own kind of number: `places` as in `Column`."""
    if places is not None:
        return Decimal(int(value)).scaleb(-places)
    return int(value) if isinstance(value, (int, np.integer)) else float(value)


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
