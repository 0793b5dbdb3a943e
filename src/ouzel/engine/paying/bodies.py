"""Codes of payers as whole numbers, the same in every period of one run."""

from collections.abc import Iterable

import numpy as np

from ouzel.engine.days import Ints


class Bodies:
    """Numbers for codes: 0 is nobody; those of the store's dictionary of commissioners come first, as they stand."""

    def __init__(self, codes: Iterable[str] = ()) -> None:
        self._numbers: dict[str, int] = {"": 0}
        for code in codes:
            self._numbers.setdefault(code, len(self._numbers))

    def number(self, code: str) -> int:
        """The number of a code, a new one where it is new."""
        return self._numbers.setdefault(code, len(self._numbers))

    def numbers(self, codes: Iterable[str]) -> Ints:
        """The numbers of many codes."""
        return np.array([self.number(code) for code in codes], dtype=np.int32)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)
