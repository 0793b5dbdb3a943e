"""One module a file format; each turns a file into assertions and asserts only what the file is evidence of.

`recognise(path)` gives the reader for a file by its content, whatever its name; the reader's `read` gives what it says.
"""

from pathlib import Path

from ouzel.register.readers import (
    areas,
    boards,
    codes,
    dse_records,
    epcn,
    facts,
    memberships,
    ord_records,
    organisations,
    practice_maps,
    practices,
    registered,
    successions,
)
from ouzel.register.readers.base import Reader, Sniff
from ouzel.register.readers.sniffing import sniff

__all__ = ["READERS", "Reader", "Sniff", "recognise"]

READERS: tuple[Reader, ...] = (
    practices.READER,
    *organisations.READERS,
    memberships.READER,
    *successions.READERS,
    epcn.READER,
    practice_maps.READER,
    *registered.READERS,
    *boards.READERS,
    areas.READER,
    ord_records.READER,
    dse_records.READER,
    codes.READER,
    *facts.READERS,
)


def recognise(path: Path) -> Reader | None:
    """The reader for a file, by its content; None if it is nothing the register knows.

    ContentError if nothing can be told: the file is empty, or its packing is damaged.
    """
    found = sniff(path)
    return next((reader for reader in READERS if reader.matches(found)), None)
