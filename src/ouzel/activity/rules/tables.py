"""The small tables that rules refer to, as dated rows: those that come with Ouzel and those that are loaded."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources

from ouzel.activity.small_files import distinct, sayable
from ouzel.core.errors import ContentError

EVIDENCE = ("found", "inferred", "memory")
FOLDER = resources.files("ouzel.activity.rules") / "data"


@dataclass(frozen=True)
class Column:
    """What a column of a table may hold: `form` is a pattern for the whole value."""

    form: str
    right: str  # the form in words
    needed: bool = True
    of_places: bool = False  # postcodes of places, not of patients

    def fits(self, value: str) -> bool:
        """Whether a value may stand there."""
        return (not value and not self.needed) or bool(re.fullmatch(self.form, value))


@dataclass(frozen=True)
class Table:
    """One table of reference data. Each has also since, until (half-open; may be blank), source and evidence.

    `key` are the columns of which no two rows may be alike on one day. `shipped`: Ouzel brings its rows along. `fixed`
    says why it cannot be loaded, where it cannot.
    """

    slug: str
    words: str
    columns: Mapping[str, Column]
    key: tuple[str, ...]
    shipped: bool
    fixed: str = ""

    @property
    def release_kind(self) -> str:
        """The kind of its releases of reference data."""
        return f"activity:{self.slug}"


@dataclass(frozen=True)
class Row:
    """One row of a table: its values, and the days [since, until) it is for (None: no end)."""

    values: Mapping[str, str]
    since: date | None
    until: date | None
    source: str
    evidence: str

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def holds(self, day: date) -> bool:
        """Whether it is for the day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


CODE = Column(r"[A-Z0-9]{2,12}", "a code in capitals and digits")
BODY = Column(r"[A-Z0-9]{3,9}|\*", "a code of an organisation or area")
AREA = Column(r"[A-Z0-9]{3,9}", "a code of an area")
PATTERN = Column(r"[^ ,][^,]{0,60}", "a value, with * for any ending")
NAME = Column(r".{0,120}", "a name of at most 120 signs", needed=False)
NATION = Column(r"[a-z-]+", "a nation in small letters")
YES = Column(r"Y|N", "Y or N", needed=False)

TABLES: dict[str, Table] = {
    table.slug: table
    for table in (
        Table("hubs", "NHS England's hubs by region",
              {"region": CODE, "name": NAME, "specialised": CODE, "justice": CODE}, ("region",), True),
        Table("health-boards", "Health boards outside England by area", {"area": AREA, "board": CODE}, ("area",), True),
        Table("practice-nations", "Which nation a practice is of: the first row that fits",
              {"asks": Column("code|setting|postcode|geography|parent|listed", "code, setting, postcode, geography, "
                              "parent or listed"), "pattern": PATTERN, "nation": NATION}, ("asks", "pattern"), True),
        Table("residence-nations", "Which nation an address is of: the first row that fits",
              {"pattern": PATTERN, "nation": NATION, "pseudo": Column("Y", "Y", needed=False), "words": NAME},
              ("pattern",), True),
        Table("border", "Boards and counties on the border of England and Wales",
              {"body": BODY, "side": Column("welsh|english", "welsh or english")}, ("body",), True),
        Table("delegation", "Bodies whose boards take delegated specialised services; * is all",
              {"body": BODY}, ("body",), True),
        Table("code-sets", "Diagnoses and procedures of named sets",
              {"set": Column("[a-z-]+", "a name in small letters"),
               "scheme": Column("ICD-10|OPCS-4", "ICD-10 or OPCS-4"),
               "code": Column(r"[A-Z][0-9]{2}(\.[0-9X])?", "a code such as N97 or Z35.0")},
              ("set", "scheme", "code"), True,
              "its sets are worked out of all codes of a record when a file is taken, and those codes are not kept"),
        Table("service-colours", "Specialised services of a year, and who buys them",
              {"service": CODE, "name": NAME,
               "colour": Column("RED|BLUE|GREEN|AMBER|NA", "RED, BLUE, GREEN, AMBER or NA"),
               "highly": YES, "programme": Column("mental-health", "mental-health or blank", needed=False)},
              ("service",), False),
        Table("provider-contracts", "Specialised services that NHS England has contracts for, by provider",
              {"provider": CODE, "service": CODE}, ("provider", "service"), False),
        Table("prisons", "Postcodes of prisons and other places of detention",
              {"postcode": Column(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}", "a postcode such as MK4 4DA",
                                  of_places=True),
               "name": NAME},
              ("postcode",), False),
        Table("data-sets", "Which data set of a provider is paid from, is evidence, or states what the month comes to",
              {"dataset": Column(r"[a-z0-9-]+|\*", "the short name of a format, or * for all others"),
               "provider": Column(r"[A-Z0-9]{3,6}|\*", "the code of a provider, or * for all others"),
               "role": Column("basis|evidence|statement", "basis, evidence or statement"),
               "rank": Column("[1-9]", "1 to 9: of several bases the least counts", needed=False)},
              ("dataset", "provider"), True),
        Table("episode-care", "Care that an episode of responsibility covers where it names no treatment function",
              {"kind": Column("aftercare|looked-after", "aftercare or looked-after"),
               "specialty": Column(r"[0-9]{3}|[A-Z][0-9]{2}|\*", "a treatment function such as 710, or * for all")},
              ("kind", "specialty"), True),
        Table("aggregate-only", "Points of delivery that have no patient-level lines: the statement pays for them",
              {"pod": CODE}, ("pod",), True),
    )
}  # fmt: skip
"""Service codes and their colours, contracts and postcodes of prisons are not published for all to use: load them."""

DATED = ("since", "until", "source", "evidence")


def table_named(slug: str) -> Table:
    """The table called `slug`; ContentError lists what there is."""
    try:
        return TABLES[slug]
    except KeyError:
        raise ContentError("there is no such table", field="table", value=slug,
                           right=f"Use one of {', '.join(TABLES)}") from None  # fmt: skip


def read_rows(text: str, table: Table, *, file: str = "", source: str = "") -> tuple[Row, ...]:
    """The rows of a CSV text with a heading. Blank since and until: no end; a blank source is `source`, blank evidence
    found. ContentError for the first fault, with its line."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    headings = [heading.strip().lower() for heading in reader.fieldnames or ()]
    reader.fieldnames = headings
    if missing := [name for name, column in table.columns.items() if column.needed and name not in headings]:
        raise ContentError(f"the table {table.slug} needs a column {missing[0]}", file, 1,
                           right=f"Columns: {', '.join((*table.columns, *DATED))}")  # fmt: skip
    if strange := [name for name in headings if name not in table.columns and name not in DATED]:
        raise ContentError(f"the table {table.slug} has no such column", file, 1, value=sayable(strange[0]),
                           right=f"Columns: {', '.join((*table.columns, *DATED))}")  # fmt: skip
    rows = []
    for each in reader:
        rows.append(_row(each, table, file, reader.line_num, source))
    _once(rows, table, file)
    return tuple(rows)


def texts_of(text: str, table: Table) -> dict[str, dict[str, int]]:
    """The different texts of each column of a CSV text with their first lines, but for postcodes of places."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    headings = [heading.strip().lower() for heading in next(reader, [])]
    columns = distinct(headings, ((reader.line_num, fields) for fields in reader))
    places = {name for name, column in table.columns.items() if column.of_places}
    return {name: texts for name, texts in columns.items() if name not in places}


def _row(each: Mapping[str, str | None], table: Table, file: str, line: int, source: str) -> Row:
    said = {name: (value or "").strip() for name, value in each.items() if isinstance(name, str)}
    for name, column in table.columns.items():
        if not column.fits(said.get(name, "")):
            raise ContentError("this may not stand here", file, line, name, sayable(said.get(name, "")),
                               f"Write {column.right}")  # fmt: skip
    since, until = (_day(said.get(name, ""), file, line, name) for name in ("since", "until"))
    if since is not None and until is not None and until <= since:
        raise ContentError("it would end before it begins", file, line, "until", str(until))
    evidence = said.get("evidence") or "found"
    if evidence not in EVIDENCE:
        raise ContentError("evidence is found, inferred or memory", file, line, "evidence", sayable(evidence))
    values = {name: said.get(name, "") for name in table.columns}
    origin = said.get("source") or source
    if not origin:
        raise ContentError("a row needs its source", file, line, "source", right="Give it here, or with the whole file")
    return Row(values, since, until, origin, evidence)


def _day(text: str, file: str, line: int, field: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ContentError("this is not a date", file, line, field, sayable(text), "Write 2025-04-01") from None


def _once(rows: Iterable[Row], table: Table, file: str) -> None:
    """Raise ContentError where two rows say something of the same thing on one day."""
    kept: dict[tuple[str, ...], list[tuple[date, date]]] = {}
    for line, row in enumerate(rows, start=2):
        key = tuple(row[name] for name in table.key)
        since, until = row.since or date.min, row.until or date.max
        if any(since < end and start < until for start, end in kept.get(key, ())):
            raise ContentError("another row says this for some of the same days", file, line, ", ".join(table.key),
                               sayable(key[0]))  # fmt: skip
        kept.setdefault(key, []).append((since, until))


@lru_cache(maxsize=32)
def shipped_rows(slug: str) -> tuple[Row, ...]:
    """The rows that come with Ouzel; none for a table that must be loaded."""
    table = table_named(slug)
    if not table.shipped:
        return ()
    name = f"{slug.replace('-', '_')}.csv"
    return read_rows((FOLDER / name).read_text(encoding="utf-8"), table, file=name)


def demonstration_rows(slug: str) -> str:
    """The CSV text of a demonstration table. Its codes are made up, and only a demonstration may load it."""
    return (FOLDER / "demonstration" / f"{slug.replace('-', '_')}.csv").read_text(encoding="utf-8")
