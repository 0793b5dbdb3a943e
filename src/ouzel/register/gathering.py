"""From paths a person names to files that are recognised, dated and read; nothing touches the database here."""

import csv
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ouzel.core.errors import ContentError
from ouzel.register.evidence import Reading
from ouzel.register.readers import recognise
from ouzel.register.readers.base import Reader

MANIFEST = "manifest.csv"


@dataclass(frozen=True)
class Source:
    """One file to load: what reads it, and the day it counts as published (None: its rows say it themselves)."""

    path: Path
    reader: Reader
    published: date | None
    sha256: str

    def read(self) -> Iterator[tuple[date, Reading]]:
        """The publications in the file, each with its day."""
        reading = self.reader.read(self.path, published=self.published or date.min)
        if reading.dated is None:
            if self.published is None:
                raise undated(self.path)
            yield self.published, reading
            return
        for day, assertions in sorted(reading.dated.items()):
            yield (
                day,
                Reading(reading.reader, reading.series, assertions, authority=reading.authority, rows=len(assertions)),
            )


@dataclass(frozen=True)
class Skipped:
    """A file in a folder that was not loaded, and why."""

    file: str
    why: str


def undated(path: Path) -> ContentError:
    """The refusal of a file without a day: a guess would corrupt the clock of what was known when."""
    return ContentError(
        "nothing says when this file was published",
        file=path.name,
        right=f"Give --published YYYY-MM-DD, or a line in a {MANIFEST} beside it with the columns file and published",
    )


def gather(paths: Iterable[Path], *, published: date | None = None) -> tuple[list[Source], list[Skipped]]:
    """The files to load, and those of a folder that are left out.

    A file named by itself must be recognised and dated; `published` is its day, and fills what the manifest of a
    folder does
    not say. ContentError otherwise.
    """
    sources: list[Source] = []
    skipped: list[Skipped] = []
    for path in paths:
        if path.is_dir():
            _gather_folder(path, published, sources, skipped)
        elif path.exists():
            manifest = read_manifest(path.parent)
            reader = recognise(path)
            if reader is None:
                raise ContentError(
                    "this is no format that the register knows",
                    file=path.name,
                    right="The formats are listed in docs/reference/formats.md",
                )
            day = published or manifest.get(path.name)
            if day is None and not reader.dates_itself:
                raise undated(path)
            sources.append(Source(path, reader, day, digest(path)))
        else:
            raise ContentError("there is no such file or folder", file=str(path))
    return sources, skipped


def _gather_folder(folder: Path, published: date | None, sources: list[Source], skipped: list[Skipped]) -> None:
    manifests: dict[Path, dict[str, date]] = {}  # each folder below has its own, or none
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path.name == MANIFEST or path.name.startswith("."):
            continue
        if path.parent not in manifests:
            manifests[path.parent] = read_manifest(path.parent)
        manifest = manifests[path.parent]
        try:
            reader = recognise(path)
        except ContentError as error:
            if path.name in manifest:
                raise
            skipped.append(Skipped(path.name, str(error)))
            continue
        day = manifest.get(path.name) or published
        if reader is None:
            skipped.append(Skipped(path.name, "no format that the register knows"))
        elif day is None and not reader.dates_itself:
            skipped.append(
                Skipped(path.name, f"no day of publication: it is not in {MANIFEST}, and --published is not given")
            )
        else:
            sources.append(Source(path, reader, day, digest(path)))


def read_manifest(folder: Path) -> dict[str, date]:
    """The day of publication of each file, from the manifest beside it; empty where there is none."""
    path = folder / MANIFEST
    days: dict[str, date] = {}
    if not path.exists():
        return days
    with path.open(encoding="utf-8-sig", newline="") as text:
        rows = csv.DictReader(text)
        if not {"file", "published"} <= set(rows.fieldnames or ()):
            raise ContentError("the manifest lacks a column", file=MANIFEST, line=1, right="It needs: file, published")
        for row in rows:
            try:
                days[row["file"]] = date.fromisoformat(row["published"])
            except ValueError:
                raise ContentError(
                    "not a day", MANIFEST, rows.line_num, "published", row["published"], "Write it as 2021-11-30"
                ) from None
    return days


def digest(path: Path) -> str:
    """The sha256 of the file as it stands."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
