"""HMAC-SHA256 of a whole column, on all cores and in memory alone.

HMAC is two sums of SHA-256, one within the other (RFC 2104), so that any columnar engine that knows SHA-256 can work it
out. DataFusion is taken where it is installed (`pip install ouzel[gate]`): it uses the processor's own instructions for
SHA. DuckDB, which is always there, gives the same numbers. Both are told to have no place on the disk: what does not
fit in memory fails rather than being written.
"""

import importlib
import os
import threading
from functools import cache
from importlib.util import find_spec
from typing import Any, Protocol

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

Numbers = npt.NDArray[np.uint64]

CONFIG: dict[str, Any] = {"temp_directory": "", "preserve_insertion_order": "true"}
"""DuckDB without a temporary directory."""
PART = 16_384  # rows handed to a core at a time
SUM = 32  # bytes of a sum
_starting = threading.Lock()


class Engine(Protocol):
    """What works the sums out."""

    def __call__(self, messages: pa.Array, *, inner: bytes, outer: bytes) -> Numbers: ...


def first_of_sums(messages: pa.Array, *, inner: bytes, outer: bytes) -> Numbers:
    """The first eight bytes of HMAC-SHA256 of each message (binary, without nulls), as numbers.

    `inner` and `outer` are the key's pads, `inner` with whatever stands before every message.
    """
    engine: Engine = _by_datafusion if has_datafusion() else _by_duckdb
    return engine(messages, inner=inner, outer=outer)


@cache
def has_datafusion() -> bool:
    """Whether the faster engine is installed."""
    return find_spec("datafusion") is not None


def _by_datafusion(messages: pa.Array, *, inner: bytes, outer: bytes) -> Numbers:
    df = importlib.import_module("datafusion")
    count = len(messages)
    table = pa.table({"at": np.arange(count, dtype=np.int64), "message": messages})
    parts = table.to_batches(max_chunksize=PART)
    shares = [parts[start :: _cores()] for start in range(min(_cores(), len(parts)))]
    within = df.functions.sha256(df.functions.concat(df.lit(inner), df.col("message")))
    whole = df.functions.sha256(df.functions.concat(df.lit(outer), within))
    numbers = np.zeros(count, np.uint64)
    for batch in _datafusion().create_dataframe(shares).select(df.col("at"), whole.alias("sum")).collect():
        # Shares come back in any order: each row says where it belongs.
        numbers[batch.column(0).to_numpy()] = _leading(batch.column(1))
    return numbers


def _by_duckdb(messages: pa.Array, *, inner: bytes, outer: bytes) -> Numbers:
    table = pa.table({"message": messages})
    parts = pa.Table.from_batches(table.to_batches(max_chunksize=PART))
    with _starting:
        connection = _duckdb().cursor()
    try:
        connection.register("messages", parts)
        connection.execute(
            "SELECT ('0x' || left(sha256($outer || unhex(sha256($inner || message))), 16))::UBIGINT AS sum"
            " FROM messages",
            {"inner": inner, "outer": outer},
        )
        return np.asarray(connection.fetchnumpy()["sum"], np.uint64)
    finally:
        connection.close()


def _leading(sums: pa.Array) -> Numbers:
    fixed = sums.cast(pa.binary(SUM))
    octets = np.frombuffer(fixed.buffers()[1], np.uint8)[fixed.offset * SUM :][: len(fixed) * SUM]
    return np.ascontiguousarray(octets.reshape(-1, SUM)[:, :8]).view(">u8").ravel().astype(np.uint64)


@cache
def _duckdb() -> Any:
    return duckdb.connect(":memory:", config=CONFIG)


@cache
def _datafusion() -> Any:
    df = importlib.import_module("datafusion")
    return df.SessionContext(
        df.SessionConfig().with_target_partitions(_cores()), df.RuntimeEnvBuilder().with_disk_manager_disabled()
    )


@cache
def _cores() -> int:
    return os.cpu_count() or 1
