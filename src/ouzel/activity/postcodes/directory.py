"""Reads the directory in its published layout, whichever of its spellings of headings an edition has.

Source of the layout: ONS Postcode Directory and National Statistics Postcode Lookup, user guides. Headings were
`pcds`, `oslaua`, `ccg` until 2022, `sicbl` after; from 2025 they carry a year, as `lad25cd`, `sicbl24cd`, `lsoa21cd`.
"""

import gzip
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from ouzel.core.errors import ContentError

KIND = "activity:postcodes"
"""The kind of its releases of reference data."""

HEADINGS: dict[str, tuple[str, ...]] = {
    "postcode": (r"pcds",),
    "ended": (r"doterm",),
    "authority": (r"oslaua", r"laua", r"lad(\d\d)?cd"),
    "health": (r"oshlthau", r"hlthau", r"hlth\d\dcd"),
    "country": (r"ctry", r"ctry\d\dcd"),
    "commissioner": (r"sicbl", r"sicbl\d\d(cd)?", r"ccg", r"ccg\d\dcd", r"pct"),
    "small11": (r"lsoa11", r"lsoa11cd"),
    "small21": (r"lsoa21", r"lsoa21cd"),
}
"""What is taken of the directory, and the headings it has had. Where a file has two of them, the first one listed:
editions with sub-ICB locations still carry the primary care trusts."""

NEEDED = ("postcode", "country")
FORM = r"^[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}$"
MEMBER = re.compile(r"(^|/)Data/[^/]*(ONSPD|NSPL)[^/]*\.csv$", re.IGNORECASE)
MONTH = re.compile(r"(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*_?(20\d\d)", re.IGNORECASE)
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
ENGLAND, WALES, SCOTLAND, NORTHERN_IRELAND = "E92000001", "W92000004", "S92000003", "N92000002"
NOWHERE = r"^.99999999$"
IRISH_AREA = r"^(N[0-9]{8}|95[A-Z]{2}[0-9]{2}[A-Z][0-9])$"
"""A small area of Northern Ireland: of 2021, else of 2001."""

BOARDS = ("zone11", "zone21", "district", "board")
"""Columns of Scotland and Northern Ireland alone: data zones or small areas, the council or district, and who buys care
there: the health board area, in Northern Ireland the local commissioning group."""


def edition_of(name: str) -> date | None:
    """The first day of the month in a file's name, as in ONSPD_FEB_2025_UK.csv; None where it has none."""
    found = MONTH.search(name)
    return date(int(found[2]), MONTHS.index(found[1].upper()[:3]) + 1, 1) if found else None


def read_directory(path: Path) -> pa.Table:
    """The directory as postcode (without its space), area, country, commissioner and ended (yyyymm; "" in use).

    `area` is the small area of 2021 (else of 2011) in England, the county in Wales, the health board area in Scotland,
    the small area in Northern Ireland (else the district); "" where the directory gives none. With them come `BOARDS`,
    "" outside Scotland and Northern Ireland. Read from .csv, .csv.gz or the published .zip.
    ContentError with the line of the first postcode that is none or comes twice.
    """
    with _opened(path) as (file, name):
        table = _columns(file, name)
    return _checked(_told(table), name)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], str]]:
    if path.suffix.lower() == ".zip":
        try:
            archive = zipfile.ZipFile(path)
        except zipfile.BadZipFile:
            raise ContentError("this archive cannot be opened", path.name, right="Download it again") from None
        with archive:
            found = [member for member in archive.namelist() if MEMBER.search(member)]
            if len(found) != 1:
                raise ContentError("the archive holds no directory of the whole country", path.name,
                                   right="It should hold one file such as Data/ONSPD_FEB_2025_UK.csv")  # fmt: skip
            with archive.open(found[0]) as file:
                yield file, found[0].rsplit("/", 1)[-1]
        return
    with cast("IO[bytes]", gzip.open(path) if path.suffix == ".gz" else path.open("rb")) as file:
        yield file, path.name


def _columns(file: IO[bytes], name: str) -> pa.Table:
    """The columns that are taken, under our names."""
    heading = file.readline()
    given = [text.strip().strip('"').lower() for text in heading.decode("utf-8-sig", "replace").strip().split(",")]
    ours = {}
    for column, forms in HEADINGS.items():
        found = [number for form in forms for number, text in enumerate(given) if re.fullmatch(form, text)]
        if found:
            ours[column] = found[0]
    for column in NEEDED:
        if column not in ours:
            raise ContentError(f"this has no column of the {column}, so it is no postcode directory", name, 1,
                               right="Headings such as pcds, ctry and lsoa21 are expected")  # fmt: skip
    if "small11" not in ours and "small21" not in ours:
        raise ContentError("this has no column of small areas", name, 1, right="lsoa11, lsoa21 or lsoa21cd")
    taken = {f"c{number}": column for column, number in ours.items()}
    try:
        table = pa_csv.read_csv(
            file,
            read_options=pa_csv.ReadOptions(column_names=[f"c{number}" for number in range(len(given))]),
            convert_options=pa_csv.ConvertOptions(
                include_columns=list(taken), strings_can_be_null=False,
                column_types={key: pa.string() if column == "postcode" else pa.dictionary(pa.int32(), pa.string())
                              for key, column in taken.items()},
            ),
        )  # fmt: skip
    except pa.ArrowInvalid as error:
        raise ContentError(f"the file cannot be read as CSV: {error}", name) from None
    return table.rename_columns([taken[key] for key in table.column_names])


def _told(table: pa.Table) -> pa.Table:
    """What is kept of each row."""
    country = _texts(table, "country")
    small = pc.if_else(pc.equal(_texts(table, "small21"), ""), _texts(table, "small11"), _texts(table, "small21"))
    health, authority, commissioner = (_texts(table, name) for name in ("health", "authority", "commissioner"))
    scottish, irish = pc.equal(country, SCOTLAND), pc.equal(country, NORTHERN_IRELAND)
    irish_area = pc.and_(irish, pc.match_substring_regex(small, IRISH_AREA))
    area = pc.case_when(
        pc.make_struct(
            pc.or_(pc.equal(country, ENGLAND), irish_area), scottish, pc.or_(pc.equal(country, WALES), irish)
        ),
        small, health, authority, country,
    )  # fmt: skip
    beyond = pc.or_(scottish, irish)

    def there(values: pa.ChunkedArray) -> pa.Array:
        """Of Scotland and Northern Ireland, and few different words."""
        kept = pc.and_not(beyond, pc.match_substring_regex(values, NOWHERE))
        return pc.if_else(kept, values, "").combine_chunks().dictionary_encode()

    return pa.table(
        {
            "postcode": pc.replace_substring(pc.utf8_upper(pc.utf8_trim_whitespace(table["postcode"])), " ", ""),
            "area": pc.if_else(pc.match_substring_regex(area, NOWHERE), "", area).combine_chunks(),
            "country": country,
            "commissioner": commissioner,
            "ended": _texts(table, "ended"),
            "zone11": there(_texts(table, "small11")),
            "zone21": there(_texts(table, "small21")),
            "district": there(authority),
            "board": there(pc.if_else(scottish, health, commissioner)),
        }
    )


def boards_of(table: pa.Table) -> dict[str, str]:
    """Who buys care in each data zone, small area and district outside England and Wales, by a table with `BOARDS`.

    An area whose postcodes are of several is left out: which of them it is cannot be told from it.
    """
    found: dict[str, set[str]] = {}
    for column in BOARDS[:-1]:
        pairs = table.select([column, "board"]).group_by([column, "board"]).aggregate([])
        for area, board in zip(pairs[column].to_pylist(), pairs["board"].to_pylist(), strict=True):
            if area and board:
                found.setdefault(area, set()).add(board)
    return {area: boards.pop() for area, boards in found.items() if len(boards) == 1}


def _texts(table: pa.Table, column: str) -> pa.ChunkedArray:
    if column not in table.column_names:
        return pa.chunked_array([pa.array([""] * table.num_rows, pa.string())])
    return pc.utf8_trim_whitespace(table[column].cast(pa.string()))


def _checked(table: pa.Table, name: str) -> pa.Table:
    """The table by postcode; ContentError for what is no postcode or comes twice."""
    if not table.num_rows:
        raise ContentError("the directory has no rows", name)
    bad = np.flatnonzero(~pc.match_substring_regex(table["postcode"], FORM).to_numpy(zero_copy_only=False))
    if len(bad):
        first = int(bad[0])
        raise ContentError("this is no postcode", name, first + 2, "pcds", str(table["postcode"][first]),
                           "Write it as MK6 5LD")  # fmt: skip
    order: Any = pc.sort_indices(table["postcode"])
    ordered = table.take(order)
    texts = ordered["postcode"].combine_chunks()
    same = np.flatnonzero(pc.equal(texts[1:], texts[:-1]).to_numpy(zero_copy_only=False))
    if len(same):
        line = int(order[int(same[0]) + 1].as_py()) + 2
        raise ContentError("this postcode comes twice", name, line, "pcds", str(texts[int(same[0])]))
    return ordered
