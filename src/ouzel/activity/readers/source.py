"""What is read: a file on disk, or one that is in memory alone. Its packing is told from its first bytes."""

import io
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from ouzel.activity.gate.file_names import known_as, shown
from ouzel.core.errors import ContentError

Readable = str | Path | bytes | BinaryIO
GZIP, PARQUET = b"\x1f\x8b", b"PAR1"
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and archives, .xls
HEAD = 1 << 16  # bytes looked at to tell what a file is


@dataclass(frozen=True)
class Source:
    """One file: a path, or its bytes, which then never touch the disk.

    `name` is what people call it, or a neutral one where that may tell of a patient (`gate.file_names`).
    """

    data: Path | bytes
    name: str

    @classmethod
    def of(cls, data: "Readable | Source", *, name: str = "") -> "Source":
        """From a path, bytes or an open binary file (which is read whole); ContentError if there is no such file."""
        if isinstance(data, Source):
            return data
        if isinstance(data, (str, Path)):
            path = Path(data)
            if not path.is_file():
                raise ContentError("there is no such file", shown(name or path.name))
            return cls(path, known_as(name or path.name, path))
        if isinstance(data, bytes):
            return cls(data, known_as(name or "file", data))
        content = data.read()
        return cls(content, known_as(name or Path(str(getattr(data, "name", "") or "file")).name, content))

    @cached_property
    def packing(self) -> bytes:
        with self._raw() as stream:
            return bytes(stream.read(4))

    @property
    def is_parquet(self) -> bool:
        return self.packing == PARQUET

    def open(self) -> Any:
        """A stream of the content from its beginning, unpacked."""
        if self.packing in WORKBOOKS:
            raise ContentError(
                "this is a workbook or an archive", self.name, right="Save the sheet as CSV UTF-8, or send Parquet"
            )
        raw = self._raw()
        return pa.CompressedInputStream(raw, "gzip") if self.packing[:2] == GZIP else raw

    def seekable(self) -> Any:
        """The content as it lies, for formats that are read from their end."""
        return self._raw()

    def head(self) -> bytes:
        """The first bytes of the content, unpacked; ContentError where the packing is damaged."""
        try:
            with self.open() as stream:
                return bytes(stream.read(HEAD))
        except OSError:
            raise ContentError("the file is damaged: it cannot be unpacked", self.name) from None

    def lines(self) -> Any:
        """The content as binary lines, for looking a fault up."""
        return io.BufferedReader(self.open())

    def _raw(self) -> Any:
        return pa.OSFile(str(self.data)) if isinstance(self.data, Path) else pa.BufferReader(self.data)
