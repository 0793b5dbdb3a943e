"""Sub-ICB locations and their boards: the table of 1 July 2022, and tables with a column for each month."""

import re
from datetime import date
from pathlib import Path

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Reading
from ouzel.register.readers.base import Reader, Sniff
from ouzel.register.readers.practice_maps import cell
from ouzel.register.readers.sightings import Sightings
from ouzel.register.readers.tables import Headed, headed
from ouzel.register.readers.values import bad_code

LOCATION, BOARD, REGION = "RO319", "RO318", "RO209"

_FIRST = {"sub icb location ods code", "icb code", "region code"}
_MONTH = re.compile(r"icb code (\d{4}) (\d\d)")


def _parse_first(path: Path, published: date) -> Reading:
    table = headed(path)
    seen = Sightings()
    at, board_at, region_at = table.need("sub icb location ods code"), table.need("icb code"), table.need("region code")
    name, board_name = table.at("sub icb location name"), table.at("integrated care board name", "icb name")
    region_name = table.at("region name")
    _once(table, at)
    for line, row in table.rows:
        code, board, region = cell(row, at), cell(row, board_at), cell(row, region_at)
        seen.see(code, Attribute.SYSTEM, board, on=published, line=line)
        seen.see(board, Attribute.REGION, region, on=published, line=line)
        seen.body(code, role=LOCATION, name=cell(row, name), on=published, line=line)
        seen.body(board, role=BOARD, name=cell(row, board_name), on=published, line=line)
        seen.body(region, role=REGION, name=cell(row, region_name), on=published, line=line)
    return Reading("sub-ICB locations", "nhse:sub-icb-to-icb", seen.assertions, rows=len(table.rows))


def _parse_months(path: Path, published: date) -> Reading:
    """The newest month is seen on the day of publication, an earlier one on its first day."""
    table = headed(path)
    seen = Sightings()
    at, name = table.need("sub icb code"), table.at("sub icb name")
    months = sorted((found[1], found[2], found[0]) for text in table.headings if (found := _MONTH.fullmatch(text)))
    _once(table, at)
    for line, row in table.rows:
        code = cell(row, at)
        for year, month, heading in months:
            newest = (year, month, heading) == months[-1]
            on = published if newest else date(int(year), int(month), 1)
            board = cell(row, table.at(heading))
            title = cell(row, table.at(f"icb name {year} {month}"))
            seen.see(code, Attribute.SYSTEM, board, on=on, line=line)
            if board:
                seen.body(board, role=BOARD, name=title, on=on, line=line)
                seen.body(code, role=LOCATION, name=cell(row, name) if newest else "", on=on, line=line)
    return Reading("sub-ICB locations", "nhse:sub-icb-to-icb", seen.assertions, rows=len(table.rows))


def _once(table: Headed, at: int) -> None:
    """ContentError if what should be a code is none, or one code has two rows that differ."""
    seen: dict[str, tuple[int, list[str]]] = {}
    for line, row in table.rows:
        code = row[at].strip()
        if not code.isalnum():
            raise bad_code(table.path, line, table.headings[at], code)
        first = seen.setdefault(code, (line, row))
        if first[1] != row:
            raise ContentError(
                f"two rows for one code that do not agree: lines {first[0]} and {line}",
                table.path.name, line, table.headings[at], code, "One row for each code: remove the one that is wrong",
            )  # fmt: skip


def _has_months(sniff: Sniff) -> bool:
    return "sub icb code" in sniff.headings and any(map(_MONTH.fullmatch, sniff.headings))


READERS = (
    Reader("sub-ICB locations and their boards", lambda sniff: sniff.headings >= _FIRST, _parse_first),
    Reader("sub-ICB locations and their boards, by month", _has_months, _parse_months),
)
