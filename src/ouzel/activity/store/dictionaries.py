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

from ouzel.core.errors import ContentError
from ouzel.engine.activity_lines import DICTIONARIES, PROFILE, RESIDENCE, SUPPLY

if TYPE_CHECKING:
    from ouzel.activity.store.place import Store

Key = tuple[str, ...]
Texts: TypeAlias = Any  # pa.Array, pa.ChunkedArray, or a table of them (pa.Table, pa.RecordBatch)

Longs = npt.NDArray[np.int64]

FILE = re.compile(r"/(\d{6})(\.whole)?\.parquet$")
WHOLE = 32
"""Every so many files one is written that holds everything, so that reading never opens more than these."""


def key_columns(name: str) -> tuple[str, ...]:
    """What tells the entries of a dictionary apart; KeyError for one that there is not."""
    if name not in DICTIONARIES:
        raise KeyError(f"{name!r} is no dictionary of lines: use {', '.join(DICTIONARIES)}")
    return {"profile": PROFILE, "supply": SUPPLY, "residence": RESIDENCE}.get(name, ("code",))


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
        self._words: dict[str, int] = {}
        self._codes: list[dict[str, int]] = [{} for _ in self.columns]
        self._by_codes: dict[bytes, int] = {}  # numbers met, by the codes of their words

    def add(self, key: Key) -> int:
        """The number of an entry, a new one if it must be."""
        number = self.numbers.get(key)
        if number is None:
            number = self.numbers[key] = len(self.keys)
            self.keys.append(key)
            self.words.append("")
            self.changed.add(number)
        return number

    def single(self, those: Sequence[str]) -> npt.NDArray[np.int32]:
        """The number of each word, where one word is an entry, or the first of one whose others are blank."""
        met, numbers, rest = self._words, self.numbers, ("",) * (len(self.columns) - 1)
        found = [met.get(word) for word in those]
        for place in [place for place, number in enumerate(found) if number is None]:
            word = those[place]
            key = (word, *rest)
            found[place] = met[word] = numbers[key] if key in numbers else self.add(key)
        return np.array(found, np.int32)

    def combined(self, words: Sequence[Sequence[str]], entries: Longs) -> npt.NDArray[np.int32]:
        """The number of each entry; an entry is, for each column, a place in its list of words."""
        codes = np.empty(entries.shape, np.int32)
        for column, (known, those) in enumerate(zip(self._codes, words, strict=True)):
            of_words = np.fromiter((known.setdefault(word, len(known)) for word in those), np.int32, len(those))
            codes[:, column] = of_words[entries[:, column]]
        packed = codes.view(f"V{len(self.columns) * codes.itemsize}").ravel().tolist()
        numbers = np.fromiter((self._by_codes.get(each, -1) for each in packed), np.int32, len(packed))
        for row in np.flatnonzero(numbers < 0).tolist():
            key = tuple(those[place] for those, place in zip(words, entries[row].tolist(), strict=True))
            numbers[row] = self._by_codes[packed[row]] = self.add(key)
        return numbers

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
        """Take entries as they were saved, in the order of the files; ContentError for those of an earlier Ouzel."""
        if {"id", *self.columns} | ({"name"} if self.named else set()) != set(table.column_names):
            raise ContentError("the store of activity was written by an earlier Ouzel, in another form", source,
                               right="Load its files again, into a store that is empty")  # fmt: skip
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

        `values` is a column of text (or a dictionary array of it), or for those of several columns a table with these;
        a column alone is the first, with nothing beside it. `names`, a column of the same length, says what codes are
        called; the last one said holds.
        """
        words = self[name]
        if isinstance(values, pa.Table | pa.RecordBatch):
            lists, entries, places = _combinations(values, words.columns)
            found = words.combined(lists, entries)[places]
        else:
            distinct, places = _encoded(values)
            found = words.single(distinct)[places]
        if names is not None and words.named:
            called, those = _encoded(names)
            pairs = np.unique(found.astype(np.int64) << 32 | those)
            for pair in pairs.tolist():
                words.call(pair >> 32, called[pair & 0xFFFFFFFF])
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


def _combinations(table: Any, columns: Sequence[str]) -> tuple[list[list[str]], Longs, Longs]:
    """The words of each column, of each different entry the places of its words in these, and each row's entry."""
    words: list[list[str]] = []
    waiting: list[int] = []
    places = np.zeros(table.num_rows, np.int64)
    met = np.zeros((1, 0), np.int64)
    size = 1  # of the numbers in `places`; several columns are put together before the different ones are looked for
    for column in columns:
        found, codes = _encoded(table.column(column))
        if len(found) > 1:
            if size * len(found) >= 1 << 62:
                met, places = _taken_apart(met, waiting, places)
                size, waiting = len(met), []
            places = places * len(found) + codes
        size *= len(found)
        words.append(found)
        waiting.append(len(found))
    met, places = _taken_apart(met, waiting, places)
    return words, met, places


def _taken_apart(met: Longs, sizes: Sequence[int], places: Longs) -> tuple[Longs, Longs]:
    """The different entries there really are: a row of `met`, then a place in each column whose size is given."""
    numbers, places = _renumbered(places)
    columns = []
    for size in reversed(sizes):
        numbers, place = np.divmod(numbers, size)
        columns.append(place)
    return np.column_stack([met[numbers], *reversed(columns)]), places


def _encoded(values: pa.Array | pa.ChunkedArray) -> tuple[list[str], Longs]:
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


def _renumbered(codes: Longs) -> tuple[Longs, Longs]:
    """The different codes in the order in which they come, and each code's place among them."""
    encoded = pa.array(codes).dictionary_encode()
    return encoded.dictionary.to_numpy(), encoded.indices.to_numpy().astype(np.int64, copy=False)
