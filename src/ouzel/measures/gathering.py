"""From paths a person names to figures with their day and source; nothing touches the database here."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ouzel.activity.gate.file_names import refuse_file_name
from ouzel.core.errors import ContentError
from ouzel.measures.readers import Reader, Reading, recognise
from ouzel.register.gathering import MANIFEST, Skipped, digest, read_manifest


@dataclass(frozen=True)
class Source:
    """The figures of one day in one file. `dated`: the file itself says the day."""

    path: Path
    reading: Reading
    effective: date
    published: date
    sha256: str
    dated: bool


def gather(
    paths: Iterable[Path], *, published: date | None, effective: date | None, source: str
) -> tuple[list[Source], list[Skipped]]:
    """The figures to load, oldest first, and the files of folders that are left out.

    `effective` is the first day of figures whose file does not say its own; `source` who publishes what does not say
    it. Without `published` a file counts as published on the day in the manifest beside it, else on its first day.
    ContentError for a file named by itself that holds no figures, or lacks one of these.
    """
    sources: list[Source] = []
    skipped: list[Skipped] = []
    for path in paths:
        if path.is_dir():
            for file in sorted(p for p in path.rglob("*") if p.is_file()):
                if file.name == MANIFEST or file.name.startswith("."):
                    continue
                try:
                    sources += _read(file, published=published, effective=effective, source=source)
                except _Left as left:
                    skipped.append(Skipped(file.name, left.why.problem))
        elif path.exists():
            try:
                sources += _read(path, published=published, effective=effective, source=source)
            except _Left as left:
                raise left.why from None
        else:
            raise ContentError("there is no such file or folder", file=str(path))
    return sorted(sources, key=lambda s: (s.effective, s.path.name)), skipped


class _Left(Exception):
    """A file that is not loaded, without anything being wrong in it."""

    def __init__(self, why: ContentError) -> None:
        self.why = why


def _reader(path: Path) -> Reader:
    found = recognise(path)
    if found is None:
        right = "The formats are listed in docs/reference/measures.md"
        raise _Left(ContentError("this is no format of figures that is known", path.name, right=right))
    return found


def _read(path: Path, *, published: date | None, effective: date | None, source: str) -> list[Source]:
    found = []
    refuse_file_name(path.name)
    said = published or read_manifest(path.parent).get(path.name)
    sha256 = digest(path)
    for reading in _reader(path).parse(path):
        on = reading.effective or effective
        if on is None:
            right = "Give --effective YYYY-MM-DD, the first day they are for"
            raise _Left(ContentError("nothing says for which day these figures are", path.name, right=right))
        if not (source or reading.source):
            right = "Give --source, the publication they are from"
            raise _Left(ContentError("nothing says who publishes these figures", path.name, right=right))
        named = replace(reading, source=source or reading.source)
        found.append(Source(path, named, on, said or on, sha256, reading.effective is not None))
    return found
