"""Look-ups of the Office for National Statistics: small areas to what they lie in, and names and codes.

A small area (LSOA) is known by its ONS code, and so are authorities and wards; commissioners and boards by their ODS
code. Where a look-up has only the ONS code of a commissioner, its ODS code comes from the codes shipped with the
product.
"""

from datetime import date
from pathlib import Path

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Assertion, Evidence, Reading
from ouzel.register.readers.base import Reader, Sniff
from ouzel.register.readers.codes import ods_code
from ouzel.register.readers.ons_columns import ROLES, Columns, columns, columns_of
from ouzel.register.readers.practice_maps import cell
from ouzel.register.readers.sightings import Sightings
from ouzel.register.readers.tables import Headed, headed
from ouzel.register.readers.values import bad_code

CENSUS_DAY = date(2021, 3, 21)  # the areas of 2021 are those of the census of that day (ONS, Census 2021 geographies)
ENGLISH_AREAS = {"11": 32_844, "21": 33_755}  # of England; ONS, statistics on lower layer super output areas
CHANGES = {"U": "unchanged", "S": "split", "M": "merged", "X": "irregular"}


def _matches(sniff: Sniff) -> bool:
    found = columns_of(sniff.rows[0]) if sniff.rows else None
    if not found:
        return False
    small_areas = found.years("lsoa")
    if not small_areas:
        return any(part == "ods" for _, _, part in found.at)
    return len({kind for kind, _, _ in found.at}) + len(small_areas) > 2  # a small area, and something it lies in


def _parse(path: Path, published: date) -> Reading:
    table = headed(path)
    at = columns(table.headings)
    if at is None:
        raise ContentError("headings that are not of the Office for National Statistics", path.name, 1)
    years = at.years("lsoa")
    seen = Sightings()
    changes = _Changes(table, at) if len(years) > 1 else None
    listed: set[str] = set()
    newest = at.at["lsoa", years[-1], "gss"] if years else None
    lines: dict[str, tuple[int, list[str]]] = {}
    lies_in = _lies_in(at)
    body_columns = [position for (kind, _, _), position in at.at.items() if kind != "lsoa"]
    described: set[tuple[str, ...]] = set()
    for line, row in table.rows:
        if newest is not None:
            area = row[newest].strip()
            if not area.isalnum():
                raise bad_code(path, line, table.headings[newest], area)
            if changes is None:
                _once(table, lines, area, line, row)
            _area(seen, at, years[-1], row, on=published, line=line)
            for attribute, ods, gss in lies_in:
                value = (row[ods].strip() if ods is not None else "") or row[gss].strip()
                if attribute is Attribute.AREA_COMMISSIONER:
                    value = ods_code(value)
                seen.see(area, attribute, value, on=published, line=line)
            listed.add(area)
            if changes is not None:
                changes.read(seen, line, row, on=published)
        bodies = tuple([row[position] for position in body_columns])
        if bodies not in described:  # thousands of areas lie in the same few bodies
            described.add(bodies)
            _bodies(seen, at, row, on=published, line=line)
    series = _series(years)
    english = frozenset(area for area in listed if area.startswith("E"))
    # A look-up cut to one place goes under the same headings: only the whole of England is complete.
    whole = bool(years) and len(english) == ENGLISH_AREAS.get(years[-1])
    successions = changes.successions if changes else []
    return Reading(
        "look-up of areas",
        series,
        [*seen.assertions, *successions],
        complete_for=f"small-areas-20{years[-1]}" if whole else "",
        listed=english if whole else frozenset(),
        rows=len(table.rows),
    )


def _series(years: list[str]) -> str:
    if not years:
        return "ons:codes"
    if len(years) > 1:
        return "ons:area-changes"
    return "ons:areas-2011" if years[0] == "11" else "ons:areas-2021"


def _once(table: Headed, lines: dict[str, tuple[int, list[str]]], area: str, line: int, row: list[str]) -> None:
    first = lines.setdefault(area, (line, row))
    if first[1] != row:
        raise ContentError(
            f"two rows for one small area that do not agree: lines {first[0]} and {line}",
            table.path.name, line, "small area", area, "One row for each small area: remove the one that is wrong",
        )  # fmt: skip


def _area(seen: Sightings, at: Columns, year: str, row: list[str], *, on: date, line: int) -> None:
    code = cell(row, at.at["lsoa", year, "gss"])
    seen.see(code, Attribute.ROLE, f"LSOA{year}", on=on, line=line)
    seen.see(code, Attribute.NAME, cell(row, at.at.get(("lsoa", year, "name"))), on=on, line=line)


_LIES_IN = {
    "ccg": Attribute.AREA_COMMISSIONER, "sicbl": Attribute.AREA_COMMISSIONER,
    "ltla": Attribute.LOCAL_AUTHORITY, "ward": Attribute.WARD,
}  # fmt: skip


def _lies_in(at: Columns) -> list[tuple[Attribute, int | None, int]]:
    """What a small area lies in, with the positions of the ODS code, where there is one, and of the ONS code."""
    return [
        (attribute, at.at.get((kind, year, "ods")), at.at[kind, year, "gss"])
        for kind, attribute in _LIES_IN.items()
        for year in at.years(kind)
    ]


def _bodies(seen: Sightings, at: Columns, row: list[str], *, on: date, line: int) -> None:
    """Note what the row says of the bodies it names: role, name, ONS code, and what they belong to."""
    commissioner = system = region = ""
    for kind, role in ROLES.items():
        for year in at.years(kind):
            gss, ods = cell(row, at.at[kind, year, "gss"]), cell(row, at.at.get((kind, year, "ods")))
            name = cell(row, at.at.get((kind, year, "name")))
            if kind in ("ltla", "ward"):
                seen.body(gss, role=role, name=name, on=on, line=line)
            elif ods:
                seen.body(ods, role=role, name=name, gss=gss, on=on, line=line)
                commissioner = ods if kind in ("ccg", "sicbl") else commissioner
                system = ods if kind in ("icb", "stp") else system
                region = ods if kind == "nhser" else region
    seen.see(commissioner, Attribute.SYSTEM, system, on=on, line=line)
    seen.see(system, Attribute.REGION, region, on=on, line=line)


class _Changes:
    """What became of the areas of one census at the next."""

    def __init__(self, table: Headed, at: Columns) -> None:
        years = at.years("lsoa")
        self.table, self.at, self.year = table, at, years[0]
        self.old, self.new = at.at["lsoa", years[0], "gss"], at.at["lsoa", years[-1], "gss"]
        self.successions: list[Assertion] = []
        self.pairs: dict[tuple[str, str], int] = {}
        if at.change is None:
            raise ContentError("no column says how each area changed", table.path.name, 1, right="A column CHGIND")

    def read(self, seen: Sightings, line: int, row: list[str], *, on: date) -> None:
        old, new, change = row[self.old].strip(), row[self.new].strip(), cell(row, self.at.change)
        if change not in CHANGES:
            raise ContentError(
                "a change that is not known",
                self.table.path.name,
                line,
                "change",
                change,
                f"One of {', '.join(CHANGES)}",
            )
        if not old.isalnum():
            raise bad_code(self.table.path, line, self.table.headings[self.old], old)
        _area(seen, self.at, self.year, row, on=on, line=line)
        if old != new and self.pairs.setdefault((old, new), line) == line:
            self.successions.append(
                Assertion(old, Attribute.SUCCESSOR, Evidence.SINCE, CENSUS_DAY, None, new, line, None, change)
            )


READER = Reader("ONS look-up of areas, names and codes", _matches, _parse)
