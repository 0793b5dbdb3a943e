"""Texts of a canonical batch as whole numbers: worked out once for each different text, and remembered over batches."""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Longs = npt.NDArray[np.int64]
POUNDS = pa.decimal128(18, 8)
PENNY = 10**6  # hundred-millionths of a pound
FIRST, LAST = date(1900, 1, 1), date(2200, 1, 1)  # a day before the one, or from the other on, is a filler
LIMIT = 10**12  # beyond it no count is meant
MOST = 10**12  # pence: ten thousand million pounds and more are not said


def day(text: str) -> int:
    """The ordinal of an ISO date; 0 where it is none, or a filler such as 1801-01-01 and 9999-12-31."""
    try:
        found = date.fromisoformat(text[:10])
    except ValueError:
        return 0
    return found.toordinal() if FIRST <= found < LAST else 0


def whole(text: str, *, otherwise: int) -> int:
    """A whole number; `otherwise` where it is none."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return otherwise
    return int(found) if found.is_finite() and found == found.to_integral_value() and abs(found) < LIMIT else otherwise


def count(text: str) -> int | None:
    """A whole number from 0 to 99,999, such as days; None where it is none."""
    found = whole(text, otherwise=-1)
    return found if 0 <= found < 100_000 else None


def thousandths(text: str) -> int | None:
    """A number in thousandths, a half rounded away from nought; None where it is none."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    if not found.is_finite() or abs(found) >= LIMIT:
        return None
    return int((found * 1000).quantize(Decimal(1), ROUND_HALF_UP))


class Numbers:
    """One way of reading texts. `read` gives the number of a text, None where it says none."""

    def __init__(self, read: Callable[[str], int | None], *, otherwise: int) -> None:
        self._read, self._otherwise = read, otherwise
        self._met: dict[str, int | None] = {"": None}

    def of(self, column: pa.Array | None, rows: int) -> tuple[Longs, npt.NDArray[np.bool_]]:
        """The number of each row, `otherwise` where there is none, and which rows say one. No column says nothing."""
        if column is None:
            return np.full(rows, self._otherwise, np.int64), np.zeros(rows, bool)
        words, places = encoded(column)
        numbers = [self._number(word) for word in words]
        values = np.array([self._otherwise if each is None else each for each in numbers], np.int64)
        said = np.array([each is not None for each in numbers], bool)
        return values[places], said[places]

    def strictly(self, column: pa.Array | None, rows: int, *, unreadable: int) -> Longs:
        """The number of each row: `otherwise` where nothing is said, `unreadable` where what is said is none."""
        if column is None:
            return np.full(rows, self._otherwise, np.int64)
        words, places = encoded(column)
        numbers = [self._number(word) for word in words]
        blank = [self._otherwise if not word.strip() else unreadable for word in words]
        either = [each if said is None else said for said, each in zip(numbers, blank, strict=True)]
        values: Longs = np.array(either, np.int64)[places]
        return values

    def _number(self, word: str) -> int | None:
        if word not in self._met:
            self._met[word] = self._read(word)
        return self._met[word]


def encoded(column: pa.Array) -> tuple[list[str], npt.NDArray[Any]]:
    """The different texts of a column, and for each row which one it is; null is blank."""
    if not isinstance(column, pa.DictionaryArray):
        column = column.dictionary_encode()
    words = [word or "" for word in column.dictionary.to_pylist()]
    indices = column.indices
    if indices.null_count:
        indices = pc.fill_null(indices.cast(pa.int32()), len(words))
        words.append("")
    if not words:
        words = [""]
    return words, indices.to_numpy(zero_copy_only=False)


def pounds(column: pa.Array | None, rows: int) -> tuple[Longs, npt.NDArray[np.bool_]]:
    """Pounds in decimals as hundred-millionths (the data sets allow eight decimals), and which rows say some.

    What is no number, or ten thousand million pounds and more, is not said.
    """
    if column is None:
        return np.zeros(rows, np.int64), np.zeros(rows, bool)
    if isinstance(column, pa.DictionaryArray):
        words, places = encoded(column)
        values, are = _pounds(pa.array(words, pa.string()))
        return values[places], are[places]
    return _pounds(column)


def pence(parts: Longs) -> Longs:
    """Hundred-millionths of a pound as pence, a half rounded away from nought."""
    return _divided(parts, PENNY)


def times(units: Longs, thousandths: Longs) -> Longs:
    """Pence of so many units at a price of one (hundred-millionths of a pound), a half rounded away from nought.

    Beyond `MOST` it is `MOST`: no such sum is meant, and whoever keeps it asks.
    """
    if (np.abs(units).astype(float) * np.abs(thousandths)).max(initial=0) < 2.0**62:
        return _divided(units * thousandths, PENNY * 1000)
    exact = (Decimal(u) * t / (PENNY * 1000) for u, t in zip(units.tolist(), thousandths.tolist(), strict=True))
    return np.array([_penny(each) for each in exact], np.int64)


def _penny(amount: Decimal) -> int:
    if abs(amount) >= MOST:
        return MOST if amount > 0 else -MOST
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def _divided(values: Longs, by: int) -> Longs:
    """Divided, a half rounded away from nought."""
    divided: Longs = np.sign(values) * ((np.abs(values) + by // 2) // by)
    return divided


def _pounds(column: pa.Array) -> tuple[Longs, npt.NDArray[np.bool_]]:
    parsed = _decimals(column)
    said = parsed.is_valid().to_numpy(zero_copy_only=False)
    # A decimal of at most 18 digits lies in the lower half of its 16 bytes.
    halves = np.frombuffer(parsed.buffers()[1], np.int64).reshape(-1, 2)[parsed.offset : parsed.offset + len(column)]
    return np.where(said, halves[:, 0], 0), said


def _decimals(column: pa.Array) -> pa.Array:
    blank = pc.equal(column, "")
    said = pc.if_else(blank, pa.scalar(None, pa.string()), column)
    try:
        return said.cast(POUNDS)
    except pa.ArrowInvalid:  # one of them is no number: the checks say which, here it is only not said
        return pa.array([_decimal(text) for text in said.to_pylist()], POUNDS)


def _decimal(text: str | None) -> Decimal | None:
    try:
        found = Decimal(text or "")
    except InvalidOperation:
        return None
    if not found.is_finite() or abs(found) >= 10**10:
        return None
    rounded = found.quantize(Decimal(1).scaleb(-POUNDS.scale), ROUND_HALF_UP)
    return rounded if abs(rounded) < 10**10 else None
