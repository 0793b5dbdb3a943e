"""Dates of birth: in columns that are headed so, and in text that says so."""

import re

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = (
    rf"(?:[0-9]{{1,4}}\s?[/.\-\s]\s?[0-9]{{1,2}}\s?[/.\-\s]\s?[0-9]{{1,4}}|[0-9]{{8}}|[0-9]{{6}}|"
    rf"[0-9]{{1,2}}(?:st|nd|rd|th)?[\s\-]?(?:of\s)?{_MONTH}[\s,\-]*[0-9]{{2,4}}|{_MONTH}\s[0-9]{{1,2}}(?:st|nd|rd|th)?,?\s[0-9]{{2,4}})"
)
_WORDS = r"\bd\.?\s?o\.?\s?b\b\.?|\bborn\b|\bbirth\s?date\b|\bdate\s+of\s+birth\b|\bbirthday\b"
SAID = rf"(?i)(?:{_WORDS})[^0-9a-z]{{0,4}}(?:(?:is|was|on|the)[^0-9a-z]{{0,3}}){{0,2}}{_DAY}"
"""A date after words that make it one of birth (RE2)."""

LOOKS_LIKE_DATE = rf"(?i)^\s*{_DAY}(?:[T ][0-9:.]+)?Z?\s*$"
MONTH_ONLY = r"^\s*(?:(?:0[1-9]|1[0-2])[-/]?(?:18|19|20)[0-9]{2}|(?:18|19|20)[0-9]{2}-(?:0[1-9]|1[0-2]))\s*$"
"""A month of birth as in HES's MYDOB (041968), or 1968-04."""

_HEADED = re.compile(r"\b(?:DOB|MYDOB|BIRTH ?DATE|DATE OF BIRTH|BIRTHDAY|MONTH OF BIRTH|DATEOFBIRTH|D O B)\b")


def headed_births(heading: str) -> bool:
    """Whether a column is headed as one of dates of birth; `heading` in capitals with spaces for signs."""
    return bool(_HEADED.search(heading))


def find_births(values: pa.Array, *, headed: bool) -> npt.NDArray[np.bool_]:
    """Dates of birth in distinct texts; `headed` by a heading that says so, any date is one."""
    found: npt.NDArray[np.bool_] = pc.match_substring_regex(values, SAID).to_numpy(zero_copy_only=False)
    if headed:
        found = found | pc.match_substring_regex(values, LOOKS_LIKE_DATE).to_numpy(zero_copy_only=False)
    return found


def months_of_birth(values: pa.Array) -> npt.NDArray[np.bool_]:
    """Which texts are a month and a year alone."""
    found: npt.NDArray[np.bool_] = pc.match_substring_regex(values, MONTH_ONLY).to_numpy(zero_copy_only=False)
    return found
