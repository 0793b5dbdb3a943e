"""Looks postcodes up: the small area, the country, which establishment it is. No postcode of a line is kept."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ouzel.activity.establishments import establishment_of, plain
from ouzel.activity.postcodes.directory import KIND
from ouzel.activity.references import releases
from ouzel.activity.references.detention import listed
from ouzel.activity.store.place import Store

BFPO = "BFPO"
FORCES = "BF"
WIDTH = 7
"""Characters of a postcode without its space, at most."""


class Postcodes:
    """A directory in memory: some 60 bytes a postcode."""

    def __init__(self, table: pa.Table, *, prisons: Iterable[str] = (), name: str = "") -> None:
        """`table` is that of `directory.read_directory`, by postcode; `prisons` are postcodes that any list has had."""
        self.name = name
        self._keys = table["postcode"].to_numpy(zero_copy_only=False).astype(f"S{WIDTH}")
        self._columns = {
            column: table[column].combine_chunks().dictionary_encode() for column in ("area", "country", "commissioner")
        }
        self._establishments = {plain(each): establishment_of(each) for each in prisons}

    def __len__(self) -> int:
        return len(self._keys)

    def areas(self, values: Sequence[str]) -> list[str]:
        """What each postcode becomes: a small area in England, a county, board area or district elsewhere in the
        United Kingdom, the country itself for the islands, BFPO for the British Forces; "" where it is not known.
        """
        found = self._found(values, "area")
        return [BFPO if plain(value).startswith(FORCES) else area for value, area in zip(values, found, strict=True)]

    def countries(self, values: Sequence[str]) -> list[str]:
        """The country of each postcode by its code (E92000001 is England); "" where it is not known."""
        return self._found(values, "country")

    def commissioners(self, values: Sequence[str]) -> list[str]:
        """The sub-ICB location of each postcode as printed in the edition: nine-character codes."""
        return self._found(values, "commissioner")

    def establishments(self, values: Sequence[str]) -> list[str]:
        """Of each postcode the code of the prison or other place of detention that some list says, on whatever day,
        it is of; "" where none does. On which days it is one is asked of the lists as they are known, for each line."""
        return [self._establishments.get(plain(value), "") for value in values]

    def _found(self, values: Sequence[str], column: str) -> list[str]:
        asked: npt.NDArray[np.bytes_] = np.array([_key(value) for value in values], dtype=f"S{WIDTH}")
        if not len(asked) or not len(self._keys):
            return [""] * len(asked)
        at = np.minimum(np.searchsorted(self._keys, asked), len(self._keys) - 1)
        there = self._keys[at] == asked
        words = self._columns[column].dictionary.to_pylist()
        codes = self._columns[column].indices.to_numpy()[at]
        return [words[code] if known else "" for code, known in zip(codes.tolist(), there.tolist(), strict=True)]


def _key(postcode: str) -> bytes:
    """As it is looked up; what is too long to be a postcode, or not plain letters, is nobody's."""
    text = plain(postcode)
    return text.encode() if len(text) <= WIDTH and text.isascii() else b""


def newest(*, on: date | None = None, known_at: date | None = None, store: Store | None = None) -> Postcodes | None:
    """The edition for a day (else the newest there is), with every prison ever listed; None where none is loaded."""
    there = [
        release for release in releases.releases(KIND, known_at=known_at)
        if on is None or release.effective.lower is None or release.effective.lower <= on
    ]  # fmt: skip
    if not there:
        return None
    place = store or Store.at()
    return _kept(place, releases.path_of(there[-1]), there[-1].name, listed(place))


@lru_cache(maxsize=2)
def _kept(store: Store, path: str, name: str, prisons: tuple[str, ...]) -> Postcodes:
    """A directory is read once: its file never changes."""
    return Postcodes(store.read_table(path), prisons=prisons, name=name)
