"""Patients registered at each practice: for the register, sightings of the commissioner each practice stands under.

The counts themselves are for figures: `read_registered_patients`.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ouzel.core.errors import ContentError
from ouzel.register.attributes import Attribute
from ouzel.register.evidence import Reading
from ouzel.register.readers.base import Reader, Sniff
from ouzel.register.readers.practice_maps import COMMISSIONERS, cell, level
from ouzel.register.readers.sightings import Sightings
from ouzel.register.readers.tables import Headed, Row, headed
from ouzel.register.readers.values import bad_code, extract_day, short_code

_ALL = ("", "all")


def _practices(table: Headed) -> Iterator[Row]:
    """The rows that are about a practice."""
    kind, code = table.at("type"), table.need("code")
    for line, row in table.rows:
        if kind is None or row[kind].strip() == "GP":
            row[code] = row[code].strip()
            if not row[code].isalnum():
                raise bad_code(table.path, line, "CODE", row[code])
            yield line, row


def _parse(path: Path, published: date) -> Reading:
    table = headed(path)
    seen = Sightings()
    extract, code = table.need("extract date"), table.need("code")
    role, commissioner_at, gss, _ = level(table, COMMISSIONERS)
    for line, row in _practices(table):
        on = extract_day(path, line, row[extract])
        commissioner = cell(row, commissioner_at)
        seen.see(row[code], Attribute.COMMISSIONER, commissioner, on=on, line=line)
        seen.body(commissioner, role=role, gss=cell(row, gss), on=on, line=line)
    return Reading("registered patients", "nhsd:registered", seen.assertions, rows=len(table.rows))


def read_registered_patients(path: Path) -> list[tuple[str, date, int]]:
    """(practice, day of the extract, patients) of every practice: all ages, both sexes.

    ContentError if a count is not a number, or a practice stands twice: it is never taken for nought.
    """
    table = headed(path)
    extract, code, count = table.need("extract date"), table.need("code"), table.need("number of patients")
    narrowed = [position for name in ("sex", "age") if (position := table.at(name)) is not None]
    found: dict[tuple[str, date], tuple[int, int]] = {}
    for line, row in _practices(table):
        if any(row[position].strip().lower() not in _ALL for position in narrowed):
            continue
        text = row[count].strip()
        if not text.isdecimal():
            raise ContentError(
                "not a number of patients", path.name, line, "NUMBER_OF_PATIENTS", text, "A whole number"
            )
        key = row[code], extract_day(path, line, row[extract])
        if key in found:
            raise ContentError(
                f"the practice stands twice: lines {found[key][1]} and {line}",
                path.name, line, "CODE", row[code], "One row for each practice",
            )  # fmt: skip
        found[key] = int(text), line
    return [(practice, on, patients) for (practice, on), (patients, _) in found.items()]


def _parse_list_size(path: Path, published: date) -> Reading:
    """The tables of 2015 and 2016: no date of their own, and codes of commissioners with two noughts added."""
    table = headed(path)
    seen = Sightings()
    practice, commissioner = table.need("practice code"), table.need("pco code")
    for line, row in table.rows:
        if not row[practice].strip().isalnum():
            raise bad_code(path, line, "Practice Code", row[practice])
        value = short_code(row[commissioner].strip())
        seen.see(row[practice].strip(), Attribute.COMMISSIONER, value, on=published, line=line)
    return Reading("practice list sizes", "nhsbsa:list-size", seen.assertions, rows=len(table.rows))


def _matches(sniff: Sniff) -> bool:
    named = {"sub icb location code", "sub icb code", "ccg code"} & sniff.headings
    return bool(named) and sniff.headings >= {"extract date", "code", "number of patients"}


READERS = (
    Reader("patients registered at a GP practice", _matches, _parse),
    Reader(
        "practice list sizes by sex and age",
        lambda sniff: sniff.headings >= {"pco code", "practice code", "male 0 4"},
        _parse_list_size,
    ),
)
