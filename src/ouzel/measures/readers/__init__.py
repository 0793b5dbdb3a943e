"""One module a file format; each turns a file into figures, and takes a gap for a gap."""

from pathlib import Path

from ouzel.measures.readers import allocations, deprivation, plain, registered, weighted
from ouzel.measures.readers.base import Figure, Reader, Reading
from ouzel.register.readers.sniffing import sniff

__all__ = ["READERS", "Figure", "Reader", "Reading", "recognise"]

READERS: tuple[Reader, ...] = (
    plain.READER,
    *registered.READERS,
    weighted.READER,
    allocations.READER,
    *deprivation.READERS,
)


def recognise(path: Path) -> Reader | None:
    """The reader for a file, by its content; None if it holds no figures that are kept.

    ContentError if nothing can be told: the file is empty, or its packing is damaged.
    """
    found = sniff(path)
    return next((reader for reader in READERS if reader.matches(found)), None)
