"""The words that the numbers in lines stand for: only ever added to, so that a number means the same for good.

Each save adds one file a dictionary, with what is new. A load that fails after it leaves words that nobody uses,
which does no harm; a number that a line uses is in a file written before the line counted.
"""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ouzel.engine.activity_lines import DICTIONARIES, PROFILE, SUPPLY

if TYPE_CHECKING:
    from ouzel.activity.store.place import Store

Key = tuple[str, ...]
Texts: TypeAlias = Any  # pa.Array, pa.ChunkedArray, or a table of them (pa.Table, pa.RecordBatch)

FILE = re.compile(r"/(\d{6})(\.whole)?\.parquet$")
WHOLE = 32
"""Every so many files one is written that holds everything, so that reading never opens more than these."""


def key_columns(name: str) -> tuple[str, ...]:
    """What tells the entries of a dictionary apart; KeyError for one that there is not."""
    if name not in DICTIONARIES:
        raise KeyError(f"{name!r} is no dictionary of lines: use {', '.join(DICTIONARIES)}")
    return {"profile": PROFILE, "supply": SUPPLY}.get(name, ("code",))


class Dictionary:
    """One dictionary in memory: entries by number, and what of them is not saved yet."""

    def __init__(self, name: str) -> None:
        self.columns = key_columns(name)
        self.named = name not in ("profile", "supply")
        blank = ("",) * len(self.columns)
        self.keys: list[Key] = [blank]
        self.words: list[str] = [""]  # the name of each, of those dictionaries that have names
        self.numbers: dict[Key, int] = {blank: 0}
        self.changed: set[int] = set()  # numbers to be saved

    def add(self, key: Key) -> int:
        """The number of an entry, a new one if it must be."""
        number = self.numbers.get(key)
        if number is None:
            number = self.numbers[key] = len(self.keys)
            self.keys.append(key)
            self.words.append("")
            self.changed.add(number)
        return number

    def call(self, number: int, word: str) -> None:
        """Give an entry its name; the last one given holds."""
        if number and word and self.words[number] != word:
            self.words[number] = word
            self.changed.add(number)

    def table(self, numbers: Sequence[int] | None = None) -> pa.Table:
        """Entries as id, key columns and (of codes) name."""
        chosen = range(len(self.keys)) if numbers is None else numbers
        columns: dict[str, pa.Array] = {"id": pa.array(chosen, pa.int32())}
        for place, column in enumerate(self.columns):
            columns[column] = pa.array([self.keys[number][place] for number in chosen], pa.string())
        if self.named:
            columns["name"] = pa.array([self.words[number] for number in chosen], pa.string())
        return pa.table(columns)

    def fill(self, table: pa.Table, *, source: str) -> None:
        """Take entries as they were saved, in the order of the files."""
        columns = [table[column].to_pylist() for column in self.columns]
        words = table["name"].to_pylist() if self.named else [""] * table.num_rows
        for number, word, *key in zip(table["id"].to_pylist(), words, *columns, strict=True):
            if number < len(self.keys):
                if self.keys[number] != tuple(key):
                    raise ValueError(f"{source}: number {number} is said to be two things; restore it from a backup")
            elif number == len(self.keys):
                self.numbers[tuple(key)] = number
                self.keys.append(tuple(key))
                self.words.append("")
            else:
                raise ValueError(f"{source}: a file of this dictionary before it is missing; restore it from a backup")
            self.words[number] = word or self.words[number]


class Dictionaries:
    """All dictionaries of a store, each read when it is first asked about. New words stay in memory until `save`.

    Adding is for one at a time: whoever loads holds `Lock.ACTIVITY`. Reading needs no lock.
    """

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._read: dict[str, Dictionary] = {}

    def ids(self, name: str, values: Texts, *, names: Texts | None = None) -> npt.NDArray[np.int32]:
        """The number of each value, new ones for words not met before. All blank (or null) is 0.

        `values` is a column of text (or a dictionary array of it), or for `profile` and `supply` a table with those
        columns. `names`, a column of the same length, says what codes are called; the last one said holds.
        """
        words = self[name]
        distinct, places = _distinct(values, words.columns)
        numbers = np.fromiter((words.add(key) for key in distinct), np.int32, len(distinct))
        found = numbers[places]
        if names is not None and words.named:
            called, those = _distinct(names, ("name",))
            pairs = np.unique(found.astype(np.int64) << 32 | those)
            for pair in pairs.tolist():
                words.call(pair >> 32, called[pair & 0xFFFFFFFF][0])
        return found

    def number(self, name: str, *key: str) -> int:
        """The number of one entry, a new one if it must be."""
        return self[name].add(key)

    def table(self, name: str) -> pa.Table:
        """All entries by number from 0 (blank): `id`, the columns that tell them apart, and of codes `name`."""
        return self[name].table()

    def keys(self, name: str) -> Sequence[Key]:
        """What each number stands for, by number."""
        return self[name].keys

    def size(self, name: str) -> int:
        """How many numbers there are, 0 among them."""
        return len(self[name].keys)

    def __getitem__(self, name: str) -> Dictionary:
        if name not in self._read:
            self._read[name] = _read(self._store, name)
        return self._read[name]

    def save(self) -> tuple[str, ...]:
        """Write what is new; the files written. FileExistsError where somebody else saved meanwhile."""
        written = []
        for name, words in self._read.items():
            if words.changed:
                written.append(_save(self._store, name, words))
                words.changed.clear()
        return tuple(written)


def _files(store: "Store", name: str) -> list[tuple[int, bool, str]]:
    found = ((FILE.search(path), path) for path in store.names(f"dictionaries/{name}"))
    return sorted((int(match[1]), bool(match[2]), path) for match, path in found if match)


def _read(store: "Store", name: str) -> Dictionary:
    words = Dictionary(name)
    files = _files(store, name)
    first = max((place for place, (_, whole, _) in enumerate(files) if whole), default=0)
    for _, _, path in files[first:]:
        words.fill(store.read_table(path), source=path)
    return words


def _save(store: "Store", name: str, words: Dictionary) -> str:
    files = _files(store, name)
    version = files[-1][0] + 1 if files else 1
    whole = version % WHOLE == 0
    path = f"dictionaries/{name}/{version:06}{'.whole' if whole else ''}.parquet"
    store.write_table(path, words.table(None if whole else sorted(words.changed)))
    return path


def _distinct(values: Texts, columns: Sequence[str]) -> tuple[list[Key], npt.NDArray[np.int64]]:
    """The different entries among rows, and for each row which one it is."""
    if not isinstance(values, pa.Table | pa.RecordBatch):
        words, places = _encoded(values)
        return [(word,) for word in words], places
    keys: list[Key] = [()]
    places = np.zeros(values.num_rows, np.int64)
    size = 1  # of the numbers in `places`; several columns are put together before the different ones are looked for
    waiting: list[list[str]] = []
    for column in columns:
        words, codes = _encoded(values.column(column))
        if len(words) > 1:
            if size * len(words) >= 1 << 62:
                keys, places = _met(keys, waiting, places)
                size, waiting = len(keys), []
            places = places * len(words) + codes
        size *= len(words)
        waiting.append(words)
    return _met(keys, waiting, places)


def _met(
    keys: list[Key], waiting: list[list[str]], places: npt.NDArray[np.int64]
) -> tuple[list[Key], npt.NDArray[np.int64]]:
    """The different entries there really are: beginnings `keys`, each with one word of every list that waits."""
    found, places = _renumbered(places)
    entries = []
    for number in found:
        rest: list[str] = []
        for words in reversed(waiting):
            number, place = divmod(number, len(words))
            rest.append(words[place])
        entries.append((*keys[number], *reversed(rest)))
    return entries, places


def _encoded(values: pa.Array | pa.ChunkedArray) -> tuple[list[str], npt.NDArray[np.int64]]:
    if isinstance(values, pa.ChunkedArray):
        values = values.unify_dictionaries().combine_chunks() if values.num_chunks != 1 else values.chunk(0)
    if not isinstance(values, pa.DictionaryArray):
        values = values.dictionary_encode()
    words = [word or "" for word in values.dictionary.to_pylist()]
    indices = values.indices
    if indices.null_count:
        indices = pc.fill_null(indices.cast(pa.int64()), len(words))
        words.append("")
    return words, indices.to_numpy(zero_copy_only=False).astype(np.int64, copy=False)


def _renumbered(codes: npt.NDArray[np.int64]) -> tuple[list[int], npt.NDArray[np.int64]]:
    """The different codes in the order in which they come, and each code's place among them."""
    encoded = pa.array(codes).dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy().astype(np.int64, copy=False)
