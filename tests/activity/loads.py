"""Loading in tests: a store of their own, a key of their own, files of admitted care that say little."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import ibis

from ouzel.activity import loading
from ouzel.activity.counting import counting_loads
from ouzel.activity.faults import Taking
from ouzel.activity.gate.key import Key
from ouzel.activity.readers import Column, Format
from ouzel.activity.store import Store, live_lines
from ouzel.engine.activity_lines import LineRef
from tests.core.people import OPERATOR

ON = date(2025, 6, 20)
KEY = Key(b"a key for tests, and for nothing else")
TAKE = Taking(None)

_CARE = ("record", "spell", "order", "provider", "practice", "start", "end", "price", "created", "status")
CARE = Format("care", "admitted care for tests", tuple(Column(name, (name,)) for name in _CARE), "admitted")


def care(*rows: dict[str, str], **same: str) -> bytes:
    """A file of admitted care; what is not said is a day at RC9 in April 2025."""
    usual = {"provider": "RC9", "practice": "E81046", "start": "2025-04-03", "end": "2025-04-07", **same}
    lines = [",".join((usual | row).get(name, "") for name in _CARE) for row in rows]
    return "\n".join([",".join(_CARE), *lines, ""]).encode()


def load(source: Any, store: Store, **options: Any) -> loading.Loaded:
    """Load as the operator; faults are listed and refuse nothing."""
    return loading.load(source, **{"by": OPERATOR, "on": ON, "key": KEY, "store": store, "taking": TAKE, **options})


def lines(store: Store, **asked: Any) -> list[dict[str, Any]]:
    """The lines that count."""
    table = live_lines(store, connection=ibis.duckdb.connect(), ready=counting_loads(), **asked)
    return table.order_by("line").to_pyarrow().to_pylist()


def numbers(store: Store) -> list[str]:
    return [str(LineRef.of(each["line"])) for each in lines(store)]


def all_of(store: Store) -> dict[str, bytes]:
    """Every file of a store with its content."""
    return {name: store.read(name) for name in store.names("")}


def texts(folder: Path, *words: str) -> Iterable[str]:
    """The files under a folder in which any of some words stands as it is."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and any(word.encode() in path.read_bytes() for word in words):
            yield path.name
