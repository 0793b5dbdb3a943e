"""Names of persons: in columns that are headed so, and in free text.

Titles and marks ("Mr Smith", "patient: Jane Doe") make a name certain. A whole value of a common forename and one more
word ("SMITH, John") is only likely: bodies are named after people. "Dr" and "Prof" name those who give care, and are
not taken for patients; "MR" and "MS" in capitals are as often a scan and an illness, so that a forename must follow.
"""

import re
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ouzel.activity.gate.forenames import FORENAMES

CANDIDATE = r"(?i)[a-z'\x{C0}-\x{24F}]{2,}[^a-z0-9\x{C0}-\x{24F}]{1,4}[a-z'\x{C0}-\x{24F}]"
"""Two words: the cheap filter (RE2)."""

_WORD = r"[^\W\d_][^\W\d_'’\-]*(?:['’\-][^\W\d_]+)*"
_CAPITAL = r"[A-Z\u00c0-\u00de][^\W\d_]*(?:['’\-][^\W\d_]+)*"
_TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx)\b\.?\s+(?:[A-Z]\.?\s+)*(?P<name>{_CAPITAL})")
_TITLED_ANYHOW = re.compile(rf"\b(?:mrs|miss|master|mr|ms|mx)\b\.?\s+(?:[a-z]\.?\s+)*(?P<name>{_WORD})", re.IGNORECASE)
_MARKED = re.compile(
    rf"\b(?:patient|pt|client|mother|father|parent|carer|husband|wife|son|daughter|next of kin|nok|named?|called)\b"
    rf"(?:['’]?s)?(?:\s+name)?\s*(?:is\b|[:=\-])?\s*(?P<first>{_WORD}),?\s+(?P<second>{_WORD})",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"\b(?:patient|pt|client|mother|father|parent|carer)(?:['’]?s)?\s+name\s*(?:is\b|[:=\-])\s*{_WORD}"
    rf"|\b(?:surname|forenames?|first name|family name|given name)\s*(?:is\b|[:=\-])\s*{_WORD}",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"\s*(?P<first>{_WORD})(?P<comma>,?)\s+(?:[^\W\d_]\.?\s+)?(?P<second>{_WORD})\s*")
_THINGS = """
and attendances appointment appointments centre center clinic clinics college community cook court day days dept
department development entertainment family first follow foundation gardens general group hall health home hospice
hospital hospitals house infirmary lane list lodge medical memorial nursing outpatient outpatients paget parade park
partnership place plan practice radcliffe rate rates resource road school service services site spine street suite
surgery team theatre trust unit visit ward wards wing
"""
_NO_NAMES = frozenset(_THINGS.split())
_HEADED = re.compile(
    r"\b(?:(?:SUR|FORE|LAST|FIRST|GIVEN|FAMILY|MIDDLE|MAIDEN|CHRISTIAN|PREFERRED) ?NAMES?"
    r"|(?:PATIENT|PERSON|CLIENT|MOTHER|FATHER|CARER|BABY)S? (?:FULL )?NAMES?|FULL ?NAME|PATIENTNAME"
    r"|NAME OF (?:THE )?PATIENT"
    r"|(?:PATIENT|PERSON|CLIENT) INITIALS?|NEXT OF KIN)\b"
)
_PART = r"[a-z\x{C0}-\x{24F}]['’a-z\x{C0}-\x{24F}.\-]*"
_A_NAME = rf"(?i)^\s*{_PART}(?:[ ,]+{_PART}){{0,4}}\s*$"


class Names(NamedTuple):
    """Which distinct values hold a person's name; `likely` ones might be named after a person."""

    certain: npt.NDArray[np.bool_]
    likely: npt.NDArray[np.bool_]


def headed_names(heading: str) -> bool:
    """Whether a column is headed as one of persons' names; `heading` in capitals with spaces for signs."""
    return bool(_HEADED.search(heading))


def find_names(values: pa.Array, *, headed: bool) -> Names:
    """Names of persons in distinct texts; `headed` by a heading that says so, any word is one."""
    certain, likely = np.zeros(len(values), bool), np.zeros(len(values), bool)
    at = np.flatnonzero(pc.match_substring_regex(values, CANDIDATE).to_numpy(zero_copy_only=False))
    for position, text in zip(at, values.take(pa.array(at)).to_pylist(), strict=True):
        certain[position] = is_certain(text)
        likely[position] = not certain[position] and is_likely(text)
    if headed:
        certain = certain | pc.match_substring_regex(values, _A_NAME).to_numpy(zero_copy_only=False)
    return Names(certain, likely & ~certain)


def is_certain(text: str) -> bool:
    """Whether a text says that a word in it is a person's name.

    >>> is_certain("seen by Mrs Patel"), is_certain("MR SCAN"), is_certain("Patient: Joan Bowler")
    (True, False, True)
    """
    if any(each["name"].lower() not in _NO_NAMES for each in _TITLED.finditer(text)):
        return True
    if any(each["name"].lower() in FORENAMES for each in _TITLED_ANYHOW.finditer(text)):
        return True
    if any(_is_pair(each["first"], each["second"]) for each in _MARKED.finditer(text)):
        return True
    return bool(_NAMED.search(text))


def is_likely(text: str) -> bool:
    """Whether a text is a forename and one more word, and nothing else.

    >>> is_likely("SMITH, John"), is_likely("John Radcliffe"), is_likely("Consultant Led")
    (True, False, False)
    """
    whole = _ALONE.fullmatch(text)
    if whole is None:
        return False
    first, second = (whole["second"], whole["first"]) if whole["comma"] else (whole["first"], whole["second"])
    return _is_pair(first, second)


def _is_pair(first: str, second: str) -> bool:
    if first.lower() in FORENAMES:
        return second.lower() not in _NO_NAMES
    return second.lower() in FORENAMES and first.lower() not in _NO_NAMES | {"st", "saint"} and first[:1].isupper()
