"""A load that did not come to its end leaves nothing: what it writes is told beforehand, and swept up by the next.

The mark of a load is written before its first line and removed when the database has it. A mark that stands while
nobody loads is of a load that was cut off.
"""

import json
import re
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from ouzel.activity.store.lines import DEAD_FILE

if TYPE_CHECKING:
    from ouzel.activity.store.place import Store

MARK = re.compile(r"staging/load-(\d+)\.json$")
NAMED = re.compile(r"/load-(\d+)(-[^/]+)?\.(parquet|json)$")


def mark(store: "Store", load: int) -> str:
    """Say that a load is about to write; the name of the mark."""
    name = f"staging/load-{load}.json"
    store.write_json(name, {"load": load})
    return name


def marked(store: "Store") -> frozenset[int]:
    """The loads that have a mark."""
    return frozenset(int(match[1]) for name in store.names("staging") if (match := MARK.search(name)))


def unmark(store: "Store", loads: Collection[int]) -> None:
    """Take marks away: the database has these loads."""
    store.remove(*(f"staging/load-{load}.json" for load in loads))


def sweep(store: "Store", *, known: Callable[[Collection[int]], Collection[int]]) -> tuple[int, ...]:
    """Remove all that marked loads left which the database does not know; their numbers.

    `known` says which of some numbers it does. For whoever holds `Lock.ACTIVITY`, so that nobody is loading.
    """
    waiting = marked(store)
    lost = tuple(sorted(waiting - set(known(waiting)))) if waiting else ()
    for load in lost:
        unsettle(store, load)
        store.remove(*_named(store, load), *_replaced_by(store, load))
    unmark(store, lost)
    return lost


def unsettle(store: "Store", *loads: int) -> None:
    """Remove what was worked out of spells for any set with these loads, and what of it no other set needs."""
    settled = [name for name in store.names("spells") if name.endswith(".json")]
    said = {name: json.loads(store.read(name)) for name in settled}
    gone = [name for name, each in said.items() if set(loads) & set(each["loads"])]
    needed = {path for name, each in said.items() if name not in gone for path in each["tables"].values()}
    store.remove(*gone)
    store.remove(*(name for name in store.names("spells") if name.endswith(".parquet") and name not in needed))


def erase_lines(store: "Store", load: int) -> tuple[str, ...]:
    """Remove what a load holds of persons: lines and identifiers. The names of the files removed.

    Which lines of others it replaced stays, so that these do not count again.
    """
    gone = tuple(name for name in _named(store, load) if not name.endswith(".json"))
    store.remove(*gone)
    return gone


def holding(store: "Store") -> frozenset[int]:
    """The loads of which anything is left that is of persons."""
    names = [*store.names("lines"), *store.names("loads"), *store.names("spells")]
    found = (NAMED.search(name) for name in names if name.endswith(".parquet"))
    return frozenset(int(match[1]) for match in found if match)


def _named(store: "Store", load: int) -> list[str]:
    """The files of a load: lines, manifest, deletions, what its lines take from spells, which of them do not count."""
    names = [name for folder in ("lines", "loads", "spells") for name in store.names(folder)]
    own = [name for name in names if (match := NAMED.search(name)) and int(match[1]) == load]
    return own + store.names(f"dead/load-{load}")


def _replaced_by(store: "Store", load: int) -> list[str]:
    return [name for name in store.names("dead") if (match := DEAD_FILE.search(name)) and int(match[2]) == load]
