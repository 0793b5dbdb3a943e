"""One way to write a provider: whatever knows a provider by its code knows it by `canonical`.

Files write the same trust as RC9, as RC900 (the long form of data sets with five places), as one of its sites (RC971)
or in small letters. Payer, market forces, local prices, agreements, accounts and later submissions are of the trust.
Source: NHS Data Dictionary, organisation code: a site of a trust is its three characters and two of the site.
"""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ouzel.activity.numbers import encoded

LONG_FORM = re.compile(r"([A-Z0-9]{3})00")
SITE_OF_TRUST = re.compile(r"(R[A-Z0-9]{2}|TA[A-Z])[A-Z0-9]{2}")
"""Codes of NHS trusts begin with R, of care trusts with TA. Of others, such as independent providers, five characters
may be a location with market forces of its own, and stay."""


def canonical(code: str) -> str:
    """The code by which a provider is known."""
    code = code.strip().upper()
    found = LONG_FORM.fullmatch(code) or SITE_OF_TRUST.fullmatch(code)
    return found[1] if found else code


def with_canonical(batch: pa.RecordBatch) -> tuple[pa.RecordBatch, dict[str, str]]:
    """A canonical batch whose providers are canonical, and as what those were submitted that are read otherwise.

    What was submitted is kept as the site of its lines, where they say no other.
    """
    if "provider" not in batch.schema.names:
        return batch, {}
    at = batch.schema.names.index("provider")
    words, places = encoded(batch.column(at))
    known = [canonical(word) for word in words]
    if known == words:
        return batch, {}
    made = batch.set_column(at, "provider", _column(known, places))
    spelt = [word.strip().upper() for word in words]
    submitted = ["" if word == code else word for word, code in zip(spelt, known, strict=True)]
    said = {word: code for word, code in zip(submitted, known, strict=True) if word}
    return (_sited(made, _column(submitted, places)) if said else made), said


def _column(words: Sequence[str], places: npt.NDArray[Any]) -> pa.DictionaryArray:
    """Words by row, each once in the dictionary."""
    distinct = {word: number for number, word in enumerate(dict.fromkeys(words))}
    numbers = np.array([distinct[word] for word in words], np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(numbers[places]), pa.array(list(distinct), pa.string()))


def _sited(batch: pa.RecordBatch, submitted: pa.DictionaryArray) -> pa.RecordBatch:
    """The batch with a site where it has none: the code that was submitted of the provider."""
    names = batch.schema.names
    if "site" not in names:
        return batch.append_column("site", submitted)
    column = batch.column(names.index("site"))
    site = pc.fill_null(column.dictionary_decode() if pa.types.is_dictionary(column.type) else column, "")
    filled = pc.if_else(pc.equal(site, ""), submitted.dictionary_decode(), site)
    return batch.set_column(names.index("site"), "site", filled.dictionary_encode())
