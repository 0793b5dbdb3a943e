"""Which named code sets the records of a batch fall in, by all their diagnoses and procedures."""

import re
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ouzel.activity.numbers import encoded
from ouzel.activity.rules.code_sets import set_codes, sets_of

SCHEMES = {"diagnoses": "ICD-10", "procedures": "OPCS-4"}


def code_sets(at: Mapping[str, pa.Array], rows: int) -> pa.Array:
    """The sets of each record by comma ("infertility"), of the columns `diagnoses` and `procedures` that there are."""
    found: dict[int, set[str]] = {}
    for name, scheme in SCHEMES.items():
        if name not in at or not set_codes().get(scheme):
            continue
        words, places = encoded(at[name])
        # Nearly every record has a list of its own, and few have a code of any set: those are looked for first.
        hits = pc.match_substring_regex(pa.array(words), _pattern(scheme)).to_numpy(zero_copy_only=False)
        sets = {place: _sets(name, words[place]) for place in np.flatnonzero(hits).tolist()}
        for row in np.flatnonzero(hits[places]).tolist():
            found.setdefault(row, set()).update(sets[int(places[row])])
    numbers: dict[str, int] = {"": 0}
    of_rows = np.zeros(rows, np.int32)
    for row, those in found.items():
        of_rows[row] = numbers.setdefault(",".join(sorted(those)), len(numbers))
    return pa.DictionaryArray.from_arrays(of_rows, pa.array(list(numbers), pa.string()))


def _sets(name: str, codes: str) -> list[str]:
    each = codes.split(",")
    told = sets_of(diagnoses=each) if name == "diagnoses" else sets_of(procedures=each)
    return told.split(",") if told else []


@lru_cache
def _pattern(scheme: str) -> str:
    """Any code of any set, with or without its dot, at the beginning of a code in a list."""
    codes = sorted({code for codes in set_codes()[scheme].values() for code in codes})
    told = (re.escape(code[:3]) + (r"\.?" + re.escape(code[3:]) if code[3:] else "") for code in codes)
    return rf"(?i)(^|,)\s*({'|'.join(told)})"
