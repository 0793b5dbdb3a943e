"""The identifiers of a batch as pseudonyms: person, spell and record."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ouzel.activity.gate.key import Key
from ouzel.activity.gate.nhs_numbers import plain_numbers, valid
from ouzel.activity.gate.pseudonyms import BETWEEN, pseudonyms, undressed
from ouzel.activity.gate.texts import Texts
from ouzel.activity.providers import canonical

Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

PSEUDONYM = 16
"""Signs that a publisher's pseudonym has at the least."""


@dataclass(frozen=True)
class Person:
    """Pseudonyms of patients by row (0: not said), and which rows had an NHS number."""

    numbers: Numbers
    nhs: Mask


def person_of(texts: Texts, *, provider: Texts, key: Key, published: bool = False) -> Person:
    """Pseudonyms of NHS numbers, the same in whatever dress, and of what else stands for a person in the file.

    What is no NHS number is the provider's own number of a patient, so that of two providers the same one is two; a
    text without digits ("UNKNOWN") is nobody. In an extract that is `published`, its publisher has numbered persons.
    """
    words = undressed(texts.words)
    nhs = plain_numbers(words)
    if nhs.any():
        nhs[nhs] = valid(words.filter(pa.array(nhs)))
    spread = texts.spread(nhs)
    if nhs.all():
        return Person(pseudonyms(_with_codes(words, texts), key=key, purpose="person"), spread)
    numbered = pc.match_substring_regex(words, "[0-9]")
    if published:  # its pseudonyms are long, and by chance one in a hundred is of letters alone
        numbered = pc.or_(numbered, pc.greater_equal(pc.binary_length(words), PSEUDONYM))
    words = pc.if_else(numbered, words, "")
    if published:
        return Person(pseudonyms(_with_codes(words, texts), key=key, purpose="person"), spread)
    national = pc.if_else(pa.array(nhs), words, "")
    made = pseudonyms(_with_codes(national, texts), key=key, purpose="person")
    return Person(without_number(made, Texts(words, texts.codes), provider=provider, key=key), spread)


def identifier_of(texts: Texts, *, provider: Texts, purpose: str, key: Key) -> Numbers:
    """Pseudonyms of identifiers that are a provider's own: of two providers the same one is two."""
    words = pc.utf8_trim_whitespace(texts.words)
    codes = [canonical(code) for code in provider.words.to_pylist()]
    if len(set(codes)) == 1:
        return pseudonyms(_with_codes(words, texts), key=key, purpose=f"{purpose}{BETWEEN}{codes[0]}")
    rows = Texts(words, texts.codes).plain()
    of_provider = Texts(pa.array(codes, pa.string()), provider.codes).plain()
    joined = pc.binary_join_element_wise(of_provider, rows, BETWEEN)
    return pseudonyms(pc.if_else(pc.equal(rows, ""), "", joined), key=key, purpose=purpose)


def without_number(person: Numbers, local: Texts, *, provider: Texts, key: Key) -> Numbers:
    """The person by the provider's own number, where the file has no NHS number."""
    at = np.flatnonzero(person == 0)
    if not len(at):
        return person
    rows = pa.array(at)
    some, whose = (Texts.of(texts.plain().take(rows)) for texts in (local, provider))
    made = person.copy()
    made[at] = identifier_of(some, provider=whose, purpose="local-person", key=key)
    return made


def _with_codes(words: pa.Array, texts: Texts) -> pa.Array:
    return words if texts.codes is None else pa.DictionaryArray.from_arrays(pa.array(texts.codes), words)
