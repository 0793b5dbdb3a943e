"""The headings of the Office for National Statistics: LSOA11CD, SICBL22CDH, ltla22_name and their like, of any year."""

import re
from dataclasses import dataclass

from ouzel.register.readers.tables import plain

_HEADING = re.compile(
    r"(lsoa|ccg|sicbl|icb|stp|ltla|lad|ward|wd|nhser)(\d\d) ?(cdh|cd|nmw|nm|code h|code nhs|code|name)"
)
_OTHER = re.compile(r"[a-z]+\d\d(cdh|cd|nmw|nm)")  # of the office, but of no kind the register holds
_KINDS = {"lad": "ltla", "wd": "ward"}
_PARTS = {"cd": "gss", "code": "gss", "nm": "name", "name": "name", "nmw": "welsh"}
_IGNORED = {"objectid", "fid", "global id", "globalid"}
_CHANGES = {"chgind", "change code"}

ROLES = {
    "ccg": "RO98",
    "sicbl": "RO319",
    "icb": "RO318",
    "stp": "RO262",
    "nhser": "RO209",
    "ltla": "RO141",
    "ward": "WARD",
}


@dataclass(frozen=True)
class Columns:
    """Where each kind's code stands: by (kind, year of two figures, part), part being gss, ods or name."""

    at: dict[tuple[str, str, str], int]
    change: int | None

    def years(self, kind: str) -> list[str]:
        """The years for which there is an ONS code of this kind, the oldest first."""
        return sorted({year for found, year, part in self.at if found == kind and part == "gss"})


def columns(headings: tuple[str, ...]) -> Columns | None:
    """What the headings (in plain words) say; None if one of them is not the office's."""
    at: dict[tuple[str, str, str], int] = {}
    change = None
    for position, heading in enumerate(headings):
        if found := _HEADING.fullmatch(heading):
            at[_KINDS.get(found[1], found[1]), found[2], _PARTS.get(found[3], "ods")] = position
        elif heading in _CHANGES:
            change = position
        elif heading not in _IGNORED and not _OTHER.fullmatch(heading):
            return None
    return Columns(at, change) if at else None


def columns_of(row: list[str]) -> Columns | None:
    """What the first row of a table says, if it is one of the office's."""
    return columns(tuple(map(plain, row)))
