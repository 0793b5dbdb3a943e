"""Lines made up for tests of the store."""

from collections.abc import Sequence
from typing import Any

import ibis
import numpy as np
import pyarrow as pa

from ouzel.activity.store import Store, live_lines
from ouzel.engine.activity_lines import LINE

APRIL = 2025 * 12 + 3


def lines(load: int, rows: int, *, first: int = 1, **given: Sequence[int] | int) -> pa.Table:
    """Lines `first`, `first` + 1 ... of a load; what is not given is 0, the month April 2025."""
    columns: dict[str, Any] = {"line": (load << 32) + np.arange(first, first + rows), "month": APRIL, **given}
    return pa.table(
        {name: pa.array(np.broadcast_to(columns.get(name, 0), rows).astype(kind)) for name, kind in LINE.items()}
    )


def live(store: Store, **asked: Any) -> list[dict[str, Any]]:
    """The lines that count, by number."""
    table = live_lines(store, connection=ibis.duckdb.connect(), **asked)
    return table.order_by("line").to_pyarrow().to_pylist()


def numbers(store: Store, **asked: Any) -> list[str]:
    """Their numbers as people write them."""
    return [f"{each['line'] >> 32}-{each['line'] & 0xFFFFFFFF}" for each in live(store, **asked)]
