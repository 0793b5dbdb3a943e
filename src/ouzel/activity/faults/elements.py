"""Checks of single data elements: that mandatory ones are said, and that each has its shape.

Codes are of the standard and the element's place in it: ACM-17-MISSING, PLCM-14-SHAPE, IAP-05-COLUMN.
"""

import re
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ouzel.activity.faults.check import Check, Severity
from ouzel.activity.faults.view import View
from ouzel.activity.readers.standards import Element, elements

Mask = npt.NDArray[np.bool_]
_SHAPE = re.compile(r"(an|n)(\d+)(?:-(\d+))?(?:\.n(\d+))?")
# A number may be less than nought where money is taken back; a plan may not, which is a check of its own.
_NUMBER = r"^-?[0-9]{{1,{whole}}}{decimals}$"


@cache
def pattern(shape: str) -> tuple[str, str]:
    """The regular expression of a shape, and what is right in words.

    >>> pattern("an3-6")[1]
    '3 to 6 characters'
    """
    if shape == "date":
        return r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "A day such as 2025-04-01"
    if shape == "moment":
        return r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}$", "A time such as 2025-04-01T09:30:00"
    if shape == "Y/N":
        return "^[YN]$", "Y or N"
    found = _SHAPE.fullmatch(shape)
    if not found:
        raise ValueError(f"{shape!r} is no shape of a data element")
    kind, low, high, decimals = found.groups()
    if kind == "an":
        high = high or low
        words = (
            f"{low} characters"
            if low == high
            else f"at most {high} characters"
            if low == "1"
            else f"{low} to {high} characters"
        )
        return rf"^.{{{low},{high}}}$", words.capitalize() if words[0].isalpha() else words
    part = rf"(\.[0-9]{{1,{decimals}}})?" if decimals else ""
    words = f"A number of at most {low} digits" + (f" and {decimals} decimals" if decimals else ", without decimals")
    return _NUMBER.format(whole=low, decimals=part), words


@cache
def checks(standard: str) -> dict[str, Check]:
    """Every check of the data elements of a standard, by code."""
    found: dict[str, Check] = {}
    for element in elements(standard):
        heavy = Severity.WARNS if element.mandation == "O" else Severity.REFUSES
        those = [Check(f"{element.code}-SHAPE", element.name, "it is not written as the data set asks",
                       pattern(element.shape)[1], heavy)]  # fmt: skip
        if element.mandation == "M":
            those.append(
                Check(f"{element.code}-MISSING", element.name, "it is mandatory and not said", "Give it on each line")
            )
            those.append(Check(f"{element.code}-COLUMN", element.name, "the file has no column for a mandatory element",
                               f"Add the column {element.name}"))  # fmt: skip
        found |= {check.code: check for check in those}
    return found


def absent(standard: str, view: View) -> list[Check]:
    """The checks of mandatory elements that the file has no column for."""
    return [
        checks(standard)[f"{element.code}-COLUMN"] for element in elements(standard)
        if element.mandation == "M" and not any(view.has(heading) for heading in element.headings)
    ]  # fmt: skip


def _fits(values: pa.Array, shape: str) -> pa.Array:
    """Which values are of a shape. Lengths are counted: it is much faster than any expression."""
    found = _SHAPE.fullmatch(shape)
    if not found or found[1] != "an":
        return pc.match_substring_regex(values, pattern(shape)[0])
    length = pc.utf8_length(values)
    low, high = int(found[2]), int(found[3] or found[2])
    fits = pc.and_(pc.greater_equal(length, low), pc.less_equal(length, high))
    return pc.and_not(fits, pc.match_substring(values, "\n"))


def wrong(element: Element, column: pa.Array) -> tuple[Mask, Mask]:
    """Which rows do not say a mandatory element, and which say an element in another shape."""
    held = column if pa.types.is_dictionary(column.type) else None
    values = pc.ascii_trim_whitespace((column if held is None else held.dictionary).cast(pa.string()))
    blank = pc.equal(values, "").to_numpy(zero_copy_only=False)
    fits = _fits(values, element.shape).to_numpy(zero_copy_only=False)
    shape = ~blank & ~fits
    missing = blank if element.mandation == "M" else np.zeros(len(blank), bool)
    if held is not None:
        return _spread(missing, held), _spread(shape, held)
    return missing, shape


def _spread(of_words: Mask, held: pa.Array) -> Mask:
    """What is so of each word, for each row; mostly it is so of none."""
    if not of_words.any():
        return np.zeros(len(held), bool)
    spread: Mask = of_words[held.indices.to_numpy(zero_copy_only=False)]
    return spread
