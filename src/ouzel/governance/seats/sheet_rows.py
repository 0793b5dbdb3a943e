"""The lines of a sheet, the same from TOML and from CSV: what each says, and on which line of the file it stands."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ouzel.core.errors import ContentError
from ouzel.core.types.money import NotASum, pence_of
from ouzel.governance.reference.texts import close, read
from ouzel.reorganisation.plan_file.lines import nearest

COMMON = ("since", "until", "known", "source")
RECORDS: Mapping[str, tuple[str, ...]] = {
    "body": ("slug", "name", "kind", "organisations", "part_of", "accountable_to", "basis", "duties", "places",
             "topics", "terms", "website", "orders", *COMMON),
    "seat": ("body", "slug", "title", "order", "votes", "tags", "nominated_by", "profession", *COMMON),
    "person": ("slug", "name", "biography"),
    "appointment": ("body", "seat", "person", "standing", "profession", "decision", "note", "replacing", *COMMON),
    "deputy": ("body", "seat", "person", "votes", *COMMON),
    "power": ("scheme_of", "body", "kind", "limit", "reserved", "condition", *COMMON),
}  # fmt: skip
"""The things that a sheet may say, in the order in which they are taken, and what is said of each."""

SEPARATOR = ";"  # between several values in one cell of a CSV
TRUTHS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


@dataclass(frozen=True)
class Row:
    """One thing that a sheet says. `lines`: where each of its parts stands."""

    record: str
    file: str
    line: int | None
    values: Mapping[str, Any]
    lines: Mapping[str, int]

    def line_of(self, field: str) -> int | None:
        """The line of a part, else that of the whole."""
        return self.lines.get(field, self.line)

    @property
    def said(self) -> str:
        """What it is about, in a few words: the body, the seat, the person."""
        names = ("name", "title", "body", "seat", "person", "scheme_of", "kind")
        said = ", ".join(str(value) for name in names if (value := self.values.get(name)))
        return said or str(self.values.get("slug", ""))

    def wrong(self, field: str, problem: str, right: str = "") -> ContentError:
        """What is wrong with a part, to be raised."""
        return ContentError(problem, self.file, self.line_of(field), field, str(self.values.get(field, "")), right)

    def text(self, field: str) -> str:
        """A text; empty where it is not given."""
        value = self.values.get(field, "")
        if not isinstance(value, str):
            raise self.wrong(field, "a text belongs here")
        return value.strip()

    def needed(self, field: str) -> str:
        """A text that must be given."""
        value = self.text(field)
        if not value:
            raise self.wrong(field, f"{field} of this {self.record} is missing", f"Add {field}")
        return value

    def words(self, field: str) -> tuple[str, ...]:
        """Several texts: a list, or one cell with semicolons between them."""
        value = self.values.get(field, "")
        given = value.split(SEPARATOR) if isinstance(value, str) else value
        if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
            raise self.wrong(field, "a list of texts belongs here")
        return tuple(each.strip() for each in given if each.strip())

    def day(self, field: str) -> date | None:
        """A day; None where it is not given."""
        value = self.values.get(field, "")
        if type(value) is date or value == "":
            return value or None
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.wrong(field, "this is not a date", "Write it like 2021-04-01") from None

    def day_needed(self, field: str) -> date:
        """A day that must be given."""
        found = self.day(field)
        if found is None:
            raise self.wrong(field, f"{field} of this {self.record} is missing", f"Add {field}, like 2021-04-01")
        return found

    def number(self, field: str) -> int:
        """A whole number; nought where it is not given."""
        value = self.values.get(field, "")
        if value == "":
            return 0
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, str) and value.strip().isdecimal():
            return int(value)
        raise self.wrong(field, "a whole number belongs here")

    def pence(self, field: str) -> int | None:
        """A sum in pounds, as pence; None where it is not given: no limit."""
        value = self.values.get(field, "")
        if value == "":
            return None
        try:
            return pence_of(str(value))
        except NotASum as error:
            raise self.wrong(field, "this is not a sum of money", str(error)) from None

    def truth(self, field: str, *, default: bool = False) -> bool:
        """Yes or no."""
        value = self.values.get(field, "")
        if isinstance(value, bool) or value == "":
            return default if value == "" else bool(value)
        try:
            return TRUTHS[str(value).strip().lower()]
        except KeyError:
            raise self.wrong(field, "yes or no belongs here") from None


def rows_of(text: str, *, file: str) -> Iterator[Row]:
    """The lines of a sheet in their order; ContentError for what is neither TOML nor CSV, or is not known."""
    if file.lower().endswith(".csv"):
        return _from_csv(text, file)
    if file.lower().endswith(".toml"):
        return _from_toml(text, file)
    raise ContentError("a sheet is a TOML or a CSV file", file, right="Its name ends with .toml or .csv")


def _from_toml(text: str, file: str) -> Iterator[Row]:
    document = read(text, file=file)
    for name in document.data:
        if name not in RECORDS:
            raise document.wrong(name, "a sheet says nothing of the sort", value=name, right=close(name, RECORDS))
    for name in RECORDS:
        for path, found in document.several(name):
            values = document.table(found, path, may=RECORDS[name])
            lines = {field: line for field in values if (line := nearest(document.lines, f"{path}.{field}"))}
            yield Row(name, file, nearest(document.lines, path), values, lines)


def _from_csv(text: str, file: str) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    known = {"record", *(field for fields in RECORDS.values() for field in fields)}
    headings = [(heading or "").strip() for heading in reader.fieldnames or []]
    reader.fieldnames = headings
    if "record" not in headings:
        raise ContentError(
            "the sheet has no column record", file, 1, right=f"It says of each line: {', '.join(RECORDS)}"
        )
    for heading in headings:
        if heading not in known:
            raise ContentError("a sheet has no such column", file, 1, value=heading, right=close(heading, known))
        if headings.count(heading) > 1:
            raise ContentError("two columns have this name", file, 1, value=heading)
    try:
        for cells in reader:
            yield from _line(cells, reader.line_num, file)
    except csv.Error as error:
        raise ContentError(f"this is not CSV: {error}", file, reader.line_num) from None


def _line(cells: dict[str | Any, Any], line: int, file: str) -> Iterator[Row]:
    if None in cells:
        raise ContentError("the line has more cells than the sheet has columns", file, line)
    values = {field: (value or "").strip() for field, value in cells.items() if (value or "").strip()}
    if not values:
        return
    record = values.pop("record", "")
    if record not in RECORDS:
        raise ContentError("a sheet says nothing of the sort", file, line, "record", record, close(record, RECORDS))
    for field in values:
        if field not in RECORDS[record]:
            raise ContentError(f"nothing of the sort is said of a {record}", file, line, field, values[field],
                               close(field, RECORDS[record]))  # fmt: skip
    yield Row(record, file, line, values, {})
