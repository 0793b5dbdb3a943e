"""Which values may stand in a list of faults: those of fields that are not personal, and that tell of no person."""

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from ouzel.activity.fields import FIELDS
from ouzel.activity.gate.detecting import detect

LONGEST = 60
_DAY = re.compile(r"[0-9]{1,4}[-/. ][0-9A-Za-z]{1,9}[-/. ][0-9]{2,4}")
_WORD = re.compile(r"[^\W\d_]{4,}")
_WORDED = ("pod",)  # codes that are words in capitals, such as OPFASPCL
_DATES = ("start", "end", "created", "episode_start", "episode_end")


def shown(values: Sequence[str], *, field: str, personal: bool) -> list[str]:
    """Each value as it may be shown: "" where the field is personal, or the value could be somebody's.

    A value in the wrong column may be a patient's whatever the column: NHS numbers, postcodes, days, names and long
    words are not shown.
    """
    if personal or (field in FIELDS and FIELDS[field].personal):
        return [""] * len(values)
    distinct = {value: position for position, value in enumerate(dict.fromkeys(values))}
    found = detect(pa.array(list(distinct), pa.string()), heading="")
    held = found.mask(len(distinct)) if distinct else np.zeros(0, bool)
    allowed = {
        value: value if not held[position] and _plain(value, field) else "" for value, position in distinct.items()
    }
    return [allowed[value] for value in values]


def _plain(value: str, field: str) -> bool:
    if len(value) > LONGEST:
        return False
    if field in _DATES:
        return not _WORD.search(value)
    digits = sum(sign.isdigit() for sign in value)
    looks_like_number = digits >= 10 and "." not in value
    word = _WORD.search(value) and not (field in _WORDED and value.isupper() and " " not in value)
    return not (looks_like_number or _DAY.search(value) or word)
