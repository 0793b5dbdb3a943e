"""Where a store is: a local folder, or an object store that fsspec can reach."""

import io
import json
import os
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, Self

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
from fsspec.implementations.local import LocalFileSystem

from ouzel.activity.store.dictionaries import Dictionaries
from ouzel.activity.store.schema import month_of
from ouzel.activity.store.writing import LineWriter
from ouzel.core.server.places import home

LINE_FILE = re.compile(r"lines/dataset=([^/]+)/period=([^/]+)/load-(\d+)-\d+\.parquet$")


class LineFile(NamedTuple):
    """One file of lines. `month` is year * 12 + month - 1; 0: not known."""

    path: str
    dataset: str
    month: int
    load: int


@dataclass(frozen=True)
class Store:
    """A place for lines and their dictionaries. Names of files in the methods are relative to `root`."""

    fs: fsspec.AbstractFileSystem
    root: str

    @classmethod
    def at(cls, place: str | Path | None = None) -> Self:
        """The store in a folder or at an fsspec address such as `s3://bucket/activity`; None: `OUZEL_HOME/activity`.

        A folder that is not there is made when something is written, open to its owner alone.
        """
        fs, root = fsspec.core.url_to_fs(str(home() / "activity" if place is None else place))
        if isinstance(fs, LocalFileSystem):
            fs = LocalFileSystem(auto_mkdir=True)
        return cls(fs, root.rstrip("/"))

    @cached_property
    def local(self) -> bool:
        """Whether it is a folder of this machine."""
        return isinstance(self.fs, LocalFileSystem)

    def path(self, name: str) -> str:
        """The path within the file system."""
        return f"{self.root}/{name}"

    def address(self, name: str) -> str:
        """The path as DuckDB and Spark read it: as it is in a local folder, else with its protocol."""
        return self.path(name) if self.local else str(self.fs.unstrip_protocol(self.path(name)))

    def names(self, folder: str) -> list[str]:
        """All files under a folder, sorted; none where there is no folder."""
        self.fs.invalidate_cache()  # object stores remember listings, and another process may have written
        start = len(self.root) + 1
        return sorted(path[start:] for path in self.fs.find(self.path(folder)))

    def exists(self, name: str) -> bool:
        self.fs.invalidate_cache()
        return bool(self.fs.exists(self.path(name)))

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole. FileExistsError where there is one: what is in the store is never changed."""
        self.make_root()
        path = self.path(name)
        if self.local:
            _write_local(Path(path), content)
        elif self.exists(name):
            raise FileExistsError(f"{name} is in the store already")
        else:
            self.fs.pipe_file(path, content)

    def read(self, name: str) -> bytes:
        return bytes(self.fs.cat_file(self.path(name)))

    def remove(self, *names: str) -> None:
        """Remove files; those that are gone already are passed over."""
        for name in names:
            if self.exists(name):
                self.fs.rm_file(self.path(name))

    def write_table(self, name: str, table: pa.Table) -> None:
        """Write a small table as Parquet, whole."""
        sink = io.BytesIO()
        pq.write_table(table, sink, compression="zstd")
        self.write(name, sink.getvalue())

    def read_table(self, name: str, *, columns: Collection[str] | None = None) -> pa.Table:
        """A table; `columns` those of these that it has (None: all)."""
        file = pq.ParquetFile(io.BytesIO(self.read(name)))
        chosen = None if columns is None else [each for each in file.schema_arrow.names if each in columns]
        return file.read(columns=chosen)

    def write_json(self, name: str, content: dict[str, Any]) -> None:
        self.write(name, json.dumps(content, sort_keys=True).encode())

    def make_root(self) -> None:
        """Make the folder, which holds personal data though pseudonymous: for its owner alone."""
        if self.local and not Path(self.root).exists():
            Path(self.root).mkdir(parents=True, mode=0o700, exist_ok=True)

    def dictionaries(self) -> Dictionaries:
        """The words of the numbers in lines, as they are now; new ones stay in memory until they are saved."""
        return Dictionaries(self)

    def writer(self, load: int, dataset: str) -> LineWriter:
        """What writes the lines of one load; use it in a `with`: an error removes what was written."""
        self.make_root()
        return LineWriter(self, load=load, dataset=dataset)

    def files(
        self,
        *,
        loads: Collection[int] | None = None,
        months: Collection[int] | None = None,
        datasets: Collection[str] | None = None,
    ) -> tuple[LineFile, ...]:
        """The files of lines there are, of some loads, months (year * 12 + month - 1) and data sets; None: of all."""
        found = (LINE_FILE.search(name) for name in self.names("lines"))
        told = (LineFile(m[0], m[1], month_of(m[2]), int(m[3])) for m in found if m)
        return tuple(
            file
            for file in told
            if (loads is None or file.load in loads)
            and (months is None or file.month in months)
            and (datasets is None or file.dataset in datasets)
        )

    def paths(
        self,
        *,
        loads: Collection[int] | None = None,
        months: Collection[int] | None = None,
        datasets: Collection[str] | None = None,
    ) -> list[str]:
        """The addresses of those files: with every line written, also those that do not count (see `live_lines`)."""
        return [self.address(file.path) for file in self.files(loads=loads, months=months, datasets=datasets)]


def _write_local(path: Path, content: bytes) -> None:
    """Whole at once and never over another: a half-written file is never seen under its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    mine = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(mine, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(mine, path)
    finally:
        mine.unlink(missing_ok=True)
