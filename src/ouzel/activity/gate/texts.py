"""A column as the texts in it and which row has which: rules are worked out once for a text, not for every row."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

SAMPLE = 2_000
MANY = 0.7  # share of different values in a sample from which a dictionary saves nothing


@dataclass(frozen=True)
class Texts:
    """`words` without nulls; the row's word is at `codes[row]`, or at the row itself where `codes` is None."""

    words: pa.Array
    codes: npt.NDArray[np.int32] | None = None

    @classmethod
    def of(cls, array: pa.Array) -> Self:
        """The texts of a column of any plain type; nulls are blank. TypeError where values are not text or numbers."""
        if pa.types.is_dictionary(array.type):
            return cls._of_dictionary(array)
        words = as_text(array)
        if len(words) and _mostly_different(words):
            return cls(words)
        return cls._of_dictionary(pc.dictionary_encode(words))

    @classmethod
    def _of_dictionary(cls, array: Any) -> Self:
        words, codes = as_text(array.dictionary), array.indices
        if codes.null_count:
            codes = pc.fill_null(codes.cast(pa.int32()), len(words))
            words = pa.concat_arrays([words, pa.array([""], pa.string())])
        return cls(words, codes.to_numpy(zero_copy_only=False).astype(np.int32, copy=False))

    def __len__(self) -> int:
        return len(self.words) if self.codes is None else len(self.codes)

    def spread(self, of_words: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """What is known of each word, for each row."""
        return of_words if self.codes is None else of_words[self.codes]

    def plain(self) -> pa.Array:
        """A text for each row."""
        return self.words if self.codes is None else self.words.take(pa.array(self.codes))


def as_text(array: pa.Array) -> pa.Array:
    """A column as text without nulls; TypeError where that cannot be."""
    if array.type != pa.string():
        try:
            array = array.cast(pa.string())
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
            # Not chained: the text of such an error may hold a value.
            raise TypeError("values that are not text or numbers") from None
    return pc.fill_null(array, "") if array.null_count else array


def _mostly_different(words: pa.Array) -> bool:
    step = max(len(words) // SAMPLE, 1)
    some = words.take(pa.array(np.arange(0, len(words), step)))
    return len(pc.unique(some)) > MANY * len(some) and len(some) > 50
