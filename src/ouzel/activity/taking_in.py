"""The admitted batches of one file on their way into the store, and what has to be known of them at the end."""

from collections.abc import Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ouzel.activity.encoding import Encoder, deleted
from ouzel.activity.numbers import encoded
from ouzel.activity.providers import canonical, with_canonical
from ouzel.activity.store import CLOSING, Store
from ouzel.activity.store.manifests import CLOSING_GROUP, Manifest, Protocol
from ouzel.activity.store.moments import moment

DELETIONS = pa.schema([("record", pa.int64()), ("line", pa.int64())])


class TakingIn:
    """Writes the lines of a file while it is read; leaving the `with` by an error removes them.

    `identity` as in `Encoder`. `rows` are those seen, `kept` those that became lines: a record that only deletes
    another does not.
    """

    def __init__(
        self, store: Store, dataset: str, load: int, *, provider: str = "", identity: Sequence[str] = ()
    ) -> None:
        self._store, self._dataset, self._load, self._provider = store, dataset, load, canonical(provider)
        self.words = store.dictionaries()
        self._encoder = Encoder(self.words, load, tuple(identity))
        self._writer = store.writer(load, dataset)
        self._groups: set[int] = set()
        self._deletions: list[pa.Table] = []
        self._records = self._spells = 0
        self._saved: tuple[str, ...] = ()
        self.rows = self.kept = 0
        self.created: datetime | None = None  # when the file says that it was made
        self.spelt: dict[str, str] = {}  # codes of providers as submitted, where they are read as another

    def take(self, batch: pa.RecordBatch, *, first_row: int) -> None:
        """A canonical batch that the gate let through; its first row is row `first_row` of the file."""
        self.rows += batch.num_rows
        names = batch.schema.names
        if "created" in names:
            times = [found for text in encoded(batch.column("created"))[0] if (found := moment(text))]
            self.created = max((found for found in (self.created, *times) if found), default=None, key=_utc)
        if self._provider and "provider" not in names:
            batch = batch.append_column("provider", pa.repeat(self._provider, batch.num_rows).dictionary_encode())
        batch, said = with_canonical(batch)
        self.spelt |= said
        lines = self._encoder.lines(batch, first_row=first_row)
        gone = deleted(batch)
        if gone.any():
            self._deletions.append(lines.filter(pa.array(gone)).select(DELETIONS.names))
            lines = lines.filter(pa.array(~gone))
        self.kept += lines.num_rows
        self._records += _said(lines["record"])
        self._spells += _said(lines["spell"])
        month = lines["month"].to_numpy() + lines[CLOSING].to_numpy().astype(np.int32) * CLOSING_GROUP
        both = lines["supply"].to_numpy().astype(np.int64) << 32 | month
        self._groups.update(pa.array(both).unique().to_pylist())
        self._writer.write(lines)

    def close(self) -> None:
        """Write what is still held; leaving the `with` does it too."""
        self._writer.close()

    @property
    def groups(self) -> tuple[tuple[str, int], ...]:
        """The pairs of provider and month that its lines are of, as in `Manifest.groups`."""
        keys = self.words.keys("supply")
        return tuple(sorted({(keys[both >> 32][0], both & 0xFFFFFFFF) for both in self._groups}))

    @property
    def provider(self) -> str:
        """Whose file it is; "" where its lines are of several."""
        providers = {provider for provider, _ in self.groups} or {self._provider}
        return providers.pop() if len(providers) == 1 else ""

    @property
    def rounded(self) -> int:
        """How many of its lines have an amount that was rounded to the penny."""
        return self._encoder.rounded

    @property
    def months(self) -> tuple[int, ...]:
        return tuple(sorted({month % CLOSING_GROUP for _, month in self.groups}))

    def manifest(self, protocol: Protocol, submitted: str) -> Manifest:
        """What the load is and replaces."""
        return Manifest(
            self._load,
            self._dataset,
            protocol,
            submitted,
            records=self._records,
            spells=self._spells,
            deletions=sum(table.num_rows for table in self._deletions),
            groups=self.groups if protocol is Protocol.BULK else (),
        )

    def deletions(self) -> pa.Table:
        """Identifiers of the records that its rows delete."""
        return pa.concat_tables([DELETIONS.empty_table(), *(table.cast(DELETIONS) for table in self._deletions)])

    def save_words(self) -> None:
        """Write new words of dictionaries."""
        self._saved = self.words.save()

    def forget_words(self) -> None:
        """Take them back; only while nobody else can have built on them."""
        self._store.remove(*self._saved)

    def __enter__(self) -> Self:
        self._writer.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.__exit__(kind, error, trace)


def _utc(made: datetime) -> datetime:
    return made.astimezone(UTC)


def _said(column: pa.ChunkedArray) -> int:
    return int(pc.sum(pc.not_equal(column, 0)).as_py() or 0)
